from django.db import models
from django.utils import timezone

# Pictures that could not be made are named up to this number.
MOST_NAMED = 50


class Rebuild(models.Model):
    """One round of making every size that pictures lack, and how far it has come."""

    started_at = models.DateTimeField(default=timezone.now, db_index=True)
    moved_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True)
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    # Widths, over all pictures.
    made = models.PositiveIntegerField(default=0)
    failed = models.PositiveIntegerField(default=0)
    # [a picture's key, what was wrong]
    failures = models.JSONField(default=list)
    # The newest come first; those from this key on are done.
    reached = models.BigIntegerField(null=True)

    class Meta:
        ordering = ["-started_at", "-pk"]

    def __str__(self):
        return f"{self.started_at:%Y-%m-%d %H:%M}: {self.done} of {self.total}"

    def tell(self, image, made, refusal):
        """Note what became of one picture; kept by moved()."""
        self.reached = image.pk
        self.done += 1
        self.total = max(self.total, self.done)
        self.made += made
        if refusal:
            self.failed += 1
            self.failures = [*self.failures, [image.pk, refusal]][:MOST_NAMED]

    def moved(self):
        """Keep how far it has come."""
        self.moved_at = timezone.now()
        self.save()

    def finish(self):
        self.finished_at = timezone.now()
        self.moved()
