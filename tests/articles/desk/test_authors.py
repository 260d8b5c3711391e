import pytest
from django_tasks_db.models import DBTaskResult

from articles import rederiving
from articles.models import Article, Author
from tests.factories import make_author, make_published, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client):
    user = make_user("editor", "Editor")
    client.force_login(user)
    return user


def save(client, author, **changes):
    kept = {"name": author.name, "slug": author.slug, "links": "", "bio": author.bio}
    return client.post(f"/admin/articles/author/{author.pk}/change/", {**kept, **changes})


def names(article):
    article.refresh_from_db()
    return [byline["name"] for byline in article.derived["bylines"]]


def test_a_renamed_author_is_renamed_above_every_article(client, editor):
    author = make_author("Jane Doe")
    article = make_published(authors=[author])

    save(client, author, name="Jane Roe", slug="jane-roe")

    assert names(article) == ["Jane Roe"]
    assert client.get("/authors/jane-doe/").headers["Location"] == "/authors/jane-roe/"


def test_many_articles_are_renamed_behind_the_scenes(client, editor, monkeypatch):
    monkeypatch.setattr(rederiving, "FEW", 1)
    author = make_author("Jane Doe")
    articles = [make_published(authors=[author]) for _ in range(2)]

    save(client, author, name="Jane Roe")
    assert [names(article) for article in articles] == [["Jane Doe"], ["Jane Doe"]]

    for row in DBTaskResult.objects.filter(task_path="articles.rederiving.rederive_many"):
        row.task.call(*row.args_kwargs["args"], **row.args_kwargs["kwargs"])
    assert [names(article) for article in articles] == [["Jane Roe"], ["Jane Roe"]]


def test_a_new_bio_leaves_what_was_published_with_the_old_one(client, editor):
    author = make_author("Jane Doe", bio="A fellow in Berlin.")
    article = make_published(authors=[author])

    save(client, author, bio="A fellow in Rome.")

    article.refresh_from_db()
    assert article.derived["bylines"][0]["bio"] == "A fellow in Berlin."
    assert Author.objects.get().bio == "A fellow in Rome."


def test_links_are_typed_one_a_line(client, editor):
    author = make_author()

    save(client, author, links="Site | https://example.org/jane\n\nWork | http://example.org/")

    author.refresh_from_db()
    assert author.links == [
        {"label": "Site", "url": "https://example.org/jane"},
        {"label": "Work", "url": "http://example.org/"},
    ]


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("https://example.org/", "Write “https://example.org/” as: Label | https://example.org/…"),
        (
            "Site | javascript:alert(1)",
            "“javascript:alert(1)” is no web address. It begins with https:// or http://.",
        ),
        ("L | https://a.org\n" * 13, "That is too long a list: at most 12 links help a reader."),
    ],
)
def test_a_link_that_leads_nowhere_is_refused_with_a_sentence(client, editor, typed, sentence):
    author = make_author()

    response = save(client, author, links=typed)

    assert response.context["adminform"].form.errors == {"links": [sentence]}


def test_an_account_belongs_to_one_author(client, editor):
    taken = make_author(account=editor)
    other = make_author()

    response = save(client, other, account=editor.pk)

    assert "account" in response.context["adminform"].form.errors
    assert Author.objects.get(account=editor) == taken


def test_an_author_with_articles_stays(client):
    client.force_login(make_user("chief", "Chief"))
    author = make_author()
    make_published(authors=[author])

    client.post(f"/admin/articles/author/{author.pk}/delete/", {"post": "yes"})

    assert list(Article.objects.by_author(author)) != []


def test_a_name_turns_no_letters_around(client, editor):
    author = make_author("Jane Doe")

    save(client, author, name="\u202eJane\u202d Roe \u200fא", bio="Of \u202ethere.")

    author.refresh_from_db()
    assert (author.name, author.bio) == ("Jane Roe \u200fא", "Of there.")
