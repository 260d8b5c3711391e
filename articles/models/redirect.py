from django.conf import settings
from django.db import models
from django.db.models import Value
from django.db.models.functions import Concat, Substr
from django.utils import timezone


class RedirectQuerySet(models.QuerySet):
    def leave(self, old_path, new_path, by=None):
        """Send readers of old_path to new_path for good: chains flattened, loops impossible."""
        if old_path == new_path:
            return
        # Whatever lives at new_path again needs no sending away.
        self.filter(old_path=new_path).delete()
        self.filter(new_path=old_path).update(new_path=new_path)
        self.update_or_create(
            old_path=old_path, defaults={"new_path": new_path, "by": by, "at": timezone.now()}
        )

    def follow(self, old_path, new_path):
        """Old addresses that lead to what stands below old_path lead below new_path at once."""
        below = self.filter(new_path__startswith=old_path)
        moved = Concat(Value(new_path), Substr("new_path", len(old_path) + 1))
        below.filter(old_path=moved).delete()
        below.update(new_path=moved)

    def target(self, path):
        """Where path went, or None."""
        return self.filter(old_path=path).values_list("new_path", flat=True).first()


class Redirect(models.Model):
    old_path = models.CharField("old address", max_length=300, unique=True)
    new_path = models.CharField("new address", max_length=300, db_index=True)
    at = models.DateTimeField(default=timezone.now, editable=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, editable=False, on_delete=models.SET_NULL
    )

    objects = RedirectQuerySet.as_manager()

    class Meta:
        ordering = ["old_path"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(old_path=models.F("new_path")),
                name="redirect_goes_elsewhere",
                violation_error_message="A redirect must lead to another address.",
            ),
        ]

    def __str__(self):
        return f"{self.old_path} → {self.new_path}"
