"""What machines read of a page, read back by an independent parser."""

import re

import extruct
import pytest
from django.core.files.storage import default_storage

from articles import offers
from articles.models import Author, Correction, Image, MagazineSettings, Page, Tag
from articles.models.edition import Edition
from articles.models.finishing import finish
from articles.pictures import card
from tests.articles.whole import SITE, make_whole_article
from tests.factories import NOON, make_image, make_published, make_section

pytestmark = pytest.mark.django_db


def read(client, path):
    """The graph of a page by type, and its Open Graph properties."""
    page = client.get(path).content.decode()
    found = extruct.extract(page, syntaxes=["json-ld", "opengraph"], uniform=False)
    (data,) = found["json-ld"]
    properties = [pair for group in found["opengraph"] for pair in group["properties"]]
    return {node["@type"]: node for node in data["@graph"]}, properties


def links(client, path, rel):
    return re.findall(f'<link rel="{rel}"[^>]* href="([^"]*)"', client.get(path).content.decode())


def test_an_article_says_who_wrote_it_when_and_with_which_pictures(client):
    make_whole_article()

    graph, _ = read(client, "/europe/the-quay/")

    article = graph["AnalysisNewsArticle"]
    assert article["headline"] == "The quay"
    assert article["url"] == f"{SITE}/europe/the-quay/"
    assert article["datePublished"] == article["dateModified"] == "2026-06-01T12:00:00+00:00"
    assert article["description"] == "Who owns the water’s edge?"
    assert article["articleSection"] == "Europe"
    assert article["keywords"] == ["Ports"]
    assert [author["name"] for author in article["author"]] == ["Ada Lind", "Bo Ek"]
    assert article["author"][0]["url"] == f"{SITE}/authors/ada-lind/"
    assert article["author"][0]["affiliation"]["name"] == "Quay Institute"
    assert article["publisher"] == {"@id": f"{SITE}/#organization"}


def test_its_picture_comes_in_three_ratios_with_the_credit_that_readers_see(client):
    make_whole_article()

    graph, _ = read(client, "/europe/the-quay/")

    images = graph["AnalysisNewsArticle"]["image"]
    assert [(image["width"], image["height"]) for image in images] == [
        (1200, 675),
        (1200, 900),
        (1200, 1200),
    ]
    for image in images:
        assert image["contentUrl"].startswith(f"{SITE}/files/aa/")
        assert image["creditText"] == "Jane Doe / Northlight · Max Roe"
        assert image["copyrightNotice"] == "© Jane Doe / Northlight · Max Roe"


def test_a_correction_is_said_to_machines_too(client):
    article = make_whole_article()
    Correction.objects.issue(article, "correction", "The quay is in Malmö.", at=NOON)

    graph, properties = read(client, "/europe/the-quay/")

    assert graph["AnalysisNewsArticle"]["correction"] == [
        {
            "@type": "CorrectionComment",
            "text": "Correction: The quay is in Malmö.",
            "datePublished": "2026-06-01T12:00:00+00:00",
        }
    ]
    assert ("article:modified_time", "2026-06-01T12:00:00+00:00") in properties


def test_breadcrumbs_lead_from_the_home_page_down(client):
    make_whole_article()

    graph, _ = read(client, "/europe/the-quay/")

    steps = graph["BreadcrumbList"]["itemListElement"]
    assert [(step["position"], step["item"]) for step in steps] == [
        (1, f"{SITE}/"),
        (2, f"{SITE}/europe/"),
        (3, f"{SITE}/europe/the-quay/"),
    ]


def test_a_shared_link_shows_title_dek_and_picture(client):
    make_whole_article(social_title="Who owns the quay?")

    _, properties = read(client, "/europe/the-quay/")

    told = dict(properties)
    assert told["og:type"] == "article"
    assert told["og:title"] == "Who owns the quay?"
    assert told["og:description"] == "Who owns the water’s edge?"
    assert told["og:url"] == f"{SITE}/europe/the-quay/"
    assert told["og:image"] == f"{SITE}/files/aa/cccccccccccccccccccccc-16x9-1200.jpg"
    assert (told["og:image:width"], told["og:image:height"]) == ("1200", "675")
    assert told["og:image:alt"] == "A quay"


def test_the_picture_chosen_for_sharing_comes_before_the_lead_picture(client):
    made = {"share-16x9": ["ff/cccccccccccccccccccccc", [1200]]}
    make_whole_article(social_image=make_image(renditions=made))

    _, properties = read(client, "/europe/the-quay/")

    assert dict(properties)["og:image"].endswith("/files/ff/cccccccccccccccccccccc-16x9-1200.jpg")


def test_a_withdrawn_picture_is_told_to_nobody(client):
    article = make_whole_article()
    Image.objects.update(withdrawn_at=NOON)
    article.rederive()

    graph, properties = read(client, "/europe/the-quay/")

    assert "image" not in graph["AnalysisNewsArticle"]
    assert "og:image" not in dict(properties)


def test_an_article_without_picture_gets_a_card_from_the_worker(client):
    article = make_published(title="No picture", slug="no-picture", section=make_section("Europe"))
    assert "og:image" not in dict(read(client, "/europe/no-picture/")[1])

    finish.func(article.pk)

    told = dict(read(client, "/europe/no-picture/")[1])
    name = told["og:image"].removeprefix(f"{SITE}/files/")
    assert default_storage.exists(name)
    assert told["og:image:alt"] == "No picture"
    response = client.get(f"/files/{name}")
    assert response.headers["Content-Type"] == "image/jpeg"
    assert b"".join(response.streaming_content).startswith(b"\xff\xd8")


def test_a_headline_that_our_fonts_cannot_write_gets_no_card():
    assert card.can_write("Łódź, Αθήνα и Москва – “fine” 2026") is True
    assert card.can_write("عنوان") is False


@pytest.mark.parametrize(
    "headline", ["", "x", "x" * 200, "word " * 40, "🦊", "\x00\x1f", "a\nb"], ids=repr
)
def test_no_headline_breaks_the_card(headline):
    assert card.drawn("Kicker", headline, "Name " * 60).startswith(b"\xff\xd8")


def test_an_article_first_published_elsewhere_names_that_address_as_canonical(client):
    make_whole_article(canonical_url="https://example.org/there/")

    graph, _ = read(client, "/europe/the-quay/")

    assert links(client, "/europe/the-quay/", "canonical") == ["https://example.org/there/"]
    assert graph["AnalysisNewsArticle"]["mainEntityOfPage"] == "https://example.org/there/"


def test_other_languages_are_linked_once_somebody_knows_them(client, monkeypatch):
    make_whole_article()
    monkeypatch.setattr(offers, "TRANSLATIONS", [lambda article: [("de", "https://example.org/")]])

    page = client.get("/europe/the-quay/").content.decode()

    assert '<link rel="alternate" hreflang="de" href="https://example.org/">' in page


def test_the_home_page_says_how_to_search_and_who_publishes(client):
    MagazineSettings.objects.update(
        name="The Quay", social_links=[{"label": "Mastodon", "url": "https://example.social/@quay"}]
    )
    Edition.objects.move()

    graph, properties = read(client, "/")

    action = graph["WebSite"]["potentialAction"]
    assert action["target"]["urlTemplate"] == f"{SITE}/search/?q={{search_term_string}}"
    assert graph["NewsMediaOrganization"]["name"] == "The Quay"
    assert graph["NewsMediaOrganization"]["sameAs"] == ["https://example.social/@quay"]
    assert dict(properties)["og:type"] == "website"
    assert links(client, "/", "me") == ["https://example.social/@quay"]
    assert links(client, "/", "canonical") == [f"{SITE}/"]


def test_a_section_is_a_collection_of_its_articles(client):
    make_whole_article()

    graph, _ = read(client, "/europe/")

    items = graph["CollectionPage"]["mainEntity"]["itemListElement"]
    assert [item["url"] for item in items] == [f"{SITE}/europe/the-quay/"]


def test_an_author_has_a_profile(client):
    make_whole_article()
    Author.objects.filter(slug="ada-lind").update(
        bio="Writes on ports.", links=[{"label": "Site", "url": "https://ada.example.org/"}]
    )

    graph, properties = read(client, "/authors/ada-lind/")

    person = graph["ProfilePage"]["mainEntity"]
    assert person["@id"] == f"{SITE}/authors/ada-lind/#person"
    assert person["description"] == "Writes on ports."
    assert person["sameAs"] == ["https://ada.example.org/"]
    assert dict(properties)["og:type"] == "profile"


@pytest.mark.parametrize(
    "path", ["/", "/europe/", "/europe/the-quay/", "/authors/ada-lind/", "/tags/ports/", "/about/"]
)
def test_hostile_names_stay_inside_their_tags(client, path):
    hostile = "</script><script>alert(1)</script>\"'><b>&amp;\u2028"
    make_whole_article(title=hostile, dek=hostile)
    Author.objects.update(name=hostile, bio=hostile)
    Tag.objects.update(name=hostile, description=hostile)
    Page.objects.create(slug="about", title=hostile)
    MagazineSettings.objects.update(name=hostile, tagline=hostile)
    Edition.objects.move()

    page = client.get(path).content.decode()

    assert "<script>alert" not in page
    assert "<b>" not in page
    read(client, path)
