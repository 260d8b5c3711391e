from datetime import timedelta

from django.db import IntegrityError, models, transaction
from django.db.models import Case, Count, Q, Value, When
from django.db.models.functions import Cast, Concat
from django.utils import timezone

from newsletter.addresses import BadAddress, read_address
from newsletter.models.bounce import OF_SENDER, TOO_MANY
from newsletter.models.consent import ConsentEvent
from newsletter.models.letter import Letter
from newsletter.models.suppression import Suppression
from newsletter.tokens import PREFERENCES, UNSUBSCRIBE, seal, unseal

KEPT_UNCONFIRMED = timedelta(days=30)
NARROWED_BY = frozenset(
    ["source"]
    + [
        f"{field}__{end}"
        for field in ("asked_at", "confirmed_at")
        for end in ("gte", "lt", "isnull")
    ]
)


class State(models.TextChoices):
    PENDING = "pending", "not yet confirmed"
    CONFIRMED = "confirmed", "confirmed"
    UNSUBSCRIBED = "unsubscribed", "unsubscribed"
    BOUNCED = "bounced", "bounced"
    COMPLAINED = "complained", "complained"
    ERASED = "erased", "erased"


class SubscriberQuerySet(models.QuerySet):
    def in_states(self, states):
        return self.filter(state__in=states)

    def confirmed(self):
        return self.filter(state=State.CONFIRMED)

    def receiving(self, at=None):
        """Who is sent the next issue: confirmed, and not taking a pause."""
        at = at or timezone.now()
        return self.confirmed().exclude(paused_until__gt=at)

    def never_confirmed(self, at=None):
        """Who asked, did not confirm, and has had long enough to."""
        at = at or timezone.now()
        return self.filter(state=State.PENDING, asked_at__lte=at - KEPT_UNCONFIRMED)

    def with_address(self, text):
        return self.filter(address_key=read_address(text).key)

    def matching(self, typed):
        """Who has this address, one that begins like it, or any at “@this.domain”."""
        typed = typed.strip()
        try:
            return self.filter(address_key=read_address(typed).key)
        except BadAddress:
            end = "endswith" if typed.startswith("@") else "startswith"
            return self.filter(**{f"address_key__{end}": typed.casefold()}) if typed else self

    def narrowed(self, filters):
        """What the admin's list shows with these in its address, less its state.

        Raises ValueError or ValidationError for what makes no sense there.
        """
        readers = self.matching(filters["q"]) if filters.get("q") else self
        plain = {key: value for key, value in filters.items() if key in NARROWED_BY}
        for key in plain:
            if key.endswith("__isnull"):
                plain[key] = plain[key] in ("1", "True")
        return readers.filter(**plain)

    def by_token(self, purpose, token):
        """The reader whose link this is; None if we never made it, or have ended it since."""
        unsealed = unseal(purpose, token)
        if unsealed is None:
            return None
        pk, edition = unsealed
        subscriber = self.filter(pk=pk, erased_at=None).first()
        if subscriber is None or purpose != PREFERENCES:
            return subscriber
        return subscriber if subscriber.link_edition == edition else None

    def count_by_state(self):
        counts = dict(self.order_by().values_list("state").annotate(count=Count("pk")))
        return {state: counts.get(state, 0) for state in State.values}

    @transaction.atomic
    def ask(self, text, *, place="", wording=None, ip_prefix="", at=None):
        """Somebody typed this address into our form: write what it deserves, or nothing.

        Answers the subscriber, or None where the address must never be written to.
        """
        at = at or timezone.now()
        address = read_address(text)
        if Suppression.objects.of(address.key).final().exists():
            return None
        subscriber, _ = self.get_or_create(
            address_key=address.key,
            defaults={"address": address.shown, "source": place, "asked_at": at},
        )
        subscriber.lock()
        if subscriber.is_confirmed():
            Letter.objects.write(subscriber, Letter.Kind.ALREADY, at=at)
        elif subscriber.can_be_written_to():
            ConsentEvent.objects.record(
                address.key,
                ConsentEvent.Kind.ASKED,
                at=at,
                place=place,
                wording=wording,
                ip_prefix=ip_prefix,
            )
            Letter.objects.write(subscriber, Letter.Kind.CONFIRM, at=at)
        return subscriber

    @transaction.atomic
    def add_by_hand(self, text, *, by, basis, at=None):
        """A member of staff brings an address: its reader still has to confirm by mail."""
        at = at or timezone.now()
        subscriber = self.ask(text, place="by hand", at=at)
        if subscriber is not None:
            ConsentEvent.objects.record(
                subscriber.address_key,
                ConsentEvent.Kind.ADDED,
                at=at,
                place="by hand",
                basis=basis,
                by=by,
            )
        return subscriber


class Subscriber(models.Model):
    """One reader's address. What happened to it is told by times; its state follows from them."""

    address = models.CharField("address", max_length=254, blank=True)
    # Two spellings of one address meet here. Empty only for the erased: many share nothing.
    address_key = models.CharField(
        max_length=320, unique=True, null=True, blank=True, editable=False
    )
    source = models.CharField(max_length=40, blank=True)
    asked_at = models.DateTimeField(default=timezone.now, db_index=True)
    confirmed_at = models.DateTimeField(null=True, blank=True, db_index=True)
    unsubscribed_at = models.DateTimeField(null=True, blank=True)
    bounced_at = models.DateTimeField(null=True, blank=True)
    complained_at = models.DateTimeField(null=True, blank=True)
    erased_at = models.DateTimeField(null=True, blank=True)
    paused_until = models.DateTimeField(null=True, blank=True)
    # Raised to end every preferences link mailed so far; unsubscribe links never end.
    link_edition = models.PositiveSmallIntegerField(default=0, editable=False)
    state = models.GeneratedField(
        expression=Case(
            When(erased_at__isnull=False, then=Value(State.ERASED.value)),
            When(complained_at__isnull=False, then=Value(State.COMPLAINED.value)),
            When(bounced_at__isnull=False, then=Value(State.BOUNCED.value)),
            When(unsubscribed_at__isnull=False, then=Value(State.UNSUBSCRIBED.value)),
            When(confirmed_at__isnull=False, then=Value(State.CONFIRMED.value)),
            default=Value(State.PENDING.value),
        ),
        output_field=models.CharField(max_length=12, choices=State),
        db_persist=True,
    )

    objects = SubscriberQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        permissions = [("export_subscriber", "Can export subscribers")]
        indexes = [
            models.Index(fields=["state", "-id"], name="subscriber_by_state"),
            models.Index(fields=["source", "-id"], name="subscriber_by_source"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(erased_at__isnull=True, address_key__isnull=False)
                | Q(erased_at__isnull=False, address_key__isnull=True, address=""),
                name="subscriber_has_an_address_until_erased",
            ),
        ]

    def __str__(self):
        return self.address or "an erased reader"

    def is_confirmed(self):
        return self.confirmed_at is not None and self.unsubscribed_at is None and not self._ended()

    def is_paused(self, at=None):
        return self.paused_until is not None and self.paused_until > (at or timezone.now())

    def can_be_written_to(self):
        """Whether any letter may go to this address: false for ever after a hard bounce."""
        return not self._ended()

    def lock(self):
        """Hold this reader until the transaction ends, and read what is true now."""
        self.refresh_from_db(from_queryset=Subscriber.objects.select_for_update())

    def veiled_address(self):
        """Enough of it for its owner to know it by, and nobody else."""
        local, _, domain = self.address.rpartition("@")
        return f"{local[:1]}…@{domain[:1]}…"

    def unsubscribe_token(self):
        return seal(UNSUBSCRIBE, self.pk)

    def preferences_token(self):
        return seal(PREFERENCES, self.pk, self.link_edition)

    @transaction.atomic
    def confirm(self, at=None, *, ip_prefix="", place="", wording=None):
        """Subscribe for good: the reader has proved that the address is theirs."""
        at = at or timezone.now()
        self.lock()
        if self._ended() or self.is_confirmed():
            return
        self.confirmed_at = at
        self.unsubscribed_at = self.paused_until = None
        self.save(update_fields=["confirmed_at", "unsubscribed_at", "paused_until"])
        self._close_links(at)
        Suppression.objects.lift_erasure(self.address_key)
        self._record(
            ConsentEvent.Kind.CONFIRMED, at, ip_prefix=ip_prefix, place=place, wording=wording
        )
        Letter.objects.write(self, Letter.Kind.WELCOME, at=at)

    @transaction.atomic
    def unsubscribe(self, at=None, *, ip_prefix="", place="", by=None):
        """Send nothing more. Safe to repeat: mail programs do."""
        at = at or timezone.now()
        self.lock()
        if self._ended() or self.unsubscribed_at is not None:
            return
        self.unsubscribed_at = at
        self.save(update_fields=["unsubscribed_at"])
        self._close_links(at)
        self._record(ConsentEvent.Kind.UNSUBSCRIBED, at, ip_prefix=ip_prefix, place=place, by=by)

    @transaction.atomic
    def pause(self, until, at=None):
        at = at or timezone.now()
        self.lock()
        if self.is_confirmed():
            self.paused_until = until
            self.save(update_fields=["paused_until"])
            self._record(ConsentEvent.Kind.PAUSED, at)

    @transaction.atomic
    def resume(self, at=None):
        at = at or timezone.now()
        self.lock()
        if self.is_paused(at):
            self.paused_until = None
            self.save(update_fields=["paused_until"])
            self._record(ConsentEvent.Kind.RESUMED, at)

    @transaction.atomic
    def move(self, text, at=None, *, ip_prefix=""):
        """Use another address from now on; its reader has proved that it is theirs.

        Where that address has a row of its own, that row goes on and this one ends.
        """
        at = at or timezone.now()
        address = read_address(text)
        self.lock()
        if self._ended() or self.address_key == address.key:
            return
        if Suppression.objects.of(address.key).final().exists():
            return
        Letter.objects.write(self, Letter.Kind.MOVED, at=at, address=self.address)
        self._record(ConsentEvent.Kind.MOVED_AWAY, at, ip_prefix=ip_prefix)
        if not self._take_address(address):
            other = Subscriber.objects.get(address_key=address.key)
            other.confirm(at, ip_prefix=ip_prefix, place="preferences")
            self.unsubscribe(at, place="preferences")
            return
        self._close_links(at)
        self._record(ConsentEvent.Kind.MOVED_HERE, at, ip_prefix=ip_prefix)

    def all_that_we_know(self):
        """Everything kept about this reader, in words they can read."""
        events = ConsentEvent.objects.of(self.address_key).select_related("wording")
        return {
            "address": self.address,
            "state": self.state,
            "source": self.source,
            **{name: getattr(self, name) for name in ("asked_at", "confirmed_at", "paused_until")},
            "events": [
                {
                    "what": event.get_kind_display(),
                    "at": event.at,
                    "network": event.ip_prefix,
                    "place": event.place,
                    "told": event.wording.text if event.wording else "",
                }
                for event in events
            ],
            "letters": [
                {"what": letter.get_kind_display(), "sent_at": letter.sent_at}
                for letter in self.letters.exclude(sent_at=None).order_by("sent_at")
            ],
            "issues": [
                {"number": delivery.issue.number, "sent_at": delivery.ended_at}
                for delivery in self.deliveries.filter(state="sent")
                .select_related("issue")
                .order_by("issue__number")
            ],
        }

    def bounce(self, at=None):
        """Mail came back for good."""
        self._suppress("bounced_at", ConsentEvent.Kind.BOUNCED, Suppression.Reason.BOUNCED, at)

    @transaction.atomic
    def refuse(self, status, at=None, given_up=False):
        """Mail to this reader was refused for good: by class, and, where it may pass, by score.

        5.1.x: there is no such mailbox. Of the sender: our own doing, and never the reader's fault.
        4.x.x: the server goes on trying, unless it says that it has given up.
        """
        at = at or timezone.now()
        if status.startswith((*OF_SENDER, "4.7.", "2.")) or (status[:2] == "4." and not given_up):
            return
        if status.startswith("5.1."):
            self.bounce(at)
        elif not self._ended():
            self.bounces.create(status=status[:12], at=at)
            if self.bounces.score(at) >= TOO_MANY:
                self.bounce(at)

    def complain(self, at=None):
        """The reader told their mail provider that this is junk."""
        self._suppress(
            "complained_at", ConsentEvent.Kind.COMPLAINED, Suppression.Reason.COMPLAINED, at
        )

    @transaction.atomic
    def erase(self, at=None, *, by=None):
        """Forget this reader. What stays is a keyed hash, so that no import brings them back."""
        at = at or timezone.now()
        self.lock()
        if self.erased_at is not None:
            return
        key = self.address_key
        self._record(ConsentEvent.Kind.ERASED, at, by=by)
        ConsentEvent.objects.forget_places(key)
        Suppression.objects.add(key, Suppression.Reason.ERASED, at)
        self.letters.all().delete()
        self.confirmations.all().delete()
        self.bounces.all().delete()
        # Its ties to old deliveries stay, so that an issue's sums still balance.
        gone = Concat(Value("erased:"), Cast("pk", models.CharField()))
        self.deliveries.update(address_key=gone, domain="")
        self.address, self.address_key, self.source = "", None, ""
        self.erased_at = self.asked_at = at
        self.confirmed_at = self.unsubscribed_at = self.paused_until = None
        self.bounced_at = self.complained_at = None
        self.link_edition += 1
        self.save()

    @transaction.atomic
    def _suppress(self, field, kind, reason, at):
        at = at or timezone.now()
        self.lock()
        if self.erased_at is not None or getattr(self, field) is not None:
            return
        setattr(self, field, at)
        self.save(update_fields=[field])
        Suppression.objects.add(self.address_key, reason, at)
        self._record(kind, at)

    def _take_address(self, address):
        before = self.address, self.address_key
        self.address, self.address_key = address.shown, address.key
        self.link_edition += 1
        try:
            with transaction.atomic():
                self.save(update_fields=["address", "address_key", "link_edition"])
        except IntegrityError:
            self.address, self.address_key = before
            self.link_edition -= 1
            return False
        return True

    def _close_links(self, at):
        """A second confirmation mailed earlier must not bring anybody back later."""
        self.confirmations.filter(used_at=None).update(used_at=at)

    def _ended(self):
        return any([self.erased_at, self.complained_at, self.bounced_at])

    def _record(self, kind, at, **details):
        ConsentEvent.objects.record(self.address_key, kind, at=at, **details)
