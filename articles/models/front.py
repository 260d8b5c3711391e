from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone

from articles.models.edition import Edition
from articles.models.log import LogLine


class PinQuerySet(models.QuerySet):
    def standing(self, at=None):
        """Pins whose time it is, of articles that readers may see."""
        at = at or timezone.now()
        begun = Q(starts_at=None) | Q(starts_at__lte=at)
        return self.filter(begun).exclude(ends_at__lte=at)

    def on_front(self, section=None):
        """The pins of a section's front; of the home page without one."""
        return self.filter(section=section).order_by("position", "pk")

    def arrange(self, section, slots, by=None):
        """Make the front hold these slots in this order: (article, starts_at, ends_at) each."""
        with transaction.atomic():
            self.filter(section=section).delete()
            self.bulk_create(
                Pin(
                    section=section,
                    article=article,
                    position=place,
                    starts_at=starts_at,
                    ends_at=ends_at,
                )
                for place, (article, starts_at, ends_at) in enumerate(slots, start=1)
            )
            Edition.objects.move()
            titles = "; ".join(article.title for article, *_ in slots)
            LogLine.objects.create(
                title=str(section or "Home page"),
                verb="arranged the front",
                by=by,
                by_name=by.get_username() if by else "",
                detail=titles or "Nothing is pinned.",
            )

    def put(self, article, section, place, by=None):
        """Pin the article to this place of the front, or take it off with place 0."""
        with transaction.atomic():
            # One change of a front at a time.
            Edition.objects.select_for_update().get(pk=1)
            pins = self.on_front(section).select_related("article")
            slots = [
                (pin.article, pin.starts_at, pin.ends_at)
                for pin in pins
                if pin.article_id != article.pk
            ]
            if place:
                slots.insert(place - 1, (article, None, None))
            self.arrange(section, slots, by)


class Pin(models.Model):
    """An article set by hand on a front: the home page, or a section's."""

    section = models.ForeignKey(
        "articles.Section",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="pins",
        help_text="Empty: the home page.",
    )
    article = models.ForeignKey("articles.Article", on_delete=models.CASCADE, related_name="pins")
    position = models.PositiveSmallIntegerField(default=1)
    starts_at = models.DateTimeField(null=True, blank=True)
    ends_at = models.DateTimeField(null=True, blank=True)

    objects = PinQuerySet.as_manager()

    class Meta:
        ordering = ["position", "pk"]
        permissions = [("curate_front", "Can arrange the fronts")]
        constraints = [
            models.UniqueConstraint(fields=["section", "article"], name="pin_once_per_front"),
            # Nulls count as different, so the home page needs its own.
            models.UniqueConstraint(
                fields=["article"], condition=Q(section=None), name="pin_once_on_home"
            ),
            models.CheckConstraint(
                condition=Q(starts_at=None)
                | Q(ends_at=None)
                | Q(ends_at__gt=models.F("starts_at")),
                name="pin_ends_after_it_starts",
                violation_error_message="A pin must end after it starts.",
            ),
        ]

    def __str__(self):
        return f"{self.section or 'Home'} {self.position}: {self.article}"
