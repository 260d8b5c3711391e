"""What stands on a row, and taking things off readers' pages."""

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from articles.desk.preflight import archive
from articles.models import Article, Correction, Edition, Image, LogLine, Pin, PreviewLink, Redirect
from articles.pictures.shapes import names_in
from tests.articles.desk.forms import address
from tests.factories import (
    make_article,
    make_author,
    make_image,
    make_published,
    make_section,
    make_user,
)

pytestmark = pytest.mark.django_db


def stands(client, url):
    found = client.get(url).context["standings"]
    return {each.label: [words for words, _ in each.some] for each in found}


def test_one_sees_what_stands_on_an_article(desk):
    article = make_published(title="Target", section=make_section("Europe"), slug="target")
    path = article.get_absolute_url()
    make_published(title="Linking", body=f'<p><a href="{path}">It</a></p>')
    make_published(title="Carding", body=f'<figure data-article="{article.pk}"></figure>')
    make_published(title="Relating", related=[article])
    archive.check(list(Article.objects.values_list("pk", flat=True)))
    Pin.objects.put(article, None, 1)
    Redirect.objects.leave("/old/target/", path)

    assert stands(desk, address(article, "impact/")) == {
        "Linked from": ["Linking"],
        "Shown as a card in": ["Carding"],
        "“Read next” of": ["Relating"],
        "Pinned": ["Home page, place 1"],
        "Old addresses that lead here": ["/old/target/"],
    }


def test_one_sees_what_stands_on_an_author_before_deleting_them(desk):
    author = make_author()
    make_published(title="Theirs", authors=[author])

    for tail in ("impact", "delete"):
        url = f"/admin/articles/author/{author.pk}/{tail}/"
        assert stands(desk, url) == {"Articles by this author": ["Theirs"]}


def test_of_a_strangers_draft_one_sees_only_that_there_is_one(client):
    europe, asia = make_section("Europe"), make_section("Asia")
    client.force_login(make_user("editor", "Editor", sections=[europe]))
    author = make_author()
    make_article(title="Canary", section=asia, authors=[author])

    response = client.get(f"/admin/articles/author/{author.pk}/impact/")

    assert [each.count for each in response.context["standings"]] == [1]
    assert "Canary" not in response.text


def test_a_withdrawn_article_is_gone_everywhere(desk, client):
    article = make_published(title="Wrong", slug="wrong", section=make_section("Europe"))
    Pin.objects.put(article, None, 1)
    link = PreviewLink.objects.make(article, None)
    before = Edition.objects.current().number

    desk.post(address(article, "withdraw/"), {"reason": "The documents were forged."})

    assert client.get("/europe/wrong/").status_code == 410
    assert "Wrong" not in client.get("/").text
    assert client.get(link.get_absolute_url()).status_code == 404
    assert Pin.objects.count() == 0
    assert Edition.objects.current().number > before
    line = LogLine.objects.get(verb="withdrew")
    assert (line.title, line.detail) == ("Wrong", "The documents were forged.")


def test_a_withdrawal_needs_a_reason_and_the_right(desk, client):
    article = make_published()

    desk.post(address(article, "withdraw/"), {"reason": "  "})
    client.force_login(make_user("other", "Editor", sections=[make_section("Europe")]))
    assert client.post(address(article, "withdraw/"), {"reason": "x"}).status_code == 404
    client.force_login(make_user("writer", "Contributor"))
    assert client.post(address(article, "withdraw/"), {"reason": "x"}).status_code == 403

    article.refresh_from_db()
    assert article.is_published()


def test_a_deleted_article_leaves_a_line_and_moves_readers_pages(desk):
    article = make_published(title="Gone")
    before = Edition.objects.current().number

    desk.post(address(article, "delete/"), {"post": "yes"})

    assert not Article.objects.exists()
    assert Edition.objects.current().number > before
    assert LogLine.objects.filter(verb="deleted", title="Gone").exists()


def test_an_article_with_a_correction_is_withdrawn_and_not_deleted(desk):
    article = make_published()
    Correction.objects.issue(article, "retraction", "It was wrong.")

    desk.post(address(article, "delete/"), {"post": "yes"})

    assert Article.objects.exists()


def make_shown_image():
    """A picture whose files are there."""
    image = make_image(caption="A quay", renditions={"whole": ["ab/cdef", [320]]})
    names = list(names_in("whole", "ab/cdef", [320]))
    for name in names:
        default_storage.save(name, ContentFile(b"x"))
    return image, names


def test_a_withdrawn_picture_is_gone_from_pages_and_from_the_disk(
    desk, django_capture_on_commit_callbacks
):
    image, names = make_shown_image()
    article = make_published(lead_image=image)
    assert article.derived["card"]

    with django_capture_on_commit_callbacks(execute=True):
        desk.post(f"/admin/articles/image/{image.pk}/withdraw/", {"reason": "Not ours."})

    article.refresh_from_db()
    image.refresh_from_db()
    assert not article.derived["card"]
    assert (image.withdrawn_reason, image.renditions) == ("Not ours.", {})
    assert [default_storage.exists(name) for name in names] == [False] * len(names)
    assert LogLine.objects.get(verb="withdrew picture").detail == "Not ours."


def test_a_picture_is_brought_back(desk):
    image = make_image(withdrawn_at=timezone.now(), withdrawn_reason="Not ours.")
    article = make_published(lead_image=image)

    desk.post(f"/admin/articles/image/{image.pk}/withdraw/", {"back": "yes"})

    article.refresh_from_db()
    assert Image.objects.usable().count() == 1
    assert article.derived["card"]


@pytest.mark.parametrize(("group", "status"), [("Contributor", 403), ("Audience", 403)])
def test_others_withdraw_no_picture(client, group, status):
    client.force_login(make_user("other", group))
    image = make_image()

    response = client.post(f"/admin/articles/image/{image.pk}/withdraw/", {"reason": "x"})

    assert response.status_code == status
    assert Image.objects.usable().count() == 1
