from django.conf import settings
from django.db import models
from django.utils import timezone

from newsletter.tokens import address_hash, address_hashes


class NeverChanged(Exception):
    """Somebody tried to rewrite what a reader agreed to."""


class ConsentEventQuerySet(models.QuerySet):
    def of(self, address_key):
        """What happened with this address, newest first."""
        return self.filter(address_hash__in=address_hashes(address_key)).order_by("-at", "-pk")

    def record(self, address_key, kind, *, at=None, **details):
        """Write down what happened; the only way that an event comes to be."""
        at = at or timezone.now()
        return self.create(address_hash=address_hash(address_key), kind=kind, at=at, **details)

    def forget_places(self, address_key):
        """Drop the network an event came from: what an erasure takes and the database allows."""
        events = self.filter(address_hash__in=address_hashes(address_key))
        return models.QuerySet.update(events, ip_prefix=None)

    def update(self, **fields):
        raise NeverChanged("Consent events are never changed.")

    def delete(self):
        raise NeverChanged("Consent events are never deleted.")


class ConsentEvent(models.Model):
    """Append-only: refused here, and by triggers in the database.

    It names its reader by keyed hash alone, so that it can outlive an erasure.
    """

    class Kind(models.TextChoices):
        ASKED = "asked", "asked for the newsletter"
        CONFIRMED = "confirmed", "confirmed by the mailed link"
        ADDED = "added", "added by hand"
        IMPORTED = "imported", "imported"
        PAUSED = "paused", "paused"
        RESUMED = "resumed", "resumed"
        UNSUBSCRIBED = "unsubscribed", "unsubscribed"
        MOVED_AWAY = "moved_away", "moved to another address"
        MOVED_HERE = "moved_here", "moved here from another address"
        BOUNCED = "bounced", "mail came back for good"
        COMPLAINED = "complained", "complained"
        ERASED = "erased", "erased"

    address_hash = models.CharField(max_length=64)
    kind = models.CharField(max_length=12, choices=Kind)
    at = models.DateTimeField()
    # Truncated to a network; empty once the reader is erased.
    ip_prefix = models.CharField(max_length=64, null=True, blank=True)  # noqa: DJ001
    place = models.CharField(max_length=40, blank=True)
    wording = models.ForeignKey(
        "newsletter.Wording", models.PROTECT, null=True, blank=True, related_name="+"
    )
    basis = models.TextField(blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = ConsentEventQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        default_permissions = ("view",)
        indexes = [models.Index(fields=["address_hash", "at"])]

    def __str__(self):
        return f"{self.get_kind_display()} {self.at:%Y-%m-%d %H:%M}"

    def save(self, *args, **options):
        if self.pk:
            raise NeverChanged("Consent events are never changed.")
        super().save(*args, **options)

    def delete(self, *args, **options):
        raise NeverChanged("Consent events are never deleted.")
