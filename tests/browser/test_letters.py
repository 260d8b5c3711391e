"""From a period to a letter that goes out, in a real browser."""

import re

import pytest
from playwright.sync_api import expect

from articles.models import MagazineSettings
from newsletter.models import Issue
from newsletter.printing import print_issue
from tests.browser.writing import barriers, save, sit_down
from tests.factories import make_published, make_section, make_user
from tests.newsletter.issues import make_issue
from tests.newsletter.readers import make_reader

pytestmark = pytest.mark.browser

ISSUES = "/admin/newsletter/issue/"


def titles(page):
    return page.locator(".letter-entry:not(.empty-form) h3 strong").all_text_contents()


def stored():
    entries = Issue.objects.get().entries.select_related("article")
    return [entry.article.title for entry in entries]


@pytest.fixture
def week(settings):
    settings.EMAIL_BACKEND = "newsletter.outbox.Backend"
    MagazineSettings.objects.update(postal_address="1 Quay, Port")
    section = make_section("World")
    for title in ("One", "Two", "Three"):
        make_published(title=title, section=section, dek=f"{title} in a line.")


def test_a_chief_goes_from_a_period_to_a_letter_that_can_still_be_stopped(page_at, live_site, week):
    make_reader()
    page = sit_down(page_at, live_site, make_user("chief", "Chief"), f"{ISSUES}add/")

    save(page)
    assert titles(page) == ["Three", "Two", "One"]
    teaser = page.locator("#id_entries-0-teaser")
    assert teaser.get_attribute("placeholder") == "Three in a line."
    page.fill("#id_subject", "The week in three")
    page.fill("#id_intro", "Good morning.")
    teaser.fill("The best of it.")
    page.locator(".letter-entry .grip").nth(2).focus()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    assert titles(page) == ["One", "Three", "Two"]
    assert page.locator("#entries-said").text_content() == "One: place 1 of 3"
    page.locator(".letter-entry").nth(2).get_by_label("Leave out").check()
    save(page, "_continue")
    assert stored() == ["One", "Three"]

    page.click("text=Preview")
    letter = page.frame_locator("iframe >> nth=0")
    expect(letter.locator("h3")).to_have_text(["One", "Three"])
    expect(letter.locator("body")).to_contain_text("The best of it.")
    assert "The best of it." in page.locator(".looks pre").text_content()
    page.go_back()

    page.click("text=Send…")
    expect(page.locator(".errornote")).to_contain_text("Send yourself a test")
    page.fill("[name=address]", "me@example.org")
    page.click("text=Send the test")
    expect(page.locator(".letter-send")).to_contain_text("Goes to 1 reader")
    page.click("text=Send to 1 reader")
    expect(page.locator("#content")).to_contain_text("scheduled")
    page.click("text=Stop: make it a draft again")
    expect(page.locator("#content")).to_contain_text("draft")
    assert Issue.objects.get().state == "draft"


def test_articles_are_dragged_by_their_handle(page_at, live_site, week):
    make_issue(articles=0)
    issue = Issue.objects.get()
    page = sit_down(page_at, live_site, make_user("ed", "Editor"), f"{ISSUES}{issue.pk}/change/")
    assert titles(page) == ["Three", "Two", "One"]

    last, first = (page.locator(".letter-entry").nth(place) for place in (2, 0))
    last.locator(".grip").drag_to(first, target_position={"x": 200, "y": 4})

    assert titles(page) == ["One", "Three", "Two"]
    save(page)
    assert stored() == ["One", "Three", "Two"]


def test_articles_are_reordered_by_number_where_nothing_runs(page_at, live_site, week):
    make_issue(articles=0)
    issue = Issue.objects.get()
    path = f"{ISSUES}{issue.pk}/change/"
    page = sit_down(page_at, live_site, make_user("ed", "Editor"), path, js=False)

    assert not page.locator(".grip").first.is_visible()
    page.fill("#id_entries-2-order", "5")
    save(page)

    assert stored() == ["One", "Three", "Two"]


def test_one_more_is_put_in_at_the_end(page_at, live_site, week):
    make_issue(articles=0)
    issue = Issue.objects.get()
    make_published(title="Much older", section=make_section("Else"))
    page = sit_down(page_at, live_site, make_user("ed", "Editor"), f"{ISSUES}{issue.pk}/change/")

    page.click(".letter-entries .add-row a")
    page.locator(".letter-entry:not(.empty-form)").nth(3).locator(".select2-selection").click()
    page.keyboard.type("Much")
    page.locator(".select2-results__option", has_text="Much older").click()
    save(page)

    assert stored() == ["Three", "Two", "One", "Much older"]


@pytest.mark.parametrize("width", [1280, 360])
@pytest.mark.parametrize("screen", ["change", "preview", "send", "watch"])
def test_every_screen_of_a_letter_fits_and_is_open_to_everybody(
    page_at, live_site, week, screen, width
):
    make_issue(articles=0)
    issue = Issue.objects.get()
    path = f"{ISSUES}{issue.pk}/{screen}/"
    # axe writes styles where it scrolls; what the page does itself, the other tests see.
    options = {"width": width, "bypass_csp": True}
    page = sit_down(page_at, live_site, make_user("chief", "Chief"), path, **options)

    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert barriers(page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("bare", [False, True], ids=["with pictures", "pictures off"])
def test_the_mail_itself_fits_a_small_telephone_and_can_be_read(
    page_at, live_site, week, scheme, bare
):
    make_issue(articles=0, intro="Good morning.\n\nRead on.", preheader="Three pieces")
    html = print_issue(Issue.objects.get()).html
    assert len(html.encode()) < 100_000
    page = page_at(f"{live_site}/robots.txt", width=320, scheme=scheme)

    page.set_content(re.sub(r'(<img [^>]*?)src="[^"]*"', r"\1", html) if bare else html)

    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert barriers(page) == []
