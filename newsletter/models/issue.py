from datetime import timedelta

from django.conf import settings
from django.db import models, transaction
from django.db.models import Count, F, Max, Q
from django.utils import timezone

# Between pressing Send and the first mail: time to see what is wrong with it.
GRACE = timedelta(minutes=5)
# Later than that, nobody expects the issue any more: a person decides.
TOO_LATE = timedelta(hours=6)
# Who was sent an issue is forgotten then; to how many, never.
DELIVERIES_KEPT = timedelta(days=180)
FORGOTTEN_AT_ONCE = 5_000


class NotReady(Exception):
    """The issue cannot be sent as it is; the message is a sentence for whoever pressed."""


class IssueQuerySet(models.QuerySet):
    def due(self, at=None):
        at = at or timezone.now()
        return self.filter(state=Issue.State.SCHEDULED, send_at__lte=at).order_by("send_at", "pk")

    def preparing(self):
        return self.filter(state=Issue.State.PREPARING).order_by("send_at", "pk")

    def sending(self):
        return self.filter(state=Issue.State.SENDING).order_by("send_at", "pk")

    def forgettable(self, at=None):
        """Sent long ago, and still with a list of who was sent it."""
        at = at or timezone.now()
        old = self.filter(state=Issue.State.SENT, finished_at__lte=at - DELIVERIES_KEPT)
        return old.filter(deliveries__isnull=False).distinct()

    def under_way(self):
        return self.filter(state__in=[Issue.State.PREPARING, Issue.State.SENDING])

    def put_together_since(self, at):
        """What a person has begun since then and nobody was sent."""
        return self.filter(frozen_at=None, made_at__gt=at).exclude(by=None)

    def begun(self):
        """Out of the editors' hands: what was frozen is what readers have."""
        return self.exclude(frozen_at=None)

    def archived(self):
        """What anybody may read on the web, newest first."""
        return self.filter(state__in=[Issue.State.SENDING, Issue.State.SENT]).order_by("-number")


class Issue(models.Model):
    """One round-up: what editors put together, and how its sending stands.

    Every step from one state to another is one conditional update, so that of two people or
    two machines one takes it.
    """

    class State(models.TextChoices):
        DRAFT = "draft", "draft"
        SCHEDULED = "scheduled", "scheduled"
        PREPARING = "preparing", "preparing"
        SENDING = "sending", "sending"
        PAUSED = "paused", "paused"
        HELD = "held", "held"
        SENT = "sent", "sent"
        FAILED = "failed", "failed"

    number = models.PositiveIntegerField(null=True, blank=True, unique=True, editable=False)
    subject = models.CharField(max_length=150, blank=True)
    preheader = models.CharField(
        max_length=150, blank=True, help_text="What mail programs show behind the subject."
    )
    intro = models.TextField(
        blank=True, help_text="Paragraphs, with an empty line between them. Addresses become links."
    )
    sender_name = models.CharField(
        max_length=80, blank=True, help_text="Empty: the magazine's name."
    )
    reply_to = models.EmailField(
        "answers go to", blank=True, help_text="A mailbox that somebody reads."
    )
    period_from = models.DateTimeField()
    period_to = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT, editable=False)
    # Why it is held, paused or failed, in a sentence.
    note = models.TextField(blank=True, editable=False)
    send_at = models.DateTimeField(null=True, blank=True, editable=False)
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
    )
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
    )
    # What was last sent as a test, so that nothing untested is sent to everybody.
    tested_digest = models.CharField(max_length=64, blank=True, editable=False)
    # Frozen when sending starts: what readers, the archive and a later proof share.
    html = models.TextField(blank=True, editable=False)
    text = models.TextField(blank=True, editable=False)
    digest = models.CharField(max_length=64, blank=True, editable=False)
    frozen_at = models.DateTimeField(null=True, blank=True, editable=False)
    # Where the site was then: the archive leads to where it is now.
    site = models.CharField(max_length=255, blank=True, editable=False)
    sending_at = models.DateTimeField(null=True, blank=True, editable=False)
    finished_at = models.DateTimeField(null=True, blank=True, editable=False)
    # How far the list of readers has been gone through, and what was found there.
    audience_end = models.PositiveBigIntegerField(null=True, editable=False)
    prepared_to = models.PositiveBigIntegerField(default=0, editable=False)
    candidates = models.PositiveIntegerField(default=0, editable=False)
    prepared = models.PositiveIntegerField(default=0, editable=False)
    excluded = models.PositiveIntegerField(default=0, editable=False)
    # How many deliveries stood how when the list of them was forgotten; before that, empty.
    kept_sums = models.JSONField(null=True, blank=True, editable=False)

    objects = IssueQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        permissions = [("send_issue", "Can send issues to readers")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["draft", "scheduled", "held"]) | Q(frozen_at__isnull=False),
                name="issue_is_frozen_before_it_is_sent",
            ),
        ]

    def __str__(self):
        name = self.subject or "A round-up without a subject"
        return f"{self.number}: {name}" if self.number else name

    def get_absolute_url(self):
        return f"/newsletter/archive/{self.number}/"

    def is_editable(self):
        return self.state == self.State.DRAFT

    def is_begun(self):
        return self.frozen_at is not None

    # Steps. Each answers whether this call was the one that took it.

    def schedule(self, by, at=None, now=None):
        """To be sent at that time, or in five minutes: until then it can be stopped."""
        now = now or timezone.now()
        at = max(at, now + GRACE) if at else now + GRACE
        return self._step([self.State.DRAFT], self.State.SCHEDULED, send_at=at, sent_by=by, note="")

    def call_off(self):
        """Back to a draft, as long as nobody has been sent it."""
        return self._step(
            [self.State.SCHEDULED, self.State.HELD], self.State.DRAFT, send_at=None, note=""
        )

    def release(self, by, now=None):
        """A person says that a late issue shall go out after all."""
        now = now or timezone.now()
        return self._step(
            [self.State.HELD], self.State.SCHEDULED, send_at=now + GRACE, sent_by=by, note=""
        )

    def hold(self, why):
        return self._step([self.State.SCHEDULED], self.State.HELD, note=why)

    def pause(self, why=""):
        return self._step([self.State.SENDING], self.State.PAUSED, note=why)

    def resume(self):
        return self._step([self.State.PAUSED], self.State.SENDING, note="")

    def fail(self, why):
        return self._step([self.State.PREPARING, self.State.SENDING], self.State.FAILED, note=why)

    @transaction.atomic
    def freeze(self, html, text, digest, pictures, audience_end, at=None):
        """Take it out of the editors' hands, give it its number, and begin to prepare."""
        taken = self._step(
            [self.State.SCHEDULED],
            self.State.PREPARING,
            html=html,
            text=text,
            digest=digest,
            audience_end=audience_end,
            frozen_at=at or timezone.now(),
            site=settings.SITE_ADDRESS,
        )
        if taken:
            highest = Issue.objects.aggregate(Max("number"))["number__max"] or 0
            self.number = highest + 1
            self.save(update_fields=["number"])
            self.pictures.bulk_create(IssuePicture(issue=self, image_id=key) for key in pictures)
        return taken

    def advance(self, prepared_from, prepared_to, candidates, prepared, excluded):
        """One chunk of readers is prepared. False if another worker has prepared it before."""
        chunk = Issue.objects.filter(
            pk=self.pk, state=self.State.PREPARING, prepared_to=prepared_from
        )
        return bool(
            chunk.update(
                prepared_to=prepared_to,
                candidates=F("candidates") + candidates,
                prepared=F("prepared") + prepared,
                excluded=F("excluded") + excluded,
            )
        )

    def begin_sending(self, at=None):
        """Everybody is on the list. Refused if the sums do not balance."""
        self.refresh_from_db(fields=["candidates", "prepared", "excluded"])
        listed = self.deliveries.count()
        if self.candidates != self.prepared + self.excluded or self.prepared != listed:
            self.fail(
                f"The sums do not balance: {self.candidates} readers, {self.prepared} prepared, "
                f"{self.excluded} left out, {listed} on the list."
            )
            return False
        at = at or timezone.now()
        return self._step([self.State.PREPARING], self.State.SENDING, sending_at=at)

    def finish(self, at=None):
        return self._step([self.State.SENDING], self.State.SENT, finished_at=at or timezone.now())

    def reopen(self):
        """One of its deliveries is to be tried again."""
        return self._step([self.State.SENT], self.State.SENDING, finished_at=None)

    def forget_deliveries(self):
        """Forget who was sent it, once nothing about it is open; what came of it stays in sums."""
        if self.kept_sums is None:
            if self.deliveries.exclude(state__in=["sent", "failed", "skipped"]).exists():
                return
            Issue.objects.filter(pk=self.pk, state=self.State.SENT).update(kept_sums=self.sums())
            self.refresh_from_db()
        while self.kept_sums is not None:
            keys = list(self.deliveries.values_list("pk", flat=True)[:FORGOTTEN_AT_ONCE])
            if not keys:
                return
            self.deliveries.filter(pk__in=keys).delete()

    def sums(self):
        """How many deliveries stand how, or stood when their list was forgotten."""
        if self.kept_sums is not None:
            return self.kept_sums
        return dict(self.deliveries.order_by().values_list("state").annotate(Count("pk")))

    def _step(self, sources, target, **fields):
        changed = Issue.objects.filter(pk=self.pk, state__in=sources).update(state=target, **fields)
        self.refresh_from_db()
        return changed == 1


class Entry(models.Model):
    """One article's place in an issue."""

    issue = models.ForeignKey(Issue, models.CASCADE, related_name="entries")
    article = models.ForeignKey("articles.Article", models.PROTECT, related_name="+")
    order = models.PositiveSmallIntegerField(default=0)
    headline = models.CharField(
        max_length=200, blank=True, help_text="Empty: the article's headline for cards."
    )
    teaser = models.TextField(blank=True, help_text="Empty: the article's dek.")

    class Meta:
        ordering = ["order", "pk"]
        verbose_name_plural = "entries"
        constraints = [
            models.UniqueConstraint(fields=["issue", "article"], name="article_once_in_issue"),
        ]

    def __str__(self):
        return self.headline or str(self.article)


class IssuePicture(models.Model):
    """A picture that stands in a letter which was sent: it cannot be taken from under it."""

    issue = models.ForeignKey(Issue, models.CASCADE, related_name="pictures")
    image = models.ForeignKey("articles.Image", models.PROTECT, related_name="+")

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["issue", "image"], name="picture_once_in_issue"),
        ]

    def __str__(self):
        return f"Picture {self.image_id} in issue {self.issue_id}"
