"""What Gmail and Yahoo ask of whoever sends many letters, and what of it is there."""

from dataclasses import dataclass
from email.utils import parseaddr

import dns.exception
import dns.resolver
from django.conf import settings
from django.db import connection

from articles.models import MagazineSettings

GOOD, MISSING, UNKNOWN = "good", "missing", "not to be told from here"
GUARDS = {"newsletter_consentevent_no_update", "newsletter_consentevent_no_delete"}


@dataclass(frozen=True)
class Finding:
    verdict: str
    about: str
    words: str


class NoAnswer(Exception):
    """The domain name system is not to be reached, which says nothing about what is in it."""


def texts(name):
    """The TXT records of a name; none if it has none. Raises NoAnswer."""
    try:
        answer = dns.resolver.resolve(name, "TXT", lifetime=4)
    except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer):
        return []
    except (dns.exception.DNSException, OSError) as problem:
        raise NoAnswer from problem
    return [b"".join(record.strings).decode("utf-8", "replace") for record in answer]


def check_up(lookup=texts):
    """Everything that is looked at, in the order in which to put it right."""
    return [*_site(), *_sender(), *_records(lookup), *_way_back(), _consent_is_guarded()]


def _site():
    https = settings.SITE_URL.scheme == "https"
    yield _finding(
        https,
        "address",
        "Links lead to https.",
        "SITE_URL is not https: no issue leaves the house.",
    )
    postal = MagazineSettings.objects.current().postal_address.strip()
    yield _finding(
        postal,
        "postal address",
        "The magazine's postal address stands in every issue.",
        "The magazine has no postal address. Write it into the magazine's settings.",
    )


def _sender():
    kept = settings.EMAIL_BACKEND == "newsletter.outbox.Backend"
    yield _finding(
        not kept,
        "mail server",
        "Mail goes out.",
        "EMAIL_URL is not set: mail is kept as files and leaves nobody.",
    )
    ours, sender = settings.SITE_URL.hostname or "", sender_domain()
    yield _finding(
        related(ours, sender),
        "sender",
        f"The sender's domain, {sender}, is the site's own.",
        f"The sender's domain, {sender}, is not the site's, {ours}: set EMAIL_FROM.",
    )
    secure = kept or getattr(settings, "EMAIL_USE_TLS", 0) or getattr(settings, "EMAIL_USE_SSL", 0)
    local = settings.EMAIL_HOST in {"localhost", "127.0.0.1", "::1"}
    smtp = settings.EMAIL_BACKEND.endswith("smtp.EmailBackend")
    yield _finding(
        secure or local or not smtp,
        "encryption",
        "The way to the mail server is encrypted, or does not leave this machine.",
        "Mail goes to its server in the clear: use smtp+tls:// or smtp+ssl:// in EMAIL_URL.",
    )


def _records(lookup):
    domain = sender_domain()
    yield _record(lookup, "SPF", domain, "v=spf1", "which servers may send for it")
    yield _record(lookup, "DMARC", f"_dmarc.{domain}", "v=dmarc1", "what to do with forgeries")
    selector = settings.NEWSLETTER_DKIM_SELECTOR
    if selector:
        name = f"{selector}._domainkey.{domain}"
        yield _record(lookup, "DKIM", name, "p=", "the key that mail is signed with")
    else:
        yield Finding(
            UNKNOWN, "DKIM", "Say NEWSLETTER_DKIM_SELECTOR, and the key's record is looked up."
        )


def _way_back():
    yield _finding(
        settings.NEWSLETTER_MAILBOX,
        "bounces",
        "What cannot be delivered comes back to a mailbox that read_bounces reads.",
        "NEWSLETTER_MAILBOX is not set: nobody learns which addresses are dead.",
    )


def _consent_is_guarded():
    names = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal",
    }
    with connection.cursor() as cursor:
        cursor.execute(names[connection.vendor])
        found = {name for (name,) in cursor.fetchall()}
    return _finding(
        found >= GUARDS,
        "consent",
        "The database refuses to rewrite what readers agreed to.",
        "The triggers that guard it are gone: see the migration newsletter 0002.",
    )


def sender_domain():
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2].lower()


def related(one, other):
    """Whether one domain is the other or lies in it: what DMARC's relaxed alignment asks."""
    one, other = (name.lower().removeprefix("www.") for name in (one, other))
    return one == other or one.endswith(f".{other}") or other.endswith(f".{one}")


def _record(lookup, about, name, begins, what_for):
    try:
        found = [text for text in lookup(name) if begins in text.lower()]
    except NoAnswer:
        return Finding(UNKNOWN, about, f"The records of {name} are not to be reached.")
    good = f"{name} says {what_for}."
    if len(found) > 1 and about != "DKIM":
        return Finding(MISSING, about, f"{name} says {what_for} twice, which counts as not at all.")
    return _finding(found, about, good, f"{name} has no {about} record: {what_for} stays unsaid.")


def _finding(well, about, good, missing):
    return Finding(GOOD, about, good) if well else Finding(MISSING, about, missing)
