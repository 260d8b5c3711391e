from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.core import mail
from django.template import Context, Template

from articles.models import Edition, MagazineSettings
from newsletter.models import ConsentEvent, SignUp, State, Subscriber, Wording
from newsletter.signup import fresh_form
from newsletter.tasks import empty_letterbox, forget_the_unconfirmed
from tests.newsletter.readers import form_data, links, make_reader, press

pytestmark = pytest.mark.django_db


def what_is_told(answer):
    """All that a stranger can see of an answer."""
    headers = {name: value for name, value in answer.items() if name not in {"Expires", "Date"}}
    return answer.status_code, headers, answer.content


def test_a_reader_signs_up_confirms_and_is_welcomed(client):
    answer = press(client, email="Ada@Example.org")

    assert (answer.status_code, answer["Location"]) == (302, "/newsletter/asked/")
    assert [(message.to, message.subject) for message in mail.outbox] == [
        (["Ada@example.org"], "Please confirm: The weekly round-up")
    ]
    assert Subscriber.objects.get().state == State.PENDING

    [link] = [link for link in links() if link.startswith("/newsletter/confirm/")]
    assert client.get(link).status_code == 200
    assert Subscriber.objects.get().state == State.PENDING

    assert client.post(link).status_code == 200
    empty_letterbox.call()
    reader = Subscriber.objects.get()
    assert (reader.state, reader.source) == (State.CONFIRMED, "footer")
    assert mail.outbox[-1].subject == "Welcome to The weekly round-up"
    assert [event.kind for event in ConsentEvent.objects.of("ada@example.org")] == [
        "confirmed",
        "asked",
    ]


def test_what_readers_were_told_is_kept_as_it_was(client):
    data = form_data()
    client.post("/newsletter/", {**data, "wording": data["wording"].replace("\n", "\r\n")})
    empty_letterbox.call()

    event = ConsentEvent.objects.get(kind="asked")
    assert (event.wording.text, event.place, event.ip_prefix) == (
        data["wording"],
        "footer",
        "127.0.0.0/24",
    )
    assert Wording.objects.count() == 1


def test_one_answer_for_every_address_known_or_not(client, django_assert_num_queries):
    addresses = {state: f"{state}@example.org" for state in State.values}
    for state, address in addresses.items():
        make_reader(address, state)
    form = form_data()
    Edition.objects.move()
    client.post("/newsletter/", form_data(email="first@example.org"))

    told = []
    for address in ["new@example.org", *addresses.values()]:
        with django_assert_num_queries(12):
            told.append(what_is_told(client.post("/newsletter/", {**form, "email": address})))

    assert told == [told[0]] * 7
    assert "Set-Cookie" not in told[0][1]


@pytest.mark.parametrize(
    ("state", "subjects"),
    [
        ("pending", ["Please confirm: The weekly round-up"]),
        ("confirmed", ["You are already subscribed to The weekly round-up"]),
        ("unsubscribed", ["Please confirm: The weekly round-up"]),
        ("erased", ["Please confirm: The weekly round-up"]),
        ("bounced", []),
        ("complained", []),
    ],
)
def test_what_differs_is_the_mail(client, state, subjects):
    make_reader("ada@example.org", state)

    press(client)

    assert [message.subject for message in mail.outbox] == subjects


@pytest.mark.parametrize(
    ("fields", "headers", "refusal"),
    [
        ({"stamp": ""}, {}, "stamp"),
        ({"stamp": "footer:1:2:3"}, {}, "stamp"),
        ({"wording": "You agree to everything."}, {}, "stamp"),
        ({"place": "elsewhere"}, {}, "stamp"),
        ({"age": timedelta(seconds=0)}, {}, "speed"),
        ({"age": timedelta(days=-1)}, {}, "speed"),
        ({"topic": "cheap pills"}, {}, "trap"),
        ({}, {"Origin": "https://evil.example"}, "origin"),
        ({}, {"Origin": "null"}, "origin"),
        ({}, {"Sec-Fetch-Site": "cross-site"}, "origin"),
    ],
)
def test_a_refusal_looks_like_success_and_keeps_no_address(client, fields, headers, refusal):
    welcome = what_is_told(client.post("/newsletter/", form_data()))

    refused = client.post("/newsletter/", form_data(**fields), headers=headers)

    assert what_is_told(refused) == welcome
    row = SignUp.objects.order_by("pk").last()
    assert (row.refused, row.address, row.address_hash) == (refusal, "", "")


def test_our_own_page_may_send_the_form(client, settings):
    client.post("/newsletter/", form_data(), headers={"Origin": settings.SITE_ADDRESS})

    assert SignUp.objects.get().refused == ""


def test_a_stamp_of_more_than_a_week_answers_with_the_form_and_a_fresh_one(client):
    answer = client.post("/newsletter/", form_data(age=timedelta(days=7, seconds=5)))

    assert answer.status_code == 200
    assert SignUp.objects.count() == 0
    assert answer.context["form"]["email"].value() == "ada@example.org"

    again = answer.context["form"].initial | {"topic": "", "email": "ada@example.org"}
    assert client.post("/newsletter/", again).status_code == 302


def test_a_page_kept_for_almost_a_week_still_signs_up(client):
    press(client, age=timedelta(days=6, hours=23))

    assert Subscriber.objects.count() == 1


@pytest.mark.parametrize(
    "typed", ["", "ada", "ada\0@example.org", "a" * 10_000, "<script>@", "ada@exa\udcffmple.org"]
)
def test_a_slip_in_the_address_is_told_and_what_was_typed_stays(client, typed):
    body = urlencode(form_data(email=typed), errors="surrogateescape")
    answer = client.post("/newsletter/", body, content_type="application/x-www-form-urlencoded")

    assert answer.status_code == 422
    assert answer.content.count(b'role="alert"') == 1
    assert b"<script>" not in answer.content
    assert SignUp.objects.count() == 0


def test_a_body_that_is_no_form_is_answered_with_the_form(client):
    answer = client.post("/newsletter/", "{]", content_type="application/json")

    assert answer.status_code == 422


def test_a_thousand_sign_ups_from_one_place_write_twenty_letters(client):
    for number in range(1000):
        client.post("/newsletter/", form_data(email=f"a{number}@d{number}.example.org"))
    for _ in range(3):
        empty_letterbox.call()

    assert len(mail.outbox) == 20
    assert SignUp.objects.count() == 200


def test_one_victim_is_not_mailed_more_than_once_by_a_crowd(client):
    for number in range(60):
        client.post("/newsletter/", form_data(), REMOTE_ADDR=f"10.1.{number}.7")
        empty_letterbox.call()

    assert len(mail.outbox) == 1


def test_one_domain_is_not_flooded_from_many_places(client):
    for number in range(60):
        data = form_data(email=f"a{number}@example.org")
        client.post("/newsletter/", data, REMOTE_ADDR=f"10.1.{number}.7")
    empty_letterbox.call()

    assert len(mail.outbox) == 50


def test_nothing_that_was_typed_is_echoed_in_a_mail(client):
    press(client, email="BuyCheapPills@example.org")

    message = mail.outbox[0].message()
    del message["To"]
    assert "BuyCheapPills" not in message.as_string()


def test_a_name_with_a_line_break_makes_no_header_of_its_own(client):
    MagazineSettings.objects.update(
        name='Far\r\nBcc: eve@example.org "Shore', newsletter_name="News\nX: y"
    )

    press(client)

    message = mail.outbox[0].message()
    assert message["Subject"] == "Please confirm: News X: y"
    assert (message["Bcc"], message["X"]) == (None, None)


def test_an_address_is_forgotten_where_it_was_typed_once_it_is_settled(client):
    press(client)

    row = SignUp.objects.get()
    assert row.address == ""
    assert row.settled_at is not None


def test_the_form_stands_twice_on_a_page_with_labels_of_its_own(rf):
    page = Template(
        "{% load newsletter %}{% newsletter_signup place='footer' %}"
        "{% newsletter_signup place='article' %}"
    ).render(Context({}))

    assert page.count('id="newsletter-footer-email"') == 1
    assert page.count('id="newsletter-article-email"') == 1
    assert "csrf" not in page


def test_the_form_costs_no_query_where_the_page_knows_the_site(django_assert_num_queries):
    site = {"newsletter_pitch": "Read us.", "newsletter_name": "The Letter", "name": "Shore"}

    with django_assert_num_queries(0):
        assert fresh_form("footer", site).pitch == "Read us."


def test_a_confirmation_works_once_and_in_time(client):
    press(client)
    [link] = [link for link in links() if link.startswith("/newsletter/confirm/")]
    client.post(link)
    reader = Subscriber.objects.get()
    reader.unsubscribe()

    for method in (client.get, client.head, client.post):
        assert method(link).status_code == 410
    reader.refresh_from_db()
    assert reader.state == State.UNSUBSCRIBED


def test_a_second_link_mailed_earlier_brings_nobody_back(client):
    press(client)
    first = next(link for link in links() if "/confirm/" in link)
    reader = Subscriber.objects.get()
    reader.letters.update(written_at=reader.asked_at - timedelta(hours=1))
    press(client)
    second = next(link for link in links() if "/confirm/" in link)
    assert first != second

    client.post(first)
    reader.refresh_from_db()
    reader.unsubscribe()

    assert client.post(second).status_code == 410
    reader.refresh_from_db()
    assert reader.state == State.UNSUBSCRIBED


def test_a_confirmation_ends_after_seven_days(client):
    press(client)
    link = next(link for link in links() if "/confirm/" in link)
    confirmation = Subscriber.objects.get().confirmations.get()
    confirmation.ends_at -= timedelta(days=7)
    confirmation.save()

    assert client.post(link).status_code == 410
    assert Subscriber.objects.get().state == State.PENDING


def test_only_the_hash_of_a_confirmation_is_stored(client):
    press(client)

    token = next(link for link in links() if "/confirm/" in link).split("/")[3]
    assert len(token) == 43
    assert token not in repr(Subscriber.objects.get().confirmations.values().get())


def test_who_never_confirmed_is_forgotten_after_thirty_days():
    late = make_reader(state="pending")
    fresh, kept = make_reader(state="pending"), make_reader()
    Subscriber.objects.filter(pk__in=[late.pk, kept.pk]).update(
        asked_at=late.asked_at - timedelta(days=31)
    )

    forget_the_unconfirmed.call()

    states = dict(Subscriber.objects.values_list("pk", "state"))
    assert states == {late.pk: "erased", fresh.pk: "pending", kept.pk: "confirmed"}
