"""Counts what is read while pages are answered, and writes it down now and then.

Nothing of a reader is kept: no cookie is set, no address looked at. An article's page counts once
each time it is sent, and once each time a browser asks whether its copy still holds. Robots that
say so do not count. The site that led to it is a name without the page.
"""

import logging
import re
import threading
from functools import lru_cache
from multiprocessing.util import Finalize
from urllib.parse import urlsplit

from django.conf import settings
from django.db import DatabaseError, InterfaceError, connection
from django.urls import Resolver404, resolve

from articles.models.reads import write_down

log = logging.getLogger(__name__)

# Seconds between two times of writing down; a process that is killed loses so much.
EVERY = 15
# More different articles and sites in that time are no readers.
MOST = 2000
ARTICLES = {"articles:detail", "articles:lite-article"}
ROBOT = re.compile(
    r"bot\b|bot[/_-]|crawl|spider|slurp|scrap|archiver|preview|monitor|fetch|facebookexternalhit"
    r"|feed|rss|curl|wget|httpx?/|python|ruby|perl|java/|go-http|okhttp|lighthouse",
    re.IGNORECASE,
)
HOST = re.compile(r"(?=.{4,100}$)[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63})+")


class Reads:
    """The reads of this process that are not written down yet: {(slug, site): how many}."""

    def __init__(self, write=write_down):
        self.write, self.counts, self.lock = write, {}, threading.Lock()
        self.thread, self.over = None, threading.Event()

    def of(self, path, environ):
        """What to count such a request as: an article's slug, or nothing."""
        return article_slug(path) if environ["REQUEST_METHOD"] == "GET" else ""

    def note(self, slug, environ):
        """One more, unless a robot asked."""
        if is_robot(environ.get("HTTP_USER_AGENT", "")):
            return
        key = slug, site_of(environ.get("HTTP_REFERER", ""))
        with self.lock:
            if key in self.counts or len(self.counts) < MOST:
                self.counts[key] = self.counts.get(key, 0) + 1
        if self.thread is None:
            self.begin()

    def begin(self):
        """From the first read on: only then it is certain which process this is."""
        with self.lock:
            if self.thread is None:
                self.thread = threading.Thread(target=self.run, name="reads", daemon=True)
                self.thread.start()
                # A worker of the server ends without the usual farewells, but with these.
                Finalize(None, self.flush, exitpriority=10)

    def run(self):
        while not self.over.wait(EVERY):
            self.flush()

    def flush(self):
        """Write down what was counted; while the database is away, go on counting."""
        with self.lock:
            counts, self.counts = self.counts, {}
        if not counts:
            return
        try:
            self.write(counts)
        except (DatabaseError, InterfaceError):
            log.warning("Reads cannot be written down now, and are kept.")
            with self.lock:
                for key, count in counts.items():
                    self.counts[key] = self.counts.get(key, 0) + count
        finally:
            if threading.current_thread() is self.thread:
                connection.close()


@lru_cache(maxsize=4096)
def article_slug(path):
    """The slug of the article whose page is at this path, or nothing."""
    try:
        match = resolve(path.encode("latin-1", "replace").decode("utf-8", "replace"))
    except Resolver404:
        return ""
    return match.kwargs["slug"] if match.view_name in ARTICLES else ""


@lru_cache(maxsize=4096)
def is_robot(agent):
    """True for a client that calls itself one, or nothing at all."""
    return not agent or ROBOT.search(agent) is not None


@lru_cache(maxsize=4096)
def site_of(referrer):
    """The name of the site that led here; empty for our own, and for what is none."""
    try:
        host = (urlsplit(referrer[:500]).hostname or "").removeprefix("www.")
    except ValueError:
        return ""
    ours = (settings.SITE_URL.hostname or "").removeprefix("www.")
    return host if HOST.fullmatch(host) and host != ours else ""
