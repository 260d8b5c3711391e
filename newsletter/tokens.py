"""Links that prove who follows them: purpose-bound, compared in constant time."""

import base64
import hashlib
import hmac
import re
import secrets

from django.conf import settings

UNSUBSCRIBE = "unsubscribe"
PREFERENCES = "preferences"
CONFIRM = "confirm"
MOVE = "move"
# To one's own data, address and erasure: mailed on demand, so that a forwarded issue opens none.
OWN = "own"

VERSION = 1
# 1 + 6 + 2 + 18 bytes are 27, nine groups of three: base64 then has no spare bits, so that no
# second spelling of a token exists.
ID_BYTES, EDITION_BYTES, SEAL_BYTES = 6, 2, 18
SEALED = re.compile(r"[A-Za-z0-9_-]{36}", re.ASCII)
RANDOM = re.compile(r"[A-Za-z0-9_-]{43}", re.ASCII)


def keys() -> list[bytes]:
    """The key that seals, then those that are still believed: a key can be changed in peace."""
    own = settings.NEWSLETTER_KEY or settings.SECRET_KEY
    return [key.encode() for key in (own, *settings.SECRET_KEY_FALLBACKS)]


def seal(purpose: str, pk: int, edition: int = 0) -> str:
    """A token that never ends and is stored nowhere."""
    return base64.urlsafe_b64encode(_sealed(keys()[0], purpose, pk, edition)).decode()


def unseal(purpose: str, token: str) -> tuple[int, int] | None:
    """The reader's key and the edition of the link, if we made this very token for this."""
    if not isinstance(token, str) or not SEALED.fullmatch(token):
        return None
    raw = base64.urlsafe_b64decode(token)
    pk = int.from_bytes(raw[1 : 1 + ID_BYTES])
    edition = int.from_bytes(raw[1 + ID_BYTES : 1 + ID_BYTES + EDITION_BYTES])
    for key in keys():
        if hmac.compare_digest(raw, _sealed(key, purpose, pk, edition)):
            return pk, edition
    return None


def new_token() -> str:
    """A random token, for what is stored as its hash and used once."""
    return secrets.token_urlsafe(32)


def token_hash(purpose: str, token: str) -> str:
    """What is stored of a random token; empty for what cannot be one."""
    if not isinstance(token, str) or not RANDOM.fullmatch(token):
        return ""
    return hashlib.sha256(f"{purpose}:{token}".encode()).hexdigest()


def address_hashes(address_key: str) -> list[str]:
    """The keyed hashes an address is known by when the address itself is forgotten."""
    return [_keyed_hash(key, address_key) for key in keys()]


def address_hash(address_key: str) -> str:
    """The keyed hash under the key of today."""
    return _keyed_hash(keys()[0], address_key)


def _keyed_hash(key: bytes, address_key: str) -> str:
    return hmac.new(key, b"newsletter.address\0" + address_key.encode(), hashlib.sha256).hexdigest()


def _sealed(key: bytes, purpose: str, pk: int, edition: int) -> bytes:
    body = bytes([VERSION]) + pk.to_bytes(ID_BYTES) + edition.to_bytes(EDITION_BYTES)
    mac = hmac.new(key, f"newsletter.{purpose}\0".encode() + body, hashlib.sha256)
    return body + mac.digest()[:SEAL_BYTES]
