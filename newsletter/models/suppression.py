from django.db import models
from django.utils import timezone

from newsletter.tokens import address_hash, address_hashes


class SuppressionQuerySet(models.QuerySet):
    def of(self, address_key):
        return self.filter(address_hash__in=address_hashes(address_key))

    def final(self):
        """What a reader's own new sign-up does not lift."""
        return self.filter(reason__in=[Suppression.Reason.BOUNCED, Suppression.Reason.COMPLAINED])

    def add(self, address_key, reason, at=None):
        """Never write to this address again. A complaint is not softened by a later reason."""
        known = self.of(address_key).first()
        if known is None:
            self.get_or_create(
                address_hash=address_hash(address_key),
                defaults={"reason": reason, "at": at or timezone.now()},
            )
        elif known.reason == Suppression.Reason.ERASED != reason:
            known.reason = reason
            known.at = at or timezone.now()
            known.save(update_fields=["reason", "at"])

    def lift_erasure(self, address_key):
        """A reader who was erased has asked for the newsletter again, and proved it."""
        self.of(address_key).filter(reason=Suppression.Reason.ERASED).delete()


class Suppression(models.Model):
    """An address that is not written to, known by keyed hash. It beats every import."""

    class Reason(models.TextChoices):
        BOUNCED = "bounced", "mail came back for good"
        COMPLAINED = "complained", "complained"
        ERASED = "erased", "asked to be erased"

    address_hash = models.CharField(max_length=64, unique=True)
    reason = models.CharField(max_length=12, choices=Reason)
    at = models.DateTimeField()

    objects = SuppressionQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        default_permissions = ("view",)

    def __str__(self):
        return f"{self.get_reason_display()} ({self.address_hash[:8]})"
