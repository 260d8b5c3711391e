import io
import mailbox
import sys
from datetime import timedelta
from types import SimpleNamespace

import pytest
from anymail.signals import AnymailTrackingEvent, tracking
from django.core.management import CommandError, call_command
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from newsletter.bounces import Report, read_report, take_report
from newsletter.models import Subscriber, Suppression
from tests.newsletter.readers import make_reader

pytestmark = pytest.mark.django_db

NOON = timezone.now()


def dsn(token="", status="5.1.1", action="failed", to="bounces@example.org", diagnostic=""):
    """A delivery report as Postfix writes it; with a token, it brings our headers back."""
    link = f"<https://example.org/newsletter/unsubscribe/{token}/>"
    return f"""Return-Path: <>
Delivered-To: {to}
From: MAILER-DAEMON@mx.example.net
To: {to}
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="x"

--x
Content-Type: text/plain

I'm sorry to have to inform you that your message could not be delivered.

--x
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.net
Arrival-Date: Mon, 1 Jun 2026 12:00:00 +0000

Final-Recipient: rfc822; ada@example.net
Action: {action}
Status: {status}
Diagnostic-Code: smtp; {diagnostic or "550 no such user"}

--x
Content-Type: text/rfc822-headers

From: us@example.org
List-Unsubscribe: {link}
Subject: The week

--x--
""".replace("\n", "\r\n").encode()


def complaint(token):
    """A complaint as a mailbox provider's feedback loop sends it (RFC 5965)."""
    return f"""From: feedback@mailbox.example
To: bounces@example.org
Subject: complaint about message
MIME-Version: 1.0
Content-Type: multipart/report; report-type=feedback-report; boundary="x"

--x
Content-Type: text/plain

This is an abuse report.

--x
Content-Type: message/feedback-report

Feedback-Type: abuse
User-Agent: Loop/1.0
Version: 1

--x
Content-Type: message/rfc822

From: us@example.org
List-Unsubscribe: <https://example.org/newsletter/unsubscribe/{token}/>
Subject: The week

Words.
--x--
""".encode()


def test_a_report_is_known_by_the_address_it_came_back_to():
    token = make_reader().unsubscribe_token()

    assert read_report(dsn(to=f"bounces+b-{token}@example.org")) == Report(
        "bounced", token, "5.1.1"
    )


def test_a_report_is_known_by_the_headers_it_brings_back():
    token = make_reader().unsubscribe_token()

    assert read_report(dsn(token)) == Report("bounced", token, "5.1.1")
    assert read_report(complaint(token)) == Report("complained", token)


@pytest.mark.parametrize("action", ["delayed", "delivered", "relayed", "expanded"])
def test_a_report_of_anything_but_failure_is_none(action):
    assert read_report(dsn(make_reader().unsubscribe_token(), action=action)) is None


def test_where_the_status_says_nothing_the_servers_words_do():
    token = make_reader().unsubscribe_token()
    raw = dsn(token, status="5.0.0", diagnostic="550 5.1.1 <ada@example.net> unknown user")

    assert read_report(raw).status == "5.1.1"


@pytest.mark.parametrize(
    ("status", "state"),
    [
        ("5.1.1", "bounced"),
        ("5.1.10", "bounced"),
        ("5.7.1", "confirmed"),
        ("5.7.26", "confirmed"),
        ("5.1.7", "confirmed"),
        ("5.1.8", "confirmed"),
        ("5.2.2", "confirmed"),
        ("4.4.1", "confirmed"),
        ("", "confirmed"),
    ],
)
def test_one_refusal_is_judged_by_its_class(status, state):
    reader = make_reader()

    take_report(Report("bounced", reader.unsubscribe_token(), status))

    reader.refresh_from_db()
    assert reader.state == state


@pytest.mark.parametrize(
    ("days", "state"),
    [([0, 1, 2], "bounced"), ([0, 7, 14], "confirmed"), ([0, 60, 120, 180], "confirmed"),
     ([0, 7, 14, 21], "bounced")],
)  # fmt: skip
def test_refusals_add_up_and_fade(days, state):
    reader = make_reader()

    for day in days:
        reader.refuse("5.2.2", NOON + timedelta(days=day))

    reader.refresh_from_db()
    assert reader.state == state


@pytest.mark.parametrize("status", ["5.7.1", "5.1.7", "5.1.8"])
def test_a_hundred_refusals_that_are_our_fault_suppress_nobody(status):
    reader = make_reader()

    for _ in range(100):
        reader.refuse(status)

    assert not Suppression.objects.exists()
    assert Subscriber.objects.confirmed().exists()


def test_a_complaint_ends_it():
    reader = make_reader()

    assert take_report(read_report(complaint(reader.unsubscribe_token())))

    assert Subscriber.objects.get().state == "complained"


def test_a_mail_to_the_unsubscribing_address_unsubscribes():
    token = make_reader().unsubscribe_token()
    raw = f"To: bounces+u-{token}@example.org\r\nSubject: unsubscribe\r\n\r\n".encode()

    assert take_report(read_report(raw))

    assert Subscriber.objects.get().state == "unsubscribed"


def test_nobody_is_suppressed_by_a_report_that_was_made_up():
    make_reader("ada@example.net")

    for token in ("", "A" * 36, "x"):
        report = read_report(dsn(token, to=f"bounces+b-{token}@example.org"))
        assert report is None or not take_report(report)

    assert Subscriber.objects.get().state == "confirmed"


@given(
    st.binary(max_size=3000)
    | st.text(max_size=3000).map(lambda text: text.encode("utf-8", "replace"))
)
def test_any_mail_is_a_report_or_none_and_never_a_fault(raw):
    read_report(raw)


@given(st.data())
def test_a_report_that_was_damaged_is_a_report_or_none_and_never_a_fault(data):
    raw = bytearray(dsn("A" * 36))
    for _ in range(data.draw(st.integers(1, 30))):
        raw[data.draw(st.integers(0, len(raw) - 1))] = data.draw(st.integers(0, 255))

    read_report(bytes(raw))


def test_a_mailbox_is_read_once_and_what_is_not_understood_stays(tmp_path):
    reader = make_reader()
    box = mailbox.Maildir(tmp_path / "box")
    box.add(dsn(reader.unsubscribe_token()))
    box.add(b"From: eve@example.org\r\nSubject: hello\r\n\r\nWords.\r\n")

    for _ in range(2):
        call_command("read_bounces", maildir=str(tmp_path / "box"))

    assert len(mailbox.Maildir(tmp_path / "box")) == 1
    reader.refresh_from_db()
    assert reader.state == "bounced"


def test_one_mail_is_read_from_a_pipe(monkeypatch):
    raw = dsn(make_reader().unsubscribe_token())
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(raw)))

    call_command("read_bounces", stdin=True)

    assert Subscriber.objects.get().state == "bounced"


def test_a_mailbox_has_to_be_named_and_is_not_read_in_the_clear():
    for where in ({}, {"imap": "imap://user@example.org/INBOX"}):
        with pytest.raises(CommandError):
            call_command("read_bounces", **where)


@pytest.mark.parametrize(
    ("event", "state"),
    [
        ({"event_type": "complained"}, "complained"),
        ({"event_type": "unsubscribed"}, "unsubscribed"),
        ({"event_type": "bounced", "reject_reason": "bounced"}, "bounced"),
        ({"event_type": "bounced", "mta_response": "550 5.7.1 blocked"}, "confirmed"),
        (
            {"event_type": "bounced", "reject_reason": "bounced", "description": "5.7.1"},
            "confirmed",
        ),
        ({"event_type": "delivered"}, "confirmed"),
        ({"event_type": "deferred"}, "confirmed"),
    ],
)
def test_a_mail_service_tells_through_anymail(event, state):
    make_reader("ada@example.org")
    told = AnymailTrackingEvent(recipient="ADA@example.org", timestamp=NOON, **event)

    tracking.send(sender=None, event=told, esp_name="any")

    assert Subscriber.objects.get().state == state


@pytest.mark.parametrize("recipient", [None, "", "nobody@example.org", "@example.org"])
def test_an_event_about_a_stranger_is_let_be(recipient):
    make_reader("ada@example.org")

    tracking.send(
        sender=None,
        event=AnymailTrackingEvent(event_type="complained", recipient=recipient, timestamp=NOON),
        esp_name="any",
    )

    assert Subscriber.objects.get().state == "confirmed"
