"""Reads a page as strictly as a validator would, so that every test that looks also checks."""

import re
from collections import Counter

import html5lib

STRICT = html5lib.HTMLParser(
    tree=html5lib.getTreeBuilder("etree"), strict=True, namespaceHTMLElements=False
)
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:?\d\d")
DATA = ("application/ld+json", "speculationrules")
FORBIDDEN = re.compile(r"^(style|on[a-z]+)$")


def read(response):
    """The parsed page, after every check of its structure that needs no browser."""
    page = STRICT.parse(response.content.decode())
    assert broken_rules(page) == []
    return page


def broken_rules(page):
    """What a reader, a screen reader or the Content-Security-Policy would stumble over."""
    elements = list(page.iter())
    ids = Counter(element.get("id") for element in elements if element.get("id"))
    found = [f"id twice: {name}" for name, count in ids.items() if count > 1]
    found += [f"{len(page.findall('.//h1'))} h1"] if len(page.findall(".//h1")) != 1 else []
    for element in elements:
        found += _of_element(element, ids)
    for script in page.iter("script"):
        if not script.get("src") and script.get("type") not in DATA:
            found.append("a script inside the page")
    if page.findall(".//style"):
        found.append("a style inside the page")
    return found


def _of_element(element, ids):
    if not isinstance(element.tag, str):
        return []
    found = [f"{element.tag} has {name}" for name in element.attrib if FORBIDDEN.match(name)]
    for name in ("for", "aria-labelledby", "aria-describedby", "aria-controls"):
        found += [
            f"{name} leads nowhere: {to}" for to in element.get(name, "").split() if to not in ids
        ]
    href = element.get("href", "")
    if href.startswith("#") and href[1:] not in ids:
        found.append(f"link leads nowhere: {href}")
    if element.tag == "img":
        lacking = [name for name in ("alt", "width", "height", "src") if element.get(name) is None]
        found += [f"img without {name}" for name in lacking]
    if element.tag == "time" and not MOMENT.fullmatch(element.get("datetime", "")):
        found.append(f"no moment: {element.get('datetime')}")
    if element.tag in ("a", "button", "summary") and is_silent(element):
        found.append(f"{element.tag} that says nothing: {element.attrib}")
    return found


def said(element):
    """The words of an element."""
    return " ".join("".join(element.itertext()).split())


def is_silent(element):
    """Whether a screen reader finds no name for a control."""
    pictured = any(image.get("alt") for image in element.iter("img"))
    return not (said(element) or element.get("aria-label") or pictured)


def all_said(page, path):
    """The words of every element on the path."""
    return [said(element) for element in page.findall(path)]


def by_class(page, name):
    """Every element of a class, in order."""
    return [e for e in page.iter() if isinstance(e.tag, str) and name in e.get("class", "").split()]


def links(element):
    """Where an element leads: (words, address) of each link."""
    return [(said(link), link.get("href")) for link in element.iter("a")]
