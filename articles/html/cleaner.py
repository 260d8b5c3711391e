"""The storage form of a text: what the editor's toolbar can make, and nothing else."""

import nh3
from django.utils.translation import gettext as _

from articles.html.parse import parse
from articles.html.tree import Block, serialise

LONGEST = 1_000_000

_CLEANER = nh3.Cleaner(
    tags={
        *("p", "h2", "h3", "ul", "ol", "li", "blockquote", "aside", "hr"),
        *("table", "thead", "tbody", "tr", "th", "td"),
        *("strong", "em", "sub", "sup", "a", "br", "span"),
        *("figure", "img", "figcaption"),
    },
    attributes={
        "a": {"href"},
        "img": {"data-file", "alt"},
        "figure": {"data-size", "data-embed", "data-id", "data-title", "data-article"},
        "span": {"data-footnote"},
        "td": {"colspan", "rowspan"},
        "th": {"colspan", "rowspan"},
    },
    url_schemes={"http", "https", "mailto"},
    link_rel=None,
)


class TooLong(ValueError):
    """A text so long that no article is; the message is for whoever sent it."""


def check(html: str) -> None:
    """Refuse a text that is too long to be an article, in a sentence for a form."""
    if len(html) > LONGEST:
        raise TooLong(
            _(
                "This text has %(length)s characters; at most %(most)s can be kept. "
                "Pictures pasted into the text are a usual reason: "
                "put them in the library instead."
            )
            % {"length": f"{len(html):,}", "most": f"{LONGEST:,}"}
        )


def clean(html: str) -> str:
    """Whatever was typed, pasted or forged, as text that is safe to keep; never fails.

    We build it from our own schema first, because nh3 alone takes minutes over deep nesting,
    and nh3 has the last word: two parsers that share no code must agree on what is let through.
    """
    return agreed(parse(html))


def agreed(blocks: list[Block]) -> str:
    """The canonical spelling of these blocks, once nh3 too has nothing to take out."""
    built = serialise(blocks)
    for _attempt in range(4):
        passed = _CLEANER.clean(built)
        if passed == built:
            return built
        built = serialise(parse(passed))
    return ""
