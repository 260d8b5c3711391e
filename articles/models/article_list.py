"""What one may ask of many articles."""

from datetime import datetime

from django.db import connection, models
from django.db.models.expressions import RawSQL
from django.db.models.lookups import LessThanOrEqual
from django.utils import timezone

from articles.models.card import VALUES, cards_of

# Long texts that no list needs; a card is drawn without them.
LONG_TEXTS = ("body", "body_html", "teaser_html", "rest_html", "toc")
EACH_SECTION = """SELECT listed.* FROM unnest(%s::bigint[]) AS sections(pk)
                  CROSS JOIN LATERAL ({listed}) AS listed"""
NO_SECTION = -1


class Unindexed(models.Func):
    """A column that SQLite is not to look up in its index.

    Nearly every article is published. SQLite takes any such bound for a narrow one, reads all
    of them by it, and sorts: seconds at 100,000 articles. PostgreSQL keeps statistics.
    """

    template = "%(expressions)s"
    arity = 1

    def as_sqlite(self, compiler, connection, **context):
        return self.as_sql(compiler, connection, template="+%(expressions)s", **context)


class PublishedQuerySet(models.QuerySet):
    def published(self, at=None):
        """What readers may see: the one door."""
        at = at or timezone.now()
        begun = LessThanOrEqual(Unindexed("published_at"), at)
        return self.filter(begun).exclude(unpublish_at__lte=at)

    def in_year(self, year):
        """First published in that year, by the newsroom's calendar."""
        return self.filter(first_published_at__year=year)

    def counted(self):
        """For an annotation, how many they are."""
        count = models.Func("pk", function="COUNT", output_field=models.IntegerField())
        return models.Subquery(self.order_by().annotate(count=count).values("count"))


class ArticleQuerySet(PublishedQuerySet):
    def scheduled(self, at=None):
        return self.filter(published_at__gt=at or timezone.now())

    def unpublished(self, at=None):
        """Live once, and no longer."""
        at = at or timezone.now()
        return self.filter(published_at__lte=at, unpublish_at__lte=at)

    def last_end(self, at=None):
        """When an article last left readers' pages, or None."""
        return self.unpublished(at).aggregate(last=models.Max("unpublish_at"))["last"]

    def drafts(self):
        return self.filter(published_at=None)

    def among(self, *lists):
        """Those in any of these lists, each perhaps cut to its first so many.

        They go to the database as one list: for several with “or” between them PostgreSQL reads
        every article there is.
        """
        made = [
            each if isinstance(each, tuple) else each.only_keys().query.sql_with_params()
            for each in lists
        ]
        one = " UNION ALL ".join(
            f"SELECT * FROM ({sql}) AS list{place}"  # noqa: S608 - made by the ORM
            for place, (sql, _) in enumerate(made)
        )
        values = [value for _, each in made for value in each]
        return self.filter(pk__in=RawSQL(one, values))  # noqa: S611 - made by the ORM

    def of_each_section(self, keys, count):
        """Lists for among(), the first so many of each section; put into words once for all."""
        keys = list(dict.fromkeys(keys))
        if connection.vendor == "postgresql":  # which takes as long to plan one as to read it
            each = self.in_section(RawSQL("sections.pk", []))[:count].only_keys()
            sql, values = each.query.sql_with_params()
            return [(EACH_SECTION.format(listed=sql), (keys, *values))]
        sql, values = self.in_section(NO_SECTION)[:count].only_keys().query.sql_with_params()
        return [
            (sql, tuple(pk if value == NO_SECTION else value for value in values)) for pk in keys
        ]

    def only_keys(self):
        """For among(): a database cuts a list of keys without reading what it leaves out."""
        return self.values("pk")

    def newest(self):
        return self.order_by("-first_published_at", "-pk")

    def in_section(self, section):
        return self.filter(section=section)

    def in_genre(self, genre):
        return self.filter(genre=genre)

    def in_month(self, year, month):
        """First published in that month, by the newsroom's calendar; read off the index."""
        start = timezone.make_aware(datetime(year, month, 1))  # noqa: DTZ001 - made aware here
        end = timezone.make_aware(datetime(year + month // 12, month % 12 + 1, 1))  # noqa: DTZ001
        return self.filter(first_published_at__gte=start, first_published_at__lt=end)

    def addressed_like(self, beginning):
        """Those whose address begins so. Both databases read it off the index of addresses."""
        if connection.vendor == "sqlite":  # its LIKE reads every row
            return self.filter(slug__gte=beginning, slug__lt=f"{beginning}\uffff")
        return self.filter(slug__startswith=beginning)

    def by_author(self, author):
        return self.filter(bylines__author=author)

    def tagged_with(self, tag):
        return self.filter(tagged__tag=tag)

    def with_bylines(self):
        """Load the rows without their texts, so a list costs as much for 300 as for 3."""
        return self.select_related("section", "genre").defer(*LONG_TEXTS)

    def cards(self):
        """A list of what cards show of these articles, which none of them changes."""
        return cards_of(self.values_list(*VALUES))

    def with_text_as_written(self):
        """Load what other forms of the text are made from."""
        rendered = [name for name in LONG_TEXTS if name != "body"]
        return self.select_related("section", "genre").defer(*rendered)

    def with_text(self):
        """Load what an opened text shows."""
        return self.select_related("section", "genre").defer("body")
