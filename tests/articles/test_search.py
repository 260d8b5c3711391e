from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

import articles.search
from articles.models import Article, MagazineSettings, snapshot
from articles.models.edition import Edition
from articles.search import Filters, Query, search, shown
from tests.factories import (
    DAY,
    HOUR,
    NOON,
    make_article,
    make_author,
    make_genre,
    make_published,
    make_section,
)

pytestmark = pytest.mark.django_db


def found(text, **filters):
    results = search(Query.parse(text), Filters(**filters))
    return [Article.objects.get(pk=pk).title for pk in results.pks]


def test_a_word_finds_headline_dek_body_author_and_tag():
    make_published(title="Granary of kings")
    make_published(title="Dek", dek="A granary by the river")
    make_published(title="Body", body="<p>They built a granary.</p>")
    make_published(title="Author", authors=[make_author("Granary Jones")])
    make_published(title="Tag", tags=["Granary"])
    make_published(title="Other")

    assert set(found("granary")) == {"Granary of kings", "Dek", "Body", "Author", "Tag"}


def test_hits_in_the_head_come_before_hits_in_the_text_and_new_before_old():
    make_published(title="Salt, old", published_at=NOON - HOUR)
    make_published(title="Salt, new", published_at=NOON)
    make_published(title="Newest", body="<p>salt</p>")

    assert found("salt") == ["Salt, new", "Salt, old", "Newest"]


def test_every_word_must_be_there_and_a_phrase_in_its_order():
    make_published(title="Sea of ice")
    make_published(title="Ice in the sea")

    assert set(found("sea ice")) == {"Sea of ice", "Ice in the sea"}
    assert found('"sea of ice"') == ["Sea of ice"]


@pytest.mark.parametrize("text", ["treaty", "cafe", "CAFÉ", "zurich treaties"])
def test_forms_of_a_word_and_accents_are_one(text):
    make_published(title="Treaties of Café Zürich")

    assert found(text) == ["Treaties of Café Zürich"]


@pytest.mark.parametrize(
    "fields",
    [{}, {"published_at": NOON.replace(year=2999)}, {"published_at": NOON, "unpublish_at": NOON}],
    ids=["draft", "scheduled", "unpublished"],
)
def test_readers_find_only_what_is_published(fields):
    make_article(title="Canaryword", **fields)

    assert found("canaryword") == []


def test_a_change_is_found_once_it_is_published():
    article = make_published(title="Oldword")
    article.save_revision(snapshot.take(article) | {"title": "Newword"}, None)
    assert (found("oldword"), found("newword")) == (["Oldword"], [])

    article.publish()

    assert (found("oldword"), found("newword")) == ([], ["Newword"])


def test_search_can_be_narrowed_to_a_section():
    europe = make_section("Europe")
    make_published(title="Rail here", section=europe)
    make_published(title="Rail there")

    assert found("rail", section="europe") == ["Rail here"]


def test_deleting_an_article_forgets_it():
    article = make_published(title="Forgetme")
    pk = article.pk
    article.delete()

    assert (found("forgetme"), shown(Query.parse("forgetme"), [pk])) == ([], [])


HOSTILE = [
    *(
        '"',
        "'",
        "*",
        "a OR",
        "NOT",
        "(",
        "title:",
        "^",
        "-",
        "\x00",
        "“",
        "a\x00b",
        "%s",
        "{title}",
    ),
    *("x" * 10_000, "a " * 5_000, "NEAR(a b)", "\ud800", "a\ud800b", "🦊", "ا", "&|!", "a:*", "\\"),
]


@pytest.mark.parametrize("text", HOSTILE)
def test_no_query_breaks_it(text):
    make_published(title="A x b")

    search(Query.parse(text))


def test_snippets_mark_the_hit():
    article = make_published(body="<p>Before the harvest came a flood that took it.</p>")

    [(_, pairs)] = shown(Query.parse("flood"), [article.pk])

    assert [text for text, is_hit in pairs if is_hit] == ["flood"]


def test_an_article_found_by_its_head_shows_its_dek_and_no_odd_passage(client):
    body = "<p>Nothing of that in here.</p>"
    article = make_published(title="The flood", dek="It took the harvest.", body=body)

    page = client.get("/search/", {"q": "flood"}).content.decode()

    assert shown(Query.parse("flood"), [article.pk]) == [(article, [])]
    assert '<p class="dek">It took the harvest.</p>' in page
    assert "Nothing of that" not in page


@pytest.mark.parametrize("text", ["🦊", '"', "!!!", "\u200b"])
def test_a_query_without_a_word_gets_an_answer_too(text, client):
    page = client.get("/search/", {"q": text}).content.decode()

    assert "Nothing was found." in page


def test_no_query_gets_no_answer(client):
    assert "Nothing was found." not in client.get("/search/", {"q": " \x00 "}).content.decode()


def test_a_year_is_the_newsrooms_year(client):
    MagazineSettings.objects.update(time_zone="Pacific/Auckland")
    Edition.objects.move()
    eve = datetime(2025, 12, 31, 12, tzinfo=UTC)
    make_published(title="New Year in Auckland", published_at=eve)

    def hits(year):
        response = client.get("/search/", {"q": "auckland", "year": year})
        return [article.title for article, _ in response.context["hits"]]

    assert (hits("2025"), hits("2026")) == ([], ["New Year in Auckland"])


def test_a_search_can_be_narrowed_to_one_of_its_authors(client):
    ada, bo = make_author("Ada"), make_author("Bo")
    make_published(title="Salt one", authors=[ada, bo])
    make_published(title="Salt two", authors=[ada])
    make_published(title="Other", authors=[make_author("Cy")])

    response = client.get("/search/", {"q": "salt"})
    assert response.context["authors"] == [
        {"slug": "ada", "name": "Ada", "count": 2},
        {"slug": "bo", "name": "Bo", "count": 1},
    ]
    narrowed = client.get("/search/", {"q": "salt", "author": "bo"})
    assert [article.title for article, _ in narrowed.context["hits"]] == ["Salt one"]
    assert narrowed.context["authors"] == [{"slug": "bo", "name": "Bo", "count": 1}]


@pytest.mark.parametrize("author", ["", "ada"])
def test_a_search_asks_four_questions_narrowed_or_not(author, client, monkeypatch):
    monkeypatch.setattr("articles.search.MATCHES", 1)
    ada = make_author("Ada")
    for title in ("Salt one", "Salt two", "Salt three"):
        make_published(title=title, authors=[ada])
    client.get("/search/", {"q": "salt", "author": author})

    with CaptureQueriesContext(connection) as asked:
        response = client.get("/search/", {"q": "salt", "author": author})

    assert len(response.context["hits"]) == 3
    assert len(asked) <= 4


@pytest.mark.parametrize(
    "filters",
    [
        {"section": "europe"},
        {"author": "ada"},
        {"genre": "review"},
        {"year": "2019"},
        {"section": "europe", "author": "ada", "genre": "review", "year": "2019"},
    ],
    ids=lambda filters: "-".join(filters),
)
def test_a_common_word_in_a_rare_corner_is_found_behind_newer_matches(monkeypatch, filters):
    past = NOON.replace(year=2019)
    there = {"section": make_section("Europe"), "genre": make_genre("Review")}
    ada = make_author("Ada")
    for day, title in enumerate(["Salt, oldest", "Salt, old"]):
        make_published(title=title, authors=[ada], published_at=past + day * DAY, **there)
    make_published(title="Sugar", authors=[ada], published_at=past, **there)
    for number in range(4):
        make_published(title=f"Salt {number}", authors=[make_author(f"Bo {number}")])
    monkeypatch.setattr(articles.search, "MATCHES", 1)

    assert found("salt", **filters) == ["Salt, old", "Salt, oldest"]
    monkeypatch.setattr(articles.search, "NARROW", 1)
    assert found("salt", **filters) in (["Salt, old"], [])


def test_chunks_follow_each_other_until_readers_have_enough(monkeypatch):
    for number in range(5):
        make_published(title=f"Salt {number}", published_at=NOON + number * HOUR)
    make_published(title="Last", body="<p>salt</p>")
    monkeypatch.setattr(articles.search, "CHUNK", 2)

    assert found("salt") == [*(f"Salt {number}" for number in (4, 3, 2, 1, 0)), "Last"]
    monkeypatch.setattr(articles.search, "MOST_RESULTS", 2)
    results = search(Query.parse("salt"))
    assert (len(results), results.more) == (2, True)


@pytest.mark.parametrize("count", [1, 3])
def test_a_page_of_results_costs_the_same_for_one_and_for_three(
    client, django_assert_num_queries, count
):
    for number in range(count):
        make_published(title=f"Salt {number}", authors=[make_author()])

    with django_assert_num_queries(4):
        assert len(client.get("/search/", {"q": "salt"}).context["hits"]) == count


@pytest.mark.parametrize(
    "text",
    [
        "U.S. policy",
        '"U.S. policy"',
        "well-known treaty",
        "known treaty",
        "Iran's treaty",
        "24/7 policy",
        "e.g. policy",
        "policy example.org/path",
        "policy treaty AT&T",
    ],
)
def test_words_with_marks_inside_are_found_together(text):
    make_published(
        title="U.S. policy",
        body="<p>A well-known treaty, Iran's treaty, 24/7, e.g. AT&amp;T, "
        "example.org/path today.</p>",
    )

    assert found(text) == ["U.S. policy"]
