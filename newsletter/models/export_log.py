from django.conf import settings
from django.db import models
from django.utils import timezone


class ExportLog(models.Model):
    """Who took a list out of the house. Written before the first byte, finished after the last.

    Neither end nor break: the process died under it.
    """

    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    form = models.CharField(
        "format", max_length=8, choices=[("csv", "CSV"), ("jsonl", "JSON Lines")]
    )
    states = models.JSONField()
    filters = models.JSONField(default=dict)
    begun_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)
    broken_at = models.DateTimeField(null=True, blank=True)
    rows = models.PositiveBigIntegerField(default=0)
    size = models.PositiveBigIntegerField("bytes", default=0)
    # Where a large one waits to be fetched; empty for what was streamed at once, and later.
    path = models.CharField(max_length=500, blank=True, editable=False)
    sha256 = models.CharField("SHA-256", max_length=64, blank=True)

    class Meta:
        ordering = ["-pk"]
        default_permissions = ("view",)
        verbose_name = "export"

    def __str__(self):
        return f"{self.get_form_display()} by {self.by}, {self.begun_at:%Y-%m-%d %H:%M}"

    def outcome(self):
        if self.ended_at:
            return "whole"
        return "partial" if self.broken_at else "unfinished"

    def keep_file(self, path):
        self.path = path
        self.save(update_fields=["path"])

    def end(self, rows, size, sha256):
        self.rows, self.size, self.sha256 = rows, size, sha256
        self.ended_at, self.broken_at = timezone.now(), None
        self.save(update_fields=["rows", "size", "sha256", "ended_at", "broken_at"])

    def break_off(self, rows, size):
        """The reader of the file went away: what was sent until then is what was taken."""
        self.rows, self.size = rows, size
        self.broken_at = timezone.now()
        self.save(update_fields=["rows", "size", "broken_at"])
