"""The box from which others take an article: only where the magazine and its rights allow it."""

import html5lib
import pytest

from articles.models import Correction, Edition, MagazineSettings
from tests.articles.pages import links, read, said
from tests.articles.whole import MADE, SITE, make_whole_article
from tests.factories import make_article, make_genre, make_image

pytestmark = pytest.mark.django_db

BOX = "/europe/the-quay/republish/"
TEXT = (
    '<p>One <a href="/europe/">two</a><span data-footnote="See &lt;here&gt;."></span>.</p>'
    "<aside><p>Pulled</p></aside><h2>Then</h2>"
    '<figure data-embed="youtube" data-id="abcdefghijk" data-title="Low tide"></figure>'
    '<figure data-article="1"></figure>'
    "<table><tbody><tr><td>Cell</td></tr></tbody></table>"
)


@pytest.fixture
def licensed():
    MagazineSettings.objects.update(name="The Far Quay", republication="by-nd")
    Edition.objects.move()


def copied(client, path=BOX):
    """What stands in the box, as others would paste it."""
    page = read(client.get(path))
    return said_as_typed(page.find(".//textarea"))


def said_as_typed(element):
    return "".join(element.itertext())


def test_nobody_may_republish_anything_until_the_magazine_says_so(client):
    make_whole_article()

    assert client.get(BOX).status_code == 404
    assert "republish" not in client.get("/europe/the-quay/").text


def test_an_article_offers_its_text_with_its_licence(client, licensed):
    make_whole_article(body=TEXT)

    leading = links(read(client.get("/europe/the-quay/")))
    assert ("Republish this article", BOX) in leading
    text = copied(client)

    assert text.startswith("<h1>The quay</h1>")
    assert f'<p>One <a href="{SITE}/europe/">two</a><sup>1</sup>.</p>' in text
    assert "<li>See &lt;here&gt;.</li>" in text
    assert "<h2>Then</h2>" in text
    assert '<p><a href="https://www.youtube.com/watch?v=abcdefghijk">Low tide</a></p>' in text
    assert "<table><tbody><tr><td>Cell</td></tr></tbody>" in text
    assert "Pulled" not in text
    assert f'<a href="{SITE}/europe/the-quay/">The Far Quay</a>' in text
    assert 'href="https://creativecommons.org/licenses/by-nd/4.0/" rel="license"' in text


def test_what_is_handed_on_is_plain_and_asks_nobody_for_anything(client, licensed):
    make_whole_article(body=TEXT)

    body = html5lib.parseFragment(copied(client), namespaceHTMLElements=False)

    for element in body.iter():
        assert not {"class", "id", "style", "data-frame"} & set(element.attrib)
    assert [each for each in body.iter() if each.tag in ("script", "img", "iframe")] == []


def test_only_pictures_that_may_be_republished_go_along(client, licensed):
    given = make_image(("Ada Roe",), renditions=MADE, may_republish=True, alt="A & B", caption="C")
    kept = make_image(("Agency / Wire",), renditions=MADE)
    figures = "".join(f'<figure><img data-file="{each.pk}"></figure>' for each in (given, kept))
    make_whole_article(body=figures, lead_image=kept)

    text = copied(client)

    assert text.count("<img") == 1
    assert f'<img src="{SITE}/files/aa/bbbbbbbbbbbbbbbbbbbbbb-960.jpg" alt="A &amp; B"' in text
    assert "Ada Roe" in text
    assert "Wire" not in text
    assert "left out" in said(read(client.get(BOX)))


@pytest.mark.parametrize(
    "fields",
    [
        {"first_published_by": "Elsewhere"},
        {"canonical_url": "https://example.org/x/"},
        {"genre": ("Paid", "AdvertiserContentArticle")},
    ],
    ids=["a guest", "another's", "paid for"],
)
def test_what_is_not_ours_is_not_offered(client, licensed, fields):
    if "genre" in fields:
        fields = {"genre": make_genre(fields["genre"][0], schema_type=fields["genre"][1])}
    make_whole_article(**fields)

    assert client.get(BOX).status_code == 404
    assert "republish" not in client.get("/europe/the-quay/").text


def test_a_retracted_article_is_not_offered_any_longer(client, licensed):
    article = make_whole_article()
    Correction.objects.issue(article, "correction", "It was a Tuesday.")
    assert "It was a Tuesday." in copied(client)

    Correction.objects.issue(article, "retraction", "None of it was true.")

    assert client.get(BOX).status_code == 404


def test_the_box_of_a_withdrawn_article_is_gone(client, licensed):
    make_whole_article().unpublish()

    answer = client.get("/europe/the-quay/republish/")

    assert answer.status_code == 410
    assert "The edge of the water" not in answer.content.decode()


def test_a_draft_has_no_box(client, licensed):
    draft = make_article()

    assert client.get(f"{draft.get_absolute_url()}republish/").status_code == 404


def test_the_box_is_found_by_readers_and_not_by_search_engines(client, licensed):
    make_whole_article()

    page = read(client.get(BOX))

    robots = [each.get("content") for each in page.iter("meta") if each.get("name") == "robots"]
    assert robots == ["noindex"]
    assert [each.get("href") for each in page.iter("link") if each.get("rel") == "canonical"] == [
        f"{SITE}/europe/the-quay/"
    ]
    moved = client.get("/asia/the-quay/republish/")
    assert (moved.status_code, moved.headers["Location"]) == (301, BOX)
