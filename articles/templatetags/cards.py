"""Cards of articles, in lists and on fronts.

A card is drawn from the values that it shows and from nothing else. So one that was drawn is good
for whoever shows the same values again, at any time, and none can be out of date.
"""

from datetime import datetime
from functools import lru_cache
from typing import NamedTuple

from django import template
from django.template.loader import get_template
from django.utils import timezone, translation

from articles import html
from articles.pictures.markup import picture

register = template.Library()

# Of about 3 kB each; those that open in place have 20 kB.
MOST_KEPT, MOST_OPENING_KEPT = 2048, 128


class Label(NamedTuple):
    name: str
    url: str

    @classmethod
    def of(cls, place):
        return place and cls(place.name, place.get_absolute_url())

    @classmethod
    def of_author(cls, byline):
        return cls(byline["name"], f"/authors/{byline['slug']}/")


class Shown(NamedTuple):
    """All that a card shows, and how."""

    url: str
    headline: str
    at: datetime
    level: int
    language: str
    zone: str
    kind: str = ""
    genre: Label | None = None
    section: Label | None = None
    bylines: tuple = ()
    picture: str = ""
    credit: str = ""
    dek: str = ""
    # Where a search found it, the place for the passage.
    passage: str = ""
    # Of one that opens in place.
    pk: int = 0
    teaser: str = ""
    rest: str = ""


@register.simple_tag
def brief(article, level):
    """One line of a rail: the headline and the day."""
    return _kept("articles/_brief.html", _shown(article, level))


@register.simple_tag
def card(article, level, kind, eager=False):
    """A card, or an article that shows as one; kind is lead, second, band, row or plain."""
    return _kept("articles/_card.html", _whole(article, level, kind, eager))


@register.simple_tag
def hit(article, passage):
    """A card with what a search found in place of its dek, as (text, is_hit) pairs."""
    shown = _whole(article, 2, "row")
    if not passage:
        return _kept("articles/_card.html", shown)
    drawn = _kept("articles/_card.html", shown._replace(passage=html.GAP))
    return html.with_passage(drawn, passage)


@register.simple_tag
def opening(article):
    """A card with its text, the rest of which opens in place, without a script."""
    shown = _whole(article, 3, "row")._replace(kind="row opening", pk=article.pk)
    texts = {"teaser": article.teaser_html, "rest": article.rest_html}
    return _kept_opening("articles/_card.html", shown._replace(**texts))


def _shown(article, level, **more):
    return Shown(
        url=article.get_absolute_url(),
        headline=article.headline,
        at=article.first_published_at,
        level=level,
        language=translation.get_language(),
        zone=timezone.get_current_timezone_name(),
        **more,
    )


def _whole(article, level, kind, eager=False):
    """Every kind but the plain one has a place for a picture."""
    derived = article.derived
    facts = derived.get("picture") if kind != "plain" else None
    return _shown(
        article,
        level,
        kind=kind,
        genre=Label.of(article.genre),
        section=Label.of(article.section),
        bylines=tuple(map(Label.of_author, derived.get("bylines", ()))),
        picture=picture(facts, place=kind, eager=eager),
        credit=derived.get("credit", ""),
        dek=article.dek,
    )


def _drawn(name, shown):
    return get_template(name).template.render(template.Context({"card": shown}))


_kept = lru_cache(maxsize=MOST_KEPT)(_drawn)
_kept_opening = lru_cache(maxsize=MOST_OPENING_KEPT)(_drawn)
