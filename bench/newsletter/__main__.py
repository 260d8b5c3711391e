"""Measures the newsletter: `python -m bench.newsletter [--postgres] [--rows N] [--json FILE]`.

- sending: messages a second by one worker and by four, against smtplib with ready messages on the
  same mail server, and against how often the disk says that something is on it; what building a
  message costs a reader.
- lists: preparing, exporting and importing, against the database's own fastest way.

Everything is made in a folder of its own, and with --postgres on a server of its own that waits
for its disk. Ways are measured in turns; the numbers are medians. Run it on a quiet machine.
"""

import argparse
import contextlib
import json
import os
import platform
import shutil
import tempfile
from pathlib import Path

import django

from tests.servers.postgres import postgres


def main():
    asked = arguments()
    folder = Path(tempfile.mkdtemp(prefix="bench-newsletter-", dir=asked.folder))
    with contextlib.ExitStack() as stack:
        stack.callback(shutil.rmtree, folder, ignore_errors=True)
        os.environ["DATA_DIR"] = str(folder)
        os.environ["DJANGO_SETTINGS_MODULE"] = "magazine.settings"
        os.environ.pop("DATABASE_URL", None)
        if asked.postgres:
            os.environ["DATABASE_URL"] = stack.enter_context(postgres(durable=True)).url
        django.setup()
        found = measure(asked)
    text = json.dumps(found, indent=1)
    print(text)
    if asked.json:
        asked.json.write_text(text + "\n")


def arguments():
    parser = argparse.ArgumentParser(prog="python -m bench.newsletter", description=__doc__)
    parser.add_argument("what", nargs="*", default=["sending", "lists"])
    parser.add_argument("--postgres", action="store_true")
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--messages", type=int, default=2_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--folder", help="on the disk that is to be measured")
    parser.add_argument("--json", type=Path)
    return parser.parse_args()


def measure(asked):
    # Django stands only now.
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection

    from articles.models import MagazineSettings
    from bench.newsletter.lists import lists
    from bench.newsletter.sending import sending

    call_command("migrate", interactive=False, verbosity=0)
    MagazineSettings.objects.update(postal_address="1 Quay, Port")
    settings.SITE_URL = settings.SITE_URL._replace(scheme="https")
    found = {
        "database": connection.vendor,
        "machine": f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} before",
        "python": platform.python_version(),
    }
    if "sending" in asked.what:
        found["sending"] = sending(asked.messages, asked.rounds)
    if "lists" in asked.what:
        found["lists"] = lists(asked.rows, asked.rounds)
    return found


if __name__ == "__main__":
    main()
