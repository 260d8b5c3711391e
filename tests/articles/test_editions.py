"""An article carried away: as text, as Markdown, as a reference, as a card on another site."""

import json
from datetime import UTC, datetime

import pytest
from django.utils import timezone

from articles.citing import _parted, bibtex, citation, ris
from articles.frame import frame_of
from articles.models import Correction, MagazineSettings, Redirect
from articles.models.edition import Edition
from tests.articles.whole import SITE, make_whole_article
from tests.factories import DAY, NOON, make_article, make_author, make_image, make_section

pytestmark = pytest.mark.django_db
ENDINGS = ["txt", "md", "bib", "ris"]


@pytest.fixture(autouse=True)
def magazine():
    MagazineSettings.objects.update(name="The Far Quay", copyright_line="© The Far Quay")
    Edition.objects.move()


def test_the_text_edition_is_the_whole_article_in_plain_letters(client):
    image = make_image(credits=["Ed Moe / Agency"], caption="A crane")
    article = make_whole_article(
        body='<p>See <a href="/europe/">Europe</a>.</p><h2>Then</h2>'
        f'<figure><img data-file="{image.pk}" alt=""></figure><p>A claim'
        '<span data-footnote="A source."></span>.</p>',
        disclosure="The author owns a boat.",
        lead_caption="The old quay",
    )
    Correction.objects.issue(article, "correction", "It is in Malmö.", at=NOON)

    response = client.get("/europe/the-quay.txt")

    text = response.content.decode()
    assert response.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert response.headers["Link"] == f'<{SITE}/europe/the-quay/>; rel="canonical"'
    assert text.startswith("The quay\n========\n\nWho owns the water’s edge?\n\nAda Lind, Bo Ek · ")
    for part in (
        f"Europe <{SITE}/europe/>.",
        "The old quay (Jane Doe / Northlight · Max Roe)",
        "[A crane (Ed Moe / Agency)]",
        "A claim[1].",
        "[1] A source.",
        "Correction: It is in Malmö.",
        "The author owns a boat.",
        "© The Far Quay",
    ):
        assert part in text


def test_the_markdown_edition_has_one_headline_and_absolute_links(client):
    make_whole_article(
        title="The *quay* & <b>",
        body='<p>See <a href="/europe/">Europe</a>.</p><h2>Then</h2><p>More.</p>',
    )

    response = client.get("/europe/the-quay.md")

    text = response.content.decode()
    assert response.headers["Content-Type"] == "text/markdown; charset=utf-8"
    assert text.startswith("# The \\*quay\\* & \\<b\\>\n\n_Who owns the water’s edge?_\n\n")
    assert f"[Europe]({SITE}/europe/)" in text
    assert "\n## Then\n" in text


def test_a_reference_in_chicago_and_apa(rf):
    article = make_whole_article(title="Who owns the quay?")

    told = citation(article, frame_of(rf.get("/")))

    address = f"{SITE}/europe/the-quay/"
    assert "".join(told.chicago) == (
        f"Lind, Ada, and Bo Ek. “Who owns the quay?” The Far Quay, June 1, 2026. {address}."
    )
    assert "".join(told.apa) == (
        f"Lind, A., & Ek, B. (2026, June 1). Who owns the quay? The Far Quay. {address}"
    )


@pytest.mark.parametrize(
    ("names", "chicago", "apa"),
    [
        ([], "“T.” ", "The Far Quay. (2026, June 1). T. "),
        (["Ada Lind"], "Lind, Ada. “T.” ", "Lind, A. (2026, June 1). T. "),
        (["Plato"], "Plato. “T.” ", "Plato. (2026, June 1). T. "),
        (
            ["Jean-Luc de la Tour", "A B", "C D"],
            "de la Tour, Jean-Luc, A B, and C D. “T.” ",
            "de la Tour, J.-L., B, A., & D, C. (2026, June 1). T. ",
        ),
    ],
    ids=["nobody", "one", "one name", "three"],
)
def test_references_name_everybody_in_order(rf, names, chicago, apa):
    authors = [make_author(name) for name in names]
    article = make_whole_article(title="T", authors=authors)

    told = citation(article, frame_of(rf.get("/")))

    assert (told.chicago[0], told.apa[0]) == (chicago, apa)


def test_bibtex_and_ris_can_be_loaded_into_a_library(client):
    make_whole_article(title="100% {quay} & Co_")

    text = client.get("/europe/the-quay.bib").content.decode()
    assert text == "\n".join(
        [
            "@article{lind2026the,",
            "  author = {Lind, Ada and Ek, Bo},",
            "  title = {{100\\% \\{quay\\} \\& Co\\_}},",
            "  journal = {The Far Quay},",
            "  year = {2026},",
            "  month = jun,",
            "  day = {1},",
            f"  url = {{{SITE}/europe/the-quay/}},",
            "}",
            "",
        ]
    )
    assert client.get("/europe/the-quay.ris").content.decode().split("\r\n") == [
        "TY  - MGZN",
        "AU  - Lind, Ada",
        "AU  - Ek, Bo",
        "TI  - 100% {quay} & Co_",
        "T2  - The Far Quay",
        "PY  - 2026",
        "DA  - 2026/06/01",
        f"UR  - {SITE}/europe/the-quay/",
        "ER  - ",
        "",
    ]


def test_the_day_of_a_reference_is_the_newsrooms(client):
    MagazineSettings.objects.update(time_zone="Asia/Tokyo")
    Edition.objects.move()
    make_whole_article(published_at=datetime(2026, 6, 1, 20, tzinfo=UTC))

    assert b"DA  - 2026/06/02" in client.get("/europe/the-quay.ris").content


def test_a_retracted_article_says_so_in_a_reference(rf):
    article = make_whole_article()
    Correction.objects.issue(article, "retraction", "None of it is true.")
    article.refresh_from_db()

    assert citation(article, frame_of(rf.get("/"))).title == "Retracted: The quay"


@pytest.mark.parametrize("title", ["\\", "a\nb\r\nTY  - BOOK", "}}", "🦊 \u2028 ا", "%s"])
def test_no_title_breaks_a_reference(rf, title):
    told = citation(make_whole_article(title=title), frame_of(rf.get("/")))

    assert ris(told).count("TY  - MGZN\r\n") == 1
    assert "\r\nTY  - BOOK" not in ris(told)
    assert bibtex(told).replace("\\{", "").replace("\\}", "").count("{") == bibtex(told).replace(
        "\\{", ""
    ).replace("\\}", "").count("}")


def test_a_name_without_letters_is_a_name():
    assert _parted("") == ("", "")


@pytest.mark.parametrize("ending", ENDINGS)
def test_editions_have_the_doors_of_the_page(client, ending):
    section = make_section("Europe")
    make_article(slug="draft", section=section)
    make_article(slug="later", section=section, published_at=timezone.now() + DAY)
    make_article(slug="gone", section=section, published_at=NOON, unpublish_at=timezone.now())
    make_article(slug="here", section=section, published_at=NOON)
    Redirect.objects.leave("/europe/old/", "/europe/here/")

    def answer(path):
        response = client.get(path)
        return response.status_code, response.headers.get("Location")

    assert answer(f"/europe/here.{ending}") == (200, None)
    assert answer(f"/europe/draft.{ending}") == (404, None)
    assert answer(f"/europe/later.{ending}") == (404, None)
    assert answer(f"/europe/gone.{ending}") == (410, None)
    assert answer(f"/asia/here.{ending}") == (301, f"/europe/here.{ending}")
    assert answer(f"/europe/old.{ending}") == (301, f"/europe/here.{ending}")
    assert client.post(f"/europe/here.{ending}").status_code == 405


def test_another_site_can_ask_what_to_show(client):
    make_whole_article()

    response = client.get("/oembed/", {"url": f"{SITE}/europe/the-quay/"})

    card = json.loads(response.content)
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert {name: card[name] for name in ("version", "type", "title", "author_name")} == {
        "version": "1.0",
        "type": "rich",
        "title": "The quay",
        "author_name": "Ada Lind, Bo Ek",
    }
    assert card["provider_name"] == "The Far Quay"
    assert (card["width"], card["height"]) == (640, 240)
    assert (card["thumbnail_width"], card["thumbnail_height"]) == (1200, 675)
    assert f'<a href="{SITE}/europe/the-quay/">The quay</a>' in card["html"]


def test_a_card_is_no_larger_than_asked_for(client):
    make_whole_article()

    asked = {"url": f"{SITE}/europe/the-quay/", "maxwidth": "300", "maxheight": "100"}
    card = json.loads(client.get("/oembed/", asked).content)

    assert (card["width"], card["height"]) == (300, 100)
    assert "thumbnail_url" not in card


def test_a_card_runs_no_script(client):
    make_whole_article(title="<script>alert(1)</script>", dek='"><img src=x onerror=alert(1)>')

    card = json.loads(client.get("/oembed/", {"url": f"{SITE}/europe/the-quay/"}).content)

    assert "<script" not in card["html"]
    assert "<img" not in card["html"]


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ({}, 404),
        ({"url": "https://example.org/europe/the-quay/"}, 404),
        ({"url": f"{SITE}.example.org/europe/the-quay/"}, 404),
        ({"url": f"{SITE}@example.org/europe/the-quay/"}, 404),
        ({"url": f"{SITE}/europe/the-draft/"}, 404),
        ({"url": f"{SITE}/europe/"}, 404),
        ({"url": f"{SITE}/europe/the-quay/" + "x" * 1000}, 404),
        ({"url": f"{SITE}/europe/the-quay/", "format": "xml"}, 501),
        ({"url": f"{SITE}/europe/the-quay/", "maxwidth": "-1"}, 200),
        ({"url": f"{SITE}/europe/the-quay/", "maxwidth": "9" * 500}, 200),
        ({"url": f"{SITE}/europe/the-quay"}, 200),
    ],
)
def test_only_published_articles_have_a_card(client, asked, status):
    article = make_whole_article()
    make_article(slug="the-draft", section=article.section)

    assert client.get("/oembed/", asked).status_code == status


@pytest.mark.parametrize(
    ("path", "queries"), [("/europe/the-quay.txt", 2), ("/europe/the-quay.ris", 2)]
)
def test_an_edition_costs_two_queries(client, django_assert_num_queries, path, queries):
    make_whole_article()

    with django_assert_num_queries(queries):
        assert client.get(path).status_code == 200
