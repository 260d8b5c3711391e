from django.db import models
from django.db.models import F, Q

from articles.models.article import Article


class RelatedArticle(models.Model):
    """An article chosen by hand to be read after another."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="related_rows")
    other = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="related_from_rows")
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(fields=["article", "other"], name="related_once"),
            models.CheckConstraint(
                condition=~Q(article=F("other")),
                name="related_to_another",
                violation_error_message="An article cannot be related to itself.",
            ),
        ]

    def __str__(self):
        return str(self.other)
