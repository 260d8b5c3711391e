"""What the page of a sending, and the terminal, say of how it stands."""

import io
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from newsletter.desk.watch import watched
from newsletter.models import Delivery, Issue, Rest
from newsletter.sending.prepare import prepare
from newsletter.sending.schedule import begin_due
from tests.factories import make_user
from tests.newsletter.issues import make_issue, make_readers

pytestmark = pytest.mark.django_db


@pytest.fixture
def issue(settings):
    """Of forty readers twenty are sent it, five of them in the last minute; three are uncertain."""
    settings.SITE_URL = settings.SITE_URL._replace(scheme="https")
    make_readers(40)
    make_issue(state="due")
    begin_due()
    prepare(Issue.objects.get())
    now = timezone.now()
    Issue.objects.update(sending_at=now - timedelta(hours=3))
    pks = list(Delivery.objects.values_list("pk", flat=True))

    def stand(some, state, **fields):
        Delivery.objects.filter(pk__in=some).update(state=state, due_at=None, **fields)

    stand(pks[:15], "sent", ended_at=now - timedelta(hours=2))
    stand(pks[15:20], "sent", ended_at=now - timedelta(seconds=20))
    stand(pks[20:23], "handing", lease_until=now - timedelta(seconds=1))
    stand(pks[23:24], "handing", lease_until=now + timedelta(minutes=9))
    stand(pks[24:28], "deferred", domain="slow.example.org")
    Rest.give("slow.example.org")
    return Issue.objects.get()


def test_the_bar_the_rate_and_the_time_left_tell_of_the_last_minute(issue):
    seen = watched(issue)

    assert (seen.total, seen.done, seen.percent) == (40, 20, 50)
    assert seen.per_second == pytest.approx(5 / 60, rel=0.05)
    # Seventeen at one in twelve seconds; the uncertain ones wait for a person.
    assert seen.time_left == "3 min"
    assert sum(count for _, count in seen.sums) == 40
    assert dict(seen.sums) == {
        "waiting": 12,
        "being handed over": 1,
        "sent": 20,
        "to be tried again": 4,
        "uncertain": 3,
    }
    assert seen.deferred == [("slow.example.org", 4)]


def test_a_paused_sending_has_no_rate_and_a_stuck_one_says_so(issue):
    Delivery.objects.update(ended_at=None)
    assert watched(issue).per_second == 0
    client = Client()
    client.force_login(make_user("chief", "Chief"))
    assert "none in the last minute" in page(client, issue)

    issue.pause()

    assert "none in the last minute" not in page(client, issue)


def page(client, issue):
    return client.get(f"/admin/newsletter/issue/{issue.pk}/watch/").content.decode()


def test_the_page_shows_every_sum_and_who_is_uncertain_and_takes_a_decision(issue):
    client = Client()
    client.force_login(make_user("audience", "Audience"))
    uncertain = list(Delivery.objects.uncertain())

    html = page(client, issue)
    assert '<progress value="20" max="40">' in html
    assert all(each in html for each in ("Uncertain: 3", "slow.example.org", "3 min left"))
    assert all(str(each.subscriber) in html for each in uncertain)
    assert "Mark sent" in html
    assert "Send again" in html

    decide = f"/admin/newsletter/issue/{issue.pk}/decide/"
    client.post(decide, {"decision": "mark_sent", "delivery": [uncertain[0].pk]})
    client.post(decide, {"decision": "send_again", "delivery": [uncertain[1].pk]})
    # Nobody but an uncertain one is touched.
    sent = Delivery.objects.filter(state="sent").first()
    client.post(decide, {"decision": "send_again", "delivery": [sent.pk]})

    states = dict(Delivery.objects.values_list("pk", "state"))
    assert [states[each.pk] for each in uncertain] == ["sent", "pending", "handing"]
    assert states[sent.pk] == "sent"
    assert "Uncertain: 1" in page(client, issue)


def test_an_editor_may_look_and_not_decide(issue):
    client = Client()
    client.force_login(make_user("editor", "Editor"))

    html = page(client, issue)
    assert "Uncertain: 3" in html
    assert "Send again" not in html
    decide = f"/admin/newsletter/issue/{issue.pk}/decide/"
    assert client.post(decide, {"decision": "send_again"}).status_code == 403


def test_the_terminal_tells_the_same(issue):
    out = io.StringIO()

    call_command("watch_newsletters", once=True, stdout=out)

    assert "[############             ] 20/40, 0.1/s, 3 min left" in out.getvalue()
    assert "to be tried again: 4" in out.getvalue()
    assert "uncertain: 3; decide in the admin" in out.getvalue()
    assert "slow.example.org: 4" in out.getvalue()
