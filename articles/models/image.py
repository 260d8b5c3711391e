from datetime import timedelta
from textwrap import shorten

from django.conf import settings
from django.core.files.storage import storages
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from articles.pictures import rights
from articles.pictures.rights import Licence

# Letters of a caption that name a picture in lists; whole words only.
NAME_LENGTH = 80


def originals():
    """Where uploaded files are kept as they came: private, never served."""
    return storages["originals"]


def _credits():
    return ImageCredit.objects.filter(image=OuterRef("pk"))


class ImageQuerySet(models.QuerySet):
    def with_credits(self):
        return self.prefetch_related("credits")

    def usable(self):
        """Pictures that may be shown: not withdrawn."""
        return self.filter(withdrawn_at=None)

    def search(self, text):
        """Pictures that have each word in caption, alt text, keywords, file name or credit."""
        found = self
        for word in text.split()[:8]:
            named = ImageCredit.objects.filter(
                Q(creator__icontains=word) | Q(agency__icontains=word), image=OuterRef("pk")
            )
            found = found.filter(
                Q(caption__icontains=word)
                | Q(alt__icontains=word)
                | Q(keywords__icontains=word)
                | Q(filename__icontains=word)
                | Exists(named)
            )
        return found

    def lacking_alt(self):
        return self.filter(alt="", is_decorative=False)

    def lacking_credit(self):
        return self.filter(~Exists(_credits()))

    def licensed(self, licence):
        """Pictures of which at least one credit has this licence."""
        return self.filter(Exists(_credits().filter(licence=licence)))

    def expired(self, today=None):
        """Pictures of which a licence has ended: its last day is behind us."""
        today = today or timezone.localdate()
        return self.filter(Exists(_credits().filter(expires_on__lt=today)))

    def expiring(self, today=None, days=30):
        """Pictures of which a licence ends within so many days, and none has ended yet."""
        today = today or timezone.localdate()
        last = today + timedelta(days=days)
        soon = _credits().filter(expires_on__gte=today, expires_on__lte=last)
        return self.filter(Exists(soon)).exclude(pk__in=self.expired(today).values("pk"))


class Image(models.Model):
    """A picture of the library: the file as it came, and all that is known of it."""

    file = models.FileField(storage=originals, max_length=200)
    filename = models.CharField("file name at upload", max_length=200, blank=True)
    content_hash = models.CharField(max_length=64, unique=True, editable=False)
    format = models.CharField(max_length=8, editable=False)
    width = models.PositiveIntegerField(editable=False)
    height = models.PositiveIntegerField(editable=False)

    alt = models.CharField(
        "alternative text",
        max_length=500,
        blank=True,
        help_text="What a reader who cannot see the picture needs to know.",
    )
    is_decorative = models.BooleanField(
        "decorative", default=False, help_text="Says nothing that the text does not: no alt text."
    )
    caption = models.TextField(blank=True, max_length=1000)
    focal_x = models.FloatField(
        default=0.5, validators=[MinValueValidator(0), MaxValueValidator(1)]
    )
    focal_y = models.FloatField(
        default=0.5, validators=[MinValueValidator(0), MaxValueValidator(1)]
    )
    keywords = models.CharField(max_length=500, blank=True)
    taken_at = models.DateTimeField(null=True, blank=True)
    may_republish = models.BooleanField(
        "may be republished", default=False, help_text="Others may take it with the article."
    )
    # What there is to serve: {shape: [key, [widths]]}; written by articles.pictures.renditions.
    renditions = models.JSONField(default=dict, editable=False)
    # What the file said of itself, and where: {"caption": ["The harbour", "IPTC"], …}.
    metadata_sources = models.JSONField(default=dict, editable=False)
    withdrawn_at = models.DateTimeField(null=True, editable=False)
    withdrawn_reason = models.CharField(max_length=300, blank=True, editable=False)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, editable=False, on_delete=models.SET_NULL
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False, db_index=True)

    objects = ImageQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = "picture"
        constraints = [
            models.CheckConstraint(condition=Q(width__gt=0, height__gt=0), name="image_has_size"),
            models.CheckConstraint(
                condition=Q(focal_x__gte=0, focal_x__lte=1, focal_y__gte=0, focal_y__lte=1),
                name="image_focal_point_inside",
            ),
        ]

    def __str__(self):
        said = self.caption or self.alt or self.filename or f"Picture {self.pk}"
        whole_words = shorten(said, NAME_LENGTH, placeholder="…")
        return whole_words if whole_words != "…" else said[:NAME_LENGTH]

    def alt_state(self):
        """One of "text", "decorative" and "missing"."""
        if self.is_decorative:
            return "decorative"
        return "text" if self.alt.strip() else "missing"

    def credit_line(self):
        """The credits as readers see them, in order, without a prefix; empty if there are none."""
        return rights.credit_line(self.credits.all())


class ImageCredit(models.Model):
    image = models.ForeignKey(Image, on_delete=models.CASCADE, related_name="credits")
    order = models.PositiveSmallIntegerField(default=0)
    creator = models.CharField(max_length=200, blank=True)
    agency = models.CharField("source or agency", max_length=200, blank=True)
    licence = models.CharField(max_length=20, choices=Licence, default=Licence.UNKNOWN)
    licence_url = models.URLField("licence address", blank=True, max_length=500)
    fair_use_reason = models.CharField("reason for fair use", blank=True, max_length=300)
    expires_on = models.DateField("licence ends on", null=True, blank=True, db_index=True)
    source_url = models.URLField("where it came from", blank=True, max_length=500)

    class Meta:
        ordering = ["order", "pk"]
        verbose_name = "credit"
        constraints = [
            models.CheckConstraint(
                condition=~Q(creator="") | ~Q(agency=""),
                name="credit_names_someone",
                violation_error_message="A credit names a creator, a source, or both.",
            ),
            models.CheckConstraint(
                condition=~Q(licence="fair-use") | ~Q(fair_use_reason=""),
                name="credit_fair_use_has_reason",
                violation_error_message="A fair-use claim needs its reason.",
            ),
        ]

    def __str__(self):
        return self.line()

    def line(self):
        """“Creator / Agency”, with a free licence's name: what readers see of this credit."""
        return rights.line_of(self)
