from django.conf import settings
from django.db import models
from django.utils import timezone


class Note(models.Model):
    """A line in an article's thread, among colleagues; never shown to readers."""

    article = models.ForeignKey("articles.Article", on_delete=models.CASCADE, related_name="notes")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField(default=timezone.now)
    text = models.TextField(max_length=4000)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self):
        return self.text[:60]
