from datetime import timedelta

from django.db import models
from django.utils import timezone

# A round that has not moved for so long was killed with its place in the queue.
DEAD_AFTER = timedelta(minutes=10)


class RoundQuerySet(models.QuerySet):
    def under_way(self):
        """The round that is being made, if any."""
        alive = timezone.now() - DEAD_AFTER
        return self.filter(finished_at=None, moved_at__gt=alive).first()


class Round(models.Model):
    """Work on everything of a kind, behind the scenes, and how far it has come."""

    started_at = models.DateTimeField(default=timezone.now, db_index=True)
    moved_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True)
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)

    objects = RoundQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["-started_at", "-pk"]

    def __str__(self):
        return f"{self.started_at:%Y-%m-%d %H:%M}: {self.done} of {self.total}"

    def moved(self):
        """Keep how far it has come."""
        self.moved_at = timezone.now()
        self.save()
