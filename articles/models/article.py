from django.conf import settings
from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone
from taggit.managers import TaggableManager

from articles.models import search_index
from articles.models import snapshot as snapshots
from articles.models.address import RESERVED, Address, refuse_reserved
from articles.models.article_list import ArticleQuerySet
from articles.models.card import Named
from articles.models.derived import derive
from articles.models.edition import Edition
from articles.models.finishing import finish
from articles.models.log import LogLine
from articles.models.preflight import Checkup
from articles.models.redirect import Redirect
from articles.models.section import Genre
from articles.models.tag import TaggedArticle

LONG_READ = 1500  # words


class Article(Named, models.Model):
    class Stage(models.TextChoices):
        WRITING = "writing", "Writing"
        REVIEW = "review", "In review"
        READY = "ready", "Ready"

    title = models.CharField("headline", max_length=200)
    slug = models.SlugField(
        "web address", max_length=120, unique=True, validators=[refuse_reserved]
    )
    dek = models.TextField(blank=True, max_length=600, help_text="The sentence under the headline.")
    body = models.TextField(blank=True)
    section = models.ForeignKey("articles.Section", on_delete=models.PROTECT)
    genre = models.ForeignKey("articles.Genre", null=True, blank=True, on_delete=models.PROTECT)
    authors = models.ManyToManyField(
        "articles.Author", through="articles.Byline", related_name="articles"
    )
    tags = TaggableManager(through=TaggedArticle, blank=True)
    lead_image = models.ForeignKey(
        "articles.Image",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="led_articles",
        verbose_name="lead picture",
    )
    lead_caption = models.TextField("caption of the lead picture here", blank=True, max_length=1000)
    related = models.ManyToManyField(
        "self", through="articles.RelatedArticle", symmetrical=False, related_name="related_from"
    )

    short_headline = models.CharField(
        max_length=120, blank=True, help_text="For cards and mail. Empty: the headline."
    )
    search_title = models.CharField(
        max_length=120, blank=True, help_text="For search engines. Empty: the headline."
    )
    social_title = models.CharField(
        max_length=120, blank=True, help_text="For shared links. Empty: the headline."
    )
    social_image = models.ForeignKey(
        "articles.Image",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="social_articles",
        verbose_name="picture for shared links",
    )
    first_published_by = models.CharField(
        max_length=120, blank=True, help_text="Who ran it first, where it was not us."
    )
    canonical_url = models.URLField(
        "its address there", blank=True, max_length=500, help_text="Search engines are sent there."
    )
    disclosure = models.TextField(
        "disclosure line", blank=True, max_length=600, help_text="Interests readers should know."
    )

    # Empty: a draft. Ahead of now: scheduled. Otherwise: live, until unpublish_at.
    published_at = models.DateTimeField(null=True, blank=True, db_index=True)
    unpublish_at = models.DateTimeField(null=True, blank=True, db_index=True)
    # The date that readers see. It survives an unpublish.
    first_published_at = models.DateTimeField(null=True, blank=True)
    # The last change that matters to readers; empty: none since it first appeared.
    updated_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    saved_at = models.DateTimeField(default=timezone.now, editable=False, db_index=True)

    stage = models.CharField(max_length=8, choices=Stage, default=Stage.WRITING)
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="assigned_articles",
    )
    planned_on = models.DateField("planned for", null=True, blank=True, db_index=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="created_articles",
    )
    # The number of the newest revision. A form that began from an older one must merge.
    version = models.PositiveIntegerField(default=0, editable=False)
    # The number of the revision that the row shows.
    shown_version = models.PositiveIntegerField(default=0, editable=False)

    # Made from the fields above whenever they are applied, never while a reader waits.
    body_html = models.TextField(blank=True, editable=False)
    teaser_html = models.TextField(blank=True, editable=False)
    rest_html = models.TextField(blank=True, editable=False)
    word_count = models.PositiveIntegerField(default=0, editable=False)
    toc = models.JSONField(default=list, editable=False)
    derived = models.JSONField(default=dict, editable=False)

    objects = ArticleQuerySet.as_manager()

    class Meta:
        ordering = ["-first_published_at", "-pk"]
        permissions = [
            ("publish_article", "Can publish and unpublish articles"),
            ("override_checks", "Can publish against an error of the checks, with a reason"),
            ("withdraw_article", "Can withdraw an article with a reason"),
            ("see_every_draft", "Can see drafts of others"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(slug__in=RESERVED),
                name="article_slug_not_reserved",
                violation_error_message="That address is one that the site itself uses.",
            ),
            models.CheckConstraint(condition=~Q(slug=""), name="article_slug_not_empty"),
            models.CheckConstraint(
                condition=Q(published_at=None) | Q(first_published_at__isnull=False),
                name="article_published_has_first_date",
            ),
        ]
        indexes = [
            # The dates at the end let a database count and list keys off the index alone.
            models.Index(
                F("first_published_at").desc(),
                F("id").desc(),
                "published_at",
                "unpublish_at",
                name="article_newest",
            ),
            # For sitemaps: what changed last, of the few that ever changed.
            models.Index(
                F("updated_at").desc(),
                condition=Q(updated_at__isnull=False),
                name="article_changed_last",
            ),
            models.Index(
                "section",
                F("first_published_at").desc(),
                F("id").desc(),
                "published_at",
                "unpublish_at",
                name="article_newest_in_section",
            ),
            models.Index(
                "genre",
                F("first_published_at").desc(),
                F("id").desc(),
                "published_at",
                "unpublish_at",
                name="article_newest_in_genre",
            ),
            models.Index(
                F("saved_at").desc(),
                condition=~Q(shown_version=F("version")),
                name="article_with_pending",
            ),
            # All that the desk's list filters by, in its order: no row is read to be left out.
            models.Index(
                F("saved_at").desc(),
                F("id").desc(),
                "published_at",
                "unpublish_at",
                "first_published_at",
                "section",
                "genre",
                "stage",
                "version",
                "shown_version",
                "assignee",
                "created_by",
                name="article_at_the_desk",
            ),
        ]

    def __str__(self):
        return self.title

    def clean(self):
        super().clean()
        if Address.objects.filter(slug=self.slug).exists():
            snapshots.refuse("slug", "A section or page has this address. Choose another.")

    # What readers see of it

    @property
    def title_for_search(self):
        return self.search_title or self.title

    @property
    def title_for_sharing(self):
        return self.social_title or self.title

    @property
    def reading_minutes(self):
        """At 230 words a minute, and never less than one."""
        return max(1, round(self.word_count / 230))

    def has_contents(self):
        """True for a long read with parts enough to be worth a list of them."""
        parts = [entry for entry in self.toc if entry["level"] == 2]
        return self.word_count >= LONG_READ and len(parts) >= 3

    def is_published(self, at=None):
        at = at or timezone.now()
        begun = self.published_at is not None and self.published_at <= at
        return begun and (self.unpublish_at is None or at < self.unpublish_at)

    def is_scheduled(self, at=None):
        return self.published_at is not None and self.published_at > (at or timezone.now())

    def was_published(self, at=None):
        """True once readers could see it, even if they no longer can."""
        return self.published_at is not None and self.published_at <= (at or timezone.now())

    def is_ours_to_hand_on(self):
        """True if others may republish it where the magazine allows that: ours, and still held."""
        elsewhere = self.first_published_by or self.canonical_url
        paid = self.genre is not None and self.genre.schema_type == Genre.SchemaType.ADVERTISER
        corrections = (self.derived or {}).get("corrections", [])
        return not (elsewhere or paid or any(row["kind"] == "retraction" for row in corrections))

    def has_pending_changes(self):
        """True if the newest revision is not what the row shows."""
        return self.shown_version != self.version

    # Verbs. Each is one transaction, takes the row's lock and is safe to repeat.

    def save_revision(self, snapshot, by, *, base=None, label="", kind="save"):
        """Keep the snapshot as the newest revision; while not live, the row follows it.

        Raises snapshots.Stale if base is given and no longer the newest.
        """
        with transaction.atomic():
            locked = self.lock()
            if base is not None and base != locked.version:
                raise snapshots.Stale(locked.version)
            revision = locked.revisions.create(
                number=locked.version + 1,
                snapshot=snapshot,
                schema=snapshots.SCHEMA,
                base=base if base is not None else locked.version,
                by=by,
                label=label,
                kind=kind,
            )
            Article.objects.filter(pk=self.pk).update(version=revision.number, saved_at=revision.at)
            locked.version = revision.number
            if not locked.is_published():
                locked.apply(revision)
            locked.remember_pictures(snapshot)
        self.refresh_from_db()
        return revision

    def apply(self, revision):
        """Make the row what the revision says. Readers see it at once if the article is live."""
        with transaction.atomic():
            old_path = self.get_absolute_url() if self.was_published() else None
            snapshots.put(self, revision.current_snapshot())
            self.date_lists()
            derive(self)
            self.shown_version = revision.number
            self.save()
            search_index.write([self])
            Checkup.objects.filter(article=self).delete()
            if old_path and old_path != self.get_absolute_url():
                Redirect.objects.leave(old_path, self.get_absolute_url(), by=revision.by)
            if self.published_at is not None:
                Edition.objects.move()

    def publish(self, by=None, at=None, *, revision=None, material=False):
        """Go live now or at the given time with the newest revision (or the one given).

        A live article keeps its date; with material, readers are told that it changed.
        """
        now = timezone.now()
        with transaction.atomic():
            locked = self.lock()
            was_live = locked.is_published(now)
            revision = revision or locked.revisions.first()
            if revision is not None:
                locked.apply(revision)
                # What only the text before showed is needed no longer.
                locked.remember_pictures(locked.revisions.first().snapshot)
            if not was_live:
                locked._set_dates(at or now, now)
            elif material:
                locked.updated_at = now
            locked.stage = Article.Stage.READY
            locked.save()
            locked.date_lists()
            Edition.objects.move()
            verb = (
                "updated"
                if was_live
                else ("scheduled" if locked.is_scheduled(now) else "published")
            )
            LogLine.objects.write(locked, verb, by, revision=revision, at=now)
            finish.enqueue(self.pk)
        self.refresh_from_db()

    def _set_dates(self, at, now):
        """A first date that readers have seen stays; an end that has passed is forgotten."""
        if self.first_published_at is None or self.first_published_at > now:
            self.first_published_at = at
        self.published_at = at
        if self.unpublish_at is not None and self.unpublish_at <= at:
            self.unpublish_at = None

    def unpublish(self, by=None, reason="", at=None):
        """Leave readers' pages now, or at the given time. A schedule is called off."""
        now = timezone.now()
        if at is not None and at > now:
            self.end(by, at, reason)
            return
        with transaction.atomic():
            locked = self.lock()
            if locked.is_scheduled(now):
                locked._call_off()
                verb = "called off"
            else:
                if locked.is_published(now):
                    locked.unpublish_at = now
                verb = "unpublished"
            locked.save(update_fields=["published_at", "unpublish_at", "first_published_at"])
            locked.date_lists()
            Edition.objects.move()
            LogLine.objects.write(locked, verb, by, detail=reason, at=now)
        self.refresh_from_db()

    def end(self, by=None, at=None, reason=""):
        """Leave readers' pages at that coming time; without one, stay."""
        now = timezone.now()
        with transaction.atomic():
            locked = self.lock()
            if locked.unpublish_at is not None and locked.unpublish_at <= now:
                # It has left already: only publish() brings it back.
                return
            locked.unpublish_at = at
            locked.save(update_fields=["unpublish_at"])
            locked.date_lists()
            Edition.objects.move()
            verb = "set to end" if at else "set to stay"
            LogLine.objects.write(locked, verb, by, detail=reason)
        self.refresh_from_db()

    def date_lists(self):
        """Have the lists of its authors and tags know its dates."""
        for rows in (self.bylines, self.tagged):
            rows.model.objects.follow([self.pk])

    def _call_off(self):
        if self.first_published_at == self.published_at:
            self.first_published_at = None
        self.published_at = None

    def lock(self):
        """The row as it is now, held until the transaction ends."""
        return (
            Article.objects.select_for_update(of=("self",))
            .select_related("section")
            .get(pk=self.pk)
        )

    def remember_pictures(self, snapshot):
        """Note which pictures the row and its newest revision need, so none is deleted."""
        wanted = snapshots.picture_ids(self) | snapshots.picture_ids_of(snapshot)
        self.image_uses.exclude(image_id__in=wanted).delete()
        known = set(self.image_uses.values_list("image_id", flat=True))
        existing = snapshots.existing_pictures(wanted - known)
        self.image_uses.bulk_create([ImageUse(article=self, image_id=pk) for pk in existing])

    def rederive(self):
        """Make anew what was made from other rows: a picture, an author, a tag has changed."""
        with transaction.atomic():
            locked = self.lock()
            derive(locked)
            locked.save(
                update_fields=[
                    "body_html",
                    "teaser_html",
                    "rest_html",
                    "word_count",
                    "toc",
                    "derived",
                ]
            )
            search_index.write([locked])
            Checkup.objects.filter(article=locked).delete()
            if locked.published_at is not None:
                Edition.objects.move()


class ImageUse(models.Model):
    """A picture that an article's text, or its newest revision, needs."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="image_uses")
    image = models.ForeignKey("articles.Image", on_delete=models.PROTECT, related_name="uses")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["article", "image"], name="image_use_once"),
        ]

    def __str__(self):
        return f"{self.article}: {self.image}"
