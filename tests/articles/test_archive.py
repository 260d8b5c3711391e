from datetime import UTC, datetime

import pytest
from django.test import Client

from articles.models import Edition, MagazineSettings
from tests.articles.pages import all_said, by_class, links, read, said
from tests.factories import make_article, make_published

pytestmark = pytest.mark.django_db


def get(path):
    response = Client().get(path)
    assert response.status_code == 200
    return read(response)


def test_the_archive_lists_months_that_have_articles_newest_first():
    for at in (datetime(2024, 3, 5, tzinfo=UTC), datetime(2026, 1, 2, tzinfo=UTC)):
        make_published(published_at=at)
        make_published(published_at=at)
    make_article(title="Draft")

    years = by_class(get("/archive/"), "year")

    assert [links(year) for year in years] == [
        [("2026", "/archive/2026/"), ("January", "/archive/2026/01/")],
        [("2024", "/archive/2024/"), ("March", "/archive/2024/03/")],
    ]


def test_an_empty_archive_says_so():
    assert said(by_class(get("/archive/"), "nothing")[0]) == "Nothing has been published yet."


def test_a_month_is_the_newsrooms_month():
    MagazineSettings.objects.update(time_zone="America/New_York")
    Edition.objects.move()
    # Eleven in the evening of the last of January, in New York.
    make_published(title="Late", published_at=datetime(2026, 2, 1, 4, tzinfo=UTC))
    make_published(title="Early", published_at=datetime(2026, 2, 1, 6, tzinfo=UTC))

    january, february = get("/archive/2026/01/"), get("/archive/2026/02/")

    assert all_said(january, ".//h1") == ["January 2026"]
    assert [said(headline) for headline in by_class(january, "headline")] == ["Late"]
    assert [said(headline) for headline in by_class(february, "headline")] == ["Early"]
    both = [said(headline) for headline in by_class(get("/archive/2026/"), "headline")]
    assert both == ["Early", "Late"]


@pytest.mark.parametrize(
    ("path", "canonical"),
    [
        ("/archive/02026/", "/archive/2026/"),
        ("/archive/2026/1/", "/archive/2026/01/"),
        ("/archive/2026/0001/?page=1", "/archive/2026/01/?page=1"),
    ],
)
def test_a_time_has_one_address(path, canonical):
    make_published(published_at=datetime(2026, 1, 2, tzinfo=UTC))

    answer = Client().get(path)

    assert (answer.status_code, answer.headers["Location"]) == (301, canonical)


@pytest.mark.parametrize(
    "path",
    [
        "/archive/2025/",
        "/archive/2025/1/",
        "/archive/2026/02/",
        "/archive/2026/13/",
        "/archive/2026/0/",
        "/archive/0/",
        "/archive/99999999999999999999/",
        "/archive/2026/01/?page=2",
        "/archive/-1/",
    ],
)
def test_a_time_without_articles_is_not_found(path):
    make_published(published_at=datetime(2026, 1, 2, tzinfo=UTC))

    assert Client().get(path).status_code == 404


@pytest.mark.parametrize(
    ("path", "queries"), [("/archive/", 2), ("/archive/2026/", 3), ("/archive/2026/01/", 3)]
)
@pytest.mark.parametrize("count", [1, 3])
def test_the_archive_costs_the_same_whatever_its_length(
    path, queries, count, django_assert_num_queries
):
    for day in range(count):
        make_published(published_at=datetime(2026, 1, 1 + day, tzinfo=UTC))

    with django_assert_num_queries(queries):
        assert Client().get(path).status_code == 200
