"""The demo magazine as `make run` serves it, in a real browser: what every page must hold to."""

import json
from pathlib import Path

import axe_playwright_python
import pytest

from tests.servers.site import served_site

pytestmark = pytest.mark.browser

HERO = "/asia-pacific/least-romantic-river-treaty/"
BARE = "/washington/gate-left-locked/"
LONG = "/europe/long-afternoon-of-the-inspectors/"
PAGES = {
    "home": "/",
    "section": "/europe/",
    "second page": "/tags/diplomacy/?page=2",
    "short posts": "/marginalia/",
    "author": "/authors/ines-calloway/",
    "tag": "/tags/treaties/",
    "genre": "/genre/analysis/",
    "article": HERO,
    "article without picture": BARE,
    "long article with notes": LONG,
    "corrected article": "/europe/islands-nobody-may-fortify/",
    "retracted article": "/asia-pacific/pause-that-was-planned/",
    "first published elsewhere": "/media/telegram-that-confessed/",
    "standing page": "/privacy/",
    "search": "/search/?q=treaty",
    "search without words": "/search/",
    "search without hits": "/search/?q=zebra",
    "not found": "/nowhere/",
    "newsletter": "/newsletter/",
    "archive": "/archive/",
    "month": "/archive/2026/10/",
    "year": "/archive/2026/",
    "republish": f"{HERO}republish/",
    "past issues": "/newsletter/archive/",
    "lite": "/lite/",
    "lite article": f"/lite{LONG}",
    "corrections": "/corrections/",
}
every_page = pytest.mark.parametrize("path", PAGES.values(), ids=PAGES)

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text()
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
RUN_AXE = """rules => axe.run(document, {runOnly: rules, resultTypes: ["violations"]}).then(
    found => found.violations.flatMap(rule => rule.nodes.map(
        node => rule.id + ": " + node.html.slice(0, 160) + " " + node.failureSummary)))"""


def violations(page):
    """What axe-core finds on the page as it stands, opened parts included."""
    page.evaluate(AXE)
    return page.evaluate(RUN_AXE, RULES)


@every_page
@pytest.mark.parametrize("width", [360, 768, 1280])
def test_axe_finds_nothing_in_light_and_dark(path, width, demo_site, page_at):
    page = page_at(demo_site + path, width=width)
    page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")

    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        assert violations(page) == []


@every_page
def test_no_page_scrolls_sideways(path, demo_site, page_at):
    page = page_at(demo_site + path, width=320)
    page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")

    for width in (320, 360, 768, 1023, 1024, 1280, 1920):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") == width


@every_page
def test_the_footer_can_always_be_reached(path, demo_site, page_at):
    page = page_at(demo_site + path, width=360)
    page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
    page.evaluate("document.fonts.ready")
    height = page.evaluate("document.documentElement.scrollHeight")

    page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
    page.wait_for_timeout(200)

    # Nothing was added on the way, and nothing lies on it.
    assert page.evaluate("document.documentElement.scrollHeight") == height
    footer = page.locator("body > footer").bounding_box()
    assert footer["y"] + footer["height"] <= 901
    page.locator("body > footer a").last.click(trial=True)


@pytest.mark.parametrize("path", ["/", HERO, "/europe/", "/search/?q=treaty"])
def test_the_keyboard_reaches_the_text_first_and_never_loses_its_place(path, demo_site, page_at):
    page = page_at(demo_site + path, width=1280)

    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    for _ in range(12):
        page.keyboard.press("Tab")
        seen = page.evaluate(
            """() => { const box = document.activeElement.getBoundingClientRect();
            return document.activeElement === document.body ||
                (box.width > 0 && box.bottom > 0 && box.top < innerHeight); }"""
        )
        assert seen, page.evaluate("document.activeElement.outerHTML.slice(0, 200)")


# Keep reading


@pytest.mark.parametrize("js", [True, False], ids=["with a script", "without"])
def test_keep_reading_opens_and_closes_in_place(js, demo_site, page_at):
    page = page_at(demo_site + HERO, width=360, js=js)
    card = page.locator(".opening").first
    summary, rest = card.locator("summary"), card.locator(".more .prose")
    headline = card.locator("h3").inner_text()
    assert page.locator(".opening").count() == 3
    assert not rest.is_visible()

    summary.click()

    assert rest.is_visible()
    below = rest.bounding_box()["y"] + rest.bounding_box()["height"]
    assert summary.bounding_box()["y"] >= below - 1
    assert card.locator(".less").is_visible()
    assert not card.locator(".open").is_visible()
    summary.click()
    assert not rest.is_visible()
    assert card.locator("h3").inner_text() == headline


def test_a_screen_reader_hears_one_label(demo_site, page_at):
    page = page_at(demo_site + HERO)
    headline = page.locator(".opening h3").first.inner_text()
    session = page.context.new_cdp_session(page)

    def labels():
        tree = session.send("Accessibility.getFullAXTree")["nodes"]
        said = [node["name"]["value"] for node in tree if "name" in node and not node["ignored"]]
        return {name for name in said if headline in name and name != headline}

    assert labels() == {f"Keep reading: {headline}"}
    page.locator(".opening summary").first.click()
    assert labels() == {f"Show less of {headline}"}


def test_the_keyboard_opens_a_card_and_keeps_its_place(demo_site, page_at):
    page = page_at(demo_site + HERO)
    summary = page.locator(".opening summary").first
    summary.focus()

    page.keyboard.press("Enter")
    assert page.locator(".opening .more[open]").count() == 1
    page.keyboard.press("Enter")

    assert page.locator(".opening .more[open]").count() == 0
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"
    assert page.locator(".opening h3").first.bounding_box()["y"] >= 0


@pytest.mark.parametrize("js", [True, False], ids=["with a script", "without"])
def test_an_address_inside_a_folded_text_opens_it(js, demo_site, page_at):
    page = page_at(demo_site + HERO, js=js)
    rest = page.locator(".opening .more .prose").first
    inside = rest.get_attribute("id")

    page.goto(f"{demo_site}{HERO}#{inside}")

    assert rest.is_visible()


def test_reload_and_back_find_the_text_as_it_was_left(demo_site, page_at):
    page = page_at(demo_site + HERO)
    length = page.evaluate("history.length")
    rest = page.locator(".opening .more .prose").first
    page.locator(".opening summary").first.click()
    assert page.evaluate("history.length") == length

    page.reload()
    rest.wait_for()  # put back by a script once the page stands
    page.goto(f"{demo_site}/europe/")
    page.go_back()
    rest.wait_for()  # put back by a script once the page stands


def test_pictures_of_a_folded_text_are_not_fetched(demo_site, page_at):
    page = page_at(demo_site + LONG, width=1280)
    page.locator("footer").scroll_into_view_if_needed()
    page.wait_for_load_state("networkidle")

    fetched = page.evaluate(
        "[...document.querySelectorAll('.more img')].filter(image => image.currentSrc).length"
    )

    assert fetched == 0


@pytest.mark.parametrize("path", ["/", HERO, BARE, LONG])
def test_nothing_stands_twice_on_a_page(path, demo_site, page_at):
    page = page_at(demo_site + path)

    shown = page.locator(".headline a").evaluate_all("links => links.map(link => link.pathname)")

    assert len(shown) == len(set(shown)) > 10
    assert path not in shown
    ids = page.locator("[id]").evaluate_all("found => found.map(each => each.id)")
    assert len(ids) == len(set(ids))


# Paper, and what has no script


def test_print_holds_the_text_its_credits_and_addresses_and_nothing_else(demo_site, page_at):
    page = page_at(demo_site + HERO)
    page.emulate_media(media="print")

    for gone in (".sections", ".tools", ".rails", ".more-stories", ".signup", ".share"):
        assert not page.locator(gone).first.is_visible(), gone
    for kept in ("h1", ".story .prose", ".hero .credit", ".facts time", ".address"):
        assert page.locator(kept).first.is_visible(), kept
    after = "element => getComputedStyle(element, '::after').content"
    link = page.locator(".story .prose a[href^=http]").first
    assert link.get_attribute("href") in link.evaluate(after)
    assert demo_site + HERO in page.locator(".address").inner_text()


@pytest.mark.parametrize("path", ["/", HERO, LONG, "/europe/", "/search/?q=treaty", "/privacy/"])
def test_every_page_reads_the_same_without_a_script(path, demo_site, page_at):
    without = page_at(demo_site + path, js=False)
    page = page_at(demo_site + path)

    assert without.locator("main").inner_text() == page.locator("main").inner_text()


def test_structured_data_is_the_pages_own(demo_site, page_at):
    page = page_at(demo_site + HERO)

    blocks = page.locator("script[type='application/ld+json']").all_text_contents()

    addresses = [json.loads(block).get("url", "") for block in blocks]
    assert all(HERO in address for address in addresses if address)


# Budgets, in compressed bytes


class Meter:
    """What a page costs someone who comes for the first time."""

    def __init__(self, page):
        self.requests, self.bytes, self.scripts = 0, 0, 0
        self.kinds = {}
        session = page.context.new_cdp_session(page)
        session.send("Network.enable")
        session.on("Network.responseReceived", self.begun)
        session.on("Network.loadingFinished", self.ended)

    def begun(self, event):
        self.kinds[event["requestId"]] = event["type"]

    def ended(self, event):
        if event["requestId"] not in self.kinds:
            return
        self.requests += 1
        self.bytes += event["encodedDataLength"]
        if self.kinds[event["requestId"]] == "Script":
            self.scripts += event["encodedDataLength"]


SHIFTS = """new Promise(done => { const found = [];
    const box = ({x, y, width, height}) => [x, y, width, height].map(Math.round);
    const name = node => node && (node.outerHTML ?? node.textContent).slice(0, 60);
    new PerformanceObserver(list => { for (const entry of list.getEntries())
        if (!entry.hadRecentInput) found.push([entry.value, entry.sources.map(source =>
            [name(source.node), box(source.previousRect), box(source.currentRect)])]);
    }).observe({type: "layout-shift", buffered: true});
    setTimeout(() => done(found), 300); })"""


def assert_still(page, most=0.002):
    """Nothing has moved while the page came; else say what did, from where to where."""
    shifts = page.evaluate(SHIFTS)
    assert sum(value for value, _ in shifts) <= most, shifts


WIDTHS_OFFERED = """[...document.querySelectorAll("main source")]
    .filter(each => each.closest(".card, .hero")).map(each => each.srcset.split(",").length)"""


BUDGETS = [
    (BARE, 7, 165_000, 0.002),
    (HERO, 13, 270_000, 0.002),
    (LONG, 13, 270_000, 0.002),
    ("/", 25, 350_000, 0.002),
    ("/europe/", 25, 350_000, 0.002),
    ("/authors/ines-calloway/", 25, 350_000, 0.002),
    ("/tags/treaties/", 25, 350_000, 0.002),
    ("/genre/analysis/", 25, 350_000, 0.002),
    ("/archive/2026/10/", 25, 350_000, 0.002),
    ("/search/?q=treaty", 25, 350_000, 0.002),
    ("/archive/", 7, 165_000, 0.002),
    ("/corrections/", 7, 165_000, 0.002),
    (f"{HERO}republish/", 7, 165_000, 0.002),
    ("/privacy/", 7, 165_000, 0.002),
    ("/newsletter/archive/", 7, 165_000, 0.002),
    ("/newsletter/", 7, 165_000, 0.002),
    ("/nowhere/", 7, 165_000, 0.002),
]


@pytest.fixture(scope="session")
def finished_site(demo_copy):
    """The demo once the worker has made the other sizes of what these pages show."""
    with served_site(demo_copy(sizes_for=[path for path, *_ in BUDGETS])) as url:
        yield url


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize(("path", "requests", "weight", "shift"), BUDGETS)
def test_pages_keep_to_their_budget(path, requests, weight, shift, width, finished_site, page_at):
    page = page_at("about:blank", width=width)
    meter = Meter(page)

    page.goto(finished_site + path, wait_until="networkidle")

    assert_still(page, shift)
    assert all(count > 1 for count in page.evaluate(WIDTHS_OFFERED))
    assert (meter.requests <= requests, meter.bytes <= weight) == (True, True), vars(meter)
    assert meter.scripts <= 8_000


@pytest.mark.parametrize("path", ["/lite/", "/lite/europe/", f"/lite{HERO}", f"/lite{LONG}"])
def test_the_lite_edition_is_one_small_request(path, demo_site, page_at):
    page = page_at("about:blank", width=360)
    meter = Meter(page)

    page.goto(demo_site + path, wait_until="networkidle")

    assert (meter.requests, meter.scripts) == (1, 0), vars(meter)
    assert meter.bytes <= 15_000
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    assert violations(page) == []


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("path", [BARE, HERO, "/", "/europe/", "/search/?q=treaty"])
def test_nothing_moves_while_fonts_and_pictures_come_slowly(path, width, demo_site, page_at):
    page = page_at("about:blank", width=width)
    page.route("**/*.woff2", lambda route: (page.wait_for_timeout(400), route.continue_()))

    page.goto(demo_site + path, wait_until="networkidle")

    assert_still(page)


def test_the_second_page_has_the_magazines_own_fonts(demo_site, page_at):
    page = page_at("about:blank", width=1280)
    page.goto(demo_site + "/", wait_until="networkidle")

    page.goto(demo_site + "/europe/", wait_until="networkidle")

    assert font_of(page, ".headline a") == "Source Serif 4"
    assert font_of(page, ".meta").startswith("Libre Franklin")


def font_of(page, selector):
    """The family that the browser drew this place's letters with."""
    session = page.context.new_cdp_session(page)
    session.send("DOM.enable")
    session.send("CSS.enable")
    root = session.send("DOM.getDocument")["root"]["nodeId"]
    node = session.send("DOM.querySelector", {"nodeId": root, "selector": selector})
    fonts = session.send("CSS.getPlatformFontsForNode", {"nodeId": node["nodeId"]})["fonts"]
    return fonts[0]["familyName"]


@pytest.mark.parametrize("width", [360, 768, 1280])
def test_nothing_moves_while_a_page_comes_in_pieces(width, demo_site, page_at):
    page = page_at(f"{demo_site}{HERO}", width=width)  # from here on the files are known
    session = page.context.new_cdp_session(page)
    line = {"downloadThroughput": 15_000, "uploadThroughput": 90_000, "latency": 0}
    session.send("Network.enable")
    session.send("Network.setBlockedURLs", {"urls": ["*/files/*"]})
    session.send("Network.emulateNetworkConditions", {"offline": False, **line})

    for path in ("/", "/europe/", "/search/?q=treaty", f"{HERO}republish/"):
        page.goto(demo_site + path, wait_until="domcontentloaded")
        assert_still(page)
