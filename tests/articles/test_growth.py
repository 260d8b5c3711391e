"""What a reader's page costs in a larger archive: steps that SQLite takes, never time."""

import pytest

import articles.search
from tests.articles.growth import counted_steps, grow
from tests.factories import make_author, make_published, make_section

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
def first(monkeypatch):
    for name in ("CHUNK", "MATCHES", "NARROW", "MOST_RESULTS"):
        monkeypatch.setattr(articles.search, name, 20)
    there = {"section": make_section("Europe"), "authors": [make_author("Ines")]}
    return make_published(title="Quay", slug="quay", tags=["Trade"], **there)


def steps(client, path):
    client.get(path)
    with counted_steps() as found:
        client.get(path)
    return found.count


def test_no_page_reads_more_of_a_larger_archive(client, first):
    grow(first, FEW)
    few = {path: steps(client, path) for path in PATHS}
    grow(first, MANY)
    many = {path: steps(client, path) for path in PATHS}

    each = {path: (many[path] - few[path]) / (MANY - FEW) for path in PATHS}
    assert {path: number for path, number in each.items() if number > WALKS.get(path, EACH)} == {}
