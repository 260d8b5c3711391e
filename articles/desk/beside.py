"""What stands beside an article's form, loaded together with the article in one question."""

from datetime import UTC

from django.contrib.auth import get_user_model
from django.db.models import F, JSONField, OuterRef, Subquery
from django.utils.dateparse import parse_datetime
from django.utils.timezone import is_naive, make_aware

from articles.models import Note, Pin, PreviewLink, Slot
from articles.models.reads import Referrer, with_reads

# Sites that led to an article, on its form.
SITES = 8


class Rows(Subquery):
    """Rows as a list of dictionaries in one column."""

    output_field = JSONField()

    def __init__(self, rows, *names):
        super().__init__(rows.values(*names))
        self.names = names

    def as_sqlite(self, compiler, connection):
        pairs = ", ".join(f"'{name}', found.\"{name}\"" for name in self.names)
        row = f"json_group_array(json_object({pairs}))"
        gathered = f"(SELECT {row} FROM (%(subquery)s) AS found)"  # noqa: S608 - our names
        return self.as_sql(compiler, connection, template=gathered)

    def as_postgresql(self, compiler, connection):
        gathered = "(SELECT jsonb_agg(to_jsonb(found)) FROM (%(subquery)s) AS found)"
        return self.as_sql(compiler, connection, template=gathered)


def with_beside(articles, user):
    """Load with an article what its form shows beside its fields; the functions below read it."""
    here = {"article": OuterRef("pk")}
    notes = Note.objects.filter(**here).annotate(name=F("by__username"))
    links = PreviewLink.objects.standing().filter(**here)
    sites = Referrer.objects.filter(**here).order_by("-count", "site")
    slots = Slot.objects.filter(**here, by=user)
    return with_reads(articles).annotate(
        its_notes=Rows(notes, "at", "pk", "text", "name"),
        its_links=Rows(links, "pk", "expires_at"),
        its_pins=Rows(Pin.objects.filter(**here), "section_id", "position"),
        its_sites=Rows(sites[:SITES], "site", "count"),
        its_slots=Rows(slots, "pk"),
        its_colleagues=Rows(staff(), "pk", "username"),
    )


def _rows(article, name):
    """None of a new article; a database without rows says null."""
    return getattr(article, name, None) or ()


def staff():
    """Those to whom an article can be given."""
    return get_user_model().objects.filter(is_staff=True, is_active=True)


def notes(article):
    rows = [{**row, "at": _moment(row["at"])} for row in _rows(article, "its_notes")]
    return sorted(rows, key=lambda row: (row["at"], row["pk"]))


def links(article):
    """The links that stand, the newest first."""
    rows = sorted(_rows(article, "its_links"), key=lambda row: -row["pk"])
    return [PreviewLink(pk=row["pk"], expires_at=_moment(row["expires_at"])) for row in rows]


def sites(article):
    rows = sorted(_rows(article, "its_sites"), key=lambda row: (-row["count"], row["site"]))
    return [(row["site"], row["count"]) for row in rows]


def places(article):
    """{a front's section, or None for the home page: the article's place there}."""
    return {row["section_id"]: row["position"] for row in _rows(article, "its_pins")}


def colleagues(article):
    """(key, name) of those to whom it can be given."""
    rows = _rows(article, "its_colleagues")
    return sorted(((row["pk"], row["username"]) for row in rows), key=lambda pair: pair[1])


def _moment(text):
    at = parse_datetime(text)
    return make_aware(at, UTC) if is_naive(at) else at
