"""What every test may ask for. `python -m tests` runs them all; plain pytest runs on SQLite."""

import threading
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import pytest
from django.core.cache import cache
from django.db import connection, connections
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from playwright.sync_api import sync_playwright

from articles.feeds import entries
from articles.pictures import markup
from tests.servers.chromium import FLAGS, find_chromium
from tests.servers.redis import find_redis, redis
from tests.servers.site import copy_of_demo, served_site, threaded_site

# Playwright leaves an event loop running in the thread of the tests, and Django then keeps other
# connections than before: half of what a test does would happen on each. One a thread it is.
connections._connections = threading.local()


# A slow machine is no fault of the code.
hypothesis_settings.register_profile(
    "magazine", deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
hypothesis_settings.load_profile("magazine")


def pytest_collection_modifyitems(items):
    lacking = {
        "postgres": connection.vendor != "postgresql" and "runs on PostgreSQL only",
        "sqlite": connection.vendor != "sqlite" and "runs on SQLite only",
        "browser": not find_chromium() and "no Chromium here",
        "redis": not find_redis() and "no redis-server here",
    }
    for item in items:
        for name, reason in lacking.items():
            if reason and item.get_closest_marker(name):
                item.add_marker(pytest.mark.skip(reason=reason))
        if item.get_closest_marker("browser"):
            # Browser, server and test share two busy cores: one more chance, named in the sum.
            item.add_marker(pytest.mark.flaky(reruns=1))


@pytest.fixture(scope="session", autouse=True)
def emptied_past_triggers():
    """Tables that refuse DELETE are emptied after a test all the same; SQLite has no TRUNCATE."""
    if connection.vendor != "sqlite":
        yield
        return
    flush = connection.ops.execute_sql_flush

    def flush_without_triggers(statements):
        with connection.cursor() as cursor:
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
            guards = [(name, sql) for name, sql in cursor.fetchall() if "_no_" in name]
            for name, _ in guards:
                cursor.execute(f'DROP TRIGGER "{name}"')
            flush(statements)
            for _, sql in guards:
                cursor.execute(sql)

    connection.ops.execute_sql_flush = flush_without_triggers
    yield
    connection.ops.execute_sql_flush = flush


@pytest.fixture(autouse=True)
def own_files(settings, tmp_path):
    """Each test keeps its files, mail and cache to itself."""
    settings.DATA_DIR = tmp_path
    settings.MEDIA_ROOT = tmp_path / "files"
    originals = {"location": tmp_path / "originals", "base_url": None}
    settings.STORAGES = {
        **settings.STORAGES,
        "originals": {**settings.STORAGES["originals"], "OPTIONS": originals},
    }
    settings.AXES_ENABLED = False  # tests of the lock-out switch it on
    cache.clear()
    markup._drawn.cache_clear()  # its addresses are those of one storage
    entries._entry.cache_clear()  # and those of one site


@pytest.fixture(scope="session")
def redis_server():
    """A Redis that the test may stop, pause and kill: `process, url`."""
    with redis() as server:
        yield server


@pytest.fixture
def live_site(transactional_db, django_db_serialized_rollback, settings):
    """The address of the magazine on the test's own database."""
    with threaded_site() as url:
        settings.SITE_ADDRESS = url
        settings.SITE_URL = urlsplit(url)
        settings.PORT = settings.SITE_URL.port
        yield url


@pytest.fixture(scope="session")
def demo_copy(tmp_path_factory, worker_id):
    """Make a folder with a demo magazine of this process's own: `demo_copy(sizes_for=[])`."""
    base = tmp_path_factory.getbasetemp()
    shared = base if worker_id == "master" else base.parent

    def copy(**options):
        data = tmp_path_factory.mktemp("demo") / "data"
        copy_of_demo(shared, data, **options)
        return data

    return copy


@pytest.fixture(scope="session")
def demo_site(demo_copy):
    """The address of the demo magazine as `make run` serves it; tests leave it as it is."""
    with served_site(demo_copy()) as url:
        yield url


@pytest.fixture(scope="session")
def browser():
    """A real Chromium."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=find_chromium(), args=FLAGS)
        yield chromium
        chromium.close()


@dataclass
class Watched:
    """What went on in the pages of one test."""

    hosts: set = field(default_factory=set)
    complaints: list = field(default_factory=list)

    def watch(self, page):
        page.on("request", lambda request: self.hosts.add(urlsplit(request.url).hostname))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("console", self.note)

    def note(self, message):
        # A 404 that a test asks for is reported as a failed resource: that is no mistake of ours.
        if message.type == "error" and "Failed to load resource" not in message.text:
            self.complaints.append(message.text)


@pytest.fixture
def page_at(browser):
    """Open an address as a reader would: `page_at(url, width=360, scheme="dark", js=False)`.

    Whatever a test looks at, no page may ask a third party for anything, break its own
    Content-Security-Policy or throw an error.
    """
    contexts, watched = [], Watched()

    def open_page(url, width=1280, scheme="light", js=True, height=900, **options):
        context = browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme=scheme,
            java_script_enabled=js,
            reduced_motion=options.pop("reduced_motion", "reduce"),
            **options,
        )
        contexts.append(context)
        context.on("page", watched.watch)
        page = context.new_page()
        page.goto(url)
        return page

    open_page.watched = watched
    yield open_page
    for context in contexts:
        context.close()
    assert watched.hosts <= {"127.0.0.1", None}
    assert watched.complaints == []
