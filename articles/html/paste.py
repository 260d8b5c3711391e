"""What a word processor put on the clipboard, as the article it was meant to be."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from articles.html.addresses import unwrapped
from articles.html.cleaner import agreed, clean
from articles.html.outline import Element, Outline, outline
from articles.html.parse import BOUNDARIES, HEADINGS, build
from articles.html.paste_lists import Lists
from articles.html.paste_notes import Notes, find_notes
from articles.html.tokens import Characters, End, Start, Token
from articles.html.tree import UNTURNED

# Kept as they are; what is neither here nor a mark nor a list lends its text.
PASSED = frozenset(
    {
        *("p", "div", "section", "article", "ul", "ol", "li", "blockquote", "hr", "pre"),
        *("table", "thead", "tbody", "tfoot", "tr", "td", "th", "dl", "dt", "dd"),
        *HEADINGS,
    }
)
# They only keep their words apart from those around them.
_DIVIDING = (BOUNDARIES | {"aside", "figure", "figcaption", "caption"}) - PASSED
_DROPPED_CLASSES = frozenset(
    {"msodel", "msocommentreference", "msocomanchor", "msocomtxt", "apple-interchange-newline"}
)
_DROPPED_ELEMENTS = ("comment-list", "comment", "header", "footer", "footnote-separator")
_DROPPED_TAGS = frozenset({"del", "o:p", "xml"})
_COMMENT = re.compile(r"#(?:cmnt|_msocom)", re.IGNORECASE)
_FILE_MARK = "\ufeff"
# A no-break space between words is kept where it has work to do.
_LONE_NBSP = re.compile("(?<=([^\\s\xa0]))\xa0(?=([^\\s\xa0]))")
_NBSP_BEFORE = frozenset(":;!?»%€£$°–—…")
_NBSP_AFTER = frozenset("«§¶№–—")
_INITIAL = re.compile(r"(?:^|[\s\xa0.(])(?:[^\W\d_]\.|[^\W\d_]{1,3}\.|[^\W\d_])$")


class Look(NamedTuple):
    """How text looks at a place, which is all that is known of what it means."""

    bold: bool = False
    italic: bool = False
    script: str = ""
    in_heading: bool = False


def clean_paste(html: str) -> str:
    """Clipboard HTML of Google Docs, Word and their like as clean text; never fails."""
    if "data-pm-slice" in html:  # our own editor's: it is as it should be
        return clean(html)
    blocks = build(Translation(outline(html)).tokens())
    while blocks and blocks[-1].tag == "hr":  # it divided the text from its notes
        blocks.pop()
    return agreed(blocks)


def plain_spaces(text: str) -> str:
    """No-break spaces only where they hold a number, an initial or a sign to its neighbour."""

    def judge(match):
        before, after = match[1], match[2]
        if before.isdigit() or after.isdigit():
            return "\xa0"
        if after in _NBSP_BEFORE or before in _NBSP_AFTER:
            return "\xa0"
        return "\xa0" if _INITIAL.search(text[max(0, match.start() - 5) : match.start()]) else " "

    return _LONE_NBSP.sub(judge, text) if "\xa0" in text else text


class Translation:
    """The document again, token by token, in the few tags that we know."""

    def __init__(self, document: Outline):
        self.events = document.events
        self.notes = find_notes(document)
        self.lists = Lists(document)
        self.looks: list[Look] = [Look()]
        self.closing: dict[int, str] = {}  # by where its element opened
        self.after_break = False

    def tokens(self) -> Iterator[Token]:
        index = 0
        while index < len(self.events):
            event = self.events[index]
            index += 1
            if isinstance(event, str):
                yield from self.text(event)
            elif event.end == index - 1:
                yield from self.end(event)
            elif _is_skipped(event, self.notes):
                yield from self.note(event)
                index = event.end + 1
            else:
                yield from self.start(event)
        yield from self.lists.finish()

    def text(self, text: str) -> Iterator[Token]:
        self.after_break = self.after_break and not text.strip()
        yield from self.lists.before_text(text)
        yield from _marked(text, self.looks[-1])

    def start(self, element: Element) -> Iterator[Token]:
        self.looks.append(_look(element, self.looks[-1]))
        yield from self.lists.at_start(element)
        if element.tag == "br":
            # Two breaks are how some write a new paragraph.
            yield Start("p" if self.after_break else "br", {})
            self.after_break = not self.after_break
        written = _written(element)
        if written and not self.lists.swallows(element):
            self.after_break = False
            self.closing[element.start] = written.tag
            yield written

    def end(self, element: Element) -> Iterator[Token]:
        self.looks.pop()
        yield from self.lists.at_end(element)
        if element.start in self.closing:
            yield End(self.closing.pop(element.start))

    def note(self, element: Element) -> Iterator[Token]:
        words = self.notes.note_for(element)
        if words:
            self.after_break = False
            yield Start("span", {"data-footnote": words})


def _marked(text: str, look: Look) -> Iterator[Token]:
    marks = ["strong"] * (look.bold and not look.in_heading) + ["em"] * look.italic
    marks += [look.script] if look.script else []
    for mark in marks:
        yield Start(mark, {})
    yield Characters(plain_spaces(text.translate(UNTURNED).replace(_FILE_MARK, "")))
    for mark in reversed(marks):
        yield End(mark)


def _written(element: Element) -> Start | None:
    """The tag that stands for this element, if one does."""
    tag, attrs = element.tag, element.attrs
    if tag == "a":
        href = unwrapped(attrs.get("href", "").strip())
        # Its target stayed in the document.
        return None if href.startswith("#") else Start("a", {"href": href})
    if attrs.get("role") == "heading" or "msotitle" in element.classes():
        level = attrs.get("aria-level", "1")
        return Start(f"h{level}" if level in "123456" else "h2", {})
    if tag == "p" and {"msoquote", "msointensequote"}.intersection(element.classes()):
        return Start("blockquote", {})
    if tag in ("table", "thead", "tbody", "tfoot", "tr", "td", "th") and _is_layout(element):
        return Start("div", {})
    if tag in _DIVIDING:
        return Start("div", {})
    if tag not in PASSED:
        return None
    spans = {name: attrs[name] for name in ("colspan", "rowspan") if name in attrs}
    return Start(tag, spans if tag in ("td", "th") else {})


def _is_layout(element: Element) -> bool:
    """A table of one cell only holds its contents together."""
    table = element if element.tag == "table" else None
    for ancestor in element.ancestors() if table is None else ():
        if ancestor.tag == "table":
            table = ancestor
            break
    return table is not None and table.cells <= 1


def _is_skipped(element: Element, notes: Notes) -> bool:
    """Whether what this element holds is not for readers, or told elsewhere."""
    classes, style = element.classes(), element.style
    return (
        element.start in notes.bodies
        or notes.note_for(element) is not None
        or element.tag in _DROPPED_TAGS
        or not _DROPPED_CLASSES.isdisjoint(classes)
        or style.get("mso-list") == "ignore"
        or style.get("mso-element", "") in _DROPPED_ELEMENTS
        or style.get("display") == "none"
        or style.get("mso-hide") == "all"
        or (element.tag == "a" and _COMMENT.match(element.attrs.get("href", "")) is not None)
        or (element.tag == "hr" and notes.in_list_of_notes(element))
    )


def _look(element: Element, look: Look) -> Look:
    tag, style = element.tag, element.style
    bold, italic, script, in_heading = look
    bold = bold or tag in ("b", "strong")
    italic = italic or tag in ("i", "em", "cite", "dfn")
    script = tag if tag in ("sub", "sup") else script
    in_heading = in_heading or tag in HEADINGS or element.attrs.get("role") == "heading"
    weight = style.get("font-weight", "")
    if weight:
        bold = weight in ("bold", "bolder") or (weight.isdigit() and int(weight[:4]) >= 600)
    if "font-style" in style:
        italic = style["font-style"] in ("italic", "oblique")
    align = style.get("vertical-align", "")
    if align in ("super", "sub"):
        script = "sup" if align == "super" else "sub"
    elif align == "baseline" and tag not in ("sub", "sup"):
        script = ""
    return Look(bold, italic, script, in_heading)
