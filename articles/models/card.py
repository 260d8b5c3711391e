"""An article as lists show it: a few values, at a third of the cost of a model's row."""

from dataclasses import dataclass, replace
from datetime import datetime

from articles.models.section import Genre, Section


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
    derived: dict
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
    def section_id(self):
        return self.section.pk


OWN = ("pk", "title", "short_headline", "slug", "dek", "first_published_at", "derived")
SECTION = ("pk", "name", "slug", "is_short_posts")
GENRE = ("pk", "name", "slug")
VALUES = (
    *OWN,
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
