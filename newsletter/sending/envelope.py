"""What goes around an issue: headers, addresses, and each reader's own links."""

from email.utils import format_datetime, parseaddr
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse

from articles.models import MagazineSettings
from newsletter.addresses import deliverable
from newsletter.sending.message import Message, mailbox
from newsletter.sending.transports import Parcel
from newsletter.tokens import PREFERENCES, UNSUBSCRIBE


class Envelope:
    """Packs one issue for any number of readers."""

    def __init__(self, issue, printed):
        magazine = MagazineSettings.objects.current()
        self.issue = issue
        self.sender = parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
        self.message = Message(self._headers(issue, magazine), printed.text, printed.html)

    def pack(self, delivery):
        subscriber = delivery.subscriber
        recipient = deliverable(subscriber.address, subscriber.address_key)
        tokens = {
            UNSUBSCRIBE: subscriber.unsubscribe_token(),
            PREFERENCES: subscriber.preferences_token(),
        }
        message_id = delivery.message_id()
        raw = self.message.to(
            to=recipient,
            message_id=message_id,
            unsubscribe=_unsubscribe(tokens[UNSUBSCRIBE]),
            tokens=tokens,
        )
        return Parcel(
            self._bounces_to(tokens[UNSUBSCRIBE]), recipient, raw, message_id, self.issue.frozen_at
        )

    def _bounces_to(self, token):
        """Where it comes back to, if it does: an address that tells whose mail it was."""
        address = settings.NEWSLETTER_MAILBOX
        if not address:
            return self.sender
        local, _, domain = address.rpartition("@")
        return f"{local}+b-{token}@{domain}"

    def _headers(self, issue, magazine):
        host = urlsplit(settings.SITE_ADDRESS).hostname
        headers = {
            "From": sender_of(issue, magazine),
            "Subject": issue.subject,
            "Date": format_datetime(issue.frozen_at),
            "List-Id": f"<newsletter.{host}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            "List-Archive": f"<{settings.SITE_ADDRESS}{reverse('newsletter:archive')}>",
        }
        if issue.reply_to:
            headers["Reply-To"] = issue.reply_to
        return headers


def sender_of(issue, magazine):
    """The name that editors chose before the address that mail leaves from."""
    return mailbox(issue.sender_name or magazine.name, parseaddr(settings.DEFAULT_FROM_EMAIL)[1])


def _unsubscribe(token):
    url = f"<{settings.SITE_ADDRESS}{reverse('newsletter:unsubscribe', args=[token])}>"
    address = settings.NEWSLETTER_MAILBOX
    if not address:
        return url
    local, _, domain = address.rpartition("@")
    return f"{url},\r\n <mailto:{local}+u-{token}@{domain}?subject=unsubscribe>"
