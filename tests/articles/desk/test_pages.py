import pytest

from articles.models import Page
from tests.factories import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def chief(client):
    user = make_user("chief", "Chief")
    client.force_login(user)
    return user


def form_of(**changes):
    kept = {"title": "About", "slug": "about", "body": "<p>We write.</p>", "menu": "footer"}
    return {**kept, "order": 10, "is_visible": "on", **changes}


def test_a_page_is_read_as_soon_as_it_is_saved(client, chief):
    client.post("/admin/articles/page/add/", form_of())

    assert "We write." in client.get("/about/").text
    assert "/about/" in client.get("/").text


def test_a_page_keeps_no_markup_that_could_run(client, chief):
    hostile = "<p onclick=alert(1)>Hi<script>alert(2)</script></p><img src=x onerror=alert(3)>"

    client.post("/admin/articles/page/add/", form_of(body=hostile))

    assert Page.objects.get().body == "<p>Hi</p>"


def test_a_moved_page_takes_its_readers_along(client, chief):
    page = Page.objects.create(title="About", slug="about", body="<p>We write.</p>")

    client.post(f"/admin/articles/page/{page.pk}/change/", form_of(slug="who-we-are"))

    assert client.get("/about/").headers["Location"] == "/who-we-are/"


def test_a_hidden_page_is_gone_from_menus_and_from_its_address(client, chief):
    page = Page.objects.create(title="About", slug="about", body="<p>We write.</p>")

    client.post(f"/admin/articles/page/{page.pk}/change/", form_of(is_visible=""))

    assert client.get("/about/").status_code == 404
    assert "/about/" not in client.get("/").text
