"""Elements of XML that no text can break."""

import re
from xml.etree import ElementTree

# What XML 1.0 cannot hold in any spelling.
_IMPOSSIBLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

ATOM = "http://www.w3.org/2005/Atom"
SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
PREFIXES = {
    "atom": ATOM,
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "media": "http://search.yahoo.com/mrss/",
    "image": "http://www.google.com/schemas/sitemap-image/1.1",
    "news": "http://www.google.com/schemas/sitemap-news/0.9",
}
for prefix, space in PREFIXES.items():
    ElementTree.register_namespace(prefix, space)


def document(name, **attributes):
    """The root of a document; xmlns is the space of all names in it without a prefix."""
    return ElementTree.Element(name, attributes)


def add(parent, name, text="", **attributes):
    """A child with text and attributes; “media:credit” is a name of that space."""
    prefix, _, local = name.rpartition(":")
    tag = f"{{{PREFIXES[prefix]}}}{local}" if prefix else local
    clean = {key: speakable(value) for key, value in attributes.items()}
    made = ElementTree.SubElement(parent, tag, clean)
    made.text = speakable(text)
    return made


def speakable(text):
    """The text without what XML cannot hold."""
    return _IMPOSSIBLE.sub("", str(text))


def written(root):
    """The bytes of a document."""
    return ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
