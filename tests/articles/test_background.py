import os
import signal
import subprocess
import sys
import threading
import time
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.core.management import call_command
from django.db import connection, connections, transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from articles import background
from articles.background import Worker, periodically, queue_due, reap, task
from articles.models import Heartbeat, Schedule

ROOT = Path(__file__).resolve().parent.parent.parent
LONG_AGO = timedelta(hours=2)
done = []


@task
def note(word):
    done.append(word)
    return word.upper()


@task
def stumble():
    raise ValueError("no such picture")


class Panic(BaseException):
    """What a library in Rust raises."""


@task
def panic():
    raise Panic


@task
def write_after_a_while(folder):
    Path(folder, f"begun-{os.getpid()}").touch()
    time.sleep(1.5)
    Path(folder, "done").touch()


@pytest.fixture(autouse=True)
def _nothing_done():
    done.clear()


@pytest.fixture
def no_periodic(monkeypatch):
    monkeypatch.setattr(background, "PERIODIC", {})


def left_running(work, *args, tries=1, by="gone"):
    """A task whose worker has died."""
    result = work.enqueue(*args)
    DBTaskResult.objects.filter(pk=result.id).update(
        status="RUNNING", started_at=timezone.now() - LONG_AGO, worker_ids=[by] * tries
    )
    return DBTaskResult.objects.get(pk=result.id)


def test_a_queued_task_is_done_once_and_keeps_its_answer(db):
    queued = note.enqueue("ink")

    worker = Worker()
    assert [worker.turn(), worker.turn()] == [True, False]

    queued.refresh()
    assert done == ["ink"]
    assert queued.return_value == "INK"


def test_what_a_transaction_takes_back_is_not_queued(db):
    with transaction.atomic():
        note.enqueue("never")
        transaction.set_rollback(True)

    assert not Worker().turn()
    assert done == []


@pytest.mark.parametrize("broken", [stumble, panic])
def test_a_task_that_fails_is_kept_with_its_reason_and_the_next_one_runs(db, broken):
    broken.enqueue()
    note.enqueue("after")

    worker = Worker()
    assert [worker.turn(), worker.turn()] == [True, True]

    assert DBTaskResult.objects.failed().get().traceback != ""
    assert done == ["after"]


def test_what_a_dead_worker_left_is_done_by_another(db):
    left_running(note, "twice")

    Worker().turn()

    assert done == ["twice"]


def test_what_a_living_worker_does_is_left_to_it(db):
    left_running(note, "slow", by="alive")
    Heartbeat.objects.beat("alive")

    assert not Worker().turn()
    assert done == []


def test_what_an_idle_worker_has_under_its_own_name_was_lost(db):
    worker = Worker()
    left_running(note, "lost", by=worker.name)
    Heartbeat.objects.beat(worker.name)

    worker.turn()

    assert done == ["lost"]


def test_what_has_killed_three_workers_is_given_up(db):
    row = left_running(note, "deadly", tries=3)

    reap()

    row.refresh_from_db()
    assert (row.status, "3 times" in row.traceback) == ("FAILED", True)
    assert not Worker().turn()


def test_a_periodic_task_is_queued_when_it_is_due_and_not_again_while_it_waits(db, no_periodic):
    periodically(note, every=timedelta(hours=1))
    background.keep_schedule()

    queue_due()
    queue_due()
    assert DBTaskResult.objects.count() == 1

    row = Schedule.objects.get()
    assert row.name == note.module_path
    assert timedelta(minutes=59) < row.due_at - timezone.now() <= timedelta(hours=1)


def test_missed_turns_are_not_made_up_for(db, no_periodic):
    periodically(note, every=timedelta(minutes=1))
    Schedule.objects.create(
        name=note.module_path, every=timedelta(minutes=1), due_at=timezone.now() - LONG_AGO
    )

    queue_due()

    assert list(Schedule.objects.due()) == []


def test_the_schedule_follows_the_code(db, no_periodic):
    soon = timezone.now() + timedelta(days=7)
    Schedule.objects.create(name="removed.task", every=timedelta(days=1), due_at=soon)
    Schedule.objects.create(name=note.module_path, every=timedelta(days=7), due_at=soon)
    periodically(note, every=timedelta(hours=1))

    background.keep_schedule()

    row = Schedule.objects.get()
    assert (row.name, row.every) == (note.module_path, timedelta(hours=1))
    assert row.due_at < soon


def test_a_worker_that_dies_between_claim_and_queue_leaves_the_task_due(db):
    row = Schedule.objects.create(
        name="x", every=timedelta(hours=1), due_at=timezone.now() - LONG_AGO
    )

    def die():
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        row.claim(die)

    assert list(Schedule.objects.due()) == [row]


def at_once(count, work):
    """Call `work` in that many threads at the same time."""
    barrier = threading.Barrier(count)

    def one():
        barrier.wait()
        try:
            work()
        finally:
            connections.close_all()

    threads = [threading.Thread(target=one) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_ten_workers_claim_a_due_task_once(transactional_db, django_db_serialized_rollback):
    row = Schedule.objects.create(
        name="x", every=timedelta(hours=1), due_at=timezone.now() - LONG_AGO
    )
    calls = []

    at_once(10, lambda: row.claim(lambda: calls.append(1)))

    assert calls == [1]


def test_five_workers_do_each_of_forty_tasks_once(transactional_db, django_db_serialized_rollback):
    for number in range(40):
        note.enqueue(str(number))

    def work():
        worker = Worker()
        while worker.turn():
            pass

    at_once(5, work)

    assert sorted(done, key=int) == [str(number) for number in range(40)]
    assert not DBTaskResult.objects.exclude(status="SUCCESSFUL").exists()


def test_finished_tasks_are_forgotten_after_two_weeks(db):
    note.enqueue("old")
    note.enqueue("new")
    worker = Worker()
    while worker.turn():
        pass
    old = DBTaskResult.objects.get(args_kwargs__args=["old"])
    DBTaskResult.objects.filter(pk=old.pk).update(finished_at=timezone.now() - timedelta(days=15))

    background.tidy.call()

    assert [row.args_kwargs["args"] for row in DBTaskResult.objects.all()] == [["new"]]


def test_the_command_does_what_waits_and_stops(
    transactional_db, django_db_serialized_rollback, no_periodic
):
    note.enqueue("by command")

    call_command("worker", once=True)

    assert done == ["by command"]
    assert not Heartbeat.objects.exists()


@pytest.fixture
def start_worker(transactional_db, django_db_serialized_rollback):
    """Start `manage.py worker` as a process on the test's own database."""
    started = []
    name = connection.settings_dict["NAME"]
    if connection.vendor == "sqlite":
        url = f"sqlite:///{name}"
    else:
        given = connection.settings_dict
        url = f"postgresql://{given['USER']}:{given['PASSWORD']}@{given['HOST']}:{given['PORT']}/{name}"

    def start():
        # Its tasks live in this module, so it is told where to find them.
        process = subprocess.Popen(
            [sys.executable, ROOT / "manage.py", "worker"],
            env={
                **os.environ,
                "DATABASE_URL": url,
                "DATA_DIR": str(django_settings.DATA_DIR),
                "DJANGO_SETTINGS_MODULE": "magazine.settings",
            },
            cwd=ROOT,
        )
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.wait()


def wait_until(true, seconds=20):
    for _ in range(seconds * 20):
        if true():
            return
        time.sleep(0.05)
    pytest.fail("It did not happen.")


def test_a_worker_told_to_stop_finishes_what_it_is_doing(start_worker, tmp_path):
    write_after_a_while.enqueue(str(tmp_path))
    process = start_worker()
    wait_until(lambda: list(tmp_path.glob("begun-*")))

    process.send_signal(signal.SIGTERM)

    assert process.wait(20) == 0
    assert (tmp_path / "done").exists()
    assert DBTaskResult.objects.get(task_path=write_after_a_while.module_path).status == (
        "SUCCESSFUL"
    )


def test_a_task_survives_the_death_of_its_worker(start_worker, tmp_path):
    write_after_a_while.enqueue(str(tmp_path))
    first = start_worker()
    wait_until(lambda: list(tmp_path.glob("begun-*")))
    first.kill()
    first.wait()
    row = DBTaskResult.objects.get(task_path=write_after_a_while.module_path)
    assert row.status == "RUNNING"
    # A minute without a sign of life passes.
    Heartbeat.objects.update(seen_at=timezone.now() - LONG_AGO)
    DBTaskResult.objects.filter(pk=row.pk).update(started_at=timezone.now() - LONG_AGO)

    start_worker()
    wait_until((tmp_path / "done").exists)

    assert len(list(tmp_path.glob("begun-*"))) == 2
