from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.management import CommandError, call_command

from articles import html
from articles.models import (
    Article,
    Author,
    Correction,
    Edition,
    Image,
    MagazineSettings,
    Note,
    Pin,
    Section,
)
from articles.models.reads import DayOfReads, most_read
from magazine.demo import manuscript
from magazine.demo.build import Builder
from magazine.demo.letters import LEAST, RHYTHM, WEEK, write_letters
from magazine.demo.readers import subscribe_readers
from magazine.demo.reads import read_about
from magazine.demo.scale import grow
from newsletter.models import Entry, Issue, Letter, Subscriber
from newsletter.printing import public
from tests.factories import make_image, make_section

pytestmark = pytest.mark.django_db


def build():
    """The demo without its painting: a row for each picture, as the gallery would hang it."""
    keys = {text.get("picture") for text in manuscript.read_all("articles")} - {""}
    bodies = "\n".join(text.body for text in manuscript.read_all("articles"))
    keys |= {match[0] for match in manuscript.PICTURE.findall(bodies)}
    Builder({key: make_image() for key in sorted(keys)}, {}).build()


def test_the_demo_shows_every_case_that_templates_must_survive():
    build()
    published = Article.objects.published()

    assert published.count() >= 40
    assert Author.objects.count() == 12
    assert Section.objects.count() == 7
    assert Article.objects.scheduled().count() == 1
    assert Article.objects.filter(stage="review").count() >= 2
    assert Note.objects.count() >= 2
    assert [a.slug for a in published if a.has_pending_changes()] == [
        "oldest-emergency-in-washington"
    ]
    assert {c.kind for c in Correction.objects.all()} == set(Correction.Kind.values)
    assert max(len(a.derived["bylines"]) for a in published) == 3
    assert published.exclude(first_published_by="").count() == 1
    assert published.filter(lead_image=None, section__is_short_posts=False).count() == 1
    assert 135 <= max(len(a.title) for a in published) <= 140
    assert max(a.word_count for a in published) > 3500
    assert published.filter(section__is_rail=True, dek="", lead_image=None).count() >= 6
    assert Pin.objects.count() == 3


@pytest.mark.parametrize("text", manuscript.read_all("articles"), ids=lambda t: t.get("slug"))
def test_its_prose_comes_through_cleaning_whole(text):
    pictures = dict.fromkeys([match[0] for match in manuscript.PICTURE.findall(text.body)], 1)

    body = html.clean(manuscript.to_html(text.body, pictures))

    words = len(text.body.split())
    assert 0.85 * words < len(html.text(body).split()) <= 1.02 * words


def test_the_demo_has_been_read_for_a_week():
    build()

    read_about()

    frame = Edition.objects.current().frame
    assert frame["most_read"] == most_read(16)
    assert len(frame["most_read"]) == 16
    assert not DayOfReads.objects.exclude(article__in=Article.objects.published()).exists()
    assert DayOfReads.objects.values("day").distinct().count() == 7


def test_it_fills_an_empty_database_only():
    make_section()

    with pytest.raises(CommandError, match="empty database only"):
        call_command("demo")
    call_command("demo", if_empty=True)

    assert Image.objects.count() == 0


def test_it_is_refused_in_production(settings):
    settings.SECURE = True

    with pytest.raises(CommandError, match="your own machine"):
        call_command("demo")


def test_it_grows_to_any_number_and_goes_on_where_it_stopped():
    build()

    grow(120, lambda *args, **kwargs: None)
    grow(130, lambda *args, **kwargs: None)

    assert Article.objects.count() == 130
    assert Article.objects.published().filter(derived__bylines__0__name__isnull=True).count() == 0


def test_its_readers_are_in_every_state():
    subscribe_readers()

    counts = Subscriber.objects.count_by_state()

    assert sum(counts.values()) == 200
    assert min(counts.values()) > 0
    assert counts["confirmed"] == 152


def test_its_letters_went_out_on_three_fridays_and_the_next_is_a_draft(client):
    build()
    subscribe_readers()
    write_letters()

    draft, *sent = Issue.objects.order_by("-pk")

    assert [issue.number for issue in sent] == [3, 2, 1]
    for issue in sent:
        moment = issue.frozen_at.astimezone(MagazineSettings.objects.current().zone())
        assert (issue.state, moment.weekday(), moment.hour) == ("sent", 4, 7)
        assert issue.candidates == issue.prepared + issue.excluded
        assert issue.sums() == {"sent": issue.prepared - 1, "failed": 1}
        assert issue.prepared > 140
        assert client.get(issue.get_absolute_url()).content.decode() == public(issue.html)
    carried = Entry.objects.values_list("article", flat=True)
    assert len(carried) == len(set(carried))
    assert (draft.state, draft.number) == ("draft", None)
    assert min(issue.entries.count() for issue in [draft, *sent]) > 1
    assert Letter.objects.due().count() == 3


@pytest.mark.parametrize("hour", range(0, 7 * 24, 13))
def test_its_draft_has_articles_on_every_day_of_the_week(hour):
    at = datetime(2026, 11, 23, tzinfo=UTC) + timedelta(hours=hour)

    friday = RHYTHM.last_moment(ZoneInfo("America/New_York"), at - LEAST)

    assert friday.weekday() == 4
    assert LEAST <= at - friday < LEAST + WEEK + timedelta(hours=1)
