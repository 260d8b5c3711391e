import logging
from datetime import timedelta

import pytest
from django.apps import apps
from django.contrib.admin.models import LogEntry
from django.core import mail
from django.test import Client
from django.utils import timezone

from newsletter.models import Confirmation, ConsentEvent, Letter, State, Subscriber, Suppression
from newsletter.tasks import empty_letterbox
from newsletter.tokens import MOVE, OWN, PREFERENCES, UNSUBSCRIBE, seal
from tests.factories import make_user
from tests.newsletter.issues import make_issue
from tests.newsletter.readers import links, make_reader, press

pytestmark = pytest.mark.django_db

ONE_CLICK = "List-Unsubscribe=One-Click"
FIELD = 'Content-Disposition: form-data; name="List-Unsubscribe"'


def leave_url(reader):
    return f"/newsletter/unsubscribe/{reader.unsubscribe_token()}/"


def own_url(reader):
    return f"/newsletter/preferences/{reader.preferences_token()}/"


def private_url(reader):
    return f"/newsletter/own/{Confirmation.objects.issue(reader, OWN)}/"


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (ONE_CLICK, "application/x-www-form-urlencoded"),
        (f"--x\r\n{FIELD}\r\n\r\nOne-Click\r\n--x--", "multipart/form-data; boundary=x"),
        ("", "application/x-www-form-urlencoded"),
        ("no boundary at all", "multipart/form-data"),
        ("\0\xff", "text/plain; charset=nonsense"),
    ],
)
def test_one_click_unsubscribes_without_cookie_or_redirect_however_often(
    client, body, content_type
):
    reader = make_reader()

    for _ in range(3):
        answer = client.generic("POST", leave_url(reader), body, content_type)
        assert (answer.status_code, "Set-Cookie" in answer) == (200, False)

    reader.refresh_from_db()
    assert reader.state == State.UNSUBSCRIBED
    events = ConsentEvent.objects.of(reader.address_key).filter(kind="unsubscribed")
    assert [event.place for event in events] == ["one click"]


@pytest.mark.parametrize("method", ["get", "head"])
def test_scanners_that_follow_every_link_change_nothing(client, method):
    reader = make_reader()
    follow = getattr(client, method)

    private = private_url(reader)

    for url in (leave_url(reader), own_url(reader), private, private + "data/"):
        assert follow(url).status_code == 200

    reader.refresh_from_db()
    assert reader.state == State.CONFIRMED


@pytest.mark.parametrize("method", ["put", "patch", "delete", "options", "trace"])
def test_other_methods_are_refused_and_no_token_reaches_the_log(client, caplog, method):
    reader = make_reader()

    with caplog.at_level(logging.WARNING, logger="django.request"):
        assert getattr(client, method)(leave_url(reader)).status_code == 405

    assert reader.unsubscribe_token() not in caplog.text
    assert "/newsletter/unsubscribe/…/" in caplog.text


@pytest.mark.parametrize(
    "token", ["x", "A" * 36, "A" * 43, "%00", "é", "' or 1=1 --", "A" * 5000, "..%2f.."]
)
@pytest.mark.parametrize("page", ["confirm", "move", "unsubscribe", "preferences", "own"])
def test_a_token_that_we_never_made_is_not_found(client, page, token):
    assert client.get(f"/newsletter/{page}/{token}/").status_code == 404
    assert client.post(f"/newsletter/{page}/{token}/").status_code == 404


def test_a_token_opens_only_the_page_it_was_made_for(client):
    reader = make_reader()

    assert client.post(f"/newsletter/unsubscribe/{reader.preferences_token()}/").status_code == 404
    assert client.get(f"/newsletter/preferences/{reader.unsubscribe_token()}/").status_code == 404
    assert client.get(f"/newsletter/own/{reader.preferences_token()}/").status_code == 404
    move = Confirmation.objects.issue(reader, MOVE, address="new@example.org")
    assert client.get(f"/newsletter/own/{move}/data/").status_code == 404


def test_a_token_for_a_reader_who_never_was_is_not_found(client):
    assert client.post(f"/newsletter/unsubscribe/{seal(UNSUBSCRIBE, 2**47)}/").status_code == 404
    assert client.get(f"/newsletter/preferences/{seal(PREFERENCES, 999)}/").status_code == 404


def test_answers_to_one_person_are_kept_by_nobody(client):
    answer = client.get(own_url(make_reader()))

    assert "no-store" in answer["Cache-Control"]
    assert answer["X-Robots-Tag"] == "noindex, nofollow"
    assert answer["Referrer-Policy"] == "same-origin"
    assert "Set-Cookie" not in answer


def test_a_reader_pauses_and_goes_on(client):
    reader = make_reader()

    client.post(own_url(reader), {"wish": "pause", "weeks": "2"})
    reader.refresh_from_db()
    now = timezone.now()
    assert not Subscriber.objects.receiving(now).exists()
    assert Subscriber.objects.receiving(now + timedelta(weeks=2, minutes=1)).exists()

    client.post(own_url(reader), {"wish": "resume"})
    assert Subscriber.objects.receiving().exists()


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"wish": "explode"},
        {"wish": ["pause", "erase"]},
        {"wish": "pause", "weeks": "1000000"},
        {"wish": "move", "address": "nowhere"},
        {"wish": "move", "address": "a\0@example.org"},
        {"wish": "erase"},
    ],
)
def test_a_wish_that_makes_no_sense_changes_nothing(client, data):
    reader = make_reader()

    for url in (own_url(reader), private_url(reader)):
        assert client.post(url, data).status_code == 200

    reader.refresh_from_db()
    assert (reader.state, reader.paused_until) == (State.CONFIRMED, None)


def test_a_reader_moves_to_another_address_once_it_is_proved(client):
    reader = make_reader("old@example.org")
    page, mailed_before = private_url(reader), own_url(reader)

    client.post(page, {"wish": "move", "address": "New@example.org"})
    empty_letterbox.call()
    assert mail.outbox[-1].to == ["New@example.org"]
    reader.refresh_from_db()
    assert reader.address == "old@example.org"

    link = links()[0]
    client.get(link)
    assert Subscriber.objects.get().address == "old@example.org"
    assert client.post(link).status_code == 200
    empty_letterbox.call()

    reader.refresh_from_db()
    assert (reader.address, reader.state) == ("New@example.org", State.CONFIRMED)
    assert mail.outbox[-1].to == ["old@example.org"]
    assert "New@example.org" not in mail.outbox[-1].body
    # Whoever has the old mailbox now can leave for the reader, and no more.
    assert client.get(page).status_code == 410
    assert client.get(mailed_before).status_code == 404
    assert client.get(own_url(reader)).status_code == 200
    assert client.post(link).status_code == 410


@pytest.mark.parametrize("state", ["pending", "confirmed", "unsubscribed"])
def test_moving_to_an_address_that_has_a_row_keeps_one_subscription(client, state):
    old, other = make_reader("old@example.org"), make_reader("new@example.org", state)
    client.post(private_url(old), {"wish": "move", "address": "new@example.org"})
    empty_letterbox.call()

    assert client.post(links()[0]).status_code == 200

    states = dict(Subscriber.objects.values_list("address", "state"))
    assert states == {"old@example.org": "unsubscribed", "new@example.org": "confirmed"}
    assert other.address == "new@example.org"


@pytest.mark.parametrize("state", ["bounced", "complained"])
def test_nobody_moves_to_an_address_that_is_never_written_to(client, state):
    make_reader("new@example.org", state)
    reader = make_reader("old@example.org")

    answer = client.post(private_url(reader), {"wish": "move", "address": "new@example.org"})
    empty_letterbox.call()

    assert answer.status_code == 200
    assert mail.outbox == []


def test_a_reader_sees_all_that_is_kept(client):
    reader = make_reader("ada@example.org", ip_prefix="192.0.2.0/24")

    answer = client.get(private_url(reader) + "data/")

    data = answer.json()
    assert answer["Content-Disposition"] == 'attachment; filename="my-data.json"'
    assert (data["address"], data["state"], data["source"]) == (
        "ada@example.org",
        "confirmed",
        "footer",
    )
    assert [(event["what"], event["network"]) for event in data["events"]] == [
        ("confirmed by the mailed link", ""),
        ("asked for the newsletter", "192.0.2.0/24"),
    ]


def test_erasure_leaves_a_keyed_hash_and_nothing_else(client):
    reader = make_reader("ada.secret@example.org", ip_prefix="192.0.2.0/24")
    page = private_url(reader)
    client.post(page, {"wish": "move", "address": "ada.secret2@example.org"})

    assert client.post(page, {"wish": "erase", "sure": "on"}).status_code == 200

    assert client.get(page).status_code == 404
    assert client.post(leave_url(reader)).status_code == 404
    assert Suppression.objects.get().reason == "erased"
    kept = [
        repr(list(model.objects.values()))
        for model in (Subscriber, ConsentEvent, Suppression, *_related_models())
    ]
    assert "ada.secret" not in "".join(kept)
    assert "192.0.2" not in "".join(kept)


def _related_models():
    return [relation.related_model for relation in Subscriber._meta.related_objects]


@pytest.mark.parametrize("state", ["bounced", "complained"])
def test_who_no_mail_reaches_is_erased_without_one(client, state):
    reader = make_reader("ada.secret@example.org", state)
    page = own_url(reader)

    assert "ada.secret" not in client.get(page).content.decode()
    for wish in (
        {"wish": "own"},
        {"wish": "move", "address": "eve@example.org"},
        {"wish": "erase"},
    ):
        client.post(page, wish)
    empty_letterbox.call()
    reader.refresh_from_db()
    assert (reader.state, mail.outbox) == (state, [])

    answer = client.post(page, {"wish": "erase", "sure": "on"})

    assert "erased" in answer.templates[0].name
    reader.refresh_from_db()
    assert (reader.state, reader.address) == ("erased", "")
    # It is still never written to.
    assert Subscriber.objects.ask("ada.secret@example.org") is None


def test_no_table_names_who_was_erased(client):
    """Whatever staff and reader did before, and wherever it was written down."""
    staff = Client()
    staff.force_login(make_user("staff", "Chief"))
    where = "/admin/newsletter/subscriber/"
    staff.post(where + "add/", {"address": "ada.secret@example.org", "basis": "By telephone"})
    press(client, email="Ada.Secret@example.org")
    reader = Subscriber.objects.get()
    reader.confirm()
    staff.post(where, {"action": "unsubscribe", "_selected_action": [reader.pk]})
    reader.confirm()
    issue = make_issue()
    reader.deliveries.create(
        issue=issue, address_key=reader.address_key, domain="example.org", state="sent"
    )
    client.post(private_url(reader), {"wish": "move", "address": "ada.secret2@example.org"})

    client.post(private_url(reader), {"wish": "erase", "sure": "on"})

    reader.refresh_from_db()
    assert reader.state == State.ERASED
    tables = [model for model in apps.get_models() if model._meta.managed]
    rows = {model: repr(list(model._base_manager.values())) for model in tables}
    assert [model for model, text in rows.items() if "ada.secret" in text.lower()] == []
    assert rows[LogEntry].count(f"Reader {reader.pk}") == 2


def test_an_erased_reader_may_come_back_of_their_own_will():
    make_reader("ada@example.org", "erased")

    make_reader("ada@example.org")

    assert Subscriber.objects.confirmed().count() == 1
    assert not Suppression.objects.exists()


def test_whom_an_issue_was_forwarded_to_learns_and_takes_nothing(client):
    reader = make_reader("ada.lovelace@example.org", ip_prefix="192.0.2.0/24")
    page = own_url(reader)

    for answer in (client.get(page), client.post(page, {"wish": "own"})):
        text = answer.content.decode()
        assert "a…@e…" in text
        assert "lovelace" not in text
        assert "example.org" not in text.replace("mastodon.example.org", "")
    client.post(page, {"wish": "move", "address": "eve@example.org"})
    client.post(page, {"wish": "erase", "sure": "on"})
    assert client.get(page + "data/").status_code == 404

    empty_letterbox.call()
    assert [message.to for message in mail.outbox] == [["ada.lovelace@example.org"]]
    reader.refresh_from_db()
    assert (reader.address, reader.state) == ("ada.lovelace@example.org", State.CONFIRMED)


def test_the_link_to_ones_own_page_comes_by_mail_and_not_too_often(client):
    reader = make_reader("ada@example.org", "unsubscribed")

    for _ in range(3):
        assert client.post(own_url(reader), {"wish": "own"}).status_code == 200
    empty_letterbox.call()

    [message] = mail.outbox
    [link] = {link for link in links(message) if "/own/" in link}
    assert "ada@example.org" in client.get(link).content.decode()
    assert client.post(link, {"wish": "erase", "sure": "on"}).status_code == 200
    assert client.get(link).status_code == 404
    reader.refresh_from_db()
    assert reader.state == State.ERASED


def test_the_link_to_ones_own_page_ends_after_seven_days(client):
    link = private_url(make_reader())
    Confirmation.objects.update(ends_at=timezone.now())

    assert client.get(link).status_code == 410
    assert client.post(link, {"wish": "erase", "sure": "on"}).status_code == 410
    assert client.get(link + "data/").status_code == 410
    assert Subscriber.objects.confirmed().count() == 1


def test_a_slip_in_a_new_address_is_put_right_at_once_and_no_letter_is_told_that_is_not_written(
    client,
):
    page = private_url(make_reader())
    told = []

    for number in range(4):
        answer = client.post(page, {"wish": "move", "address": f"slip-{number}@example.org"})
        told.append("We have written to the new address." in answer.content.decode())

    written = Letter.objects.filter(kind="move").order_by("pk").values_list("address", flat=True)
    assert list(written) == [f"slip-{number}@example.org" for number in range(3)]
    assert told == [True, True, True, False]
    assert "Please try again tomorrow." in answer.content.decode()
