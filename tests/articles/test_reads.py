"""What is counted of reading, and what becomes of it."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from articles.models import Article, DayOfReads, Edition, MagazineSettings, Readership, Referrer
from articles.models.reads import (
    MOST_SITES,
    forget,
    most_read,
    sites_of,
    tell_most_read,
    with_reads,
    write_down,
)
from tests.factories import DAY, make_published

pytestmark = pytest.mark.django_db


def counts(article):
    row = with_reads(Article.objects).get(pk=article.pk)
    return row.reads_today, row.reads_week, row.reads_all


def test_reads_add_up_by_day_by_week_and_for_good():
    article, now = make_published(slug="quay"), timezone.now()
    make_published(slug="other")

    for days, count in [(0, 2), (0, 1), (6, 10), (7, 100), (40, 1000)]:
        write_down({("quay", ""): count}, now - days * DAY)

    assert counts(article) == (3, 13, 1113)


def test_an_article_that_nobody_read_has_none():
    assert counts(make_published()) == (0, 0, 0)


def test_the_day_is_the_newsrooms():
    MagazineSettings.objects.filter(pk=1).update(time_zone="Pacific/Auckland")
    Edition.objects.move()
    make_published(slug="quay")
    # Still Sunday in Greenwich.
    write_down({("quay", ""): 1}, datetime(2026, 6, 7, 20, tzinfo=UTC))

    assert DayOfReads.objects.get().day.isoformat() == "2026-06-08"


def test_the_sites_that_led_there_are_told_the_first_first():
    article = make_published(slug="quay")

    write_down({("quay", "a.example"): 1, ("quay", "b.example"): 3, ("quay", ""): 9})
    write_down({("quay", "a.example"): 1, ("quay", "c.example"): 1})

    assert sites_of([article.pk]) == {article.pk: [("b.example", 3), ("a.example", 2)]}
    assert Readership.objects.get().count == 15


def test_what_is_no_article_any_more_is_not_counted():
    write_down({("gone", "a.example"): 1})

    assert not Readership.objects.exists()
    assert not Referrer.objects.exists()


def test_the_most_read_of_the_week_come_first_on_the_edition():
    articles = [make_published(slug=f"quay-{number}") for number in range(3)]
    write_down({("quay-0", ""): 5, ("quay-1", ""): 7})
    write_down({("quay-2", ""): 100}, timezone.now() - 8 * DAY)

    Edition.objects.move()

    keys = [articles[1].pk, articles[0].pk]
    assert most_read(3) == keys
    assert Edition.objects.current().frame["most_read"] == keys


def test_pages_learn_of_it_once_others_are_read_most():
    articles = [make_published(slug=f"quay-{number}") for number in range(2)]
    before = Edition.objects.current().number
    write_down({("quay-0", ""): 5})

    tell_most_read.call()
    tell_most_read.call()

    now = Edition.objects.current()
    assert (now.number, now.frame["most_read"]) == (before + 1, [articles[0].pk])


def test_old_days_are_forgotten_but_not_their_sum():
    article, long_ago = make_published(slug="quay"), timezone.now() - timedelta(days=50)
    write_down({("quay", ""): 4}, long_ago)
    write_down({("quay", f"s{number}.example"): number + 1 for number in range(MOST_SITES + 5)})

    forget.call()

    assert DayOfReads.objects.count() == 1
    assert counts(article)[2] == 4 + sum(range(1, MOST_SITES + 6))
    assert Referrer.objects.count() == MOST_SITES
    assert not Referrer.objects.filter(site="s0.example").exists()
