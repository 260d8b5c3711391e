"""The month as the newsroom plans it."""

from datetime import UTC, date, datetime

import pytest
from lxml import html

from articles.models import Article, Edition, MagazineSettings
from tests.factories import make_article, make_published, make_section, make_user

pytestmark = pytest.mark.django_db
MONTH = "/admin/calendar/?month=2031-05"


def days(client, address=MONTH):
    """{day: the headlines that stand on it}."""
    page = html.fromstring(client.get(address).content)
    return {
        cell.xpath("string(time/@datetime)"): titles
        for cell in page.xpath("//td")
        if (titles := [link.text for link in cell.xpath(".//li/a")])
    }


def plan(day, **fields):
    article = make_article(**fields)
    Article.objects.filter(pk=article.pk).update(planned_on=day)
    return article


def test_planned_and_scheduled_articles_stand_on_their_days(desk):
    section = make_section()
    plan(date(2031, 5, 6), title="Planned", section=section)
    for hour, title in [(18, "Evening"), (6, "Morning")]:
        at = datetime(2031, 5, 6, hour, tzinfo=UTC)
        make_article(title=title, section=section, published_at=at)
    plan(date(2031, 6, 9), title="Next month", section=section)
    make_article(title="No day", section=section)

    assert days(desk) == {"2031-05-06": ["Morning", "Evening", "Planned"]}


def test_the_days_are_the_newsrooms(desk):
    MagazineSettings.objects.filter(pk=1).update(time_zone="America/New_York")
    Edition.objects.move()
    make_article(title="Late", published_at=datetime(2031, 5, 7, 2, tzinfo=UTC))

    assert days(desk) == {"2031-05-06": ["Late"]}


def test_what_is_out_stands_on_the_day_it_appeared_and_no_longer_where_it_was_planned(desk):
    at = datetime(2020, 2, 3, 12, tzinfo=UTC)
    article = make_published(title="Out", published_at=at)
    Article.objects.filter(pk=article.pk).update(planned_on=date(2020, 2, 10))

    assert days(desk, "/admin/calendar/?month=2020-02") == {"2020-02-03": ["Out"]}


def test_nobody_sees_plans_that_are_not_theirs(client):
    asia, europe = make_section("Asia"), make_section("Europe")
    plan(date(2031, 5, 6), title="Asia's", section=asia)
    mine = plan(date(2031, 5, 7), title="Europe's", section=europe)

    client.force_login(make_user("editor", "Editor", sections=[europe]))
    assert days(client) == {"2031-05-07": [mine.title]}


@pytest.mark.parametrize("month", ["", "2031", "2031-13", "9999-01", "x", "0001-01", "2031-05-06"])
def test_nonsense_is_no_month(desk, month):
    assert desk.get(f"/admin/calendar/?month={month}").status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_a_month_costs_the_same_for_one_and_for_three(desk, count, django_assert_num_queries):
    for number in range(count):
        plan(date(2031, 5, 1 + number))
    Edition.objects.move()

    with django_assert_num_queries(6):
        desk.get(MONTH)


def test_a_full_day_counts_what_it_does_not_name(desk):
    section = make_section()
    for _ in range(14):
        plan(date(2031, 5, 6), section=section)

    assert len(days(desk)["2031-05-06"]) == 12
    assert "and 2 more" in desk.get(MONTH).content.decode()
