import pytest
from django.test import Client
from django.utils import timezone

from articles.models import (
    Address,
    Article,
    Correction,
    Edition,
    MagazineSettings,
    Page,
    Pin,
    Redirect,
)
from tests.articles.pages import all_said, by_class, links, read, said
from tests.articles.whole import MADE
from tests.factories import (
    DAY,
    HOUR,
    make_article,
    make_author,
    make_genre,
    make_image,
    make_published,
    make_section,
)

pytestmark = pytest.mark.django_db


def get(path, status=200):
    """The page at an address, with the answer that it must have."""
    response = Client().get(path)
    assert response.status_code == status
    return read(response)


def whole_article(**fields):
    """An article with everything that one can have, beside others in a full magazine."""
    europe, media = make_section("Europe"), make_section("Media")
    rail = make_section("Notes", is_rail=True, is_short_posts=True)
    for number in range(4):
        make_published(
            section=media, title=f"Media {number}", body="<p>One.</p><p>Two.</p><p>Three.</p>"
        )
        make_published(section=rail, title=f"Note {number}")
    lead = make_image(("Ann Lee / Northlight", "Bo Ek"), alt="A gate", caption="The gate.")
    return make_published(
        **{
            "title": "The Gate",
            "slug": "the-gate",
            "dek": "Who left it open.",
            "section": europe,
            "genre": make_genre("Analysis"),
            "authors": [make_author("Ada Ash", bio="Ada writes."), make_author("Ben Bo")],
            "tags": ["Borders"],
            "lead_image": lead,
            "body": "<p>It stood open.</p>",
            **fields,
        }
    )


# The article


def test_an_article_shows_every_element_once():
    whole_article(disclosure="Ada owns a gate.", first_published_by="The Wall")

    page = get("/europe/the-gate/")

    assert all_said(page, ".//h1") == ["The Gate"]
    story = by_class(page, "story")[0]
    assert links(by_class(story, "kicker")[0]) == [
        ("Analysis", "/genre/analysis/"),
        ("Europe", "/europe/"),
    ]
    assert said(by_class(story, "byline")[0]) == "By Ada Ash and Ben Bo"
    assert links(by_class(story, "byline")[0]) == [
        ("Ada Ash", "/authors/ada-ash/"),
        ("Ben Bo", "/authors/ben-bo/"),
    ]
    assert said(by_class(by_class(story, "hero")[0], "credit")[0]) == (
        "Picture: Ann Lee / Northlight · Bo Ek"
    )
    assert said(by_class(by_class(story, "hero")[0], "caption")[0]) == "The gate."
    assert [said(line) for line in by_class(story, "disclosure")] == [
        "Ada owns a gate.",
        "First published by The Wall.",
    ]
    assert links(by_class(story, "tags")[0]) == [("Borders", "/tags/borders/")]
    assert [said(box) for box in by_class(story, "author-box")] == ["Ada Ash Ada writes.", "Ben Bo"]
    assert len(by_class(story, "signup")) == 1
    assert len(by_class(page, "signup")) == 2


def test_an_article_with_the_least_still_stands():
    make_published(title="Bare", slug="bare", section=make_section("Media"))

    page = get("/media/bare/")

    assert all_said(page, ".//h1") == ["Bare"]
    for absent in ("hero", "dek", "byline", "tags", "author-boxes", "rails", "more-stories"):
        assert by_class(page, absent) == []


def test_a_picture_without_credit_or_caption_has_no_empty_line_under_it():
    whole_article(lead_image=make_image(()))

    hero = by_class(get("/europe/the-gate/"), "hero")[0]

    assert hero.findall(".//figcaption") == []


def test_dates_are_the_newsrooms_and_a_material_change_shows():
    MagazineSettings.objects.update(time_zone="Pacific/Auckland")
    Edition.objects.move()
    at = timezone.datetime(2026, 3, 1, 12, 30, tzinfo=timezone.get_default_timezone())
    article = whole_article(published_at=at)
    Correction.objects.issue(article, "correction", "It was shut.", at=at + 2 * DAY)

    page = get("/europe/the-gate/")

    facts = by_class(page, "facts")[0]
    assert all_said(facts, ".//time") == ["March 2, 2026", "March 4, 2026"]
    assert [time.get("datetime") for time in facts.iter("time")] == [
        "2026-03-02T01:30:00+13:00",
        "2026-03-04T01:30:00+13:00",
    ]
    assert said(by_class(page, "corrections")[0]) == (
        "Corrections and notes Correction, March 4, 2026: It was shut."
    )


def test_a_retraction_stands_above_the_text():
    article = whole_article()
    Correction.objects.issue(article, "retraction", "None of it was so.")

    assert said(by_class(get("/europe/the-gate/"), "retracted")[0]) == (
        "Retraction. None of it was so."
    )


def test_what_ran_elsewhere_first_says_so_and_sends_search_engines_there():
    whole_article(first_published_by="The Wall", canonical_url="https://example.org/gate/")

    page = get("/europe/the-gate/")

    assert links(by_class(page, "disclosure")[0]) == [("The Wall", "https://example.org/gate/")]
    canonical = [link.get("href") for link in page.iter("link") if link.get("rel") == "canonical"]
    assert canonical == ["https://example.org/gate/"]


def test_names_and_headlines_are_text_whatever_they_hold():
    whole_article(
        title='<script>alert(1)</script> & "co"',
        dek="<b>bold</b>",
        authors=[make_author("<i>Eve</i>", slug="eve")],
    )

    page = get("/europe/the-gate/")

    assert all_said(page, ".//h1") == ['<script>alert(1)</script> & "co"']
    assert said(by_class(page, "byline")[0]) == "By <i>Eve</i>"


def test_keep_reading_has_one_label_at_a_time_and_a_real_link():
    whole_article()

    page = get("/europe/the-gate/")

    card = by_class(page, "opening")[0]
    assert said(card.find(".//h3/a")) == "Media 3"
    assert [said(label) for label in by_class(card, "unseen")] == [
        "Keep reading: Media 3",
        "Show less of Media 3",
    ]
    assert said(by_class(card, "teaser")[0]) == "One. Two."
    assert said(by_class(card, "more")[0].find("div")) == "Three."


def test_nothing_stands_twice_on_a_page():
    whole_article()

    page = get("/europe/the-gate/")

    headlines = [said(headline) for headline in by_class(page, "headline")]
    assert len(headlines) == len(set(headlines)) == 8


# Addresses


def test_an_article_under_another_section_leads_to_its_own_address():
    whole_article()

    answer = Client().get("/media/the-gate/")

    assert (answer.status_code, answer["Location"]) == (301, "/europe/the-gate/")


def test_an_unpublished_article_is_gone_and_says_nothing_of_itself():
    article = whole_article()
    article.unpublish()

    page = get("/europe/the-gate/", 410)

    assert all_said(page, ".//h1") == ["This article is no longer here"]
    assert "Gate" not in said(page)


@pytest.mark.parametrize(
    "fields", [{}, {"published_at": timezone.now() + HOUR}], ids=["draft", "scheduled"]
)
def test_what_was_never_published_is_not_there(fields):
    make_article(section=make_section("Europe"), slug="the-gate", **fields)

    get("/europe/the-gate/", 404)


def test_an_old_address_leads_to_the_new_one():
    Redirect.objects.leave("/europe/the-door/", "/europe/the-gate/")
    Redirect.objects.leave("/old/", "/europe/")

    for old, new in (("/europe/the-door/", "/europe/the-gate/"), ("/old/", "/europe/")):
        answer = Client().get(old)
        assert (answer.status_code, answer["Location"]) == (301, new)


@pytest.mark.parametrize(
    "path",
    ["/nothing/", "/authors/nobody/", "/tags/nothing/", "/genre/nothing/", "/a/b/", "/a/b/c/d"],
)
def test_an_unknown_address_is_not_found_politely(path):
    page = get(path, 404)

    assert all_said(page, ".//h1") == ["Nothing is at this address"]


# Fronts, lists, pages


def test_an_empty_magazine_still_has_a_front_page():
    page = get("/")

    assert all_said(page, ".//h1") == ["Our magazine"]
    assert all_said(page, ".//h2")[0] == "The first article is being written."


def test_empty_lists_say_so():
    make_section("Europe")
    make_genre("Analysis")
    make_author("Ada Ash")

    for path in ("/europe/", "/genre/analysis/", "/authors/ada-ash/"):
        assert said(by_class(get(path), "nothing")[0]).startswith("Nothing ")


def test_the_front_page_puts_pinned_stories_first():
    whole_article()
    pinned = Article.objects.get(title="Media 0")
    Pin.objects.arrange(None, [(pinned, None, None)])

    page = get("/")

    assert said(by_class(by_class(page, "lead")[0], "headline")[0]) == "Media 0"
    headlines = [said(headline) for headline in by_class(page, "headline")]
    assert len(headlines) == len(set(headlines)) == 9


def test_a_section_page_puts_pinned_stories_first():
    whole_article()
    pinned = Article.objects.get(title="Media 0")
    Pin.objects.arrange(pinned.section, [(pinned, None, None)])

    headlines = [said(headline) for headline in by_class(get("/media/"), "headline")]

    assert headlines == ["Media 0", "Media 3", "Media 2", "Media 1"]


def test_a_standing_page_shows_its_text_and_a_hidden_one_is_not_there():
    Page.objects.create(slug="about", title="About", body="<p>We write.</p>")
    Page.objects.create(slug="secret", title="Secret", body="<p>No.</p>", is_visible=False)

    page = get("/about/")

    assert all_said(page, ".//h1") == ["About"]
    assert said(by_class(page, "prose")[0]) == "We write."
    get("/secret/", 404)


def test_a_bare_address_is_not_found():
    Address.objects.create(slug="neither")

    get("/neither/", 404)


def test_menus_notice_and_footer_come_from_the_settings():
    MagazineSettings.objects.update(
        name="The Wall",
        tagline="Both sides",
        notice="We are moving.",
        support_url="https://example.org/give",
        social_links=[{"label": "Mastodon", "url": "https://example.org/@wall"}],
        copyright_line="© The Wall",
    )
    make_section("Europe")
    make_section("Hidden", is_visible=False)
    Page.objects.create(slug="about", title="About", menu="header")
    Page.objects.create(slug="imprint", title="Imprint", menu="footer")
    Edition.objects.move()

    page = get("/europe/")

    assert said(by_class(page, "notice")[0]) == "We are moving."
    assert links(by_class(page, "sections")[0]) == [("Europe", "/europe/"), ("About", "/about/")]
    assert said(by_class(page, "copyright")[0]) == "© The Wall"
    follow = [link for link in page.iter("a") if link.get("rel") == "me noopener"]
    assert [(said(link), link.get("href")) for link in follow] == [
        ("Mastodon", "https://example.org/@wall")
    ]


@pytest.mark.parametrize(
    ("settings_fields", "language", "direction"),
    [({}, "en", "ltr"), ({"language": "ar"}, "ar", "rtl"), ({"language": "xx"}, "xx", "ltr")],
)
def test_the_page_says_its_language_and_direction(settings_fields, language, direction):
    MagazineSettings.objects.update(**settings_fields)
    Edition.objects.move()

    page = get("/")

    root = page if page.tag == "html" else page.find("html")
    assert (root.get("lang"), root.get("dir")) == (language, direction)


# Search


def test_a_search_shows_hits_with_the_words_marked():
    whole_article()

    page = get("/search/?q=stood")

    assert [said(headline) for headline in by_class(page, "headline")] == ["The Gate"]
    assert all_said(page, ".//mark") == ["stood"]
    assert said(by_class(page, "count")[0]) == "1 article"
    assert page.find(".//input[@id='q']").get("value") == "stood"


def test_a_search_without_words_and_one_without_hits_are_pages_too():
    whole_article()

    assert by_class(get("/search/"), "count") == []
    assert said(by_class(get("/search/?q=zebra"), "nothing")[0]).startswith("Nothing was found.")


# Costs


@pytest.mark.parametrize(
    ("path", "queries"),
    [
        ("/", 2),
        ("/europe/", 3),
        ("/genre/analysis/", 3),
        ("/authors/ada-ash/", 3),
        ("/tags/borders/", 3),
        ("/search/?q=gate", 4),
    ],
)
@pytest.mark.parametrize("count", [1, 3])
def test_a_list_costs_the_same_whatever_its_length(path, queries, count, django_assert_num_queries):
    europe, genre, ada = make_section("Europe"), make_genre("Analysis"), make_author("Ada Ash")
    for number in range(count):
        make_published(
            title=f"Gate {number}",
            slug=f"gate-{number}",
            section=europe,
            genre=genre,
            authors=[ada, make_author()],
            tags=["Borders"],
            lead_image=make_image(),
        )

    with django_assert_num_queries(queries):
        assert Client().get(path).status_code == 200


@pytest.mark.parametrize("count", [1, 3])
def test_pinned_stories_cost_no_query_more(count, django_assert_num_queries):
    section = make_section("Europe")
    pinned = [(make_published(section=section), None, None) for _ in range(count)]
    for front in (None, section):
        Pin.objects.arrange(front, pinned)

    with django_assert_num_queries(2):
        Client().get("/")
    with django_assert_num_queries(3):
        Client().get("/europe/")


@pytest.mark.parametrize("others", [1, 3])
def test_an_article_costs_the_same_whatever_stands_beside_it(others, django_assert_num_queries):
    whole_article()
    for _ in range(others):
        make_published(authors=[make_author()], lead_image=make_image())

    with django_assert_num_queries(4):
        Client().get("/europe/the-gate/")


# Who asks


def test_readers_pages_set_no_cookie_and_ask_no_one_who_they_are():
    whole_article()
    for path in ("/", "/europe/", "/europe/the-gate/", "/search/?q=gate", "/nowhere/"):
        answer = Client().get(path)
        assert answer.cookies == {}
        assert "Cookie" not in answer.get("Vary", "")


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_readers_pages_take_no_orders(method):
    whole_article()
    for path in ("/", "/europe/", "/europe/the-gate/", "/search/"):
        assert getattr(Client(), method)(path).status_code == 405


def test_an_article_in_the_text_shows_as_a_card_while_it_is_live(client):
    other = make_published(title="The other one", dek="Its dek")
    article = make_published(
        body=f'<p>See this.</p><figure data-article="{other.pk}"></figure><p>More.</p>'
    )

    assert client.get(article.get_absolute_url()).content.decode().count("The other one") == 1

    other.unpublish()
    page = client.get(article.get_absolute_url()).content.decode()
    assert "The other one" not in page
    assert "article-card" not in page


def test_a_logo_stands_where_the_name_would_and_says_it(client):
    make_section("Europe")
    logo = make_image(renditions=MADE, alt="A drawing of a tower", width=960, height=240)
    MagazineSettings.objects.update(name="The Far Shore", logo=logo)
    Edition.objects.move()

    for path, heading in [("/", "h1"), ("/europe/", "p")]:
        page = read(client.get(path))
        plate = by_class(page, "nameplate")[0]
        assert plate.tag == heading
        assert [image.get("alt") for image in plate.iter("img")] == ["The Far Shore"]

    logo.renditions = {}
    logo.save()
    Edition.objects.move()
    assert said(by_class(read(client.get("/")), "nameplate")[0]) == "The Far Shore"
