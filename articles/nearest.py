"""Addresses like one that leads nowhere, found at a bounded cost."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

from django.db.models import Exists, OuterRef

from articles.models import Article, Author, Byline, Tag, TaggedArticle
from articles.models.search_index import newest_with_any

LONGEST = 300
COUNT = 5
# So many rows of each kind are compared, and none that is less alike.
CANDIDATES = 40
ALIKE = 0.62
PREFIX = 4
# What other systems hang on an address.
TAILS = {"amp", "index", "print", "embed", "feed", "comments", "page"}


@dataclass(frozen=True)
class Place:
    url: str
    title: str


def nearest(path, frame):
    """Up to five published places whose address is most like this path, the likest first."""
    wanted = _words_of(path)
    if len(wanted) < 3:
        return []
    found = {}
    for place in (*_standing(frame), *_articles(wanted), *_people(wanted), *_subjects(wanted)):
        alike = likeness(wanted, place.url)
        if alike >= ALIKE:
            found.setdefault(place, alike)
    return sorted(found, key=found.get, reverse=True)[:COUNT]


def _words_of(path):
    """The last part of a path that says something, spelled as our addresses are."""
    parts = [re.sub(r"\.(html?|php|aspx?|txt|md)$", "", part) for part in path[:LONGEST].split("/")]
    spelled = [re.sub(r"[^a-z0-9]+", "-", part.lower()).strip("-") for part in parts]
    telling = [part for part in spelled if re.search("[a-z]{3}", part) and part not in TAILS]
    return telling[-1][:120] if telling else ""


def likeness(wanted, url):
    """0 to 1: how much the last part of an address is like the wanted one."""
    slug = url.strip("/").rpartition("/")[2]
    words, others = set(wanted.split("-")), set(slug.split("-"))
    shared = len(words & others) / max(len(words), len(others))
    letters = SequenceMatcher(None, wanted, slug, autojunk=False)
    return max(shared, letters.ratio() if letters.quick_ratio() >= ALIKE else 0)


def _standing(frame):
    """Sections and pages: they stand around every page already."""
    for section in frame["sections"]:
        yield Place(section["url"], section["name"])
    for page in (*frame["header_pages"], *frame["footer_pages"]):
        yield Place(page["url"], page["title"])


def _articles(wanted):
    """Those whose address begins alike, and those whose heads hold its longest words."""
    published = Article.objects.published().with_bylines()
    begun = published.addressed_like(wanted[:PREFIX]).order_by("slug")[:CANDIDATES]
    longest = sorted((word for word in wanted.split("-") if len(word) > 3), key=len)[-4:]
    told = published.filter(pk__in=newest_with_any(longest, CANDIDATES)) if longest else []
    for article in (*begun, *told):
        yield Place(article.get_absolute_url(), article.title)


def _people(wanted):
    written = Byline.objects.published().filter(author=OuterRef("pk"))
    alike = Author.objects.filter(Exists(written), slug__startswith=wanted[:PREFIX])
    for author in alike[:CANDIDATES]:
        yield Place(author.get_absolute_url(), author.name)


def _subjects(wanted):
    told = TaggedArticle.objects.published().filter(tag=OuterRef("pk"))
    alike = Tag.objects.filter(Exists(told), slug__startswith=wanted[:PREFIX])
    for tag in alike[:CANDIDATES]:
        yield Place(tag.get_absolute_url(), tag.name)
