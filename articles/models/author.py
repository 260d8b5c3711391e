from django.conf import settings
from django.db import models


class Author(models.Model):
    """Who is named above a text. Needs no account."""

    name = models.CharField(max_length=120)
    slug = models.SlugField("web address", max_length=120, unique=True)
    affiliation = models.CharField(max_length=200, blank=True)
    bio = models.TextField(blank=True, max_length=2000)
    portrait = models.ForeignKey(
        "articles.Image", null=True, blank=True, on_delete=models.PROTECT, related_name="portraits"
    )
    links = models.JSONField(
        default=list, blank=True, help_text="One a line: Label | https://example.org/…"
    )
    account = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="author",
        help_text="The staff account of this author, where there is one.",
    )

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(slug=""), name="author_slug_not_empty"),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return f"/authors/{self.slug}/"
