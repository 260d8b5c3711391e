"""Arranging a front by hand, in a real browser: with the mouse, with keys, and from the article."""

import pytest
from playwright.sync_api import expect

from articles.models import Pin
from tests.browser.writing import open_form, sit_down
from tests.factories import make_author, make_published, make_section, make_user

pytestmark = pytest.mark.browser
TITLES = ["First", "Second", "Third"]


@pytest.fixture
def pinned(live_site):
    """Three stories on the home page, in order."""
    section, author = make_section("Europe"), make_author("Ada")
    articles = [make_published(title=title, section=section, authors=[author]) for title in TITLES]
    Pin.objects.arrange(None, [(article, None, None) for article in articles])
    return articles


def order(page):
    return page.locator("#slots strong").all_inner_texts()


def kept():
    return [pin.article.title for pin in Pin.objects.on_front(None).select_related("article")]


def save(page):
    with page.expect_navigation():
        page.click("text=Save the front")


def test_a_story_is_dragged_to_the_top_and_the_preview_follows(page_at, live_site, pinned):
    page = sit_down(page_at, live_site, make_user("chief"), "/admin/fronts/")
    lead = page.frame_locator("iframe").locator("main h2").first

    page.locator(".slot", has_text="Third").locator(".grip").drag_to(
        page.locator(".slot").first, target_position={"x": 40, "y": 4}
    )

    assert order(page) == ["Third", "First", "Second"]
    expect(lead).to_contain_text("Third")
    assert kept() == TITLES
    save(page)
    assert kept() == ["Third", "First", "Second"]


def test_a_story_is_moved_with_the_arrow_keys_and_said_aloud(page_at, live_site, pinned):
    page = sit_down(page_at, live_site, make_user("chief"), "/admin/fronts/")
    page.locator(".slot", has_text="First").locator(".grip").focus()

    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")

    assert order(page) == ["Second", "Third", "First"]
    assert page.inner_text("#front-said") == "First: place 3 of 3"
    assert page.evaluate("document.activeElement.className") == "grip"
    save(page)
    assert kept() == ["Second", "Third", "First"]


@pytest.mark.parametrize("js", [True, False], ids=["script", "no script"])
def test_a_story_is_taken_off_with_a_button(page_at, live_site, pinned, js):
    page = sit_down(page_at, live_site, make_user("chief"), "/admin/fronts/", js=js)

    page.locator(".slot", has_text="Second").get_by_label("Remove").click()
    page.locator(".slot", has_text="Second").wait_for(state="detached")
    save(page)

    assert kept() == ["First", "Third"]


def test_an_article_is_pinned_from_its_own_form_and_what_is_typed_stays(page_at, live_site, pinned):
    article = make_published(title="Fourth", section=pinned[0].section)
    page = open_form(page_at, live_site, make_user("chief"), article)
    page.fill("#id_dek", "A new dek")
    page.click("text=Pin to a front")

    with page.expect_navigation():
        page.locator("button[name=pin][value='home:1']").click()

    assert kept() == ["Fourth", *TITLES]
    assert page.input_value("#id_dek") == "A new dek"
