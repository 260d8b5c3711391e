"""What is not published is told nowhere: every public address, with a word that must not sing."""

import pytest
from django.test import Client
from django.utils import timezone

from articles.models import Article, Correction, MagazineSettings, Pin, Redirect
from articles.models.finishing import finish
from articles.urls import urlpatterns
from tests.factories import (
    DAY,
    HOUR,
    make_article,
    make_author,
    make_genre,
    make_image,
    make_published,
    make_section,
)

pytestmark = pytest.mark.django_db
WORD = "zzcanaryzz"
FIELDS = (
    "title",
    "dek",
    "short_headline",
    "search_title",
    "social_title",
    "first_published_by",
    "disclosure",
    "lead_caption",
)
SITE = "http://127.0.0.1:8000"

# By the name of each public address: samples that could tell of the hidden articles.
SAMPLES = {
    "home": ["/"],
    "genre": ["/genre/analysis/"],
    "author": ["/authors/ada-ash/"],
    "tag": ["/tags/borders/"],
    "archive": ["/archive/"],
    "year": ["/archive/{now:%Y}/", "/archive/{soon:%Y}/"],
    "month": ["/archive/{now:%Y/%m}/", "/archive/{soon:%Y/%m}/"],
    "lite": ["/lite/"],
    "lite-section": ["/lite/europe/", "/lite/{word}/"],
    "lite-article": [f"/lite/europe/{slug}/" for slug in ("open", "{word}-0", "{word}-3")],
    "search": [
        "/search/?q={word}",
        "/search/?q=open",
        "/search/?q={slip}",
        "/search/?q=open+{slip}",
    ],
    "suggest": [
        "/search/suggest/?q={begun}",
        "/search/suggest/?q=open",
        "/search/suggest/?q={word}",
    ],
    "file": ["/files/{word}.jpg"],
    "edition": [
        f"/europe/{slug}.{ending}"
        for slug in ("open", "{word}-0", "{word}-1", "{word}-2", "{word}-3", "{word}")
        for ending in ("txt", "md", "bib", "ris")
    ],
    "oembed": [
        f"/oembed/?url={SITE}/europe/{slug}/"
        for slug in ("open", "{word}-0", "{word}-1", "{word}-2", "{word}-3")
    ],
    "robots": ["/robots.txt"],
    "sitemap": ["/sitemap.xml"],
    "sitemap-articles": [
        "/sitemaps/articles-{now:%Y-%m}.xml",
        "/sitemaps/articles-{soon:%Y-%m}.xml",
    ],
    "sitemap-places": ["/sitemaps/places.xml"],
    "sitemap-authors": ["/sitemaps/authors.xml"],
    "sitemap-tags": ["/sitemaps/tags.xml"],
    "sitemap-news": ["/sitemaps/news.xml"],
    "corrections": ["/corrections/"],
    "address": ["/europe/", "/{word}/", "/{begun}/"],
    "republish": [
        f"/europe/{slug}/republish/"
        for slug in ("open", "{word}-0", "{word}-1", "{word}-2", "{word}-3", "{word}")
    ],
    "detail": [
        f"/europe/{slug}/"
        for slug in ("open", "{word}-0", "{word}-1", "{word}-2", "{word}-3", "{word}", "{begun}")
    ],
}
for kind, place in {
    "feed": "/",
    "corrections-feed": "/corrections/",
    "genre-feed": "/genre/analysis/",
    "author-feed": "/authors/ada-ash/",
    "tag-feed": "/tags/borders/",
    "section-feed": "/europe/",
}.items():
    for form, tail in {"rss": "", "atom": "atom/", "json": "json/"}.items():
        SAMPLES[f"{kind}-{form}"] = [f"{place}feed/{tail}"]


@pytest.fixture
def hidden():
    """A draft, a scheduled, an unpublished and an expired article, the word in every field."""
    MagazineSettings.objects.update(republication="by")
    section, genre, now = make_section("Europe"), make_genre("Analysis"), timezone.now()
    author = make_author("Ada Ash")
    shared = {"section": section, "genre": genre, "authors": [author]}
    opened = make_published(
        **shared, title="Open", slug="open", tags=["Borders"], dek="Open words of the open"
    )
    dates = [
        {},
        {"published_at": now + HOUR},
        {"published_at": now - DAY},
        {"published_at": now - DAY, "unpublish_at": now - HOUR},
    ]
    for number, fields in enumerate(dates):
        image = make_image(
            (f"{WORD} / {WORD}",), alt=WORD, caption=WORD, renditions={"whole": [WORD, [960]]}
        )
        article = make_article(
            **shared,
            **fields,
            **dict.fromkeys(FIELDS, f"Open {WORD} {number}"),
            slug=f"{WORD}-{number}",
            tags=["Borders", f"{WORD} {number}"],
            lead_image=image,
            social_image=image,
            canonical_url=f"https://example.org/{WORD}/",
            body=f'<p>Open {WORD}</p><figure><img data-file="{image.pk}" alt="{WORD}"></figure>',
            related=[opened],
        )
        Pin.objects.create(article=article, position=number)
        Correction.objects.issue(article, "correction", f"Open {WORD}")
        finish.func(article.pk)
    Article.objects.get(slug=f"{WORD}-2").unpublish()
    Redirect.objects.leave("/europe/elsewhere/", "/europe/open/")
    opened.save_revision(
        {
            **opened.revisions.first().snapshot,
            "title": WORD,
            "related": list(Article.objects.exclude(pk=opened.pk).values_list("pk", flat=True)),
        },
        None,
    )
    finish.func(opened.pk)


def test_every_public_address_is_sampled_here():
    # A preview is for those who were given its link: the desk has tests of its own.
    assert {pattern.name for pattern in urlpatterns} - {"preview"} == set(SAMPLES)


@pytest.mark.parametrize("name", sorted(SAMPLES))
def test_no_public_byte_tells_of_what_is_hidden(hidden, name):
    now = timezone.now()
    words = {"word": WORD, "begun": WORD[:6], "slip": "zzcanarzyz", "now": now, "soon": now + HOUR}

    for sample in SAMPLES[name]:
        path = sample.format(**words)
        answer = Client().get(path)
        told = b"".join(answer.streaming_content) if answer.streaming else answer.content
        said = f"{told.decode()} {answer.headers}".replace(path, "").lower()
        asked = path.partition("=")[2].replace("+", " ")
        for own in filter(None, (path.partition("?")[0], asked)):
            said = said.replace(own.lower(), "")
        assert WORD not in said, path
        assert answer.status_code in (200, 404, 410), path


def test_the_word_would_be_seen_where_it_is_public(hidden):
    for article in Article.objects.filter(slug__startswith=WORD):
        article.unpublish_at = None
        article.save(update_fields=["unpublish_at"])
        article.publish()
    for path in (
        "/search/?q=open",
        f"/search/suggest/?q={WORD[:6]}",
        "/corrections/",
        "/feed/",
        "/tags/borders/feed/json/",
        "/europe/",
    ):
        assert WORD in Client().get(path).content.decode(), path
