"""Submit, return with a note, approve."""

import pytest

from tests.articles.desk.forms import address, saved
from tests.factories import make_article, make_published, make_section, make_user

pytestmark = pytest.mark.django_db


def step(client, article, name, note="", **more):
    data = {"step": name, "note": note, **more}
    response = client.post(address(article, "review/"), data)
    article.refresh_from_db()
    return response


def log(article):
    return [(line.verb, line.by.username, line.detail) for line in article.log.all()]


def test_a_text_goes_to_the_editors_and_comes_back_with_a_note(client):
    writer, editor = make_user("writer", "Contributor"), make_user("editor", "Editor")
    article = make_article(created_by=writer)

    client.force_login(writer)
    step(client, article, "submit")
    assert article.stage == "review"
    client.force_login(editor)
    step(client, article, "return", "Where is the source?")

    assert article.stage == "writing"
    assert [(note.by, note.text) for note in article.notes.all()] == [
        (editor, "Where is the source?")
    ]
    assert log(article) == [
        ("returned", "editor", "Where is the source?"),
        ("submitted", "writer", ""),
    ]


def test_nothing_is_returned_without_a_word(client):
    client.force_login(make_user("editor", "Editor"))
    article = make_article(stage="review")

    step(client, article, "return", "  ")

    assert article.stage == "review"


def test_an_approved_text_is_ready_and_not_published(client):
    client.force_login(make_user("editor", "Editor"))
    article = make_article(stage="review")

    step(client, article, "approve")

    assert (article.stage, article.is_published()) == ("ready", False)


def test_a_writer_approves_nothing(client):
    writer = make_user("writer", "Contributor")
    client.force_login(writer)
    article = make_article(created_by=writer, stage="review")

    assert step(client, article, "approve").status_code == 403
    assert article.stage == "review"


def test_an_editor_of_another_section_takes_no_step(client):
    client.force_login(make_user("editor", "Editor", sections=[make_section("Europe")]))
    article = make_article(stage="review")

    assert step(client, article, "approve").status_code == 404
    assert article.stage == "review"


def test_a_step_never_changes_what_readers_see(client):
    client.force_login(make_user("editor", "Editor"))
    article = make_published()

    for name in ("submit", "approve"):
        step(client, article, name)
        assert article.is_published()


def test_the_form_takes_the_same_steps(desk):
    article = make_article()

    saved(desk, article, "_submit")

    article.refresh_from_db()
    assert article.stage == "review"
    assert log(article) == [("submitted", "chief", "")]


@pytest.mark.parametrize(
    ("asked", "led"),
    [
        ("", "/admin/"),
        ("/admin/calendar/", "/admin/calendar/"),
        ("https://evil.example/", "/admin/"),
        ("//evil.example/", "/admin/"),
    ],
)
def test_one_comes_back_to_where_one_was(client, asked, led):
    client.force_login(make_user("editor", "Editor"))

    response = step(client, make_article(stage="review"), "approve", next=asked)

    assert response.headers["Location"] == led


@pytest.mark.parametrize("name", ["", "publish", "delete"])
def test_there_are_no_other_steps(client, name):
    client.force_login(make_user("chief", "Chief"))
    article = make_article(stage="review")

    step(client, article, name)

    assert article.stage == "review"
