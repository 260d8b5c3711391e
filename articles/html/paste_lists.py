"""Word writes lists as paragraphs that say their level: make lists of them again."""

import re
from collections.abc import Iterator

from articles.html.outline import Element, Outline
from articles.html.tokens import End, Start, Token

_LEVEL = re.compile(r"(l\d+)?\s*level([1-9])")
_NUMBER = re.compile(r"\(?(?:\d{1,4}|[a-z]|[ivxlcdm]{1,7})[.)](?:\d+\.?)*", re.IGNORECASE)
_BREAKING = frozenset(
    {
        *("p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "table", "tr", "td", "th"),
        *("blockquote", "hr", "pre"),
    }
)


def list_level(element: Element) -> tuple[str, int] | None:
    """The list and level that this element is an item of, if its maker says so."""
    if element.tag == "li" and "data-listid" in element.attrs:
        level = element.attrs.get("data-aria-level", "1")
        return element.attrs["data-listid"], int(level) if level in "123456789" else 1
    match = _LEVEL.match(element.style.get("mso-list", ""))
    if match and element.tag in ("p", "div"):
        return match[1] or "", int(match[2])
    return None


class Lists:
    """Opens and closes lists as items of one level or another come by."""

    def __init__(self, document: Outline):
        self.document = document
        self.opened: list[tuple[int, str, str]] = []  # level, tag, name
        self.item: Element | None = None

    def at_start(self, element: Element) -> Iterator[Token]:
        level = list_level(element)
        if level:
            self.item = element
            yield from self._open_item(element, *level)
        elif self.item is None and element.tag in _BREAKING and not is_wrapper(element, self):
            yield from self.finish()

    def before_text(self, text: str) -> Iterator[Token]:
        if self.item is None and self.opened and text.strip():
            yield from self.finish()

    def at_end(self, element: Element) -> Iterator[Token]:
        if element is self.item:
            self.item = None
        elif element.tag in ("td", "th"):
            yield from self.finish()

    def finish(self) -> Iterator[Token]:
        while self.opened:
            yield End(self.opened.pop()[1])

    def swallows(self, element: Element) -> bool:
        """Whether the element's own tag is told by the list already."""
        if self.item is not None:
            return element is self.item or element.tag in ("p", "div")
        return is_wrapper(element, self)

    def _open_item(self, element: Element, name: str, level: int) -> Iterator[Token]:
        tag = self._kind(element)
        while self.opened and self.opened[-1][0] > level:
            yield End(self.opened.pop()[1])
        if self.opened and self.opened[-1][0] == level and self.opened[-1][1:] != (tag, name):
            yield End(self.opened.pop()[1])
        if not self.opened or self.opened[-1][0] < level:
            self.opened.append((level, tag, name))
            yield Start(tag, {})
        yield Start("li", {})

    def _kind(self, element: Element) -> str:
        if element.tag == "li":
            return "ol" if element.parent is not None and element.parent.tag == "ol" else "ul"
        for event in self.document.inside(element):
            if isinstance(event, Element) and event.style.get("mso-list") == "ignore":
                inside = self.document.inside(event)
                mark = "".join(part for part in inside if isinstance(part, str))
                return "ol" if _NUMBER.fullmatch(mark.strip()) else "ul"
        return "ul"


def is_wrapper(element: Element, lists: Lists) -> bool:
    """Whether it is the list that Word for the web draws around each single item."""
    if element.tag not in ("ul", "ol"):
        return False
    following = lists.document.events[element.start + 1 : element.start + 4]
    return any(isinstance(event, Element) and "data-listid" in event.attrs for event in following)
