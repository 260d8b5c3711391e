"""The week's issue, put together and sent by itself, where somebody who may send chose it so."""

from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from articles.models import MagazineSettings
from newsletter.models import Issue, Rhythm
from newsletter.sending.schedule import begin_due
from newsletter.tasks import draft_round_up
from tests.factories import make_published, make_user
from tests.newsletter.issues import make_readers
from tests.newsletter.readers import links

pytestmark = pytest.mark.django_db

PAGE = "/admin/newsletter/rhythm/"


@pytest.fixture
def chief(settings):
    settings.SITE_URL = settings.SITE_URL._replace(scheme="https")
    MagazineSettings.objects.update(postal_address="1 Quay, Port", time_zone="UTC")
    chief = make_user("chief", "Chief")
    chief.email = "chief@example.org"
    chief.save()
    make_published(title="of the week", published_at=timezone.now() - timedelta(days=2))
    return chief


def choose(user, **fields):
    """On the desk's own page; answers the page if it was refused."""
    client = Client()
    client.force_login(user)
    hour = timezone.now() - timedelta(hours=1)
    data = {"weekday": hour.weekday(), "hour": hour.hour, **fields}
    answer = client.post(f"{PAGE}{Rhythm.objects.get().pk}/change/", data)
    # As if it had been chosen a week ago, and not after this week's hour.
    Rhythm.objects.update(made_to=timezone.now() - timedelta(days=7))
    return answer


def test_it_is_shown_to_whoever_chose_it_and_goes_out_when_the_hours_are_over(chief):
    make_readers(3)
    assert choose(chief, hours_to_stop="4").status_code == 302

    draft_round_up.call()
    draft_round_up.call()

    issue = Issue.objects.get()
    wait = issue.send_at - timezone.now()
    assert (issue.state, issue.sent_by) == ("scheduled", chief)
    assert timedelta(hours=3, minutes=50) < wait <= timedelta(hours=4)
    test, notice = mail.outbox
    assert (test.to, test.subject) == (["chief@example.org"], "[Test] of the week")
    assert notice.to == ["chief@example.org"]
    assert f"It goes out at {issue.send_at:%Y-%m-%d %H:%M} UTC." in notice.body
    assert links(notice) == [f"/admin/newsletter/issue/{issue.pk}/watch/"]

    begin_due(issue.send_at)
    issue.refresh_from_db()
    assert (issue.state, issue.number) == ("preparing", 1)


def test_it_can_be_stopped_and_is_then_a_draft_like_any_other(chief):
    choose(chief, hours_to_stop="4")
    draft_round_up.call()
    client = Client()
    client.force_login(chief)

    client.post(links(mail.outbox[1])[0].replace("watch", "step"), {"step": "stop"})
    draft_round_up.call()

    issue = Issue.objects.get()
    assert (issue.state, issue.send_at) == ("draft", None)


def test_what_was_changed_after_it_was_shown_is_held(chief):
    choose(chief, hours_to_stop="4")
    draft_round_up.call()
    issue = Issue.objects.get()
    issue.entries.update(headline="Something else")

    begin_due(issue.send_at)

    issue.refresh_from_db()
    assert (issue.state, issue.note) == (
        "held",
        "Send yourself a test of this very issue first, and look at it.",
    )


@pytest.mark.parametrize(
    "change",
    [
        lambda chief: chief.groups.clear(),
        lambda chief: setattr(chief, "is_active", False),
        lambda chief: setattr(chief, "email", ""),
    ],
    ids=["may no longer send", "is gone", "has no address"],
)
def test_nothing_goes_out_in_the_name_of_somebody_who_could_not_send_it(chief, change):
    choose(chief, hours_to_stop="4")
    change(chief)
    chief.save()

    draft_round_up.call()

    assert (Issue.objects.get().state, mail.outbox) == ("draft", [])


def test_what_is_not_fit_to_go_out_stays_a_draft_and_its_sender_is_told(chief):
    choose(chief, hours_to_stop="4")
    MagazineSettings.objects.update(postal_address="")

    draft_round_up.call()

    issue = Issue.objects.get()
    assert issue.state == "draft"
    assert "The magazine has no postal address" in mail.outbox[-1].body
    assert links()[0] == f"/admin/newsletter/issue/{issue.pk}/change/"


def test_it_stays_a_draft_when_no_test_could_be_sent(chief, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    choose(chief, hours_to_stop="4")

    draft_round_up.call()

    assert Issue.objects.get().state == "draft"


def test_only_those_who_may_send_choose_it(chief):
    editor = make_user("editor", "Editor")

    choose(editor, hours_to_stop="4")
    assert Rhythm.objects.get().hours_to_stop is None

    choose(chief, hours_to_stop="4")
    assert (Rhythm.objects.get().hours_to_stop, Rhythm.objects.get().by) == (4, chief)
    assert choose(editor, hour="3").status_code == 403

    choose(chief, hours_to_stop="")
    assert (Rhythm.objects.get().hours_to_stop, Rhythm.objects.get().by) == (None, None)
    assert choose(editor, hour="3").status_code == 302


def test_whoever_has_no_address_cannot_choose_it(chief):
    chief.email = ""
    chief.save()

    page = choose(chief, hours_to_stop="4").content.decode()

    assert "Your account has no e-mail address to send the test to." in page
    assert Rhythm.objects.get().hours_to_stop is None
