import hashlib
import hmac
from datetime import timedelta

from django.conf import settings
from django.db import models, transaction
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from newsletter.models.arming import Arming
from newsletter.models.issue import Issue
from newsletter.models.subscriber import Subscriber
from newsletter.tokens import keys

# After a refusal for now: a quarter of an hour, then longer each time, for two days in all.
DELAYS = [timedelta(minutes=minutes) for minutes in (15, 30, 60, 120, 240, 480, 960, 960)]


class State(models.TextChoices):
    PENDING = "pending", "waiting"
    CLAIMED = "claimed", "in a worker's hands"
    HANDING = "handing", "being handed over"
    SENT = "sent", "sent"
    DEFERRED = "deferred", "to be tried again"
    FAILED = "failed", "failed"
    SKIPPED = "skipped", "left meanwhile"


def as_waiting(at=None):
    """The fields of a delivery that nobody has in hand."""
    at = at or timezone.now()
    return {"state": State.PENDING, "worker": "", "lease_until": None, "due_at": at}


class DeliveryQuerySet(models.QuerySet):
    def waiting(self, at=None):
        at = at or timezone.now()
        return self.filter(state__in=[State.PENDING, State.DEFERRED], due_at__lte=at)

    def open(self):
        """Not decided yet; a handing-over that hangs is decided by a person, and not waited for."""
        return self.filter(
            Q(state__in=[State.PENDING, State.DEFERRED, State.CLAIMED])
            | Q(state=State.HANDING, lease_until__gt=timezone.now())
        )

    def uncertain(self, at=None):
        """Handed over by a worker that never came back to say how it ended."""
        return self.filter(state=State.HANDING, lease_until__lte=at or timezone.now())

    @transaction.atomic
    def claim(self, issue, worker, most, lease, at=None):
        """Take some waiting deliveries; no other worker has them until the lease is over."""
        at = at or timezone.now()
        resting = Rest.objects.filter(until__gt=at).values("domain")
        waiting = self.filter(issue=issue).waiting(at).exclude(domain__in=resting)
        waiting = waiting.select_for_update(skip_locked=True).order_by("due_at", "pk")
        allowed = Pace.take(most, at)
        pks = list(waiting.values_list("pk", flat=True)[:allowed])
        Pace.give_back(allowed - len(pks))
        if not pks:
            return []
        Arming.tick()
        mine = self.filter(pk__in=pks)
        mine.update(state=State.CLAIMED, worker=worker, lease_until=at + lease, due_at=None)
        return list(mine.select_related("subscriber").order_by("pk"))

    def release(self, worker):
        """Give back what this worker has claimed and not begun to hand over."""
        held = self.filter(state=State.CLAIMED, worker=worker, lease_until__isnull=False)
        return held.update(**as_waiting())

    def renew(self, worker, lease, at=None):
        at = at or timezone.now()
        held = self.filter(state=State.CLAIMED, worker=worker, lease_until__gt=at)
        return held.update(lease_until=at + lease)

    def recover(self, at=None):
        """Give back the claims of workers that are gone: nothing of theirs was sent."""
        at = at or timezone.now()
        lost = self.filter(state=State.CLAIMED, lease_until__lte=at)
        return lost.update(**as_waiting(at))


class Delivery(models.Model):
    """One issue to one reader: once, whatever crashes."""

    issue = models.ForeignKey(Issue, models.CASCADE, related_name="deliveries", db_index=False)
    subscriber = models.ForeignKey(
        "newsletter.Subscriber", models.PROTECT, related_name="deliveries", db_index=False
    )
    address_key = models.CharField(max_length=320)
    domain = models.CharField(max_length=255)
    state = models.CharField(max_length=8, choices=State, default=State.PENDING)
    # Set while it waits, and only then; likewise the lease while somebody has it.
    due_at = models.DateTimeField(null=True, blank=True)
    worker = models.CharField(max_length=32, blank=True, default="")
    lease_until = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    # The mail server's answer, less what could be an address.
    answer = models.CharField(max_length=80, blank=True, default="")

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        default_permissions = ("view",)
        verbose_name_plural = "deliveries"
        constraints = [
            models.UniqueConstraint(fields=["subscriber", "issue"], name="once_per_reader"),
            models.UniqueConstraint(fields=["issue", "address_key"], name="once_per_address"),
        ]
        indexes = [
            models.Index(fields=["issue", "state"], name="delivery_by_state"),
            models.Index(
                fields=["issue", "due_at", "id"],
                condition=Q(due_at__isnull=False),
                name="delivery_waiting",
            ),
            models.Index(
                fields=["lease_until"],
                condition=Q(lease_until__isnull=False),
                name="delivery_leased",
            ),
        ]

    def __str__(self):
        return f"{self.issue_id} to reader {self.subscriber_id}"

    def message_id(self):
        """The same for ever, so that a mailbox can tell a double and a transport can be asked."""
        seal = hmac.new(keys()[0], f"newsletter.message:{self.pk}".encode(), hashlib.sha256)
        host = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].rstrip(">")
        return f"<issue-{self.issue_id}.{seal.hexdigest()[:24]}@{host}>"

    # Each answers whether the row was still as this worker left it.

    def hand_over(self, lease, at=None):
        """Commit, before the last dot, that from here on the server may have it.

        Refused where the claim has run out, the issue was paused or the reader has left: then
        the dot must not be sent.
        """
        at = at or timezone.now()
        claimed = Delivery.objects.filter(
            pk=self.pk,
            state=State.CLAIMED,
            worker=self.worker,
            lease_until__gt=at,
        )
        # By EXISTS and not by a join: PostgreSQL then looks at this row again if it had to wait.
        claimed = claimed.filter(
            Exists(Issue.objects.sending().filter(pk=OuterRef("issue_id"))),
            Exists(Subscriber.objects.confirmed().filter(pk=OuterRef("subscriber_id"))),
        )
        return claimed.update(state=State.HANDING, lease_until=at + lease) == 1

    def take_back(self):
        """The last dot was not sent: nobody has it."""
        return self._mine().update(**as_waiting()) == 1

    def sent(self, at=None):
        return self._end(State.SENT, "", at)

    def failed(self, answer, at=None):
        return self._end(State.FAILED, answer, at)

    def skip(self, at=None):
        return self._end(State.SKIPPED, "", at)

    def defer(self, answer, at=None):
        """Try again later; given up when the delays are used up."""
        at = at or timezone.now()
        if self.tries >= len(DELAYS):
            return self.failed(answer, at)
        later = {"due_at": at + DELAYS[self.tries], "tries": self.tries + 1, "answer": answer[:80]}
        changed = self._mine().update(state=State.DEFERRED, worker="", lease_until=None, **later)
        return changed == 1

    def leave_open(self, at=None):
        """The line broke after the dot: uncertain from now on, and not only when the lease ends."""
        return self._mine().update(lease_until=at or timezone.now()) == 1

    def send_again(self):
        """A person, or the transport itself, says that an uncertain one was not sent."""
        if self._uncertain().update(**as_waiting()) != 1:
            return False
        self.issue.reopen()
        return True

    def mark_sent(self, at=None):
        """A person, or the transport itself, says that an uncertain one was sent."""
        at = at or timezone.now()
        return self._uncertain().update(state=State.SENT, ended_at=at, lease_until=None) == 1

    def _uncertain(self):
        return Delivery.objects.filter(pk=self.pk).uncertain()

    def _mine(self):
        held = Q(state__in=[State.CLAIMED, State.HANDING])
        return Delivery.objects.filter(held, pk=self.pk, worker=self.worker)

    def _end(self, state, answer, at):
        ended = {"state": state, "answer": answer[:80], "ended_at": at or timezone.now()}
        return self._mine().update(**ended, lease_until=None) == 1


class Rest(models.Model):
    """A domain that asked us to slow down: nothing goes there until then."""

    domain = models.CharField(max_length=255, unique=True)
    until = models.DateTimeField()
    times = models.PositiveSmallIntegerField(default=1)

    class Meta:
        default_permissions = ()

    def __str__(self):
        return f"{self.domain} until {self.until:%H:%M}"

    @classmethod
    def give(cls, domain, at=None):
        """Let a domain rest: one minute, then twice as long each time, an hour at most."""
        at = at or timezone.now()
        rest, is_new = cls.objects.get_or_create(
            domain=domain, defaults={"until": at + timedelta(minutes=1)}
        )
        if is_new or rest.until > at:
            return
        # Quiet for an hour after the last rest: begin anew.
        times = 1 if rest.until < at - timedelta(hours=1) else rest.times + 1
        until = at + min(timedelta(minutes=2 ** (times - 1)), timedelta(hours=1))
        cls.objects.filter(pk=rest.pk).update(times=times, until=until)


class Pace(models.Model):
    """A bucket of tokens that any number of machines share: one token, one mail."""

    tokens = models.FloatField(default=0)
    filled_at = models.DateTimeField(default=timezone.now)

    class Meta:
        default_permissions = ()

    def __str__(self):
        return f"{self.tokens:.0f} tokens"

    @classmethod
    def take(cls, most, at):
        """How many of these may be sent now. In the caller's transaction."""
        rate = settings.NEWSLETTER_PER_SECOND
        if not rate:
            return most
        # Never more than two seconds' worth at once.
        full = max(1.0, 2.0 * rate)
        cls.objects.get_or_create(pk=1, defaults={"tokens": full, "filled_at": at})
        pace = cls.objects.select_for_update().get(pk=1)
        passed = max(0.0, (at - pace.filled_at).total_seconds())
        tokens = min(pace.tokens + passed * rate, full)
        taken = min(most, int(tokens))
        cls.objects.filter(pk=1).update(tokens=tokens - taken, filled_at=max(at, pace.filled_at))
        return taken

    @classmethod
    def give_back(cls, count):
        if count and settings.NEWSLETTER_PER_SECOND:
            cls.objects.filter(pk=1).update(tokens=F("tokens") + count)
