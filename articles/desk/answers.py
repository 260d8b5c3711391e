"""Addresses around the article's form, and what each tells the editor."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from articles.desk import asked, autosave, clock, versions
from articles.desk.forms import ArticleForm
from articles.desk.preview import draw
from articles.desk.rights import may
from articles.desk.versions import article_for
from articles.framing import shown_in_our_frame
from articles.models import Article, LogLine, PreviewLink, Slot


def addresses(admin):
    """(address, view, name) of all that the form needs beside itself."""
    return [
        ("preview/", preview, "preview_new"),
        ("<int:pk>/preview/", preview, "preview"),
        ("<int:pk>/unpublish/", unpublish, "unpublish"),
        ("<int:pk>/history/", versions.history, "history"),
        ("<int:pk>/changes/", versions.changes, "changes"),
        ("<int:pk>/version/<int:number>/", versions.version, "version"),
        ("<int:pk>/restore/", versions.restore, "restore"),
        ("<int:pk>/share/", share, "share"),
        ("<int:pk>/revoke/", revoke, "revoke"),
        ("<int:pk>/pulse/", autosave.pulse, "pulse"),
        ("pulse/", autosave.pulse, "pulse_new"),
        ("token/", autosave.token, "token"),
        ("recovered/", autosave.recovered, "recovered"),
        ("slot/<int:pk>/discard/", autosave.discard, "discard"),
        ("choices/<slug:source>/", asked.choices, "choices"),
        ("pictures/", asked.pictures, "pictures"),
        ("paste/", asked.paste, "paste"),
        ("embed/", asked.embed, "embed"),
    ]


@shown_in_our_frame
def preview(request, pk=None):
    """POST: what is typed, as the public page would show it. GET: the newest revision."""
    verb = "add" if pk is None else "preview"
    if not may(request.user, verb):
        raise PermissionDenied
    article = article_for(request, verb, pk) if pk else Article()
    if request.method == "POST":
        content = ArticleForm.of(request.user)(request.POST, instance=article).typed()
    else:
        content = ArticleForm.of(request.user)(instance=article).initial
    return draw(request, article, content)


@require_POST
def unpublish(request, pk):
    """Take it off readers' pages, now or later; what is typed in the form is kept."""
    reason = request.POST.get("reason", "").replace("\0", "").strip()[:300]
    article = article_for(request, "unpublish", pk)
    if article.is_published() and not reason:
        messages.error(
            request,
            "Readers still see it: say in “Reason” why it goes, and press Unpublish again.",
        )
        return autosave.back_to_form(request, article)
    with transaction.atomic():
        article = article.lock()
        form = ArticleForm.of(request.user)(request.POST, instance=article)
        is_whole = form.is_valid()
        if is_whole:
            form.keep()
        article = Article.objects.get(pk=pk)
        article.unpublish(request.user, reason)
    messages.success(request, "Readers no longer see it. The text is kept here.")
    if not is_whole:
        return autosave.back_to_form(request, article)
    Slot.objects.drop(request.user, article)
    return HttpResponseRedirect(reverse("admin:articles_article_change", args=[pk]))


@require_POST
def share(request, pk):
    """Make a link by which somebody outside can read the newest version, for a week."""
    article = article_for(request, "share", pk)
    PreviewLink.objects.make(article, request.user)
    LogLine.objects.write(article, "shared by a link", request.user)
    return autosave.back_to_form(request, article)


@require_POST
def revoke(request, pk):
    """Close every such link of the article."""
    article = article_for(request, "share", pk)
    for link in article.preview_links.standing():
        link.revoke()
    LogLine.objects.write(article, "closed the links", request.user)
    return autosave.back_to_form(request, article)


def outcome(request, article):
    """What has just happened, in a sentence."""
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
