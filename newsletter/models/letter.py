from datetime import timedelta

from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone

from newsletter.models.arming import Arming

DAY = timedelta(days=1)
LEASE = timedelta(minutes=5)
TRIES = 12


class LetterQuerySet(models.QuerySet):
    def write(self, subscriber, kind, *, at=None, address=""):
        """Put one letter into the post, unless this reader had enough of its kind."""
        at = at or timezone.now()
        if self._has_had_enough(subscriber, kind, at):
            return None
        return self.create(
            subscriber=subscriber, kind=kind, address=address, written_at=at, due_at=at
        )

    def due(self, at=None):
        at = at or timezone.now()
        return self.filter(sent_at=None, given_up_at=None, due_at__lte=at).order_by("due_at", "pk")

    def _has_had_enough(self, subscriber, kind, at):
        limits = {
            Letter.Kind.CONFIRM: [(timedelta(minutes=10), 1), (DAY, 3), (30 * DAY, 6)],
            Letter.Kind.ALREADY: [(DAY, 1)],
            Letter.Kind.WELCOME: [(30 * DAY, 1)],
            # Several at once: a slip in the new address is put right in the next minute.
            Letter.Kind.MOVE: [(DAY, 3)],
            Letter.Kind.OWN: [(timedelta(minutes=10), 1), (DAY, 3)],
        }
        written = self.filter(subscriber=subscriber, kind=kind)
        return any(
            written.filter(written_at__gt=at - span, written_at__lte=at).count() >= most
            for span, most in limits.get(kind, [])
        )


class Letter(models.Model):
    """One mail to one reader that is not an issue. Its words, and any token, are made on sending.

    So nothing in this table opens anything, and a letter that is tried again has a fresh token.
    """

    class Kind(models.TextChoices):
        CONFIRM = "confirm", "please confirm"
        ALREADY = "already", "you are already subscribed"
        WELCOME = "welcome", "welcome"
        MOVE = "move", "confirm your new address"
        MOVED = "moved", "your address was changed"
        OWN = "own", "the link to your own page"

    subscriber = models.ForeignKey("newsletter.Subscriber", models.CASCADE, related_name="letters")
    kind = models.CharField(max_length=10, choices=Kind)
    # Where it goes, if not to the subscriber's own address: to the new one, or to the old.
    address = models.CharField(max_length=254, blank=True)
    written_at = models.DateTimeField()
    # Moved ahead while one worker has the letter in hand, and after each failure.
    due_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    given_up_at = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)

    objects = LetterQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        default_permissions = ()
        indexes = [
            models.Index(
                fields=["due_at", "id"],
                condition=Q(sent_at=None, given_up_at=None),
                name="letter_waiting",
            ),
            models.Index(fields=["subscriber", "kind", "written_at"], name="letter_written"),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} ({self.pk})"

    @transaction.atomic
    def take(self, at=None):
        """Whether this worker, and no other, now has the letter in hand."""
        at = at or timezone.now()
        Arming.tick()
        mine = Letter.objects.filter(pk=self.pk, due_at=self.due_at, sent_at=None)
        if not mine.update(due_at=at + LEASE, tries=self.tries + 1):
            return False
        self.due_at, self.tries = at + LEASE, self.tries + 1
        return True

    def posted(self, at=None):
        self.sent_at = at or timezone.now()
        self.address = ""
        self.save(update_fields=["sent_at", "address"])

    def failed(self, at=None, for_good=False):
        """Try again later: after 2, 4, 8 … minutes, for about a day in all."""
        at = at or timezone.now()
        if for_good or self.tries >= TRIES:
            self.given_up_at = at
            self.address = ""
        self.due_at = at + timedelta(minutes=min(2**self.tries, 180))
        self.save(update_fields=["due_at", "given_up_at", "address"])
