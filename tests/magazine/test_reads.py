"""Reads are counted while pages are answered, those from the cache too."""

import threading

import pytest
from django.db import OperationalError

from articles.models import Readership, Referrer
from magazine.page_cache.reads import MOST, Reads, is_robot, site_of
from tests.factories import make_published, make_section
from tests.magazine.front_door import Reader

pytestmark = pytest.mark.django_db
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


class Counting(Reads):
    """Writes when the test says so, in the test's own transaction."""

    def begin(self):
        pass


@pytest.fixture
def reader(tmp_path, one_connection):
    reader = Reader(tmp_path / "pages")
    reader.door.reads = Counting()
    return reader


def read(reader, path, **headers):
    return reader.get(path, HTTP_USER_AGENT=FIREFOX, **headers)


def test_pages_from_the_cache_count_as_those_that_were_made(reader, django_assert_num_queries):
    article = make_published(slug="quay", section=make_section("Europe"))
    read(reader, "/europe/quay/")

    with django_assert_num_queries(0):
        for _ in range(5):
            status, headers, _ = read(reader, "/europe/quay/")
    status, _, _ = read(reader, "/europe/quay/", HTTP_IF_NONE_MATCH=headers["etag"])
    assert status == 304
    read(reader, "/lite/europe/quay/")
    reader.door.reads.flush()

    assert reader.made == ["/europe/quay/", "/lite/europe/quay/"]
    assert Readership.objects.get(article=article).count == 8


def test_what_is_no_read_does_not_count(reader):
    make_published(slug="quay", section=make_section("Europe"), published_at=None)
    make_published(slug="open", section=make_section("Asia"))

    for path in ("/", "/europe/", "/europe/quay/", "/asia/open.md", "/asia/no/", "/feed/"):
        read(reader, path)
    read(reader, "/asia/open/", method="HEAD")
    reader.get("/asia/open/", HTTP_USER_AGENT="Mozilla/5.0 (compatible; Googlebot/2.1)")
    reader.get("/asia/open/")

    assert reader.door.reads.counts == {}


def test_the_site_that_led_there_is_kept_and_nothing_else_of_the_reader(reader):
    make_published(slug="quay", section=make_section("Europe"))

    read(reader, "/europe/quay/", HTTP_REFERER="https://www.news.example/a?b=ada@example.org")
    read(reader, "/europe/quay/", HTTP_REFERER="http://127.0.0.1:8000/europe/")
    read(reader, "/europe/quay/", HTTP_COOKIE="sessionid=1", REMOTE_ADDR="192.0.2.7")

    assert reader.door.reads.counts == {("quay", "news.example"): 1, ("quay", ""): 2}
    reader.door.reads.flush()
    assert Referrer.objects.get().site == "news.example"


@pytest.mark.parametrize(
    "referrer",
    ["", "nonsense", "http://", "http://[", "https://<script>/", "http://localhost/", "x" * 9999],
)
def test_nonsense_led_nobody_here(referrer):
    assert site_of(referrer) == ""


@pytest.mark.parametrize(
    "agent", ["", "curl/8.5", "Mozilla/5.0 (compatible; bingbot/2.0)", "NetNewsWire (RSS)"]
)
def test_robots_are_no_readers(agent):
    assert is_robot(agent)
    assert not is_robot(FIREFOX)


def test_while_the_database_is_away_counting_goes_on():
    written = []

    def write(counts):
        if not written:
            written.append("away")
            raise OperationalError
        written.append(counts)

    reads = Counting(write)
    reads.note("quay", {"HTTP_USER_AGENT": FIREFOX})
    reads.flush()
    reads.note("quay", {"HTTP_USER_AGENT": FIREFOX})
    reads.flush()

    assert written == ["away", {("quay", ""): 2}]


def test_made_up_sites_fill_no_memory():
    reads = Counting()
    for number in range(MOST + 10):
        referrer = f"https://s{number}.example/"
        reads.note("quay", {"HTTP_USER_AGENT": FIREFOX, "HTTP_REFERER": referrer})

    assert len(reads.counts) == MOST


def test_threads_lose_no_read():
    reads = Counting()

    def knock():
        for _ in range(2000):
            reads.note("quay", {"HTTP_USER_AGENT": FIREFOX})

    threads = [threading.Thread(target=knock) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert reads.counts == {("quay", ""): 8000}
