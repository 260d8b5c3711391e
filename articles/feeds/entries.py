"""What a feed says, whatever its form: made once from articles, written down by three writers."""

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import F, TextField
from django.db.models.functions import Cast
from django.template.loader import render_to_string
from django.utils import translation

from articles import html
from articles.models import Article
from articles.pictures.markup import jpeg
from articles.structured import absolute

LENGTH = 20
CORRECTIONS = 30
PICTURE_WIDTH = 1280
# Of some 30 kB each. An article stands in several feeds, each in three forms.
MOST_KEPT = 256


@dataclass(frozen=True)
class Enclosure:
    """The lead picture as one file, with the credit line that stands under it on the page."""

    url: str
    width: int
    height: int
    alt: str
    caption: str
    credit: str
    media_type: str = "image/jpeg"


@dataclass(frozen=True, eq=False)
class Entry:
    """One article or correction. Compared as itself: what was made of it may be kept by it."""

    id: str
    url: str
    title: str
    summary: str
    html: str
    published: datetime
    updated: datetime
    # Pairs of name and address.
    authors: tuple = ()
    subjects: tuple = ()
    picture: Enclosure | None = None
    # Where it was published first, if not here.
    source: str = ""


@dataclass(frozen=True)
class Feed:
    title: str
    subtitle: str
    # Paths of the page that the feed is about, without and with the form: /europe/.
    path: str
    language: str
    publisher: str
    copyright: str
    changed: datetime
    entries: list = field(default_factory=list)

    @property
    def id(self):
        return f"tag:{_host()},2000:{self.path}"

    @property
    def home(self):
        return absolute(self.path)

    @property
    def updated(self):
        """When the newest of its entries changed; of an empty feed, when the magazine did."""
        return max((entry.updated for entry in self.entries), default=self.changed)


class Row(NamedTuple):
    """All that an entry is made from, as the database has it."""

    pk: int
    title: str
    slug: str
    dek: str
    body_html: str
    lead_caption: str
    first_published_at: datetime
    updated_at: datetime | None
    first_published_by: str
    canonical_url: str
    disclosure: str
    derived_text: str
    section_name: str
    section_slug: str
    genre_name: str | None


NOT_OWN = {
    "derived_text": Cast("derived", TextField()),
    "section_name": F("section__name"),
    "section_slug": F("section__slug"),
    "genre_name": F("genre__name"),
}


def feed_of(listed, frame, *, title="", subtitle="", path="/"):
    """The newest published ones on a list of articles as a feed; two queries."""
    newest = Article.objects.published().among(listed.published().newest().only_keys()[:LENGTH])
    rows = newest.newest().annotate(**NOT_OWN).values_list(*Row._fields)
    language = translation.get_language()
    return _feed(frame, [_entry(Row(*row), language) for row in rows], title, subtitle, path)


def corrections_feed(corrections, frame, *, title, path):
    """The newest of these corrections as a feed."""
    entries = [_correction(correction, frame) for correction in corrections[:CORRECTIONS]]
    return _feed(frame, entries, title, "", path)


def _feed(frame, entries, title, subtitle, path):
    return Feed(
        title=f"{frame['name']}: {title}" if title else frame["name"],
        subtitle=subtitle or (frame["description"] or frame["tagline"]),
        path=path,
        language=frame["language"],
        publisher=frame["name"],
        copyright=frame["copyright_line"] or frame["name"],
        changed=_last_change(frame, entries),
        entries=entries,
    )


def _last_change(frame, entries):
    """When readers last saw something change: a verb of an editor, or a time that has come."""
    moments = [entry.updated for entry in entries]
    if drawn_at := frame.get("drawn_at"):
        moments.append(datetime.fromisoformat(drawn_at))
    if ended := Article.objects.last_end():
        moments.append(ended)
    return max(moments, default=datetime(2000, 1, 1, tzinfo=UTC))


@lru_cache(maxsize=MOST_KEPT)
def _entry(row, language):
    """Made from what it shows alone, so one that was made once is good at any time."""
    address = absolute(f"/{row.section_slug}/{row.slug}/")
    derived = json.loads(row.derived_text)
    kinds = [row.section_name, row.genre_name] if row.genre_name else [row.section_name]
    day = row.first_published_at.astimezone(UTC).date()
    return Entry(
        id=f"tag:{_host()},{day}:articles/{row.pk}",
        url=address,
        title=row.title,
        summary=row.dek,
        html=_drawn(row, derived, address),
        published=row.first_published_at,
        updated=max(filter(None, [row.updated_at, row.first_published_at])),
        authors=tuple(
            (line["name"], absolute(f"/authors/{line['slug']}/"))
            for line in derived.get("bylines", [])
        ),
        subjects=tuple(dict.fromkeys([*kinds, *(tag["name"] for tag in derived.get("tags", []))])),
        picture=_enclosure(row, derived),
        source=row.canonical_url,
    )


def _drawn(row, derived, address):
    caption = row.lead_caption or derived.get("caption", "")
    shown = {"article": row, "derived": derived, "caption": caption}
    return html.absolute(render_to_string("articles/feed_entry.html", shown), address)


def _enclosure(row, derived):
    picture = derived.get("picture")
    file = jpeg(picture, width=PICTURE_WIDTH) if picture else None
    if file is None:
        return None
    return Enclosure(
        url=absolute(file.url),
        width=file.width,
        height=file.height,
        alt=picture["alt"],
        caption=row.lead_caption or derived.get("caption", ""),
        credit=derived.get("credit", ""),
    )


def _correction(correction, frame):
    article = correction.article
    address = absolute(article.get_absolute_url())
    return Entry(
        id=f"tag:{_host()},{correction.at.astimezone(UTC).date()}:corrections/{correction.pk}",
        url=f"{address}#corrections",
        title=f"{correction.get_kind_display()}: {article.title}",
        summary=correction.text,
        html=render_to_string(
            "articles/feed_correction.html", {"correction": correction, "address": address}
        ),
        published=correction.at,
        updated=correction.at,
        authors=((frame["name"], absolute("/")),),
    )


def _host():
    return urlsplit(settings.SITE_ADDRESS).hostname
