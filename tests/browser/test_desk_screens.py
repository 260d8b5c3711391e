"""Every screen of the desk: on a phone and a desktop, by day and by night, open to everybody.

`make pictures` has this make the pictures of the handbook, from the demo magazine.
"""

import os
import time
from pathlib import Path
from urllib.request import Request, urlopen

import pytest

from magazine.demo.logins import PASSWORD
from tests.browser.writing import barriers, wait_for_desk

pytestmark = pytest.mark.browser

# What the handbook shows, by the name of its picture: the address, and what to do there first.
PICTURES = {
    "desk": "/admin/",
    "articles": "/admin/articles/article/",
    "writing": "article:change",
    "versions": "article:changes",
    "calendar": "/admin/calendar/",
    "fronts": "/admin/fronts/",
    "library": "/admin/articles/image/",
    "rights": "/admin/articles/image/rights/",
    "withdraw": "article:impact",
}
OTHERS = [
    "article:history",
    "/admin/checks/",
    "/admin/articles/article/add/",
    "/admin/articles/article/recovered/",
    "/admin/articles/author/",
    "/admin/articles/correction/",
    "/admin/articles/correction/add/",
    "/admin/articles/houserule/",
    "/admin/articles/image/upload/",
    "/admin/articles/logline/",
    "/admin/articles/magazinesettings/1/change/",
    "/admin/articles/page/",
    "/admin/articles/redirect/",
    "/admin/articles/section/",
    "/admin/articles/tag/",
]
FOLDER = Path(__file__).resolve().parent.parent.parent / "docs" / "pictures"
LARGEST = 120_000
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


def sit_down(page_at, site, **options):
    """A page of the demo's chief, and the address of an article with a history."""
    page = page_at(f"{site}/admin/login/", **options)
    page.fill("[name=login], [name=username]", "chief")
    page.fill("[name=password]", PASSWORD)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    page.goto(f"{site}/admin/articles/article/?state=live")
    link = page.locator("#result_list .field-headline a").first.get_attribute("href")
    return page, link.removesuffix("change/")


def go(page, site, article, address):
    path = article + address.removeprefix("article:") + "/" if ":" in address else address
    page.goto(site + path)
    if path.endswith(("/add/", "/change/")) and "/article/" in path:
        wait_for_desk(page)


@pytest.mark.parametrize(("width", "scheme"), [(360, "light"), (1280, "dark")])
def test_every_screen_fits_and_is_open_to_everybody(page_at, demo_site, width, scheme):
    page, article = sit_down(page_at, demo_site, width=width, scheme=scheme)
    found = {}

    for address in [*PICTURES.values(), *OTHERS]:
        go(page, demo_site, article, address)
        wide = page.evaluate("document.documentElement.scrollWidth") - width
        found[address] = [*barriers(page), *([("too wide by", wide)] if wide > 0 else [])]

    assert {address: faults for address, faults in found.items() if faults} == {}


def test_the_pictures_of_the_handbook_can_be_made(page_at, demo_site, tmp_path):
    """`make pictures` puts them into the handbook."""
    folder = FOLDER if "PICTURES" in os.environ else tmp_path
    page, article = sit_down(page_at, demo_site, height=860)
    read_the_newest(demo_site)

    for name, address in PICTURES.items():
        go(page, demo_site, article, address)
        page.wait_for_timeout(500)
        file = folder / f"{name}.jpg"
        quality = 80
        while page.screenshot(path=file, type="jpeg", quality=quality) and size(file) > LARGEST:
            quality -= 10
        assert quality >= 40


def size(file):
    return file.stat().st_size


def read_the_newest(site):
    """Some reads, so that the pictures show them; they are written down after a quarter minute."""
    feed = urlopen(f"{site}/feed/").read().decode()
    links = [part.partition("<")[0] for part in feed.split("<link>")[2:20]]
    for place, link in enumerate(links):
        headers = {"User-Agent": FIREFOX, "Referer": "https://reading.example/"}
        for _ in range(120 - 6 * place):
            urlopen(Request(link, headers=headers)).read()
    time.sleep(17)
