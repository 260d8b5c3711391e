"""No text, however hostile, brings code, styles or strange addresses before a reader."""

import html5lib
import pytest
from django.utils.safestring import SafeString
from markdown_it import MarkdownIt
from mdit_py_plugins.footnote import footnote_plugin

from articles.html import (
    Card,
    Figure,
    absolute,
    clean,
    clean_paste,
    handed_on,
    markdown,
    plain,
    render,
    safe,
    text,
)
from tests.articles.html import attacks
from tests.articles.html.harmless import SHOWN, STORED, findings

GROUPS = {
    "plain": attacks.PLAIN,
    "addresses": attacks.ADDRESSES,
    "breaking out": attacks.BREAKING_OUT,
    "mutations": attacks.MUTATIONS,
}
IN_MARKDOWN = SHOWN | {tag: {"id", "class"} for tag in ("hr", "ol", "li", "section")}
MARKDOWN = MarkdownIt("commonmark", {"html": True}).enable("table").use(footnote_plugin)


class AnyFigure(dict):
    def get(self, _id, default=None):
        return Figure(SafeString(""), "<b>Caption</b>", '"Credit" <script>')


class AnyCard(dict):
    def get(self, _id, default=None):
        return Card("/europe/x/", "<script>alert(1)</script>", kicker='"', dek="<b>")


def shown_to_readers(attack):
    body = render(attack, AnyFigure(), AnyCard(), prefix="a1-")
    return [
        body.html,
        body.teaser,
        body.rest,
        safe(attack),
        absolute(body.html, "https://m.example/"),
        handed_on(attack, AnyFigure(), "https://m.example/"),
    ]


def written_again(markup):
    """As a browser would write what it read, which is where some attacks come to life."""
    fragment = html5lib.parseFragment(markup)
    return html5lib.serialize(fragment, quote_attr_values="always", omit_optional_tags=False)


@pytest.mark.parametrize("group", GROUPS)
def test_an_attack_is_harmless_once_stored(group):
    for attack in GROUPS[group]:
        kept = clean(attack)

        assert findings(kept, STORED) == [], attack
        assert findings(written_again(kept), STORED) == [], attack
        assert clean(kept) == kept, attack


@pytest.mark.parametrize("group", GROUPS)
def test_an_attack_is_harmless_once_pasted(group):
    for attack in GROUPS[group]:
        assert findings(clean_paste(attack), STORED) == [], attack


@pytest.mark.parametrize("group", GROUPS)
def test_an_attack_is_harmless_once_shown(group):
    for attack in GROUPS[group]:
        for shown in shown_to_readers(attack):
            assert findings(shown, SHOWN) == [], attack
        assert findings(written_again(shown), SHOWN) == [], attack


@pytest.mark.parametrize("group", GROUPS)
def test_the_markdown_of_an_attack_is_harmless_even_where_html_is_let_through(group):
    for attack in GROUPS[group]:
        html = MARKDOWN.render(markdown(attack))

        assert findings(html, IN_MARKDOWN) == [], attack


@pytest.mark.parametrize("group", GROUPS)
def test_plain_text_is_made_of_any_attack(group):
    for attack in GROUPS[group]:
        assert "\x00" not in text(attack) + plain(attack)


def test_no_attack_stands_there_twice():
    every = [attack for group in GROUPS.values() for attack in group]

    assert len(set(every)) == len(every)


def test_the_judge_knows_the_attacks_as_they_are_written():
    raw = [attack for attack in attacks.PLAIN if not findings(attack, STORED)]

    assert raw == []
