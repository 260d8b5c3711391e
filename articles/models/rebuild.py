from django.db import models
from django.utils import timezone

from articles.models.round import Round

# Pictures that could not be made are named up to this number.
MOST_NAMED = 50


class Rebuild(Round):
    """One round of making every size that pictures lack."""

    # Widths, over all pictures.
    made = models.PositiveIntegerField(default=0)
    failed = models.PositiveIntegerField(default=0)
    # [a picture's key, what was wrong]
    failures = models.JSONField(default=list)
    # The newest come first; those from this key on are done.
    reached = models.BigIntegerField(null=True)

    def tell(self, image, made, refusal):
        """Note what became of one picture; kept by moved()."""
        self.reached = image.pk
        self.done += 1
        self.total = max(self.total, self.done)
        self.made += made
        if refusal:
            self.failed += 1
            self.failures = [*self.failures, [image.pk, refusal]][:MOST_NAMED]

    def finish(self):
        self.finished_at = timezone.now()
        self.moved()
