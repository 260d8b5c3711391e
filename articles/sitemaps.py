"""What search engines read: an index, a file for each month, one for the standing places, news.

No file costs more because the magazine has grown: a month is a month's articles.
"""

import re
from datetime import UTC, date, datetime, timedelta

from django.db import connection
from django.db.models import Exists, OuterRef
from django.db.models.expressions import RawSQL
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.views.decorators.http import require_safe

from articles.feeds.tree import SITEMAP, add, document, written
from articles.frame import frame_of
from articles.models import Article, Author, Byline, Page, Section, Tag, TaggedArticle
from articles.pictures.markup import jpeg
from articles.structured import absolute

# What the protocol allows in one file; Google takes 1,000 articles as news.
MOST = 50_000
MOST_NEWS = 1_000
NEWS_FOR = timedelta(days=2)
# Of the newest material changes, so many are looked at for the dates of the months.
CHANGES = 500
PICTURE_WIDTH = 1280

START_OF_MONTH = {
    "sqlite": "strftime('%%Y-%%m-01 00:00:00', month.at)",
    "postgresql": "date_trunc('month', month.at AT TIME ZONE 'UTC') AT TIME ZONE 'UTC'",
}


class Month:
    """In an address, 2026-06."""

    regex = r"[12]\d{3}-(?:0[1-9]|1[0-2])"

    def to_python(self, value):
        return date(int(value[:4]), int(value[5:]), 1)

    def to_url(self, value):
        return f"{value:%Y-%m}"


@require_safe
def index(request):
    """Every other file; a month that has no article has none."""
    root = document("sitemapindex", xmlns=SITEMAP)
    changes = _changes()
    _file(root, "/sitemaps/places.xml")
    if _authors().exists():
        _file(root, "/sitemaps/authors.xml")
    if _tags().exists():
        _file(root, "/sitemaps/tags.xml")
    if _news().exists():
        _file(root, "/sitemaps/news.xml")
    kept = frame_of(request)["kept"]
    crowded = kept.get("crowded")
    if crowded is None:
        crowded = kept["crowded"] = _crowded()
    for newest in months():
        changed = changes.get((newest.year, newest.month), newest)
        count = _of_month(newest).count() if (newest.year, newest.month) in crowded else 1
        for number in range(1, 2 + (count - 1) // MOST):
            page = f"?page={number}" if number > 1 else ""
            _file(root, f"/sitemaps/articles-{newest:%Y-%m}.xml{page}", max(newest, changed))
    return _answer(root)


def _crowded():
    """The months that may need several files: each has one of every so many articles in it."""
    newest = Article.objects.published().newest().values_list("first_published_at", flat=True)
    found, rest = set(), newest
    while nth := list(rest[MOST - 1 : MOST]):
        at = nth[0].astimezone(UTC)
        found.add((at.year, at.month))
        rest = newest.filter(first_published_at__lt=at)
    return found


def _file(root, path, changed=None):
    listed = add(root, "sitemap")
    add(listed, "loc", absolute(path))
    if changed:
        add(listed, "lastmod", _moment(changed))


def months():
    """The newest publication of each month that has one, newest first, in one query.

    The database hops from month to month along the index: ten years are 120 hops.
    """
    first = Article.objects.published().newest().values("first_published_at")
    start = RawSQL(START_OF_MONTH[connection.vendor], [])  # noqa: S611 - our own words
    older = first.filter(first_published_at__lt=start)
    first_sql, first_values = first[:1].query.sql_with_params()
    older_sql, older_values = older[:1].query.sql_with_params()
    statement = f"""WITH RECURSIVE month(at) AS (
        SELECT ({first_sql})
        UNION ALL
        SELECT ({older_sql}) FROM month WHERE month.at IS NOT NULL
    ) SELECT at FROM month WHERE at IS NOT NULL"""  # noqa: S608 - made by the ORM
    with connection.cursor() as cursor:
        cursor.execute(statement, [*first_values, *older_values])
        return [_utc(at) for (at,) in cursor.fetchall()]


def _utc(at):
    at = parse_datetime(at) if isinstance(at, str) else at
    return at.replace(tzinfo=UTC) if timezone.is_naive(at) else at.astimezone(UTC)


def _changes():
    """{(year, month): newest material change of an article of that month}, of the latest ones."""
    changed = Article.objects.published().filter(updated_at__isnull=False).order_by("-updated_at")
    found = {}
    for first, updated in changed.values_list("first_published_at", "updated_at")[:CHANGES]:
        first = first.astimezone(UTC)
        found.setdefault((first.year, first.month), updated)
    return found


@require_safe
def articles(request, month):
    """The articles first published in that month (UTC), each with its lead picture."""
    page = request.GET.get("page", "1")
    if not re.fullmatch(r"[1-9]\d{0,3}", page, re.ASCII):
        raise Http404("No such page.")
    start = (int(page) - 1) * MOST
    rows = _of_month(month).newest()
    root = document("urlset", xmlns=SITEMAP)
    names = ("section__slug", "slug", "first_published_at", "updated_at", "derived__picture")
    for section, slug, first, updated, picture in rows.values_list(*names)[start : start + MOST]:
        place = _place(root, f"/{section}/{slug}/", updated or first)
        file = jpeg(picture, width=PICTURE_WIDTH) if picture else None
        if file:
            add(add(place, "image:image"), "image:loc", absolute(file.url))
    return _answer(root)


def _of_month(month):
    start = datetime(month.year, month.month, 1, tzinfo=UTC)
    end = datetime(month.year + month.month // 12, month.month % 12 + 1, 1, tzinfo=UTC)
    return Article.objects.published().filter(
        first_published_at__gte=start, first_published_at__lt=end, canonical_url=""
    )


@require_safe
def places(request):
    """The home page, sections, genres and standing pages."""
    frame = frame_of(request)
    root = document("urlset", xmlns=SITEMAP)
    newest = Article.objects.published().newest().values("first_published_at")
    _place(root, "/", newest.values_list("first_published_at", flat=True).first())
    sections = Section.objects.annotate(
        last=newest.filter(section=OuterRef("pk"))[:1],
    )
    for slug, last in sections.order_by("order", "slug").values_list("slug", "last"):
        _place(root, f"/{slug}/", last)
    for genre in frame["genres"]:
        _place(root, genre["url"])
    for slug in Page.objects.visible().order_by("slug").values_list("slug", flat=True):
        _place(root, f"/{slug}/")
    for path in ("/corrections/", "/archive/"):
        _place(root, path)
    return _answer(root)


@require_safe
def authors(request):
    root = document("urlset", xmlns=SITEMAP)
    for slug in _authors().order_by("slug").values_list("slug", flat=True)[:MOST]:
        _place(root, f"/authors/{slug}/")
    return _answer(root)


def _authors():
    """Those of whom readers can read something."""
    written = Byline.objects.published().filter(author=OuterRef("pk"))
    return Author.objects.filter(Exists(written))


@require_safe
def tags(request):
    root = document("urlset", xmlns=SITEMAP)
    for slug in _tags().order_by("slug").values_list("slug", flat=True)[:MOST]:
        _place(root, f"/tags/{slug}/")
    return _answer(root)


def _tags():
    """Subjects on which readers can read something."""
    told = TaggedArticle.objects.published().filter(tag=OuterRef("pk"))
    return Tag.objects.filter(Exists(told))


@require_safe
def news(request):
    """Google News: what appeared in the last two days."""
    frame = frame_of(request)
    root = document("urlset", xmlns=SITEMAP)
    names = ("section__slug", "slug", "first_published_at", "title")
    for section, slug, first, title in _news().values_list(*names)[:MOST_NEWS]:
        told = add(_place(root, f"/{section}/{slug}/"), "news:news")
        publication = add(told, "news:publication")
        add(publication, "news:name", frame["name"])
        add(publication, "news:language", frame["language"].partition("-")[0])
        add(told, "news:publication_date", _moment(first))
        add(told, "news:title", title)
    return _answer(root)


def _news():
    since = timezone.now() - NEWS_FOR
    return (
        Article.objects.published().newest().filter(first_published_at__gte=since, canonical_url="")
    )


@require_safe
def robots(request):
    """Everything may be read; searching is for people."""
    lines = [
        "User-agent: *",
        "Disallow: /search/",
        "Disallow: /admin/",
        "",
        f"Sitemap: {absolute('/sitemap.xml')}",
        "",
    ]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


def _place(root, path, changed=None):
    place = add(root, "url")
    add(place, "loc", absolute(path))
    if changed:
        add(place, "lastmod", _moment(changed))
    return place


def _moment(at):
    return at.astimezone(UTC).isoformat(timespec="seconds")


def _answer(root):
    if not len(root):
        raise Http404("Nothing is listed there.")
    return HttpResponse(written(root), content_type="application/xml; charset=utf-8")
