from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client

from articles.models import Edition
from newsletter.models import Delivery, Issue
from newsletter.sending.prepare import prepare
from newsletter.sending.schedule import begin_due
from tests.factories import make_published, make_user
from tests.newsletter.issues import make_issue, mark_tested
from tests.newsletter.readers import make_reader

pytestmark = pytest.mark.django_db

LIST = "/admin/newsletter/issue/"


@pytest.fixture(autouse=True)
def secure_site(settings):
    settings.SITE_URL = settings.SITE_URL._replace(scheme="https")


def logged_in(group="Chief"):
    client = Client()
    client.force_login(make_user(f"the-{group or 'nobody'}", group))
    return client


def inline(issue, **changes):
    """What the change form sends when nothing but the given is touched."""
    entries = list(issue.entries.all())
    data = {
        "subject": issue.subject,
        "preheader": issue.preheader,
        "intro": issue.intro,
        "sender_name": issue.sender_name,
        "reply_to": issue.reply_to,
        "entries-TOTAL_FORMS": len(entries),
        "entries-INITIAL_FORMS": len(entries),
    }
    for number, entry in enumerate(entries):
        data |= {
            f"entries-{number}-id": entry.pk,
            f"entries-{number}-issue": issue.pk,
            f"entries-{number}-article": entry.article_id,
            f"entries-{number}-order": entry.order,
        }
    return data | changes


def test_an_editor_makes_a_round_up_from_a_period(django_user_model):
    make_published(title="One")
    make_published(title="Two")
    client = logged_in("Editor")
    form = client.get(LIST + "add/").context["adminform"].form
    period = {name: form[name].value().strftime("%Y-%m-%dT%H:%M") for name in form.fields}

    answer = client.post(LIST + "add/", period)

    issue = Issue.objects.get()
    assert answer["Location"] == f"{LIST}{issue.pk}/change/"
    assert issue.by.username == "the-Editor"
    assert issue.entries.count() == 2


def test_a_period_that_ends_before_it_begins_is_refused():
    data = {"period_from": "2026-05-02T00:00", "period_to": "2026-05-01T00:00"}

    answer = logged_in().post(LIST + "add/", data)

    assert b"The period ends before it begins." in answer.content
    assert not Issue.objects.exists()


def test_editors_reorder_drop_and_override():
    issue = make_issue(articles=3)
    first, _, third = issue.entries.all()
    changes = {
        "subject": "Ours",
        "entries-0-order": 99,
        "entries-0-teaser": "Read this last",
        "entries-1-DELETE": "on",
    }

    logged_in("Editor").post(f"{LIST}{issue.pk}/change/", inline(issue, **changes))

    issue.refresh_from_db()
    assert issue.subject == "Ours"
    assert [(e.pk, e.teaser) for e in issue.entries.all()] == [
        (third.pk, ""),
        (first.pk, "Read this last"),
    ]


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_for_one_and_for_three(count, django_assert_num_queries):
    for _ in range(count):
        make_issue(articles=0)
    client = logged_in()
    Edition.objects.move()

    with django_assert_num_queries(6):
        assert client.get(LIST).status_code == 200


def test_from_a_test_to_a_schedule_to_a_stop():
    make_reader()
    issue = make_issue()
    client = logged_in("Audience")

    assert b"Send yourself a test" in client.get(f"{LIST}{issue.pk}/send/").content
    client.post(f"{LIST}{issue.pk}/send/")
    issue.refresh_from_db()
    assert issue.state == "draft"

    client.post(f"{LIST}{issue.pk}/test/", {"address": "me@example.org"})
    [test] = mail.outbox
    assert (test.to, test.subject) == (["me@example.org"], "[Test] The week")
    assert "/newsletter/unsubscribe/preview/" in test.body

    assert b"Send to 1 reader" in client.get(f"{LIST}{issue.pk}/send/").content
    client.post(f"{LIST}{issue.pk}/send/")
    issue.refresh_from_db()
    assert (issue.state, issue.sent_by.username) == ("scheduled", "the-Audience")

    client.post(f"{LIST}{issue.pk}/step/", {"step": "stop"})
    issue.refresh_from_db()
    assert issue.state == "draft"


def test_what_was_changed_after_the_test_is_tested_again():
    issue = make_issue()
    mark_tested(issue)
    client = logged_in()
    client.post(f"{LIST}{issue.pk}/change/", inline(issue, intro="One more thing"))

    assert b"Send yourself a test" in client.get(f"{LIST}{issue.pk}/send/").content


def test_an_issue_that_is_out_of_hand_is_shown_without_a_form():
    issue = make_issue(articles=2, state="scheduled")
    entry = issue.entries.first()
    type(entry).objects.filter(pk=entry.pk).update(headline="As it was said <there>")

    page = logged_in().get(f"{LIST}{issue.pk}/change/").text

    assert "<h1>The week</h1>" in page
    assert "<strong>As it was said &lt;there&gt;</strong>" in page
    assert "<textarea" not in page
    assert "inline-deletelink" not in page


@pytest.mark.parametrize("typed", ["", "soon", "2026-02-30T10:00", "99999-01-01T00:00"])
def test_a_period_is_two_times(typed):
    data = {"period_from": typed, "period_to": "2026-05-01T00:00"}
    answer = logged_in().post(LIST + "add/", data)
    assert "period_from" in answer.context["adminform"].form.errors
    assert not Issue.objects.exists()


def test_nothing_is_changed_once_it_is_scheduled():
    issue = make_issue(state="due")
    client = logged_in()

    assert (
        client.post(f"{LIST}{issue.pk}/change/", inline(issue, subject="Else")).status_code == 403
    )
    assert client.post(f"{LIST}{issue.pk}/fill/").status_code == 403
    assert client.post(f"{LIST}{issue.pk}/delete/", {"post": "yes"}).status_code == 403


@pytest.mark.parametrize("view", ["send", "step", "decide"])
def test_editors_compose_and_do_not_send(view):
    issue = make_issue()
    mark_tested(issue)
    client = logged_in("Editor")

    assert client.post(f"{LIST}{issue.pk}/{view}/", {"step": "pause"}).status_code == 403
    issue.refresh_from_db()
    assert issue.state == "draft"


@pytest.mark.parametrize("group", ["", "Contributor"])
@pytest.mark.parametrize("view", ["change", "preview", "preview/html", "send", "watch"])
def test_others_see_none_of_it(group, view):
    issue = make_issue()

    assert logged_in(group).get(f"{LIST}{issue.pk}/{view}/").status_code == 403


@pytest.mark.parametrize("view", ["fill", "test", "step", "decide"])
def test_what_changes_something_is_never_a_get(view):
    issue = make_issue()
    before = Issue.objects.values().get()

    answer = logged_in().get(f"{LIST}{issue.pk}/{view}/")

    assert answer.url == f"{LIST}{issue.pk}/change/#nothing-done"
    assert Issue.objects.values().get() == before


@pytest.mark.parametrize("step", ["", "explode", "fail", "hold"])
def test_a_step_that_is_none_is_not_found(step):
    issue = make_issue()

    assert logged_in().post(f"{LIST}{issue.pk}/step/", {"step": step}).status_code == 404


def test_the_preview_shows_the_mail_and_says_who_would_get_it():
    issue = make_issue(subject="<script>alert(1)</script>")
    make_reader("ada@example.org")
    make_reader("bob@example.org", "unsubscribed")
    client = logged_in()
    page = f"{LIST}{issue.pk}/preview/"

    assert b"<script>alert" not in client.get(page).content
    assert b"Would be sent it." in client.get(page, {"reader": "ada@example.org"}).content
    unsubscribed = client.get(page, {"reader": "bob@example.org"}).content
    assert b"Would not be sent it: unsubscribed." in unsubscribed
    assert b"Nobody has this address." in client.get(page, {"reader": "x\0%"}).content
    frame = client.get(page + "html/?as=dark")
    assert "sandbox" in frame["Content-Security-Policy"]
    assert b"prefers-color-scheme" not in frame.content


def test_an_editor_does_not_learn_who_reads_us_from_a_preview():
    issue = make_issue()
    make_reader("ada@example.org")

    page = logged_in("Editor").get(f"{LIST}{issue.pk}/preview/", {"reader": "ada@example.org"})

    assert b"Would" not in page.content


@pytest.mark.parametrize(
    ("decision", "state"),
    [("mark_sent", "sent"), ("send_again", "pending"), ("explode", "handing")],
)
def test_uncertain_deliveries_are_shown_and_decided(decision, state):
    make_reader("ada@example.org")
    issue = make_issue(state="due")
    begin_due()
    prepare(Issue.objects.get())
    [delivery] = Delivery.objects.claim(issue, "gone", 1, timedelta(minutes=1))
    delivery.hand_over(timedelta(seconds=-1))
    client = logged_in("Audience")

    page = client.get(f"{LIST}{issue.pk}/watch/").content.decode()
    assert "Uncertain: 1" in page
    assert "ada@example.org" in page
    client.post(f"{LIST}{issue.pk}/decide/", {"decision": decision, "delivery": [delivery.pk, "x"]})

    delivery.refresh_from_db()
    assert delivery.state == state


@pytest.mark.parametrize(
    ("at", "sentence"),
    [
        ("tomorrow", "Enter a valid date/time."),
        ("2020-01-01T07:00", "That time has passed."),
        ("9999-12-31T07:00", "Is the year 9999 meant?"),
    ],
)
def test_a_time_that_is_no_time_is_told(at, sentence):
    make_reader()
    issue = make_issue()
    mark_tested(issue)

    answer = logged_in().post(f"{LIST}{issue.pk}/send/", {"at": at})

    assert sentence in answer.text
    issue.refresh_from_db()
    assert issue.state == "draft"
