"""What may be kept of a text, and what readers get of it."""

import pytest
from django.utils.safestring import SafeString

from articles.html import Card, Figure, clean, image_ids, links, render, text

CANONICAL = [
    ("<p>Plain", "<p>Plain</p>"),
    ("Bare text", "<p>Bare text</p>"),
    ("<h1>Top</h1><h4>Low</h4>", "<h2>Top</h2><h3>Low</h3>"),
    ("<p><b>a</b> <i>b</i></p>", "<p><strong>a</strong> <em>b</em></p>"),
    ("<p></p><p> &nbsp; </p><p>x</p>", "<p>x</p>"),
    ("<ul><li><p>a</p></li><ul><li>b</ul></ul>", "<ul><li>a<ul><li>b</li></ul></li></ul>"),
    ("<p>5&nbsp;km &nbsp;on</p>", "<p>5&nbsp;km on</p>"),
    (
        "<table><tr><th>a<tr><td colspan=2>b</table>",
        "<table><thead><tr><th>a</th></tr></thead>"
        '<tbody><tr><td colspan="2">b</td></tr></tbody></table>',
    ),
    (
        '<figure class="x"><img src="/x.jpg" data-file="7"><figcaption>c</figcaption></figure>',
        '<figure><img data-file="7" alt=""><figcaption>c</figcaption></figure>',
    ),
    ('<figure><img src="/x.jpg"><figcaption>c</figcaption></figure>', ""),
]


@pytest.mark.parametrize(("given", "kept"), CANONICAL)
def test_a_text_has_one_spelling(given, kept):
    assert clean(given) == kept
    assert clean(kept) == kept


def test_a_page_shows_figures_with_caption_and_credit_and_numbers_its_notes():
    body = render(
        '<p>One<span data-footnote="Why &lt;so&gt;"></span></p>'
        '<figure data-size="wide"><img data-file="5" alt=""></figure>'
        '<figure><img data-file="6" alt=""></figure><figure data-article="4"></figure>',
        {5: Figure(SafeString("<picture></picture>"), "A <caption>", "Who / Agency")},
        {4: Card("/europe/other/", "Other & more")},
    )

    assert body.footnotes == 1
    assert '<a href="#fn-1" id="fnref-1"' in body.html
    assert '<li id="fn-1" data-note="1">Why &lt;so&gt; <a href="#fnref-1"' in body.html
    assert (
        '<figure class="figure figure--wide"><picture></picture><figcaption>'
        '<span class="caption">A &lt;caption&gt;</span> '
        '<span class="credit">Picture: Who / Agency</span>'
        "</figcaption></figure>"
    ) in body.html
    assert body.html.count("<figure") == 1
    assert 'href="/europe/other/">Other &amp; more</a>' in body.html


def test_a_text_can_be_read_for_its_words_links_and_pictures():
    html = '<p>a <a href="/x/">b</a></p><figure><img data-file="5"></figure><p>c</p>'

    assert text(html) == "a b\n\nc"
    assert links(html) == ["/x/"]
    assert image_ids(html) == [5]
