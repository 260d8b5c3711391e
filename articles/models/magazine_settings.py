import zoneinfo

from django.core.exceptions import ValidationError
from django.db import models


def check_time_zone(name):
    """Raise ValidationError for a zone that this machine does not know."""
    try:
        zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        raise ValidationError(
            "“%(name)s” is no time zone. Write it like Europe/Berlin or America/New_York.",
            params={"name": name},
        ) from None


class Republication(models.TextChoices):
    """On which terms others may take our articles; the address is the licence's name on the web."""

    BY = "by", "CC BY 4.0"
    BY_SA = "by-sa", "CC BY-SA 4.0"
    BY_ND = "by-nd", "CC BY-ND 4.0"
    BY_NC = "by-nc", "CC BY-NC 4.0"
    BY_NC_ND = "by-nc-nd", "CC BY-NC-ND 4.0"

    @property
    def url(self):
        return f"https://creativecommons.org/licenses/{self.value}/4.0/"


class MagazineSettingsManager(models.Manager):
    def current(self):
        """The one row. A migration made it."""
        return self.select_related("logo").get(pk=1)

    def language(self):
        """In which language the magazine speaks to readers, wherever no page is being made."""
        return self.values_list("language", flat=True).get(pk=1)


class MagazineSettings(models.Model):
    """What the newsroom itself says about the magazine, on one row."""

    name = models.CharField(max_length=80, default="Our magazine")
    tagline = models.CharField(max_length=160, blank=True)
    description = models.TextField(
        max_length=300, blank=True, help_text="For search engines and shared links."
    )
    logo = models.ForeignKey(
        "articles.Image", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    social_links = models.JSONField(
        default=list, blank=True, help_text="One a line: Label | https://…"
    )
    newsletter_name = models.CharField(max_length=80, default="The weekly round-up")
    newsletter_pitch = models.TextField(
        max_length=300,
        default="The week's articles in one letter. No tracking; leave in one click.",
    )
    postal_address = models.TextField(
        max_length=300, blank=True, help_text="Stands in every newsletter: the law asks for it."
    )
    support_url = models.URLField("support link", blank=True)
    support_label = models.CharField(max_length=40, blank=True, default="Support us")
    copyright_line = models.CharField(max_length=160, blank=True)
    notice = models.CharField(
        "site notice", max_length=300, blank=True, help_text="A line above every page."
    )
    notice_until = models.DateTimeField(null=True, blank=True)
    time_zone = models.CharField(
        "newsroom's time zone", max_length=64, default="UTC", validators=[check_time_zone]
    )
    language = models.CharField(max_length=12, default="en")
    home_keeps_reading = models.BooleanField(
        "keep reading under the home page",
        default=False,
        help_text="Three more stories that open in place.",
    )
    republication = models.CharField(
        "others may republish our articles",
        max_length=12,
        blank=True,
        choices=Republication,
        help_text="Empty: they may not. Pictures go along only where “may be republished” is set.",
    )

    objects = MagazineSettingsManager()

    class Meta:
        verbose_name = verbose_name_plural = "magazine settings"
        constraints = [
            models.CheckConstraint(condition=models.Q(pk=1), name="magazine_settings_one_row"),
        ]

    def __str__(self):
        return self.name

    def zone(self):
        return zoneinfo.ZoneInfo(self.time_zone)
