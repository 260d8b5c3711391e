"""Read any text as a stream of HTML tokens, in time linear in its length.

The standard library's parser is quadratic on some hostile input in the Pythons that we support,
and raises on a few; this one knows only what a cleaner needs.
"""

import html
import re
from collections.abc import Iterator
from html.entities import html5
from typing import NamedTuple

# What XML cannot hold, and a byte order mark: feeds and sitemaps carry the same text.
UNWANTED = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\ufeff\ufffe\uffff]")
SURROGATE = re.compile("[\ud800-\udfff]")

# Their content is not text: it ends only at their own end tag.
RAW = frozenset(
    {
        *("script", "style", "textarea", "title", "xmp", "iframe"),
        *("noembed", "noframes", "noscript", "plaintext"),
    }
)

_TEXT = re.compile(r"[^<]*(?:<(?![A-Za-z/!?])[^<]*)*")
_TAG_NAME = re.compile(r"[A-Za-z][^\t\n\f\r />]*")
_SKIP = re.compile(r"[\s/]*", re.ASCII)
_ATTRIBUTE_NAME = re.compile(r"[^\s/>][^\s/>=]*", re.ASCII)
_EQUALS = re.compile(r"\s*=\s*", re.ASCII)
_BARE_VALUE = re.compile(r"[^\s>]*", re.ASCII)
_RAW_END = {tag: re.compile(rf"</{tag}(?=[\s/>]|\Z)", re.ASCII | re.IGNORECASE) for tag in RAW}
_COMMENT_END = re.compile(r"--!?>")
_LEADING_ZEROS = re.compile(r"(&#[xX]?)0+(?=[0-9a-fA-F])")
# int() refuses thousands of digits, and no character needs more than seven.
_TOO_BIG = re.compile(r"&#(?:[0-9]{8,}|[xX][0-9a-fA-F]{7,});?")
_REFERENCE = re.compile(r"&(?:#[0-9]+;?|#[xX][0-9a-fA-F]+;?|[A-Za-z][A-Za-z0-9]{0,31};?)")


class Start(NamedTuple):
    tag: str
    attrs: dict[str, str]


class End(NamedTuple):
    tag: str


class Characters(NamedTuple):
    text: str


Token = Start | End | Characters


def scrub(text: str) -> str:
    """The text without what neither UTF-8 nor XML can carry."""
    return UNWANTED.sub("", SURROGATE.sub("\ufffd", text))


def unescape(text: str) -> str:
    """Decode character references in running text, the absurd ones included."""
    if "&" not in text:
        return text
    text = _TOO_BIG.sub("\ufffd", _LEADING_ZEROS.sub(r"\1", text))
    return scrub(html.unescape(text))


def unescape_attribute(value: str) -> str:
    """Decode as inside an attribute, where `?a=1&copy=2` is an address and no copyright sign."""
    if "&" not in value:
        return value
    value = _TOO_BIG.sub("\ufffd", _LEADING_ZEROS.sub(r"\1", value))

    def decode(match):
        reference = match[0]
        if reference.startswith("&#"):
            return html.unescape(reference)
        following = value[match.end() : match.end() + 1]
        if not reference.endswith(";") and (following == "=" or following.isalnum()):
            return reference
        return html5.get(reference[1:], reference)

    return scrub(_REFERENCE.sub(decode, value))


def tokens(source: str) -> Iterator[Token]:
    """Yield start tags, end tags and text; comments, doctypes and raw content are left out."""
    source = scrub(source)
    position, length = 0, len(source)
    while position < length:
        text = _TEXT.match(source, position)
        if text[0]:
            yield Characters(unescape(text[0]))
        if text.end() == length:
            return
        position, token = _markup(source, text.end())
        if token is not None:
            yield token
        if isinstance(token, Start) and token.tag in RAW:
            # Raw content ends at its own end tag, else with the text.
            end = _RAW_END[token.tag].search(source, position)
            position = end.start() if end else length


def _markup(source: str, opening: int) -> tuple[int, Token | None]:
    """The token that begins at a `<`, and where it ends."""
    if source.startswith("<!--", opening):
        return _after_comment(source, opening), None
    closing = source.startswith("</", opening)
    name = _TAG_NAME.match(source, opening + 1 + closing)
    if name:
        end, attrs = _attributes(source, name.end())
        if end < 0:
            return len(source), None
        tag = name[0].lower()
        return end, End(tag) if closing else Start(tag, attrs)
    end = source.find(">", opening)
    return (end + 1 if end >= 0 else len(source)), None


def _after_comment(source: str, opening: int) -> int:
    for empty in ("<!-->", "<!--->"):
        if source.startswith(empty, opening):
            return opening + len(empty)
    end = _COMMENT_END.search(source, opening + 4)
    return end.end() if end else len(source)


def _attributes(source: str, position: int) -> tuple[int, dict[str, str]]:
    """Where the tag ends (-1: never) and its attributes; of two with one name the first counts."""
    attrs: dict[str, str] = {}
    while True:
        position = _SKIP.match(source, position).end()
        name = _ATTRIBUTE_NAME.match(source, position)
        if name is None:
            return (position + 1 if position < len(source) else -1), attrs
        position, value = name.end(), ""
        equals = _EQUALS.match(source, position)
        if equals:
            position = equals.end()
            quote = source[position : position + 1]
            if quote and quote in "\"'":
                end = source.find(quote, position + 1)
                if end < 0:
                    return -1, attrs
                value, position = source[position + 1 : end], end + 1
            else:
                bare = _BARE_VALUE.match(source, position)
                value, position = bare[0], bare.end()
        attrs.setdefault(name[0].lower(), unescape_attribute(value))
