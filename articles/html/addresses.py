"""Which addresses a link in a text may have."""

import re
from urllib.parse import parse_qs, urlsplit

LONGEST = 2000

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffd\ufff9-\ufffb]")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f]")
_ESCAPED = re.compile(r"""[\s<>"'`{}|^]""")
_MAIL = re.compile(r"mailto:[^\s/?#@<>\"]+@[^\s/?#@<>\"]+(\?[^\s#]*)?$", re.IGNORECASE)


def safe_address(value: str) -> str | None:
    """The address as we keep it if it is http, https, mailto, a path or a fragment, else None."""
    value = re.sub("[\t\n\r]", "", value.strip())
    if not value or len(value) > LONGEST or "\\" in value or _CONTROL.search(value):
        return None
    if value.lower().startswith("www."):
        value = f"https://{value}"
    if value.startswith("#"):
        return _escape(value) if len(value) > 1 else None
    if value.startswith("/"):
        return None if value.startswith("//") else _escape(value)
    scheme = _SCHEME.match(value)
    if scheme is None:
        return None
    name = scheme[1].lower()
    value = name + value[len(name) :]
    if name == "mailto":
        return _escape(value) if _MAIL.match(value) else None
    return _escape(value) if name in ("http", "https") and _has_plain_host(value) else None


def _has_plain_host(value: str) -> bool:
    """Whether it names a host and nothing that only looks like one."""
    try:
        parts = urlsplit(value)
        host, _port = parts.hostname, parts.port
    except ValueError:
        return False
    if not host or "@" in parts.netloc or "%" in parts.netloc or "://" not in value:
        return False
    return not (_ESCAPED.search(parts.netloc) or _INVISIBLE.search(parts.netloc))


def _escape(value: str) -> str:
    return _ESCAPED.sub(lambda match: "".join(f"%{byte:02X}" for byte in match[0].encode()), value)


def unwrapped(address: str) -> str:
    """The address behind a redirect that a word processor or mail gateway put before it."""
    try:
        parts = urlsplit(address)
        host, query = (parts.hostname or "").lower(), parse_qs(parts.query)
    except ValueError:
        return address
    inner = []
    if re.fullmatch(r"(www\.)?google\.[a-z.]{2,6}", host) and parts.path == "/url":
        inner = query.get("q") or query.get("url") or []
    elif host.endswith(".safelinks.protection.outlook.com"):
        inner = query.get("url", [])
    elif host in ("l.facebook.com", "lm.facebook.com") and parts.path == "/l.php":
        inner = query.get("u", [])
    return inner[0] if inner and inner[0].startswith(("http://", "https://")) else address
