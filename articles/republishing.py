"""An article for others to republish: its HTML to copy, with the terms that go along."""

from django.http import Http404, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from articles import html
from articles.frame import frame_of
from articles.models import Article, Republication
from articles.models.derived import images_of
from articles.pictures.markup import jpeg
from articles.structured import absolute

WIDTH = 1280


@require_safe
def republish(request, section, slug):
    """The box to copy from; where the magazine or the article allows none, there is no page."""
    frame = frame_of(request)
    article = Article.objects.with_text_as_written().filter(slug=slug).first()
    if article is None or not article.was_published():
        raise Http404("Nothing is at this address.")
    if not article.is_published():
        return render(request, "articles/gone.html", status=410)
    if not frame["republication"] or not article.is_ours_to_hand_on():
        raise Http404("Nothing is at this address.")
    if article.section.slug != section:
        return HttpResponsePermanentRedirect(f"{article.get_absolute_url()}republish/")
    licence = Republication(frame["republication"])
    context = {"article": article, "licence": licence, "kept_back": _kept_back(article)}
    context["copy"] = _copy(article, licence, frame)
    return render(request, "articles/republish.html", context)


def _copy(article, licence, frame):
    """All that is handed on, as HTML that any system takes; nothing in it counts readers."""
    address = absolute(article.get_absolute_url())
    images = images_of(article.body, article.lead_image_id)
    given = {pk: figure for pk, image in images.items() if (figure := _figure(image))}
    context = {
        "article": article,
        "address": address,
        "licence": licence,
        "site": frame,
        "lead": given.get(article.lead_image_id),
        "body": html.handed_on(article.body, given, address),
    }
    return render_to_string("articles/republished.html", context).strip()


def _figure(image):
    """The picture as others may show it, or None where it is not ours to hand on."""
    file = jpeg(image, width=WIDTH) if image.may_republish else None
    if file is None:
        return None
    size = {"width": file.width, "height": file.height}
    alt = "" if image.is_decorative else image.alt
    return html.Figure(
        picture=html.picture_tag([], {"src": absolute(file.url), "alt": alt, **size}),
        caption=image.caption,
        credit=image.credit_line(),
    )


def _kept_back(article):
    """True if a picture of the article is not handed on."""
    images = images_of(article.body, article.lead_image_id)
    return any(_figure(image) is None for image in images.values())
