import os
import shutil
import sqlite3
import subprocess
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import connection


class Command(BaseCommand):
    help = "Copy the database into a folder while the magazine runs. Pictures are copied as files."

    def add_arguments(self, parser):
        parser.add_argument("folder", type=Path)

    def handle(self, *, folder, **options):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        copy = copy_sqlite if connection.vendor == "sqlite" else copy_postgresql
        self.stdout.write(f"Written: {copy(folder)}")


def copy_sqlite(folder):
    """A whole database in one file; what was there before stays until this one is complete."""
    path, draft = folder / "magazine.sqlite3", folder / "magazine.sqlite3.part"
    draft.unlink(missing_ok=True)
    os.close(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    connection.ensure_connection()
    with sqlite3.connect(draft) as target:
        connection.connection.backup(target)
    target.close()
    return draft.replace(path)


def copy_postgresql(folder):
    """What pg_restore takes."""
    if not shutil.which("pg_dump"):
        raise CommandError("pg_dump is missing. On Debian: apt-get install -y postgresql-client")
    path, draft = folder / "magazine.dump", folder / "magazine.dump.part"
    given = connection.settings_dict
    where = {"HOST": "PGHOST", "PORT": "PGPORT", "USER": "PGUSER", "PASSWORD": "PGPASSWORD"}
    environment = {name: str(given[key]) for key, name in where.items() if given.get(key)}
    os.close(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600))
    subprocess.run(  # noqa: S603 - the database's own tool, with names from the settings
        ["pg_dump", "--format=custom", f"--file={draft}", given["NAME"]],  # noqa: S607
        env=os.environ | environment,
        check=True,
    )
    return draft.replace(path)
