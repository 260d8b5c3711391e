"""From an issue to what readers get: HTML and text from the same data, built once."""

import hashlib
import re
from dataclasses import dataclass
from itertools import groupby
from urllib.parse import urljoin

import css_inline
from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import pgettext

from articles.models import Article, Correction, MagazineSettings
from articles.pictures.markup import jpeg
from newsletter.compose import corrections
from newsletter.models import NotReady
from newsletter.sending.message import MARKS
from newsletter.tokens import PREFERENCES, UNSUBSCRIBE

# Gmail cuts a mail off there.
MOST_BYTES = 102_000
OWN = re.compile(r"<!--own-->.*?<!--/own-->", re.DOTALL)
OWN_TEXT = re.compile(r"^-- $.*", re.DOTALL | re.MULTILINE)
STYLES = css_inline.CSSInliner(
    keep_style_tags=False, keep_at_rules=True, load_remote_stylesheets=False
)


@dataclass(frozen=True)
class Item:
    headline: str
    teaser: str
    url: str
    byline: str
    minutes: int
    picture: object = None


@dataclass(frozen=True)
class Printed:
    """An issue as it goes out, with marks where each reader's own links will stand."""

    subject: str
    html: str
    text: str
    digest: str
    pictures: tuple = ()

    def for_reader(self, tokens):
        """HTML and text with one reader's links in them."""
        html, text = self.html, self.text
        for purpose, mark in MARKS.items():
            html, text = html.replace(mark, tokens[purpose]), text.replace(mark, tokens[purpose])
        return html, text


def print_issue(issue, at=None):
    """The issue as it would go out now or at that time, or as it went out."""
    if issue.is_begun():
        return Printed(issue.subject, issue.html, issue.text, issue.digest)
    magazine = MagazineSettings.objects.current()
    with translation.override(magazine.language):
        context = _context(issue, magazine, at)
        html = STYLES.inline(render_to_string("newsletter/mail/issue.html", context))
        text = _tidy(render_to_string("newsletter/mail/issue.txt", context))
    html = re.sub(r"\n\s*\n+", "\n", html)
    parts = [issue.subject, context["sender_name"], issue.reply_to, html, text]
    digest = hashlib.sha256("\0".join(parts).encode()).hexdigest()
    items = [item for _, group in context["groups"] for item in group]
    pictures = tuple({item.picture["key"]: None for item in items if item.picture})
    return Printed(issue.subject, html, text, digest, pictures)


def public(html, site=""):
    """The same bytes less what is one reader's own, for the archive.

    Where the site has moved since, its links lead to where it is now.
    """
    html = OWN.sub("", html)
    if site in ("", settings.SITE_ADDRESS):
        return html
    whole = re.compile(re.escape(site) + r"(?![\w.:@-])")
    return whole.sub(lambda _: settings.SITE_ADDRESS, html)


def check(issue, printed):
    """Raise NotReady for the first thing without which nothing may be sent."""
    magazine = MagazineSettings.objects.current()
    if not issue.subject.strip():
        raise NotReady("The issue has no subject.")
    if not issue.entries.exists():
        raise NotReady("There is no article in the issue.")
    if not magazine.postal_address.strip():
        raise NotReady("The magazine has no postal address: the law wants it in every issue.")
    leaves = settings.EMAIL_BACKEND != "newsletter.outbox.Backend"
    if leaves and settings.SITE_URL.scheme != "https":
        raise NotReady("The site has no https address: links in mail must have one.")
    if len(printed.html.encode()) > MOST_BYTES:
        raise NotReady("The issue is longer than 100 kB: mail programs would cut it off.")
    if printed.digest != issue.tested_digest:
        raise NotReady("Send yourself a test of this very issue first, and look at it.")


def _context(issue, magazine, at):
    made = corrections(issue, at)
    retracted = Correction.Kind.RETRACTION
    return {
        "issue": issue,
        "magazine": magazine,
        "newsletter": magazine.newsletter_name,
        "sender_name": issue.sender_name or magazine.name,
        "site": settings.SITE_ADDRESS,
        "paragraphs": [part.strip() for part in re.split(r"\n\s*\n", issue.intro) if part.strip()],
        "groups": _groups(issue),
        "retractions": [_corrected(each, issue) for each in made if each.kind == retracted],
        "corrections": [_corrected(each, issue) for each in made if each.kind != retracted],
        "unsubscribe": _own("unsubscribe", UNSUBSCRIBE),
        "preferences": _own("preferences", PREFERENCES),
        "archive": settings.SITE_ADDRESS + reverse("newsletter:archive"),
    }


def _groups(issue):
    entries = issue.entries.select_related("article__section", "article__genre")
    # What was taken down since it was put in is not announced.
    entries = entries.filter(article__in=Article.objects.published())
    # One picture a section: a letter is read, and not leafed through.
    return [
        (name, [_item(entry, issue, pictured=not place) for place, entry in enumerate(group)])
        for name, group in groupby(entries, key=lambda entry: entry.article.section.name)
    ]


def _item(entry, issue, pictured):
    article = entry.article
    return Item(
        headline=entry.headline or article.headline,
        teaser=entry.teaser or article.dek,
        url=_marked(article, issue),
        byline=_joined([row["name"] for row in article.derived.get("bylines", [])]),
        minutes=article.reading_minutes,
        picture=_picture(article) if pictured else None,
    )


def _picture(article):
    known = article.derived.get("picture")
    drawn = jpeg(known, width=640, ratio="3x2") if known else None
    if drawn is None:
        return None
    return {
        "key": article.lead_image_id,
        "url": urljoin(settings.SITE_ADDRESS, drawn.url),
        # As it is shown; the file has more, for sharp screens.
        "width": 552,
        "height": round(552 * drawn.height / drawn.width),
        # Where pictures are off this is what is read there, and the link's only words.
        "alt": known.get("alt") or article.headline,
        "credit": article.derived.get("credit", ""),
    }


def _corrected(correction, issue):
    return {
        "label": correction.get_kind_display(),
        "headline": correction.article.headline,
        "text": correction.text,
        "url": _marked(correction.article, issue),
    }


def _marked(article, issue):
    """One mark for the whole issue: who follows a link is told to nobody."""
    return f"{settings.SITE_ADDRESS}{article.get_absolute_url()}?letter={issue.pk}"


def _own(name, purpose):
    return settings.SITE_ADDRESS + reverse(f"newsletter:{name}", args=[MARKS[purpose]])


def _joined(names):
    last = f" {pgettext('before the last name', 'and')} "
    return last.join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def _tidy(text):
    lines = "\n".join(line.rstrip() for line in text.strip().splitlines())
    # The line before a signature keeps its blank, by which mail programs know it.
    return re.sub(r"\n{3,}", "\n\n", lines).replace("\n--\n", "\n-- \n") + "\n"
