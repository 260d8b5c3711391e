"""What is kept of a text, and in which one spelling."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.html import TooLong, check, clean, clean_paste, markdown, plain, render, text
from articles.html.cleaner import LONGEST
from articles.html.parse import parse
from articles.html.tree import serialise
from tests.articles.html.harmless import STORED, findings
from tests.articles.html.soup import soups

SPELLINGS = {
    "unclosed paragraph": ("<p>Plain", "<p>Plain</p>"),
    "bare text": ("Bare text", "<p>Bare text</p>"),
    "text and blocks": ("one<p>two</p>three", "<p>one</p><p>two</p><p>three</p>"),
    "headings": (
        "<h1>1</h1><h2>2</h2><h3>3</h3><h4>4</h4><h6>6</h6>",
        "<h2>1</h2><h2>2</h2><h3>3</h3><h3>4</h3><h3>6</h3>",
    ),
    "old marks": ("<p><b>a</b> <i>b</i></p>", "<p><strong>a</strong> <em>b</em></p>"),
    "order of marks": (
        "<p><i><b>a</b></i><b>b</b></p>",
        "<p><strong><em>a</em>b</strong></p>",
    ),
    "crossed marks": (
        "<p><b>a<i>b</b>c</i></p>",
        "<p><strong>a<em>b</em></strong><em>c</em></p>",
    ),
    "split marks": ("<p><b>a</b><b>b</b></p>", "<p><strong>ab</strong></p>"),
    "spaces in marks": (
        '<p><b>a </b>b<a href="/x"> c </a>d</p>',
        '<p><strong>a</strong> b <a href="/x">c</a> d</p>',
    ),
    "empty marks": ("<p>a<b></b><a href='/x'> </a>b</p>", "<p>a b</p>"),
    "empty paragraphs": ("<p></p><p> &nbsp; </p><p>\u200b</p><p><br></p><p>x</p>", "<p>x</p>"),
    "white space": ("<p>\n a\t b \n</p>\n", "<p>a b</p>"),
    "no-break spaces that hold": ("<p>5&nbsp;km</p>", "<p>5&nbsp;km</p>"),
    "no-break spaces as debris": ("<p>&nbsp;a &nbsp;b&nbsp;&nbsp;c&nbsp;</p>", "<p>a b c</p>"),
    "breaks": ("<p><br>a <br> b<br></p>", "<p>a<br>b</p>"),
    "divisions": ("<div><div>a</div>b</div><section>c</section>", "<p>a</p><p>b</p><p>c</p>"),
    "unknown tags": ("<p><font>a</font><x-y>b</x-y></p>", "<p>ab</p>"),
    "preformatted": ("<pre>a\nb</pre>", "<p>a<br>b</p>"),
    "entities": ("<p>&amp;&lt;&eacute;&#8212;&copy</p>", "<p>&amp;&lt;é—©</p>"),
    "not an entity": ("<p>AT&T &unknown;</p>", "<p>AT&amp;T &amp;unknown;</p>"),
    "comparison": ("<p>1 < 2 > 0</p>", "<p>1 &lt; 2 &gt; 0</p>"),
    "comments": ("<p>a<!-- b -->c<!--> d</p>", "<p>ac d</p>"),
    "a list": ("<ul><li>a<li><p>b</p></ul>", "<ul><li>a</li><li>b</li></ul>"),
    "a list in a list": (
        "<ul><li><p>a</p></li><ul><li>b</ul></ul>",
        "<ul><li>a<ul><li>b</li></ul></li></ul>",
    ),
    "an item of two paragraphs": (
        "<ol><li><p>a</p><p>b</p></li></ol>",
        "<ol><li><p>a</p><p>b</p></li></ol>",
    ),
    "text in a list": ("<ul>a<li>b</li></ul>", "<ul><li>a</li><li>b</li></ul>"),
    "an item without a list": ("<li>a</li>", "<p>a</p>"),
    "empty items": ("<ul><li></li><li>a</li></ul><ol><li></ol>", "<ul><li>a</li></ul>"),
    "a quotation": (
        "<blockquote>a<h2>b</h2><blockquote>c</blockquote></blockquote>",
        "<blockquote><p>a</p><p>b</p><p>c</p></blockquote>",
    ),
    "a pull quote": ("<aside>a</aside>", "<aside><p>a</p></aside>"),
    "a table": (
        "<table><tr><th>a<tr><td colspan=2>b<td rowspan='1'>c</table>",
        "<table><thead><tr><th>a</th></tr></thead>"
        '<tbody><tr><td colspan="2">b</td><td>c</td></tr></tbody></table>',
    ),
    "a table with a head": (
        "<table><thead><tr><td>a</thead><tr><th>b<td>c</table>",
        "<table><thead><tr><th>a</th></tr></thead>"
        "<tbody><tr><th>b</th><td>c</td></tr></tbody></table>",
    ),
    "text in a table": (
        "<table>a<tr>b<td>c</table>",
        "<p>a</p><p>b</p><table><tbody><tr><td>c</td></tr></tbody></table>",
    ),
    "bold does not leak out of a cell": (
        "<table><tr><td><b>a<td>b</table><p>c",
        "<table><tbody><tr><td><strong>a</strong></td><td>b</td></tr></tbody></table><p>c</p>",
    ),
    "a picture": (
        '<figure class="x"><img src="/x.jpg" data-file="7" alt=" A  ship ">'
        "<figcaption><p>c</p><p><i>d</i></p></figcaption></figure>",
        '<figure><img data-file="7" alt="A ship"><figcaption>c<br><em>d</em></figcaption></figure>',
    ),
    "a wide picture": (
        '<figure data-size="wide"><img data-file="007"></figure>',
        '<figure data-size="wide"><img data-file="7" alt=""></figure>',
    ),
    "a size that is none": (
        '<figure data-size="huge"><img data-file="7"></figure>',
        '<figure><img data-file="7" alt=""></figure>',
    ),
    "a picture from elsewhere": (
        '<figure><img src="/x.jpg"><figcaption>c</figcaption></figure><p>d</p>',
        "<p>d</p>",
    ),
    "a picture without a figure": (
        '<img data-file="7">',
        '<figure><img data-file="7" alt=""></figure>',
    ),
    "a picture in a paragraph": (
        '<p>a<img data-file="7">b</p>',
        '<p>ab</p><figure><img data-file="7" alt=""></figure>',
    ),
    "a figure around a table": (
        "<figure><table><tr><td>a</table><figcaption>b</figcaption></figure>",
        "<table><tbody><tr><td>a</td></tr></tbody></table><p>b</p>",
    ),
    "a footnote": (
        "<p>a<span data-footnote=' b \n c '>d</span></p>",
        '<p>a<span data-footnote="b c"></span>d</p>',
    ),
    "an empty footnote": ('<p>a<span data-footnote=" "></span></p>', "<p>a</p>"),
    "an embed": (
        '<figure data-embed="vimeo" data-id="12345" data-title="A &quot;film&quot;" x=y>'
        "<iframe></iframe></figure>",
        '<figure data-embed="vimeo" data-id="12345" data-title="A &quot;film&quot;"></figure>',
    ),
    "an embed of nobody": ('<figure data-embed="other" data-id="1"></figure>', ""),
    "an article": (
        '<figure data-article="12">x</figure>',
        '<figure data-article="12"></figure><p>x</p>',
    ),
    "a rule": ("<p>a<hr>b", "<p>a</p><hr><p>b</p>"),
    "a link": (
        "<p><a href='https://example.org/?a=1&amp;copy=2' target=_blank rel=x>a</a></p>",
        '<p><a href="https://example.org/?a=1&amp;copy=2">a</a></p>',
    ),
    "a link around blocks": (
        "<a href='/x'><p>a</p><p>b</p></a>",
        '<p><a href="/x">a</a></p><p><a href="/x">b</a></p>',
    ),
    "a link in a link": (
        "<p><a href='/x'>a<a href='/y'>b</a>c</a></p>",
        '<p><a href="/x">a</a><a href="/y">b</a>c</p>',
    ),
    "what XML cannot hold": (
        "<p>a\x00\x0b\ud800\ufffe&#0;&#xD800;b</p>",
        "<p>a\ufffd\ufffd\ufffdb</p>",
    ),
}


@pytest.mark.parametrize("name", SPELLINGS)
def test_a_text_has_one_spelling(name):
    given_text, kept = SPELLINGS[name]

    assert clean(given_text) == kept
    assert clean(kept) == kept


@given(soups())
def test_cleaning_any_soup_leaves_what_is_allowed_and_cleaning_again_leaves_all(soup):
    kept = clean(soup)

    assert findings(kept, STORED) == []
    assert clean(kept) == kept


@given(soups())
def test_our_own_spelling_is_nh3s_too_so_that_the_last_word_changes_nothing(soup):
    assert clean(soup) == serialise(parse(soup))


@given(st.text())
def test_any_text_whatever_is_cleaned_pasted_rendered_and_written(anything):
    for treated in (
        clean(anything),
        clean_paste(anything),
        render(anything, {}).html,
        markdown(anything),
        plain(anything),
        text(anything),
    ):
        treated.encode()


@given(st.text(string.printable))
def test_no_word_of_escaped_text_is_lost(words):
    escaped = words.replace("&", "&amp;").replace("<", "&lt;")

    assert text(f"<p>{escaped}</p>").split() == words.replace("\x0b", "").split()


@pytest.mark.parametrize(
    "piece",
    [
        *("<div>", "<b>", "<b><i>", "<p>", "<ul><li>", "<table><tr><td>", "<figure>", "<svg>"),
        *("<blockquote>", "<a href=/x>", "<span data-footnote=x>", "<!--", "<", "&", "&#x", "</p>"),
        *("<p", "x\xa0", "x<br>", "<h2>x", "<script>", "<script>x</script>", "<math></svg>"),
        *("<p style='mso-list:l0 level2'>x", "<a href='#_ftn1'>x</a><a name=_ftn1>y</a>"),
    ],
)
def test_what_is_nested_or_unclosed_thousands_of_times_is_cleaned(piece):
    hostile = piece * (20_000 // len(piece) + 1)

    for treat in (clean, clean_paste):
        kept = treat(hostile)

        assert clean(kept) == kept


def test_a_hundred_thousand_nested_tags_and_ten_million_letters_are_cleaned():
    assert clean("<div>" * 100_000 + "x" + "</div>" * 100_000) == "<p>x</p>"
    assert len(clean("<p>" + "x" * 10_000_000)) == 10_000_000 + 200 * len("<p></p>")


def test_a_number_of_ten_thousand_digits_is_no_character():
    assert clean(f"<p>a&#{'9' * 10_000};b&#x{'f' * 10_000};c</p>") == "<p>a\ufffdb\ufffdc</p>"


def test_a_paragraph_that_never_ends_is_cut():
    kept = clean("<p>" + "word " * 20_000)

    assert kept.count("<p>") == 2
    assert clean(kept) == kept
    assert len(text(kept).split()) == 20_000


def test_only_a_form_refuses_a_text_for_its_length_and_says_why():
    check("x" * LONGEST)
    with pytest.raises(TooLong, match=r"This text has 1,000,001 characters; at most 1,000,000"):
        check("x" * (LONGEST + 1))
    assert issubclass(TooLong, ValueError)


@pytest.mark.parametrize("drawing", ["svg onload=x", "math", "svg><g><title>t</title"])
def test_an_unclosed_drawing_takes_no_text_with_it(drawing):
    assert clean(f"<p>One.</p><{drawing}><p>Two.</p>") == "<p>One.</p><p>Two.</p>"
