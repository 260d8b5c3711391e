"""A newsroom with something to hide in every room, and somebody of each role."""

from django.conf import settings
from django.test import Client
from django.urls import get_resolver
from django.utils import timezone

from articles.desk.preflight import archive
from articles.models import (
    Correction,
    HouseRule,
    LogLine,
    MagazineSettings,
    Pin,
    PreviewLink,
    Redirect,
    Slot,
)
from articles.models import Page as StandingPage
from newsletter import outbox
from newsletter.models import ExportLog, ListImport, Rhythm, Suppression, Welcome
from tests.factories import (
    make_article,
    make_author,
    make_genre,
    make_image,
    make_published,
    make_section,
    make_user,
)
from tests.newsletter.issues import make_issue
from tests.newsletter.readers import make_reader

# Stands in every field of a colleague's draft, and in a reader's address.
WORD = "zzcanaryzz"
# The columns of the table.
ROLES = (
    "nobody",
    "leaver",
    "reader",
    "writer",
    "elsewhere",
    "editor",
    "chief",
    "audience",
    "root",
)
TEXTS = (
    "title",
    "dek",
    "short_headline",
    "search_title",
    "social_title",
    "disclosure",
    "lead_caption",
)


def make_staff(europe, asia):
    """One user a role: editors of one section each, somebody who has left, a superuser."""
    return {
        "leaver": make_user("leaver", "Chief"),
        "reader": make_user("reader", None),
        "writer": make_user("writer", "Contributor"),
        "elsewhere": make_user("elsewhere", "Editor", sections=[asia]),
        "editor": make_user("editor", "Editor", sections=[europe]),
        "chief": make_user("chief", "Chief"),
        "audience": make_user("audience", "Audience"),
        "root": make_user("root", None, is_superuser=True),
    }


class Newsroom:
    """The rows by name, and a browser of each role.

    The colleague's draft stands in everything that others may look at: its picture, author, tag,
    section and kind are those of the live article, which others may open.
    """

    def __init__(self):
        MagazineSettings.objects.update(republication="by")
        self.section, self.asia = make_section("Europe"), make_section("Asia")
        self.people = make_staff(self.section, self.asia)
        self.chief, writer = self.people["chief"], self.people["writer"]
        self.image = make_image(uploaded_by=self.chief)
        shared = {
            "section": self.section,
            "genre": make_genre("Essay"),
            "authors": [make_author("Cara")],
            "lead_image": self.image,
            "tags": ["Ports"],
        }
        self.live = make_published(slug="live", created_by=writer, by=writer, **shared)
        self.draft = make_article(
            **{name: f"{WORD} {name}" for name in TEXTS},
            **shared,
            slug=f"{WORD}-slug",
            body=f'<p>{WORD} body <a href="/europe/live/">live</a></p>',
            created_by=self.chief,
            by=self.chief,
            related=[self.live],
        )
        self.own = make_article(
            section=self.section, created_by=writer, by=writer, slug="own", related=[self.live]
        )
        archive.check([self.draft.pk, self.live.pk])
        self.rows = {**self._of_articles(), **self._of_letters()}
        self.clients = {role: self._client(role) for role in ROLES}
        self.people["leaver"].is_active = False
        self.people["leaver"].save()

    def _of_articles(self):
        """By the name of the model in an address."""
        corrected = Correction.objects.issue(self.live, "correction", "It was ten.", by=self.chief)
        Pin.objects.create(article=self.live, section=self.section, position=1)
        Pin.objects.create(article=self.draft, section=self.section, position=2)
        return {
            "author": self.live.authors.get(),
            "correction": corrected,
            "genre": self.live.genre,
            "houserule": HouseRule.objects.create(wrong="utilise", right="use"),
            "image": self.image,
            "logline": LogLine.objects.get(article=self.live, verb="published"),
            "magazinesettings": MagazineSettings.objects.current(),
            "page": StandingPage.objects.create(title="About", slug="about", body="<p>Us.</p>"),
            "redirect": Redirect.objects.create(old_path="/old/", new_path="/europe/live/"),
            "section": self.section,
            "tag": self.live.tags.get(),
            "user": self.people["audience"],
            "group": self.people["audience"].groups.get(),
            "slot": Slot.objects.keep(self.chief, self.draft, "", {"body": f"<p>{WORD}</p>"}, 1),
            "link": PreviewLink.objects.make(self.own, self.chief),
        }

    def _of_letters(self):
        self.reader = make_reader(f"{WORD}@example.org")
        file = settings.DATA_DIR / "export.csv"
        file.write_text(f"{WORD}@example.org")
        outbox.keep(f"Subject: Hello\r\nTo: {WORD}@example.org\r\n\r\nHello".encode())
        export = {"by": self.chief, "form": "csv", "states": [], "path": str(file)}
        struck = {"address_hash": "0" * 64, "reason": "bounced", "at": timezone.now()}
        return {
            "issue": make_issue(0),
            "sent": make_issue(1, state="scheduled", number=7),
            "subscriber": self.reader,
            "suppression": Suppression.objects.create(**struck),
            "welcome": Welcome.objects.first(),
            "rhythm": Rhythm.objects.current(),
            "exportlog": ExportLog.objects.create(**export),
            "listimport": ListImport.objects.create(by=self.chief, name="list.csv", preset="plain"),
            "outboxmail": outbox.names()[0],
        }

    def _client(self, role):
        client = Client(raise_request_exception=False)
        if role in self.people:
            client.force_login(self.people[role])
        return client


def patterns():
    """Everything that the resolver leads to, as it is written there."""
    return list(_walk(get_resolver()))


def _walk(resolver, before=""):
    for entry in resolver.url_patterns:
        pattern = before + str(entry.pattern)
        if hasattr(entry, "url_patterns"):
            yield from _walk(entry, pattern)
        else:
            yield pattern
