"""One magazine under measurement: a process on a database of its own, asked over its pipes.

Reads orders as lines of JSON, answers each with a line: what one answer cost in processor time,
this process's and PostgreSQL's together, how many queries it took and how many bytes it has.
"""

import json
import os
import statistics
import sys
import time
from io import BytesIO
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import urlencode

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "bench.settings"
django.setup()

from django.conf import settings  # noqa: E402 - Django stands now
from django.contrib.auth.models import User  # noqa: E402
from django.core.wsgi import get_wsgi_application  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from articles.models import Edition  # noqa: E402
from bench.addresses import addresses  # noqa: E402
from magazine.page_cache.front_door import run  # noqa: E402
from magazine.page_cache.marks import FLAG  # noqa: E402
from tests.articles.desk.forms import fields_of  # noqa: E402

TOKEN = "bench" * 6 + "be"


class Station:
    def __init__(self):
        self.application = get_wsgi_application()
        self.cookies = ""
        self.backend = None

    def tell(self):
        """What there is to measure here."""
        Edition.objects.move()  # as the present release draws the frame
        self.log_in()
        return {"addresses": addresses(), "vendor": connection.vendor}

    def log_in(self):
        client = Client(headers={"host": "127.0.0.1"})
        client.force_login(User.objects.get(username="chief"))
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        self.cookies = f"{settings.SESSION_COOKIE_NAME}={session}; csrftoken={TOKEN}"

    def measure(self, *, path, press="", times=5):
        """The median cost of an answer; with press, of sending the form there by that button."""
        costs = []
        for _ in range(times):
            data = self.form(path, press)
            before = self.spent()
            status, _, body = self.answer(path, data)
            costs.append((self.spent() - before) * 1000)
        data = self.form(path, press)
        with CaptureQueriesContext(connection) as queries:
            self.answer(path, data)
        return {
            "ms": statistics.median(costs),
            "queries": len(queries),
            "bytes": len(body),
            "status": int(status.split()[0]),
        }

    def form(self, path, press):
        """What a browser would send."""
        if not press:
            return None
        page = SimpleNamespace(content=self.answer(path)[2])
        return fields_of(page) | {press: "", "csrfmiddlewaretoken": TOKEN}

    def answer(self, path, data=None):
        """Readers' pages are asked for as the page cache does, the desk's as a browser."""
        path, _, query = path.partition("?")
        at_desk = path.startswith("/admin/")
        body = urlencode(data, doseq=True).encode() if data else b""
        environ = {
            "REQUEST_METHOD": "POST" if data else "GET",
            "SERVER_NAME": "127.0.0.1",
            "SERVER_PORT": "8000",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "HTTP_HOST": "127.0.0.1",
            "REMOTE_ADDR": "127.0.0.1",
            "PATH_INFO": path.encode().decode("latin-1"),
            "QUERY_STRING": query,
            "CONTENT_LENGTH": str(len(body)),
            "CONTENT_TYPE": "application/x-www-form-urlencoded",
            "wsgi.url_scheme": "http",
            "wsgi.input": BytesIO(body),
            "wsgi.errors": sys.stderr,
            **({"HTTP_COOKIE": self.cookies} if at_desk else {FLAG: True}),
        }
        return run(self.application, environ)

    def spent(self):
        """Seconds of processor time so far, the database server's own process included."""
        seconds = time.process_time()
        if connection.vendor == "postgresql":
            if self.backend is None:
                with connection.cursor() as cursor:
                    cursor.execute("SELECT pg_backend_pid()")
                    self.backend = Path(f"/proc/{cursor.fetchone()[0]}/schedstat")
            seconds += int(self.backend.read_text().split()[0]) / 1e9
        return seconds


def main():
    station = Station()
    for line in sys.stdin:
        order = json.loads(line)
        verb = {"tell": station.tell, "measure": station.measure}[order.pop("verb")]
        print(json.dumps(verb(**order)), flush=True)


if __name__ == "__main__":
    main()
