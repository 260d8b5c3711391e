"""All that was published, by year and month of the newsroom's calendar."""

from datetime import date
from itertools import groupby

from django.http import Http404, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.dates import MONTHS
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from articles.frame import frame_of
from articles.head import page_head
from articles.models import Article
from articles.sitemaps import months
from articles.views import page_of

FIRST_YEAR, LAST_YEAR = 1000, 9998


@require_safe
def archive(request):
    """Years and their months, newest first."""
    days = dict.fromkeys(timezone.localtime(at).date().replace(day=1) for at in months())
    years = [
        {"year": year, "months": [month_of(day) for day in group]}
        for year, group in groupby(days, key=lambda day: day.year)
    ]
    head = page_head(_("Archive"), "/archive/", frame_of(request))
    return render(request, "articles/archive.html", {"years": years, "head": head})


@require_safe
def year(request, year):
    check(year)
    found = Article.objects.in_year(year)
    return _list(request, found, str(year), f"/archive/{year}/")


@require_safe
def month(request, year, month):
    check(year, month)
    found = Article.objects.in_month(year, month)
    title = month_of(date(year, month, 1))["title"]
    return _list(request, found, title, f"/archive/{year}/{month:02}/")


def _list(request, found, title, path):
    listing = page_of(request, found)
    if not listing.object_list:
        raise Http404("Nothing was published then.")
    if request.path != path:
        # 2026/3, 02026/03: one page has one address.
        return HttpResponsePermanentRedirect(request.get_full_path().replace(request.path, path, 1))
    head = page_head(title, path, frame_of(request), listing=listing)
    context = {"title": title, "listing": listing, "head": head}
    return render(request, "articles/period.html", context)


def check(year, month=1):
    if not (FIRST_YEAR <= year <= LAST_YEAR and 1 <= month <= 12):
        raise Http404("No such month.")


def month_of(day):
    """A month as the archive shows it."""
    return {
        "name": capfirst(MONTHS[day.month]),
        "title": capfirst(date_format(day, "YEAR_MONTH_FORMAT")),
        "url": f"/archive/{day.year}/{day.month:02}/",
    }
