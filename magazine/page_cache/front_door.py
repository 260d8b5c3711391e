"""The WSGI application in front of Django: answers what it has, and has made what it has not."""

import contextlib
import io
import logging
import time

from django.conf import settings
from django.db import DatabaseError, InterfaceError, close_old_connections, connection

from articles.models import Edition
from magazine.page_cache.keys import choose_encoding, page_key
from magazine.page_cache.marks import EDITION, FLAG, UNTIL
from magazine.page_cache.page import Page
from magazine.page_cache.shelves import Memory

log = logging.getLogger(__name__)

# Seconds for which a process believes the edition that it read. A change made on this machine is
# seen at once, by the pulse; this bounds what another machine's change can take.
TRUST = 1.0
MEMORY = 32 * 1024 * 1024
# Ready answers are looked up by what the client sent. It could send anything: start over then.
MOST_READY = 1000
# What rendering gets of a request. The rest (cookies, log-ins, languages) it cannot depend on.
PASSED_ON = (
    "SCRIPT_NAME",
    "SERVER_NAME",
    "SERVER_PORT",
    "SERVER_PROTOCOL",
    "wsgi.version",
    "wsgi.url_scheme",
    "wsgi.multithread",
    "wsgi.multiprocess",
    "wsgi.run_once",
    "HTTP_X_FORWARDED_PROTO",
)
# The second counts only where the first is not sent.
CONDITIONS = ("NONE_MATCH", "MODIFIED_SINCE")
NOT_KEPT_IN_304 = {"content-length", "content-encoding", "content-type"}


class FrontDoor:
    """Wraps Django's application; `pulse`, `shelf` and `exports` are shared among processes."""

    def __init__(self, application, pulse, shelf, exports=None, reads=None):
        self.application, self.pulse, self.shelf = application, pulse, shelf
        self.exports, self.reads = exports, reads
        self.memory = Memory(MEMORY)
        self.ready = {}
        self.edition, self.beat, self.check_at = None, None, 0.0

    def __call__(self, environ, start_response):
        asked = (
            environ["REQUEST_METHOD"],
            environ.get("HTTP_HOST"),
            environ["PATH_INFO"],
            environ.get("QUERY_STRING"),
            environ.get("HTTP_ACCEPT_ENCODING"),
            environ.get("HTTP_IF_NONE_MATCH"),
            environ.get("HTTP_IF_MODIFIED_SINCE"),
            environ.get("HTTP_X_FORWARDED_PROTO"),
        )
        answer = self.ready.get(asked)
        if answer is not None:
            until, status, headers, body, read = answer
            now = time.time()
            if now < until and now < self.check_at and self.pulse.now() == self.beat:
                if read:
                    self.reads.note(read, environ)
                start_response(status, headers)
                return body
        return self.look(asked, environ, start_response)

    def look(self, asked, environ, start_response):
        """The way for all that is not ready: find the page, or have Django make it."""
        key = None if settings.DEBUG else page_key(environ)
        edition = None if key is None else self.current_edition()
        if edition is None:
            return self.application(environ, start_response)
        page = self.find(key, edition)
        if page is None:
            with self.shelf.one_at_a_time(key):
                page = self.find(key, edition)
                if page is None:
                    page, answer = self.make(key, environ)
                    if page is None:
                        status, headers, body = answer
                        start_response(status, headers)
                        return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]
        return self.answer(key, page, asked, environ, start_response)

    def find(self, key, edition):
        now = time.time()
        page = self.memory.get(key)
        if page is None or page.edition != edition or page.until <= now:
            page = self.shelf.get(key, edition)
            if page is None or page.edition != edition or page.until <= now:
                return None
            self.memory.put(key, page)
        return page

    def answer(self, key, page, asked, environ, start_response):
        encoding = choose_encoding(environ.get("HTTP_ACCEPT_ENCODING", ""))
        headers, body = page.in_encoding(encoding)
        status = "200 OK"
        known, since = (environ.get(f"HTTP_IF_{name}", "") for name in CONDITIONS)
        if page.is_known(known, encoding) if known else page.is_unchanged_since(since):
            status, body = "304 Not Modified", b""
            headers = [pair for pair in headers if pair[0].lower() not in NOT_KEPT_IN_304]
        content = [] if environ["REQUEST_METHOD"] == "HEAD" or not body else [body]
        read = "" if self.reads is None else self.reads.of(key[1], environ)
        if read:
            self.reads.note(read, environ)
        if len(self.ready) >= MOST_READY:
            self.ready.clear()
        if page.edition == self.edition:
            until, now = page.until, time.time()
            if self.exports is not None:
                # In the next slot the first to ask must come by here, so that it is kept there.
                until = min(until, self.exports.slot_end(now))
                self.exports.keep(key, page, now)
            self.ready[asked] = (until, status, headers, content, read)
        start_response(status, headers)
        return content

    def current_edition(self):
        """The edition's number, read again when the pulse has beaten or trust has run out.

        None if it was never known. While the database is away, the last known one holds.
        """
        beat, now = self.pulse.now(), time.time()
        if beat == self.beat and now < self.check_at:
            return self.edition
        try:
            if not connection.in_atomic_block:
                close_old_connections()
            number = Edition.objects.current().number
        except (DatabaseError, InterfaceError, Edition.DoesNotExist):
            log.warning("The database cannot be asked for the edition.")
            number = self.edition
        if number != self.edition:
            self.ready.clear()
        if self.exports is not None and number is not None:
            self.exports.point_to(number, beat)
        self.edition, self.beat, self.check_at = number, beat, now + TRUST
        return number

    def make(self, key, environ):
        """(page, None) if Django's answer may be kept, else (None, answer)."""
        host, path, query = key
        bare = {name: environ[name] for name in PASSED_ON if name in environ} | {
            "REQUEST_METHOD": "GET",
            "HTTP_HOST": host,
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "REMOTE_ADDR": "0.0.0.0",  # noqa: S104 - nobody's address
            "wsgi.input": io.BytesIO(),
            "wsgi.errors": environ["wsgi.errors"],
            FLAG: True,
        }
        status, headers, body = run(self.application, bare)
        marks = {name: value for name, value in headers if name in (EDITION, UNTIL)}
        headers = [pair for pair in headers if pair[0] not in marks]
        if len(marks) < 2:
            return None, (status, headers, body)
        page = Page(headers, body, int(marks[EDITION]), float(marks[UNTIL]))
        self.memory.put(key, page)
        if not query or query.startswith("page="):
            self.shelf.put(key, page)
        return page, None


def run(application, environ):
    """Call a WSGI application; return status, headers and body."""
    said = []

    def start_response(status, headers, exc_info=None):
        said[:] = [status, headers]
        return lambda data: None

    with contextlib.closing(_Closing(application(environ, start_response))) as response:
        body = b"".join(response.content)
    return said[0], said[1], body


class _Closing:
    """A WSGI response, which may have no close()."""

    def __init__(self, content):
        self.content = content

    def close(self):
        getattr(self.content, "close", lambda: None)()
