"""Times as the newsroom's clocks tell them."""

from datetime import UTC, datetime

import pytest

from articles.desk import clock
from articles.models import Article, Edition, MagazineSettings
from tests.articles.desk.forms import address, opened, saved
from tests.factories import make_article, make_author

pytestmark = pytest.mark.django_db
# In New York the clocks skip from 2:00 to 3:00 on 14 March 2027, and tell 1:00 to 2:00 twice on
# 7 November.
GAP, TWICE = "2027-03-14T02:30", "2027-11-07T01:30"


@pytest.fixture
def new_york(db):
    MagazineSettings.objects.filter(pk=1).update(time_zone="America/New_York")
    Edition.objects.move()


def published_at(article):
    return Article.objects.get(pk=article.pk).published_at


def test_a_time_is_the_newsrooms(desk, new_york):
    article = make_article(authors=[make_author()])

    saved(desk, article, "_publish", publish_at="2027-01-08T06:00")

    assert published_at(article) == datetime(2027, 1, 8, 11, tzinfo=UTC)
    assert opened(desk, address(article, "change/"))["publish_at"] == "2027-01-08T06:00"


def test_an_hour_that_the_clocks_skip_is_refused_with_the_one_that_is_meant(desk, new_york):
    article = make_article(authors=[make_author()])

    page = saved(desk, article, "_publish", publish_at=GAP).content.decode()

    assert "02:30 does not exist on 14 March: the clocks go forward. Choose 03:30." in page
    assert published_at(article) is None


def test_an_hour_told_twice_is_the_first_of_the_two(desk, new_york):
    article = make_article(authors=[make_author()])

    saved(desk, article, "_publish", publish_at=TWICE)

    assert published_at(article) == datetime(2027, 11, 7, 5, 30, tzinfo=UTC)
    page = desk.get(address(article, "change/")).content.decode()
    assert "7 November 2027 01:30 EDT New York" in page


def test_publishing_again_does_not_move_an_article_set_for_the_second_of_the_two(desk, new_york):
    second = datetime(2027, 11, 7, 6, 30, tzinfo=UTC)
    article = make_article(published_at=second, authors=[make_author()])

    saved(desk, article, "_publish", title="Changed")

    assert published_at(article) == second
    assert Article.objects.get().title == "Changed"


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        (datetime(2026, 6, 5, 6, tzinfo=UTC), "Friday 06:00 UTC"),
        (datetime(2026, 6, 1, 13, tzinfo=UTC), "Monday 13:00 UTC"),
        (datetime(2026, 6, 8, 6, tzinfo=UTC), "8 June 06:00 UTC"),
        (datetime(2027, 1, 8, 6, tzinfo=UTC), "8 January 2027 06:00 UTC"),
    ],
)
def test_a_time_is_told_by_weekday_in_the_coming_week_and_by_date_beyond(moment, words):
    assert clock.spoken(moment, now=datetime(2026, 6, 1, 12, tzinfo=UTC)) == words


def test_an_end_can_be_taken_back_with_one_press(desk):
    article = make_article(published_at=datetime(2026, 1, 1, tzinfo=UTC))
    saved(desk, article, "_publish", unpublish_at="2031-01-01T00:00")
    assert Article.objects.get().unpublish_at == datetime(2031, 1, 1, tzinfo=UTC)

    saved(desk, article, "_publish", unpublish_at="")

    assert Article.objects.get().unpublish_at is None


def test_a_publication_is_called_off_and_its_text_stays(desk):
    article = make_article(published_at=datetime(2031, 1, 1, tzinfo=UTC))
    fields = opened(desk, address(article, "change/"))

    desk.post(address(article, "unpublish/"), fields | {"dek": "Later", "_unpublish": ""})

    article.refresh_from_db()
    assert (article.published_at, article.first_published_at) == (None, None)
    assert article.dek == "Later"
