import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from articles.did_you_mean import did_you_mean, slips, spelled_otherwise
from articles.models import Article, Spelling
from articles.models.spelling import near_misses
from articles.search import Query, search
from tests.factories import DAY, make_article, make_author, make_published

pytestmark = pytest.mark.django_db


def better(text):
    told = did_you_mean(Query.parse(text))
    return told.text if told else None


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("harbuor", "harbour"),  # swapped
        ("harbor", "harbour"),  # one letter left out
        ("harrbour", "harbour"),  # one too many
        ("hatbour", "harbour"),  # a wrong one
        ("HARBUOR", "harbour"),
        ("harbuor treaty", "harbour treaty"),
        ("khruschev", "khrushchev"),
        ("zurich harbuor", "zurich harbour"),
    ],
)
def test_a_slip_leads_to_the_word_that_was_meant(typed, meant):
    make_published(title="The harbour treaty of Zürich", authors=[make_author("Nikita Khrushchev")])

    assert better(typed) == meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("harbor", "harbour"),
        ("colour", "color"),
        ("theater", "theatre"),
        ("organise", "organize"),
        ("program", "programme"),
        ("archeology", "archaeology"),
        ("sceptic", "skeptic"),
        ("harbor color", "harbour color"),
    ],
)
def test_a_spelling_from_over_the_sea_leads_to_the_one_that_texts_have(typed, meant):
    words = "harbour color theatre organize programme archaeology skeptic"
    make_published(title="Other", body=f"<p>Of {words}.</p>")
    make_article(title="Draft", body="<p>Labour</p>")

    assert better(typed) == meant
    assert better("labor") is None


@pytest.mark.parametrize("typed", ["harbour", "harbours", "xqzt", "abc", "", '"', "12345", "مرحبا"])
def test_what_is_right_or_beyond_help_is_left_alone(typed):
    make_published(title="The harbour treaty")

    assert better(typed) is None


def test_words_of_what_readers_may_not_see_are_never_offered():
    make_article(title="Canaryword draft")
    make_article(title="Canaryword later", published_at=timezone.now() + DAY)
    gone = {"published_at": timezone.now() - DAY, "unpublish_at": timezone.now()}
    make_article(title="Canaryword gone", dek="Canaryword", tags=["Canaryword"], **gone)
    assert Spelling.objects.filter(word="canaryword").exists()

    assert better("canaryward") is None


def test_a_form_that_only_a_draft_has_is_not_offered():
    make_published(title="They resign")
    make_article(title="A resignation")

    assert better("resignatoin") is None


def test_the_page_offers_the_other_spelling_as_a_link(client):
    make_published(title="The harbour treaty")

    page = client.get("/search/", {"q": "harbuor"}).content.decode()

    assert 'href="/search/?q=harbour"' in page


@pytest.mark.parametrize("count", [1, 3])
def test_it_costs_the_same_whatever_there_is(client, django_assert_max_num_queries, count):
    for number in range(count):
        make_published(title=f"The harbour treaty {number}")

    with django_assert_max_num_queries(45):
        client.get("/search/", {"q": "harbuor traety of zzzzzz nothing more to see here"})


@pytest.mark.parametrize("word", ["", "e", "e" * 24, "orourisiztreter", "Ölz"])
def test_few_spellings_are_tried(word):
    assert len(spelled_otherwise(word)) <= 6


@pytest.mark.parametrize(
    ("one", "other", "count"),
    [
        ("a", "a", 0),
        ("ab", "ba", 1),
        ("abc", "ac", 1),
        ("abc", "abcd", 1),
        ("kitten", "sitting", 3),
    ],
)
def test_slips_are_counted(one, other, count):
    assert (slips(one, other), slips(other, one)) == (count, count)


def test_two_words_one_slip_apart_share_a_near_miss():
    for other in ("harbuor", "harbor", "harrbour", "hatbour"):
        assert near_misses("harbour") & near_misses(other)


def test_the_index_can_be_built_anew(capsys):
    article = make_published(title="The harbour treaty", body="<p>Of Malmö.</p>")
    make_article(title="A draft")
    Spelling.objects.all().delete()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM articles_search")
    assert search(Query.parse("harbour")).pks == []

    call_command("reindex")

    assert search(Query.parse("malmo")).pks == [article.pk]
    assert better("harbuor") == "harbour"
    assert capsys.readouterr().out.endswith("2 articles are in the search index.\n")


def test_building_it_anew_drops_what_no_article_stands_behind():
    article = make_published(title="The harbour treaty")
    insert = (
        "INSERT INTO articles_search (rowid, title, heads, body) VALUES (999999, 'harbour', '', '')"
        if connection.vendor == "sqlite"
        else "INSERT INTO articles_search SELECT 999999, heads, whole, body FROM articles_search"
    )
    with connection.cursor() as cursor:
        cursor.execute(insert)

    call_command("reindex")

    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM articles_search")
        assert cursor.fetchone() == (1,)
    assert Article.objects.get() == article
