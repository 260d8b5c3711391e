import logging
from datetime import timedelta

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.utils import timezone

from newsletter.models import Letter, Subscriber, Welcome
from newsletter.tasks import empty_letterbox
from tests.newsletter.issues import Sink
from tests.newsletter.readers import make_reader
from tests.servers.postgres import free_port

pytestmark = pytest.mark.django_db


class Broken(EmailBackend):
    """A mail server that is down, and says whom it was asked to write to."""

    def send_messages(self, messages):
        raise OSError(f"refused {messages[0].to}")


def test_a_letter_that_could_not_be_sent_is_tried_again_with_a_fresh_token(settings, caplog):
    Subscriber.objects.ask("ada@example.org")
    working, settings.EMAIL_BACKEND = settings.EMAIL_BACKEND, f"{__name__}.Broken"

    with caplog.at_level(logging.DEBUG, logger="newsletter"):
        empty_letterbox.call()
    letter = Letter.objects.get()
    assert (letter.sent_at, letter.tries) == (None, 1)
    assert "ada@example.org" not in caplog.text

    settings.EMAIL_BACKEND = working
    empty_letterbox.call()
    assert mail.outbox == []

    Letter.objects.update(due_at=timezone.now())
    empty_letterbox.call()
    assert [message.to for message in mail.outbox] == [["ada@example.org"]]


def test_a_letter_is_given_up_after_a_dozen_tries(settings):
    Subscriber.objects.ask("ada@example.org")
    settings.EMAIL_BACKEND = f"{__name__}.Broken"

    for _ in range(13):
        Letter.objects.update(due_at=timezone.now())
        empty_letterbox.call()

    letter = Letter.objects.get()
    assert letter.tries == 12
    assert letter.given_up_at is not None


def test_two_workers_do_not_send_one_letter_twice():
    Subscriber.objects.ask("ada@example.org")
    one, other = Letter.objects.get(), Letter.objects.get()

    assert (one.take(), other.take()) == (True, False)


def test_a_letter_that_is_no_longer_deserved_is_not_sent():
    reader = make_reader(state="pending")
    Letter.objects.write(reader, Letter.Kind.CONFIRM)
    reader.confirm()
    reader.bounce()

    empty_letterbox.call()

    assert mail.outbox == []


def test_a_subscribed_reader_is_told_so_once_a_day_at_most():
    make_reader("ada@example.org")
    noon = timezone.now()

    for hours in (0, 1, 23, 25):
        Subscriber.objects.ask("ada@example.org", at=noon + timedelta(hours=hours))

    assert Letter.objects.count() == 2


def test_letters_say_that_a_program_wrote_them_and_carry_both_parts():
    Subscriber.objects.ask("ada@example.org")
    empty_letterbox.call()

    [message] = mail.outbox
    assert message.extra_headers["Auto-Submitted"] == "auto-generated"
    assert [part.mimetype for part in message.alternatives] == ["text/html"]
    assert "&" not in message.body.replace("&amp;", "&").partition("http")[0]


def test_editors_word_the_welcome_and_stray_braces_do_no_harm():
    Welcome.objects.update(subject="Hello from {newsletter}", text="Read {site} {0} {oops} {{x}}")
    reader = make_reader(state="pending")
    reader.confirm()
    empty_letterbox.call()

    assert mail.outbox[0].subject == "Hello from The weekly round-up"
    assert mail.outbox[0].body.startswith("Read http://127.0.0.1")
    assert "{0} {oops} {{x}}" in mail.outbox[0].body


@pytest.fixture
def mail_server(settings):
    """Where mail goes to over the network, and how it is to be told."""
    port = free_port()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", port, 2
    return port


def test_a_letter_reaches_an_address_outside_ascii(mail_server):
    Subscriber.objects.ask("jörg@bücher.example.org")

    with Sink(mail_server) as sink:
        empty_letterbox.call()

    [(recipient, _, raw)] = sink.taken
    assert recipient == "jörg@xn--bcher-kva.example.org"
    assert raw.startswith("To: jörg@xn--bcher-kva.example.org\r\n".encode())
    assert Letter.objects.get().sent_at is not None


def test_a_server_that_takes_ascii_only_ends_such_a_letter_at_once(mail_server, caplog):
    Subscriber.objects.ask("jörg@example.org")

    with Sink(mail_server, utf8=False) as sink:
        empty_letterbox.call()

    letter = Letter.objects.get()
    assert (sink.taken, letter.sent_at, letter.tries) == ([], None, 1)
    assert letter.given_up_at is not None
    assert caplog.messages == [f"Letter {letter.pk} was refused: 553 5.6.7"]


def test_a_server_that_is_away_is_tried_again_for_such_a_letter(mail_server):
    Subscriber.objects.ask("jörg@example.org")

    empty_letterbox.call()

    letter = Letter.objects.get()
    assert (letter.sent_at, letter.given_up_at, letter.tries) == (None, None, 1)


def test_a_letter_goes_to_the_domain_that_was_typed_and_not_to_its_double_of_2003(mail_server):
    Subscriber.objects.ask("ada@faß.example.org")

    with Sink(mail_server) as sink:
        empty_letterbox.call()

    assert sink.recipients() == ["ada@xn--fa-hia.example.org"]
