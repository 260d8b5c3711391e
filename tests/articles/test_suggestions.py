import json

import pytest
from django.utils import timezone

from articles.models.edition import Edition
from tests.factories import DAY, NOON, make_article, make_author, make_published, make_section

pytestmark = pytest.mark.django_db


def suggested(client, text):
    response = client.get("/search/suggest/", {"q": text})
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "application/json"
    return [
        (row["kind"], row["title"], row["url"])
        for row in json.loads(response.content)["suggestions"]
    ]


@pytest.fixture
def quay():
    section = make_section("Harbours")
    Edition.objects.move()
    return make_published(
        title="The harbour treaty",
        slug="treaty",
        section=section,
        authors=[make_author("Ada Harbison")],
        tags=["Harbour law"],
    )


def test_the_beginning_of_a_word_finds_what_has_it(client, quay):
    assert suggested(client, "harb") == [
        ("section", "Harbours", "/harbours/"),
        ("author", "Ada Harbison", "/authors/ada-harbison/"),
        ("tag", "Harbour law", "/tags/harbour-law/"),
        ("article", "The harbour treaty", "/harbours/treaty/"),
    ]


@pytest.mark.parametrize("text", ["the harbour tre", "HARBOUR", "tréat"])
def test_the_last_word_may_be_only_begun(client, quay, text):
    assert ("article", "The harbour treaty", "/harbours/treaty/") in suggested(client, text)


def test_the_newest_come_first_and_five_are_enough(client):
    section = make_section("S")
    for number in range(7):
        make_published(
            title=f"Quay {number}", section=section, published_at=NOON + number * DAY / 9
        )

    assert [title for _, title, _ in suggested(client, "quay")] == [
        f"Quay {number}" for number in (6, 5, 4, 3, 2)
    ]


def test_what_readers_may_not_see_is_not_suggested(client):
    hidden = {"title": "Canary", "dek": "Canary", "tags": ["Canary"]}
    make_article(authors=[make_author("Canary One")], **hidden)
    make_article(published_at=timezone.now() + DAY, **hidden)
    make_article(published_at=NOON, unpublish_at=timezone.now(), **hidden)

    assert suggested(client, "canary") == []


@pytest.mark.parametrize(
    "text",
    ["", "a", "\x00", "'", '"', "a:*", "*", "🦊🦊", "ا" * 500, "x " * 500, "%", "a\\", "(", "&|!"],
)
def test_no_text_breaks_it(client, quay, text):
    suggested(client, text)


@pytest.mark.parametrize("count", [1, 3])
def test_it_costs_the_same_for_one_and_for_three(client, django_assert_num_queries, count):
    section = make_section("S")
    for number in range(count):
        make_published(title=f"Quay {number}", section=section)

    with django_assert_num_queries(5):
        assert len(suggested(client, "quay")) == count
