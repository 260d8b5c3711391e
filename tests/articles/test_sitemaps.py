"""Sitemaps against their schemas, and what must never stand in one."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.utils import timezone
from lxml import etree

from articles.models import Article, Correction, MagazineSettings, Page
from articles.models.edition import Edition
from tests.articles.whole import SITE, make_whole_article
from tests.factories import DAY, NOON, make_article, make_author, make_published, make_section

pytestmark = pytest.mark.django_db
SPACES = {
    "s": "http://www.sitemaps.org/schemas/sitemap/0.9",
    "image": "http://www.google.com/schemas/sitemap-image/1.1",
    "news": "http://www.google.com/schemas/sitemap-news/0.9",
}
SCHEMA = etree.XMLSchema(etree.parse(Path(__file__).parent / "schemas/sitemap.xsd"))


def read(client, path):
    response = client.get(path)
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "application/xml; charset=utf-8"
    root = etree.fromstring(response.content)
    SCHEMA.assertValid(root)
    return root


def told(root, path="s:loc"):
    return root.xpath(f"//{path}/text()", namespaces=SPACES)


def test_the_index_names_a_file_for_each_month_that_has_articles(client):
    section = make_section("Europe")
    for year, month in [(2026, 6), (2026, 6), (2026, 1), (2019, 12)]:
        make_published(section=section, published_at=datetime(year, month, 9, tzinfo=UTC))

    root = read(client, "/sitemap.xml")

    assert told(root) == [
        f"{SITE}/sitemaps/places.xml",
        f"{SITE}/sitemaps/articles-2026-06.xml",
        f"{SITE}/sitemaps/articles-2026-01.xml",
        f"{SITE}/sitemaps/articles-2019-12.xml",
    ]


@pytest.mark.parametrize(
    "at",
    [
        "2026-06-01T00:00:00+00:00",
        "2026-06-30T23:59:59.999999+00:00",
        "2026-06-01T00:00:00.5+00:00",
    ],
)
def test_the_first_and_the_last_moment_of_a_month_belong_to_it(client, at):
    moment = datetime.fromisoformat(at)
    make_published(slug="edge", section=make_section("Europe"), published_at=moment)
    make_published(published_at=datetime(2026, 5, 31, 23, 59, tzinfo=UTC))
    make_published(published_at=datetime(2026, 7, 1, tzinfo=UTC))

    assert told(read(client, "/sitemaps/articles-2026-06.xml")) == [f"{SITE}/europe/edge/"]
    assert len(told(read(client, "/sitemap.xml"))) == 4


def test_an_article_stands_there_with_its_picture_and_its_last_change(client):
    article = make_whole_article()
    Correction.objects.issue(article, "correction", "It is in Malmö.", at=NOON + DAY)

    root = read(client, "/sitemaps/articles-2026-06.xml")

    assert told(root) == [f"{SITE}/europe/the-quay/"]
    assert told(root, "s:lastmod") == ["2026-06-02T12:00:00+00:00"]
    assert told(root, "image:loc") == [f"{SITE}/files/aa/bbbbbbbbbbbbbbbbbbbbbb-960.jpg"]
    assert told(read(client, "/sitemap.xml"), "s:lastmod") == ["2026-06-02T12:00:00+00:00"]


def test_an_article_that_belongs_elsewhere_is_left_to_that_place(client):
    make_whole_article(canonical_url="https://example.org/there/")
    make_published(slug="ours", section=make_section("Ours"), published_at=NOON)

    assert told(read(client, "/sitemaps/articles-2026-06.xml")) == [f"{SITE}/ours/ours/"]


def test_places_are_home_sections_genres_and_visible_pages(client):
    make_whole_article()
    make_section("Empty", order=200)
    Page.objects.create(slug="about", title="About")
    Page.objects.create(slug="hidden", title="Hidden", is_visible=False)
    Edition.objects.move()

    root = read(client, "/sitemaps/places.xml")

    paths = [
        "/",
        "/europe/",
        "/empty/",
        "/genre/analysis/",
        "/about/",
        "/corrections/",
        "/archive/",
    ]
    assert told(root) == [f"{SITE}{path}" for path in paths]
    assert told(root, "s:lastmod") == ["2026-06-01T12:00:00+00:00"] * 2


def test_authors_are_listed_once_something_of_theirs_can_be_read(client):
    make_whole_article()
    make_article(authors=[make_author("Canary Draft")])

    assert told(read(client, "/sitemaps/authors.xml")) == [
        f"{SITE}/authors/ada-lind/",
        f"{SITE}/authors/bo-ek/",
    ]


def test_tags_are_listed_once_something_on_them_can_be_read(client):
    make_whole_article()
    make_article(tags=["Canary"])

    assert told(read(client, "/sitemaps/tags.xml")) == [f"{SITE}/tags/ports/"]
    assert f"{SITE}/sitemaps/tags.xml" in told(read(client, "/sitemap.xml"))


def test_a_month_of_more_articles_than_a_file_may_hold_has_several_files(client, monkeypatch):
    monkeypatch.setattr("articles.sitemaps.MOST", 2)
    section = make_section("Europe")
    for number in range(5):
        make_published(section=section, slug=f"n{number}", published_at=NOON + number * DAY)

    files = [name for name in told(read(client, "/sitemap.xml")) if "2026-06" in name]

    month = f"{SITE}/sitemaps/articles-2026-06.xml"
    assert files == [month, f"{month}?page=2", f"{month}?page=3"]
    listed = [told(read(client, name.removeprefix(SITE))) for name in files]
    assert [len(each) for each in listed] == [2, 2, 1]
    assert len({address for each in listed for address in each}) == 5
    for page in ("4", "0", "-1", "x", "99999"):
        assert client.get(f"/sitemaps/articles-2026-06.xml?page={page}").status_code == 404


def test_news_are_two_days_old_at_most(client):
    MagazineSettings.objects.update(name="The <Quay>", language="en-gb")
    Edition.objects.move()
    section = make_section("Europe")
    now = timezone.now()
    make_published(slug="new", title="New & now", section=section, published_at=now - DAY)
    make_published(slug="old", section=section, published_at=now - 2 * DAY - timedelta(minutes=1))

    root = read(client, "/sitemaps/news.xml")

    assert told(root) == [f"{SITE}/europe/new/"]
    assert told(root, "news:title") == ["New & now"]
    assert told(root, "news:name") == ["The <Quay>"]
    assert told(root, "news:language") == ["en"]
    assert f"{SITE}/sitemaps/news.xml" in told(read(client, "/sitemap.xml"))


@pytest.mark.parametrize(
    "path",
    [
        "/sitemaps/news.xml",
        "/sitemaps/authors.xml",
        "/sitemaps/articles-2026-06.xml",
        "/sitemaps/articles-2026-13.xml",
        "/sitemaps/articles-0000-01.xml",
        "/sitemaps/articles-2026-6.xml",
        "/sitemaps/nothing.xml",
    ],
)
def test_a_file_without_entries_is_no_file(client, path):
    assert client.get(path).status_code == 404


def test_an_empty_magazine_has_a_sitemap(client):
    assert told(read(client, "/sitemap.xml")) == [f"{SITE}/sitemaps/places.xml"]
    assert told(read(client, "/sitemaps/places.xml")) == [
        f"{SITE}{path}" for path in ("/", "/corrections/", "/archive/")
    ]


def test_the_whole_map_leads_to_pages_that_answer(client):
    make_whole_article(published_at=timezone.now() - DAY)
    Page.objects.create(slug="about", title="About")

    for file in told(read(client, "/sitemap.xml")):
        for place in told(read(client, urlsplit(file).path)):
            assert client.get(urlsplit(place).path).status_code == 200


def test_what_readers_may_not_see_is_on_no_map(client):
    section = make_section("Europe")
    later = timezone.now() + DAY
    make_article(slug="canary-draft", section=section)
    make_article(slug="canary-scheduled", section=section, published_at=later)
    make_published(slug="canary-gone", section=section, unpublish_at=timezone.now())
    make_published(slug="seen", section=section)
    assert Article.objects.count() == 4

    files = told(read(client, "/sitemap.xml"))

    pages = [client.get(urlsplit(file).path).content.decode() for file in files]
    assert "canary" not in "".join(pages)
    assert "/europe/seen/" in "".join(pages)
    assert f"articles-{later + DAY * 32:%Y-%m}" not in "".join(files)


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(
    ("path", "queries"),
    [
        ("/sitemap.xml", 7),
        ("/sitemaps/articles-2026-06.xml", 2),
        ("/sitemaps/places.xml", 4),
        ("/sitemaps/authors.xml", 2),
        ("/sitemaps/tags.xml", 2),
    ],
)
def test_a_file_costs_the_same_for_one_article_and_for_three(
    client, django_assert_num_queries, path, queries, count
):
    for number in range(count):
        at = NOON - 40 * DAY * (number if path == "/sitemap.xml" else 0)
        make_published(authors=[make_author()], tags=["Ports"], published_at=at)

    with django_assert_num_queries(queries):
        assert client.get(path).status_code == 200


def test_robots_may_read_all_but_searches(client):
    response = client.get("/robots.txt")

    assert response.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert response.content.decode().splitlines() == [
        "User-agent: *",
        "Disallow: /search/",
        "Disallow: /admin/",
        "",
        f"Sitemap: {SITE}/sitemap.xml",
    ]
