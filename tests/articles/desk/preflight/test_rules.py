"""Each rule finds what it is for, and keeps still about what is sound."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles.desk.preflight import inspect
from articles.models import Author, HouseRule, ImageCredit, Redirect, Tag, snapshot
from articles.offers import RULES
from tests.factories import (
    DAY,
    make_article,
    make_author,
    make_image,
    make_published,
    make_section,
)

pytestmark = pytest.mark.django_db

SOUND = {
    "title": "A bridge",
    "slug": "a-bridge",
    "dek": "It stands.",
    "body": "<p>It stands in the city.</p>",
}


def content(**changes):
    """A text with which nothing is wrong, changed so."""
    whole = dict.fromkeys(snapshot.PLAIN, "") | SOUND | {"genre": None, "social_image": None}
    section = changes.pop("section", None) or make_section()
    image = changes.pop("lead_image", None) or make_image()
    author = Author.objects.first() or make_author()
    return {
        **whole,
        "section": section.pk,
        "lead_image": image.pk,
        "bylines": [author.pk],
        "tags": [],
        "related": [],
        **changes,
    }


def said(*rules, **changes):
    """What these rules (else all) say of a text changed so."""
    found = inspect(content(**changes))
    return [each.sentence for each in found if not rules or each.rule.id in rules]


def test_a_sound_text_passes():
    assert said() == []


def test_somebody_must_have_written_it():
    assert said(bylines=[]) == ["No author is named."]
    assert said(bylines=[10**9]) == ["No author is named."]


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("<p>He was TK years old.</p>", ["“TK” is left in the text."]),
        ("<p>TKTK and XX</p>", ["“TKTK” is left in the text.", "“XX” is left in the text."]),
        ("<p>Lorem ipsum dolor</p>", ["“Lorem ipsum” is left in the text."]),
        ("<p>TODO: ask her</p>", ["“TODO” is left in the text."]),
        (
            "<p>He said [ ] then???</p>",
            ["“[ ]” is left in the text.", "“???” is left in the text."],
        ),
        ("<p>In the XX century, ATKINS wrote XXL [sic].</p>", []),
        ('<p>A<span data-footnote="TK"></span></p>', ["“TK” is left in the notes."]),
    ],
)
def test_no_mark_of_unfinished_work_is_left(body, found):
    assert said("left-over", body=body) == found


def test_marks_in_the_headline_count_too():
    assert said("left-over", title="TK in Istanbul") == ["“TK” is left in the headline."]


def test_a_dek_and_a_picture_are_missed_but_not_in_short_posts():
    bare = {"dek": "", "lead_image": None}
    fields = content(section=make_section()) | bare
    short = content(section=make_section(is_short_posts=True)) | bare

    assert {found.rule.id for found in inspect(fields)} == {"no-dek", "no-picture"}
    assert inspect(short) == []


def test_a_headline_fits_a_card_or_a_short_one_stands_in():
    long = "A" * 120

    assert said(title=long) == ["The headline has 120 characters; a card holds 100."]
    assert said(title=long, short_headline="A") == []


@pytest.mark.parametrize("words", ["here", "Click here", "this link.", "Read more →"])
def test_a_link_says_where_it_leads(words):
    body = f'<p><a href="https://example.org/">{words}</a></p>'

    assert len(said("link-text", body=body)) == 1
    assert said("link-text", body=body.replace(words, "the treaty of 1949")) == []


def test_headings_step_down_one_by_one():
    assert said("heading-jump", body="<h3>Small</h3><p>x</p><h2>Big</h2>") != []
    assert said("heading-jump", body="<h2>Big</h2><h3>Small</h3>") == []


def test_a_tag_that_stands_alone_is_no_help():
    make_published(tags=["Gulf"])
    article = make_article(tags=["Gulf", "Alone"])

    alone = ["No other article has the tag “Alone”."]
    found = inspect(snapshot.take(article), article)
    assert [each.sentence for each in found if each.rule.id == "tag-alone"] == alone
    Tag.objects.get(name="Alone").tagged.model.objects.create(
        content_object=make_article(), tag=Tag.objects.get(name="Alone")
    )
    found = inspect(snapshot.take(article), article)
    assert [each.sentence for each in found if each.rule.id == "tag-alone"] == []


def test_the_house_style_is_the_editors_own():
    HouseRule.objects.create(wrong="ballistic missile", right="missile", why="Say which kind.")
    HouseRule.objects.create(wrong="Kiev", right="Kyiv")
    HouseRule.objects.create(wrong="utilise")

    body = "<p>Ballistic\nmissiles? A ballistic missile over Kiev; the kiev is a dish.</p>"
    assert sorted(said(body=body, dek="They utilise it.")) == [
        "“Kiev” stands in the text: write “Kyiv”.",
        "“ballistic missile” stands in the text: write “missile” (Say which kind.).",
        "“utilise” stands in the dek.",
    ]


def figure(image, alt=""):
    return f'<figure><img data-file="{image.pk}" alt="{alt}"><figcaption></figcaption></figure>'


def test_every_picture_has_a_credit():
    bare = make_image(credits=(), caption="A quay")

    assert said(lead_image=bare) == ["The picture “A quay” has no credit."]
    assert said(body=figure(bare)) == ["The picture “A quay” has no credit."]


def test_alternative_text_is_given_here_or_in_the_library_or_not_needed():
    bare = make_image(alt="", caption="A quay")
    sentence = "The picture “A quay” has no alternative text, and is not decorative."

    assert said(body=figure(bare)) == [sentence]
    assert said(body=figure(bare, alt="Ships at a quay")) == []
    assert said(lead_image=make_image(alt="", is_decorative=True)) == []


def test_alternative_text_is_no_copy():
    copied = make_image(alt="A quay", caption="A quay")
    named = make_image(alt="IMG_2034.jpg", caption="A ship")

    assert said(lead_image=copied) == ["The alternative text of “A quay” repeats the caption."]
    assert said(lead_image=named) == ["The alternative text of “A ship” is a file’s name."]


def test_a_credit_names_people_and_not_files():
    image = make_image(credits=("File:Quay.jpg",), caption="A quay")

    assert said("odd-credit", lead_image=image) != []


def test_an_agency_does_not_give_its_pictures_away():
    image = make_image(credits=("Jane Doe / Getty Images",), caption="A quay")
    image.credits.update(licence="cc-by-4.0")

    assert said("odd-credit", lead_image=image) != []


@pytest.mark.parametrize(
    ("days", "rules"),
    [(-1, ["licence-ended"]), (0, ["licence-ending"]), (30, ["licence-ending"]), (31, [])],
)
def test_licences_end(days, rules):
    image = make_image()
    ends = timezone.localdate() + timedelta(days=days)
    ImageCredit.objects.filter(image=image).update(expires_on=ends)

    assert [found.rule.id for found in inspect(content(lead_image=image))] == rules


def test_a_withdrawn_picture_cannot_be_used():
    image = make_image(withdrawn_at=timezone.now(), withdrawn_reason="Not ours.", caption="A quay")

    assert said(lead_image=image) == ["The picture “A quay” was withdrawn: Not ours."]


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/europe/",
        "/europe/a-story/",
        "/old/a-story/",
        "/europe/coming/",
        "/authors/ada/",
        "/tags/gulf/",
        "/search/?q=x",
        "/moved/",
        "/europe/#top",
        "https://example.org/nowhere/",
        "mailto:a@example.org",
        "#note",
    ],
)
def test_a_link_that_leads_somewhere_passes(path):
    europe = make_section("Europe")
    make_published(slug="a-story", section=europe, tags=["Gulf"])
    make_article(slug="coming", section=europe, published_at=timezone.now() + DAY)
    make_author("Ada")
    Redirect.objects.create(old_path="/moved/", new_path="/europe/")

    assert said("dead-link", body=f'<p><a href="{path}">The text of 1949</a></p>') == []


@pytest.mark.parametrize(
    "path", ["/nowhere/", "/europe/draft/", "/europe/nothing", "/authors/nobody/", "/a/b/c/"]
)
def test_a_dead_link_is_found(path, settings):
    make_article(slug="draft", section=make_section("Europe"))

    slashed = f"{path.rstrip('/')}/"
    for href in (path, f"{settings.SITE_ADDRESS}{path}"):
        body = f'<p><a href="{href}">The text of 1949</a></p>'
        assert said("dead-link", body=body) == [f"{slashed} leads nowhere."]


def test_a_card_shows_what_readers_may_read():
    live, draft = make_published(), make_article()

    assert said(body=f'<figure data-article="{live.pk}"></figure>') == []
    assert said(body=f'<figure data-article="{draft.pk}"></figure>') == [
        "An article of ours stands in the text that readers cannot open."
    ]


def test_every_rule_says_what_is_wrong_and_how_to_mend_it():
    for rule in RULES.values():
        assert rule.title
        assert rule.mend.endswith(".")
