"""Sending one request as one role, and what came of it; the newsroom stays as it was."""

import re
from contextlib import contextmanager

from django.db import connection, transaction

from tests.magazine.matrix.newsroom import WORD

# Written whoever asks: sessions, failed log-ins, the log-in package's own copy of an address.
NO_MATTER = re.compile(
    r'(?:INTO|UPDATE|FROM)\s+"(?:django_session|axes_\w+|account_emailaddress)"', re.IGNORECASE
)
WRITES = re.compile(r"\s*(?:INSERT|UPDATE|DELETE|REPLACE)\b", re.IGNORECASE)
LOG_IN = ("/admin/login/", "/admin/account/login/", "/admin/account/reauthenticate/")


class Answer:
    def __init__(self, response, written):
        self.status, self.written = response.status_code, written
        self.to = response.headers.get("Location", "")
        self.content = b"".join(response) if response.streaming else response.content

    @property
    def lets_in(self):
        """False for a refusal in any of its forms, the stock admin's way to its index included."""
        if self.status in (301, 302):
            # A GET of a button's address does nothing: it leads back to the button.
            if self.to.startswith(LOG_IN) or self.to.endswith("#nothing-done"):
                return False
            return self.to != "/admin/" or bool(self.written)
        return self.status < 400

    @property
    def tells(self):
        return WORD.encode() in self.content or WORD in self.to


@contextmanager
def undone():
    """What is written inside is forgotten."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def ask(client, method, url, data):
    """Send it and take back all that it did."""
    written = []

    def watch(execute, sql, params, many, context):
        if WRITES.match(sql) and not NO_MATTER.search(sql):
            written.append(sql[:200])
        return execute(sql, params, many, context)

    cookies = client.cookies.copy()
    with undone(), connection.execute_wrapper(watch):
        response = client.get(url) if method == "GET" else client.post(url, data)
        answer = Answer(response, written)
    # Who logged out, or chose a language, has not.
    client.cookies = cookies
    return answer
