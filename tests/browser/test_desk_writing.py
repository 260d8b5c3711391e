"""Writing and publishing in a real browser."""

import pytest
from playwright.sync_api import expect

from articles.models import Article, Slot
from tests.browser.writing import (
    TEXT,
    back_in_text,
    barriers,
    go_to_end,
    open_form,
    paste,
    save,
    settle,
    sit_down,
    type_list,
    wait_for_desk,
)
from tests.factories import (
    make_article,
    make_author,
    make_genre,
    make_image,
    make_published,
    make_section,
    make_user,
)

pytestmark = pytest.mark.browser


def stored(page):
    return page.input_value("#id_body")


def test_an_article_is_written_and_published_without_leaving_the_keyboard_much(page_at, live_site):
    make_section("Europe")
    make_genre("Analysis")
    make_author("Ada Lovelace")
    make_author("Bela Bartók")
    page = open_form(page_at, live_site, make_user("chief"), None)

    page.click("#id_title")
    page.keyboard.type('The "old" port\'s last crane')
    assert page.input_value("#id_slug") == "the-old-ports-last-crane"
    page.fill("#id_dek", "It lifted its last box in May.")
    type_list(page, "bylines", "Ada", "Bela")
    page.locator("#id_bylines + .chips-box .grip").nth(1).focus()
    page.keyboard.press("ArrowLeft")
    type_list(page, "tags", "Middle East", "Ports")
    page.select_option("#id_section", label="Europe")
    page.select_option("#id_genre", label="Analysis")
    page.click(TEXT)
    page.keyboard.type('Nobody came -- "nobody", she said.')
    page.click("[data-tool=footnote]")
    page.fill("#ask-footnote", "Port records, box 12.")
    page.keyboard.press("Enter")
    page.click("dialog .main")
    back_in_text(page)
    page.keyboard.press("Enter")
    page.keyboard.type("## What is left\n- a rail\n- a hook")
    save(page, "_publish")

    article = Article.objects.get()
    public = page_at(live_site + article.get_absolute_url())
    assert public.inner_text("h1") == "The “old” port’s last crane"
    text = public.inner_text("main")
    assert "It lifted its last box in May." in text
    assert "Bela Bartók and Ada Lovelace" in text
    assert "Nobody came – “nobody”, she said." in text
    assert "Port records, box 12." in text
    assert "What is left" in text
    assert sorted(tag.name for tag in article.tags.all()) == ["Middle East", "Ports"]


def test_a_page_like_the_model_is_typed_in_and_has_every_element_once(page_at, live_site):
    """Kicker, headline, dek, byline, date, picture with two credits, text with a link, cards."""
    make_section("Europe")
    asia, media, world = (make_section(name) for name in ("Asia", "Media", "World"))
    make_genre("Analysis")
    make_author("Mara Lindqvist", affiliation="Institute of Harbours")
    make_image(caption="The swing bridge, open", credits=["Lev Moran / Northlight", "Port Archive"])
    cards = [
        make_published(title=f"A story from {section}", section=section, body="<p>A.</p><p>B.</p>")
        for section in (asia, media, world)
    ]
    page = open_form(page_at, live_site, make_user("chief"), None)
    page.fill("#id_title", "If the harbour sleeps, who wakes it?")
    page.click("#id_dek")
    page.keyboard.type("Two dredgers and one budget line decide the coast's next decade")
    type_list(page, "bylines", "Mara")
    page.select_option("#id_section", label="Europe")
    page.select_option("#id_genre", label="Analysis")
    page.click(".field-lead_image >> text=Choose from the library")
    page.click("dialog .library button")
    page.fill("#id_lead_caption", "The bridge on the morning of the vote")
    type_list(page, "related", *[card.title for card in cards])
    page.click(TEXT)
    page.keyboard.type("The ministry published its letters last week.")
    page.keyboard.press("Control+Shift+ArrowLeft")
    settle(page)
    page.keyboard.press("Control+k")
    page.fill("#ask-href", "example.org/letters")
    page.click("dialog .main")
    back_in_text(page)
    page.keyboard.press("End")
    settle(page)
    page.keyboard.press("Enter")
    page.click("[data-tool=pullQuote]")
    back_in_text(page)
    page.keyboard.type("Nobody had asked the dredgers.")
    page.fill("#id_publish_at", "")
    save(page, "_publish")

    article = Article.objects.get(title__startswith="If the harbour")
    public = page_at(live_site + article.get_absolute_url())
    story = public.locator("article").first
    assert public.locator("h1").all_inner_texts() == ["If the harbour sleeps, who wakes it?"]
    told = story.inner_text()
    for words in (
        "Two dredgers and one budget line decide the coast’s next decade",
        "By Mara Lindqvist",
        "The bridge on the morning of the vote",
        "Lev Moran / Northlight · Port Archive",
        "Nobody had asked the dredgers.",
    ):
        assert told.count(words) == 1, words
    assert story.locator("a[href='https://example.org/letters']").count() == 1
    kicker = public.locator(".kicker").first.inner_text()
    assert "Analysis" in kicker
    assert "Europe" in kicker
    assert article.derived["related"] == [card.pk for card in cards]
    for card in cards:
        assert card.title in public.inner_text("main")


def test_what_docs_and_word_put_on_the_clipboard_arrives_as_a_text(page_at, live_site):
    page = open_form(page_at, live_site, make_user("chief"), make_article(body=""))
    page.click(TEXT)

    paste(
        page,
        '<meta charset="utf-8"><b style="font-weight:normal" id="docs-internal-guid-1">'
        '<h1 dir="ltr" style="color:red"><span style="font-size:20pt">The yard</span></h1>'
        '<p style="margin:0"><span style="font-style:italic">Slowly</span><span> it '
        '<a href="https://example.org/x">emptied</a>.</span></p>'
        '<ul><li style="list-style:disc"><p>one</p></li></ul>'
        '<script>alert(1)</script><p onclick="alert(1)">Done.</p></b>',
    )

    expect(page.locator(TEXT)).to_contain_text("Done.")
    save(page)
    article = Article.objects.get()
    assert article.body == (
        "<h2>The yard</h2>"
        '<p><em>Slowly</em> it <a href="https://example.org/x">emptied</a>.</p>'
        "<ul><li>one</li></ul><p>Done.</p>"
    )


def test_a_few_words_are_pasted_into_the_sentence(page_at, live_site):
    page = open_form(page_at, live_site, make_user("chief"), make_article(body="<p>It was .</p>"))
    go_to_end(page)
    page.keyboard.press("ArrowLeft")

    paste(
        page, '<span style="font-style:italic">closed</span><span> in May</span>', "closed in May"
    )
    page.keyboard.press("End")
    expect(page.locator(TEXT)).to_contain_text("It was closed in May.")

    save(page)
    assert Article.objects.get().body == "<p>It was <em>closed</em> in May.</p>"


def test_without_a_network_a_paste_keeps_the_words(page_at, live_site):
    page = open_form(page_at, live_site, make_user("chief"), make_article(body=""))
    page.click(TEXT)
    page.context.set_offline(True)

    paste(page, "<h1>Heading</h1><p>Words</p>", "Heading\n\nWords")

    expect(page.locator(TEXT)).to_contain_text("Words")
    page.context.set_offline(False)
    save(page)
    assert Article.objects.get().body == "<p>Heading</p><p>Words</p>"


def test_pictures_written_into_pasted_text_cost_it_nothing(page_at, live_site):
    page = open_form(page_at, live_site, make_user("chief"), make_article(body=""))
    page.click(TEXT)
    drawn = f'<img src="data:image/png;base64,{"A" * 4_000_000}">'

    paste(page, f"<h1>Heading</h1><p>Words{drawn} here</p>", "Heading\n\nWords here")

    expect(page.locator(".told")).to_contain_text("drop their files into it")
    save(page)
    assert Article.objects.get().body == "<h2>Heading</h2><p>Words here</p>"


def test_the_editor_gives_back_what_it_was_given(page_at, live_site):
    image, other = make_image(caption="Library caption"), make_published(title="The other")
    body = (
        '<p>A <strong>bold</strong> <em>start</em> with <a href="/x/">a link</a>, H<sub>2</sub>O, '
        'm<sup>2</sup>.<span data-footnote="A “note” &amp; more."></span></p>'
        "<h2>Heading</h2><h3>Smaller</h3><ul><li>one<ul><li>inner</li></ul></li><li>two</li></ul>"
        "<ol><li>first</li></ol><blockquote><p>Said.</p></blockquote><aside><p>Pulled.</p></aside>"
        f'<figure data-size="wide"><img data-file="{image.pk}" alt="Here">'
        "<figcaption>A <em>caption</em></figcaption></figure>"
        '<figure data-embed="youtube" data-id="dQw4w9WgXcQ" data-title="A film"></figure>'
        f'<figure data-article="{other.pk}"></figure><hr>'
        "<table><thead><tr><th>Year</th><th>Boxes</th></tr></thead>"
        '<tbody><tr><td colspan="2">Line<br>break</td></tr></tbody></table><p>End.</p>'
    )
    article = make_article(body=body)
    stored_body = article.revisions.first().snapshot["body"]
    page = open_form(page_at, live_site, make_user("chief"), article)

    go_to_end(page, "End.")
    page.keyboard.type("!")
    save(page)

    article.refresh_from_db()
    assert article.body == stored_body.replace("End.", "End.!")
    assert article.body.replace("End.!", "End.") == body


def test_a_figure_shows_its_credit_where_it_stands(page_at, live_site):
    image = make_image(credits=["Jane Doe / Northlight", "Second / Agency"])
    bare = make_image(credits=[])
    body = f'<figure><img data-file="{image.pk}" alt=""></figure><p>x</p>'
    article = make_article(body=body, lead_image=bare)
    page = open_form(page_at, live_site, make_user("chief"), article)

    page.wait_for_selector(f"{TEXT} figure .credit:not(:empty)")

    assert page.inner_text(f"{TEXT} figure .credit") == image.credit_line()
    assert page.inner_text(".picture-box .credit").endswith("No credit yet")


def test_the_preview_follows_what_is_typed_and_runs_nothing(page_at, live_site):
    article = make_published(title="As published", body="<p>Old words.</p>")
    page = open_form(page_at, live_site, make_user("chief"), article)

    page.keyboard.press("Control+Enter")
    frame = page.frame_locator(".proof iframe")
    frame.locator("h1", has_text="As published").wait_for()
    page.fill("#id_title", "Being typed")
    frame.locator("h1", has_text="Being typed").wait_for()

    assert page.get_attribute(".proof iframe", "sandbox") == "allow-same-origin"
    assert page.locator(".proof iframe").evaluate("it => it.style.width") == "390px"
    page.click(".proof >> text=Desktop")
    assert page.locator(".proof iframe").evaluate("it => it.style.width") == "1100px"
    assert Article.objects.get().title == "As published"


def test_the_preview_key_leaves_the_text_alone_and_opening_a_form_types_nothing(page_at, live_site):
    page = open_form(page_at, live_site, make_user("chief"), make_article(body="<h2>One</h2>"))
    page.click(TEXT)
    page.keyboard.press("Control+Enter")

    page.wait_for_selector(".proof iframe")
    page.wait_for_timeout(2500)
    assert page.input_value("#id_body") == "<h2>One</h2>"
    assert not Slot.objects.exists()


def test_the_button_says_what_it_will_do(page_at, live_site):
    page = open_form(page_at, live_site, make_user("chief"), make_article())
    button = page.locator("[data-desk-publish]")
    assert button.inner_text() == "Publish now"

    page.fill("#id_publish_at", "2031-01-03T06:00")
    assert button.inner_text() == "Publish 3 January 2031 06:00 UTC"
    page.fill("#id_publish_at", "2020-01-03T06:00")
    assert button.inner_text() == "Publish now"


def test_control_s_saves(page_at, live_site):
    article = make_article()
    page = open_form(page_at, live_site, make_user("chief"), article)
    page.fill("#id_title", "By keyboard")

    with page.expect_navigation():
        page.keyboard.press("Control+s")

    assert Article.objects.get().title == "By keyboard"


def test_everything_works_without_javascript(page_at, live_site):
    section, ada = make_section("Europe"), make_author("Ada Lovelace")
    user = make_user("chief")
    page = open_form(page_at, live_site, user, None, js=False)

    page.fill("#id_title", "Plain & simple")
    page.fill("#id_bylines", "Ada Lovelace")
    page.fill("#id_tags", "Middle East, Ports")
    page.fill("#id_body", "<p>Typed as it is.</p>")
    page.select_option("#id_section", value=str(section.pk))
    with page.expect_popup() as popup:
        page.click("text=Preview")
    assert popup.value.inner_text("h1") == "Plain & simple"
    page.click("[name=_publish]")

    article = Article.objects.get()
    assert article.is_published()
    assert (article.body, article.slug) == ("<p>Typed as it is.</p>", "plain-simple")
    assert list(article.authors.all()) == [ada]
    assert page.input_value("#id_bylines") == f"Ada Lovelace [{ada.pk}]"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_the_form_fits_any_screen_and_is_open_to_everybody(page_at, live_site, width, scheme):
    image = make_image()
    article = make_published(
        title="A headline that is rather long for a phone",
        body=f'<p>Text</p><figure><img data-file="{image.pk}" alt="x"></figure>',
        authors=[make_author()],
        tags=["Middle East"],
        lead_image=image,
    )
    page = open_form(page_at, live_site, make_user("chief"), article, width=width, scheme=scheme)

    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert barriers(page) == []


@pytest.mark.parametrize("tail", ["history/", "changes/?from=1&to=1", "../recovered/"])
def test_the_pages_beside_it_are_open_to_everybody(page_at, live_site, tail):
    article = make_published()
    path = f"/admin/articles/article/{article.pk}/{tail}"
    page = sit_down(page_at, live_site, make_user("chief"), path, width=360)

    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert barriers(page) == []


def test_two_editors_see_each_other_and_choose_between_two_texts(page_at, live_site):
    article = make_article(body="<p>One.</p><p>Two.</p>")
    ana = make_user("ana", "Chief", first_name="Ana", last_name="Beltrán")
    hers = open_form(page_at, live_site, ana, article)
    mine = open_form(page_at, live_site, make_user("chief"), article)
    mine.wait_for_selector("[data-desk-others]:has-text('Ana Beltrán has it open too.')")
    for page, words in ((hers, " by Ana"), (mine, " by me")):
        go_to_end(page)
        page.keyboard.type(words)
    save(hers)

    save(mine)

    overlap = mine.locator(".overlap")
    assert "One. by me" in overlap.inner_text()
    assert "One. by Ana" in overlap.inner_text()
    assert "Two." in mine.inner_text(TEXT)
    mine.check("text=Take Ana Beltrán’s")
    save(mine)
    article.refresh_from_db()
    assert article.body == "<p>One. by Ana</p><p>Two.</p>"
    wait_for_desk(mine)
    assert "One. by Ana" in mine.inner_text(TEXT)
