"""Taking the list out: streamed, in constant memory, and never without a trace."""

import csv
import hashlib
import io
import json

from newsletter.lists.cells import guard
from newsletter.models import ExportLog

COLUMNS = ["address", "state", "asked_at", "confirmed_at", "unsubscribed_at", "paused_until"]
COLUMNS += ["source"]
CHUNK = 5_000
TYPES = {"csv": "text/csv; charset=utf-8", "jsonl": "application/jsonl; charset=utf-8"}


class Export:
    """The bytes of one export. The log knows of it before the first, and how it ended."""

    def __init__(self, queryset, *, by, form, states, filters):
        self.queryset = queryset.in_states(states)
        self.form = form
        self.log = ExportLog.objects.create(by=by, form=form, states=states, filters=filters)

    def stream(self):
        """The file in parts. A generator: whoever sends it closes it when its reader goes away."""
        rows, size, digest = 0, 0, hashlib.sha256()
        whole = False
        try:
            for count, part in self._parts():
                digest.update(part)
                yield part
                rows, size = rows + count, size + len(part)
            whole = True
        finally:
            # A download that its reader broke off ends here too, by GeneratorExit.
            if whole:
                self.log.end(rows, size, digest.hexdigest())
            else:
                self.log.break_off(rows, size)

    def _parts(self):
        write = _as_csv if self.form == "csv" else _as_json_lines
        if self.form == "csv":
            yield 0, write([COLUMNS])
        for chunk in _chunks(self.queryset):
            yield len(chunk), write(chunk)


def _chunks(queryset):
    """Rows in steps along the key: no long transaction, no cursor held while a reader is slow."""
    rows = queryset.order_by("pk").values_list("pk", *COLUMNS)
    last = 0
    while chunk := list(rows.filter(pk__gt=last)[:CHUNK]):
        last = chunk[-1][0]
        yield [row[1:] for row in chunk]


def _as_csv(rows):
    page = io.StringIO(newline="")
    writer = csv.writer(page, lineterminator="\r\n")
    writer.writerows([[_cell(value) for value in row] for row in rows])
    return page.getvalue().encode()


def _as_json_lines(rows):
    lines = (dict(zip(COLUMNS, map(_plain, row), strict=True)) for row in rows)
    return "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines).encode()


def _cell(value):
    plain = _plain(value)
    return "" if plain is None else guard(plain)


def _plain(value):
    return value.isoformat() if hasattr(value, "isoformat") else value
