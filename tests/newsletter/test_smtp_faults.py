"""What a mail server can do wrong at each step, and how each ends."""

import socket
import threading

import pytest

from newsletter.models import Delivery, Issue, Subscriber
from newsletter.sending.worker import Worker
from tests.newsletter.issues import Sink, make_issue, make_readers
from tests.newsletter.readers import make_reader

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("mail_server")]


def work(**options):
    Worker(**options).run(once=True)


def states():
    return dict(Delivery.objects.values_list("subscriber__address", "state"))


@pytest.mark.parametrize(
    ("rule", "state", "answer", "reader"),
    [
        ({"RCPT": "550 5.1.1 nobody here"}, "failed", "550 5.1.1", "bounced"),
        ({"RCPT": "550 5.7.1 we do not like you"}, "failed", "550 5.7.1", "confirmed"),
        ({"RCPT": "450 4.2.1 try later"}, "deferred", "450 4.2.1", "confirmed"),
        ({"RCPT": "421 4.7.0 too many"}, "deferred", "421 4.7.0", "confirmed"),
        ({"RCPT": "550 5.1.8 your domain is not found"}, "failed", "550 5.1.8", "confirmed"),
        ({"MAIL": "550 5.1.0 you may not send"}, "failed", "550 5.1.0", "confirmed"),
        ({"MAIL": "451 4.3.0 later"}, "deferred", "451 4.3.0", "confirmed"),
        ({"DATA": "554 5.6.0 no"}, "failed", "554 5.6.0", "confirmed"),
        ({"DATA": "452 4.3.1 full"}, "deferred", "452 4.3.1", "confirmed"),
    ],
)
def test_a_server_that_refuses_is_believed(port, rule, state, answer, reader):
    make_reader("ada@example.org")
    make_issue(state="due")

    with Sink(port, rule=lambda stage, _: rule.get(stage)) as sink:
        work()

    assert sink.recipients() == []
    delivery = Delivery.objects.get()
    assert (delivery.state, delivery.answer) == (state, answer)
    assert Subscriber.objects.get().state == reader


def test_one_refusal_does_not_keep_the_others_from_their_issue(port):
    make_readers(6)
    make_issue(state="due")

    with Sink(port, rule=lambda stage, who: "550 5.2.2" if "reader-3" in who else None) as sink:
        work()

    assert len(sink.recipients()) == 5


def test_a_server_that_is_not_there_costs_no_reader_anything():
    make_readers(3)
    issue = make_issue(state="due")

    work(nap=0.01)

    issue.refresh_from_db()
    assert issue.state == "sending"
    assert set(states().values()) == {"pending"}
    assert not Delivery.objects.exclude(tries=0).exists()


def test_a_server_without_tls_is_not_talked_to_in_the_clear(port, settings):
    settings.EMAIL_USE_TLS = True
    make_readers(3)
    make_issue(state="due")

    with Sink(port) as sink:
        work(nap=0.01)

    assert sink.recipients() == []
    assert set(states().values()) == {"pending"}


def test_a_server_that_answers_slowly_is_waited_for(port, settings):
    settings.EMAIL_TIMEOUT = 2
    make_readers(3)
    issue = make_issue(state="due")

    with Sink(port, delay=2.5) as sink:  # longer than any other answer may take
        work()

    assert len(sink.recipients()) == 3
    assert issue.sums() == {"sent": 3}


@pytest.mark.parametrize("answer", ["454 4.7.0 not now", "220 go on, and then noise"])
def test_a_server_whose_tls_fails_is_not_talked_to_in_the_clear(port, settings, answer):
    settings.EMAIL_USE_TLS = True
    make_readers(3)
    make_issue(state="due")

    with Line(port, "starttls", answer) as line:
        work(nap=0.01)

    assert line.seen == [b"EHLO", b"STAR"]
    assert set(states().values()) == {"pending"}
    assert not Delivery.objects.exclude(tries=0).exists()


class Line:
    """A bare SMTP server that breaks at one place."""

    def __init__(self, port, breaks, answer=""):
        self.breaks, self.answer = breaks, answer
        self.seen = []
        self.dots = 0
        self.broken = threading.Event()
        self.socket = socket.create_server(("127.0.0.1", port))
        self.thread = threading.Thread(target=self.serve, daemon=True)

    def serve(self):
        while True:
            try:
                line, _ = self.socket.accept()
            except OSError:
                return
            with line, line.makefile("rb") as said:
                self.talk(line, said)
            self.broken.set()

    def talk(self, line, said):
        line.sendall(b"220 hello\r\n")
        for words in said:
            verb = words[:4].upper()
            self.seen.append(verb)
            if self.breaks == "starttls":
                if verb == b"EHLO":
                    line.sendall(b"250-here\r\n250 STARTTLS\r\n")
                    continue
                line.sendall(self.answer.encode() + b"\r\n")
                return
            if verb == b"DATA":
                if self.breaks == "before the message":
                    return
                line.sendall(b"354 go on\r\n")
                if self.breaks == "before the dot":
                    said.read(2000)
                    return
                for words in said:
                    if words == b".\r\n":
                        break
                self.dots += 1
                if self.breaks == "after the dot":
                    return
                if self.breaks == "silent after the dot":
                    threading.Event().wait(3)
                    return
            line.sendall(b"250 fine\r\n")

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        # Closing alone would leave the port to the thread that waits at it.
        self.socket.shutdown(socket.SHUT_RDWR)
        self.socket.close()


class Slow(Worker):
    """Takes so long over a commit that the line is down by then."""

    def __init__(self, line):
        super().__init__(nap=0.01)
        self.line = line

    def _commit(self, delivery):
        assert self.line.broken.wait(10)
        return super()._commit(delivery)


@pytest.mark.parametrize("breaks", ["before the message", "before the dot"])
def test_a_line_that_breaks_before_the_dot_has_sent_nothing(port, breaks):
    make_reader("ada@example.org")
    make_issue(state="due")

    with Line(port, breaks) as line:
        Slow(line).run(once=True)

    assert (line.dots, states()) == (0, {"ada@example.org": "deferred"})


@pytest.mark.parametrize("breaks", ["after the dot", "silent after the dot"])
def test_a_line_that_breaks_after_the_dot_leaves_it_to_a_person(port, breaks, monkeypatch):
    monkeypatch.setattr("newsletter.sending.transports.DOT_TIMEOUT", 0.5)
    make_reader("ada@example.org")
    issue = make_issue(state="due")

    with Line(port, breaks) as line:
        work(nap=0.01)
        work(nap=0.01)

    [uncertain] = Delivery.objects.uncertain()
    assert (line.dots, uncertain.state) == (1, "handing")
    issue.refresh_from_db()
    assert issue.state == "sent"


def test_sending_again_takes_up_a_finished_issue(port):
    make_reader("ada@example.org")
    make_issue(state="due")
    with Line(port, "after the dot"):
        work(nap=0.01)

    Delivery.objects.uncertain().get().send_again()
    with Sink(port) as sink:
        work()

    assert sink.recipients() == ["ada@example.org"]
    assert Issue.objects.get().state == "sent"


@pytest.mark.parametrize(
    ("step", "answer", "told"),
    [
        ("DATA", "550 5.7.26 no DKIM", "550 5.7.26"),
        ("RCPT", "550 5.1.8 your domain is not found", "550 5.1.8"),
        ("MAIL", "550 5.1.0 this account may not send", "550 5.1.0"),
        ("MAIL", "550 suspended", "550"),
    ],
)
def test_twenty_refusals_that_are_our_fault_stop_everything(port, step, answer, told):
    make_readers(60)
    issue = make_issue(state="due")

    with Sink(port, rule=lambda stage, _: answer if stage == step else None):
        work(nap=0.01)

    issue.refresh_from_db()
    assert issue.state == "paused"
    assert issue.note == f"20 servers in a row refused us: {told}."
    assert Subscriber.objects.confirmed().count() == 60
