"""Fills an empty database with the demo magazine, by the same verbs that editors use."""

from datetime import timedelta

from django.contrib.auth.models import Group, User
from django.db import transaction
from django.utils import timezone

from articles import html
from articles.models import (
    Article,
    Author,
    Correction,
    Edition,
    Genre,
    MagazineSettings,
    Note,
    Page,
    Pin,
    Section,
    snapshot,
)
from magazine.demo import manuscript
from magazine.demo.logins import PASSWORD, STAFF

GENRES = [
    ("Analysis", "AnalysisNewsArticle"),
    ("Reporting", "ReportageNewsArticle"),
    ("Opinion", "OpinionNewsArticle"),
    ("Background", "BackgroundNewsArticle"),
    ("Review", "ReviewNewsArticle"),
    ("Interview", "NewsArticle"),
]
# The home page's hand-set top, by web address.
PINNED_HOME = (
    "long-afternoon-of-the-inspectors",
    "treaties-washington-obeys",
    "warning-came-in-time",
)


class Builder:
    """Makes the demo magazine once. Pictures come ready-made: a row for each key and author."""

    def __init__(self, pictures, portraits):
        self.pictures, self.portraits = pictures, portraits
        self.now = timezone.now()
        self.manuscripts = manuscript.read_all("articles")

    @transaction.atomic
    def build(self):
        self.make_staff()
        self.make_settings()
        self.make_sections()
        self.make_authors()
        self.make_pages()
        articles = {text.get("slug"): self.make_article(text) for text in self.manuscripts}
        for text in self.manuscripts:
            self.finish_article(articles[text.get("slug")], text, articles)
        self.make_front(articles)
        Edition.objects.move()

    def make_staff(self):
        self.staff = {}
        for username, first, last, group in STAFF:
            user = User.objects.create_user(
                username,
                f"{username}@example.org",
                PASSWORD,
                first_name=first,
                last_name=last,
                is_staff=True,
            )
            user.groups.add(Group.objects.get(name=group))
            self.staff[username] = user
        self.staff["admin"] = User.objects.create_superuser(
            "admin", "admin@example.org", PASSWORD, first_name="Ada", last_name="Keeper"
        )

    def make_settings(self):
        MagazineSettings.objects.filter(pk=1).update(
            name="The Far Shore",
            tagline="Foreign affairs without the fog",
            description="An online magazine of foreign affairs that favors diplomacy, restraint "
            "and plain language.",
            social_links=[
                {"label": "Mastodon", "url": "https://mastodon.example.org/@thefarshore"},
                {"label": "Bluesky", "url": "https://bsky.example.org/thefarshore"},
                {"label": "YouTube", "url": "https://video.example.org/thefarshore"},
            ],
            newsletter_name="The Friday Crossing",
            newsletter_pitch="One letter a week: what we published, what we got wrong, and one "
            "thing worth keeping. No tracking, and one click to leave.",
            postal_address="The Far Shore, 14 Quayside Row, Port Ellery",
            support_url="https://example.org/support-the-far-shore",
            copyright_line=f"© {self.now.year} The Far Shore",
            time_zone="America/New_York",
            republication="by-nd",
        )

    def make_sections(self):
        self.sections = {}
        for order, block in enumerate(manuscript.read_blocks("sections.txt"), start=1):
            is_rail = block.get("rail") == "yes"
            self.sections[block["slug"]] = Section.objects.create(
                slug=block["slug"],
                name=block["name"],
                description=block["description"],
                order=order * 10,
                is_rail=is_rail,
                is_short_posts=is_rail,
            )
        self.staff["editor"].edited_sections.set(
            [self.sections["europe"], self.sections["middle-east"]]
        )
        self.genres = {
            name.lower(): Genre.objects.create(name=name, slug=name.lower(), schema_type=kind)
            for name, kind in GENRES
        }

    def make_authors(self):
        self.authors = {}
        for block in manuscript.read_blocks("authors.txt"):
            links = [
                {"label": url.rpartition("/")[2].replace("-", " ").title(), "url": url}
                for url in block["links"].split()
            ]
            self.authors[block["slug"]] = Author.objects.create(
                slug=block["slug"],
                name=block["name"],
                affiliation=block["affiliation"],
                bio=block["bio"],
                links=links,
                portrait=self.portraits.get(block["slug"]),
            )
        for username, slug in (("editor", "ines-calloway"), ("contributor", "tobias-renkvist")):
            Author.objects.filter(slug=slug).update(account=self.staff[username])

    def make_pages(self):
        for text in manuscript.read_all("pages"):
            menu = text.get("menu", "footer")
            Page.objects.create(
                slug=text.get("slug"),
                title=text.get("title"),
                body=html.clean(manuscript.to_html(text.body, {})),
                menu="" if menu == "none" else menu,
                order=int(text.get("order", "1")) * 10,
            )

    def make_article(self, text):
        """The article as its writer left it; what follows from others comes in finish_article."""
        author = self.authors[text.names("authors")[0]]
        by = author.account or self.staff["chief"]
        article = Article.objects.create(
            title=text.get("title"),
            slug=text.get("slug"),
            section=self.sections[text.get("section")],
            created_by=by,
        )
        self.save(article, by, self.content(text))
        return article

    def content(self, text):
        """A manuscript as the form would hold it."""
        picture = self.pictures.get(text.get("picture"))
        publisher, _, canonical = text.get("first_published_by").partition("|")
        ids = {key: image.pk for key, image in self.pictures.items()}
        return {
            "title": text.get("title"),
            "slug": text.get("slug"),
            "dek": text.get("dek"),
            "body": manuscript.to_html(text.body, ids),
            "section": self.sections[text.get("section")].pk,
            "genre": self.genres[text.get("genre")].pk if text.get("genre") else None,
            "bylines": [self.authors[slug].pk for slug in text.names("authors")],
            "tags": text.names("tags"),
            "related": [],
            "lead_image": picture.pk if picture else None,
            "social_image": None,
            "lead_caption": text.get("caption"),
            "short_headline": text.get("short"),
            "search_title": text.get("search_title"),
            "social_title": text.get("social_title"),
            "first_published_by": publisher.strip(),
            "canonical_url": canonical.strip(),
            "disclosure": text.get("disclosure"),
        }

    def save(self, article, by, content):
        article.save_revision(content | {"body": html.clean(content["body"])}, by)

    def finish_article(self, article, text, articles):
        """Set what leads elsewhere, and bring it to the state that its header names."""
        by = self.staff["editor" if text.get("section") == "europe" else "chief"]
        others = [articles[slug].pk for slug in text.names("related") if slug in articles]
        if others:
            self.save(article, by, snapshot.take(article) | {"related": others})
        if text.get("note"):
            Note.objects.create(article=article, by=by, text=text.get("note"))
        state = text.get("state", "live")
        if state in {"draft", "review"}:
            Article.objects.filter(pk=article.pk).update(
                stage=Article.Stage.REVIEW if state == "review" else Article.Stage.WRITING,
                planned_on=(self.now + timedelta(days=3)).date(),
                assignee=by,
            )
            return
        article.publish(by, self.when(text))
        for number, (kind, words) in enumerate(text.corrections):
            at = min(article.first_published_at + timedelta(hours=20 + 30 * number), self.now)
            Correction.objects.issue(article, kind, words, by, at=at)
        if state == "pending":
            self.leave_pending(article, by, text)

    def when(self, text):
        """The header's days before now; whole minutes, as a person would set them."""
        at = self.now - timedelta(days=float(text.get("days", "1")))
        return at.replace(second=0, microsecond=0)

    def leave_pending(self, article, by, text):
        content = snapshot.take(article)
        content["title"] = text.get("pending_title")
        content["body"] += f"<p>{text.get('pending_paragraph')}</p>"
        article.save_revision(content, by, label="update in the making")

    def make_front(self, articles):
        pinned = [articles[slug] for slug in PINNED_HOME if articles[slug].is_published()]
        for position, article in enumerate(pinned, start=1):
            Pin.objects.create(article=article, position=position)


def is_filled():
    """True if there is anything that a demo would be mixed up with."""
    return Section.objects.exists() or Article.objects.exists() or User.objects.exists()
