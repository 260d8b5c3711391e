"""What comes of text pasted from where people write."""

import pytest
from hypothesis import given

from articles.html import clean, clean_paste
from articles.html.addresses import unwrapped
from tests.articles.html.clipboards import CLIPBOARDS
from tests.articles.html.harmless import STORED, findings
from tests.articles.html.soup import soups


@pytest.mark.parametrize("maker", CLIPBOARDS)
def test_pasted_text_keeps_what_was_meant_and_nothing_else(maker):
    pasted, meant = CLIPBOARDS[maker]

    assert clean_paste(pasted) == meant
    assert clean(meant) == meant


PASTES = {
    "words kept apart by what is not kept": (
        "<figure><figcaption>a</figcaption></figure><details><summary>b</summary><p>c</p></details>"
        "<aside>d</aside><header>e</header>f",
        "<p>a</p><p>b</p><p>c</p><p>d</p><p>e</p><p>f</p>",
    ),
    "marks that turn the text around": ("<p>\ufeffa\u202eb\u202dc</p>", "<p>abc</p>"),
    "a paragraph made of two breaks": ("<p>a<br><br>b<br>c</p>", "<p>a</p><p>b<br>c</p>"),
    "bold style": (
        '<p><span style="FONT-WEIGHT:bold">a</span></p>',
        "<p><strong>a</strong></p>",
    ),
    "not bold inside bold": (
        '<p><b>a<span style="font-weight:400">b</span></b></p>',
        "<p><strong>a</strong>b</p>",
    ),
    "a bold heading is a heading": ("<h2><b>a <i>b</i></b></h2>", "<h2>a <em>b</em></h2>"),
    "a cell that holds the whole text": ("<table><tr><td><p>a</p><p>b</table>", "<p>a</p><p>b</p>"),
    "a link into the document": ('<p><a href="#_Toc1">a</a></p>', "<p>a</p>"),
    "a link to a file": ('<p><a href="file:///C:/a.doc">a</a></p>', "<p>a</p>"),
    "a note that was not copied along": (
        '<p>a<sup><a href="#_ftn1">[1]</a></sup></p>',
        "<p>a<sup>[1]</sup></p>",
    ),
    "a back link alone": (
        '<p><a href="#_ftnref1" name="_ftn1">[1]</a> a</p>',
        "<p>[1] a</p>",
    ),
    "hidden text": ('<p>a<span style="display:none">b</span></p>', "<p>a</p>"),
    "a list, then text, then the list again": (
        "<p style='mso-list:l0 level1 lfo1'>a</p><p>b</p><p style='mso-list:l0 level1 lfo1'>c</p>",
        "<ul><li>a</li></ul><p>b</p><ul><li>c</li></ul>",
    ),
    "a list that begins deep": (
        "<p style='mso-list:l0 level3 lfo1'>a</p><p style='mso-list:l0 level1 lfo1'>b</p>",
        "<ul><li>a</li></ul><ul><li>b</li></ul>",
    ),
    "our own editor's": (
        '<p data-pm-slice="1 1 []">a<span data-footnote="b"></span></p>'
        '<figure><img data-file="4" src="/x"></figure>',
        '<p>a<span data-footnote="b"></span></p><figure><img data-file="4" alt=""></figure>',
    ),
    "spaces that hold nothing": (
        "<p>one&nbsp;two three&nbsp;4 J.&nbsp;S.&nbsp;Mill p.&nbsp;x «&nbsp;a&nbsp;»</p>",
        "<p>one two three&nbsp;4 J.&nbsp;S.&nbsp;Mill p.&nbsp;x «&nbsp;a&nbsp;»</p>",
    ),
    "a web page": (
        "<html><head><title>t</title></head><body><nav>Menu</nav><h1>a</h1><p>b</p></body></html>",
        "<p>Menu</p><h2>a</h2><p>b</p>",
    ),
}


@pytest.mark.parametrize("name", PASTES)
def test_habits_of_word_processors_are_understood(name):
    pasted, meant = PASTES[name]

    assert clean_paste(pasted) == meant


@given(soups())
def test_any_paste_ends_in_clean_text(soup):
    pasted = clean_paste(soup)

    assert findings(pasted, STORED) == []
    assert clean(pasted) == pasted


@pytest.mark.parametrize(
    ("redirect", "address"),
    [
        ("https://www.google.com/url?q=https://a.example/b%3Fc&sa=D", "https://a.example/b?c"),
        ("https://www.google.co.uk/url?url=http://a.example/", "http://a.example/"),
        ("https://l.facebook.com/l.php?u=https%3A%2F%2Fa.example%2F&h=x", "https://a.example/"),
        ("https://www.google.com/url?q=javascript:alert(1)", None),
        ("https://www.google.com/search?q=https://a.example/", None),
        ("https://google.com.evil.example/url?q=https://a.example/", None),
        ("https://[", None),
    ],
)
def test_a_redirect_is_unwrapped_only_if_we_know_it(redirect, address):
    assert unwrapped(redirect) == (address or redirect)
