from django.core.exceptions import ValidationError
from django.db import models

# First path segments that the site itself answers. A test reads the resolver and keeps this whole.
RESERVED = (
    "accounts",
    "admin",
    "api",
    "archive",
    "authors",
    "cite",
    "corrections",
    "favicon-ico",
    "feed",
    "feeds",
    "files",
    "genre",
    "lite",
    "newsletter",
    "oembed",
    "page",
    "preview",
    "robots-txt",
    "search",
    "sitemap",
    "sitemaps",
    "static",
    "tags",
    "well-known",
)


def refuse_reserved(slug):
    """Raise ValidationError for an address that the site itself answers."""
    if slug in RESERVED:
        raise ValidationError(
            "“%(slug)s” is an address that the site itself uses. Choose another.",
            code="reserved",
            params={"slug": slug},
        )


class Address(models.Model):
    """A first path segment: sections and pages are its kinds, so that no two can claim one."""

    slug = models.SlugField(
        "web address",
        max_length=80,
        unique=True,
        validators=[refuse_reserved],
        help_text="The part after the site's name: “europe” for /europe/.",
    )

    class Meta:
        verbose_name_plural = "addresses"
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(slug__in=RESERVED),
                name="address_not_reserved",
                violation_error_message="That address is one that the site itself uses.",
            ),
            models.CheckConstraint(condition=~models.Q(slug=""), name="address_not_empty"),
        ]

    def __str__(self):
        return f"/{self.slug}/"

    def get_absolute_url(self):
        return f"/{self.slug}/"
