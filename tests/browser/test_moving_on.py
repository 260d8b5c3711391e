"""From one page to the next: what a browser fetches ahead, and what moves on the way."""

import pytest

from tests.browser.test_readers_pages import HERO

pytestmark = pytest.mark.browser

TOLD = """addEventListener("pagereveal", event => { window.moved = !!event.viewTransition; })"""


def patiently(page, has_come):
    """Let the browser go on until it has come to that, for ten seconds at most."""
    for _ in range(100):
        if has_come():
            return
        page.wait_for_timeout(100)


class Ahead:
    """What a browser has in mind on a page, what it fetches of it, what it says of the rules."""

    def __init__(self, page):
        self.mind, self.fetched, self.complaints = set(), set(), set()
        session = page.context.new_cdp_session(page)
        session.on("Preload.preloadingAttemptSourcesUpdated", self.consider)
        session.on("Preload.prefetchStatusUpdated", lambda e: self.fetched.add(e["prefetchUrl"]))
        session.on("Preload.ruleSetUpdated", self.read_rules)
        session.send("Preload.enable")
        patiently(page, lambda: self.mind)

    def consider(self, event):
        self.mind |= {each["key"]["url"] for each in event["preloadingAttemptSources"]}

    def read_rules(self, event):
        self.complaints.add(event["ruleSet"].get("errorMessage", ""))


def test_only_readers_pages_may_be_fetched_ahead(demo_site, page_at):
    ahead = Ahead(page_at(demo_site + HERO))

    paths = {address.removeprefix(demo_site) for address in ahead.mind}
    assert ahead.complaints == {""}
    assert paths >= {"/", "/europe/", "/authors/priyanka-deshmane/", "/archive/"}
    for kept in ("/admin/", "/newsletter/", "/search/", "/files/", "/preview/", "/feed/"):
        assert not [path for path in paths if path.startswith(kept)], kept
    assert not [path for path in paths if "." in path or path.endswith("/feed/")]


def test_a_page_is_fetched_ahead_at_a_press_and_not_before(demo_site, page_at):
    """What is fetched counts as read: to pass over a link is not to read what it leads to."""
    page = page_at(f"{demo_site}/europe/")
    ahead = Ahead(page)
    link = page.locator(".headline a").first

    link.hover()
    page.wait_for_timeout(600)
    assert ahead.fetched == set()
    page.mouse.down()
    patiently(page, lambda: ahead.fetched)

    assert ahead.fetched == {f"{demo_site}{link.get_attribute('href')}"}


@pytest.mark.parametrize(("wish", "moves"), [("reduce", False), ("no-preference", True)])
def test_pages_blend_into_each_other_unless_the_reader_wants_stillness(
    wish, moves, demo_site, page_at
):
    page = page_at(demo_site, reduced_motion=wish)
    page.add_init_script(TOLD)

    page.locator(".sections a").first.click()
    page.wait_for_url(f"{demo_site}/europe/")

    patiently(page, lambda: page.evaluate("window.moved") is not None)
    assert page.evaluate("window.moved") is moves


def test_nothing_else_moves(demo_site, page_at):
    page = page_at(demo_site + HERO, reduced_motion="no-preference")
    moving = """[...document.querySelectorAll("*")].filter(each => {
        const {animationName, transitionDuration, scrollBehavior} = getComputedStyle(each);
        return animationName !== "none" || parseFloat(transitionDuration)
            || scrollBehavior !== "auto";
    }).map(each => each.outerHTML.slice(0, 80))"""

    assert page.evaluate(moving) == []
