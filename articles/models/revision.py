from django.conf import settings
from django.db import models
from django.utils import timezone

from articles.models import snapshot as snapshots


class Revision(models.Model):
    """All that the form held at one save. Never changed, so history can be believed."""

    class Kind(models.TextChoices):
        SAVE = "save", "Saved"
        RESTORE = "restore", "Restored"
        MERGE = "merge", "Merged"
        IMPORT = "import", "Imported"

    article = models.ForeignKey(
        "articles.Article", on_delete=models.CASCADE, related_name="revisions"
    )
    number = models.PositiveIntegerField()
    schema = models.PositiveSmallIntegerField(default=snapshots.SCHEMA)
    snapshot = models.JSONField()
    # The number of the revision that the writer had before them.
    base = models.PositiveIntegerField(default=0)
    label = models.CharField(max_length=120, blank=True)
    kind = models.CharField(max_length=8, choices=Kind, default=Kind.SAVE)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="revisions"
    )
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["article", "number"], name="revision_number_once"),
        ]

    def __str__(self):
        return f"{self.article_id} #{self.number}"

    def current_snapshot(self):
        """The snapshot in today's shape; raises snapshots.TooOld if it cannot be brought there."""
        return snapshots.upgrade(self.snapshot, self.schema)
