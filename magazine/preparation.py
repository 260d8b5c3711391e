"""What `make run` does before it serves: nothing that is done already."""

import hashlib
import json
import multiprocessing
import shutil
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from articles.models import Article


def prepare(say) -> None:
    """Bring static files, database and demo up to date, the first beside the others."""
    settings.DATA_DIR.mkdir(parents=True, exist_ok=True)
    # A process of its own: compressing takes as long as painting the demo.
    static = multiprocessing.get_context("fork").Process(target=collect_static, args=[say])
    static.start()
    try:
        if migrations_wait():
            say("Preparing the database ...")
            call_command("migrate", interactive=False, verbosity=0)
        if not settings.SECURE and not Article.objects.exists():
            call_command("demo", if_empty=True)
    finally:
        static.join()
    if static.exitcode:
        raise CommandError("The static files could not be collected.")


def migrations_wait() -> bool:
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def collect_static(say) -> None:
    """Collect and compress static files if any has changed since it was last done."""
    stamp = settings.DATA_DIR / "static.stamp"
    wanted = static_fingerprint()
    collected = (Path(settings.STATIC_ROOT) / "staticfiles.json").exists()
    if collected and stamp.exists() and stamp.read_text() == wanted:
        return
    say("Collecting static files ...")
    stamp.unlink(missing_ok=True)
    # An older file of a package may carry a newer content, so dates decide nothing: start afresh.
    shutil.rmtree(settings.STATIC_ROOT, ignore_errors=True)
    call_command("collectstatic", interactive=False, verbosity=0)
    stamp.write_text(wanted)


def static_fingerprint() -> str:
    """A digest that differs whenever a static file was added, taken away or written."""
    seen = [settings.STORAGES["staticfiles"]["BACKEND"]]
    for finder in get_finders():
        for path, storage in finder.list(ignore_patterns=[]):
            stat = Path(storage.path(path)).stat()
            seen.append([path, stat.st_size, stat.st_mtime_ns])
    return hashlib.sha256(json.dumps(seen).encode()).hexdigest()
