from django.conf import settings
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models.log import LogLine


class CorrectionQuerySet(models.QuerySet):
    def public(self, articles):
        """Corrections of the given (published) articles, newest first."""
        public = models.Exists(articles.filter(pk=models.OuterRef("article_id")))
        return self.filter(public).order_by("-at", "-pk")

    def with_articles(self):
        """Load what a list of corrections shows: headline and address, no text."""
        long = ("body", "body_html", "teaser_html", "rest_html", "toc", "derived")
        return self.select_related("article__section").defer(*(f"article__{name}" for name in long))

    def issue(self, article, kind, text, by=None, at=None):
        """Put a dated correction on the article; readers see it at once."""
        at = at or timezone.now()
        with transaction.atomic():
            correction = self.create(article=article, kind=kind, text=text, by=by, at=at)
            if correction.is_material():
                type(article).objects.filter(pk=article.pk).update(updated_at=at)
            article.rederive()
            LogLine.objects.write(article, f"corrected ({kind})", by, detail=text, at=at)
        return correction


class Correction(models.Model):
    class Kind(models.TextChoices):
        CORRECTION = "correction", _("Correction")
        CLARIFICATION = "clarification", _("Clarification")
        UPDATE = "update", _("Update")
        EDITORS_NOTE = "editors-note", _("Editor’s note")
        RETRACTION = "retraction", _("Retraction")

    article = models.ForeignKey(
        "articles.Article", on_delete=models.PROTECT, related_name="corrections"
    )
    kind = models.CharField(max_length=16, choices=Kind, default=Kind.CORRECTION)
    text = models.TextField(max_length=2000)
    at = models.DateTimeField(default=timezone.now, db_index=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, editable=False, on_delete=models.SET_NULL
    )

    objects = CorrectionQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(text=""), name="correction_says_something"),
        ]

    def __str__(self):
        return f"{self.get_kind_display()}: {self.text[:60]}"

    def is_material(self):
        """True if the text's claims changed, so that its date of change moves too."""
        return self.kind in {self.Kind.CORRECTION, self.Kind.UPDATE, self.Kind.RETRACTION}
