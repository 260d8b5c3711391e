from datetime import datetime

from django.apps import apps
from django.db import models, transaction
from django.db.models import F
from django.utils import timezone

from articles.models.magazine_settings import MagazineSettings
from articles.models.page import Page
from articles.models.section import Genre, Section
from articles.offers import most_read
from articles.pictures.markup import facts, jpeg, picture

# Called without arguments when an edition moves and again once that is committed. The page cache
# puts itself here.
LISTENERS = []
# How many of the next scheduled changes the frame names. Past the last, it is drawn anew.
MOMENTS = 50
# Of the articles that are read most, so many are named: pages show the first that they do not
# show already.
MOST_READ = 16
# Raise this with the frame's keys: a frame drawn by an older version is then drawn anew.
SHAPE = 7


class EditionManager(models.Manager):
    def move(self):
        """Say, in the caller's transaction, that something readers can see has changed."""
        self.filter(pk=1).update(number=F("number") + 1, frame=draw_frame())
        for listener in LISTENERS:
            listener()
            transaction.on_commit(listener)

    def current(self):
        return self.get(pk=1)


class Edition(models.Model):
    """A number that moves whenever readers' pages may differ, and what stands around every page.

    Caches are keyed by the number. The frame (names, menus, links) is drawn when something
    changes, so that a page spends one query on all of it.
    """

    number = models.PositiveBigIntegerField(default=1)
    frame = models.JSONField(default=dict)

    objects = EditionManager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(pk=1), name="edition_one_row"),
        ]

    def __str__(self):
        return str(self.number)

    def current_frame(self):
        """The frame as it was drawn, or as it would be where it was not yet."""
        return self.frame if self._still_knows() else draw_frame()

    def _still_knows(self):
        """False for a frame of another version, and past the last of the moments that it names."""
        if self.frame.get("shape") != SHAPE:
            return False
        moments = self.frame["moments"]
        return len(moments) < MOMENTS or timezone.now() < datetime.fromisoformat(moments[-1])


def draw_frame():
    """What every public page shows around its content, as JSON."""
    magazine = MagazineSettings.objects.current()
    rail = Section.objects.rail()
    pages = list(Page.objects.in_menus())
    return {
        "shape": SHAPE,
        "drawn_at": timezone.now().isoformat(),
        "name": magazine.name,
        "tagline": magazine.tagline,
        "description": magazine.description,
        "logo": magazine.logo_id,
        "logo_file": _file(magazine.logo) if magazine.logo else None,
        "logo_picture": _logo(magazine),
        "social_links": magazine.social_links,
        "newsletter_name": magazine.newsletter_name,
        "newsletter_pitch": magazine.newsletter_pitch,
        "postal_address": magazine.postal_address,
        "support_url": magazine.support_url,
        "support_label": magazine.support_label,
        "copyright_line": magazine.copyright_line,
        "notice": magazine.notice,
        "notice_until": magazine.notice_until.isoformat() if magazine.notice_until else None,
        "moments": _moments(magazine),
        "most_read": most_read(MOST_READ),
        "time_zone": magazine.time_zone,
        "language": magazine.language,
        "republication": magazine.republication,
        "home_keeps_reading": magazine.home_keeps_reading,
        "pins": _pins(),
        "sections": [_section(section) for section in Section.objects.visible()],
        "rail": _section(rail) if rail else None,
        "genres": [_genre(genre) for genre in Genre.objects.all()],
        "header_pages": [_page(page) for page in pages if page.menu == Page.Menu.HEADER],
        "footer_pages": [_page(page) for page in pages if page.menu == Page.Menu.FOOTER],
    }


def _moments(magazine):
    """The next times at which a page changes by itself: a page is good until the first of them."""
    now = timezone.now()
    times = [magazine.notice_until] if magazine.notice_until else []
    for model, names in (
        ("Article", ("published_at", "unpublish_at")),
        ("Pin", ("starts_at", "ends_at")),
    ):
        rows = apps.get_model("articles", model).objects
        for name in names:
            ahead = rows.filter(**{f"{name}__gt": now}).order_by(name)
            times += ahead.values_list(name, flat=True)[:MOMENTS]
    return [at.isoformat() for at in sorted(times) if at > now][:MOMENTS]


def _pins():
    """What is set by hand on fronts, as rows; no section is the home page."""
    names = ("section", "article", "starts_at", "ends_at")
    rows = apps.get_model("articles", "Pin").objects.order_by("position", "pk")
    return [
        [section, article, starts and starts.isoformat(), ends and ends.isoformat()]
        for section, article, starts, ends in rows.values_list(*names)
    ]


def _section(section):
    return {
        "pk": section.pk,
        "name": section.name,
        "slug": section.slug,
        "url": section.get_absolute_url(),
        "short_posts": section.is_short_posts,
    }


def _genre(genre):
    return {"pk": genre.pk, "name": genre.name, "slug": genre.slug, "url": genre.get_absolute_url()}


def _page(page):
    return {"title": page.title, "url": page.get_absolute_url()}


def _logo(magazine):
    """The logo where the name would stand: it says the name. Empty until it can be shown."""
    if magazine.logo is None or magazine.logo.withdrawn_at or not jpeg(magazine.logo):
        return ""
    return picture({**facts(magazine.logo), "alt": magazine.name}, place="logo", eager=True)


def _file(image):
    """One file of a picture, for machines; None while there is none."""
    file = jpeg(image, width=640)
    if file is None:
        return None
    return {"url": file.url, "width": file.width, "height": file.height, "alt": image.alt}
