from django.db import models
from taggit.models import ItemBase, TagBase


class Tag(TagBase):
    description = models.TextField(blank=True, max_length=400)

    class Meta:
        ordering = ["name"]

    def get_absolute_url(self):
        return f"/tags/{self.slug}/"


class TaggedArticle(ItemBase):
    content_object = models.ForeignKey(
        "articles.Article", on_delete=models.CASCADE, related_name="tagged"
    )
    tag = models.ForeignKey(Tag, on_delete=models.CASCADE, related_name="tagged")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["content_object", "tag"], name="tag_once_per_article"),
        ]

    def __str__(self):
        return f"{self.content_object}: {self.tag}"


def split_tags(text):
    """Names separated by commas, semicolons or new lines, so that “Middle East” is one tag."""
    for mark in ";\n，；":
        text = text.replace(mark, ",")
    names = {}
    for part in text.split(","):
        name = " ".join(part.strip().strip("\"'“”").split())
        if name:
            names.setdefault(name.casefold(), name)
    return list(names.values())


def join_tags(tags):
    """Names as the form shows them."""
    return ", ".join(sorted((tag.name for tag in tags), key=str.casefold))
