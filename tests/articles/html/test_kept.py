"""What was kept is looked at again before readers see it."""

import pytest
from hypothesis import given

from articles.html import Card, Figure, picture_tag, render, stored
from tests.articles.html import attacks
from tests.articles.html.harmless import SHOWN, findings
from tests.articles.html.soup import soups

DRAWN = picture_tag(
    [{"srcset": "/files/a.avif 320w, /files/b.avif 640w", "type": "image/avif", "sizes": "50vw"}],
    {"src": "/files/a.jpg", "width": 320, "height": 200, "alt": 'A "ship" <b>', "loading": "lazy"},
)


@given(soups())
def test_what_we_rendered_is_shown_as_it_is(soup):
    body = render(soup, {5: Figure(DRAWN, "Seen", "x")}, {3: Card("/a/", "b", picture=DRAWN)})

    for kept in (body.html, body.teaser, body.rest, DRAWN):
        assert stored(str(kept)) == kept


@pytest.mark.parametrize(
    "attack", [attacks.PLAIN, attacks.ADDRESSES, attacks.BREAKING_OUT, attacks.MUTATIONS]
)
def test_what_somebody_slipped_into_the_database_is_cleaned(attack):
    for each in attack:
        assert findings(stored(f"<p>Ours</p>{each}"), SHOWN) == []


@pytest.mark.parametrize(
    "markup",
    [
        '<img src="/a.jpg" onerror="alert(1)">',
        '<img src="javascript:alert(1)">',
        '<img srcset="/a.jpg 1x, javascript:alert(1) 2x">',
        '<a href="&#106;avascript:alert(1)">x</a>',
        '<p style="color:red">x</p>',
        "<p class=x>x</p>",
        "<p",
        "</p onclick>",
    ],
)
def test_one_strange_sign_is_enough_to_be_cleaned(markup):
    assert "alert" not in stored(f"<p>Ours</p>{markup}").replace("href", "")
    assert stored(f"<p>Ours</p>{markup}").startswith("<p>Ours</p>\n")
