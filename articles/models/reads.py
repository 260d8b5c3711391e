"""How often articles are read, day by day, and from which sites. No reader is known to it."""

import zoneinfo
from collections import Counter
from datetime import timedelta

from django.db import connection, models, transaction
from django.db.models import F, OuterRef, Subquery, Sum, Window
from django.db.models.functions import Coalesce, RowNumber
from django.utils import timezone

from articles.background import task
from articles.models.article import Article
from articles.models.edition import MOST_READ, Edition

WEEK = timedelta(days=7)
# Days further back are only in the sum.
KEPT = timedelta(days=35)
# Sites that are kept of those that lead to one article.
MOST_SITES = 50
CHUNK = 500


class DayOfReads(models.Model):
    """The reads of one article on one day of the newsroom's calendar."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="days_of_reads")
    day = models.DateField(db_index=True)
    count = models.PositiveIntegerField()

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["article", "day"], name="reads_once_a_day")]

    def __str__(self):
        return f"{self.article_id}, {self.day}: {self.count}"


class Readership(models.Model):
    """All reads of one article."""

    article = models.OneToOneField(
        Article, on_delete=models.CASCADE, primary_key=True, related_name="readership"
    )
    count = models.PositiveBigIntegerField()

    class Meta:
        default_permissions = ()

    def __str__(self):
        return f"{self.article_id}: {self.count}"


class Referrer(models.Model):
    """A site from which readers came to an article: its name, never the page or the reader."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="referrers")
    site = models.CharField(max_length=100)
    count = models.PositiveBigIntegerField()

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["article", "site"], name="referrer_once")]

    def __str__(self):
        return f"{self.article_id}, {self.site}: {self.count}"


def newsroom_day(at=None):
    """The date in the newsroom, in whatever process this is asked."""
    zone = Edition.objects.current().current_frame()["time_zone"]
    return timezone.localdate(at, zoneinfo.ZoneInfo(zone))


def write_down(counted, at=None):
    """Add these reads, {(an article's slug, the site that led there or ""): how many}."""
    keys = _keys({slug for slug, _ in counted})
    day = newsroom_day(at)
    days, sums, sites = Counter(), Counter(), Counter()
    for (slug, site), count in counted.items():
        if slug in keys:
            days[keys[slug], day] += count
            sums[keys[slug],] += count
            if site:
                sites[keys[slug], site] += count
    with transaction.atomic():
        _add(DayOfReads, ("article_id", "day"), days)
        _add(Readership, ("article_id",), sums)
        _add(Referrer, ("article_id", "site"), sites)


def _keys(slugs):
    slugs, keys = sorted(slugs), {}
    for place in range(0, len(slugs), CHUNK):
        articles = Article.objects.filter(slug__in=slugs[place : place + CHUNK])
        keys |= dict(articles.values_list("slug", "pk"))
    return keys


def _add(model, names, counts):
    """Raise the counts of these rows, or make them: several processes may do so at once."""
    quote = connection.ops.quote_name
    table, named = quote(model._meta.db_table), ", ".join(map(quote, names))
    count, marks = quote("count"), ", ".join(["%s"] * len(names))
    # In one order, so that two processes never wait for each other.
    rows = [(*(adapted(value) for value in key), number) for key, number in sorted(counts.items())]
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {table} ({named}, {count}) VALUES ({marks}, %s) "  # noqa: S608 - our names
            f"ON CONFLICT ({named}) DO UPDATE SET {count} = {table}.{count} + excluded.{count}",
            rows,
        )


def adapted(value):
    """As the database takes it where the ORM does not stand in between."""
    return connection.ops.adapt_datefield_value(value) if hasattr(value, "isoformat") else value


def with_reads(articles):
    """Load with each article its reads_today, reads_week and reads_all."""
    today = timezone.localdate()
    days = DayOfReads.objects.filter(article=OuterRef("pk")).order_by()
    week = days.filter(day__gt=today - WEEK).values("article").annotate(sum=Sum("count"))
    return articles.annotate(
        reads_today=_or_none(days.filter(day=today).values("count")),
        reads_week=_or_none(week.values("sum")),
        reads_all=Coalesce(F("readership__count"), 0),
    )


def _or_none(rows):
    return Coalesce(Subquery(rows[:1]), 0)


def sites_of(keys, most=2):
    """{an article's key: (site, reads) of those that led most readers there}."""
    place = Window(RowNumber(), partition_by="article", order_by=[F("count").desc(), "site"])
    rows = Referrer.objects.filter(article__in=keys).annotate(place=place)
    found = {}
    for row in rows.filter(place__lte=most).order_by("article", "place"):
        found.setdefault(row.article_id, []).append((row.site, row.count))
    return found


def most_read(count):
    """Keys of the articles read most in the last seven days."""
    days = DayOfReads.objects.filter(day__gt=timezone.localdate() - WEEK)
    sums = days.values("article").annotate(sum=Sum("count")).order_by("-sum", "-article")
    return [row["article"] for row in sums[:count]]


@task
def tell_most_read():
    """Let pages know once other articles are read most than those that they show."""
    with transaction.atomic():
        if most_read(MOST_READ) != Edition.objects.current().current_frame()["most_read"]:
            Edition.objects.move()


@task
def forget():
    """Drop single days that only the sum needs, and sites that led hardly anybody."""
    DayOfReads.objects.filter(day__lt=timezone.localdate() - KEPT).delete()
    place = Window(RowNumber(), partition_by="article", order_by=F("count").desc())
    few = Referrer.objects.annotate(place=place).filter(place__gt=MOST_SITES)
    Referrer.objects.filter(pk__in=list(few.values_list("pk", flat=True))).delete()
