from django.db import models

from articles.models.article import Article
from articles.models.listed import Listed, listing_index


class Byline(Listed):
    """An author's place above a text, with affiliation and bio as they were when it appeared."""

    ARTICLE = "article"

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="bylines")
    author = models.ForeignKey("articles.Author", on_delete=models.PROTECT, related_name="bylines")
    order = models.PositiveSmallIntegerField(default=0)
    affiliation = models.CharField(max_length=200, blank=True)
    bio = models.TextField(blank=True, max_length=2000)

    class Meta:
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(fields=["article", "author"], name="byline_once_per_article"),
        ]
        indexes = [listing_index("author", "article", "byline_newest_of_author")]

    def __str__(self):
        return str(self.author)
