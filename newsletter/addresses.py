"""Reading the e-mail addresses that people type, and telling two spellings of one apart."""

import ipaddress
import unicodedata
from dataclasses import dataclass

from django.utils.translation import gettext as _
from email_validator import EmailNotValidError, validate_email

LONGEST = 254  # RFC 5321, 4.5.3.1.3: a path is 256 octets with its angle brackets


class BadAddress(ValueError):
    """What was typed cannot be written to; the message is a sentence for whoever typed it."""


@dataclass(frozen=True)
class Address:
    shown: str
    key: str
    domain: str


def read_address(text) -> Address:
    """The address in the text, or BadAddress with a sentence that says what to do."""
    text = _one_line(text)
    local, at, domain = text.rpartition("@")
    if not at or not local or not domain:
        raise BadAddress(_("An e-mail address has an @ with something on both sides of it."))
    if local.startswith('"') or local.endswith('"'):
        raise BadAddress(_("We cannot write to addresses with quotation marks before the @."))
    if domain.startswith("["):
        raise BadAddress(
            _("We cannot write to a bare network address. Use one with a domain name.")
        )
    try:
        valid = validate_email(text, check_deliverability=False, strict=True)
    except EmailNotValidError:
        raise BadAddress(
            _("This does not look like an e-mail address. Is there a slip in it?")
        ) from None
    if len(valid.normalized.encode()) > LONGEST:
        raise BadAddress(_("This address is too long to be written to."))
    domain = valid.ascii_domain.lower()
    return Address(valid.normalized, f"{_fold(valid.local_part)}@{domain}", domain)


def deliverable(shown, key) -> str:
    """The address as mail servers take it: the local part as it is, the domain in ASCII.

    By our own reading of the domain: Django's, of 2003, would write to fass.de for faß.de.
    """
    return f"{shown.rpartition('@')[0]}@{key.rpartition('@')[2]}"


def address_key(text) -> str:
    """What two spellings of one address have in common: NFC, folded local part, IDNA domain."""
    return read_address(text).key


def ip_prefix(text: str) -> str:
    """The network that an address lies in: coarse enough to keep, fine enough to count by."""
    try:
        address = ipaddress.ip_address(text.strip())
    except (ValueError, AttributeError):
        return ""
    if address.version == 6 and address.ipv4_mapped:
        address = address.ipv4_mapped
    length = 24 if address.version == 4 else 48
    return str(ipaddress.ip_network((int(address), length), strict=False))


def came_from(request) -> str:
    """The network a request came from; a middleware has looked past our own proxies."""
    return ip_prefix(request.META.get("REMOTE_ADDR", ""))


def _one_line(text) -> str:
    if not isinstance(text, str) or not text.strip():
        raise BadAddress(_("Please type your e-mail address."))
    # Counted before anything looks closer: ten thousand characters cost nothing.
    if len(text) > 2 * LONGEST:
        raise BadAddress(_("This address is too long to be written to."))
    text = text.strip()
    if any(unicodedata.category(sign) in {"Cc", "Cf", "Cs", "Co", "Cn"} for sign in text):
        raise BadAddress(_("There is a character in this address that no address can have."))
    return text


def _fold(local: str) -> str:
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", local).casefold())
