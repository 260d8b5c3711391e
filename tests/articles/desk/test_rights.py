from datetime import date

import pytest
from django.utils import timezone

from articles.desk.rights import NEEDS, may, narrow
from articles.models import Article
from tests.articles.desk.forms import opened
from tests.factories import DAY, make_article, make_published, make_section, make_user

pytestmark = pytest.mark.django_db


def verbs(user, article):
    return {verb for verb in NEEDS if verb != "add" and may(user, verb, article)}


def test_a_contributor_writes_own_drafts_and_nothing_else():
    writer = make_user("writer", "Contributor")
    own, other = make_article(created_by=writer), make_article()

    assert verbs(writer, own) == {
        *{"view", "preview", "history", "change", "restore", "submit", "note"}
    }
    assert verbs(writer, other) == set()


def test_an_approved_draft_is_read_only_to_its_writer():
    writer = make_user("writer", "Contributor")
    own = make_article(created_by=writer, stage=Article.Stage.READY)

    assert verbs(writer, own) == {"view", "preview", "history", "note"}


@pytest.mark.parametrize("days", [-1, 1], ids=["live", "scheduled"])
def test_what_is_out_of_the_writers_hands_is_closed_to_them(days):
    writer = make_user("writer", "Contributor")
    own = make_article(created_by=writer, published_at=timezone.now() + days * DAY)

    assert verbs(writer, own) == set()
    assert list(narrow(writer, Article.objects.all())) == []


def test_an_editor_listed_for_a_section_is_bound_to_it():
    europe, asia = make_section("Europe"), make_section("Asia")
    editor = make_user("editor", "Editor", sections=[europe])
    here, there = make_published(section=europe), make_published(section=asia)

    assert {"view", "change", "publish", "withdraw", "curate"} <= verbs(editor, here)
    assert verbs(editor, there) == set()
    assert list(narrow(editor, Article.objects.all())) == [here]


def test_an_editor_listed_nowhere_edits_everything():
    editor = make_user("editor", "Editor")
    article = make_published()

    assert may(editor, "publish", article)
    assert list(narrow(editor, Article.objects.all())) == [article]


def test_only_a_chief_deletes_what_readers_have_seen():
    editor, chief = make_user("editor", "Editor"), make_user("chief", "Chief")
    draft, live = make_article(), make_published()

    assert may(editor, "delete", draft)
    assert not may(editor, "delete", live)
    assert may(chief, "delete", live)


def test_a_chief_may_do_everything():
    assert verbs(make_user("chief", "Chief"), make_published()) == set(NEEDS) - {"add"}


@pytest.mark.parametrize(
    "fields",
    [{"group": "Audience"}, {"group": None}, {"group": "Chief", "is_active": False}],
    ids=["audience", "no group", "deactivated"],
)
def test_others_may_do_nothing_with_articles(fields):
    user = make_user("charlie", **fields)
    article = make_article(created_by=user)

    assert verbs(user, article) == set()
    assert not any(may(user, verb) for verb in NEEDS)
    assert list(narrow(user, Article.objects.all())) == []


@pytest.mark.parametrize(
    ("group", "is_kept"), [("Contributor", False), ("Editor", True), ("Chief", True)]
)
def test_only_who_may_approve_says_at_the_start_who_has_an_article_and_when(group, is_kept, client):
    section, other = make_section("Europe"), make_user("other", "Editor")
    client.force_login(make_user("writer", group))
    fields = opened(client, "/admin/articles/article/add/")
    wished = {"assignee": other.pk, "planned_on": "2031-05-06", "section": section.pk}

    client.post("/admin/articles/article/add/", fields | wished | {"title": "New", "_save": ""})

    article = Article.objects.get()
    assert (article.assignee, article.planned_on) == (
        (other, date(2031, 5, 6)) if is_kept else (None, None)
    )
