"""Feeds, read by feedparser and held against the formats' own grammars."""

import json
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

import feedparser
import pytest
from django.utils.http import http_date
from lxml import etree

from articles.feeds import entries
from articles.models import RESERVED, Article, Correction, Redirect, snapshot
from tests.articles.whole import SITE, make_whole_article
from tests.factories import (
    HOUR,
    NOON,
    make_article,
    make_author,
    make_genre,
    make_published,
    make_section,
)

pytestmark = pytest.mark.django_db
SCHEMAS = Path(__file__).parent / "schemas"
PLACES = ["/", "/europe/", "/authors/ada-lind/", "/tags/ports/", "/genre/analysis/"]
PICTURE = f"{SITE}/files/aa/bbbbbbbbbbbbbbbbbbbbbb-960.jpg"
CREDIT = "Jane Doe / Northlight · Max Roe"
HOSTILE = "A ]]> b </title> <![CDATA[ & \u2028 🦊 “quoted” \x0b\x1f\ufffe e\u0301 اسم"
PLAIN = "A ]]> b </title> <![CDATA[ & \u2028 🦊 “quoted”  e\u0301 اسم"


def parsed(client, path):
    feed = feedparser.parse(client.get(path).content)
    assert feed.bozo == 0, feed.get("bozo_exception")
    return feed


def atom_is_valid(content):
    grammar = etree.RelaxNG(etree.parse(SCHEMAS / "atom.rng"))
    grammar.assertValid(etree.fromstring(content))
    return True


def check_json_feed(data):
    """The demands of JSON Feed 1.1 on what we use of it."""
    assert data["version"] == "https://jsonfeed.org/version/1.1"
    assert isinstance(data["title"], str)
    assert data["feed_url"].startswith(SITE)
    assert all("name" in author for author in data["authors"])
    known = {"id", "url", "external_url", "title", "content_html", "summary", "image"}
    known |= {"date_published", "date_modified", "authors", "tags", "attachments"}
    for item in data["items"]:
        assert isinstance(item["id"], str)
        assert item["id"]
        assert {name for name in item if not name.startswith("_")} <= known
        assert item["content_html"]
        for name in ("date_published", "date_modified"):
            assert datetime.fromisoformat(item[name]).tzinfo is not None
        for attachment in item.get("attachments", []):
            assert {"url", "mime_type"} <= set(attachment)
    return True


@pytest.mark.parametrize("place", PLACES)
def test_every_place_has_its_feed_in_three_forms(client, place):
    make_whole_article()

    for form in ("", "atom/"):
        (entry,) = parsed(client, f"{place}feed/{form}").entries
        assert entry.title == "The quay"
        assert entry.link == f"{SITE}/europe/the-quay/"
        assert [author.name for author in entry.authors] == ["Ada Lind", "Bo Ek"]
        assert {tag.term for tag in entry.tags} == {"Europe", "Analysis", "Ports"}
        assert entry.summary == "Who owns the water’s edge?"
        assert "<p>The edge of the water.</p>" in entry.content[0].value
        assert f'<a href="{SITE}/europe/">Europe</a>' in entry.content[0].value
        assert entry.published_parsed[:4] == (2026, 6, 1, 12)
        assert [file.href for file in entry.enclosures] == ([PICTURE] if form else [])
        assert entry.media_content[0]["url"] == PICTURE
        assert entry.media_credit[0]["content"] == CREDIT
        assert CREDIT in entry.content[0].value

    data = json.loads(client.get(f"{place}feed/json/").content)
    (item,) = data["items"]
    assert item["url"] == f"{SITE}/europe/the-quay/"
    assert item["authors"] == [
        {"name": "Ada Lind", "url": f"{SITE}/authors/ada-lind/"},
        {"name": "Bo Ek", "url": f"{SITE}/authors/bo-ek/"},
    ]
    assert item["image"] == PICTURE
    assert item["attachments"] == [{"url": PICTURE, "mime_type": "image/jpeg", "title": CREDIT}]
    assert check_json_feed(data)


@pytest.mark.parametrize("place", [*PLACES, "/corrections/"])
def test_atom_keeps_to_its_grammar(client, place):
    article = make_whole_article(canonical_url="https://example.org/there/")
    Correction.objects.issue(article, "correction", "It is in Malmö.")

    assert atom_is_valid(client.get(f"{place}feed/atom/").content)


def test_the_grammar_refuses_what_is_no_atom(client):
    make_whole_article()
    content = client.get("/feed/atom/").content

    with pytest.raises(etree.DocumentInvalid):
        atom_is_valid(content.replace(b"<id>", b"<no>").replace(b"</id>", b"</no>"))


@pytest.mark.parametrize("form", ["", "atom/", "json/"])
def test_an_empty_feed_is_a_feed(client, form):
    content = client.get(f"/feed/{form}").content

    if form == "json/":
        assert check_json_feed(json.loads(content))
    else:
        assert feedparser.parse(content).bozo == 0
    if form == "atom/":
        assert atom_is_valid(content)


def test_nothing_in_a_feed_is_relative(client):
    make_whole_article()

    for form in ("", "atom/", "json/"):
        content = client.get(f"/feed/{form}").content.decode()
        for sign in (
            'href="/',
            'src="/',
            'href=\\"/',
            'src=\\"/',
            "srcset=&quot;/",
            "href=&quot;/",
        ):
            assert sign not in content


def test_an_entry_keeps_its_name_when_its_section_or_address_changes(client):
    article = make_whole_article()
    before = parsed(client, "/feed/").entries[0].id
    moved = {"slug": "quay", "section": make_section("Ports").pk}
    article.save_revision(snapshot.take(article) | moved, None)
    article.publish()

    entry = parsed(client, "/feed/").entries[0]

    assert entry.link == f"{SITE}/ports/quay/"
    assert entry.id == before


def test_a_correction_moves_the_date_of_change_and_stands_in_the_text(client):
    article = make_whole_article()
    Correction.objects.issue(article, "correction", "It is in Malmö.", at=NOON + HOUR)

    entry = parsed(client, "/feed/atom/").entries[0]

    assert entry.updated_parsed[:4] == (2026, 6, 1, 13)
    assert entry.published_parsed[:4] == (2026, 6, 1, 12)
    assert "It is in Malmö." in entry.content[0].value


def test_corrections_have_a_feed_of_their_own(client):
    article = make_whole_article()
    Correction.objects.issue(article, "correction", "It is in Malmö.", at=NOON)
    Correction.objects.issue(make_article(), "correction", "Canary of a draft.")

    for form in ("", "atom/"):
        (entry,) = parsed(client, f"/corrections/feed/{form}").entries
        assert entry.title == "Correction: The quay"
        assert entry.link == f"{SITE}/europe/the-quay/#corrections"
        assert entry.summary == "It is in Malmö."
    assert check_json_feed(json.loads(client.get("/corrections/feed/json/").content))


def test_hostile_words_come_through_as_they_are(client):
    author = make_author("Author")
    type(author).objects.update(name=HOSTILE)
    author.refresh_from_db()
    article = make_published(
        title=HOSTILE, dek=HOSTILE, body=f"<p>{HOSTILE}</p>", authors=[author], tags=["T"]
    )
    Correction.objects.issue(article, "correction", HOSTILE)

    for form in ("", "atom/"):
        (entry,) = parsed(client, f"/feed/{form}").entries
        assert entry.title_detail.value.split() == PLAIN.split()
        assert entry.authors[0].name.split() == PLAIN.split()
    for path in ("/feed/", "/feed/atom/", "/corrections/feed/", "/corrections/feed/atom/"):
        root = etree.fromstring(client.get(path).content)
        titles = [each.text for each in root.iter() if str(each.tag).endswith("title")]
        assert any(PLAIN in title for title in titles)
    assert atom_is_valid(client.get("/feed/atom/").content)
    item = json.loads(client.get("/feed/json/").content)["items"][0]
    assert item["title"].split() == HOSTILE.split()


@pytest.mark.parametrize("form", ["", "atom/", "json/"])
def test_who_has_the_feed_already_gets_304(client, form):
    make_whole_article()
    first = client.get(f"/feed/{form}")

    by_tag = client.get(f"/feed/{form}", headers={"if-none-match": first.headers["ETag"]})
    by_date = client.get(
        f"/feed/{form}", headers={"if-modified-since": first.headers["Last-Modified"]}
    )

    assert (by_tag.status_code, by_date.status_code) == (304, 304)
    assert by_tag.content == b""


def test_what_readers_can_see_changes_the_tag_and_the_date(client):
    article = make_whole_article()
    second = make_published(published_at=NOON)
    first = client.get("/feed/")
    long_ago = http_date((NOON - HOUR).timestamp())
    assert client.get("/feed/", headers={"if-modified-since": long_ago}).status_code == 200

    Article.objects.filter(pk=second.pk).update(unpublish_at=datetime.now(UTC))

    headers = {"if-none-match": first.headers["ETag"]}
    assert client.get("/feed/", headers=headers).status_code == 200
    assert len(feedparser.parse(client.get("/feed/").content).entries) == 1
    article.unpublish()
    assert parsed(client, "/feed/").entries == []


def test_an_end_that_has_come_changes_the_date_too(client):
    make_whole_article()
    gone = make_published(published_at=NOON)
    later = datetime(2027, 1, 1, tzinfo=UTC)
    Article.objects.filter(pk=gone.pk).update(unpublish_at=datetime.now(UTC))
    end = Article.objects.last_end(at=later)

    response = client.get("/feed/")

    assert response.headers["Last-Modified"] >= http_date(int(end.timestamp()))


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(
    ("path", "queries"),
    [
        ("/feed/", 3),
        ("/europe/feed/atom/", 4),
        ("/authors/ada-lind/feed/", 4),
        ("/tags/ports/feed/json/", 4),
        ("/genre/analysis/feed/", 4),
        ("/corrections/feed/", 3),
    ],
)
def test_a_feed_costs_the_same_for_one_entry_and_for_three(
    client, django_assert_num_queries, path, queries, count
):
    article = make_whole_article()
    Correction.objects.issue(article, "update", "More is known.")
    for number in range(count - 1):
        other = make_published(
            slug=f"other-{number}",
            section=article.section,
            genre=make_genre(),
            authors=list(article.authors.all()),
            tags=["Ports"],
        )
        Correction.objects.issue(other, "update", "More is known.")

    with django_assert_num_queries(queries):
        response = client.get(path)

    root = response.content
    entries = (
        len(json.loads(root)["items"]) if "json" in path else len(feedparser.parse(root).entries)
    )
    assert entries == count


def test_a_feed_ends_after_the_newest(client):
    section = make_section("Europe")
    for number in range(22):
        make_published(title=f"Number {number}", section=section, published_at=NOON + number * HOUR)

    titles = [entry.title for entry in parsed(client, "/europe/feed/").entries]

    assert titles == [f"Number {number}" for number in range(21, 1, -1)]


def test_a_feed_moves_with_its_section(client):
    Redirect.objects.leave("/old/", "/europe/")

    response = client.get("/old/feed/atom/")

    assert (response.status_code, response.headers["Location"]) == (301, "/europe/feed/atom/")


@pytest.mark.parametrize(
    "path",
    [
        "/nowhere/feed/",
        "/authors/nobody/feed/",
        "/tags/nothing/feed/json/",
        "/genre/none/feed/",
        "/feed/xml/",
        "/europe/feed/rss/",
    ],
)
def test_there_is_no_feed_of_nothing(client, path):
    assert client.get(path).status_code == 404


def test_no_article_can_stand_where_a_feed_is():
    assert "feed" in RESERVED


@pytest.mark.parametrize("path", ["/", *PLACES[1:], "/europe/the-quay/", "/corrections/"])
def test_each_page_names_feeds_that_answer(client, path):
    make_whole_article()
    page = client.get(path).content
    links = etree.HTML(page).xpath("//link[@rel='alternate'][contains(@type, '+xml')]/@href")
    links += etree.HTML(page).xpath("//link[@rel='alternate'][contains(@type, 'feed+json')]/@href")

    assert len(links) >= 3
    for link in links:
        assert client.get(urlsplit(link).path).status_code == 200


def test_feeds_set_no_cookie_and_take_only_reading(client):
    response = client.get("/feed/")

    assert response.cookies == {}
    assert "Cookie" not in response.headers.get("Vary", "")
    assert client.post("/feed/").status_code == 405
    assert client.head("/feed/").status_code == 200


def test_an_entry_is_made_once_for_all_feeds_and_forms(client):
    make_published(section=make_section("Europe"), authors=[make_author("Ines")], tags=["Trade"])
    entries._entry.cache_clear()

    for place in ("", "/europe", "/authors/ines", "/tags/trade"):
        for form in ("", "atom/", "json/"):
            assert client.get(f"{place}/feed/{form}").status_code == 200

    assert entries._entry.cache_info().misses == 1


@pytest.mark.parametrize("form", ["", "atom/", "json/"])
def test_what_changes_in_an_article_changes_in_its_entry(client, form):
    article = make_published(title="Old headline")
    assert "Old headline" in client.get(f"/feed/{form}").content.decode()

    changed = snapshot.take(article) | {"title": "New headline"}
    article.save_revision(changed, None)
    article.publish()

    page = client.get(f"/feed/{form}").content.decode()
    assert "New headline" in page
    assert "Old headline" not in page
