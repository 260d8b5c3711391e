from datetime import timedelta

from django.db import models, transaction
from django.utils import timezone

# A worker shows that it lives this often, and is taken for dead after this long without.
BEAT = timedelta(seconds=10)
LEASE = timedelta(seconds=60)


class ScheduleQuerySet(models.QuerySet):
    def due(self, at=None):
        return self.filter(due_at__lte=at or timezone.now())


class Schedule(models.Model):
    """When a periodic task is due next. Whoever moves `due_at` first has the task to queue."""

    name = models.CharField(max_length=200, unique=True)
    every = models.DurationField()
    due_at = models.DateTimeField(db_index=True)

    objects = ScheduleQuerySet.as_manager()

    class Meta:
        ordering = ["due_at"]

    def __str__(self):
        return f"{self.name}, every {self.every}"

    def claim(self, queue, at=None):
        """Call `queue` if the task is still due: once, however many workers ask at the same time.

        Both happen or neither: a worker that dies in between leaves the task due.
        """
        at = at or timezone.now()
        with transaction.atomic():
            still_due = type(self).objects.filter(pk=self.pk, due_at=self.due_at)
            # From now on and not from when it was due: what was missed is not made up for.
            claimed = still_due.update(due_at=at + self.every)
            if claimed:
                queue()
        return bool(claimed)


class HeartbeatQuerySet(models.QuerySet):
    def alive(self, at=None):
        return self.filter(seen_at__gt=(at or timezone.now()) - LEASE)

    def beat(self, worker):
        """Say that this worker lives."""
        self.update_or_create(worker=worker, defaults={"seen_at": timezone.now()})


class Heartbeat(models.Model):
    """A background worker and when it last said that it lives."""

    worker = models.CharField(max_length=64, unique=True)
    seen_at = models.DateTimeField(db_index=True)

    objects = HeartbeatQuerySet.as_manager()

    def __str__(self):
        return f"{self.worker}, seen {self.seen_at:%Y-%m-%d %H:%M:%S}"
