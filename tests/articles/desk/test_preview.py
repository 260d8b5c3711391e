from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from articles.models import PreviewLink
from articles.models.preview_link import LASTS
from tests.articles.desk.forms import address, opened, saved
from tests.factories import (
    make_article,
    make_author,
    make_image,
    make_published,
    make_section,
    make_user,
)

pytestmark = pytest.mark.django_db


def shared(desk, article):
    desk.post(address(article, "share/"), opened(desk, address(article, "change/")))
    return PreviewLink.objects.first().get_absolute_url()


def test_somebody_outside_reads_the_newest_version_by_a_link(desk):
    article = make_article(title="Draft")
    url = shared(desk, article)
    saved(desk, article, title="Newest draft")

    response = Client().get(url)

    assert "Newest draft" in response.content.decode()
    assert response["X-Robots-Tag"] == "noindex, nofollow"
    assert response["Cache-Control"] == "no-store, private"
    assert response["Referrer-Policy"] == "no-referrer"
    assert response.cookies == {}


def test_a_link_ends_and_can_be_closed(desk):
    article = make_article()
    first, second = shared(desk, article), shared(desk, article)
    PreviewLink.objects.filter(pk=PreviewLink.objects.last().pk).update(
        expires_at=timezone.now() - timedelta(seconds=1)
    )
    assert [Client().get(url).status_code for url in (first, second)] == [404, 200]

    desk.post(address(article, "revoke/"))

    assert Client().get(second).status_code == 404


def test_the_links_of_somebody_who_has_left_are_closed(desk):
    url = shared(desk, make_article())
    User.objects.update(is_active=False)

    assert Client().get(url).status_code == 404


def test_a_link_lasts_a_week(desk):
    shared(desk, make_article())

    link = PreviewLink.objects.get()
    assert link.expires_at - link.made_at >= LASTS - timedelta(seconds=5)


@pytest.mark.parametrize(
    "change", [lambda token: token[:-1], lambda token: "1", lambda token: "é:x"]
)
def test_a_forged_link_opens_nothing(desk, change):
    url = shared(desk, make_article())
    token = url.split("/")[2]

    assert Client().get(f"/preview/{change(token)}/").status_code == 404


def test_making_a_link_keeps_what_was_typed(desk):
    article = make_article()
    fields = opened(desk, address(article, "change/"))

    response = desk.post(address(article, "share/"), fields | {"title": "Half typed"})

    assert opened(desk, response.url)["title"] == "Half typed"


def test_a_contributor_shows_drafts_to_nobody_outside(client):
    writer = make_user("writer", "Contributor")
    client.force_login(writer)
    article = make_article(created_by=writer)

    assert client.post(address(article, "share/")).status_code == 403


def test_a_preview_draws_a_form_that_could_not_be_saved_yet(desk):
    author, image = make_author("Ada"), make_image()

    response = desk.post(
        "/admin/articles/article/preview/",
        {"title": "", "dek": "A dek", "body": "<p>Text", "bylines": "Ada", "lead_image": image.pk},
    )

    page = response.content.decode()
    assert response.status_code == 200
    assert "A dek" in page
    assert author.name in page


def test_a_preview_never_holds_script(desk):
    article = make_article()
    fields = opened(desk, address(article, "change/"))

    response = desk.post(
        address(article, "preview/"),
        fields | {"body": "<p onclick=x>Hi<script>alert(1)</script></p>", "title": "<script>"},
    )

    assert "<script" not in response.content.decode()
    assert "frame-ancestors 'self'" in response["Content-Security-Policy"]


def test_a_version_filed_under_a_section_that_has_gone_is_still_shown(desk):
    article, section = make_published(), make_section("Gone")
    saved(desk, article, section=str(section.pk), title="Filed there")
    url = shared(desk, article)
    section.delete()

    ours = [desk.get(address(article, tail)) for tail in ("version/2/", "preview/", "change/")]

    for page in [*ours, Client().get(url)]:
        assert page.status_code == 200
        assert "Filed there" in page.content.decode()
