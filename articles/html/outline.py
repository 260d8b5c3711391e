"""HTML as nested elements, each with its style: what pasted text must be judged by."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from articles.html.tokens import Characters, End, Start, tokens

DEEPEST = 200

_VOID = frozenset(
    {
        *("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta"),
        *("param", "source", "track", "wbr"),
    }
)
# A second one of these cannot be inside the first: the end tag was left out.
_CLOSES = {
    "p": ("p",),
    "li": ("p", "li"),
    "tr": ("p", "td", "th", "tr"),
    "td": ("p", "td", "th"),
    "th": ("p", "td", "th"),
}
_STYLE_SHEET = re.compile(r"<style[^>]*>([^<]{0,100000})", re.IGNORECASE)
_RULE = re.compile(r"\.([A-Za-z][\w-]{0,40})\s{0,5}\{([^{}]{0,2000})\}")
_DECLARATION = re.compile(r"([a-z-]+)\s*:\s*([^;]*)")


@dataclass(slots=True, eq=False)
class Element:
    tag: str
    attrs: dict[str, str]
    style: dict[str, str]
    parent: "Element | None"
    start: int
    end: int = -1
    cells: int = 0

    def classes(self) -> list[str]:
        return self.attrs.get("class", "").lower().split()

    def ancestors(self) -> Iterator["Element"]:
        element = self.parent
        while element is not None:
            yield element
            element = element.parent


@dataclass(slots=True)
class Outline:
    """Elements and text in document order; an element stands where it opens and where it closes."""

    events: list[Element | str] = field(default_factory=list)

    def inside(self, element: Element) -> list[Element | str]:
        return self.events[element.start + 1 : element.end]


def outline(html: str) -> Outline:
    """The elements of any HTML, every one closed."""
    result = Outline()
    events = result.events
    sheet = style_sheet(html)
    opened: list[Element] = []

    def close(count: int) -> None:
        while len(opened) > count:
            element = opened.pop()
            element.end = len(events)
            events.append(element)

    for token in tokens(html):
        if isinstance(token, Characters):
            events.append(token.text)
        elif isinstance(token, End):
            index = _find(opened, (token.tag,))
            if index >= 0:
                close(index)
        elif isinstance(token, Start):
            _close_implied(opened, token.tag, close)
            if len(opened) >= DEEPEST:
                continue
            parent = opened[-1] if opened else None
            element = Element(
                token.tag, token.attrs, style_of(token.attrs, sheet), parent, len(events)
            )
            opened.append(element)
            events.append(element)
            if token.tag in ("td", "th"):
                _count_cell(element)
            if token.tag in _VOID:
                close(len(opened) - 1)
    close(0)
    return result


def _find(opened: list[Element], tags: tuple[str, ...]) -> int:
    """The index of the innermost open element of these tags in the same table cell, else -1."""
    for index in range(len(opened) - 1, -1, -1):
        if opened[index].tag in tags:
            return index
        if opened[index].tag in ("td", "th", "table") and not {"table", "tr"}.intersection(tags):
            return -1
    return -1


def _close_implied(opened, tag, close) -> None:
    for left_open in _CLOSES.get(tag, ()):
        barrier = {"ul", "ol", "table"}
        for index in range(len(opened) - 1, -1, -1):
            if opened[index].tag == left_open:
                close(index)
                break
            if opened[index].tag in barrier or len(opened) - index > 8:
                break


def _count_cell(cell: Element) -> None:
    for ancestor in cell.ancestors():
        if ancestor.tag == "table":
            ancestor.cells += 1
            return


def style_sheet(html: str) -> dict[str, dict[str, str]]:
    """What each class means, from the text's own style sheets (Google's exports say bold there)."""
    rules: dict[str, dict[str, str]] = {}
    for sheet in _STYLE_SHEET.finditer(html):
        for rule in _RULE.finditer(sheet[1]):
            rules.setdefault(rule[1].lower(), {}).update(declarations(rule[2]))
    return rules


def style_of(attrs: dict[str, str], sheet: dict[str, dict[str, str]]) -> dict[str, str]:
    style: dict[str, str] = {}
    if sheet:
        for name in attrs.get("class", "").lower().split():
            style |= sheet.get(name, {})
    return style | declarations(attrs.get("style", ""))


def declarations(css: str) -> dict[str, str]:
    """`a: b; c: d` as a dictionary; good enough for what word processors write."""
    found = _DECLARATION.findall(css.lower()[:4000])
    return {name: value.strip() for name, value in found}
