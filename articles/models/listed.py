"""Rows that put articles on lists: of an author, of a tag. They bear the dates of their article,
so that the database reads a list, and counts it, off one index however long it grows."""

from django.apps import apps
from django.db import models
from django.db.models import F, OuterRef, Subquery

from articles.models.article_list import PublishedQuerySet

DATES = ("first_published_at", "published_at", "unpublish_at")


class ListedQuerySet(PublishedQuerySet):
    def only_keys(self):
        """The articles' keys, for Article.objects.among()."""
        return self.values(self.model.ARTICLE)

    def newest(self):
        return self.order_by("-first_published_at", f"-{self.model.ARTICLE}_id")

    def follow(self, pks):
        """Take over the dates of these articles. The verbs that set dates call it."""
        article = apps.get_model("articles", "Article").objects.filter(
            pk=OuterRef(self.model.ARTICLE)
        )
        rows = self.filter(**{f"{self.model.ARTICLE}__in": pks})
        rows.update(**{name: Subquery(article.values(name)) for name in DATES})


class Listed(models.Model):
    first_published_at = models.DateTimeField(null=True, editable=False)
    published_at = models.DateTimeField(null=True, editable=False)
    unpublish_at = models.DateTimeField(null=True, editable=False)

    objects = ListedQuerySet.as_manager()

    class Meta:
        abstract = True


def listing_index(of, article, name):
    """The one index that a list of these rows is read off."""
    return models.Index(
        of,
        F("first_published_at").desc(),
        F(article).desc(),
        "published_at",
        "unpublish_at",
        name=name,
    )
