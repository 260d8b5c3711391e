"""What the checks found, kept for list and report; and the house style that editors keep."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from articles.models.round import Round


class HouseRule(models.Model):
    """A line of the house style: write this, not that, because."""

    wrong = models.CharField(
        "not", max_length=80, unique=True, help_text="A word or a few, as they stand in a text."
    )
    right = models.CharField("write", max_length=80, blank=True)
    why = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField(default=timezone.now, editable=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, editable=False, on_delete=models.SET_NULL
    )

    class Meta:
        ordering = ["wrong"]
        verbose_name = "house style rule"
        verbose_name_plural = "house style"
        constraints = [
            models.CheckConstraint(condition=~models.Q(wrong=""), name="house_rule_says_what"),
        ]

    def __str__(self):
        return f"“{self.right}”, not “{self.wrong}”" if self.right else f"Not “{self.wrong}”"

    def clean(self):
        self.wrong, self.right = " ".join(self.wrong.split()), " ".join(self.right.split())


class Checkup(models.Model):
    """That an article was checked as it stands. Whoever changes the article takes it away."""

    article = models.OneToOneField(
        "articles.Article", primary_key=True, on_delete=models.CASCADE, related_name="checkup"
    )
    at = models.DateTimeField(default=timezone.now)

    def __str__(self):
        return f"{self.article_id} at {self.at:%Y-%m-%d %H:%M}"


class Finding(models.Model):
    """One thing that a check found in an article."""

    article = models.ForeignKey(
        "articles.Article", on_delete=models.CASCADE, related_name="findings"
    )
    rule = models.CharField(max_length=40)
    is_error = models.BooleanField()
    sentence = models.TextField()

    class Meta:
        indexes = [
            models.Index("rule", "article", name="finding_by_rule"),
            models.Index("article", condition=models.Q(is_error=True), name="finding_error"),
        ]

    def __str__(self):
        return self.sentence


class InternalLink(models.Model):
    """An address of our own that an article links to."""

    article = models.ForeignKey(
        "articles.Article", on_delete=models.CASCADE, related_name="internal_links"
    )
    path = models.CharField(max_length=300, db_index=True)

    def __str__(self):
        return f"{self.article_id} → {self.path}"


class ArchiveRun(Round):
    """One round through the archive, and what stood there at its end."""

    is_whole = models.BooleanField(default=False)
    # What the rules were: other rules need a whole round.
    rules = models.CharField(max_length=64, blank=True)
    articles_with_errors = models.PositiveIntegerField(default=0)
    articles_with_warnings = models.PositiveIntegerField(default=0)

    def finish(self):
        """Keep what stands in the archive now."""
        findings = Finding.objects.order_by()
        errors = findings.filter(is_error=True).values("article").distinct()
        warnings = findings.filter(is_error=False).values("article").distinct()
        self.articles_with_errors, self.articles_with_warnings = errors.count(), warnings.count()
        self.finished_at = timezone.now()
        self.save()
        # The last round of a day is enough to remember.
        today = ArchiveRun.objects.filter(finished_at__date=timezone.localdate(self.finished_at))
        today.exclude(pk=self.pk).delete()
