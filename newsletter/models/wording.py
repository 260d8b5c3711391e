import hashlib

from django.db import models


class WordingManager(models.Manager):
    def keep(self, text):
        """The one row for this wording, whatever asked readers with it before."""
        digest = hashlib.sha256(text.encode()).hexdigest()
        return self.get_or_create(digest=digest, defaults={"text": text})[0]


class Wording(models.Model):
    """What readers were told when they were asked: kept for as long as anyone agreed to it."""

    digest = models.CharField(max_length=64, unique=True)
    text = models.TextField()
    first_used_at = models.DateTimeField(auto_now_add=True)

    objects = WordingManager()

    class Meta:
        ordering = ["pk"]
        default_permissions = ("view",)

    def __str__(self):
        return f"Wording {self.pk} ({self.digest[:8]})"
