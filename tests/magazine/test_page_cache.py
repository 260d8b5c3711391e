import io
import threading
import time
from datetime import timedelta

import brotli
import pytest
import zstandard
from django.core.cache.backends.redis import RedisCache
from django.db import OperationalError, connection
from django.test import Client
from django.utils import timezone
from django.utils.http import http_date, parse_http_date

from articles.models import Edition, snapshot
from articles.models.edition import LISTENERS
from magazine.page_cache.keys import allowed_query, choose_encoding
from magazine.page_cache.marks import EDITION, UNTIL
from magazine.page_cache.page import Page
from magazine.page_cache.shelves import Files, Memory, Shared
from tests.factories import make_article, make_published, make_section, make_user
from tests.magazine.front_door import Reader

pytestmark = pytest.mark.django_db


@pytest.fixture
def reader(tmp_path, one_connection):
    reader = Reader(tmp_path / "pages")
    LISTENERS.append(reader.pulse.beat)
    Edition.objects.move()
    yield reader
    LISTENERS.remove(reader.pulse.beat)


def test_a_page_is_made_once(reader):
    article = make_published()

    first = reader.get(article.get_absolute_url())
    second = reader.get(article.get_absolute_url())

    assert first[0] == 200
    assert second == first
    assert len(reader.made) == 1


def test_a_save_makes_no_page_anew_and_an_update_shows_at_once(reader):
    article = make_published(title="As it stands")
    path = article.get_absolute_url()
    before = reader.get(path)

    article.save_revision(snapshot.take(article) | {"title": "Reworked"}, None)
    assert reader.get(path) == before
    assert len(reader.made) == 1

    article.publish()
    assert b"Reworked" in reader.get(path)[2]


def test_an_unpublished_article_is_gone_at_once(reader):
    article = make_published()
    assert reader.get(article.get_absolute_url())[0] == 200

    article.unpublish()

    assert reader.get(article.get_absolute_url())[0] == 410


def test_a_page_lives_until_the_next_scheduled_moment(reader):
    soon = timezone.now() + timedelta(seconds=1)
    make_article(title="Comesontime", published_at=soon)
    assert b"Comesontime" not in reader.get("/")[2]

    time.sleep(1.1)

    assert b"Comesontime" in reader.get("/")[2]


def test_an_article_leaves_at_its_scheduled_end(reader):
    article = make_published()
    article.unpublish(at=timezone.now() + timedelta(seconds=1))
    assert reader.get(article.get_absolute_url())[0] == 200

    time.sleep(1.1)

    assert reader.get(article.get_absolute_url())[0] == 410


def test_who_asks_makes_no_difference(reader):
    article = make_published()
    client = Client()
    client.force_login(make_user())
    cookies = {"HTTP_COOKIE": "; ".join(f"{k}={v.value}" for k, v in client.cookies.items())}

    signed_in = reader.get(article.get_absolute_url(), **cookies, HTTP_AUTHORIZATION="Basic x")
    nobody = reader.get(article.get_absolute_url())

    assert signed_in == nobody
    assert "set-cookie" not in nobody[1]
    assert "x-page-edition" not in nobody[1]


@pytest.mark.parametrize(
    "headers",
    [
        {"HTTP_X_FORWARDED_HOST": "evil.example"},
        {"HTTP_X_HOST": "evil.example"},
        {"HTTP_X_ORIGINAL_URL": "/admin/"},
        {"HTTP_X_REWRITE_URL": "/admin/"},
        {"HTTP_X_HTTP_METHOD_OVERRIDE": "POST"},
        {"HTTP_ACCEPT_LANGUAGE": "ar"},
        {"HTTP_REFERER": "https://evil.example/"},
        {"HTTP_RANGE": "bytes=0-9"},
        {"CONTENT_LENGTH": "3", "wsgi.input": io.BytesIO(b"a=b")},
    ],
    ids=lambda headers: next(iter(headers)),
)
def test_nothing_a_client_sends_gets_into_a_page_for_others(reader, headers, tmp_path):
    article = make_published()

    poisoned = reader.get(article.get_absolute_url(), **headers)
    clean = Reader(tmp_path / "other").get(article.get_absolute_url())

    assert poisoned[0] == 200
    assert strip_stamps(poisoned[2]) == strip_stamps(clean[2])


def strip_stamps(body):
    """Without the sign-up forms' signed times, which differ from second to second."""
    return [line for line in body.splitlines() if b'name="stamp"' not in line]


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1:80@evil.example", "", "127.0.0.1/x"])
def test_a_strange_host_is_refused_and_kept_from_others(reader, host):
    article = make_published()

    assert reader.get(article.get_absolute_url(), HTTP_HOST=host)[0] == 400

    assert reader.get(article.get_absolute_url())[0] == 200


def test_query_order_and_unknown_parameters_make_no_new_page(reader):
    section = make_section()
    for _ in range(21):
        make_published(section=section)
    path = section.get_absolute_url()

    answers = [
        reader.get(path, query)
        for query in ("page=2", "utm_source=x&page=2", "page=2&fbclid=1", "page=1&page=2")
    ]

    assert {status for status, *_ in answers} == {200}
    assert len({body for *_, body in answers}) == 1
    assert len(reader.made) == 1


@pytest.mark.parametrize("page", ["-1", "0", "99", "x", "1e9", "²", "1 OR 1"])
def test_a_page_that_is_none_is_missing_and_not_kept(reader, page):
    section = make_section()

    assert reader.get(section.get_absolute_url(), f"page={page}")[0] == 404
    assert reader.get(section.get_absolute_url(), f"page={page}")[0] == 404
    assert len(reader.made) == 2


@pytest.mark.parametrize("path", ["/admin/", "/admin/x.css", "/newsletter/", "/files/x.jpg"])
def test_what_may_depend_on_someone_never_goes_through_it(reader, path):
    reader.get(path)
    reader.get(path)

    assert len(reader.made) == 2


def test_an_address_dressed_as_a_file_is_not_kept(reader):
    article = make_published()

    status, _, _ = reader.get(f"{article.get_absolute_url()}x.css")

    assert status == 404
    assert reader.door.memory.pages == {}


def test_head_is_get_without_the_body(reader):
    path = make_published().get_absolute_url()

    status, headers, body = reader.get(path, method="HEAD")

    assert (status, headers) == reader.get(path)[:2]
    assert body == b""
    assert int(headers["content-length"]) > 1000
    assert len(reader.made) == 1


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [
        ("gzip, deflate, br, zstd", "br"),
        ("zstd", "zstd"),
        ("gzip", "gzip"),
        ("", ""),
        ("identity", ""),
        ("br;q=0, gzip;q=0.5", "gzip"),
        ("br;q=0.2, gzip;q=0.9", "gzip"),
        ("*", "br"),
        ("*;q=0", ""),
        ("br;q=nonsense", ""),
        ("\x00,,;;q==", ""),
    ],
)
def test_the_best_encoding_that_a_client_takes(accepted, encoding):
    assert choose_encoding(accepted) == encoding


def test_every_encoding_holds_the_same_page(reader):
    path = make_published().get_absolute_url()
    plain = reader.get(path)[2]

    coded = {
        name: reader.get(path, HTTP_ACCEPT_ENCODING=name)[2] for name in ("br", "zstd", "gzip")
    }

    assert brotli.decompress(coded["br"]) == plain
    assert zstandard.decompress(coded["zstd"]) == plain
    assert len(reader.made) == 1


def test_a_known_page_is_not_sent_again_and_no_other_encoding_counts_as_known(reader):
    path = make_published().get_absolute_url()
    etag = reader.get(path, HTTP_ACCEPT_ENCODING="gzip")[1]["etag"]

    known = reader.get(path, HTTP_ACCEPT_ENCODING="gzip", HTTP_IF_NONE_MATCH=f'"x", W/{etag}')
    other = reader.get(path, HTTP_ACCEPT_ENCODING="br", HTTP_IF_NONE_MATCH=etag)

    assert (known[0], known[2]) == (304, b"")
    assert "content-length" not in known[1]
    assert other[0] == 200


def test_a_feed_reader_that_knows_only_dates_is_answered_by_date(reader):
    article = make_published()
    last = reader.get("/feed/")[1]["last-modified"]
    earlier = http_date(parse_http_date(last) - 1)

    assert reader.get("/feed/", HTTP_IF_MODIFIED_SINCE=last)[0] == 304
    assert reader.get("/feed/", HTTP_IF_MODIFIED_SINCE=earlier)[0] == 200
    assert reader.get("/feed/", HTTP_IF_MODIFIED_SINCE="yesterday")[0] == 200
    both = {"HTTP_IF_MODIFIED_SINCE": last, "HTTP_IF_NONE_MATCH": '"another"'}
    assert reader.get("/feed/", **both)[0] == 200
    page = reader.get(article.get_absolute_url(), HTTP_IF_MODIFIED_SINCE=last)
    assert page[0] == 200


def test_pages_are_served_while_the_database_is_away(reader):
    path = make_published().get_absolute_url()
    page = reader.get(path)

    def away(*args):
        raise OperationalError

    reader.pulse.beat()
    with connection.execute_wrapper(away):
        assert reader.get(path) == page


def test_another_process_finds_the_page_on_the_shelf(reader, tmp_path):
    path = make_published().get_absolute_url()
    page = reader.get(path)

    other = Reader(tmp_path / "pages")

    assert other.get(path) == page
    assert other.made == []


def test_a_broken_file_on_the_shelf_is_a_miss(reader, tmp_path):
    path = make_published().get_absolute_url()
    reader.get(path)
    for file in (tmp_path / "pages" / str(page_edition())).iterdir():
        file.write_bytes(file.read_bytes()[:50])

    assert Reader(tmp_path / "pages").get(path)[0] == 200


def page_edition():
    return Edition.objects.current().number


def test_older_editions_are_swept_from_the_disk(reader, tmp_path):
    article = make_published()
    reader.get(article.get_absolute_url())
    article.publish()
    reader.get(article.get_absolute_url())

    folders = [each.name for each in (tmp_path / "pages").iterdir() if each.name.isdigit()]
    assert folders == [str(page_edition())]


def test_a_page_of_another_release_is_not_shown(tmp_path):
    page = Page([("Content-Type", "text/html")], b"<p>old</p>", 1, time.time() + 60)
    old, new = (Files(tmp_path / "pages", release) for release in ("old", "new"))
    old.put(("host", "/", ""), page)

    assert new.get(("host", "/", ""), 1) is None
    assert old.get(("host", "/", ""), 1).body == b"<p>old</p>"


def test_a_full_disk_keeps_nothing_and_hurts_nobody(tmp_path):
    shelf = Files(tmp_path / "pages")
    (tmp_path / "pages").write_text("a file where the folder should be")

    shelf.put(("h", "/", ""), Page([], b"x", 1, time.time() + 9))

    assert shelf.get(("h", "/", ""), 1) is None


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_many_who_ask_at_once_have_it_made_once(tmp_path):
    made = []

    def slow(environ, start_response):
        made.append(environ["PATH_INFO"])
        time.sleep(0.3)
        marks = [(EDITION, str(page_edition())), (UNTIL, str(time.time() + 60))]
        start_response("200 OK", [("Content-Type", "text/html"), *marks])
        return [b"page"]

    readers = [Reader(tmp_path / "pages", slow) for _ in range(8)]
    bodies = []

    def ask(reader):
        bodies.append(reader.get("/")[2])
        connection.close()

    threads = [threading.Thread(target=ask, args=[reader]) for reader in readers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert bodies == [b"page"] * 8
    assert len(made) == 1


def test_memory_keeps_to_its_limit():
    memory = Memory(limit=100_000)
    for number in range(50):
        memory.put(number, Page([], b"x" * 10_000, 1, 0))
        memory.put(number, Page([], b"y" * 10_000, 1, 0))

    assert len(memory.pages) == 5
    assert memory.size == 100_000


@pytest.mark.redis
def test_redis_keeps_pages_for_all_machines(redis_server):
    shelf = Shared(RedisCache(redis_server[1], {}))
    key, page = ("host", "/", ""), Page([("A", "b")], b"body", 7, time.time() + 60)

    with shelf.one_at_a_time(key):
        shelf.put(key, page)

    found = shelf.get(key, 7)
    assert (found.headers, found.body, found.edition) == (page.headers, b"body", 7)
    assert shelf.get(key, 8) is None


@pytest.mark.parametrize(
    ("query", "kept"),
    [
        ("", ""),
        ("utm_source=x", ""),
        ("q=b&page=2", "page=2&q=b"),
        ("q=%00", "q=%00"),
        ("x" * 500, None),
        ("&".join(["a=b"] * 50), None),
    ],
)
def test_only_parameters_that_count_make_the_key(query, kept):
    assert allowed_query(query) == kept
