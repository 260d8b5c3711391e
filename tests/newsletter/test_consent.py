import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from newsletter.models import ConsentEvent, NeverChanged, State, Subscriber, Suppression
from tests.newsletter.readers import VERBS, make_reader

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE newsletter_consentevent SET kind = 'confirmed'",
        "UPDATE newsletter_consentevent SET ip_prefix = '10.0.0.0/24'",
        "UPDATE newsletter_consentevent SET ip_prefix = NULL, place = 'x'",
        "DELETE FROM newsletter_consentevent",
    ],
)
def test_the_database_itself_refuses_to_rewrite_consent(statement):
    make_reader(state="pending", ip_prefix="192.0.2.0/24")

    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_the_one_change_let_through_forgets_where_an_event_came_from():
    make_reader(state="pending", ip_prefix="192.0.2.0/24")

    with connection.cursor() as cursor:
        cursor.execute("UPDATE newsletter_consentevent SET ip_prefix = NULL")

    assert ConsentEvent.objects.get().ip_prefix is None


def test_the_models_refuse_before_the_database_has_to():
    make_reader(state="pending")
    event = ConsentEvent.objects.get()

    for attempt in (
        event.save,
        event.delete,
        ConsentEvent.objects.all().delete,
        lambda: ConsentEvent.objects.update(kind="confirmed"),
    ):
        with pytest.raises(NeverChanged):
            attempt()


@pytest.mark.parametrize("state", VERBS)
def test_the_state_follows_from_what_happened_when(state):
    reader = make_reader(state=state)

    assert reader.state == state
    assert reader.is_confirmed() is (state == "confirmed")
    assert list(Subscriber.objects.receiving()) == ([reader] if state == "confirmed" else [])
    assert Subscriber.objects.count_by_state() == {
        other: int(other == state) for other in State.values
    }


@pytest.mark.parametrize("verb", ["confirm", "unsubscribe", "bounce", "complain", "erase"])
def test_every_verb_is_safe_to_repeat(verb):
    reader = make_reader(state="unsubscribed" if verb == "confirm" else "confirmed")
    getattr(reader, verb)()
    events = ConsentEvent.objects.count()

    getattr(reader, verb)()

    assert ConsentEvent.objects.count() == events


@pytest.mark.parametrize("state", ["bounced", "complained"])
def test_no_sign_up_lifts_a_complaint_or_a_bounce(state):
    reader = make_reader("ada@example.org", state)

    assert Subscriber.objects.ask("ADA@example.org") is None
    reader.confirm()
    reader.refresh_from_db()
    assert reader.state == state


def test_erasing_a_complainer_keeps_the_complaint():
    reader = make_reader("ada@example.org", "complained")

    reader.erase()

    assert Suppression.objects.get().reason == "complained"


def test_one_address_is_one_row_however_it_is_spelled():
    make_reader("Jörg@Bücher.example.org", "pending")

    Subscriber.objects.ask("jo\u0308rg@xn--bcher-kva.example.org")

    assert Subscriber.objects.count() == 1


@pytest.mark.parametrize(
    "fields",
    [
        {"address": "a@example.org", "address_key": None},
        {"address_key": "a@example.org", "erased_at": timezone.now()},
        {"address": "a@example.org", "address_key": None, "erased_at": timezone.now()},
    ],
)
def test_the_database_refuses_half_erased_readers(fields):
    with pytest.raises(DatabaseError), transaction.atomic():
        Subscriber.objects.create(**fields)
