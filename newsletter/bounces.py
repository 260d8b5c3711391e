"""What comes back: refusals, complaints, and mails that ask to be left alone.

A reader is known by the token in the address that a mail came back to, or in the headers that it
brings back: nobody can unsubscribe or suppress another by a letter of their own making.
"""

import re
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.errors import MessageError

from newsletter.addresses import BadAddress
from newsletter.models import Subscriber
from newsletter.tokens import UNSUBSCRIBE

SEALED = r"([A-Za-z0-9_-]{36})"
BOUNCED_TO = re.compile(rf"\+b-{SEALED}@", re.ASCII)
UNSUBSCRIBED_TO = re.compile(rf"\+u-{SEALED}@", re.ASCII)
IN_HEADERS = re.compile(rf"/newsletter/unsubscribe/{SEALED}/", re.ASCII)
STATUS = re.compile(r"\b([245]\.\d{1,3}\.\d{1,3})\b")
CODE = re.compile(r"\b([45]\d\d)[ -]")
LARGEST = 5 * 1024 * 1024
# How qmail, and Exim of old, say in words that they have given up. What follows is our own mail.
GIVEN_UP = "this is a permanent error"
COPY = re.compile(r"^-{3,} (?:This is a copy|Below this line)", re.MULTILINE)
RECIPIENT_HEADERS = ("delivered-to", "x-original-to", "envelope-to", "to")


@dataclass(frozen=True)
class Report:
    """What a mail that came back says of one reader."""

    kind: str  # bounced, complained, unsubscribed
    token: str
    status: str = ""


def read_report(raw: bytes) -> Report | None:
    """What this mail reports, or None for anything else, however broken."""
    if len(raw) > LARGEST:
        return None
    try:
        message = message_from_bytes(raw, policy=policy.compat32)
        return _report(message)
    except (MessageError, LookupError, ValueError, TypeError, AttributeError):
        # Mail is written by everybody: what the parser stumbles over is no report.
        return None


def _report(message):
    recipients = " ".join(
        str(value) for name in RECIPIENT_HEADERS for value in message.get_all(name, [])
    )
    if asked := UNSUBSCRIBED_TO.search(recipients):
        return Report("unsubscribed", asked.group(1))
    if message.get_content_type() == "text/plain":
        return _in_words(message, recipients)
    kind = str(message.get_param("report-type") or "").lower()
    parts = list(message.walk())
    token = _token(recipients, parts)
    if message.get_content_type() != "multipart/report" or not token:
        return None
    if kind == "feedback-report":
        return Report("complained", token)
    if kind == "delivery-status":
        action, status = _delivery_status(parts)
        return Report("bounced", token, status) if action == "failed" else None
    return None


def _in_words(message, recipients):
    """A mail that came back to an address that only we gave out, with its reason as plain words."""
    to = BOUNCED_TO.search(recipients)
    words = COPY.split(_text(message), maxsplit=1)[0]
    exim, qmail = message["x-failed-recipients"], "This is the qmail-send program" in words
    if not to or not (exim or qmail) or GIVEN_UP not in words.lower():
        return None
    status = STATUS.search(words)
    return Report("bounced", to.group(1), status.group(1) if status else "")


def _token(recipients, parts):
    if found := BOUNCED_TO.search(recipients):
        return found.group(1)
    for part in parts:
        returned = str(part.get("list-unsubscribe", ""))
        if part.get_content_type() in {"text/rfc822-headers", "message/rfc822"}:
            returned += _text(part)
        if found := IN_HEADERS.search(re.sub(r"\s", "", returned)):
            return found.group(1)
    return ""


def _delivery_status(parts):
    """The action and the enhanced status of the first recipient that a report speaks of."""
    for part in parts:
        if part.get_content_type() != "message/delivery-status":
            continue
        for fields in part.get_payload():
            action = str(fields.get("action", "")).strip().lower()
            if action:
                return action, _status(fields)
    return "", ""


def _status(fields):
    said = str(fields.get("status", "")).strip()
    diagnostic = str(fields.get("diagnostic-code", ""))
    found = STATUS.search(said)
    if found and not found.group(1).endswith(".0.0"):
        return found.group(1)
    # “5.0.0” says nothing; the server's own words often say more.
    closer = STATUS.search(diagnostic)
    if closer:
        return closer.group(1)
    return found.group(1) if found else ""


def _text(part):
    payload = part.get_payload()
    if isinstance(payload, list):
        return "\n".join(f"{name}: {value}" for sub in payload for name, value in sub.items())
    return str(payload)


def take_report(report: Report, at=None):
    """Do what a report asks for. False if we know nobody by its token."""
    subscriber = Subscriber.objects.by_token(UNSUBSCRIBE, report.token)
    if subscriber is None:
        return False
    if report.kind == "unsubscribed":
        subscriber.unsubscribe(at, place="mail")
    elif report.kind == "complained":
        subscriber.complain(at)
    else:
        subscriber.refuse(report.status, at, given_up=True)
    return True


def take_tracking_event(sender=None, event=None, **_):
    """What a mail service tells us through django-anymail, where that is installed."""
    status = STATUS.search(f"{event.mta_response or ''} {event.description or ''}")
    status = status.group(1) if status else ""
    subscriber = _known(event.recipient)
    if subscriber is None:
        return
    if event.event_type == "complained":
        subscriber.complain(event.timestamp)
    elif event.event_type == "unsubscribed":
        subscriber.unsubscribe(event.timestamp, place="mail")
    elif event.event_type == "bounced":
        if event.reject_reason in {"bounced", "invalid"} and not status:
            status = "5.1.1"
        subscriber.refuse(status, event.timestamp)


def _known(address):
    try:
        return Subscriber.objects.with_address(address).first()
    except BadAddress:
        return None
