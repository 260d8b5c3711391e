from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from articles.offers import gone_out
from newsletter.models import Delivery, Issue, Subscriber, issue
from newsletter.models.issue import DELIVERIES_KEPT
from newsletter.sending.prepare import prepare
from newsletter.sending.schedule import begin_due
from newsletter.tasks import forget_deliveries
from tests.factories import make_user
from tests.newsletter.issues import make_issue, make_readers

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def secure_site(settings):
    settings.SITE_URL = settings.SITE_URL._replace(scheme="https")


def sent_issue(readers=5, ago=DELIVERIES_KEPT, **states):
    """As if it had gone out so long ago; some deliveries ended otherwise, by state."""
    make_readers(readers)
    made = make_issue(state="due")
    begin_due()
    made.refresh_from_db()
    prepare(made)
    Delivery.objects.update(state="sent")
    keys = iter(Delivery.objects.order_by("pk").values_list("pk", flat=True))
    for state, count in states.items():
        for _ in range(count):
            Delivery.objects.filter(pk=next(keys)).update(state=state)
    Issue.objects.filter(pk=made.pk).update(state="sent", finished_at=timezone.now() - ago)
    made.refresh_from_db()
    return made


def test_who_was_sent_an_old_issue_is_forgotten_and_to_how_many_is_kept(monkeypatch):
    monkeypatch.setattr(issue, "FORGOTTEN_AT_ONCE", 2)
    made = sent_issue(readers=7, failed=1, skipped=2)
    article = made.entries.get().article
    said = gone_out(article)

    forget_deliveries.call()

    made.refresh_from_db()
    assert not Delivery.objects.exists()
    assert made.sums() == {"sent": 4, "failed": 1, "skipped": 2}
    assert (made.prepared, made.state) == (7, "sent")
    assert gone_out(article) == said == ["Sent in issue 1 to 4 readers."]
    assert Subscriber.objects.count() == 7
    client = Client()
    client.force_login(make_user("chief", "Chief"))
    assert b"7 of 7" in client.get(f"/admin/newsletter/issue/{made.pk}/watch/").content


def test_forgetting_goes_on_where_it_was_broken_off():
    made = sent_issue()
    Issue.objects.filter(pk=made.pk).update(kept_sums=made.sums())
    Delivery.objects.filter(pk__in=Delivery.objects.values("pk")[:2]).delete()

    forget_deliveries.call()

    assert not Delivery.objects.exists()
    assert Issue.objects.get().sums() == {"sent": 5}


@pytest.mark.parametrize(
    ("ago", "states"),
    [(DELIVERIES_KEPT - timedelta(minutes=1), {}), (DELIVERIES_KEPT, {"handing": 1})],
    ids=["not old enough", "one is uncertain"],
)
def test_nothing_is_forgotten_too_early(ago, states):
    sent_issue(ago=ago, **states)

    forget_deliveries.call()

    assert Delivery.objects.count() == 5
    assert Issue.objects.get().kept_sums is None


def test_an_unsubscribe_link_works_when_its_delivery_is_forgotten(client):
    sent_issue(readers=1)
    reader = Subscriber.objects.get()

    forget_deliveries.call()

    assert client.post(f"/newsletter/unsubscribe/{reader.unsubscribe_token()}/").status_code == 200
    assert not Subscriber.objects.confirmed().exists()
