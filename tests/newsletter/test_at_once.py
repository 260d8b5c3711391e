"""Several press the same button, or take the same step, in the same moment."""

import threading

import pytest
from django.contrib.admin.models import LogEntry
from django.db import connections
from django.test import Client
from django.utils import timezone

from newsletter.models import Delivery, Issue, Subscriber
from newsletter.sending.worker import Worker
from tests.factories import make_user
from tests.newsletter.issues import Sink, make_issue, make_readers, mark_tested
from tests.servers.postgres import free_port

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

PRESSES = 6


def at_once(work, arguments):
    """What each call answers; all begin in one moment, each in a thread of its own."""
    starts, answers = threading.Barrier(len(arguments)), [None] * len(arguments)

    def one(place, argument):
        try:
            starts.wait()
            answers[place] = work(argument)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=one, args=pair) for pair in enumerate(arguments)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


@pytest.fixture
def port(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", free_port()
    settings.SITE_URL = settings.SITE_URL._replace(scheme="https")
    return settings.EMAIL_PORT


def test_several_who_press_send_at_once_make_one_campaign(port):
    make_readers(25)
    issue = make_issue()
    mark_tested(issue)
    clients = [Client() for _ in range(PRESSES)]
    for number, client in enumerate(clients):
        client.force_login(make_user(f"staff-{number}", "Chief" if number % 2 else "Audience"))

    answers = at_once(
        lambda client: client.post(f"/admin/newsletter/issue/{issue.pk}/send/"), clients
    )

    watch = f"/admin/newsletter/issue/{issue.pk}/watch/"
    assert [(answer.status_code, answer["Location"]) for answer in answers] == [
        (302, watch)
    ] * PRESSES
    issue.refresh_from_db()
    [logged] = LogEntry.objects.filter(change_message__contains="To be sent at")
    assert (issue.state, issue.sent_by) == ("scheduled", logged.user)

    Issue.objects.update(send_at=timezone.now())
    with Sink(port) as sink:
        at_once(lambda worker: worker.run(once=True), [Worker(batch=4, nap=0.05) for _ in range(4)])
        # One may have looked while another still had its last ones in hand.
        Worker().run(once=True)

    everybody = sorted(Subscriber.objects.values_list("address", flat=True))
    assert sorted(sink.recipients()) == everybody
    issue.refresh_from_db()
    assert (issue.state, issue.number, issue.candidates, issue.prepared) == ("sent", 1, 25, 25)
    assert (Issue.objects.count(), Delivery.objects.count()) == (1, 25)


def test_of_stop_and_send_in_one_moment_each_is_told_the_truth(port):
    issue = make_issue()
    mark_tested(issue)
    client = Client()
    client.force_login(make_user("chief", "Chief"))
    client.post(f"/admin/newsletter/issue/{issue.pk}/send/")
    Issue.objects.update(send_at=timezone.now())

    def step(name):
        mine = Issue.objects.get()
        return mine.call_off() if name == "stop" else mine.freeze("h", "t", "d", [], 0)

    stopped, begun = at_once(step, ["stop", "begin"])

    assert sorted([stopped, begun]) == [False, True]
    issue.refresh_from_db()
    assert issue.state == ("draft" if stopped else "preparing")
