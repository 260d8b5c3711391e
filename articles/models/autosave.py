"""What somebody is typing, and who else has the article open. Neither is part of its history."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

# A form says twice in this time that it is still open.
HERE = timedelta(seconds=60)


class SlotQuerySet(models.QuerySet):
    def of(self, user, article, key=""):
        """The user's slot for the article (for a new one: for that form), or None."""
        slots = self.filter(by=user, article=article)
        return (slots if article else slots.filter(key=key)).first()

    def keep(self, user, article, key, data, base):
        """Put what is typed into the slot, over what was there."""
        where = {"by": user, "article": article} | ({} if article else {"key": key})
        kept = {"data": data, "base": base, "title": data.get("title", "")[:200]}
        return self.update_or_create(**where, defaults={**kept, "at": timezone.now()})[0]

    def drop(self, user, article, key=""):
        """Forget what was typed: it has been saved, or is not wanted."""
        slots = self.filter(by=user, article=article)
        if key:
            slots |= self.filter(by=user, article=None, key=key)
        slots.delete()


class Slot(models.Model):
    """One for each person and article: the form's fields as they were typed last."""

    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="slots")
    article = models.ForeignKey(
        "articles.Article", null=True, on_delete=models.CASCADE, related_name="slots"
    )
    # Tells the forms of new articles apart; empty where there is an article.
    key = models.CharField(max_length=36, blank=True)
    title = models.CharField(max_length=200, blank=True)
    data = models.JSONField(default=dict)
    # The revision that the form was opened from.
    base = models.PositiveIntegerField(default=0)
    at = models.DateTimeField(default=timezone.now)

    objects = SlotQuerySet.as_manager()

    class Meta:
        ordering = ["-at"]
        constraints = [
            models.UniqueConstraint(fields=["by", "article"], name="slot_once_per_person"),
            # Nulls count as different, so forms of new articles need their own.
            models.UniqueConstraint(
                fields=["by", "key"], condition=Q(article=None), name="slot_once_per_new_form"
            ),
        ]

    def __str__(self):
        return f"{self.by}: {self.title}"


class PresenceQuerySet(models.QuerySet):
    def say(self, user, article):
        self.update_or_create(by=user, article=article, defaults={"at": timezone.now()})

    def others(self, user, article):
        """Who else has the article open now."""
        here = self.filter(article=article, at__gt=timezone.now() - HERE).exclude(by=user)
        return [presence.by for presence in here.select_related("by").order_by("by__username")]


class Presence(models.Model):
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    article = models.ForeignKey("articles.Article", on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    objects = PresenceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["by", "article"], name="presence_once_per_person"),
        ]

    def __str__(self):
        return f"{self.by}: {self.article_id}"
