"""An article as readers would see it, drawn from what is typed: nothing is saved."""

from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from articles.companions import companions
from articles.frame import frame_of, in_its_language
from articles.models import Article, Author, Byline, PreviewLink, Section, Tag, snapshot
from articles.models.derived import Rows, derive


def unsaved(article, content):
    """A copy of the article that holds this content, derived but not saved."""
    drawn = Article(pk=article.pk)
    for name in ("published_at", "first_published_at", "updated_at", "created_at"):
        setattr(drawn, name, getattr(article, name))
    drawn.first_published_at = drawn.first_published_at or timezone.now()
    snapshot.fill(drawn, content)
    drawn.section = _section(drawn.section_id, article)
    derive(drawn, rows_of(article, content))
    return drawn


def _section(pk, article):
    """Where the content is filed; where that has gone since, where the article stands."""
    found = Section.objects.filter(pk__in={pk, article.section_id} - {None}).in_bulk()
    standing = found.get(pk) or found.get(article.section_id)
    return standing or Section(name="Section", slug="section")


def rows_of(article, content):
    """The rows that the content would make."""
    saved = bool(article.pk)
    standing = {byline.author_id: byline for byline in article.bylines.all()} if saved else {}
    authors = Author.objects.in_bulk(content.get("bylines", []))
    return Rows(
        bylines=[
            _byline(authors[pk], standing.get(pk), article)
            for pk in content.get("bylines", [])
            if pk in authors
        ],
        tags=[_tag(name) for name in content.get("tags", [])],
        related=content.get("related", []),
        corrections=list(article.corrections.all()) if saved else [],
    )


def _byline(author, standing, article):
    """As published where it was; else as the author stands today."""
    if standing is not None and article.was_published():
        return Byline(author=author, affiliation=standing.affiliation, bio=standing.bio)
    return Byline(author=author, affiliation=author.affiliation, bio=author.bio)


def _tag(name):
    return Tag.objects.filter(name__iexact=name).first() or Tag(name=name, slug=slugify(name))


@require_safe
def shared(request, token):
    """The newest version, for whoever holds a link that still stands."""
    link = PreviewLink.objects.opened_by(token)
    newest = link.article.revisions.first() if link else None
    if newest is None:
        raise Http404("This link is closed or has ended.")
    return draw(request, link.article, newest.current_snapshot())


def draw(request, article, content):
    """The public page of this content; never kept by anybody, never found by search engines."""
    drawn = unsaved(article, content)
    context = {"article": drawn, "companions": companions(drawn, frame_of(request))}
    with in_its_language(request):
        response = render(request, "articles/detail.html", {**context, "is_preview": True})
    response["Cache-Control"] = "no-store, private"
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Referrer-Policy"] = "no-referrer"
    return response
