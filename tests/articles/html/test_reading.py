"""What can be read off a text, and what its words become elsewhere."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.html import (
    article_ids,
    clean,
    embed_from_url,
    frame_origins,
    image_ids,
    paragraphs,
    text,
)
from articles.html.addresses import safe_address
from tests.articles.html.soup import soups

BODY = (
    '<p>One <a href="/x/">two</a><br>th\xadree&nbsp;4<span data-footnote="A note."></span></p>'
    '<figure><img data-file="7"><figcaption>Cap</figcaption></figure>'
    '<ul><li>a <a href="https://b.example/">b</a><ul><li>c</li></ul></li></ul>'
    '<figure data-article="3"></figure><img data-file="7"><img data-file="2">'
    '<p><a href="/x/">again</a></p>'
)


def test_a_text_is_read_for_its_words_links_pictures_and_articles():
    assert text(BODY) == "One two three 4\n\nCap\n\na b\n\nc\n\nagain\n\nA note."
    assert image_ids(BODY) == [7, 2]
    assert article_ids(BODY) == [3]


@given(soups())
def test_the_paragraphs_of_a_text_are_all_of_it(soup):
    assert "".join(paragraphs(soup)) == clean(soup)
    assert all(clean(paragraph) == paragraph for paragraph in paragraphs(soup))


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (" https://a.example/b ", "https://a.example/b"),
        ("HTTPS://A.example/B", "https://A.example/B"),
        ("www.a.example/b", "https://www.a.example/b"),
        ("https://müller.example/ü", "https://müller.example/ü"),
        ("https://a.example:8080/?b=c&d#e", "https://a.example:8080/?b=c&d#e"),
        ("https://a.example/b c(d)|e", "https://a.example/b%20c(d)%7Ce"),
        ("https://[2001:db8::1]/", "https://[2001:db8::1]/"),
        ("https://a.example/@user", "https://a.example/@user"),
        ("/europe/a/?b#c", "/europe/a/?b#c"),
        ("#c", "#c"),
        ("mailto:a@b.example?subject=c%20d", "mailto:a@b.example?subject=c%20d"),
        ("example.org", None),
        ("//a.example/", None),
        ("https://a@b.example/", None),
        ("ftp://a.example/", None),
        ("https://a.example\\b", None),
    ],
)
def test_an_address_is_kept_in_one_form_or_not_at_all(typed, kept):
    assert safe_address(typed) == kept


@given(st.text())
def test_an_address_that_is_kept_is_kept_again(typed):
    kept = safe_address(typed)

    assert kept is None or safe_address(kept) == kept


@pytest.mark.parametrize(
    ("url", "embed"),
    [
        ("https://www.youtube.com/watch?v=abc-EFG_123&t=4", ("youtube", "abc-EFG_123")),
        ("https://youtu.be/abc-EFG_123?si=x", ("youtube", "abc-EFG_123")),
        ("https://m.youtube.com/shorts/abc-EFG_123", ("youtube", "abc-EFG_123")),
        ("https://www.youtube-nocookie.com/embed/abc-EFG_123", ("youtube", "abc-EFG_123")),
        ("https://vimeo.com/123456789", ("vimeo", "123456789")),
        ("https://player.vimeo.com/video/123456789?h=x", ("vimeo", "123456789")),
        ("https://x.com/someone/status/1234567890", ("x", "1234567890")),
        ("https://mobile.twitter.com/a/status/1234567890?s=20", ("x", "1234567890")),
        (
            "https://bsky.app/profile/a.example.org/post/3kabcdefghijk",
            ("bluesky", "a.example.org/3kabcdefghijk"),
        ),
        (
            "https://social.example/@someone/123456789012345678",
            ("mastodon", "social.example/@someone/123456789012345678"),
        ),
        (
            "https://social.example/@someone@other.example/123456789012345678",
            ("mastodon", "social.example/@someone@other.example/123456789012345678"),
        ),
        ("https://datawrapper.dwcdn.net/aB3dE/4/", ("datawrapper", "aB3dE")),
        ("https://www.youtube.com/watch?v=short", None),
        ("https://www.youtube.com/", None),
        ("https://youtube.com.evil.example/watch?v=abc-EFG_123", None),
        ("https://x.com/status", None),
        ("https://127.0.0.1/@a/123456789", None),
        ("https://localhost/@a/123456789", None),
        ("javascript:alert(1)", None),
        ("https://[", None),
        ("", None),
    ],
)
def test_an_embed_is_known_by_its_address(url, embed):
    assert embed_from_url(url) == embed


@given(st.text())
def test_no_address_is_too_strange_to_ask_for_its_embed(url):
    embed_from_url(url)
    embed_from_url(f"https://x.com/{url}")


@pytest.mark.parametrize(
    ("provider", "id", "origin"),
    [
        ("youtube", "abc-EFG_123", "https://www.youtube-nocookie.com"),
        ("vimeo", "123456789", "https://player.vimeo.com"),
        ("x", "1234567890", "https://platform.twitter.com"),
        ("bluesky", "a.example.org/3kabcdefghijk", "https://embed.bsky.app"),
        ("mastodon", "social.example/@someone/123456789012", "https://social.example"),
        ("datawrapper", "aB3dE", "https://datawrapper.dwcdn.net"),
    ],
)
def test_a_text_tells_which_origins_its_embeds_would_frame(provider, id, origin):
    figure = f'<figure data-embed="{provider}" data-id="{id}"></figure>'

    assert frame_origins(figure * 2 + "<p>x</p>") == [origin]
    assert frame_origins("<p>x</p>") == []
