"""The desk: the first page, with what waits for this person."""

from datetime import timedelta

from django.contrib import admin
from django.db.models import Exists, F, OuterRef, Q
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from articles.desk.checks import may_report
from articles.desk.rights import may, narrow
from articles.desk.screens import screen
from articles.desk.states import briefly, state_of, words_for
from articles.models import Article, Finding
from articles.models.article_list import LONG_TEXTS
from articles.models.reads import with_reads

FEW, SOME = 8, 12
SOON = timedelta(days=7)


@screen("", "index", allowed=lambda user: True)
@require_safe
def desk(request):
    """The admin's first page."""
    frame = admin.site.each_context(request)
    context = {
        **frame,
        "title": "The desk",
        "app_list": frame["available_apps"],
        "board": board(request.user),
        "may_write": may(request.user, "add"),
        "may_approve": may(request.user, "approve"),
    }
    return TemplateResponse(request, "admin/index.html", context)


def board(user):
    """The lists of the desk for this person; what they may not see is empty."""
    if not may(user, "view"):
        return {}
    articles = narrow(user, Article.objects.all())
    articles = articles.select_related("section", "assignee", "created_by").defer(*LONG_TEXTS)
    lists = {
        "mine": _rows(_mine(articles, user)[:FEW]),
        "review": _rows(articles.drafts().filter(stage="review").order_by("saved_at")[:SOME]),
    }
    if may(user, "publish"):
        lists["ready"] = _rows(articles.drafts().filter(stage="ready").order_by("-saved_at")[:FEW])
        lists["scheduled"] = _rows(articles.scheduled().order_by("published_at")[:SOME])
        lists["published"] = _rows(with_reads(articles.published().newest())[:FEW])
        lists["ending"] = _rows(_ending(articles)[:FEW])
    if may_report(user):
        lists["findings"] = _findings(articles)
    return lists


def _mine(articles, user):
    """What this person has in hand: begun by them or given to them, and not done."""
    hands = Q(assignee=user) | Q(assignee=None, created_by=user)
    drafts = articles.drafts().filter(hands, first_published_at=None)
    changed = articles.filter(hands, ~Q(shown_version=F("version")))
    # Two lists, each off its own index: as one question, the whole archive is read.
    newest = (each.order_by("-saved_at")[:FEW] for each in (drafts, changed))
    return articles.among(*newest).order_by("-saved_at")


def _ending(articles):
    now = timezone.now()
    soon = articles.published(now).filter(unpublish_at__lt=now + SOON)
    return soon.order_by("unpublish_at")


def _findings(articles):
    """What presses in texts that readers see, or soon will, one article once: errors, then rights
    that are about to end."""
    out = articles.filter(published_at__isnull=False, pk=OuterRef("article"))
    found = Finding.objects.filter(Exists(out)).order_by("-article_id", "pk")
    shown = Finding.objects.select_related("article").order_by("-article_id", "pk")
    shown = shown.defer(*(f"article__{name}" for name in LONG_TEXTS))
    firsts = {}
    for pressing in (found.filter(is_error=True), found.filter(rule="licence-ending")):
        if len(firsts) < FEW:
            # Their keys first, each off an index of its own: together with the articles, SQLite
            # takes every article and asks for its findings, where it thinks them few.
            for finding in shown.filter(pk__in=pressing.values("pk")[: FEW * 4]):
                firsts.setdefault(finding.article_id, finding)
    return list(firsts.values())[:FEW]


def _rows(articles):
    now = timezone.now()
    return [
        {
            "article": article,
            "state": state_of(article, now),
            "words": words_for(article, now),
            "names": ", ".join(byline["name"] for byline in article.derived.get("bylines", [])),
            "saved": briefly(article.saved_at, now),
            "published": briefly(article.published_at, now) if article.published_at else "",
            "planned": article.planned_on,
        }
        for article in articles
    ]
