"""Sitting down at the desk: a logged-in page, and the text in its editor."""

from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client

WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
TEXT = ".ProseMirror[contenteditable=true]"


def sit_down(page_at, site, user, path="/admin/", **options):
    """A page of this person's browser at that address."""
    page = page_at(f"{site}/robots.txt", **options)
    give_session(page, site, user)
    page.goto(site + path)
    return page


def give_session(page, site, user):
    client = Client()
    client.force_login(user)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": site}])


def open_form(page_at, site, user, article, **options):
    path = (
        f"/admin/articles/article/{article.pk}/change/"
        if article
        else "/admin/articles/article/add/"
    )
    page = sit_down(page_at, site, user, path, **options)
    if options.get("js", True):
        wait_for_desk(page)
    return page


def wait_for_desk(page):
    page.wait_for_selector("form.writing.ready")


def save(page, button="_save"):
    """Press the button and wait for the next page."""
    with page.expect_navigation():
        page.click(f"[name={button}]")


def settle(page):
    """The editor learns of a moved cursor a moment after the browser; no hand is faster."""
    page.wait_for_timeout(50)
    page.evaluate("new Promise((done) => requestAnimationFrame(() => setTimeout(done, 50)))")


def go_to_end(page, words=""):
    """The cursor at the end of the paragraph with these words (the first, without any)."""
    page.locator(TEXT).locator("p", has_text=words).first.click()
    settle(page)  # a text that has just got the focus puts its own cursor back once, 20 ms later
    page.keyboard.press("End")
    settle(page)


def back_in_text(page):
    """The text takes the focus back a frame after a dialog or a button; no hand is faster."""
    page.wait_for_function("text => document.activeElement?.matches(text)", arg=TEXT)
    settle(page)


def paste(page, html, text=""):
    """What the clipboard of a word processor holds, pasted where the cursor is."""
    settle(page)
    page.locator(TEXT).evaluate(
        """(text, [html, plain]) => {
            const data = new DataTransfer()
            data.setData("text/html", html)
            data.setData("text/plain", plain)
            const options = {clipboardData: data, bubbles: true, cancelable: true}
            text.dispatchEvent(new ClipboardEvent("paste", options))
        }""",
        [html, text],
    )


def type_list(page, field, *names):
    """Choose names one after the other in a list with suggestions."""
    box = page.locator(f"#id_{field} + .chips-box")
    for name in names:
        box.locator("input").fill(name)
        box.locator("[role=option]", has_text=name).first.wait_for()
        page.keyboard.press("Enter")


def barriers(page):
    """What axe finds on the page: (rule, where)."""
    # To look at style sheets, axe writes some of its own, which our policy refuses aloud.
    options = {"runOnly": WCAG, "preload": False}
    found = Axe().run(page, options=options).response["violations"]
    return [
        (one["id"], node["target"][0], node["html"][:200]) for one in found for node in one["nodes"]
    ]
