"""What a reader's page costs in a larger archive: steps that SQLite takes, never time."""

from copy import copy

import pytest
from django.db import connection

import articles.search
from articles.models import Article, Edition, search_index
from tests.factories import HOUR, make_author, make_published, make_section

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]

FEW, MANY = 150, 450
# For each article more. Walking by it in an index takes some eight steps; reading its row, more.
EACH = 2
# Months that need two files are found by walking by all articles.
WALKS = {"/sitemap.xml": 9}
PATHS = [
    "/",
    "/europe/",
    "/europe/?page=4",
    "/europe/quay-140/",
    "/authors/ines/",
    "/authors/ines/?page=4",
    "/tags/trade/",
    "/tags/trade/?page=4",
    "/feed/",
    "/europe/feed/",
    "/authors/ines/feed/",
    "/tags/trade/feed/",
    "/sitemap.xml",
    "/sitemaps/places.xml",
    "/sitemaps/authors.xml",
    "/search/?q=quay",
    "/search/?q=quay&author=ines",
    "/search/?q=quay&section=europe",
    "/search/?q=absent",
    "/search/suggest/?q=qua",
    "/europe/quai-140/",
]


@pytest.fixture
def grow(monkeypatch):
    """Grows an archive, by an article an hour into the past, each of them on every list."""
    for name in ("CHUNK", "MATCHES", "NARROW", "MOST_RESULTS"):
        monkeypatch.setattr(articles.search, name, 20)
    there = {"section": make_section("Europe"), "authors": [make_author("Ines")]}
    first = make_published(title="Quay", slug="quay-0", tags=["Trade"], **there)

    def grow(size):
        numbers = range(Article.objects.count(), size)
        more = [_another(first, slug=f"quay-{number}") for number in numbers]
        for number, article in zip(numbers, more, strict=True):
            article.first_published_at = article.published_at = first.published_at - number * HOUR
        Article.objects.bulk_create(more)
        for row in (first.bylines.get(), first.tagged.get()):
            rows = [_another(row, **{f"{row.ARTICLE}_id": article.pk}) for article in more]
            row.__class__.objects.bulk_create(rows)
            row.__class__.objects.follow([article.pk for article in more])
        search_index.write(more)
        Edition.objects.move()

    return grow


def _another(row, **fields):
    other = copy(row)
    other._state = copy(row._state)
    other._state.adding, other.pk = True, None
    for name, value in fields.items():
        setattr(other, name, value)
    return other


def steps(client, path):
    """How many instructions SQLite carries out for a page."""
    count = 0

    def count_on():
        nonlocal count
        count += 1

    client.get(path)
    connection.connection.set_progress_handler(count_on, 1)
    try:
        client.get(path)
    finally:
        connection.connection.set_progress_handler(None, 0)
    return count


def test_no_page_reads_more_of_a_larger_archive(client, grow):
    grow(FEW)
    few = {path: steps(client, path) for path in PATHS}
    grow(MANY)
    many = {path: steps(client, path) for path in PATHS}

    each = {path: (many[path] - few[path]) / (MANY - FEW) for path in PATHS}
    assert {path: number for path, number in each.items() if number > WALKS.get(path, EACH)} == {}
