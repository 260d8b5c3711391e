"""Letters to one reader: confirm, welcome, moved. Words come from templates, tokens from here."""

import logging
import smtplib
from email.utils import parseaddr

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from articles.models import MagazineSettings
from newsletter.addresses import address_key, deliverable
from newsletter.models import Confirmation, Letter, Suppression, Welcome
from newsletter.sending.transports import Parcel, Refused, Smtp, Trouble, transport
from newsletter.tokens import CONFIRM, MOVE, OWN

log = logging.getLogger(__name__)


def post(letter):
    """Send one letter if it is still deserved and nobody else has it in hand."""
    if not letter.take():
        return
    if not is_deserved(letter):
        letter.posted()
        return
    try:
        _hand_over(build(letter))
    except Refused as refused:
        log.warning("Letter %s was refused: %s", letter.pk, refused)
        letter.failed(for_good=refused.for_good)
    except (OSError, smtplib.SMTPException, ValueError, Trouble) as problem:
        # The class only: what a server says may quote the address.
        log.warning("Letter %s was not sent: %s", letter.pk, type(problem).__name__)
        letter.failed()
    else:
        letter.posted()


def _hand_over(mail):
    """By Django, or, where the address is not ASCII, by a transport that knows SMTPUTF8.

    Django would write to “=?utf-8?q?j=C3=B6rg?=”, which is nobody.
    """
    [recipient] = mail.to
    way = transport()
    if recipient.isascii() or not isinstance(way, Smtp):
        mail.send()
        return
    message = mail.message()
    message_id = message["Message-ID"]
    del message["To"]
    raw = f"To: {recipient}\r\n".encode() + message.as_bytes(linesep="\r\n")
    sender = parseaddr(mail.from_email)[1]
    try:
        way.open()
        way.stream(Parcel(sender, recipient, raw, message_id, timezone.now()))
        way.dot()
    finally:
        way.quit()


def is_deserved(letter):
    """Whether what was true on writing still is: readers act while letters wait."""
    subscriber = letter.subscriber
    if letter.kind == Letter.Kind.MOVED:
        return True
    if letter.kind == Letter.Kind.MOVE:
        return not Suppression.objects.of(address_key(letter.address)).final().exists()
    if not subscriber.can_be_written_to():
        return False
    if letter.kind == Letter.Kind.OWN:
        return True  # who has left may still see and erase what is kept
    return (letter.kind == Letter.Kind.CONFIRM) is not subscriber.is_confirmed()


def build(letter):
    """The mail itself, in the magazine's language, with a fresh token where it needs one."""
    magazine = MagazineSettings.objects.current()
    with translation.override(magazine.language):
        return _mail(letter, magazine)


def _mail(letter, magazine):
    newsletter = one_line(magazine.newsletter_name)
    address = letter.address or letter.subscriber.address
    context = {
        "magazine": magazine,
        "newsletter": newsletter,
        "site": settings.SITE_ADDRESS,
        **_links(letter),
    }
    subject, text = _words(letter, newsletter, context)
    context |= {"subject": subject, "text": text}
    mail = EmailMultiAlternatives(
        subject=subject,
        body=render_to_string("newsletter/mail/letter.txt", context),
        from_email=sender(magazine),
        to=[deliverable(address, address_key(address))],
        headers={"Auto-Submitted": "auto-generated"},
    )
    mail.attach_alternative(render_to_string("newsletter/mail/letter.html", context), "text/html")
    return mail


def sender(magazine):
    """The magazine's name before the address that mail leaves from."""
    if "<" in settings.DEFAULT_FROM_EMAIL:
        return settings.DEFAULT_FROM_EMAIL
    name = one_line(magazine.name).replace("\\", "").replace('"', "'")
    return f'"{name}" <{settings.DEFAULT_FROM_EMAIL}>'


def one_line(text):
    """Fit for a mail header: no line break can begin another one."""
    return " ".join(text.split())


def _words(letter, newsletter, context):
    if letter.kind == Letter.Kind.WELCOME:
        subject, text = Welcome.objects.current().filled(newsletter, settings.SITE_ADDRESS)
        return one_line(subject), text.strip()
    text = render_to_string(f"newsletter/mail/{letter.kind}.txt", context)
    subject, text = text.strip().split("\n", 1)
    return one_line(subject), text.strip()


def _links(letter):
    subscriber = letter.subscriber
    links = {}
    if letter.kind == Letter.Kind.CONFIRM:
        links["link"] = _address("confirm", Confirmation.objects.issue(subscriber, CONFIRM))
        links["label"] = _("Confirm my subscription")
    elif letter.kind == Letter.Kind.MOVE:
        token = Confirmation.objects.issue(subscriber, MOVE, address=letter.address)
        links["link"] = _address("move", token)
        links["label"] = _("Use this address from now on")
    elif letter.kind == Letter.Kind.OWN:
        links["link"] = _address("own", Confirmation.objects.issue(subscriber, OWN))
        links["label"] = _("My data and my address")
    elif letter.kind in {Letter.Kind.ALREADY, Letter.Kind.WELCOME}:
        links["preferences"] = _address("preferences", subscriber.preferences_token())
        links["unsubscribe"] = _address("unsubscribe", subscriber.unsubscribe_token())
    return links


def _address(name, token):
    return settings.SITE_ADDRESS + reverse(f"newsletter:{name}", args=[token])
