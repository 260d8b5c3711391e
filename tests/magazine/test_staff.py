import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import Group, Permission, User
from django.test import Client

from magazine.middleware import ReaderAddress
from magazine.staff import network_of

PASSWORD = "a-long-enough-passphrase"
LOGIN = "/admin/account/login/"


def make_person(name, group=None, **fields):
    person = User.objects.create_user(name, password=PASSWORD, is_staff=True, **fields)
    if group:
        person.groups.add(Group.objects.get(name=group))
    return person


def log_in(client, name="ada", password=PASSWORD, address="192.0.2.1"):
    return client.post(LOGIN, {"login": name, "password": password}, REMOTE_ADDR=address)


@pytest.fixture
def secure(settings):
    settings.SECURE = True


@pytest.fixture
def axes(settings):
    settings.AXES_ENABLED = True


def test_the_admin_sends_who_is_logged_out_to_the_log_in_and_back(db, client):
    make_person("ada", is_superuser=True)

    answer = client.get("/admin/articles/article/", follow=True)
    form, _ = answer.redirect_chain[-1]
    assert form == "/admin/account/login/?next=%2Fadmin%2Farticles%2Farticle%2F"
    answer = client.post(form, {"login": "ada", "password": PASSWORD})

    assert answer.url == "/admin/articles/article/"
    assert client.get(answer.url).status_code == 200


def test_a_person_may_what_they_and_their_groups_may(db, django_assert_num_queries):
    person = make_person("ada", "Contributor")
    person.user_permissions.add(Permission.objects.get(codename="delete_article"))
    both = {
        f"{one.content_type.app_label}.{one.codename}"
        for one in Permission.objects.filter(group__name="Contributor")
    } | {"articles.delete_article"}

    with django_assert_num_queries(2):
        person = User.objects.get(pk=person.pk)
        assert person.get_all_permissions() == both
        assert person.has_perm("articles.delete_article")
        assert not person.has_perm("articles.publish_article")

    person.is_active = False
    assert not person.has_perm("articles.delete_article")


def test_djangos_own_log_in_form_is_no_way_around_it(db, client):
    make_person("ada", is_superuser=True)

    answer = client.post("/admin/login/", {"username": "ada", "password": PASSWORD})

    assert answer.status_code == 302
    assert "sessionid" not in client.cookies


def test_nobody_signs_up(db, client):
    client.post(
        "/admin/account/signup/",
        {"username": "eve", "password1": PASSWORD, "password2": PASSWORD},
    )

    assert not User.objects.exists()


@pytest.mark.parametrize(
    ("group", "asked"),
    [("Contributor", False), ("Editor", True), ("Chief", True), ("Audience", True)],
)
def test_who_publishes_or_exports_sets_up_a_second_factor_first(db, client, secure, group, asked):
    client.force_login(make_person("ada", group))

    answer = client.get("/admin/")

    if asked:
        assert answer.url == "/admin/account/mfa/totp/activate/"
    else:
        assert answer.status_code == 200


def test_with_a_second_factor_the_desk_is_open(db, client, secure):
    ada = make_person("ada", "Chief")
    Authenticator.objects.create(user=ada, type=Authenticator.Type.TOTP, data={"secret": "x"})
    client.force_login(ada)

    assert client.get("/admin/").status_code == 200


def test_on_a_laptop_a_password_is_enough(db, client):
    client.force_login(make_person("ada", "Chief"))

    assert client.get("/admin/").status_code == 200


def test_a_password_alone_does_not_open_an_account_with_a_second_factor(db, client):
    ada = make_person("ada", "Chief")
    Authenticator.objects.create(user=ada, type=Authenticator.Type.TOTP, data={"secret": "x"})

    answer = log_in(client)

    assert answer.url == "/admin/account/mfa/authenticate/"
    assert client.get("/admin/").status_code == 302


def test_guessing_locks_out_the_guesser_and_not_the_colleague(db, axes):
    make_person("ada", "Chief")
    guesser = Client()
    for number in range(10):
        log_in(guesser, password=f"guess {number}", address="198.51.100.66")

    assert log_in(guesser, address="198.51.100.66").status_code == 429
    assert log_in(Client(), address="192.0.2.1").status_code == 302


def test_who_is_locked_out_is_told_for_how_long(db, axes):
    make_person("ada")
    guesser = Client()
    for number in range(11):
        answer = log_in(guesser, password=f"guess {number}")

    assert answer.status_code == 429
    assert "fifteen minutes" in answer.content.decode()


def test_an_ipv6_household_is_one_address(rf):
    def request(address):
        return rf.get("/", REMOTE_ADDR=address)

    assert network_of(request("2001:db8:1:2:aaaa::1")) == "2001:db8:1:2::"
    assert network_of(request("192.0.2.1")) == "192.0.2.1"


def test_a_deactivated_person_is_out_at_once(db, client):
    ada = make_person("ada", "Chief")
    client.force_login(ada)
    assert client.get("/admin/").status_code == 200

    User.objects.filter(pk=ada.pk).update(is_active=False)

    assert client.get("/admin/").status_code == 302


def test_a_new_password_ends_every_other_session(db, client):
    ada = make_person("ada", "Chief")
    client.force_login(ada)

    ada.set_password("another-long-passphrase")
    ada.save()

    assert client.get("/admin/").status_code == 302


@pytest.mark.parametrize(
    ("password", "fine"),
    [("short-password", False), ("password12345678", True), ("correct horse battery", True)],
)
def test_a_password_is_long_and_needs_no_odd_characters(db, client, password, fine):
    ada = make_person("ada", "Chief")
    client.force_login(ada)

    client.post(
        "/admin/account/password/change/",
        {"oldpassword": PASSWORD, "password1": password, "password2": password},
    )

    ada.refresh_from_db()
    assert ada.check_password(password) is fine


@pytest.mark.parametrize(
    ("remote", "forwarded", "trusted", "seen"),
    [
        ("192.0.2.1", "203.0.113.9", ["127.0.0.1"], "192.0.2.1"),
        ("127.0.0.1", "203.0.113.9", ["127.0.0.1"], "203.0.113.9"),
        ("127.0.0.1", "6.6.6.6, 203.0.113.9", ["127.0.0.1"], "203.0.113.9"),
        ("127.0.0.1", "203.0.113.9, 10.0.0.2", ["127.0.0.1", "10.0.0.2"], "203.0.113.9"),
        ("127.0.0.1", "nonsense", ["127.0.0.1"], "127.0.0.1"),
        ("127.0.0.1", "203.0.113.9", [], "127.0.0.1"),
        ("127.0.0.1", "", ["127.0.0.1"], "127.0.0.1"),
    ],
)
def test_only_our_own_proxy_says_who_is_asking(rf, settings, remote, forwarded, trusted, seen):
    settings.TRUSTED_PROXIES = trusted
    request = rf.get("/", REMOTE_ADDR=remote, HTTP_X_FORWARDED_FOR=forwarded)
    asked = []

    ReaderAddress(lambda request: asked.append(request.META["REMOTE_ADDR"]))(request)

    assert asked == [seen]
