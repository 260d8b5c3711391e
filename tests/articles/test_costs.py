"""What a page of readers' asks the database: the same for few articles and for many."""

import pytest

from articles.models import Edition
from tests.factories import make_author, make_genre, make_published, make_section

QUERIES = {
    "/europe/quay/": 4,
    "/": 2,
    "/europe/": 3,
    "/authors/ines/": 3,
    "/tags/trade/": 3,
    "/feed/": 3,
}


@pytest.mark.django_db
@pytest.mark.parametrize("count", [2, 4])
@pytest.mark.parametrize(("path", "queries"), QUERIES.items(), ids=QUERIES)
def test_a_page_costs_the_same_for_two_and_for_four(
    client, django_assert_num_queries, path, queries, count
):
    section, author, genre = make_section("Europe"), make_author("Ines"), make_genre()
    for number in range(count):
        make_published(
            slug=f"quay-{number}" if number else "quay",
            section=section,
            authors=[author],
            genre=genre,
            tags=["Trade"],
        )
    Edition.objects.move()  # draws the frame, as every change does

    with django_assert_num_queries(queries):
        assert client.get(path).status_code == 200


@pytest.mark.django_db
def test_lists_follow_the_dates_of_their_articles(client):
    author = make_author("Ines")
    article = make_published(authors=[author], tags=["Trade"])
    assert [author.bylines.published().count(), article.tagged.published().count()] == [1, 1]

    article.unpublish()

    assert [author.bylines.published().count(), article.tagged.published().count()] == [0, 0]
