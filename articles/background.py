"""Work behind the scenes: a queue in the database, run by `manage.py worker`.

A task may be killed at any point and is then run again, so every task is safe to repeat:

    @task
    def draw(image_id): ...

    draw.enqueue(image.pk)  # in the caller's transaction

What recurs is registered in AppConfig.ready(): `periodically(task, every=timedelta(hours=1))`.
"""

import logging
import os
import socket
import threading
import time
from datetime import timedelta

from django.core.management import call_command
from django.db import DatabaseError, close_old_connections, connection
from django.utils import timezone
from django.utils.crypto import get_random_string
from django_tasks_db.compat import TaskContext, TaskResultStatus, task_finished, task_started
from django_tasks_db.models import DBTaskResult

from articles.models.schedule import BEAT, LEASE, Heartbeat, Schedule

try:
    from django.tasks import task
except ImportError:  # Django 5.2
    from django_tasks import task

__all__ = ["Pulse", "Worker", "periodically", "reap", "task"]

log = logging.getLogger(__name__)

TRIES = 3
# Seconds between two looks at an empty queue, at the schedule, and for dead workers' tasks.
IDLE, SCHEDULE_EVERY, REAP_EVERY = 0.5, 5, 15
PERIODIC = {}


def periodically(recurring, *, every: timedelta) -> None:
    """Have the worker queue this task again and again, for the first time at once."""
    PERIODIC[recurring.module_path] = (recurring, every)


@task
def tidy():
    """Forget finished tasks after two weeks, and sessions that have ended."""
    call_command("prune_db_task_results", min_age_days=14, failed_min_age_days=14, verbosity=0)
    call_command("clearsessions", verbosity=0)
    take_statistics()
    Heartbeat.objects.filter(seen_at__lt=timezone.now() - timedelta(days=1)).delete()


def take_statistics():
    """Have SQLite look at its tables, so that it need not guess which index is best.

    PostgreSQL does so by itself.
    """
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


def keep_schedule():
    """Make the table list what the code registers, with its rhythm."""
    Schedule.objects.exclude(name__in=PERIODIC).delete()
    for name, (_, every) in PERIODIC.items():
        row, made = Schedule.objects.get_or_create(
            name=name, defaults={"every": every, "due_at": timezone.now()}
        )
        if not made and row.every != every:
            soon = min(row.due_at, timezone.now() + every)
            Schedule.objects.filter(pk=row.pk).update(every=every, due_at=soon)


def queue_due():
    """Queue every periodic task whose time has come, unless its last run still waits."""
    for row in Schedule.objects.due():
        unfinished = [TaskResultStatus.READY, TaskResultStatus.RUNNING]
        waiting = DBTaskResult.objects.filter(task_path=row.name, status__in=unfinished)
        if row.name in PERIODIC and not waiting.exists():
            row.claim(PERIODIC[row.name][0].enqueue)


def reap(idle=""):
    """Give back what a dead worker was doing; give up on what has killed three of them.

    A worker that asks is idle itself: what stands under its name was lost.
    """
    now = timezone.now()
    alive = set(Heartbeat.objects.alive(now).values_list("worker", flat=True)) - {idle}
    for row in DBTaskResult.objects.running().filter(started_at__lt=now - LEASE):
        if row.worker_ids and row.worker_ids[-1] in alive:
            continue
        mine = DBTaskResult.objects.running().filter(pk=row.pk, started_at=row.started_at)
        if len(row.worker_ids) < TRIES:
            mine.update(status=TaskResultStatus.READY, started_at=None)
            log.warning("%s was left unfinished and is queued again.", row.task_path)
        else:
            mine.update(
                status=TaskResultStatus.FAILED,
                finished_at=now,
                exception_class_path="builtins.RuntimeError",
                traceback=f"The worker died {TRIES} times while it did this.",
            )
            log.error("%s was given up after %s tries.", row.task_path, TRIES)


def drop_broken_connection():
    """A task that lost the database must not take the next ones with it."""
    if connection.errors_occurred and not connection.in_atomic_block and not connection.is_usable():
        connection.close()


class Pulse(threading.Thread):
    """Says that a worker lives, while the worker is busy with a task."""

    def __init__(self, worker):
        super().__init__(name="pulse", daemon=True)
        self.worker = worker
        self.over = threading.Event()

    def run(self):
        while not self.over.wait(BEAT.total_seconds()):
            try:
                Heartbeat.objects.beat(self.worker)
            except DatabaseError as error:
                # The lease is six beats long: one that is missed does no harm.
                log.warning("The worker could not say that it lives: %s", error)
            finally:
                connection.close()


class Worker:
    """Does one task after the other."""

    def __init__(self, name=None):
        host = socket.gethostname()[:40]
        self.name = name or f"{host}:{os.getpid()}:{get_random_string(8)}"
        self.next_schedule = self.next_reap = 0.0

    def run(self, stopped: threading.Event, *, until_idle=False):
        """Work until told to stop; the task in hand is finished first."""
        ready = False
        pulse = Pulse(self.name)
        pulse.start()
        while not stopped.is_set():
            close_old_connections()
            try:
                if not ready:
                    Heartbeat.objects.beat(self.name)
                    keep_schedule()
                    ready = True
                if not self.turn():
                    stopped.set() if until_idle else stopped.wait(IDLE)
            except DatabaseError as error:
                log.warning("The database does not answer; trying again in 5 s: %s", error)
                connection.close()
                stopped.wait(5)
        pulse.over.set()
        pulse.join()
        Heartbeat.objects.filter(worker=self.name).delete()

    def turn(self):
        """Look after the schedule and the dead now and then, and do one task if there is one."""
        now = time.monotonic()
        if now >= self.next_schedule:
            self.next_schedule = now + SCHEDULE_EVERY
            queue_due()
        if now >= self.next_reap:
            self.next_reap = now + REAP_EVERY
            reap(idle=self.name)
        row = self.claim()
        if row is not None:
            self.do(row)
        return row is not None

    def claim(self):
        """The next task, now ours alone."""
        for row in DBTaskResult.objects.ready()[:10]:
            workers = [*row.worker_ids, self.name]
            now = timezone.now()
            free = DBTaskResult.objects.filter(pk=row.pk, status=TaskResultStatus.READY)
            if free.update(status=TaskResultStatus.RUNNING, started_at=now, worker_ids=workers):
                row.refresh_from_db()
                return row
        return None

    def do(self, row):
        """Run one task and keep what it returned or how it failed."""
        try:
            work, result = row.task, row.task_result
            task_started.send(sender=work.get_backend(), task_result=result)
            context = [TaskContext(task_result=result)] if work.takes_context else []
            row.set_successful(work.call(*context, *result.args, **result.kwargs))
        except BaseException as error:  # a panic in a compiled library is no Exception
            log.exception("%s failed.", row.task_path)
            drop_broken_connection()
            row.set_failed(error)
        else:
            task_finished.send(sender=work.get_backend(), task_result=row.task_result)
