"""An article to carry away: plain text, Markdown, a reference for a footnote, a card for others."""

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.http import Http404, HttpResponse, HttpResponsePermanentRedirect, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from articles import html
from articles.citing import bibtex, citation, ris
from articles.frame import frame_of
from articles.models import Article, Redirect
from articles.models.derived import figures, images_of
from articles.structured import absolute

# For those that embed: as wide as a column of text.
WIDTH, HEIGHT = 640, 240
LONGEST_ADDRESS = 500


@dataclass(frozen=True)
class Edition:
    media_type: str
    write: object


class Ending:
    """In an address, which edition is meant."""

    regex = "txt|md|bib|ris"

    def to_python(self, value):
        return value

    to_url = to_python


@require_safe
def edition(request, section, slug, ending):
    """The article in another form; for readers alone, as its page is."""
    article = Article.objects.with_text_as_written().filter(slug=slug).first()
    if article is None or not article.was_published():
        return _moved(request, section, slug, ending)
    if not article.is_published():
        return render(request, "articles/gone.html", status=410)
    if article.section.slug != section:
        return HttpResponsePermanentRedirect(f"/{article.section.slug}/{slug}.{ending}")
    kind = EDITIONS[ending]
    written = kind.write(article, frame_of(request))
    response = HttpResponse(written, content_type=f"{kind.media_type}; charset=utf-8")
    canonical = article.canonical_url or absolute(article.get_absolute_url())
    response.headers["Link"] = f'<{canonical}>; rel="canonical"'
    return response


def _moved(request, section, slug, ending):
    target = Redirect.objects.target(f"/{section}/{slug}/")
    if target is None:
        raise Http404("Nothing is at this address.")
    return HttpResponsePermanentRedirect(f"{target.rstrip('/')}.{ending}")


def as_text(article, frame):
    return html.plain(_whole(article, frame), **_surroundings(article))


def as_markdown(article, frame):
    """In Markdown the headline is the one heading of the first level."""
    written = html.markdown(_whole(article, frame), **_surroundings(article))
    return re.sub(r"\A## ", "# ", written)


def _whole(article, frame):
    """Head, text and what stands below it, as HTML that the writers read."""
    context = {
        "article": article,
        "body": html.cleaned(article.body),
        "site": frame,
        "address": absolute(article.get_absolute_url()),
    }
    return render_to_string("articles/edition.html", context)


def _surroundings(article):
    address = absolute(article.get_absolute_url())
    return {"base": address, "figures": figures(images_of(article.body))}


EDITIONS = {
    "txt": Edition("text/plain", as_text),
    "md": Edition("text/markdown", as_markdown),
    "bib": Edition("application/x-bibtex", lambda article, frame: bibtex(citation(article, frame))),
    "ris": Edition(
        "application/x-research-info-systems", lambda article, frame: ris(citation(article, frame))
    ),
}


@require_safe
def oembed(request):
    """What another site shows where somebody links to an article of ours."""
    if request.GET.get("format", "json") != "json":
        return JsonResponse({"error": "Only JSON is spoken here."}, status=501)
    article = _at(request.GET.get("url", ""))
    if article is None:
        raise Http404("No article is at this address.")
    widest, highest = (_bound(request.GET.get(name)) for name in ("maxwidth", "maxheight"))
    response = JsonResponse(_card(article, frame_of(request), widest, highest))
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Cache-Control"] = "public, max-age=3600"
    return response


def _at(url):
    """The published article at one of our own addresses, or None."""
    if len(url) > LONGEST_ADDRESS or not url.startswith(f"{settings.SITE_ADDRESS}/"):
        return None
    match = re.fullmatch(r"/([-\w]{1,80})/([-\w]{1,120})/?", urlsplit(url).path, re.ASCII)
    if match is None:
        return None
    published = Article.objects.published().with_bylines()
    return published.filter(section__slug=match[1], slug=match[2]).first()


def _bound(text):
    return int(text) if text and re.fullmatch(r"[1-9]\d{0,4}", text, re.ASCII) else 100_000


def _card(article, frame, widest, highest):
    address = absolute(article.get_absolute_url())
    names = ", ".join(byline["name"] for byline in article.derived.get("bylines", []))
    card = {
        "version": "1.0",
        "type": "rich",
        "title": article.title_for_sharing,
        "author_name": names or frame["name"],
        "provider_name": frame["name"],
        "provider_url": absolute("/"),
        "cache_age": 3600,
        "width": min(WIDTH, widest),
        "height": min(HEIGHT, highest),
        "html": render_to_string(
            "articles/oembed.html",
            {"article": article, "address": address, "names": names, "name": frame["name"]},
        ).strip(),
    }
    picture = article.derived.get("sharing")
    if picture and picture["width"] <= widest and picture["height"] <= highest:
        card["thumbnail_url"] = absolute(picture["url"])
        card["thumbnail_width"], card["thumbnail_height"] = picture["width"], picture["height"]
    return card
