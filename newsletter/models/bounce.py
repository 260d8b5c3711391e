import math
from datetime import timedelta

from django.db import models
from django.utils import timezone

HALF_LIFE = timedelta(days=30)
# Three refusals within two days, or one a week for four weeks.
TOO_MANY = 2.9
# What is wrong with whoever sends, by RFC 3463: the policy of a server, our address, our domain.
OF_SENDER = ("5.7.", "5.1.7", "5.1.8")


class BounceQuerySet(models.QuerySet):
    def score(self, at=None):
        """What these refusals weigh now: one each, half of it after a month."""
        at = at or timezone.now()
        ages = [(at - bounced_at) / HALF_LIFE for bounced_at in self.values_list("at", flat=True)]
        return sum(math.pow(0.5, max(0.0, age)) for age in ages)


class Bounce(models.Model):
    """Mail to a reader was refused, for a reason that may pass."""

    subscriber = models.ForeignKey("newsletter.Subscriber", models.CASCADE, related_name="bounces")
    status = models.CharField(max_length=12, blank=True)
    at = models.DateTimeField(default=timezone.now)

    objects = BounceQuerySet.as_manager()

    class Meta:
        ordering = ["-at"]
        default_permissions = ()

    def __str__(self):
        return f"{self.status or 'refused'} {self.at:%Y-%m-%d}"
