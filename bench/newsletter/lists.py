"""Preparing, exporting and importing many rows, against what the database does by itself."""

import csv
from pathlib import Path

from django.conf import settings
from django.contrib.auth.models import User
from django.db import connection
from django.utils import timezone

from bench.newsletter.apart import median, took
from bench.newsletter.readers import empty, make_readers
from newsletter.lists.export import Export
from newsletter.lists.taking_in import look_through, take_in
from newsletter.models import ExportLog, Issue, ListImport, Subscriber
from newsletter.sending.prepare import prepare

EXPORTED = "address, state, asked_at, confirmed_at, unsubscribed_at, paused_until, source"


def lists(count, rounds):
    """Each step as often as there are rounds, the bare one beside it."""
    steps = {
        "prepare": (_fresh_issue, _prepare, _listed_barely),
        "export, CSV": (None, _export_csv, _exported_barely),
        "export, JSON Lines": (None, _export_json, _exported_barely),
        "import": (_fresh_import, _import, _imported_barely),
    }
    make_readers(count)
    User.objects.get_or_create(username="bench")
    return {"rows": count} | {
        name: _step(name, count, rounds, *step) for name, step in steps.items()
    }


def _step(name, count, rounds, before, ours, bare):
    mine, theirs = [], []
    for _ in range(rounds):
        argument = [before(count)] if before else []
        mine.append(took(ours, *argument))
        theirs.append(took(bare, count))
    seconds = median([each.seconds for each in mine])
    bare_seconds = median([each.seconds for each in theirs])
    found = {
        "seconds": seconds,
        "rows a second": count / seconds,
        "processor": median([each.processor for each in mine]),
        "megabytes": max(each.megabytes for each in mine),
        "bare seconds": bare_seconds,
        "times bare": seconds / bare_seconds,
    }
    if isinstance(mine[-1].result, dict):
        found |= mine[-1].result
    print(f"  {name}: {found}")
    return found


def _fresh_issue(count):
    empty("newsletter_delivery")
    now = timezone.now()
    end = Subscriber.objects.order_by("-pk").values_list("pk", flat=True)[0]
    Issue.objects.update_or_create(
        number=999,
        defaults={
            "subject": "The week",
            "period_from": now,
            "period_to": now,
            "state": "preparing",
            "frozen_at": now,
            "audience_end": end,
            "prepared_to": 0,
            "candidates": 0,
            "prepared": 0,
            "excluded": 0,
        },
    )
    return count


def _prepare(count):
    issue = Issue.objects.get(number=999)
    prepare(issue)
    assert (issue.state, issue.prepared) == ("sending", count)


def _listed_barely(count):
    """The same rows into a table with the same indexes, in one go."""
    columns = "issue_id, subscriber_id, address_key, domain, state, due_at, worker, tries, answer"
    with _twin("newsletter_delivery") as (cursor, twin):
        if connection.vendor == "postgresql":
            _copy_over(
                cursor, f"SELECT id, {columns} FROM newsletter_delivery", twin, "id, " + columns
            )
        else:
            cursor.execute(
                f"INSERT INTO {twin} ({columns}) SELECT {columns} FROM newsletter_delivery"
            )


def _export_csv():
    return _export("csv")


def _export_json():
    return _export("jsonl")


def _export(form):
    user = User.objects.get(username="bench")
    log = ExportLog.objects.create(by=user, form=form, states=["confirmed"], filters={})
    size = sum(len(part) for part in Export(log).stream())
    return {"bytes": size}


def _exported_barely(count):
    """The columns as the database gives them, guarded against nothing."""
    rows = f"SELECT {EXPORTED} FROM newsletter_subscriber ORDER BY id"
    with connection.cursor() as cursor, open("/dev/null", "w", newline="") as nowhere:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY ({rows}) TO STDOUT (FORMAT csv)") as copy:
                for _ in copy:
                    pass
        else:
            csv.writer(nowhere).writerows(connection.connection.execute(rows))


def _list_file(count):
    path = Path(settings.DATA_DIR) / "brought.csv"
    if not path.exists():
        with open(path, "w", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(["email", "confirmed_at"])
            writer.writerows(
                [f"brought-{n}@d{n % 1000}.example.org", "2024-05-06T07:08:09Z"]
                for n in range(count)
            )
    return path


def _fresh_import(count):
    Subscriber.objects.filter(source="import").delete()
    list_import = ListImport.objects.create(
        by=User.objects.get(username="bench"),
        name="brought.csv",
        path=str(_list_file(count)),
        preset="plain",
        basis="Signed up at the fair",
    )
    return list_import.pk


def _import(pk):
    list_import = ListImport.objects.get(pk=pk)
    look = took_here(look_through, list_import)
    list_import.refresh_from_db()
    list_import.start()
    take_in(list_import)
    list_import.refresh_from_db()
    assert list_import.state == "done", list_import.note
    return {"of it the dry run": look, "taken": list_import.done["new"]}


def took_here(work, *arguments):
    begun = timezone.now()
    work(*arguments)
    return (timezone.now() - begun).total_seconds()


def _imported_barely(count):
    """The same addresses into a table with the same indexes: no reading of addresses, no proof."""
    columns = "address, address_key, source, asked_at, confirmed_at, link_edition"
    with _twin("newsletter_subscriber") as (cursor, twin):
        if connection.vendor == "postgresql":
            rows = f"SELECT id, {columns} FROM newsletter_subscriber WHERE source = 'import'"
            _copy_over(cursor, rows, twin, "id, " + columns)
        else:
            cursor.execute(
                f"INSERT INTO {twin} ({columns}) SELECT {columns} "
                "FROM newsletter_subscriber WHERE source = 'import'"
            )


class _twin:
    """An empty table with the columns and indexes of another, gone at the end."""

    def __init__(self, table):
        self.table, self.twin = table, f"{table}_twin"

    def __enter__(self):
        self.cursor = connection.cursor()
        if connection.vendor == "postgresql":
            self.cursor.execute(f"CREATE TABLE {self.twin} (LIKE {self.table} INCLUDING ALL)")
        else:
            self._make_in_sqlite()
        return self.cursor, self.twin

    def _make_in_sqlite(self):
        self.cursor.execute("SELECT sql, type FROM sqlite_master WHERE tbl_name = %s", [self.table])
        for sql, kind in self.cursor.fetchall():
            if sql and kind == "table":
                self.cursor.execute(sql.replace(self.table, self.twin))
            elif sql and kind == "index":
                made = sql.replace(f'ON "{self.table}"', f'ON "{self.twin}"')
                self.cursor.execute(made.replace('INDEX "', 'INDEX "twin_'))

    def __exit__(self, *_):
        self.cursor.execute(f"DROP TABLE {self.twin}")
        self.cursor.close()


def _copy_over(cursor, rows, table, columns):
    """Out of the database and in again, as one COPY each."""
    path = Path(settings.DATA_DIR) / "copied"
    with open(path, "wb") as file, cursor.copy(f"COPY ({rows}) TO STDOUT") as out:
        for block in out:
            file.write(block)
    with open(path, "rb") as file, cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as into:
        while block := file.read(1 << 20):
            into.write(block)
    path.unlink()
