import email
import re
import signal
from datetime import timedelta
from email import policy
from urllib.parse import urlsplit

import pytest
from django.db import connection
from django.utils import timezone

from newsletter.models import Arming, Delivery, Issue, Rest, Subscriber
from newsletter.models.issue import TOO_LATE
from newsletter.sending.prepare import prepare
from newsletter.sending.schedule import begin_due
from newsletter.sending.worker import Worker
from tests.newsletter.issues import Sink, make_issue, make_readers
from tests.newsletter.readers import VERBS, make_reader

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("mail_server")]


def work(**options):
    Worker(**options).run(once=True)


def states():
    return dict(Delivery.objects.values_list("subscriber__address", "state"))


def test_every_reader_is_sent_the_issue_once(port):
    make_readers(30)
    issue = make_issue(state="due")

    with Sink(port) as sink:
        work(batch=7)
        work()

    assert sorted(sink.recipients()) == sorted(Subscriber.objects.values_list("address", flat=True))
    issue.refresh_from_db()
    assert (issue.state, issue.number, issue.candidates, issue.prepared, issue.excluded) == (
        "sent",
        1,
        30,
        30,
        0,
    )
    assert issue.sums() == {"sent": 30}


def test_only_who_is_confirmed_and_not_paused_is_sent_anything(port):
    for state in VERBS:
        make_reader(f"{state}@example.org", state)
    make_reader("paused@example.org").pause(timezone.now() + timedelta(days=9))
    issue = make_issue(state="due")

    with Sink(port) as sink:
        work()

    assert sink.recipients() == ["confirmed@example.org"]
    issue.refresh_from_db()
    assert (issue.candidates, issue.prepared, issue.excluded) == (2, 1, 1)


def test_who_leaves_after_the_list_was_made_is_skipped(port):
    stays, leaves = make_reader("stays@example.org"), make_reader("leaves@example.org")
    issue = make_issue(state="due")
    begin_due()
    issue.refresh_from_db()
    prepare(issue)
    leaves.unsubscribe()

    with Sink(port) as sink:
        work()

    assert sink.recipients() == [stays.address]
    assert states() == {"stays@example.org": "sent", "leaves@example.org": "skipped"}


def test_preparing_twice_adds_nothing():
    make_readers(25)
    issue = make_issue(state="due")
    begin_due()
    one, other = Issue.objects.get(), Issue.objects.get()

    prepare(one, chunk=10)
    prepare(other, chunk=10)
    Issue.objects.filter(pk=issue.pk).update(state="preparing", prepared_to=0)
    Issue.objects.filter(pk=issue.pk).update(candidates=0, prepared=0, excluded=0)
    prepare(Issue.objects.get(), chunk=7)

    issue.refresh_from_db()
    assert (issue.state, issue.candidates, issue.prepared) == ("sending", 25, 25)
    assert Delivery.objects.count() == 25


def test_sums_that_do_not_balance_stop_the_sending():
    make_readers(5)
    issue = make_issue(state="due")
    begin_due()
    Issue.objects.filter(pk=issue.pk).update(candidates=1)

    prepare(Issue.objects.get())

    issue.refresh_from_db()
    assert issue.state == "failed"
    assert issue.note.startswith("The sums do not balance: 6 readers, 5 prepared")


def test_two_presses_of_send_make_one_sending():
    issue = make_issue()
    one, other = Issue.objects.get(pk=issue.pk), Issue.objects.get(pk=issue.pk)

    assert [one.schedule(None), other.schedule(None)] == [True, False]


def test_an_issue_can_be_stopped_for_five_minutes():
    issue = make_issue()
    issue.schedule(None)

    assert issue.send_at - timezone.now() > timedelta(minutes=4, seconds=50)
    begin_due()
    assert issue.call_off()
    assert issue.state == "draft"


def test_an_issue_found_six_hours_late_is_held_and_its_sender_told(port):
    make_readers(3)
    issue = make_issue(state="due")
    Issue.objects.update(send_at=timezone.now() - TOO_LATE - timedelta(minutes=1))

    with Sink(port) as sink:
        work()

    issue.refresh_from_db()
    assert (issue.state, sink.recipients()) == ("held", [])
    assert "more than six hours ago" in issue.note


def test_a_domain_that_asks_for_rest_gets_it(port):
    make_readers(14)
    make_issue(state="due")
    asked = []

    def rule(stage, who):
        if stage == "RCPT" and who.endswith("@d3.example.org"):
            asked.append(who)
            return "421 4.7.0 slow down"
        return None

    with Sink(port, rule=rule) as sink:
        work(batch=1)

    assert (len(sink.recipients()), len(asked)) == (12, 1)
    assert Rest.objects.get().domain == "d3.example.org"


def test_deferred_ones_are_tried_again_and_given_up_in_the_end(port):
    make_reader("ada@example.org")
    issue = make_issue(state="due")

    with Sink(port, rule=lambda stage, _: "450 4.2.1" if stage == "RCPT" else None):
        for _ in range(9):
            work()
            Delivery.objects.filter(state="deferred").update(due_at=timezone.now())

    issue.refresh_from_db()
    assert (issue.state, states()) == ("sent", {"ada@example.org": "failed"})


@pytest.mark.parametrize(("decision", "state"), [("mark_sent", "sent"), ("send_again", "pending")])
def test_a_person_decides_about_an_uncertain_one_once(decision, state):
    make_reader("ada@example.org")
    issue = make_issue(state="due")
    begin_due()
    prepare(Issue.objects.get())
    [delivery] = Delivery.objects.claim(issue, "gone", 1, timedelta(seconds=60))
    delivery.hand_over(timedelta(seconds=-1))

    assert getattr(delivery, decision)() is True
    assert getattr(delivery, decision)() is False
    assert states() == {"ada@example.org": state}


def test_a_claim_that_ran_out_sends_nothing(port):
    make_reader("ada@example.org")
    issue = make_issue(state="due")
    begin_due()
    prepare(Issue.objects.get())

    [stale] = Delivery.objects.claim(issue, "slow", 1, timedelta(seconds=-1))
    assert Delivery.objects.recover() == 1
    [fresh] = Delivery.objects.claim(issue, "quick", 1, timedelta(seconds=60))

    assert stale.hand_over(timedelta(seconds=60)) is False
    assert fresh.hand_over(timedelta(seconds=60)) is True
    assert stale.take_back() is False


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_a_pause_takes_hold_between_two_readers_and_resume_ends_it(port):
    make_readers(20)
    issue = make_issue(state="due")

    def rule(stage, who):
        if stage == "RCPT" and "reader-7" in who:
            Issue.objects.get().pause("Stop!")
            connection.close()
        return None

    with Sink(port, rule=rule) as sink:
        work(nap=0.01)
        sent = len(sink.recipients())
        assert sent < 10
        issue.refresh_from_db()
        assert issue.state == "paused"
        sink.rule = lambda stage, who: None
        issue.resume()
        work()

    assert sorted(sink.recipients()) == sorted(set(sink.recipients()))
    assert len(sink.recipients()) == 20


def test_a_worker_that_is_told_to_stop_gives_back_the_rest(port):
    make_readers(50)
    make_issue(state="due")
    worker = Worker()

    def rule(stage, who):
        if stage == "DATA" and "reader-5@" in who:
            worker.stop(signal.SIGTERM)
        return None

    with Sink(port, rule=rule) as sink:
        worker.run()

    sums = Issue.objects.get().sums()
    assert sums == {"sent": len(sink.recipients()), "pending": 50 - len(sink.recipients())}
    assert len(sink.recipients()) < 50


def test_a_bucket_in_the_database_keeps_the_pace(settings):
    settings.NEWSLETTER_PER_SECOND = 5
    make_readers(60)
    issue = make_issue(state="due")
    begin_due()
    prepare(Issue.objects.get())
    noon, lease = timezone.now() + timedelta(minutes=1), timedelta(minutes=5)

    def claimed(worker, seconds):
        at = noon + timedelta(seconds=seconds)
        return len(Delivery.objects.claim(issue, worker, 100, lease, at))

    assert [claimed("a", 0), claimed("b", 0), claimed("a", 1), claimed("b", 2)] == [10, 0, 5, 5]
    assert claimed("a", 60) == 10


def test_a_message_is_whole_personal_and_can_be_left_with_one_click(port, client):
    make_readers(2)
    make_issue(state="due", subject="Grüße, “quoted”\r\nBcc: eve@example.org", preheader="Æ")

    with Sink(port) as sink:
        work()

    links = set()
    for recipient, message_id, raw in sink.taken:
        message = email.message_from_bytes(raw, policy=policy.default)
        assert message["To"] == recipient
        assert message["Subject"] == "Grüße, “quoted” Bcc: eve@example.org"
        assert message["Bcc"] is None
        assert message["Message-ID"] == message_id
        assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        assert client.get(urlsplit(message["List-Archive"].strip("<>")).path).status_code == 200
        assert max(len(line) for line in raw.split(b"\r\n")) < 998
        link = re.fullmatch(r"<http.*(/newsletter/unsubscribe/.*/)>", message["List-Unsubscribe"])
        text, html = (message.get_body([kind]).get_content() for kind in ("plain", "html"))
        assert link.group(1) in text
        assert link.group(1) in html
        assert "stands-here" not in text + html
        links.add(link.group(1))
        assert client.post(link.group(1), {"List-Unsubscribe": "One-Click"}).status_code == 200

    assert len(links) == 2
    assert Subscriber.objects.confirmed().count() == 0


def test_an_address_outside_ascii_goes_by_smtputf8(port):
    make_reader("jörg@bücher.example.org")
    make_issue(state="due")

    with Sink(port) as sink:
        work()

    assert sink.recipients() == ["jörg@xn--bcher-kva.example.org"]


def test_the_outbox_can_be_asked_so_nothing_stays_uncertain(settings, tmp_path):
    settings.EMAIL_BACKEND = "newsletter.outbox.Backend"
    settings.DATA_DIR = tmp_path
    assert Arming.is_armed()
    make_readers(4)
    issue = make_issue(state="due")
    begin_due()
    prepare(Issue.objects.get())
    for delivery in Delivery.objects.claim(issue, "gone", 2, timedelta(seconds=60)):
        delivery.hand_over(timedelta(seconds=-1))

    work()

    assert len(list((tmp_path / "mail").iterdir())) == 4
    assert Issue.objects.get().sums() == {"sent": 4}
