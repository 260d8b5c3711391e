from datetime import timedelta

from django.db import models, transaction
from django.utils import timezone

from newsletter.tokens import CONFIRM, MOVE, OWN, new_token, token_hash

LIFE = timedelta(days=7)
PURPOSES = [CONFIRM, MOVE, OWN]


class ConfirmationQuerySet(models.QuerySet):
    def issue(self, subscriber, purpose, *, address="", at=None):
        """A new token for this one purpose; only its hash is kept."""
        token = new_token()
        self.create(
            subscriber=subscriber,
            purpose=purpose,
            digest=token_hash(purpose, token),
            address=address,
            ends_at=(at or timezone.now()) + LIFE,
        )
        return token

    def find(self, purpose, token):
        """The row that this token opens, whatever became of it, or None."""
        digest = token_hash(purpose, token)
        if not digest:
            return None
        rows = self.select_related("subscriber")
        return rows.filter(digest=digest, purpose=purpose).first()


class Confirmation(models.Model):
    """A mailed link that works once; to one's own page, for as long as it lives."""

    subscriber = models.ForeignKey(
        "newsletter.Subscriber", models.CASCADE, related_name="confirmations"
    )
    purpose = models.CharField(max_length=10, choices=[(each, each) for each in PURPOSES])
    digest = models.CharField(max_length=64, unique=True)
    address = models.CharField(max_length=254, blank=True)
    ends_at = models.DateTimeField(db_index=True)
    used_at = models.DateTimeField(null=True, blank=True)

    objects = ConfirmationQuerySet.as_manager()

    class Meta:
        default_permissions = ()

    def __str__(self):
        return f"{self.purpose} ({self.pk})"

    def is_open(self, at=None):
        return self.used_at is None and self.ends_at > (at or timezone.now())

    @transaction.atomic
    def use(self, at=None):
        """Whether this call, and no other before it, used the link in time."""
        at = at or timezone.now()
        unused = Confirmation.objects.filter(pk=self.pk, used_at=None, ends_at__gt=at)
        return unused.update(used_at=at) == 1
