"""What stands on a row: shown before it is removed, withdrawn, merged or renamed."""

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from articles.desk.preflight.archive import card_path
from articles.desk.rights import may, narrow
from articles.desk.versions import article_for
from articles.models import (
    Article,
    Author,
    Genre,
    InternalLink,
    LogLine,
    Pin,
    Redirect,
    RelatedArticle,
    Section,
    Tag,
)
from articles.models.article_list import LONG_TEXTS
from articles.offers import STANDINGS, Standing

SHOWN = 12


def standings(row, user):
    """Where the row stands, as far as this person may see it; only kinds that there are."""
    own = _of_article(row) if isinstance(row, Article) else _of_other(row)
    offered = [standing for told in STANDINGS for standing in told(row)]
    links = [_articles("Linked from", _linking(row), user), _redirects(row)]
    found = [_articles(label, articles, user) for label, articles in own]
    return [each for each in (*found, *_pins(row), *links, *offered) if each and each.count]


def _of_article(article):
    related = RelatedArticle.objects.filter(other=article).values("article")
    cards = InternalLink.objects.filter(path=card_path(article.pk)).values("article")
    return [
        ("Shown as a card in", Article.objects.filter(pk__in=cards)),
        ("“Read next” of", Article.objects.filter(pk__in=related)),
    ]


def _of_other(row):
    if isinstance(row, Section):
        return [("Articles filed here", Article.objects.in_section(row))]
    if isinstance(row, Genre):
        return [("Articles of this kind", Article.objects.in_genre(row))]
    if isinstance(row, Author):
        return [("Articles by this author", Article.objects.by_author(row))]
    if isinstance(row, Tag):
        return [("Articles with this tag", Article.objects.tagged_with(row))]
    return []


def _linking(row):
    if not hasattr(row, "get_absolute_url"):
        return Article.objects.none()
    links = InternalLink.objects.filter(path=row.get_absolute_url())
    return Article.objects.filter(pk__in=links.values("article"))


def _articles(label, articles, user):
    """The newest of them by name; of those that are not this person's, only the number."""
    seen = narrow(user, articles).order_by("-pk").defer(*LONG_TEXTS)[:SHOWN]
    some = [
        (article.title, reverse("admin:articles_article_change", args=[article.pk]))
        for article in seen
    ]
    return Standing(label, articles.order_by().count(), some)


def _pins(row):
    if isinstance(row, Article):
        pins = Pin.objects.filter(article=row).select_related("section")
        some = [
            (
                f"{pin.section or 'Home page'}, place {pin.position}",
                reverse("admin:front", args=[pin.section_id])
                if pin.section_id
                else reverse("admin:fronts"),
            )
            for pin in pins
        ]
        yield Standing("Pinned", len(some), some[:SHOWN])
    elif isinstance(row, Section):
        yield Standing("Pinned on its front", Pin.objects.filter(section=row).count(), [])


def _redirects(row):
    if not hasattr(row, "get_absolute_url"):
        return None
    leading = Redirect.objects.filter(new_path=row.get_absolute_url())
    paths = leading.order_by("-at").values_list("old_path", flat=True)[:SHOWN]
    return Standing("Old addresses that lead here", leading.count(), [(p, "") for p in paths])


@require_safe
def of_row(request, object_id, model_admin):
    """What stands on a section, author, tag, genre or page."""
    row = model_admin.get_object(request, unquote(object_id))
    if row is None:
        raise Http404("There is no such row.")
    if not model_admin.has_view_permission(request, row):
        raise PermissionDenied
    context = {"row": row, "standings": standings(row, request.user), "opts": model_admin.opts}
    return _page(request, f"What stands on “{row}”", context)


def addresses():
    return [
        ("<int:pk>/impact/", of_article, "impact"),
        ("<int:pk>/withdraw/", withdraw, "withdraw"),
    ]


@require_safe
def of_article(request, pk):
    """What stands on an article, and the way to withdraw it."""
    article = article_for(request, "view", pk)
    context = {
        "row": article,
        "standings": standings(article, request.user),
        "opts": Article._meta,
        "may_withdraw": article.is_published() and may(request.user, "withdraw", article),
        "may_delete": may(request.user, "delete", article),
    }
    return _page(request, f"What stands on “{article}”", context)


def _page(request, title, context):
    context = {**admin.site.each_context(request), "title": title, **context}
    return TemplateResponse(request, "admin/desk/impact.html", context)


@require_POST
def withdraw(request, pk):
    """Off every page, front and preview link at once, with a reason."""
    article = article_for(request, "withdraw", pk)
    reason = " ".join(request.POST.get("reason", "").replace("\0", "").split())[:300]
    if not reason:
        messages.error(request, "Say why it is withdrawn: colleagues will ask.")
        return HttpResponseRedirect(reverse("admin:articles_article_impact", args=[pk]))
    with transaction.atomic():
        Pin.objects.filter(article=article).delete()
        article.unpublish(request.user, reason)
        for link in article.preview_links.standing():
            link.revoke()
        LogLine.objects.write(article, "withdrew", request.user, detail=reason)
    messages.success(request, f"“{article.title}” is withdrawn: readers no longer see it.")
    return HttpResponseRedirect(reverse("admin:articles_article_change", args=[pk]))
