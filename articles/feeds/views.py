"""Feeds by address. Each costs four queries at most, whatever the magazine holds."""

import hashlib

from django.http import Http404, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import get_object_or_404
from django.utils.cache import get_conditional_response
from django.utils.http import http_date, quote_etag
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from articles.feeds import atom, json_feed, rss
from articles.feeds.entries import corrections_feed, feed_of
from articles.frame import frame_of
from articles.models import Article, Author, Correction, Genre, Redirect, Section, Tag
from articles.structured import absolute

FORMS = {"rss": rss, "atom": atom, "json": json_feed}
FRESH = "public, max-age=300"


@require_safe
def site_feed(request, form):
    return answer(request, form, feed_of(Article.objects.all(), frame_of(request)))


@require_safe
def section_feed(request, slug, form):
    section = Section.objects.filter(slug=slug).first()
    if section is None:
        return _moved(request)
    articles = Article.objects.in_section(section)
    return _about(request, form, section, articles, section.description)


@require_safe
def author_feed(request, slug, form):
    author = Author.objects.filter(slug=slug).first()
    if author is None:
        return _moved(request)
    return _about(request, form, author, author.bylines.all(), author.bio)


@require_safe
def tag_feed(request, slug, form):
    tag = Tag.objects.filter(slug=slug).first()
    if tag is None:
        return _moved(request)
    return _about(request, form, tag, tag.tagged.all(), tag.description)


@require_safe
def genre_feed(request, slug, form):
    genre = get_object_or_404(Genre, slug=slug)
    return _about(request, form, genre, Article.objects.in_genre(genre), "")


@require_safe
def corrections(request, form):
    """What was put right, newest first."""
    told = Correction.objects.public(Article.objects.published()).with_articles()
    feed = corrections_feed(told, frame_of(request), title=_("Corrections"), path="/corrections/")
    return answer(request, form, feed)


def _about(request, form, subject, articles, subtitle):
    path = subject.get_absolute_url()
    feed = feed_of(articles, frame_of(request), title=subject.name, subtitle=subtitle, path=path)
    return answer(request, form, feed)


def answer(request, form, feed):
    """The feed in that form, or 304 to whoever has it already."""
    writer = FORMS[form]
    content = writer.write(feed, absolute(request.path))
    response = HttpResponse(content, content_type=f"{writer.MEDIA_TYPE}; charset=utf-8")
    etag = quote_etag(hashlib.sha256(content).hexdigest()[:32])
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = FRESH
    # Readers in browsers come from other sites, and everything here is public.
    response.headers["Access-Control-Allow-Origin"] = "*"
    changed = int(feed.changed.timestamp())
    response.headers["Last-Modified"] = http_date(changed)
    return get_conditional_response(request, etag, changed, response)


def _moved(request):
    """Follow a section, tag or author to its new name."""
    before, _, form = request.path.rpartition("feed/")
    target = Redirect.objects.target(before)
    if target is None:
        raise Http404("There is no such feed.")
    return HttpResponsePermanentRedirect(f"{target}feed/{form}")
