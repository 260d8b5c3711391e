import pytest
from django.contrib.messages import get_messages
from django.utils import timezone

from articles.desk import article_list, paging
from articles.desk.states import STATES, in_state, state_of, words_for
from articles.models import Article, snapshot
from tests.factories import (
    DAY,
    HOUR,
    NOON,
    make_article,
    make_author,
    make_genre,
    make_published,
    make_section,
    make_user,
)

pytestmark = pytest.mark.django_db

LIST = "/admin/articles/article/"


@pytest.fixture
def chief(client):
    user = make_user("chief", "Chief")
    client.force_login(user)
    return user


def listed(client, query=""):
    response = client.get(f"{LIST}?{query}")
    return sorted(article.title for article in response.context["cl"].result_list)


def act(client, action, *articles):
    keys = [article.pk for article in articles]
    response = client.post(LIST, {"action": action, "_selected_action": keys})
    said = [str(message) for message in get_messages(response.wsgi_request)]
    client.get(LIST)  # where they are read
    return said


def one_in_each_state():
    now = timezone.now()
    changed = make_published(title="changed")
    changed.save_revision(snapshot.take(changed) | {"title": "not yet"}, None)
    make_published(title="live")
    make_article(title="scheduled", published_at=now + DAY)
    make_article(title="review", stage="review")
    make_article(title="ready", stage="ready")
    make_article(title="draft")
    make_published(title="unpublished").unpublish()
    make_published(title="expired", unpublish_at=now - HOUR / 2)


def test_what_an_article_is_and_what_the_list_filters_agree():
    one_in_each_state()
    found = {
        state: {article.title for article in in_state(Article.objects.all(), state)}
        for state in STATES
    }

    assert found == {
        "live": {"live", "changed"},
        "changed": {"changed"},
        "scheduled": {"scheduled"},
        "review": {"review"},
        "ready": {"ready"},
        "draft": {"draft"},
        "unpublished": {"unpublished", "expired"},
    }
    states = {article.title: state_of(article) for article in Article.objects.all()}
    assert states == {
        **{title: title for title in STATES},
        "expired": "unpublished",
    }


@pytest.mark.parametrize(
    ("published_at", "unpublish_at", "words"),
    [
        (None, None, "Draft"),
        (NOON + HOUR, None, "Scheduled today 13:00"),
        (NOON + 4 * DAY, None, "Scheduled Fri 12:00"),
        (NOON + 20 * DAY, None, "Scheduled 21 Jun 12:00"),
        (NOON + 300 * DAY, None, "Scheduled 28 Mar 2027 12:00"),
        (NOON - HOUR, None, "Live"),
        (NOON - HOUR, NOON + DAY, "Live, until Tue 12:00"),
        (NOON - DAY, NOON - HOUR, "Unpublished"),
    ],
)
def test_a_state_is_said_as_an_editor_would(published_at, unpublish_at, words):
    article = Article(published_at=published_at, unpublish_at=unpublish_at)

    assert words_for(article, NOON) == words


def test_times_are_the_newsrooms():
    with timezone.override("America/New_York"):
        assert words_for(Article(published_at=NOON + HOUR), NOON) == "Scheduled today 09:00"


def test_the_list_finds_by_words_of_the_text_names_and_beginnings(client, chief):
    make_article(title="Bridges of Istanbul", body="<p>The strait is narrow.</p>")
    make_article(title="Elsewhere", authors=[make_author("Orhan Kemal")])

    assert listed(client, "q=strait") == ["Bridges of Istanbul"]
    assert listed(client, "q=kemal") == ["Elsewhere"]
    assert listed(client, "q=istan") == ["Bridges of Istanbul"]
    assert listed(client, "q=nowhere") == []


@pytest.mark.parametrize("text", ['"', "'", "\\", "a' | b", "*", "a:*", "%00", "<->", "(", "'''"])
def test_no_search_text_breaks_the_list(client, chief, text):
    make_article(title="Bridges")

    assert client.get(LIST, {"q": text}).status_code == 200


def test_the_list_is_narrowed_by_section_genre_author_and_person(client, chief):
    author = make_author()
    wanted = {
        "section": make_section("Europe"),
        "genre": make_genre("Opinion"),
        "authors": [author],
    }
    make_article(title="wanted", assignee=chief, created_by=chief, **wanted)
    make_article(title="other", section=make_section("Asia"), authors=[make_author()])

    for query in (
        f"section={wanted['section'].pk}",
        f"genre={wanted['genre'].pk}",
        f"author={author.pk}",
        "mine=assigned",
        "mine=begun",
    ):
        assert listed(client, query) == ["wanted"]
    # What is no choice narrows nothing.
    assert listed(client, "state=x&mine=y&author=z&section=a&genre=b") == ["other", "wanted"]


@pytest.mark.parametrize("query", ["p=-1", "p=x", "p=99999", "o=99.x", "o=5", "all=", "e=1"])
def test_a_wrong_address_of_the_list_is_answered(client, chief, query):
    make_article()

    assert client.get(f"{LIST}?{query}", follow=True).status_code == 200


def test_editors_of_a_section_see_theirs_and_its_filters(client):
    europe, asia = make_section("Europe"), make_section("Asia")
    client.force_login(make_user("editor", "Editor", sections=[europe]))
    make_published(title="here", section=europe)
    make_published(title="there canary", section=asia)

    assert listed(client) == ["here"]
    assert listed(client, "q=canary") == []
    assert listed(client, f"section={asia.pk}") == []
    assert "Asia" not in client.get(LIST).text


def test_several_are_published_at_once_and_one_that_is_not_mine_is_named(client):
    europe, asia = make_section("Europe"), make_section("Asia")
    editor = make_user("editor", "Editor", sections=[europe])
    client.force_login(editor)
    here = make_article(title="Here", section=europe, authors=[make_author()])
    there = make_article(title="There", section=asia, authors=[make_author()])

    messages = act(client, "publish_now", here, there)

    here.refresh_from_db()
    there.refresh_from_db()
    assert (here.is_published(), there.is_published()) == (True, False)
    assert here.log.get(verb="published").by == editor
    # What is not theirs is not in their list: a forged key finds nothing.
    assert messages == ["Published: 1."]


def test_a_section_editors_own_draft_elsewhere_is_not_theirs_to_publish(client):
    editor = make_user("editor", "Editor", sections=[make_section("Europe")])
    client.force_login(editor)
    own = make_article(title="Mine", created_by=editor)

    messages = act(client, "publish_now", own)

    own.refresh_from_db()
    assert not own.is_published()
    assert messages == ["“Mine” stays as it is: it is not yours to change."]


def test_what_cannot_be_done_is_said(client, chief):
    live, draft = make_published(title="Live"), make_article(title="Draft")

    assert act(client, "publish_now", live) == [
        "“Live” stays as it is: it is live already, with nothing new in it."
    ]
    assert act(client, "unpublish_now", live, draft) == [
        "“Draft” stays as it is: readers do not see it anyway.",
        "Unpublished: 1.",
    ]


def test_publishing_several_brings_out_what_was_saved_last(client, chief):
    article = make_published(title="Old")
    article.save_revision(snapshot.take(article) | {"title": "New"}, chief)

    act(client, "publish_now", article)

    article.refresh_from_db()
    assert article.title == "New"


def test_too_many_at_once_are_left_alone(client, chief, monkeypatch):
    monkeypatch.setattr(article_list, "MOST_AT_ONCE", 1)
    drafts = [make_article(), make_article()]

    assert act(client, "publish_now", *drafts) == [
        "Nothing was done: choose at most 1 articles at once."
    ]
    assert Article.objects.published().count() == 0


def test_an_error_of_the_checks_stops_one_of_several(client, chief):
    sound = make_article(title="Sound", authors=[make_author()])
    nameless = make_article(title="Nameless")

    assert act(client, "publish_now", sound, nameless) == [
        "“Nameless” stays as it is: No author is named.",
        "Published: 1.",
    ]


def test_no_text_is_published_into_a_section_of_others(client, chief):
    europe, asia = make_section("Europe"), make_section("Asia")
    article = make_published(title="Here", section=europe)
    article.save_revision(snapshot.take(article) | {"section": asia.pk}, chief)
    client.force_login(make_user("editor", "Editor", sections=[europe]))

    messages = act(client, "publish_now", article)

    article.refresh_from_db()
    assert article.section == europe
    assert messages == ["“Here” stays as it is: You edit other sections: choose one of yours."]


def test_a_version_whose_places_have_gone_is_not_published_but_named(client, chief):
    section, genre = make_section("Gone"), make_genre("Gone too")
    names = {"section": section.pk, "genre": genre.pk, "slug": "taken"}
    articles = [make_published(title=name) for name in names]
    for article, (name, value) in zip(articles, names.items(), strict=True):
        article.save_revision(snapshot.take(article) | {name: value}, chief)
    section.delete()
    genre.delete()
    make_article(title="Other", slug="taken")

    messages = act(client, "publish_now", *articles)

    assert sorted(messages) == [
        "“genre” stays as it is: Its label is there no longer. Choose another, or none.",
        "“section” stays as it is: Its section is there no longer. Choose another.",
        "“slug” stays as it is: “Other” has the web address “taken” already. Choose another.",
    ]


@pytest.mark.parametrize("action", ["publish_now", "unpublish_now", "delete_selected"])
def test_a_writer_has_no_actions(client, action):
    writer = make_user("writer", "Contributor")
    client.force_login(writer)
    own = make_article(created_by=writer)

    act(client, action, own)

    own.refresh_from_db()
    assert not own.is_published()


def test_the_list_cannot_be_edited_by_a_forged_form(client, chief):
    article = make_article(title="Mine")

    client.post(
        LIST,
        {
            "_save": "Save",
            "form-TOTAL_FORMS": 1,
            "form-INITIAL_FORMS": 1,
            "form-0-id": article.pk,
            "form-0-title": "Forged",
        },
    )

    article.refresh_from_db()
    assert article.title == "Mine"


def test_nobody_counts_further_than_anyone_leafs(client, chief, monkeypatch):
    monkeypatch.setattr(paging, "MOST", 2)
    for _ in range(4):
        make_article()

    response = client.get(LIST)

    assert response.context["cl"].result_count == 2
    assert "More than 2 articles" in " ".join(response.text.split())


def test_a_search_that_finds_too_much_says_so(client, chief, monkeypatch):
    monkeypatch.setattr(article_list, "MOST_FOUND", 2)
    for number in range(3):
        make_article(title=f"Bridges {number}")

    response = client.get(LIST, {"q": "bridges"})

    assert sorted(listed(client, "q=bridges")) == ["Bridges 1", "Bridges 2"]
    assert "2 of the newest 2 that were found" in " ".join(response.text.split())


@pytest.mark.parametrize("count", [1, 3])
def test_a_filtered_search_costs_the_same_for_one_and_for_three(
    client, chief, django_assert_num_queries, count
):
    author = make_author()
    for number in range(count):
        fields = {"authors": [author], "genre": make_genre(), "created_by": chief}
        make_published(title=f"Bridges {number}", **fields)
    query = f"q=bridges&state=live&mine=begun&author={author.pk}"
    client.get(LIST)

    with django_assert_num_queries(10):
        client.get(f"{LIST}?{query}")


@pytest.mark.parametrize("model", ["article", "page", "logline", "author"])
def test_a_list_is_not_searched_by_patterns(client, model):
    client.force_login(make_user("chief"))
    field = "title" if model in ("article", "page") else "verb" if model == "logline" else "name"

    answer = client.get(f"/admin/articles/{model}/", {f"{field}__regex": "(("})

    assert answer.status_code in (302, 400)
