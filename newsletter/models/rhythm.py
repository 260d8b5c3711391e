from datetime import UTC, datetime, time, timedelta

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone

WEEK = timedelta(weeks=1)


class RhythmManager(models.Manager):
    def current(self):
        """The one row. A migration made it."""
        return self.first() or Rhythm()


class Rhythm(models.Model):
    """When a draft of the week's round-up is made by itself, and whether it is sent by itself."""

    class Day(models.IntegerChoices):
        MONDAY = 0
        TUESDAY = 1
        WEDNESDAY = 2
        THURSDAY = 3
        FRIDAY = 4
        SATURDAY = 5
        SUNDAY = 6

    weekday = models.PositiveSmallIntegerField(
        "day", choices=Day, null=True, blank=True, help_text="Empty: never."
    )
    hour = models.PositiveSmallIntegerField(
        default=7,
        validators=[MaxValueValidator(23)],
        help_text="0 to 23, by the newsroom's clock. The period ends then.",
    )
    hours_to_stop = models.PositiveSmallIntegerField(
        "sent by itself",
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(72)],
        help_text="So many hours after the draft. Whoever chooses that is sent a test and the way "
        "to stop it. Empty: never, a person presses Send.",
    )
    # Who chose that: nothing goes out in the name of nobody.
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
    )
    # Which week's was made last, or when the day was chosen: nothing before that is made up for.
    made_to = models.DateTimeField(default=timezone.now, editable=False)
    only = models.BooleanField(default=True, unique=True, editable=False)

    objects = RhythmManager()

    class Meta:
        verbose_name = "weekly draft"
        default_permissions = ("change", "view")
        constraints = [
            models.CheckConstraint(condition=models.Q(only=True), name="one_rhythm"),
            models.CheckConstraint(
                condition=models.Q(weekday__isnull=True) | models.Q(weekday__lte=6),
                name="rhythm_has_a_day",
            ),
        ]

    def __str__(self):
        if self.weekday is None:
            return "No weekly draft"
        return f"Every {self.get_weekday_display()} at {self.hour}:00"

    def sender(self):
        """Who has taken it upon them that it is sent by itself, and still may; else None."""
        if self.hours_to_stop is None or self.by is None or not self.by.email:
            return None
        # An account that is no longer active has no permission.
        return self.by if self.by.has_perm("newsletter.send_issue") else None

    def last_moment(self, zone, at):
        """The newest such hour that is past, by the newsroom's clock."""
        today = at.astimezone(zone).date()
        day = today - timedelta(days=(today.weekday() - self.weekday) % 7)
        # In UTC: two times of one zone are compared as clocks show them, gaps and all.
        moments = [
            datetime.combine(each, time(self.hour), tzinfo=zone).astimezone(UTC)
            for each in (day, day - WEEK)
        ]
        return next(moment for moment in moments if moment <= at)

    def take(self, zone, at=None):
        """The moment that a draft is due for; for one caller only, and None for all others."""
        at = at or timezone.now()
        if self.weekday is None:
            return None
        moment = self.last_moment(zone, at)
        mine = Rhythm.objects.filter(pk=self.pk, made_to__lt=moment)
        return moment if mine.update(made_to=moment) else None
