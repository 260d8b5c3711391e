"""What readers get of a text."""

import re
from collections import Counter

import html5lib
import pytest
from django.utils.safestring import SafeString
from hypothesis import given

from articles.html import Body, Card, Figure, absolute, clean, render, safe
from tests.articles.html.harmless import SHOWN, findings
from tests.articles.html.soup import soups

PICTURE = SafeString('<picture><img src="/files/a.jpg" alt=""></picture>')


def figure(caption="", credit=""):
    return Figure(PICTURE, caption, credit)


@pytest.mark.parametrize(
    ("given_text", "figures", "shown"),
    [
        (
            '<figure><img data-file="5"></figure>',
            {5: figure("A ship", "Ann Ro / Agency")},
            f'<figure class="figure">{PICTURE}<figcaption><span class="caption">A ship</span> '
            '<span class="credit">Picture: Ann Ro / Agency</span></figcaption></figure>\n',
        ),
        (
            '<figure data-size="wide"><img data-file="5"></figure>',
            {5: figure(credit="Ann Ro")},
            f'<figure class="figure figure--wide">{PICTURE}<figcaption>'
            '<span class="credit">Picture: Ann Ro</span></figcaption></figure>\n',
        ),
        (
            '<figure><img data-file="5"><figcaption>Here, <i>now</i></figcaption></figure>',
            {5: figure("Elsewhere")},
            f'<figure class="figure">{PICTURE}<figcaption>'
            '<span class="caption">Here, <em>now</em></span></figcaption></figure>\n',
        ),
        (
            '<figure><img data-file="5"></figure>',
            {5: figure()},
            f'<figure class="figure">{PICTURE}</figure>\n',
        ),
        ('<figure><img data-file="5"></figure>', {}, ""),
        (
            '<figure data-article="5"></figure>',
            {},
            '<div class="article-card" data-article="5"></div>\n',
        ),
    ],
    ids=["caption and credit", "credit alone", "caption here", "neither", "gone", "an article"],
)
def test_a_picture_stands_with_caption_and_credit(given_text, figures, shown):
    assert render(given_text, figures).html == shown


def test_a_picture_that_is_no_safe_markup_is_text():
    shown = render('<img data-file="5">', {5: Figure("<b>", "<i>", "<u>")}).html

    assert "&lt;b&gt;" in shown
    assert "&lt;i&gt;" in shown
    assert "&lt;u&gt;" in shown


def test_notes_are_numbered_and_lead_there_and_back():
    body = render(
        '<p>One<span data-footnote="Why &lt;so&gt;"></span> two'
        '<span data-footnote="See https://a.example/b_(c), p. 4."></span></p>',
        {},
        prefix="a7-",
    )

    assert body.footnotes == 2
    assert body.html == (
        '<p>One<sup class="note-ref" data-note="1"><a href="#a7-fn-1" id="a7-fnref-1" '
        'role="doc-noteref" aria-label="Note 1">1</a></sup> two<sup class="note-ref" '
        'data-note="2"><a href="#a7-fn-2" id="a7-fnref-2" role="doc-noteref" '
        'aria-label="Note 2">2</a></sup></p>\n'
        '<section class="footnotes" role="doc-endnotes" aria-label="Notes"><ol>\n'
        '<li id="a7-fn-1" data-note="1">Why &lt;so&gt; <a href="#a7-fnref-1" class="note-back" '
        'role="doc-backlink" aria-label="Back to note 1 in the text">↩</a></li>\n'
        '<li id="a7-fn-2" data-note="2">See <a href="https://a.example/b_(c" rel="noopener">'
        'https://a.example/b_(c</a>), p. 4. <a href="#a7-fnref-2" class="note-back" '
        'role="doc-backlink" aria-label="Back to note 2 in the text">↩</a></li>\n'
        "</ol></section>\n"
    )


def test_headings_have_addresses_of_their_own():
    body = render(
        "<h2>After the <i>war</i></h2><h3>After the war</h3><h2>¿…?</h2><h2>Übung 漢字</h2>"
        "<h2>After the war 2</h2>",
        {},
    )

    assert [(entry["level"], entry["id"], entry["text"]) for entry in body.toc] == [
        (2, "h-after-the-war", "After the war"),
        (3, "h-after-the-war-2", "After the war"),
        (2, "h-part", "¿…?"),
        (2, "h-übung-漢字", "Übung 漢字"),
        (2, "h-after-the-war-2-2", "After the war 2"),
    ]
    assert '<h2 id="h-after-the-war">After the <em>war</em></h2>' in body.html


def test_headings_begin_at_the_level_that_the_page_wants():
    shown = render("<h2>a</h2><h3>b</h3>", {}, level=4).html

    assert shown == '<h4 id="h-a">a</h4>\n<h5 id="h-b">b</h5>\n'


def test_a_table_scrolls_and_says_what_its_headings_head():
    shown = render("<table><tr><th>a<th>b<tr><th>c<td rowspan=2>d</table>", {}).html

    assert shown == (
        '<section class="table-scroll" aria-label="Table 1" tabindex="0"><table>'
        '<thead><tr><th scope="col">a</th><th scope="col">b</th></tr></thead>\n'
        '<tbody><tr><th scope="row">c</th><td rowspan="2">d</td></tr></tbody>\n'
        "</table></section>\n"
    )


def test_an_embed_is_a_link_and_asks_nobody_for_anything():
    shown = render(
        '<figure data-embed="youtube" data-id="abcdefghijk" data-title="Low tide"></figure>', {}
    ).html

    assert shown == (
        '<figure class="embed-card"><a class="embed embed--youtube" '
        'href="https://www.youtube.com/watch?v=abcdefghijk" '
        'data-frame="https://www.youtube-nocookie.com/embed/abcdefghijk?autoplay=1" rel="noopener">'
        '<span class="embed__title">Low tide</span> <span class="embed__source">YouTube</span> '
        '<span class="embed__promise">Nothing is fetched from YouTube before you click.</span>'
        "</a></figure>\n"
    )


def test_an_article_in_the_text_is_a_card():
    card = Card("/europe/low-tide/", "Low & tide", kicker="Europe", dek="Why", picture=PICTURE)
    shown = render('<figure data-article="3"></figure>', {}, {3: card}).html

    assert shown == (
        f'<div class="article-card">{PICTURE} <span class="article-card__kicker">Europe</span> '
        '<a class="article-card__headline" href="/europe/low-tide/">Low &amp; tide</a> '
        '<span class="article-card__dek">Why</span></div>\n'
    )


def test_links_that_lead_away_cannot_reach_back():
    shown = render(
        '<p><a href="https://a.example/">a</a> <a href="/b/">b</a> '
        '<a href="mailto:c@a.example">c</a></p>',
        {},
    ).html

    assert shown == (
        '<p><a href="https://a.example/" rel="noopener">a</a> <a href="/b/">b</a> '
        '<a href="mailto:c@a.example">c</a></p>\n'
    )


LONG = (
    '<figure><img data-file="5"></figure><h2>Start</h2><p>One<span data-footnote="n1"></span></p>'
    "<aside>Pulled</aside><p>Two</p><h2>Start</h2><p>Three<span data-footnote='n2'></span></p>"
    "<ul><li>Four</li></ul>"
)


def test_the_teaser_is_two_paragraphs_and_the_rest_is_the_rest():
    body = render(LONG, {5: figure("Seen")}, prefix="a1-")

    assert body.teaser == "<h4>Start</h4>\n<p>One</p>\n<p>Two</p>\n"
    assert body.rest.startswith('<figure class="figure">')
    assert '<aside class="pull-quote" role="doc-pullquote"><p>Pulled</p>\n</aside>' in body.rest
    assert '<h4 id="a1-h-start-2">Start</h4>' in body.rest
    assert '<sup class="note-ref" data-note="2">' in body.rest
    assert '<ol start="2">\n<li id="a1-fn-2"' in body.rest
    assert "<p>One" not in body.rest


def words_of(markup):
    document = html5lib.parseFragment(
        re.sub("<sup.*?</sup>|<section.*</section>", "", markup, flags=re.S)
    )
    return Counter(" ".join(document.itertext()).split())


@given(soups())
def test_teaser_and_rest_are_the_whole_once(soup):
    body = render(soup, {5: figure("Seen")})

    assert words_of(body.teaser) + words_of(body.rest) == words_of(body.html)


@given(soups())
def test_whatever_is_rendered_is_harmless_balanced_and_says_each_id_once(soup):
    body = render(soup, {5: figure('"Seen" <b>', "x")}, {3: Card("/a/", "<b>")}, prefix="p-")
    allowed = SHOWN | {"picture": set(), "img": {"src", "alt"}}

    assert isinstance(body, Body)
    for shown in (body.html, body.teaser, body.rest):
        assert isinstance(shown, SafeString)
        assert findings(shown, allowed) == []
        opened = Counter(re.findall(r"<([a-z0-9]+)", shown))
        closed = Counter(re.findall(r"</([a-z0-9]+)", shown))
        assert +(opened - closed) == Counter(
            {tag: opened[tag] for tag in ("br", "hr", "img") if opened[tag]}
        )
        ids = re.findall(r' id="([^"]*)"', shown)
        assert len(set(ids)) == len(ids)
        assert all(id.startswith("p-") for id in ids)
    assert ' id="' not in body.teaser
    assert 'href="#p-fn' not in body.teaser


@given(soups())
def test_what_is_stored_renders_like_what_was_typed(soup):
    assert render(clean(soup), {}) == render(soup, {})


@pytest.mark.parametrize(
    ("given_text", "words"),
    [
        ("<p>One, two – three-four it’s 1,000.5</p>", 5),
        ("<h2>One</h2><p>two<span data-footnote='x'></span></p><aside>nor</aside>", 2),
        ("<p>港は静かだった。</p>", 4),
        ("<p>항구는 조용했다</p>", 2),
        ("<p>ท่าเรือเงียบ</p>", 3),
        ("", 0),
    ],
)
def test_words_are_counted_as_they_are_read(given_text, words):
    assert render(given_text, {}).words == words


def test_a_small_field_shows_words_and_links_only():
    assert safe(
        '<p onclick=x>Writes on <a href="https://a.example/">ships</a>.<script>x</script></p>'
        '<figure><img data-file="4"></figure><h2>Bio</h2>'
    ) == ('<p>Writes on <a href="https://a.example/" rel="noopener">ships</a>.</p>\n<h2>Bio</h2>\n')


def test_a_feed_has_whole_addresses_and_nothing_else_is_touched():
    body = render(
        '<p><a href="/europe/">a</a> <a href="https://a.example/?b=1&amp;c">b</a> src="/x" '
        '<span data-footnote="n"></span></p><figure><img data-file="5"></figure>',
        {
            5: Figure(
                SafeString(
                    '<picture><source srcset="/files/a.avif 320w, /files/b.avif 640w">'
                    '<img src="/files/a.jpg" alt="href=&quot;/x&quot;"></picture>'
                )
            )
        },
    )
    shown = absolute(body.html, "https://m.example/asia/tide/")

    assert '<a href="https://m.example/europe/">a</a>' in shown
    assert 'href="https://a.example/?b=1&amp;c"' in shown
    assert 'href="https://m.example/asia/tide/#fn-1"' in shown
    assert (
        'srcset="https://m.example/files/a.avif 320w, https://m.example/files/b.avif 640w"' in shown
    )
    assert '<img src="https://m.example/files/a.jpg" alt="href=&quot;/x&quot;">' in shown
    assert " src=&quot;/x&quot; " in shown
