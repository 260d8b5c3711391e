"""A text as Markdown and as plain text, for readers who carry it away."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from mdit_py_plugins.footnote import footnote_plugin

from articles.html import Figure, clean, clean_paste, markdown, plain

BODY = (
    '<h2>Low tide</h2><p>One <strong>bold</strong>, pre<em>fix</em> 2*3 <a href="/a_b/">[a]</a>'
    '<span data-footnote="Why *so*."></span><br>next</p><ul><li>a<ol><li>b</li></ol></li>'
    "<li>c</li></ul><blockquote><p>q</p></blockquote>"
    "<table><tr><th>Pier<th>Depth<tr><td>North<td>4 | 5</table><hr>"
    '<figure><img data-file="5"></figure><figure data-embed="vimeo" data-id="12345"></figure>'
    "<p>1. CO<sub>2</sub></p>"
)
FIGURES = {5: Figure("", "A ship", "Ann Ro")}


def test_markdown_says_it_all():
    assert markdown(BODY, base="https://m.example/x/", figures=FIGURES) == (
        "## Low tide\n\n"
        "One **bold**, pre<em>fix</em> 2\\*3 [\\[a\\]](https://m.example/a\\_b/)[^1]\\\nnext\n\n"
        "- a\n  1. b\n- c\n\n"
        "> q\n\n"
        "| Pier | Depth |\n| --- | --- |\n| North | 4 \\| 5 |\n\n"
        "* * *\n\n"
        "A ship (Ann Ro)\n\n"
        "[Vimeo](https://vimeo.com/12345)\n\n"
        "1\\. CO<sub>2</sub>\n\n"
        "[^1]: Why \\*so\\*.\n"
    )


def test_plain_text_reads_like_a_letter():
    assert plain(BODY, 40, base="https://m.example/x/", figures=FIGURES) == (
        "Low tide\n========\n\n"
        "One bold, prefix 2*3 [a]\n<https://m.example/a_b/>[1]\nnext\n\n"
        "- a\n  1. b\n- c\n\n"
        "    q\n\n"
        "Pier   Depth\n-----  -----\nNorth  4 | 5\n\n"
        "                 * * *\n\n"
        "[A ship (Ann Ro)]\n\n"
        "Vimeo <https://vimeo.com/12345>\n\n"
        "1. CO2\n\n"
        "[1] Why *so*.\n"
    )


def test_a_table_too_wide_for_its_lines_is_told_row_by_row():
    table = (
        "<table><tr><th>Pier<th>What is known of it<tr><td>North<td>Nobody has sounded it in years"
        "<tr><td>South<td>Four fathoms</table>"
    )

    assert plain(table, 30) == (
        "Pier: North\nWhat is known of it: Nobody\nhas sounded it in years\n\n"
        "Pier: South\nWhat is known of it: Four\nfathoms\n"
    )


def test_an_address_that_says_itself_is_said_once():
    assert plain('<p><a href="https://a.example/">https://a.example/</a></p>') == (
        "https://a.example/\n"
    )


@given(st.lists(st.text(max_size=60), max_size=5), st.integers(10, 100))
def test_no_line_is_longer_than_asked_unless_a_word_is(texts, width):
    html = clean("".join(f"<p>{text.replace('<', '')}</p>" for text in texts))

    for line in plain(html, width).split("\n"):
        assert len(line) <= max(width, 20) or len(line.split()) == 1


# A text that Markdown must bring back unharmed: words like its signs, marks within words, lists.

WORDS = st.sampled_from(
    [
        *("word", "It’s", "*", "_x_", "#", "1.", "2)", "-", "+", "a_b_c", "[x]", "(y)", "\\", "|"),
        *("&amp;amp;", "&lt;b&gt;", "`code`", "~~", "---", "===", "é,", "“q”", "$5", "!", "![a]"),
        *("https://a.example/a_b", "漢字", "^1", "* *", "::", ":-:", "H<sub>2</sub>O", "x<br>y"),
        '<span data-footnote="note *a* [1] &amp;lt; https://a.example/"></span>',
    ]
)
SPACED = st.builds("{}{}".format, WORDS, st.sampled_from(["", " ", " "]))
LINK = '<a href="https://a.example/_(q)?a&amp;b">{}</a>{}'
MARKED = st.recursive(
    st.lists(SPACED, min_size=1, max_size=4).map("".join),
    lambda inner: st.one_of(
        st.builds("{}<em>{}</em>{}".format, SPACED, inner, SPACED),
        st.builds("{}<strong>{}</strong>{}".format, SPACED, inner, SPACED),
        st.builds("<a href='/x*y'>{}</a>{}".format, inner, SPACED),
        st.builds(LINK.format, inner, SPACED),
    ),
    max_leaves=4,
)
PARAGRAPHS = MARKED.map("<p>{}</p>".format)
ITEMS = st.recursive(
    MARKED,
    lambda inner: st.one_of(
        st.builds("{}<ul><li>{}</li><li>{}</li></ul>".format, PARAGRAPHS, inner, inner),
        st.builds("{}<ol><li>{}</li></ol>".format, PARAGRAPHS, inner),
    ),
    max_leaves=3,
)
BLOCKS = st.one_of(
    PARAGRAPHS,
    PARAGRAPHS,
    MARKED.map("<ul><li>a</li><li>{}</li></ul>".format),
    ITEMS.map("<ol><li>{}</li></ol>".format),
    st.builds("<blockquote>{}{}</blockquote>".format, PARAGRAPHS, PARAGRAPHS),
    st.builds("<table><tr><th>h<th>{}<tr><td>{}<td>x</table>".format, MARKED, MARKED),
    WORDS.filter(lambda word: "<" not in word).map("<h2>A {}</h2>".format),
)
READER = MarkdownIt("commonmark", {"html": True}).enable("table").use(footnote_plugin)


@given(st.lists(BLOCKS, min_size=1, max_size=4).map("".join))
def test_a_text_comes_back_from_markdown_as_it_went(html):
    html = clean(html)

    assert clean_paste(READER.render(markdown(html))) == html


@pytest.mark.parametrize(
    "words",
    ["# a", "- a", "+ a", "1. a", "12) a", "> a", "=== ", "---", "```", "***", "    a", "|a|"],
)
def test_words_that_look_like_signs_stay_words(words):
    shown = READER.render(markdown(f"<p>{words.replace('>', '&gt;')}</p>"))

    assert re.sub("</?p>|\n", "", shown).replace("&gt;", ">") == words.strip()
