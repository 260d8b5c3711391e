"""Links by which readers hand an article on: plain ones, that ask nobody for anything."""

import re
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.articles.whole import SITE, make_whole_article

pytestmark = pytest.mark.django_db

ADDRESS = f"{SITE}/europe/the-quay/"
TITLES = [
    "The quay",
    "Who & what? 100 % “free” + #1",
    "Größe, 政治 🦊",
    '"><script>alert(1)</script>',
    "مرفأ",
    "a/b\\c;d=e",
]


def shared(client):
    """{the name of a way: the address that it leads to}."""
    page = client.get("/europe/the-quay/").content.decode()
    (box,) = re.findall(r'<details class="share">.*?</details>', page, re.DOTALL)
    links = re.findall(r'<a href="([^"]*)"[^>]*>([^<]*)</a>', box)
    return {name: unescape(address) for address, name in links}


@pytest.mark.parametrize("title", TITLES)
def test_each_way_of_sharing_says_the_title_and_the_whole_address(client, title):
    make_whole_article(title=title)

    links = {name: urlsplit(address) for name, address in shared(client).items()}

    places = {name: f"{each.scheme}://{each.netloc}{each.path}" for name, each in links.items()}
    assert places == {
        "Mail": "mailto://",
        "Bluesky": "https://bsky.app/intent/compose",
        "X": "https://x.com/intent/post",
        "LinkedIn": "https://www.linkedin.com/sharing/share-offsite/",
        "WhatsApp": "https://wa.me/",
    }
    told = {name: parse_qs(each.query, strict_parsing=True) for name, each in links.items()}
    assert told == {
        "Mail": {"subject": [title], "body": [ADDRESS]},
        "Bluesky": {"text": [f"{title} {ADDRESS}"]},
        "X": {"text": [title], "url": [ADDRESS]},
        "LinkedIn": {"url": [ADDRESS]},
        "WhatsApp": {"text": [f"{title} {ADDRESS}"]},
    }


def test_what_is_shared_is_written_for_any_program(client):
    """A mail program reads + as a plus and a bare & as the end."""
    make_whole_article(title="Who & what? + 1")

    for address in shared(client).values():
        assert re.fullmatch(r"[A-Za-z0-9:/.?=&%_~-]+", address), address


def test_the_title_for_sharing_is_the_one_that_is_shared(client):
    make_whole_article(social_title="Who owns the quay?")

    assert "subject=Who%20owns%20the%20quay%3F&" in shared(client)["Mail"]


def test_no_way_of_sharing_puts_anything_on_the_page(client):
    make_whole_article()

    page = client.get("/europe/the-quay/").content.decode()

    sources = re.findall(r'(?:src|srcset)="([^"]*)"', page)
    assert [each for each in sources if not each.startswith("/")] == []
    assert "<iframe" not in page
