from django.db import models
from django.db.models import F


class EditionManager(models.Manager):
    def move(self):
        """Say, in the caller's transaction, that something readers can see has changed."""
        self.filter(pk=1).update(number=F("number") + 1)

    def current(self):
        return self.values_list("number", flat=True).get(pk=1)


class Edition(models.Model):
    """A number that moves whenever readers' pages may differ: caches are keyed by it."""

    number = models.PositiveBigIntegerField(default=1)

    objects = EditionManager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(pk=1), name="edition_one_row"),
        ]

    def __str__(self):
        return str(self.number)
