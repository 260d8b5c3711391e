"""Markup that was made once and kept: looked at again before it is shown."""

import re
from collections.abc import Mapping
from functools import lru_cache
from html import unescape

from django.utils.safestring import SafeString, mark_safe

from articles.html.addresses import safe_address
from articles.html.cleaner import clean
from articles.html.figures import Card
from articles.html.page import card_markup, safe

TAGS = frozenset(
    {
        *("p", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "blockquote", "aside", "hr", "br"),
        *("table", "thead", "tbody", "tr", "th", "td", "div", "section", "span"),
        *("strong", "em", "sub", "sup", "a"),
        *("figure", "figcaption", "picture", "source", "img"),
    }
)
ATTRIBUTES = frozenset(
    {
        *(
            "class",
            "id",
            "role",
            "aria-label",
            "tabindex",
            "data-note",
            "rel",
            "start",
        ),
        *("colspan", "rowspan", "scope", "sizes", "type", "media", "width", "height", "alt"),
        *("loading", "decoding", "fetchpriority"),
    }
)
ADDRESSES = frozenset({"href", "src", "srcset", "data-frame"})

_PLACE = re.compile(r'<div class="article-card" data-article="(\d{1,12})"></div>\n?')
_TAG = re.compile(r'<(/?)([a-z][a-z0-9]*)((?: [a-z-]+="[^"<>]*")*)>')
_ATTRIBUTE = re.compile(r' ([a-z-]+)="([^"<>]*)"')


def stored(markup: str) -> SafeString:
    """What `render` or `picture_tag` made, from the database; if anyone else did, its words."""
    return place_cards(markup, {})


def place_cards(markup: str, cards: Mapping[int, Card]) -> SafeString:
    """As stored(), with the articles that it points to in their places; the others leave none."""
    if not is_ours(_PLACE.sub("<br>", markup)):
        return safe(markup)

    def place(match: re.Match) -> str:
        card = cards.get(int(match[1]))
        return card_markup(card) if card else ""

    return mark_safe(_PLACE.sub(place, markup))  # noqa: S308 - checked, and made here


def cleaned(html: str) -> SafeString:
    """A text as the editor stores it, cleaned once more, for what reads it rather than shows it."""
    return mark_safe(clean(html))  # noqa: S308 - clean() is what makes it so


@lru_cache(maxsize=256)
def is_ours(markup: str) -> bool:
    """Whether there is nothing in the markup that we do not write ourselves."""
    position = markup.find("<")
    while position >= 0:
        tag = _TAG.match(markup, position)
        if tag is None or tag[2] not in TAGS or (tag[1] and tag[3]):
            return False
        if tag[3] and not all(map(_is_plain, _ATTRIBUTE.findall(tag[3]))):
            return False
        position = markup.find("<", tag.end())
    return True


def _is_plain(attribute: tuple[str, str]) -> bool:
    name, value = attribute
    if name not in ADDRESSES:
        return name in ATTRIBUTES
    if name == "srcset":
        addresses = [candidate.split()[0] for candidate in value.split(", ") if candidate.strip()]
    else:
        addresses = [value]
    # Exactly as safe_address spells it: we never write another form.
    return all(safe_address(address) == address for address in map(unescape, addresses))
