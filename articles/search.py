"""Full-text search: one interface, two databases, and a cost that no query can raise."""

import json
import re
from dataclasses import dataclass, field
from functools import lru_cache

from django.db import connection
from django.db.models import F
from django.db.models.expressions import RawSQL
from django.utils import timezone

from articles.models import Article, Author, Byline
from articles.models.card import VALUES, cards_of
from articles.models.search_index import folded
from articles.passages import passage, spellings

LONGEST = 200
MOST_WORDS = 8
# As many as anyone leafs through. Past that, readers narrow their search.
MOST_RESULTS = 400
CHUNK = 500
CHUNKS = 6
# Where a search is narrowed: so many matches are looked at, whatever they are of; then so many of
# the newest that the filter leaves are looked into one by one.
MATCHES, NARROW = 1_500, 500
AUTHORS = 20
# Around a hit in the text that the database returns; no text of ours holds them.
OPEN, CLOSE = "\x02", "\x03"

# Keys of matching articles under a bound, newest first: the index is read no further than asked.
MATCH = {
    "sqlite": """SELECT rowid AS pk FROM articles_search WHERE articles_search MATCH {asked}
                 AND rowid < %s ORDER BY rowid DESC LIMIT %s""",
    "postgresql": """SELECT article_id AS pk FROM articles_search WHERE {asked}
                     AND article_id < %s ORDER BY article_id DESC LIMIT %s""",
}
# What may be asked: hits in the heads, anywhere, and anywhere else.
ASKED = {
    "sqlite": {
        "heads": "'{{title heads}} : (' || {query} || ')'",
        "whole": "{query}",
        "rest": "'(' || {query} || ') NOT ({{title heads}} : (' || {query} || '))'",
    },
    "postgresql": {
        "heads": "heads @@ {query}",
        "whole": "whole @@ {query}",
        "rest": "whole @@ {query} AND NOT heads @@ {query}",
    },
}
TAKEN_AS = {"sqlite": "%s", "postgresql": "websearch_to_tsquery('english', %s)"}
BEGUN_TAKEN_AS = {"sqlite": "%s", "postgresql": "to_tsquery('english', %s)"}
# The hits in the heads, and as many of the others as there is room for beside them; each with its
# date, or none if it is not among the wanted. As text, which is in the same order: hundreds of
# dates cost more to read than to find.
HEADS, REST = 1, 2
HITS = """WITH heads AS MATERIALIZED ({heads})
          SELECT 1, pk, CAST(({date}) AS text) FROM heads AS hit
          UNION ALL
          SELECT 2, pk, CAST(({date}) AS text) FROM (
              SELECT pk FROM ({rest}) AS newest LIMIT %s - (SELECT COUNT(*) FROM heads)
          ) AS hit"""
KEYS = "SELECT unnest(%s::bigint[]) AS pk"
# The same keys as one value: hundreds of values cost more than what they find.
AS_ONE = {"sqlite": "SELECT value FROM json_each(%s)", "postgresql": KEYS}
AUTHORS_AMONG = """SELECT slug, name, COUNT(*) FROM articles_byline
                   INNER JOIN articles_author ON articles_author.id = author_id
                   WHERE article_id IN ({keys})
                   GROUP BY slug, name ORDER BY COUNT(*) DESC, name LIMIT %s"""
# Each of the newest in a corner is looked up by its key, whatever else a database thinks cheaper:
# it takes reading a text for nothing, and would read all.
AMONG = {
    "sqlite": """SELECT corner.key FROM ({corner}) AS corner CROSS JOIN articles_search
                 WHERE articles_search MATCH %s AND articles_search.rowid = corner.key
                 ORDER BY corner.at DESC, corner.key DESC""",
    "postgresql": """SELECT corner.key FROM ({corner}) AS corner
                     WHERE (SELECT whole @@ websearch_to_tsquery('english', %s)
                            FROM articles_search WHERE article_id = corner.key)
                     ORDER BY corner.at DESC, corner.key DESC""",
}
# All that have these words, found by their index alone, and of the newest those with the phrase.
GATHERED = """SELECT articles_search_gather(%s, plainto_tsquery('english', %s),
              websearch_to_tsquery('english', %s), %s) AS pk"""
ELSEWHERE = "SELECT pk FROM ({}) AS either WHERE pk NOT IN (SELECT pk FROM heads)"
# Where the words stand in a text as they were asked for, it is handed over whole: databases take
# up to a millisecond a text to find the passage. For others they do: they know forms of words.
PASSAGE = {
    "sqlite": """SELECT CASE WHEN {stands} THEN body
                 ELSE snippet(articles_search, 2, char(2), char(3), '…', 32) END
                 FROM articles_search WHERE articles_search MATCH 'body : (' || %s || ')'
                 AND rowid = articles_article.id""",
    "postgresql": """SELECT CASE WHEN {stands} THEN body
                     WHEN ts_filter(whole, '{{d}}') @@ websearch_to_tsquery('english', %s)
                     THEN ts_headline('english', body, websearch_to_tsquery('english', %s),
                         'StartSel=' || chr(2) || ', StopSel=' || chr(3)
                         || ', MaxWords=32, MinWords=18') END
                     FROM articles_search WHERE article_id = articles_article.id""",
}
STANDS = {"sqlite": "instr(body, %s) > 0", "postgresql": "strpos(body, %s) > 0"}
LAST = 2**62


@dataclass(frozen=True)
class Query:
    """What a reader asked for, in words that no database takes for commands."""

    text: str
    terms: tuple = ()

    @classmethod
    def parse(cls, text):
        """Total: any string becomes a query, perhaps one without terms."""
        readable = text[:LONGEST].encode("utf-8", "ignore").decode().replace("\x00", " ")
        text = " ".join(readable.split())
        parts = re.findall(r'"([^"]+)"|([^\s"]+)', text)
        terms = [phrase or word for phrase, word in parts]
        kept = [term for term in terms if re.search(r"\w", term)]
        return cls(text, tuple(kept[:MOST_WORDS]))

    def __bool__(self):
        return bool(self.terms)

    def words(self):
        return [word for term in self.terms for word in re.findall(r"\w+", term)]

    def has_phrase(self):
        """Whether words must stand side by side: as “a b” or a-b do."""
        return any(re.search(r"\w\W+\w", term) for term in self.terms)

    def for_database(self, *, begun=False):
        """Every term quoted: neither FTS5 nor PostgreSQL sees an operator in it.

        With begun, words that only begin with the last term match it too.
        """
        if connection.vendor == "postgresql":
            return folded(_lexemes(self.terms) if begun else _quoted(self.terms))
        return f"{_quoted(self.terms)} *" if begun else _quoted(self.terms)

    def for_any(self):
        """What a text matches that holds one of the terms."""
        return _plain(" OR ".join(f'"{term}"' for term in self.terms))


def _plain(text):
    """FTS5 drops accents by itself."""
    return folded(text) if connection.vendor == "postgresql" else text


def _quoted(terms):
    return " ".join(f'"{term}"' for term in terms)


def _lexemes(terms):
    """For to_tsquery(), which knows beginnings of words."""
    escaped = [term.replace("\\", " ").replace("'", "''") for term in terms]
    return " & ".join(f"'{term}'" for term in escaped) + ":*"


@dataclass(frozen=True)
class Filters:
    """What a search is narrowed to; what is not among the choices narrows nothing."""

    section: str = ""
    genre: str = ""
    author: str = ""
    year: str = ""

    @classmethod
    def parse(cls, given, frame):
        """Read them from a query string."""
        section, genre = given.get("section", ""), given.get("genre", "")
        author, year = given.get("author", ""), given.get("year", "")
        return cls(
            section=section if section in {row["slug"] for row in frame["sections"]} else "",
            genre=genre if genre in {row["slug"] for row in frame["genres"]} else "",
            author=author if re.fullmatch(r"[-a-zA-Z0-9_]{1,120}", author) else "",
            year=year if re.fullmatch(r"(19|20)\d\d", year, re.ASCII) else "",
        )

    def __bool__(self):
        return any((self.section, self.genre, self.author, self.year))

    def published(self):
        """The articles that it leaves, of those that readers see."""
        articles = self._narrow(Article.objects.published())
        return articles.filter(bylines__author__slug=self.author) if self.author else articles

    def newest(self):
        """The same, newest first, as keys and dates, off one index: an author's if one is asked."""
        listed, key = self.published(), "pk"
        if self.author:
            author = Author.objects.filter(slug=self.author).values("pk")[:1]
            written = Byline.objects.published().filter(author=author)
            listed, key = self._narrow(written, of="article__"), "article"
        return listed.newest().values(key=F(key), at=F("first_published_at"))

    def _narrow(self, listed, of=""):
        if self.section:
            listed = listed.filter(**{f"{of}section__slug": self.section})
        if self.genre:
            listed = listed.filter(**{f"{of}genre__slug": self.genre})
        return listed.in_year(int(self.year)) if self.year else listed


@dataclass
class Results:
    """Published articles, those with a hit in the headline's surroundings first, then newest."""

    pks: list = field(default_factory=list)
    more: bool = False

    def __len__(self):
        return len(self.pks)


def search(query, filters=None):
    """Results among the published articles that the filters leave; at most MOST_RESULTS."""
    if not query:
        return Results()
    found, more = _matching(query, filters or Filters())
    if more and filters and len(found) < MOST_RESULTS:
        # A common word in a rare corner: the newest matches may all lie outside it.
        found += _among(query, filters)
    pks = list(dict.fromkeys(found))
    return Results(pks[:MOST_RESULTS], more or len(pks) > MOST_RESULTS)


def _matching(query, filters):
    """Keys of the matches, those in the heads first, and whether there may be more."""
    size, chunks = CHUNK, CHUNKS
    if filters:
        size, chunks = MATCHES, 1
    elif _is_gathered(query):
        size, chunks = CHUNK * CHUNKS, 1
    found, before = {HEADS: [], REST: []}, {HEADS: LAST, REST: LAST}
    while chunks and any(before.values()) and sum(map(len, found.values())) < MOST_RESULTS:
        hits, chunks, room = _hits(query, before, size, filters), chunks - 1, size
        for where, pks in found.items():
            chunk = [(at, pk) for part, pk, at in hits if part == where]
            pks += [pk for _, pk in sorted((hit for hit in chunk if hit[0]), reverse=True)]
            if len(chunk) < room:
                before[where] = 0
            elif chunk:
                before[where] = min(pk for _, pk in chunk)
            room -= len(chunk)
    return found[HEADS] + found[REST], before[REST] > 0


def _hits(query, before, most, filters):
    """Matches under these bounds, in one statement, as rows of HITS."""
    date, at = _date(filters)
    heads, in_heads = _newest(query, "heads", before[HEADS], most)
    rest, elsewhere = _newest(query, "rest", before[REST], most)
    statement = HITS.format(date=date, heads=heads, rest=rest)
    return _rows(statement, [*in_heads, *at, *at, *elsewhere, most])


def _date(filters):
    """The statement, and its values, for the date of a hit that is among the wanted."""
    if filters:
        return _date_among(filters.published())
    statement, places = _date_in_public(connection.vendor)
    return statement, [connection.ops.adapt_datetimefield_value(timezone.now())] * places


@lru_cache
def _date_in_public(vendor):
    """The same of what readers see, which asks for nothing but the moment, in so many places.

    Kept: Django takes longer to write it down than a database takes to answer it.
    """
    statement, values = _date_among(Article.objects.published())
    return statement, len(values)


def _date_among(wanted):
    dates = wanted.filter(pk=RawSQL("hit.pk", [])).order_by().values("first_published_at")
    return dates[:1].query.sql_with_params()


def _among(query, filters):
    """Keys of the matches among the newest that the filters leave, newest first."""
    corner, values = filters.newest()[:NARROW].query.sql_with_params()
    statement = AMONG[connection.vendor].format(corner=corner)
    return _keys(statement, [*values, query.for_database()])


def _newest(query, part, before, most):
    """The statement, and its values, for the newest keys under a bound that match, drafts too."""
    if not _is_gathered(query):
        return _match(part, query.for_database(), before, most)
    phrase = query.for_database() if query.has_phrase() else None
    values = [part == "heads", folded(" ".join(query.terms)), phrase, most]
    return ELSEWHERE.format(GATHERED) if part == "rest" else GATHERED, values


def _match(part, query, before, most, taken_as=TAKEN_AS):
    """The statement of MATCH, and its values, for a query as the database wants it."""
    vendor = connection.vendor
    asked = ASKED[vendor][part]
    statement = MATCH[vendor].format(asked=asked.format(query=taken_as[vendor]))
    return statement, [*[query] * asked.count("{query}"), before, most]


def _is_gathered(query):
    """Whether the database's own plan for it may be a bad one: of two words, or of a phrase.

    PostgreSQL knows how common each word is, and nothing of how often two stand together: it then
    reads every text from the newest on, in vain. One word it judges well.
    """
    return connection.vendor == "postgresql" and len(query.words()) > 1


def authors_among(pks):
    """Who wrote most of these articles, as {"slug", "name", "count"}: the choice of a filter."""
    if not pks:
        return []
    as_one = json.dumps(pks) if connection.vendor == "sqlite" else list(pks)
    rows = _rows(AUTHORS_AMONG.format(keys=AS_ONE[connection.vendor]), [as_one, AUTHORS])
    return [{"slug": slug, "name": name, "count": count} for slug, name, count in rows]


def newest_with(word, most):
    """Keys of the newest articles, drafts too, whose heads hold a word."""
    return _keys(*_match("heads", _plain(_quoted([word])), LAST, most))


def newest_begun(query, most):
    """Keys of the newest articles, drafts too, on whose heads words begin as the last one does."""
    if not query:
        return []
    return _keys(*_match("heads", query.for_database(begun=True), LAST, most, BEGUN_TAKEN_AS))


def any_published(query):
    """Whether a query finds something among the newest that match."""
    newest = _keys(*_newest(query, "whole", LAST, CHUNK))
    return Article.objects.published().filter(pk__in=newest).exists()


def keys(query, most):
    """Keys of all articles that match, drafts too: for the desk, which keeps its own doors."""
    if not query:
        return []
    return _keys(*_match("whole", query.for_database(begun=True), LAST, most, BEGUN_TAKEN_AS))


def _keys(statement, parameters):
    return [pk for (pk,) in _rows(statement, parameters)]


def _rows(statement, parameters):
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return cursor.fetchall()


def shown(query, pks):
    """[(card, the passage around the first hit as (text, is_hit) pairs)] of these articles.

    Where the words are on the head alone, no passage of the text says why it was found.
    """
    rows = _cards().filter(pk__in=pks).annotate(passage=_passage(query))
    told = {row[0]: row[-1] or "" for row in rows}
    cards = {card.pk: card for card in cards_of(row[:-1] for row in rows)}
    return [(cards[pk], _pairs(told[pk], query)) for pk in pks if pk in cards]


@lru_cache
def _cards():
    """What cards show of all articles, in no order: a list to cut down, never read itself."""
    return Article.objects.order_by().values_list(*VALUES)


def _passage(query):
    """The text that the words stand in, or the passage that the database finds, hits marked."""
    vendor = connection.vendor
    ways = [spellings(term) for term in query.terms]
    stands = " AND ".join(f"({' OR '.join([STANDS[vendor]] * len(each))})" for each in ways)
    statement = PASSAGE[vendor].format(stands=stands)
    literally = [f" {spelled}" for each in ways for spelled in each]
    asked = [query.for_any()] if vendor == "sqlite" else [query.for_any(), query.for_database()]
    return RawSQL(statement, [*literally, *asked])  # noqa: S611 - our own


def _pairs(told, query):
    """The passage as (text, is_hit) pairs; none where the words are on the head alone."""
    if OPEN not in told:
        return passage(told, query.terms)
    pairs, rest = [], told
    while rest:
        before, opened, rest = rest.partition(OPEN)
        hit, _, rest = rest.partition(CLOSE) if opened else ("", "", rest)
        pairs += [(text, is_hit) for text, is_hit in ((before, False), (hit, True)) if text]
    return pairs
