"""Films and posts of others: a still card, and a frame only where a reader has clicked."""

import pytest

from tests.browser.test_readers_pages import violations
from tests.factories import make_published, make_section

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]

EMBEDS = {
    "youtube": ("abc-EFG_123", "www.youtube-nocookie.com", "/embed/abc-EFG_123?autoplay=1"),
    "vimeo": ("123456789", "player.vimeo.com", "/video/123456789?dnt=1&autoplay=1"),
    "x": ("1234567890", "platform.twitter.com", "/embed/Tweet.html?dnt=true&id=1234567890"),
    "bluesky": (
        "did:plc:abcdefghijklmnopqrstuvwx/3kabcdefghijk",
        "embed.bsky.app",
        "/embed/did:plc:abcdefghijklmnopqrstuvwx/app.bsky.feed.post/3kabcdefghijk",
    ),
    "mastodon": (
        "social.example/@someone/123456789012",
        "social.example",
        "/@someone/123456789012/embed",
    ),
    "datawrapper": ("aB3dE", "datawrapper.dwcdn.net", "/aB3dE/"),
}
TELLS_ITS_HEIGHT = "<script>parent.postMessage({height: 321}, '*')</script><p>Here</p>"


def article_with(provider):
    known = f'data-embed="{provider}" data-id="{EMBEDS[provider][0]}"'
    body = f'<p>Before.</p><figure {known} data-title="A title"></figure><p>After.</p>'
    return make_published(section=make_section("Europe"), body=body).get_absolute_url()


@pytest.mark.parametrize("provider", EMBEDS)
def test_a_click_opens_the_frame_in_place_and_nothing_is_asked_before(provider, live_site, page_at):
    _, host, path = EMBEDS[provider]
    page = page_at("about:blank", width=360)
    asked = []
    page.context.route(
        f"https://{host}/**",
        lambda route: (
            asked.append(route.request.url),
            route.fulfill(content_type="text/html", body=TELLS_ITS_HEIGHT),
        ),
    )
    page.goto(live_site + article_with(provider), wait_until="networkidle")
    assert page_at.watched.hosts <= {"127.0.0.1", None}
    card = page.locator("a.embed")
    assert "before you click" in card.inner_text()

    card.focus()
    page.keyboard.press("Enter")

    frame = page.locator("iframe.embed")
    assert frame.get_attribute("title") == "A title"
    page.frame_locator("iframe.embed").get_by_text("Here").wait_for()
    assert asked == [f"https://{host}{path}"]
    assert page.evaluate("document.activeElement.tagName") == "IFRAME"
    page.wait_for_function("document.querySelector('iframe.embed').style.blockSize === '321px'")
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    assert violations(page) == []
    page_at.watched.hosts.discard(host)


def test_without_a_script_the_card_is_a_link(live_site, page_at):
    page = page_at(live_site + article_with("youtube"), js=False)

    card = page.locator("a.embed")

    assert card.get_attribute("href") == "https://www.youtube.com/watch?v=abc-EFG_123"


def test_only_the_embeds_of_the_page_may_be_framed(client, db):
    path = article_with("vimeo")
    other = make_published().get_absolute_url()

    def framed(address):
        policy = client.get(address).headers["Content-Security-Policy"]
        return next(part for part in policy.split("; ") if part.startswith("frame-src"))

    assert framed(path) == "frame-src 'self' https://player.vimeo.com"
    assert framed("/") == "frame-src 'self'"
    # The card that keeps reading can be opened there, and its film with it.
    assert framed(other) == "frame-src 'self' https://player.vimeo.com"
