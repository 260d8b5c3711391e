"""Full-text search: one interface, two databases, and a cost that no query can raise."""

import json
import re
from dataclasses import dataclass, field

from django.db import connection
from django.db.models import F
from django.db.models.expressions import RawSQL

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
MATCHES, NARROW = 1_000, 500
AUTHORS = 20
# Around a hit in the text that the database returns; no text of ours holds them.
OPEN, CLOSE = "\x02", "\x03"

# Keys of matching articles under a bound, newest first: the index is read no further than asked.
MATCH = {
    "sqlite": {
        "heads": """SELECT rowid AS pk FROM articles_search
                    WHERE articles_search MATCH '{title heads} : (' || %s || ')'
                    AND rowid < %s ORDER BY rowid DESC LIMIT %s""",
        "whole": """SELECT rowid AS pk FROM articles_search
                    WHERE articles_search MATCH %s
                    AND rowid < %s ORDER BY rowid DESC LIMIT %s""",
    },
    "postgresql": {
        "heads": """SELECT article_id AS pk FROM articles_search
                    WHERE heads @@ websearch_to_tsquery('english', %s)
                    AND article_id < %s ORDER BY article_id DESC LIMIT %s""",
        "whole": """SELECT article_id AS pk FROM articles_search
                    WHERE whole @@ websearch_to_tsquery('english', %s)
                    AND article_id < %s ORDER BY article_id DESC LIMIT %s""",
    },
}
# Both kinds of hits at once, each article with its date, or none if it is not among the wanted. As
# text, which is in the same order: hundreds of dates cost more to read than to find.
PK, HEADS, WHOLE, AT = range(4)
NAMES = {HEADS: "heads", WHOLE: "whole"}
HITS = """SELECT pk, heads, whole, CAST(({date}) AS text) FROM (
              SELECT pk, MAX(heads) AS heads, MAX(whole) AS whole FROM (
                  SELECT pk, 1 AS heads, 0 AS whole FROM ({heads}) AS at_heads
                  UNION ALL
                  SELECT pk, 0 AS heads, 1 AS whole FROM ({whole}) AS at_whole
              ) AS either GROUP BY pk
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
    heads, whole, more = _matching(query, filters or Filters())
    # A common word in a rare corner: the newest matches may all lie outside it.
    rest = _among(query, filters) if more and filters and len(whole) < MOST_RESULTS else []
    pks = list(dict.fromkeys([*heads, *whole, *rest]))
    return Results(pks[:MOST_RESULTS], more or len(pks) > MOST_RESULTS)


def _matching(query, filters):
    """Keys of the matches in the heads, of those anywhere, and whether there may be more."""
    size, chunks = CHUNK, CHUNKS
    if filters:
        size, chunks = MATCHES, 1
    elif _is_gathered(query):
        size, chunks = CHUNK * CHUNKS, 1
    found, before = {HEADS: [], WHOLE: []}, {HEADS: LAST, WHOLE: LAST}
    more = True
    while chunks and any(before.values()):
        hits, chunks = _hits(query, before, size, filters), chunks - 1
        for where, pks in found.items():
            chunk = [hit for hit in hits if hit[where]]
            wanted = sorted([(hit[AT], hit[PK]) for hit in chunk if hit[AT]], reverse=True)
            pks += [pk for _, pk in wanted]
            if where == WHOLE and before[where]:
                more = len(chunk) == size
            is_enough = len(chunk) < size or len(pks) >= MOST_RESULTS
            before[where] = 0 if is_enough else min(hit[PK] for hit in chunk)
    return found[HEADS], found[WHOLE], more


def _hits(query, before, most, filters):
    """Matches under these bounds, in one statement, as rows of HITS."""
    wanted = filters.published().filter(pk=RawSQL("hit.pk", []))
    dates = wanted.order_by().values("first_published_at")[:1]
    date, values = dates.query.sql_with_params()
    parts = {}
    for where, bound in before.items():
        part = NAMES[where]
        parts[part], asked = _newest(query, part, bound, most)
        values = [*values, *asked]
    return _rows(HITS.format(date=date, **parts), values)


def _among(query, filters):
    """Keys of the matches among the newest that the filters leave, newest first."""
    corner, values = filters.newest()[:NARROW].query.sql_with_params()
    statement = AMONG[connection.vendor].format(corner=corner)
    return _keys(statement, [*values, query.for_database()])


def _newest(query, part, before, most):
    """The statement, and its values, for the newest keys under a bound that match, drafts too."""
    if not _is_gathered(query):
        return MATCH[connection.vendor][part], [query.for_database(), before, most]
    phrase = query.for_database() if query.has_phrase() else None
    return GATHERED, [part == "heads", folded(" ".join(query.terms)), phrase, most]


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
    return _keys(MATCH[connection.vendor]["heads"], [_plain(_quoted([word])), LAST, most])


def newest_begun(query, most):
    """Keys of the newest articles, drafts too, on whose heads words begin as the last one does."""
    if not query:
        return []
    statement = MATCH[connection.vendor]["heads"].replace("websearch_to_tsquery", "to_tsquery")
    return _keys(statement, [query.for_database(begun=True), LAST, most])


def any_published(query):
    """Whether a query finds something among the newest that match."""
    newest = _keys(*_newest(query, "whole", LAST, CHUNK))
    return Article.objects.published().filter(pk__in=newest).exists()


def keys(query, most):
    """Keys of all articles that match, drafts too: for the desk, which keeps its own doors."""
    if not query:
        return []
    statement = MATCH[connection.vendor]["whole"].replace("websearch_to_tsquery", "to_tsquery")
    return _keys(statement, [query.for_database(begun=True), LAST, most])


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
    articles = Article.objects.filter(pk__in=pks).annotate(passage=_passage(query))
    rows = articles.order_by().values_list(*VALUES, "passage")
    told = {row[0]: row[-1] or "" for row in rows}
    cards = {card.pk: card for card in cards_of(row[:-1] for row in rows)}
    return [(cards[pk], _pairs(told[pk], query)) for pk in pks if pk in cards]


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
