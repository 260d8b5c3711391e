"""Judges markup with parsers that the magazine does not use: html5lib's and lxml's."""

import re
from urllib.parse import unquote, urlsplit

import html5lib
import lxml.html
from html5lib.constants import namespaces

STORED = {
    "a": {"href"},
    "img": {"data-file", "alt"},
    "figure": {"data-size", "data-embed", "data-id", "data-title", "data-article"},
    "span": {"data-footnote"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan"},
    **{
        tag: set() for tag in ("p", "h2", "h3", "ul", "ol", "li", "blockquote", "aside", "hr", "br")
    },
    **{tag: set() for tag in ("table", "thead", "tbody", "tr", "strong", "em", "sub", "sup")},
    "figcaption": set(),
}
SHOWN = {
    **STORED,
    "a": {"href", "rel", "id", "class", "role", "aria-label", "data-frame"},
    "h2": {"id"},
    "h3": {"id"},
    "h4": {"id"},
    "h5": {"id"},
    "li": {"id", "data-note"},
    "ol": {"start"},
    "sup": {"class", "data-note"},
    "figure": {"class"},
    "span": {"class"},
    "aside": {"class", "role"},
    "div": {"class"},
    "section": {"class", "role", "aria-label", "tabindex"},
    "th": {"colspan", "rowspan", "scope"},
}
# What the document that html5lib builds around a fragment has of itself.
FRAME = {"html", "head", "body"}


def findings(markup: str, allowed: dict[str, set[str]]) -> list[str]:
    """Everything in the markup that should not be there, by two independent parsers."""
    document = html5lib.parse(f"<!doctype html><body>{markup}", namespaceHTMLElements=True)
    found = [problem for element in document.iter() for problem in _judge(element, allowed)]
    tree = lxml.html.document_fromstring(f"<div>{markup}</div>" if markup else "<div></div>")
    for element in tree.iter():
        if not isinstance(element.tag, str):
            found.append("comment")
        elif element.tag not in {*allowed, *FRAME, "div"}:
            found.append(f"lxml: <{element.tag}>")
        elif any(name.startswith("on") or name == "style" for name in element.attrib):
            found.append(f"lxml: {element.attrib}")
    return found


def _judge(element, allowed):
    if not isinstance(element.tag, str):
        yield "comment"
        return
    namespace, _brace, tag = element.tag.removeprefix("{").rpartition("}")
    if namespace != namespaces["html"]:
        yield f"foreign element {tag}"
    if tag in FRAME and tag not in allowed:
        if element.attrib:
            yield f"{tag} with {element.attrib}"
        return
    if tag not in allowed:
        yield f"<{tag}>"
        return
    for name, value in element.attrib.items():
        if name not in allowed[tag]:
            yield f"{tag}[{name}]"
        if name in ("href", "src", "data-frame") and not is_plain_address(value):
            yield f"address {value!r}"


def is_plain_address(value: str) -> bool:
    """A path, a fragment, or http(s) with a host and nothing before it, or mail to someone."""
    if re.search(r"[\s\\<>\"'`\x00-\x20\x7f-\x9f]", value):
        return False
    if value.startswith("#"):
        return len(value) > 1
    if value.startswith("/"):
        return not value.startswith("//")
    parts = urlsplit(value)
    if parts.scheme == "mailto":
        return "@" in parts.path
    if parts.scheme not in ("http", "https") or not parts.hostname:
        return False
    return "@" not in unquote(parts.netloc) and parts.port != 0
