import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group
from django.core import mail
from django.test import Client

from articles.models import Edition
from newsletter.models import AUDIENCE_PERMISSIONS, ConsentEvent, Subscriber
from newsletter.tasks import empty_letterbox
from tests.factories import make_user
from tests.newsletter.readers import VERBS, make_reader

pytestmark = pytest.mark.django_db

LIST = "/admin/newsletter/subscriber/"


@pytest.fixture
def staff():
    client = Client()
    client.force_login(make_user("staff", "Audience"))
    return client


@pytest.mark.parametrize("group", ["Audience", "Chief"])
def test_the_groups_have_what_they_need_and_no_more(group):
    granted = Group.objects.get(name=group).permissions.filter(content_type__app_label="newsletter")

    assert set(granted.values_list("codename", flat=True)) == set(AUDIENCE_PERMISSIONS)


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_for_one_and_for_three(staff, count, django_assert_num_queries):
    for _ in range(count):
        make_reader()
    Edition.objects.move()

    with django_assert_num_queries(7):
        assert staff.get(LIST).status_code == 200


@pytest.mark.parametrize("state", VERBS)
def test_the_list_is_narrowed_to_a_state(staff, state):
    for other in VERBS:
        make_reader(f"{other}@example.org", other)

    found = staff.get(LIST, {"state": state}).context["cl"].result_list

    assert [reader.state for reader in found] == [state]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("ADA@example.org", ["ada@example.org"]),
        ("ad", ["adam@example.net", "ada@example.org"]),
        ("@example.net", ["adam@example.net"]),
        ("nobody", []),
        ("%", []),
        ("\0", ["adam@example.net", "ada@example.org"]),
    ],
)
def test_an_address_is_found_by_its_beginning_or_its_domain(staff, typed, found):
    make_reader("ada@example.org")
    make_reader("adam@example.net")

    result = staff.get(LIST, {"q": typed}).context["cl"].result_list

    assert [reader.address for reader in result] == found


@pytest.mark.parametrize("page", ["-1", "0", "x", "99999999999999999999"])
def test_any_page_number_is_answered(staff, page):
    make_reader()

    assert staff.get(LIST, {"p": page}).status_code in {200, 302}


def test_whoever_is_added_by_hand_still_confirms_by_mail(staff):
    answer = staff.post(LIST + "add/", {"address": "Ada@example.org", "basis": "Wrote on 3 May"})
    empty_letterbox.call()

    reader = Subscriber.objects.get()
    assert answer.status_code == 302
    assert (reader.state, reader.source, mail.outbox[0].to) == (
        "pending",
        "by hand",
        ["Ada@example.org"],
    )
    added = ConsentEvent.objects.get(kind="added")
    assert (added.basis, added.by.username) == ("Wrote on 3 May", "staff")


@pytest.mark.parametrize(
    "data",
    [
        {"address": "ada@example.org", "basis": ""},
        {"address": "ada", "basis": "x"},
        {"address": "bounced@example.org", "basis": "x"},
        {"address": "confirmed@example.org", "basis": "x"},
        {"address": "a\0@example.org", "basis": "x"},
    ],
)
def test_nobody_is_added_without_a_ground_or_against_their_will(staff, data):
    make_reader("bounced@example.org", "bounced")
    make_reader("confirmed@example.org")

    assert staff.post(LIST + "add/", data).status_code == 200
    assert Subscriber.objects.count() == 2


def test_an_address_cannot_be_typed_over_or_deleted(staff):
    reader = make_reader()

    assert staff.get(f"{LIST}{reader.pk}/change/").status_code == 200
    assert staff.post(f"{LIST}{reader.pk}/change/", {"address": "x@y.org"}).status_code == 403
    assert staff.post(f"{LIST}{reader.pk}/delete/", {"post": "yes"}).status_code == 403


def test_staff_unsubscribe_a_reader_who_asked(staff):
    reader = make_reader()

    staff.post(LIST, {"action": "unsubscribe", "_selected_action": [reader.pk]})

    reader.refresh_from_db()
    assert reader.state == "unsubscribed"
    assert ConsentEvent.objects.get(kind="unsubscribed").by.username == "staff"


def test_erasing_asks_first_and_leaves_no_address_in_the_log(staff):
    reader = make_reader("ada.secret@example.org")
    chosen = {"action": "erase", "_selected_action": [reader.pk]}

    asked = staff.post(LIST, chosen)
    assert b"ada.secret@example.org" in asked.content
    assert Subscriber.objects.get().state == "confirmed"

    staff.post(LIST, {**chosen, "sure": "yes"})
    assert Subscriber.objects.get().state == "erased"
    assert "ada.secret" not in repr(list(LogEntry.objects.values()))


@pytest.mark.parametrize(
    ("url", "status"),
    [
        ("subscriber/", 403),
        ("subscriber/add/", 403),
        ("exportlog/", 403),
        ("suppression/", 403),
        ("welcome/", 403),
        ("outboxmail/", 403),
    ],
)
@pytest.mark.parametrize("group", ["", "Contributor", "Editor"])
def test_others_see_none_of_it(url, status, group):
    client = Client()
    client.force_login(make_user("other", group))

    assert client.get(f"/admin/newsletter/{url}").status_code == status


def test_a_suppressed_address_is_found_though_only_its_hash_is_kept(staff):
    make_reader("ada@example.org", "complained")
    make_reader("bob@example.org", "bounced")

    def found(typed):
        page = staff.get("/admin/newsletter/suppression/", {"q": typed})
        return [row.reason for row in page.context["cl"].result_list]

    assert found("ADA@example.org") == ["complained"]
    assert found("nonsense") == []


@pytest.mark.parametrize("model", ["exportlog", "suppression"])
def test_what_was_done_is_read_only(staff, model):
    assert staff.get(f"/admin/newsletter/{model}/").status_code == 200
    assert staff.get(f"/admin/newsletter/{model}/add/").status_code == 403
