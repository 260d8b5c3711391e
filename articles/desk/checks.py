"""The checks at the desk: beside the form, over the archive, and the house style."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count
from django.http import JsonResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.views.decorators.http import require_POST, require_safe

from articles.desk.base import DeskAdmin
from articles.desk.forms import ArticleForm
from articles.desk.preflight import archive, gate, inspect
from articles.desk.preflight.trend import trend
from articles.desk.rights import EDITS_OTHERS, may, narrow, section_ids
from articles.desk.screens import screen
from articles.desk.versions import article_for
from articles.models import ArchiveRun, Article, Finding, HouseRule
from articles.offers import RULES


def addresses():
    """(address, view, name) of what the article's form asks."""
    return [
        ("checks/", beside_the_form, "checks_new"),
        ("<int:pk>/checks/", beside_the_form, "checks"),
    ]


@require_POST
def beside_the_form(request, pk=None):
    """What the checks say of what is typed; nothing is saved."""
    verb = "add" if pk is None else "change"
    if not may(request.user, verb):
        raise PermissionDenied
    article = article_for(request, verb, pk) if pk else Article()
    content = ArticleForm.of(request.user)(request.POST, instance=article).typed()
    found = inspect(content, article)
    stopping = {error.key for error in gate.in_the_way(content, article)}
    return JsonResponse(
        {
            "found": [each.as_json() | {"stops": each.key in stopping} for each in found],
            "may_override": may(request.user, "override", article if pk else None),
        }
    )


def may_report(user):
    return may(user, "view") and user.has_perm(EDITS_OTHERS)


@screen("checks/", "checks", allowed=may_report, label="Checks", group="Articles")
@require_safe
def report(request):
    """What the checks find in the archive, by rule, and how that has changed."""
    running = ArchiveRun.objects.under_way()
    runs = ArchiveRun.objects.exclude(finished_at=None)
    context = {
        **admin.site.each_context(request),
        "title": "Checks",
        "running": running,
        "last": runs.first(),
        "trend": trend(runs[:60]),
        "rules": _by_rule(request.user),
        "may_restyle": request.user.has_perm("articles.change_houserule"),
    }
    return TemplateResponse(request, "admin/articles/checks.html", context)


@screen("checks/progress/", "checks_progress", allowed=may_report)
@require_safe
def progress(request):
    """How far the round has come, for the bar."""
    run = ArchiveRun.objects.under_way()
    return JsonResponse({"done": run.done, "total": run.total} if run else {"over": True})


@screen("checks/begin/", "checks_begin", allowed=may_report)
@require_POST
def begin(request):
    """Check what changed, or everything."""
    archive.start(whole="whole" in request.POST)
    messages.success(request, "The archive is being checked behind the scenes.")
    return redirect("admin:checks")


def _by_rule(user):
    """Each rule with the number of articles that it finds fault with, the worst first."""
    findings = Finding.objects.order_by()
    if section_ids(user):
        findings = findings.filter(article__in=narrow(user, Article.objects.all()).values("pk"))
    counts = dict(findings.values_list("rule").annotate(articles=Count("article", distinct=True)))
    rules = [(rule, counts.get(rule.id, 0)) for rule in RULES.values()]
    return sorted(rules, key=lambda row: (not row[0].is_error, -row[1]))


@admin.register(HouseRule)
class HouseRuleAdmin(DeskAdmin):
    list_display = ["wrong", "right", "why"]
    search_fields = ["wrong", "right"]
    search_help_text = "A word"
    fields = ["wrong", "right", "why"]
