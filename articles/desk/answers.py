"""Addresses around the article's form, and what each tells the editor."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from articles.desk import asked, clock
from articles.desk.forms import ArticleForm
from articles.desk.preview import draw
from articles.desk.rights import may, narrow
from articles.models import Article


def addresses(admin):
    """(address, view, name) of all that the form needs beside itself."""
    return [
        ("preview/", preview, "preview_new"),
        ("<int:pk>/preview/", preview, "preview"),
        ("<int:pk>/unpublish/", unpublish, "unpublish"),
        ("choices/<slug:source>/", asked.choices, "choices"),
        ("pictures/", asked.pictures, "pictures"),
        ("paste/", asked.paste, "paste"),
        ("embed/", asked.embed, "embed"),
    ]


def article_for(request, verb, pk):
    """The article if this person may do that with it; else as if it did not exist."""
    if not may(request.user, verb):
        raise PermissionDenied
    article = narrow(request.user, Article.objects.select_related("section")).filter(pk=pk).first()
    if article is None:
        raise Http404("There is no such article, or it is not yours.")
    if not may(request.user, verb, article):
        raise PermissionDenied
    return article


def form_for(request, article=None, **kwargs):
    form = type("ArticleForm", (ArticleForm,), {"user": request.user})
    return form(instance=article, **kwargs)


def preview(request, pk=None):
    """POST: what is typed, as the public page would show it. GET: the newest revision."""
    verb = "add" if pk is None else "preview"
    if not may(request.user, verb):
        raise PermissionDenied
    article = article_for(request, verb, pk) if pk else Article()
    if request.method == "POST":
        content = form_for(request, article, data=request.POST).typed()
    else:
        content = form_for(request, article).initial
    return draw(request, article, content)


@require_POST
def unpublish(request, pk):
    """Take it off readers' pages, now or later; what is typed in the form is kept."""
    with transaction.atomic():
        article = article_for(request, "unpublish", pk).lock()
        form = form_for(request, article, data=request.POST)
        if form.is_valid():
            form.keep()
        article = Article.objects.get(pk=pk)
        reason = request.POST.get("reason", "").replace("\0", "")[:300]
        article.unpublish(request.user, reason)
    messages.success(request, outcome(request, article))
    return HttpResponseRedirect(reverse("admin:articles_article_change", args=[pk]))


def outcome(request, article):
    """What has just happened, in a sentence."""
    if "_unpublish" in request.POST:
        return "Readers no longer see it. The text is kept here."
    if "_publish" in request.POST:
        if article.is_scheduled():
            return f"It will be published {clock.spoken(article.published_at)}."
        return "Published: readers see it now."
    if "_submit" in request.POST:
        return "Submitted: it is with the editors now."
    if "_return" in request.POST:
        return "Returned to its writer."
    if "_approve" in request.POST:
        return "Approved: it is ready."
    return f"Saved as version {article.version}."
