"""Footnotes of pasted text: find each note's words, wherever its maker put them."""

import re
from dataclasses import dataclass, field

from articles.html.addresses import unwrapped
from articles.html.outline import Element, Outline

# Word's foot- and endnotes, Google Docs', LibreOffice's, Markdown's and our own pages'.
_REFERENCE = re.compile(
    r"#(_ftn\d+|_edn\d+|ftnt\d+|sd(?:foot|end)note\d+sym|(?:[\w-]*-)?fn[:-]?\w{1,20})"
)
_BACK = re.compile(
    r"#(_ftnref|_ednref|ftnt_ref|sd(?:foot|end)note\d+anc|(?:[\w-]*-)?fnref)", re.IGNORECASE
)
# What Google's export keeps of remarks between colleagues.
_COMMENT = re.compile(r"cmnt\d+")


@dataclass
class Notes:
    """The words of each note by the name it is linked by, and where notes stand."""

    words: dict[str, str] = field(default_factory=dict)
    bodies: set[int] = field(default_factory=set)

    def note_for(self, element: Element) -> str | None:
        """The note that this element refers to, if it is a reference with a note."""
        return self.words.get(reference(element))

    def in_list_of_notes(self, element: Element) -> bool:
        """Whether it only divides the notes from the text."""
        lists = ("footnote-list", "endnote-list")
        return any(above.style.get("mso-element") in lists for above in element.ancestors())


def reference(element: Element) -> str:
    """The name of the note that this link leads to; empty if it is no such link."""
    href = element.attrs.get("href", "") if element.tag == "a" else ""
    match = None if _BACK.match(href) else _REFERENCE.fullmatch(href)
    return match[1] if match else ""


def find_notes(document: Outline) -> Notes:
    """Pair references with the notes that they lead to."""
    notes = Notes()
    elements = [
        event
        for index, event in enumerate(document.events)
        if isinstance(event, Element) and event.start == index
    ]
    wanted = {name for name in map(reference, elements) if name}
    anchors: dict[str, Element] = {}
    for element in elements:
        for name in (element.attrs.get("name", ""), element.attrs.get("id", "")):
            if name in wanted or _COMMENT.fullmatch(name):
                anchors.setdefault(name, element)
    busy = _busy_elements(elements, anchors)
    for name, anchor in anchors.items():
        body = _body(anchor, busy)
        words = _words(document, body)
        if words and name in wanted:
            notes.words[name] = words
        if words or name not in wanted:
            notes.bodies.add(body.start)
    return notes


def _busy_elements(elements: list[Element], anchors: dict[str, Element]) -> set[Element]:
    """Elements that hold a reference, or more than one note: too big to be a note."""
    holding: dict[Element, int] = {}
    for element in elements:
        if reference(element):
            for above in element.ancestors():
                holding[above] = 2
    for anchor in anchors.values():
        for above in anchor.ancestors():
            holding[above] = holding.get(above, 0) + 1
    return {element for element, count in holding.items() if count > 1}


def _body(anchor: Element, busy: set[Element]) -> Element:
    """The largest element around the anchor that is this note and nothing else."""
    body = anchor
    for above in anchor.ancestors():
        if above in busy or above.tag in ("body", "html", "ol", "ul", "section", "b"):
            break
        body = above
    return body


def _words(document: Outline, body: Element) -> str:
    """The note as plain text, without the mark that leads back, with addresses spelt out."""
    words: list[str] = []
    within = document.inside(body)
    offset = body.start + 1
    index = 0
    while index < len(within):
        event = within[index]
        if isinstance(event, str):
            words.append(event)
        elif event.start == offset + index:
            if _BACK.match(event.attrs.get("href", "")) or event.tag in ("o:p", "del"):
                index = event.end - offset
        elif event.tag == "a":
            words.append(_address(event, document))
        elif event.tag in ("p", "li", "br", "div"):
            words.append(" ")
        index += 1
    return re.sub(r"\s+", " ", "".join(words)).strip()


def _address(link: Element, document: Outline) -> str:
    """Where the link leads, unless its words say it."""
    href = unwrapped(link.attrs.get("href", ""))
    shown = "".join(event for event in document.inside(link) if isinstance(event, str))
    if not href.startswith(("http://", "https://")) or _bare(shown) == _bare(href):
        return ""
    return f" ({href})"


def _bare(address: str) -> str:
    return re.sub(r"^(https?://)?(www\.)?|/$", "", address.strip().lower())
