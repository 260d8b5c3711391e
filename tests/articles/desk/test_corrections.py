import pytest

from articles.models import Correction, LogLine
from tests.factories import make_article, make_published, make_section, make_user

pytestmark = pytest.mark.django_db

ADD = "/admin/articles/correction/add/"


def issue(client, article, **changes):
    form = {"article": article.pk, "kind": "correction", "text": "It was a Tuesday.", **changes}
    return client.post(ADD, form)


def test_a_correction_is_read_at_once_and_dates_the_article(client):
    editor = make_user("editor", "Editor")
    client.force_login(editor)
    article = make_published()

    issue(client, article)

    article.refresh_from_db()
    correction = Correction.objects.get()
    assert article.updated_at == correction.at
    assert correction.by == editor
    assert article.derived["corrections"][0]["text"] == "It was a Tuesday."
    line = article.log.get(verb="corrected (correction)")
    assert (line.by, line.detail) == (editor, "It was a Tuesday.")


def test_a_clarification_leaves_the_date_alone(client):
    client.force_login(make_user("editor", "Editor"))
    article = make_published()

    issue(client, article, kind="clarification")

    article.refresh_from_db()
    assert article.updated_at is None
    assert article.derived["corrections"][0]["label"] == "Clarification"


def test_an_editor_corrects_in_their_own_sections_only(client):
    europe, asia = make_section("Europe"), make_section("Asia")
    client.force_login(make_user("editor", "Editor", sections=[europe]))
    foreign = make_published(section=asia)

    response = issue(client, foreign)

    assert "article" in response.context["adminform"].form.errors
    assert Correction.objects.count() == 0


def test_a_draft_needs_no_correction(client):
    client.force_login(make_user("editor", "Editor"))

    response = issue(client, make_article())

    assert "article" in response.context["adminform"].form.errors


def test_an_editor_cannot_read_corrections_of_another_section(client):
    europe, asia = make_section("Europe"), make_section("Asia")
    client.force_login(make_user("editor", "Editor", sections=[europe]))
    correction = Correction.objects.issue(make_published(section=asia), "update", "Later.")

    assert list(client.get("/admin/articles/correction/").context["cl"].result_list) == []
    address = f"/admin/articles/correction/{correction.pk}/change/"
    assert client.post(address, {"text": "Never."}).status_code == 403
    assert Correction.objects.get().text == "Later."


def test_a_chief_words_a_correction_anew_and_it_is_logged(client):
    chief = make_user("chief", "Chief")
    client.force_login(chief)
    article = make_published()
    correction = Correction.objects.issue(article, "correction", "It was a Tusday.")

    client.post(
        f"/admin/articles/correction/{correction.pk}/change/",
        {"kind": "correction", "text": "It was a Tuesday."},
    )

    article.refresh_from_db()
    assert article.derived["corrections"][0]["text"] == "It was a Tuesday."
    assert LogLine.objects.filter(verb="changed a correction", by=chief).count() == 1


@pytest.mark.parametrize("group", ["Contributor", "Editor", "Chief", "Audience"])
def test_nobody_deletes_a_correction(client, group):
    client.force_login(make_user("someone", group))
    correction = Correction.objects.issue(make_published(), "correction", "It was a Tuesday.")

    client.post(f"/admin/articles/correction/{correction.pk}/delete/", {"post": "yes"})

    assert Correction.objects.count() == 1


@pytest.mark.parametrize("group", ["Contributor", "Audience"])
def test_others_issue_none(client, group):
    client.force_login(make_user("someone", group))

    assert issue(client, make_published()).status_code == 403


def test_a_correction_turns_no_letters_around(client):
    client.force_login(make_user("editor", "Editor"))

    issue(client, make_published(), text="It was \u202ea Tuesday.")

    assert Correction.objects.get().text == "It was a Tuesday."
