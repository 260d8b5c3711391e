from django.conf import settings
from django.db import models

from articles.models.address import Address


class SectionQuerySet(models.QuerySet):
    def visible(self):
        """What the menu shows, in its order."""
        return self.filter(is_visible=True).order_by("order", "name")

    def rail(self):
        """The section whose newest posts stand beside every article, or None."""
        return self.filter(is_rail=True).first()


class Section(Address):
    name = models.CharField(max_length=60, unique=True)
    description = models.TextField(blank=True, max_length=400)
    order = models.PositiveSmallIntegerField(default=100, help_text="Lower comes first.")
    is_visible = models.BooleanField(
        "in the menu", default=True, help_text="A hidden section keeps its page and its articles."
    )
    is_rail = models.BooleanField(
        "side list", default=False, help_text="Its newest posts stand beside every article."
    )
    is_short_posts = models.BooleanField(
        "short posts", default=False, help_text="Its posts expect neither dek nor picture."
    )
    keeps_reading = models.BooleanField(
        "keep reading under its list",
        default=False,
        help_text="Three stories of other sections that open in place.",
    )
    editors = models.ManyToManyField(
        settings.AUTH_USER_MODEL,
        blank=True,
        related_name="edited_sections",
        help_text="Editors listed for any section may edit only those. Listed nowhere: all.",
    )

    objects = SectionQuerySet.as_manager()

    class Meta:
        ordering = ["order", "name"]
        constraints = [
            models.UniqueConstraint(
                "is_rail",
                condition=models.Q(is_rail=True),
                name="section_one_rail",
                violation_error_message="Another section is the side list already.",
            ),
        ]

    def __str__(self):
        return self.name


class Genre(models.Model):
    """What kind of text it is, for readers (“Analysis”) and for machines (schema.org's type)."""

    class SchemaType(models.TextChoices):
        NEWS = "NewsArticle", "News article"
        ANALYSIS = "AnalysisNewsArticle", "Analysis"
        BACKGROUND = "BackgroundNewsArticle", "Background"
        OPINION = "OpinionNewsArticle", "Opinion"
        REPORTAGE = "ReportageNewsArticle", "Reporting"
        REVIEW = "ReviewNewsArticle", "Review"
        ASK = "AskPublicNewsArticle", "Question to the public"
        ADVERTISER = "AdvertiserContentArticle", "Paid content"

    name = models.CharField(max_length=60, unique=True)
    slug = models.SlugField("web address", max_length=80, unique=True)
    schema_type = models.CharField(
        "type for machines", max_length=40, choices=SchemaType, default=SchemaType.NEWS
    )

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(slug=""), name="genre_slug_not_empty"),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return f"/genre/{self.slug}/"
