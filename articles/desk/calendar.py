"""The calendar: what is planned, scheduled and out, by the newsroom's days."""

import calendar
from collections import defaultdict
from datetime import date, datetime, time, timedelta

from django.contrib import admin
from django.db.models import Q
from django.http import Http404
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from articles.desk.rights import may, narrow
from articles.desk.screens import screen
from articles.desk.states import state_of
from articles.models import Article
from articles.models.article_list import LONG_TEXTS

# More on one day are counted, not named.
MOST_A_DAY = 12
MOST = 1000
WEEKS = calendar.Calendar(firstweekday=calendar.MONDAY)


@screen(
    "calendar/",
    "calendar",
    allowed=lambda user: may(user, "view"),
    label="Calendar",
    group="Articles",
)
@require_safe
def month(request):
    """One month, in whole weeks."""
    first = _asked_month(request)
    weeks = WEEKS.monthdatescalendar(first.year, first.month)
    entries = entries_by_day(request.user, weeks[0][0], weeks[-1][-1])
    today = timezone.localdate()
    context = {
        **admin.site.each_context(request),
        "title": f"{first:%B} {first.year}",
        "weeks": [[_day(day, first, today, entries[day]) for day in week] for week in weeks],
        "is_empty": not entries,
        "before": (first - timedelta(days=1)).strftime("%Y-%m"),
        "after": (first + timedelta(days=31)).strftime("%Y-%m"),
        "is_now": (first.year, first.month) == (today.year, today.month),
        "may_write": may(request.user, "add"),
    }
    return TemplateResponse(request, "admin/desk/calendar.html", context)


def _asked_month(request):
    asked = request.GET.get("month")
    if asked is None:
        return timezone.localdate().replace(day=1)
    try:
        first = datetime.strptime(asked, "%Y-%m").date()  # noqa: DTZ007 - a month has no zone
    except ValueError:
        raise Http404("There is no such month.") from None
    if not 1990 <= first.year <= 2100:
        raise Http404("No magazine plans so far.")
    return first


def entries_by_day(user, first, last):
    """{day: its articles, those with a time in order of it, then what is only planned}."""
    entries = defaultdict(list)
    for article in _articles(user, first, last):
        day = _day_of(article)
        if first <= day <= last:
            entries[day].append({"article": article, "state": state_of(article)})
    return entries


def _articles(user, first, last):
    begin = timezone.make_aware(datetime.combine(first, time.min))
    end = timezone.make_aware(datetime.combine(last + timedelta(days=1), time.min))
    timed = Q(published_at__gte=begin, published_at__lt=end)
    planned = Q(published_at=None, planned_on__range=(first, last))
    articles = narrow(user, Article.objects.all()).filter(timed | planned)
    articles = articles.select_related("section", "assignee").defer(*LONG_TEXTS)
    return sorted(articles.order_by("-pk")[:MOST], key=_order)


def _order(article):
    return (article.published_at is None, article.published_at or article.saved_at)


def _day_of(article) -> date:
    return timezone.localdate(article.published_at) if article.published_at else article.planned_on


def _day(day, first, today, entries):
    return {
        "date": day,
        "is_far": day.month != first.month,
        "is_today": day == today,
        "entries": entries[:MOST_A_DAY],
        "more": max(0, len(entries) - MOST_A_DAY),
    }
