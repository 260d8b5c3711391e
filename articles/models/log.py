from django.conf import settings
from django.db import models
from django.utils import timezone


class LogManager(models.Manager):
    def write(self, article, verb, by=None, *, revision=None, detail="", at=None):
        """Add one line, in the caller's transaction."""
        return self.create(
            article_id=article.pk,
            title=article.title,
            verb=verb,
            by=by,
            by_name=by.get_username() if by else "",
            revision=revision.number if revision else None,
            detail=detail,
            at=at or timezone.now(),
        )

    def remark(self, row, verb, by=None, *, detail=""):
        """Add one line about what is no article: a section, a tag, the magazine's settings."""
        return self.create(
            title=str(row)[:200],
            verb=f"{verb} {row._meta.verbose_name}"[:40],
            by=by,
            by_name=by.get_username() if by else "",
            detail=detail,
        )


class LogLine(models.Model):
    """Who did what to which article, when, from which revision. The database refuses changes."""

    # No constraints behind these two: a line outlives what it speaks of.
    article = models.ForeignKey(
        "articles.Article",
        null=True,
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        related_name="log",
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        related_name="+",
    )
    title = models.CharField(max_length=200)
    by_name = models.CharField(max_length=150, blank=True)
    verb = models.CharField(max_length=40)
    revision = models.PositiveIntegerField("version", null=True)
    detail = models.TextField(blank=True)
    at = models.DateTimeField(default=timezone.now, db_index=True)

    objects = LogManager()

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = "line of the log"
        verbose_name_plural = "log"

    def __str__(self):
        return f"{self.at:%Y-%m-%d %H:%M} {self.by_name} {self.verb} “{self.title}”"
