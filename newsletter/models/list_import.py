from django.conf import settings
from django.db import models
from django.utils import timezone

from newsletter.models.issue import NotReady


class ListImport(models.Model):
    """A list that was brought along, and how far it has been taken in.

    The file is read from its beginning each time; rows up to `rows_done` are behind us, and are
    counted in the same transaction that wrote them. So it can be broken off anywhere.
    """

    class State(models.TextChoices):
        UPLOADED = "uploaded", "being looked through"
        CHECKED = "checked", "looked through"
        RUNNING = "running", "being taken in"
        DONE = "done", "taken in"
        FAILED = "failed", "could not be read"

    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    name = models.CharField("file", max_length=120)
    # Under DATA_DIR, readable by nobody else, gone once it is taken in.
    path = models.CharField(max_length=500, editable=False)
    preset = models.CharField(max_length=12)
    columns = models.JSONField(default=dict, blank=True)
    basis = models.TextField(
        "lawful basis",
        help_text="Where these readers agreed to be written to, when, and to what. It is kept with "
        "each of them.",
    )
    state = models.CharField(max_length=8, choices=State, default=State.UPLOADED)
    note = models.TextField(blank=True)
    begun_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)
    # What the dry run found, and what was done so far.
    found = models.JSONField(default=dict)
    done = models.JSONField(default=dict)
    rows_done = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-pk"]
        default_permissions = ("view",)
        permissions = [("import_subscriber", "Can import subscribers")]
        verbose_name = "import"

    def __str__(self):
        return self.name

    def checked(self, found, note):
        return self._step([self.State.UPLOADED], self.State.CHECKED, found=found, note=note)

    def look_again(self, columns):
        """With other columns than were guessed."""
        sources = [self.State.CHECKED, self.State.FAILED]
        return self._step(sources, self.State.UPLOADED, columns=columns, found={}, note="")

    def start(self):
        if not any(self.found.get(heap) for heap in ("new", "left", "bounced")):
            raise NotReady("There is nobody in it to take in.")
        return self._step([self.State.CHECKED], self.State.RUNNING)

    def advance(self, rows_before, rows_after, counts):
        """One chunk is in. False if another worker has brought it in before."""
        done = {key: self.done.get(key, 0) + counts[key] for key in counts}
        changed = ListImport.objects.filter(
            pk=self.pk, state=self.State.RUNNING, rows_done=rows_before
        ).update(rows_done=rows_after, done=done)
        return changed == 1

    def finish(self):
        return self._step([self.State.RUNNING], self.State.DONE, ended_at=timezone.now())

    def fail(self, why):
        sources = [self.State.UPLOADED, self.State.RUNNING]
        return self._step(sources, self.State.FAILED, note=why, ended_at=timezone.now())

    def _step(self, sources, target, **fields):
        rows = ListImport.objects.filter(pk=self.pk, state__in=sources)
        changed = rows.update(state=target, **fields)
        self.refresh_from_db()
        return changed == 1


class Reject(models.Model):
    """A row that was not taken in, and why: downloaded, put right, brought again."""

    list_import = models.ForeignKey(ListImport, models.CASCADE, related_name="rejects")
    line = models.PositiveIntegerField()
    reason = models.CharField(max_length=200)
    address = models.CharField(max_length=254, blank=True)

    class Meta:
        ordering = ["pk"]
        default_permissions = ()

    def __str__(self):
        return f"Line {self.line}: {self.reason}"
