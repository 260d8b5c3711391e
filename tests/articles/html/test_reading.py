"""What can be read off a text, and what its words become elsewhere."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.html import (
    article_ids,
    clean,
    embed_from_url,
    image_ids,
    links,
    paragraphs,
    safe_address,
    search_snippet,
    smarten,
    text,
)
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
    assert links(BODY) == ["/x/", "https://b.example/"]
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
    ("typed", "set_"),
    [
        ('"Don\'t," she said, "call it \'peace\'."', "“Don’t,” she said, “call it ‘peace’.”"),
        ("'Tis the '90s, rock 'n' roll", "’Tis the ’90s, rock ’n’ roll"),
        ("5' 6\" tall, in 1998", "5' 6\" tall, in 1998"),
        ('"since 1998"', "“since 1998”"),
        ("the 1990's and the workers' rights", "the 1990’s and the workers’ rights"),
        ("He said: 'It's \"fine\"'.", "He said: ‘It’s “fine”’."),
        ("(\"so\")--'yes'", "(“so”)—‘yes’"),
        ("here - there, wait... no", "here – there, wait… no"),
        ("a-b, 1990-1995, ----, ....", "a-b, 1990-1995, ----, ...."),
        ("https://a.example/b--c'd a--b@c.example", "https://a.example/b--c'd a--b@c.example"),
        ('"One\n\n"Two"', "“One\n\n“Two”"),
    ],
)
def test_straight_signs_become_a_typesetters(typed, set_):
    assert smarten(typed) == set_


@given(st.text("ab \n\"'-.1"))
def test_a_text_that_is_set_stays_as_it_is(typed):
    assert smarten(smarten(typed)) == smarten(typed)


def test_other_languages_have_other_quotes_so_they_are_left_alone():
    assert smarten('"Ja"', "de") == '"Ja"'


@pytest.mark.parametrize(
    ("words", "terms", "snippet"),
    [
        (
            "A <b>tide</b> & ships",
            ["tide"],
            "A &lt;b&gt;<mark>tide</mark>&lt;/b&gt; &amp; ships",
        ),
        ("Running ships run", ["runs"], "<mark>Running</mark> ships <mark>run</mark>"),
        ("To Málaga", ["malaga"], "To <mark>Málaga</mark>"),
        ("It is at the is", ["is"], "It <mark>is</mark> at the <mark>is</mark>"),
        ("island", ["is"], "island"),
        ("港は静か", ["静"], "港は<mark>静</mark>か"),
        ("No such word", ["tide"], "No such word"),
        ("", ["tide"], ""),
        ("tide", [], "tide"),
    ],
)
def test_a_snippet_marks_the_words_that_were_searched(words, terms, snippet):
    assert search_snippet(words, terms) == snippet


def test_a_snippet_is_cut_from_where_most_is_found():
    words = "tide " + "a " * 100 + "the tide and the pier " + "b " * 100

    snippet = search_snippet(words, ["tide", "pier"])

    assert "<mark>tide</mark> and the <mark>pier</mark>" in snippet
    assert snippet.startswith("… a a")
    assert snippet.endswith("b …")
    assert len(snippet.split()) <= 40


@given(st.text(), st.lists(st.text(max_size=10), max_size=3))
def test_any_text_and_any_terms_make_a_snippet(words, terms):
    search_snippet(words, terms).encode()
