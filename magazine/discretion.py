"""Logs that say what went wrong and not whose it was."""

import logging
import re

ADDRESS = re.compile(r"[\w.+%'-]+@[\w-]+(?:\.[\w-]+)+")
QUERY = re.compile(r"(/[^\s?'\"]*)\?[^\s'\"]+")
# A signed or random part of a path. Slugs are lower case, so they stay readable.
TOKEN = re.compile(r"/(?=[^/\s]*[A-Z_:=])[\w:=.~-]{20,}(?=[/\s'\"]|$)")


class DiscreetFormatter(logging.Formatter):
    """Leaves out e-mail addresses, what was searched for, and whatever opens a page."""

    def format(self, record):
        line = super().format(record)
        return TOKEN.sub("/…", QUERY.sub(r"\1?…", ADDRESS.sub("…@…", line)))
