"""The promise: every reader once, or on a list no longer than the connections that were open."""

import contextlib
import os
import random
import signal
import subprocess
import sys
import time
from email import message_from_bytes

import environ
import pytest
from django.conf import settings as django_settings
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from newsletter.models import Delivery, Issue
from newsletter.sending.schedule import begin_due
from newsletter.sending.worker import Worker
from tests.newsletter.issues import Sink, make_issue, make_readers
from tests.newsletter.nursery import LEASE
from tests.servers.postgres import find_binaries, free_port, postgres

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

READERS, WORKERS, KILLS = 2_000, 4, 20


class Nursery:
    """Four workers on the test's own database; who dies is replaced."""

    def __init__(self, email_url, data_dir):
        self.complaints = (data_dir / "complaints").open("w")
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.newsletter.nursery"],
            env={
                **os.environ,
                "DJANGO_SETTINGS_MODULE": "magazine.settings",
                "DATABASE_URL": database_url(),
                "SECRET_KEY": django_settings.SECRET_KEY,
                "DATA_DIR": str(data_dir),
                **({"EMAIL_URL": email_url} if email_url else {}),
            },
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self.complaints,
            text=True,
        )
        self.workers = [self.bear() for _ in range(WORKERS)]

    def bear(self):
        self.process.stdin.write("bear\n")
        self.process.stdin.flush()
        return int(self.process.stdout.readline())

    def kill_one(self, dice):
        place = dice.randrange(WORKERS)
        os.kill(self.workers[place], signal.SIGKILL)
        self.workers[place] = self.bear()

    def end(self):
        for pid in self.workers:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGCONT)
                os.kill(pid, signal.SIGTERM)
        self.process.communicate(timeout=120)
        self.complaints.close()
        for pid in self.workers:
            _wait_for_end(pid)


def _wait_for_end(pid):
    for _ in range(1200):
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, 0)
            time.sleep(0.1)
            continue
        return
    raise AssertionError("a worker did not end when it was told to")


def database_url():
    database = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{database['NAME']}"
    login = f"{database['USER']}:{database['PASSWORD']}".rstrip(":")
    return f"postgres://{login}@{database['HOST']}:{database['PORT']}/{database['NAME']}"


@pytest.fixture
def server(transactional_db):
    """The test's own PostgreSQL, which may crash without taking other tests along; else None."""
    if connection.vendor != "postgresql":
        yield None
        return
    if not find_binaries():
        pytest.skip("needs the binaries of a PostgreSQL server")
    before = {**connection.settings_dict}
    connection.close()
    with postgres() as own:
        connection.settings_dict.update(django_settings_of(own.url))
        call_command("migrate", interactive=False, verbosity=0)
        yield own
        connection.close()
    connection.settings_dict.update(before)


def django_settings_of(url):
    found = environ.Env.db_url_config(url)
    return {name: found[name] for name in ("NAME", "USER", "PASSWORD", "HOST", "PORT")}


def crash_database(server):
    """PostgreSQL ends without a word and recovers; SQLite cannot, and is kept from everybody."""
    if server:
        connection.close()
        server.crash()
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout = 120000")  # four others want it as well
        cursor.execute("BEGIN EXCLUSIVE")
        time.sleep(1)
        cursor.execute("ROLLBACK")
        cursor.execute(
            f"PRAGMA busy_timeout = {1000 * connection.settings_dict['OPTIONS']['timeout']}"
        )


def torment(nursery, dice, server):
    """Kill, stop past the lease, crash the database: while everybody is sending."""
    for count in range(KILLS):
        time.sleep(dice.uniform(0.2, 0.6))
        nursery.kill_one(dice)
        if count == KILLS // 3:
            stopped = nursery.workers[0]
            os.kill(stopped, signal.SIGSTOP)
            time.sleep(LEASE.total_seconds() * 1.5)
            os.kill(stopped, signal.SIGCONT)
        if count == KILLS // 2:
            crash_database(server)


def wait_for_the_end(issue, seconds=600):
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        # On a busy machine a line may go silent before its dot; nobody waits a quarter of an hour.
        issue.deliveries.filter(state="deferred").update(due_at=timezone.now())
        issue.refresh_from_db()
        if issue.state == Issue.State.SENT and not issue.deliveries.open().exists():
            return
        time.sleep(0.3)
    raise AssertionError(f"not at an end: {issue.state}, {issue.sums()}")


def begun_issue(settings):
    settings.SITE_URL = settings.SITE_URL._replace(scheme="https")
    make_readers(READERS)
    make_issue(state="due")
    begin_due()
    return Issue.objects.get()


def test_nobody_is_sent_an_issue_twice_or_forgotten_whatever_crashes(settings, tmp_path, server):
    dice = random.Random(6)
    issue = begun_issue(settings)
    port = free_port()
    with Sink(port, delay=0.012) as sink:
        nursery = Nursery(f"smtp://127.0.0.1:{port}", tmp_path)
        try:
            torment(nursery, dice, server)
            wait_for_the_end(issue)
        finally:
            nursery.end()

    taken = [message_id for _, message_id, _ in sink.taken]
    assert len(taken) == len(set(taken)) == len(set(sink.recipients()))
    uncertain = {delivery.message_id() for delivery in issue.deliveries.uncertain()}
    sent = {delivery.message_id() for delivery in issue.deliveries.filter(state="sent")}
    missing = {delivery.message_id() for delivery in issue.deliveries.all()} - set(taken)
    assert missing <= uncertain
    assert sent <= set(taken)
    # Few in truth: most are killed while nothing of theirs is in the air.
    assert len(uncertain) <= KILLS, len(uncertain)
    assert len(sent) + len(uncertain) == READERS == issue.candidates == issue.prepared
    assert (issue.excluded, issue.deliveries.count(), Issue.objects.count()) == (0, READERS, 1)


def test_what_a_database_forgot_in_its_crash_is_noted_again(settings):
    settings.SITE_URL = settings.SITE_URL._replace(scheme="https")
    make_readers(1)
    make_issue(state="due")
    worker = Worker(nap=0.01)
    worker.run(once=True)
    assert Delivery.objects.update(state="handing", lease_until=timezone.now()) == 1

    worker._lost_database()
    worker._settle()

    assert Delivery.objects.get().state == "sent"


def test_where_the_transport_can_be_asked_nothing_stays_uncertain(settings, tmp_path, server):
    dice = random.Random(7)
    issue = begun_issue(settings)
    nursery = Nursery("", tmp_path)
    try:
        torment(nursery, dice, server)
        wait_for_the_end(issue)
    finally:
        nursery.end()

    # One file a message, each to somebody else: none twice, none missing, none half written.
    kept = [message_from_bytes(path.read_bytes()) for path in (tmp_path / "mail").glob("2*.eml")]
    assert len(kept) == READERS == len({mail["To"] for mail in kept})
    assert len({mail["Message-ID"] for mail in kept}) == READERS
    assert issue.sums() == {"sent": READERS}
    assert not Delivery.objects.uncertain().exists()
