"""What a feed says, whatever its form: made once from articles, written down by three writers."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import urlsplit

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

from articles import html
from articles.models import Article
from articles.pictures.markup import jpeg
from articles.structured import absolute

LENGTH = 20
CORRECTIONS = 30
PICTURE_WIDTH = 1280
# Texts of about 10 kB. An article stands in several feeds, each in three forms.
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


@dataclass(frozen=True)
class Entry:
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


def feed_of(listed, frame, *, title="", subtitle="", path="/"):
    """The newest published ones on a list of articles as a feed; two queries."""
    newest = Article.objects.published().among(listed.published().newest().only_keys()[:LENGTH])
    shown = newest.with_text().defer("body", "teaser_html", "rest_html").newest()
    entries = [_entry(article) for article in shown]
    return _feed(frame, entries, title, subtitle, path)


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


def _entry(article):
    address = absolute(article.get_absolute_url())
    derived = article.derived
    kinds = [article.section.name, article.genre.name] if article.genre else [article.section.name]
    day = article.first_published_at.astimezone(UTC).date()
    return Entry(
        id=f"tag:{_host()},{day}:articles/{article.pk}",
        url=address,
        title=article.title,
        summary=article.dek,
        html=_drawn(_text(article, address)),
        published=article.first_published_at,
        updated=max(filter(None, [article.updated_at, article.first_published_at])),
        authors=tuple(
            (line["name"], absolute(f"/authors/{line['slug']}/"))
            for line in derived.get("bylines", [])
        ),
        subjects=tuple(dict.fromkeys([*kinds, *(tag["name"] for tag in derived.get("tags", []))])),
        picture=_enclosure(article),
        source=article.canonical_url,
    )


class Text(NamedTuple):
    """All that an entry's text is made from."""

    address: str
    language: str
    body: str
    hero: str
    caption: str
    credit: str
    # Pairs of kind and text.
    corrections: tuple
    first_published_by: str
    disclosure: str


def _text(article, address):
    derived = article.derived
    corrected = derived.get("corrections", [])
    return Text(
        address=address,
        language=translation.get_language(),
        body=article.body_html,
        hero=derived.get("hero", ""),
        caption=article.lead_caption or derived.get("caption", ""),
        credit=derived.get("credit", ""),
        corrections=tuple((each["label"], each["text"]) for each in corrected),
        first_published_by=article.first_published_by,
        disclosure=article.disclosure,
    )


@lru_cache(maxsize=MOST_KEPT)
def _drawn(text):
    """Made from what it shows alone, so a text that was drawn once is good at any time."""
    drawn = render_to_string("articles/feed_entry.html", {"text": text})
    return html.absolute(drawn, text.address)


def _enclosure(article):
    picture = article.derived.get("picture")
    file = jpeg(picture, width=PICTURE_WIDTH) if picture else None
    if file is None:
        return None
    return Enclosure(
        url=absolute(file.url),
        width=file.width,
        height=file.height,
        alt=picture["alt"],
        caption=article.lead_caption or article.derived.get("caption", ""),
        credit=article.derived.get("credit", ""),
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
