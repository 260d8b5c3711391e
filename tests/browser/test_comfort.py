"""What the one script adds: theme and text size, notes in the margin, help while one searches."""

import itertools

import pytest

from tests.factories import make_author, make_image, make_published, make_section

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]

WORDS = "The clerk wrote down the hour at which the boat left and the names of those aboard. "
NOTED = (
    f"<p>{WORDS * 5}</p>"
    f'<p>One<span data-footnote="{WORDS * 4}"></span> and two<span data-footnote="Second."></span>'
    f" in one line.</p><p>{WORDS * 20}</p><aside><p>{WORDS}</p></aside>"
    f'<p>Three<span data-footnote="Third."></span>. {WORDS * 8}</p>'
)
PAPER = "getComputedStyle(document.body).backgroundColor"
LIGHT, DARK = "rgb(252, 251, 248)", "rgb(20, 22, 26)"


@pytest.fixture
def europe():
    return make_section("Europe")


def choose(page, words):
    page.locator(".comfort").get_by_text(words, exact=True).click()


def test_a_chosen_theme_holds_on_every_page_and_from_the_first_paint(live_site, page_at, europe):
    page = page_at(live_site, scheme="light")
    assert page.evaluate(PAPER) == LIGHT
    choose(page, "Dark")
    assert page.evaluate(PAPER) == DARK
    # What is asked for while the page is still being read has its theme already.
    page.add_init_script(
        """new MutationObserver(() => { if (document.body && !window.first)
            window.first = document.documentElement.dataset.theme; })
            .observe(document, {childList: true, subtree: true})"""
    )

    page.goto(f"{live_site}/europe/")

    assert page.evaluate("window.first") == "dark"
    assert page.evaluate(PAPER) == DARK
    assert page.locator(".comfort :checked").first.get_attribute("value") == "dark"
    choose(page, "As the system")
    assert page.evaluate(PAPER) == LIGHT
    page.reload()
    assert page.evaluate(PAPER) == LIGHT


def test_a_light_page_can_be_had_on_a_dark_system(live_site, page_at):
    page = page_at(live_site, scheme="dark")
    assert page.evaluate(PAPER) == DARK

    choose(page, "Light")

    assert page.evaluate(PAPER) == LIGHT


def test_text_grows_and_stays_grown(live_site, page_at, europe):
    article = make_published(section=europe, body=f"<p>{WORDS}</p>")
    page = page_at(live_site + article.get_absolute_url(), width=360)
    size = "parseFloat(getComputedStyle(document.querySelector('.prose p')).fontSize)"
    before = page.evaluate(size)

    choose(page, "Larger")

    assert page.evaluate(size) == pytest.approx(before * 1.25, rel=0.03)
    page.reload()
    assert page.evaluate(size) == pytest.approx(before * 1.25, rel=0.03)
    assert page.evaluate("document.documentElement.scrollWidth") == 360


def test_without_a_script_no_choice_is_offered_that_nothing_carries_out(live_site, page_at):
    page = page_at(live_site, js=False)

    assert not page.locator(".comfort").is_visible()


def test_notes_stand_beside_their_numbers_and_never_on_each_other(live_site, page_at, europe):
    article = make_published(section=europe, body=NOTED, lead_image=make_image())
    page = page_at(live_site + article.get_absolute_url(), width=1280)

    notes = [each.bounding_box() for each in page.locator(".footnotes li").all()]
    marks = [each.bounding_box() for each in page.locator(".note-ref").all()]
    quote = page.locator(".pull-quote").bounding_box()
    prose = page.locator(".story .prose").bounding_box()

    assert len(notes) == 3
    assert abs(notes[0]["y"] - marks[0]["y"]) < 24
    for above, below in itertools.pairwise(notes):
        assert below["y"] >= above["y"] + above["height"]
    for note in notes:
        assert note["x"] + note["width"] <= prose["x"]
        apart = (
            note["y"] >= quote["y"] + quote["height"] or note["y"] + note["height"] <= quote["y"]
        )
        assert apart
        assert note["y"] + note["height"] <= prose["y"] + prose["height"] + 1


@pytest.mark.parametrize(("width", "js"), [(360, True), (1023, True), (1280, False)])
def test_elsewhere_notes_stand_below_the_text(width, js, live_site, page_at, europe):
    article = make_published(section=europe, body=NOTED)
    page = page_at(live_site + article.get_absolute_url(), width=width, js=js)

    last = page.locator(".story .prose > p").last.bounding_box()
    notes = [each.bounding_box() for each in page.locator(".footnotes li").all()]

    assert all(note["y"] >= last["y"] + last["height"] for note in notes)


def test_notes_follow_when_the_window_changes(live_site, page_at, europe):
    article = make_published(section=europe, body=NOTED)
    page = page_at(live_site + article.get_absolute_url(), width=360)

    page.set_viewport_size({"width": 1280, "height": 900})
    page.wait_for_selector(".noted")
    page.set_viewport_size({"width": 800, "height": 900})
    page.wait_for_selector(".story:not(.noted)")

    assert page.evaluate("document.documentElement.scrollWidth") == 800


def test_a_search_helps_while_one_types(live_site, page_at, europe):
    article = make_published(section=europe, title="Harbors of the North", authors=[make_author()])
    page = page_at(f"{live_site}/search/")

    page.locator("#q").press_sequentially("harb")

    link = page.locator(".suggestions a")
    link.wait_for()
    assert link.inner_text() == "Harbors of the North"
    page.keyboard.press("Escape")
    assert page.locator(".suggestions a").count() == 0
    page.locator("#q").press_sequentially("o")
    link.click()
    assert page.url == live_site + article.get_absolute_url()


VOICES = """window.said = [];
    window.SpeechSynthesisUtterance = function (text) { this.text = text; };
    Object.defineProperty(window, "speechSynthesis", {value: {
        getVoices: () => [{lang: "en-GB", localService: LOCAL}],
        addEventListener() {}, cancel() { said.length = 0; },
        speak(speech) { said.push(speech.text); }}});"""


def test_an_article_can_be_listened_to_where_the_machine_has_a_voice(live_site, page_at, europe):
    article = make_published(section=europe, title="The clerk", body=NOTED)
    page = page_at(live_site)
    page.add_init_script(VOICES.replace("LOCAL", "true"))
    page.goto(live_site + article.get_absolute_url())

    page.get_by_role("button", name="Listen").click()

    said = page.evaluate("said")
    assert said[:2] == ["The clerk", (WORDS * 5).strip()]
    assert said[2].startswith("One and two in one line.")
    page.get_by_role("button", name="Stop").click()
    assert page.evaluate("said") == []


def test_no_voice_that_sends_the_text_elsewhere_is_used(live_site, page_at, europe):
    article = make_published(section=europe)
    page = page_at(live_site)
    page.add_init_script(VOICES.replace("LOCAL", "false"))

    page.goto(live_site + article.get_absolute_url())

    assert not page.locator(".listen").is_visible()


@pytest.mark.parametrize("voices", ["[]", '[{lang: "fi-FI", localService: true}]'])
def test_where_no_voice_speaks_the_language_none_is_offered(voices, live_site, page_at, europe):
    article = make_published(section=europe)
    page = page_at(live_site)
    page.add_init_script(VOICES.replace('[{lang: "en-GB", localService: LOCAL}]', voices))

    page.goto(live_site + article.get_absolute_url())

    assert page.evaluate("speechSynthesis.getVoices().every(each => each.lang !== 'en-GB')")
    assert not page.locator(".listen").is_visible()


def test_the_address_can_be_copied(live_site, page_at, europe):
    article = make_published(section=europe)
    permissions = ["clipboard-read", "clipboard-write"]
    page = page_at(live_site + article.get_absolute_url(), permissions=permissions)
    page.locator(".share summary").click()

    page.get_by_role("button", name="Copy link").click()

    page.get_by_role("button", name="Copied").wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == live_site + article.get_absolute_url()
