import pytest
from django.core.mail import EmailMultiAlternatives
from django.test import Client

from newsletter import outbox
from tests.factories import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def kept(settings, tmp_path):
    settings.EMAIL_BACKEND = "newsletter.outbox.Backend"
    settings.DATA_DIR = tmp_path


def write(subject="Hello", text="Plain words", html="<html><head></head><b>Bold</b></html>"):
    mail = EmailMultiAlternatives(subject, text, "us@example.org", ["ada@example.org"])
    mail.attach_alternative(html, "text/html")
    mail.send()
    return outbox.names()[0]


def logged_in(group="Audience"):
    client = Client()
    client.force_login(make_user("someone", group))
    return client


def test_every_mail_is_kept_whole_and_no_half_one_ever_shows(tmp_path):
    name = write("Grüße", "Zeile\n" * 3)

    assert [path.name for path in (tmp_path / "mail").iterdir()] == [f"{name}.eml"]
    mail = outbox.read(name)
    assert (mail.subject, mail.recipients) == ("Grüße", "ada@example.org")
    assert mail.text.splitlines() == ["Zeile"] * 3
    assert mail.html.strip() == "<html><head></head><b>Bold</b></html>"


def test_newest_comes_first():
    names = [write(str(number)) for number in range(3)]

    assert outbox.names() == names[::-1]


@pytest.mark.parametrize(
    "name", ["..", "../secret_key", "/etc/passwd", "x", "", "20260101T000000000000Z-" + "0" * 12]
)
def test_no_name_leads_out_of_the_folder(name, tmp_path):
    (tmp_path / "secret_key.eml").write_text("secret")

    assert outbox.read(name) is None


def test_the_outbox_is_read_in_the_admin():
    name = write("A round to try", "Follow http://127.0.0.1:8000/newsletter/confirm/x/")
    client = logged_in()

    assert b"A round to try" in client.get("/admin/newsletter/outboxmail/").content
    page = client.get(f"/admin/newsletter/outboxmail/{name}/")
    assert b'href="http://127.0.0.1:8000/newsletter/confirm/x/"' in page.content
    frame = client.get(f"/admin/newsletter/outboxmail/{name}/html/")
    assert b"<b>Bold</b>" in frame.content
    assert frame["Content-Security-Policy"] == (
        "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; "
        "sandbox allow-popups allow-popups-to-escape-sandbox; frame-ancestors 'self'"
    )


@pytest.mark.parametrize("group", ["", "Contributor", "Editor"])
def test_who_may_not_see_addresses_may_not_read_mail(group):
    name = write()
    client = logged_in(group)

    for url in ("", f"{name}/", f"{name}/html/"):
        assert client.get(f"/admin/newsletter/outboxmail/{url}").status_code == 403


def test_a_hostile_mail_stays_text(client):
    name = write("<script>alert(1)</script>", "<script>alert(2)</script>")
    client = logged_in()

    for url in ("", f"{name}/"):
        assert b"<script>alert" not in client.get(f"/admin/newsletter/outboxmail/{url}").content


@pytest.mark.parametrize("page", ["-1", "x", "999999999999999999999"])
def test_any_page_number_is_answered(page):
    write()

    assert logged_in().get(f"/admin/newsletter/outboxmail/?p={page}").status_code == 200


def test_a_mail_that_is_not_there_is_not_found():
    client = logged_in()

    for name in ("x", "20260101T000000000000Z-" + "0" * 12):
        assert client.get(f"/admin/newsletter/outboxmail/{name}/").status_code == 404
