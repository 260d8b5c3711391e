import re

import pytest

from articles.desk.compare import words
from articles.models import Article, Revision, snapshot
from tests.articles.desk.forms import address, saved
from tests.factories import make_article, make_author, make_published, make_section, make_user

pytestmark = pytest.mark.django_db


def read(response):
    """The page's words, with added ones as +x+ and removed ones as -x-."""
    page = response.content.decode().partition("<main")[2]
    page = re.sub(r"</?ins>", "+", page)
    page = re.sub(r"</?del>", "-", page)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def test_the_history_lists_every_version_with_its_name_and_maker(desk):
    article = make_published()
    saved(desk, article, title="Second", label="sent to legal")

    page = read(desk.get(address(article, "history/")))

    assert "Version 2 sent to legal" in page
    assert "Version 1 Readers see this" in page
    assert "chief" in page
    assert "published" in page


def test_a_difference_is_told_in_words_without_tags(desk):
    ada, bela = make_author("Ada"), make_author("Bela")
    article = make_article(
        title="The old bridge", body="<p>It was <em>closed</em> in spring.</p>", authors=[ada]
    )
    saved(
        desk,
        article,
        title="The new bridge",
        body='<p>It was <em>opened</em> in spring.</p><p>See <a href="/x/">this</a>.</p>',
        bylines=f"Ada [{ada.pk}]\nBela [{bela.pk}]",
    )

    page = read(desk.get(address(article, "changes/?from=1&to=2")))

    assert "Headline The -old-+new+ bridge" in page
    assert "It was -closed-+opened+ in spring." in page
    assert "+See this (→ /x/).+" in page
    assert "Ada+, Bela+" in page
    assert "&lt;" not in page


def test_a_change_of_looks_alone_is_shown_with_signs(desk):
    article = make_article(body="<p>A word.</p>")
    saved(desk, article, body="<p>A <strong>word</strong>.</p>")

    page = read(desk.get(address(article, "changes/?from=1&to=2")))

    assert "**" in page


@pytest.mark.parametrize(
    "query", ["from=0&to=1", "from=1&to=99", "from=x&to=1", "to=99999999999999999999", "to=²"]
)
def test_versions_that_do_not_exist_are_not_found(desk, query):
    article = make_article()

    assert desk.get(address(article, f"changes/?{query}")).status_code == 404


def test_a_restored_version_is_a_new_one_and_readers_see_it_only_when_published(desk):
    article = make_published(title="First")
    saved(desk, article, "_publish", title="Second")

    desk.post(address(article, "restore/"), {"number": "1"})

    article.refresh_from_db()
    newest = article.revisions.first()
    assert (newest.number, newest.kind, newest.snapshot["title"]) == (3, "restore", "First")
    assert article.title == "Second"


def test_a_version_whose_address_is_taken_by_now_is_refused_with_a_sentence(desk):
    article = make_article(slug="bridge")
    saved(desk, article, slug="old-bridge")
    make_article(title="Another", slug="bridge")

    response = desk.post(address(article, "restore/"), {"number": "1"}, follow=True)

    assert "Version 1 cannot be restored: “Another” has the web address" in read(response)
    assert article.revisions.count() == 2


def test_a_version_whose_section_is_gone_is_refused_with_a_sentence(desk):
    europe = make_section()
    article = make_article(section=europe)
    saved(desk, article, section=make_section().pk)
    europe.delete()

    response = desk.post(address(article, "restore/"), {"number": "1"}, follow=True)

    assert "Version 1 cannot be restored" in read(response)


def test_a_snapshot_of_an_older_shape_is_upgraded_or_refused(desk, monkeypatch):
    article = make_article(title="First")
    saved(desk, article, title="Second")
    Revision.objects.filter(article=article, number=1).update(schema=0)

    refused = desk.post(address(article, "restore/"), {"number": "1"}, follow=True)
    assert "kept in an older form (0) that can no longer be restored" in read(refused)
    assert "kept in an older form (0)" in read(desk.get(address(article, "changes/?from=1&to=2")))

    monkeypatch.setitem(snapshot.UPGRADES, 0, lambda old: old | {"title": "Upgraded"})
    desk.post(address(article, "restore/"), {"number": "1"})
    assert Article.objects.get().title == "Upgraded"


def test_an_old_version_can_be_looked_at_as_a_page(desk):
    article = make_published(title="First")
    saved(desk, article, "_publish", title="Second")

    assert "First" in desk.get(address(article, "version/1/")).content.decode()


@pytest.mark.parametrize("tail", ["history/", "changes/?from=1&to=1", "version/1/", "preview/"])
def test_secondary_pages_ask_for_the_same_right_as_the_form(client, tail):
    article = make_article()
    client.force_login(make_user("writer", "Contributor"))
    assert client.get(address(article, tail)).status_code == 404
    client.force_login(make_user("reader", "Audience"))
    assert client.get(address(article, tail)).status_code == 403


def test_words_are_compared_whole():
    assert words("a cat sat", "a cart sat") == [
        ("kept", "a "),
        ("removed", "cat"),
        ("added", "cart"),
        ("kept", " sat"),
    ]
