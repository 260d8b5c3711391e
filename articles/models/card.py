"""An article as lists show it: a few values, at a third of the cost of a model's row."""

import json
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache

from django.db.models import TextField
from django.db.models.functions import Cast

from articles.models.section import Genre, Section

# Of some 5 kB each.
MOST_READ = 512


@lru_cache(maxsize=MOST_READ)
def _read(text):
    """What was derived, from its text as the database keeps it. Nobody changes it."""
    return json.loads(text)


class Named:
    """What an article and its card say of themselves in the same words."""

    __slots__ = ()

    def get_absolute_url(self):
        return f"/{self.section.slug}/{self.slug}/"

    @property
    def headline(self):
        """For cards and mail."""
        return self.short_headline or self.title


@dataclass(slots=True, eq=False)
class Card(Named):
    pk: int
    title: str
    short_headline: str
    slug: str
    dek: str
    first_published_at: datetime
    # As text: a front looks at six times as many as it draws.
    derived_text: str
    section: Section
    genre: Genre | None
    # Of one that a reader can open where it stands.
    teaser_html: str = ""
    rest_html: str = ""

    def __eq__(self, other):
        """A card is its article, in lists that hold both."""
        return self.pk == other.pk if isinstance(other, Named) else NotImplemented

    def __hash__(self):
        return hash(self.pk)

    def with_text(self, teaser, rest):
        """Another, as several pages may show this one."""
        return replace(self, teaser_html=teaser, rest_html=rest)

    @property
    def derived(self):
        return _read(self.derived_text)

    @property
    def section_id(self):
        return self.section.pk


OWN = ("pk", "title", "short_headline", "slug", "dek", "first_published_at")
SECTION = ("pk", "name", "slug", "is_short_posts")
GENRE = ("pk", "name", "slug")
VALUES = (
    *OWN,
    Cast("derived", TextField()),
    *(f"section__{name}" for name in SECTION),
    *(f"genre__{name}" for name in GENRE),
)


def cards_of(rows):
    """Cards of rows of VALUES; those of one section share it."""
    sections, genres, cards = {}, {}, []
    for row in rows:
        own, section, genre = row[:7], row[7:11], row[11:]
        if section not in sections:
            sections[section] = Section(**dict(zip(SECTION, section, strict=True)))
        if genre not in genres:
            named = dict(zip(GENRE, genre, strict=True))
            genres[genre] = Genre(**named) if named["pk"] else None
        cards.append(Card(*own, sections[section], genres[genre]))
    return cards
