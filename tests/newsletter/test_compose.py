import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db.models import ProtectedError
from django.utils import timezone

from articles.models import Correction, MagazineSettings
from articles.offers import gone_out
from newsletter import compose
from newsletter.models import Entry, Issue, NotReady, Rhythm
from newsletter.printing import MOST_BYTES, check, print_issue, public
from newsletter.sending.message import MARKS
from newsletter.sending.rehearsal import schedule_by_itself
from newsletter.sent import picture_places
from newsletter.tokens import PREFERENCES, UNSUBSCRIBE
from tests.factories import (
    make_article,
    make_author,
    make_image,
    make_published,
    make_section,
    make_user,
)
from tests.newsletter.issues import make_issue
from tests.newsletter.readers import make_reader

pytestmark = pytest.mark.django_db

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def titles(issue):
    return [entry.article.title for entry in issue.entries.select_related("article")]


def begun(issue, at=None):
    """As if the issue had gone out."""
    Issue.objects.filter(pk=issue.pk).update(
        state="sent", frozen_at=at or timezone.now(), number=issue.pk, html="<p>x</p>", text="x"
    )


def test_a_week_comes_in_by_section_newest_first():
    now = timezone.now()
    second, first = make_section("Second", order=2), make_section("First", order=1)
    for title, section, age in [
        ("old", first, 9 * DAY),
        ("first, earlier", first, 5 * HOUR),
        ("first, later", first, HOUR),
        ("second", second, 2 * HOUR),
    ]:
        make_published(title=title, section=section, published_at=now - age)
    make_article(title="canary draft")
    make_article(title="canary scheduled", published_at=now + HOUR)
    make_published(title="canary expired", unpublish_at=now - HOUR, published_at=now - DAY)

    issue = compose.draft()

    assert titles(issue) == ["first, later", "first, earlier", "second"]
    assert issue.subject == "first, later"


def test_what_an_earlier_issue_carried_is_not_carried_again():
    make_published(title="one")
    begun(compose.draft())
    make_published(title="two")

    assert titles(compose.draft(timezone.now() - DAY)) == ["two"]


def test_a_draft_that_was_never_sent_takes_nothing_away():
    make_published(title="one")
    compose.draft()

    assert titles(compose.draft()) == ["one"]


def test_the_next_period_begins_where_the_last_ended():
    last = compose.draft()
    begun(last)

    assert compose.draft().period_from == last.period_to


def test_filling_again_adds_what_is_new_and_leaves_what_editors_did():
    make_published(title="one")
    issue = compose.draft()
    Entry.objects.update(headline="Ours", order=7)
    make_published(title="two", published_at=issue.period_to - HOUR)

    assert compose.fill(issue) == 1
    assert [(e.headline, e.order) for e in issue.entries.all()] == [("Ours", 7), ("", 17)]
    assert compose.fill(issue) == 0


def test_a_retraction_opens_the_next_issue_and_a_correction_closes_it():
    carried, other = make_published(title="Carried"), make_published(title="Other")
    issue = make_issue()
    issue.entries.exclude(article=carried).delete()
    begun(issue, timezone.now() - HOUR)
    Correction.objects.issue(carried, "correction", "It was nine, not ten.")
    Correction.objects.issue(carried, "retraction", "None of it is so.")
    Correction.objects.issue(other, "correction", "Nobody was mailed this.")

    text = print_issue(make_issue()).text

    assert "It was nine, not ten." in text
    assert text.index("None of it is so.") < text.index("It was nine, not ten.")
    assert "Nobody was mailed this." not in text


def test_a_correction_from_before_the_last_issue_is_not_told_twice():
    carried = make_published()
    issue = make_issue()
    Entry.objects.get_or_create(issue=issue, article=carried)
    Correction.objects.issue(carried, "correction", "Old news.", at=timezone.now() - DAY)
    begun(issue)

    assert "Old news." not in print_issue(make_issue()).text


def test_what_was_taken_down_since_is_not_announced():
    article = make_published(title="Canary", dek="Canary too")
    issue = make_issue()
    article.unpublish()

    printed = print_issue(issue)

    assert "anary" not in printed.html + printed.text


def test_html_and_text_are_made_from_the_same_data():
    make_published(
        title="A <b>bold</b> & “quoted” headline",
        dek="The dek.",
        authors=[make_author("Ada"), make_author("Bob")],
    )
    issue = compose.draft()
    issue.intro = "Dear reader,\n\nsee https://example.org/x & <i>rejoice</i>."
    issue.save()

    printed = print_issue(issue)

    assert "A &lt;b&gt;bold&lt;/b&gt; &amp; “quoted” headline" in printed.html
    assert "A <b>bold</b> & “quoted” headline" in printed.text
    assert "Ada and Bob" in printed.text
    assert 'href="https://example.org/x"' in printed.html
    assert "see https://example.org/x & <i>rejoice</i>." in printed.text
    assert "<i>" not in printed.html
    for mark in MARKS.values():
        assert mark in printed.html
        assert mark in printed.text
    assert printed.html.count("<style") == 1
    assert "prefers-color-scheme: dark" in printed.html


def test_every_link_to_us_carries_one_mark_and_nothing_that_tells_readers_apart():
    issue = make_issue(articles=3)

    html = public(print_issue(issue).html)

    ours = re.findall(r'href="http://127\.0\.0\.1:\d+/section-\d+/[^"?]*/\?([^"]*)"', html)
    assert set(ours) == {f"letter={issue.pk}"}
    assert "<img" not in html


def test_the_archive_shows_the_same_bytes_less_the_personal_links(client):
    issue = make_issue()
    printed = print_issue(issue)
    begun(issue)
    Issue.objects.filter(pk=issue.pk).update(html=printed.html)

    answer = client.get(f"/newsletter/archive/{issue.pk}/")

    assert answer.content.decode() == public(printed.html)
    assert "unsubscribe" not in answer.content.decode()
    assert answer["Content-Security-Policy"].startswith("default-src 'none'; style-src")
    assert "Set-Cookie" not in answer


def test_the_archive_leads_to_where_the_site_is_now(client, settings):
    settings.SITE_ADDRESS = "http://127.0.0.1:800"
    issue = make_issue(intro="Write to http://127.0.0.1:800/about/, or http://127.0.0.1:8000/x/.")
    printed = print_issue(issue)
    issue.schedule(None)
    issue.freeze(printed.html, printed.text, printed.digest, [], 0)
    Issue.objects.filter(pk=issue.pk).update(state="sent")
    settings.SITE_ADDRESS = "https://magazine.example"

    page = client.get("/newsletter/archive/1/").content.decode()
    feed = client.get("/newsletter/archive/feed/").content.decode()

    assert "http://127.0.0.1:800/" not in page + feed
    assert f"https://magazine.example/?letter={issue.pk}" in page
    assert "https://magazine.example/about/" in page
    assert "http://127.0.0.1:8000/x/" in page  # somebody else's
    assert "<link>https://magazine.example/newsletter/archive/1/</link>" in feed
    assert "127.0.0.1" not in feed
    spelled = client.get("/newsletter/archive/001/")
    assert (spelled.status_code, spelled.headers["Location"]) == (301, "/newsletter/archive/1/")
    assert Issue.objects.get().html == printed.html  # what readers were sent stays as it was


@pytest.mark.parametrize("state", ["draft", "scheduled", "held"])
def test_what_was_not_sent_is_not_in_the_archive(client, state):
    issue = make_issue(subject="Canary")
    Issue.objects.filter(pk=issue.pk).update(state=state, number=5)

    assert client.get("/newsletter/archive/5/").status_code == 404
    for url in ("/newsletter/archive/", "/newsletter/archive/feed/"):
        assert b"Canary" not in client.get(url).content


def test_the_archive_and_its_feed_list_what_was_sent(client):
    begun(make_issue(subject="The first"))

    assert b"The first" in client.get("/newsletter/archive/").content
    assert b"The first" in client.get("/newsletter/archive/feed/").content


@pytest.mark.parametrize("page", ["0", "-1", "x", "2", "99999999999999999999"])
def test_a_page_that_the_archive_has_not_is_not_found(client, page):
    assert client.get(f"/newsletter/archive/?page={page}").status_code == 404


@pytest.mark.parametrize("number", ["0", "99999999999999999999", "-1"])
def test_an_issue_that_never_was_is_not_found(client, number):
    assert client.get(f"/newsletter/archive/{number}/").status_code == 404


@pytest.mark.parametrize(
    ("fields", "magazine", "sentence"),
    [
        ({"subject": " "}, {}, "The issue has no subject."),
        (
            {},
            {"postal_address": ""},
            "The magazine has no postal address: the law wants it in every issue.",
        ),
        (
            {"intro": "x " * MOST_BYTES},
            {},
            "The issue is longer than 100 kB: mail programs would cut it off.",
        ),
        ({}, {}, "Send yourself a test of this very issue first, and look at it."),
    ],
)
def test_nothing_is_sent_that_is_not_fit_to_be(settings, fields, magazine, sentence):
    settings.SITE_URL = settings.SITE_URL._replace(scheme="https")
    issue = make_issue(**fields)
    MagazineSettings.objects.update(**magazine)

    with pytest.raises(NotReady) as problem:
        check(issue, print_issue(issue))

    assert str(problem.value) == sentence


def test_mail_that_leaves_the_machine_needs_an_https_address(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    issue = make_issue()

    with pytest.raises(NotReady) as problem:
        check(issue, print_issue(issue))

    assert str(problem.value) == "The site has no https address: links in mail must have one."


def test_a_readers_own_links_replace_the_marks():
    printed = print_issue(make_issue())

    html, text = printed.for_reader({UNSUBSCRIBE: "leave-me", PREFERENCES: "mine"})

    assert "/newsletter/unsubscribe/leave-me/" in html
    assert "/newsletter/preferences/mine/" in text


def test_a_round_up_of_thirty_articles_stays_under_100_kb():
    issue = make_issue(articles=30)
    Entry.objects.update(
        teaser="A teaser of ordinary length that says what the text is about. " * 4
    )

    assert len(print_issue(issue).html.encode()) < 100_000


def test_the_desk_says_in_which_letters_an_article_went_out():
    article = make_published()
    first, second = make_issue(), make_issue()
    for issue, readers in [(first, 1), (second, 3)]:
        Entry.objects.get_or_create(issue=issue, article=article)
        for _ in range(readers):
            make_delivery(issue, "sent")
        make_delivery(issue, "failed")
        begun(issue)
    Entry.objects.create(issue=make_issue(), article=article)

    assert gone_out(article) == [
        f"Sent in issue {first.pk} to one reader.",
        f"Sent in issue {second.pk} to 3 readers.",
    ]


def make_delivery(issue, state):
    reader = make_reader()
    return issue.deliveries.create(
        subscriber=reader, address_key=reader.address_key, domain="example.org", state=state
    )


def test_a_picture_is_not_taken_from_under_a_letter():
    image = make_image(renditions={"whole": ["k" * 24, [640]]})
    issue = make_issue(state="due")
    issue.pictures.create(image=image)

    with pytest.raises(ProtectedError):
        image.delete()

    assert [(key, use.kind) for key, use in picture_places([image.pk])] == [(image.pk, "letter")]


FRIDAY = datetime(2025, 11, 21, 12, tzinfo=UTC)  # seven in New York


@pytest.fixture
def fridays():
    """A draft every Friday at seven in New York, since Monday."""
    MagazineSettings.objects.update(time_zone="America/New_York")
    Rhythm.objects.update(weekday=4, hour=7, made_to=FRIDAY - 4 * DAY)
    make_published(title="of the week", published_at=FRIDAY - DAY)


def drafts():
    return [titles(issue) for issue in Issue.objects.order_by("pk")]


def test_a_draft_of_the_week_is_made_when_its_hour_has_come_and_once(fridays):
    assert compose.draft_the_week(FRIDAY - timedelta(seconds=1)) is None
    issue = compose.draft_the_week(FRIDAY)
    assert compose.draft_the_week(FRIDAY + HOUR) is None

    assert (issue.state, issue.period_to, issue.by) == ("draft", FRIDAY, None)
    assert drafts() == [["of the week"]]


def test_a_worker_that_was_off_for_a_month_makes_the_last_week_only(fridays):
    at = FRIDAY + 30 * DAY
    make_published(title="later", published_at=at - 3 * DAY)

    issue = compose.draft_the_week(at)

    assert at - 7 * DAY < issue.period_to <= at
    assert drafts() == [["later"]]


def test_two_workers_make_one_draft(fridays):
    one, other, zone = Rhythm.objects.get(), Rhythm.objects.get(), ZoneInfo("America/New_York")

    assert [one.take(zone, FRIDAY), other.take(zone, FRIDAY)] == [FRIDAY, None]


def test_who_began_the_week_by_hand_is_given_no_second_draft(fridays):
    by_hand = compose.draft(by=make_user())
    Issue.objects.filter(pk=by_hand.pk).update(made_at=FRIDAY - 2 * DAY)

    assert compose.draft_the_week(FRIDAY) is None
    assert compose.draft_the_week(FRIDAY + 7 * DAY) is None  # nothing new, and what is old waits
    make_published(title="new", published_at=FRIDAY + 13 * DAY)
    assert titles(compose.draft_the_week(FRIDAY + 14 * DAY)) == ["new"]


def test_no_draft_is_made_of_nothing_or_for_nobody(fridays):
    Rhythm.objects.update(weekday=None)
    assert compose.draft_the_week(FRIDAY) is None
    Rhythm.objects.update(weekday=4)
    assert compose.draft_the_week(FRIDAY + 21 * DAY) is None

    assert drafts() == []


@pytest.mark.parametrize(
    ("hour", "at", "moment"),
    [
        # Clocks go forward on 8 March 2026: two is no hour there, three is.
        (2, "2026-03-08T07:30Z", "2026-03-08T07:00Z"),
        (2, "2026-03-08T06:59Z", "2026-03-01T07:00Z"),
        # And back on 1 November: the first of two such hours counts.
        (1, "2026-11-01T05:30Z", "2026-11-01T05:00Z"),
        (1, "2026-11-01T06:30Z", "2026-11-01T05:00Z"),
        (1, "2026-11-01T04:59Z", "2026-10-25T05:00Z"),
    ],
)
def test_the_hour_is_the_newsrooms_also_when_clocks_change(hour, at, moment):
    rhythm = Rhythm(weekday=6, hour=hour)

    found = rhythm.last_moment(ZoneInfo("America/New_York"), datetime.fromisoformat(at))

    assert found == datetime.fromisoformat(moment)


def test_the_draft_of_a_week_is_not_sent_by_itself_unless_somebody_chose_it(fridays):
    issue = compose.draft_the_week(FRIDAY)

    assert schedule_by_itself(issue) is False
    assert not Issue.objects.due(FRIDAY + 365 * DAY).exists()


def test_a_letter_tells_what_a_picture_shows_to_whom_pictures_are_off():
    made = {"whole": ["k" * 24, [640]]}
    image = make_image(alt="A lighthouse over a “black” sea", renditions=made)
    make_published(lead_image=image)

    html = print_issue(compose.draft()).html

    assert 'alt="A lighthouse over a “black” sea"' in html
    assert 'alt=""' not in html
