"""The magazine as text alone, one request a page: for slow lines, old telephones, terminals."""

import base64
import hashlib

from csp.decorators import csp_update
from django.http import Http404, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.views.decorators.http import require_safe

from articles import html
from articles.frame import frame_of
from articles.models import Article, Redirect, Section

NEWEST = 40
# Stands in the page itself: a second request would be one too many.
STYLE = (
    "html{color-scheme:light dark;background:canvas;color:canvastext}"
    "body{max-width:38rem;margin:auto;padding:1rem;font:1.125rem/1.6 Georgia,serif;"
    "overflow-wrap:anywhere}h1{line-height:1.15}"
    "nav a,footer a{display:inline-block;margin-right:1em}"
    "li{margin:.5em 0}aside{border-left:3px solid;padding-left:1em}"
    "table{display:block;overflow:auto}td,th{padding:.2em .8em .2em 0;text-align:left}"
)
# The one style that the Content-Security-Policy lets a page hold, by what it says.
ALLOWED = f"'sha256-{base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()}'"
with_style = csp_update({"style-src": [ALLOWED]})


@require_safe
@with_style
def home(request):
    return _list(request, frame_of(request)["name"], "/", Article.objects.all())


@require_safe
@with_style
def section(request, slug):
    section = Section.objects.filter(slug=slug).first()
    if section is None:
        return _moved(request)
    articles = Article.objects.in_section(section)
    return _list(request, section.name, section.get_absolute_url(), articles)


def _list(request, title, path, articles):
    newest = articles.published().with_bylines().newest()[:NEWEST]
    context = {"title": title, "path": path, "articles": newest, "style": STYLE}
    return render(request, "articles/lite_list.html", context)


@require_safe
@with_style
def article(request, section, slug):
    """An article without its pictures; it has the doors of the whole page."""
    article = Article.objects.with_text_as_written().filter(slug=slug).first()
    if article is None or not article.was_published():
        return _moved(request)
    if not article.is_published():
        return render(request, "articles/gone.html", status=410)
    if article.section.slug != section:
        return HttpResponsePermanentRedirect(f"/lite{article.get_absolute_url()}")
    text = html.render(article.body, {}).html
    context = {"article": article, "text": text, "style": STYLE}
    return render(request, "articles/lite_article.html", context)


def _moved(request):
    """To where the whole page went, in this form."""
    target = Redirect.objects.target(request.path.removeprefix("/lite"))
    if target is None:
        raise Http404("Nothing is at this address.")
    return HttpResponsePermanentRedirect(f"/lite{target}")
