import sqlite3
import subprocess

from django.core.management import call_command
from django.db import connection

from tests.factories import make_section
from tests.servers.postgres import find_binaries


def test_a_backup_holds_what_was_there(
    transactional_db, django_db_serialized_rollback, tmp_path, monkeypatch, capsys
):
    make_section("Europe")
    if find_binaries():  # pg_dump stands beside the server, and is as new as it
        monkeypatch.setenv("PATH", f"{find_binaries()}:/usr/bin:/bin")

    call_command("backup", tmp_path / "copy")
    call_command("backup", tmp_path / "copy")  # over the one of yesterday

    [file] = (tmp_path / "copy").iterdir()
    assert file.stat().st_mode & 0o777 == 0o600
    assert capsys.readouterr().out.splitlines()[-1] == f"Written: {file}"
    assert "Europe" in names_in(file)


def names_in(file):
    if connection.vendor == "sqlite":
        with sqlite3.connect(file) as copy:
            names = [name for (name,) in copy.execute("SELECT name FROM articles_section")]
        copy.close()
        return names
    script = ["pg_restore", "--data-only", "--table=articles_section", "--file=-", file]
    return subprocess.run(script, capture_output=True, text=True, check=True).stdout
