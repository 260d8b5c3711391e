"""Rows for tests: each call makes a valid one, and a test names only what matters to it."""

import itertools
from datetime import UTC, datetime, timedelta

from django.contrib.auth.models import Group, User
from django.utils import timezone

from articles.models import Article, Author, Genre, Image, ImageCredit, Section, snapshot

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)

_numbers = itertools.count(1)


def make_section(name="", **fields):
    number = next(_numbers)
    name = name or f"Section {number}"
    return Section.objects.create(
        name=name, slug=fields.pop("slug", name.lower().replace(" ", "-")), **fields
    )


def make_genre(name="Analysis", **fields):
    slug = fields.pop("slug", name.lower())
    return Genre.objects.get_or_create(slug=slug, defaults={"name": name, **fields})[0]


def make_author(name="", **fields):
    number = next(_numbers)
    name = name or f"Ada Author {number}"
    return Author.objects.create(
        name=name, slug=fields.pop("slug", name.lower().replace(" ", "-")), **fields
    )


def make_image(credits=("Jane Doe / Northlight",), **fields):
    """A picture's row, without its file; each credit is “Creator / Agency”."""
    number = next(_numbers)
    defaults = {
        "file": f"none/{number}.jpg",
        "content_hash": f"{number:064x}",
        "format": "JPEG",
        "width": 1920,
        "height": 1280,
        "alt": f"What picture {number} shows",
    }
    image = Image.objects.create(**{**defaults, **fields})
    for order, line in enumerate(credits):
        creator, _, agency = (part.strip() for part in line.partition("/"))
        ImageCredit.objects.create(
            image=image, order=order, creator=creator, agency=agency, licence="agency"
        )
    return image


def make_article(*, published_at=None, authors=(), tags=(), related=(), by=None, **fields):
    """A saved article with one revision; live at once if published_at lies behind now."""
    number = next(_numbers)
    section = fields.pop("section", None) or make_section()
    unpublish_at = fields.pop("unpublish_at", None)
    fields.setdefault("title", f"Article {number}")
    fields.setdefault("slug", f"article-{number}")
    fields.setdefault("body", f"<p>Body of article {number}.</p>")
    article = Article(section=section, **fields)
    content = snapshot.take(article)
    article.save()
    content |= {
        "bylines": [author.pk for author in authors],
        "tags": list(tags),
        "related": [other.pk for other in related],
    }
    article.save_revision(content, by)
    if published_at is not None:
        article.publish(by, published_at)
    if unpublish_at is not None:
        Article.objects.filter(pk=article.pk).update(unpublish_at=unpublish_at)
        article.date_lists()
        article.refresh_from_db()
    return article


def make_published(**fields):
    """An article that went live an hour ago, unless told otherwise."""
    return make_article(**{"published_at": timezone.now() - HOUR, **fields})


def make_user(name="chief", group="Chief", *, sections=(), **fields):
    """A member of staff in the given group, whose password is the name and a long tail."""
    user = User.objects.create_user(
        name, f"{name}@example.org", f"{name}-has-a-long-password", is_staff=True, **fields
    )
    if group:
        user.groups.add(Group.objects.get(name=group))
    user.edited_sections.set(sections)
    return user
