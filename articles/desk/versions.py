"""The article's versions: what there was, what changed, and the way back."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from articles.desk.compare import compare
from articles.desk.forms import ArticleForm
from articles.desk.preview import draw
from articles.desk.rights import may, narrow
from articles.models import Article
from articles.models.snapshot import TooOld

PER_PAGE = 100


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


def history(request, pk):
    """Every version, newest first, with what happened around them."""
    article = article_for(request, "history", pk)
    revisions = article.revisions.select_related("by").defer("snapshot")[:PER_PAGE]
    context = {
        **admin.site.each_context(request),
        "title": article.title,
        "article": article,
        "revisions": revisions,
        "shown": article.shown_version,
        "log": article.log.all()[:PER_PAGE],
        "may_restore": may(request.user, "restore", article),
        "is_live": article.is_published(),
    }
    return TemplateResponse(request, "admin/articles/article/history.html", context)


def revision_of(article, text):
    """The revision of that number, or 404."""
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise Http404("There is no such version.")
    revision = article.revisions.filter(number=int(text)).select_related("by").first()
    if revision is None:
        raise Http404("There is no such version.")
    return revision


@require_GET
def changes(request, pk):
    """What changed between two versions, word by word."""
    article = article_for(request, "history", pk)
    new = revision_of(article, request.GET.get("to", str(article.version)))
    old = revision_of(article, request.GET.get("from", str(max(1, new.number - 1))))
    context = {**admin.site.each_context(request), "title": article.title}
    context |= {"article": article, "old": old, "new": new}
    try:
        context["differences"] = compare(old.current_snapshot(), new.current_snapshot())
    except TooOld as refusal:
        context["refusal"] = str(refusal)
    return TemplateResponse(request, "admin/articles/article/changes.html", context)


@require_GET
def version(request, pk, number):
    """One version as readers would have seen it."""
    article = article_for(request, "history", pk)
    try:
        content = revision_of(article, str(number)).current_snapshot()
    except TooOld as refusal:
        raise Http404(str(refusal)) from None
    return draw(request, article, content)


@require_POST
def restore(request, pk):
    """Make an old version the newest one. Readers see it after the next Publish update."""
    with transaction.atomic():
        article = article_for(request, "restore", pk).lock()
        old = revision_of(article, request.POST.get("number", ""))
        try:
            form = ArticleForm.again(request.user, article, old.current_snapshot())
        except TooOld as refusal:
            messages.error(request, str(refusal))
            return _back(pk, "history")
        if not form.is_valid():
            sentence = f"Version {old.number} cannot be restored: {form.sentences()}"
            messages.error(request, sentence)
            return _back(pk, "history")
        label = f"version {old.number} again"
        article.save_revision(
            form.content(), request.user, base=article.version, label=label, kind="restore"
        )
    messages.success(request, f"Version {old.number} is the newest again.")
    return _back(pk, "change")


def _back(pk, name):
    return HttpResponseRedirect(reverse(f"admin:articles_article_{name}", args=[pk]))
