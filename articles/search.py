"""Full-text search: one interface, two databases, and a cost that no query can raise."""

import re
from dataclasses import dataclass, field

from django.db import connection, transaction
from django.db.models import Count, F

from articles.models import Article, Byline
from articles.models.search_index import folded

LONGEST = 200
MOST_WORDS = 8
# As many as anyone leafs through. Past that, readers narrow their search.
MOST_RESULTS = 400
CHUNK = 500
CHUNKS = 6
# A filter's newest articles that are searched one by one where the newest matches lie elsewhere.
NARROW = 2_000
NARROW_CHUNKS = 2
AUTHORS = 20
# Around a hit in the text that the database returns; no text of ours holds them.
OPEN, CLOSE = "\x02", "\x03"

# Keys of matching articles under a bound, newest first: the index is read no further than asked.
MATCH = {
    "sqlite": {
        "heads": """SELECT rowid FROM articles_search
                    WHERE articles_search MATCH '{title heads} : (' || %s || ')'
                    AND rowid < %s ORDER BY rowid DESC LIMIT %s""",
        "whole": """SELECT rowid FROM articles_search
                    WHERE articles_search MATCH %s
                    AND rowid < %s ORDER BY rowid DESC LIMIT %s""",
    },
    "postgresql": {
        "heads": """SELECT article_id FROM articles_search
                    WHERE heads @@ websearch_to_tsquery('english', %s)
                    AND article_id < %s ORDER BY article_id DESC LIMIT %s""",
        "whole": """SELECT article_id FROM articles_search
                    WHERE whole @@ websearch_to_tsquery('english', %s)
                    AND article_id < %s ORDER BY article_id DESC LIMIT %s""",
    },
}
AMONG = {
    "sqlite": """SELECT rowid FROM articles_search
                 WHERE articles_search MATCH %s AND rowid IN ({keys})""",
    "postgresql": """SELECT article_id FROM articles_search
                     WHERE whole @@ websearch_to_tsquery('english', %s)
                     AND article_id IN ({keys})""",
}
GATHER = """SELECT article_id FROM (
                SELECT article_id, {where} AS told FROM articles_search
                WHERE {where} @@ plainto_tsquery('english', %s)
                ORDER BY article_id DESC LIMIT %s) AS newest
            WHERE {ordered} ORDER BY article_id DESC"""
# For one statement: no way to an article but by its words.
ONLY_WORDS = (
    "set_config('enable_indexscan', '{value}', true)",
    "set_config('enable_seqscan', '{value}', true)",
)
SNIPPET = {
    "sqlite": """SELECT rowid, snippet(articles_search, 2, char(2), char(3), '…', 32)
                 FROM articles_search WHERE articles_search MATCH %s AND rowid IN ({keys})""",
    "postgresql": """SELECT article_id,
                         ts_headline('english', body, websearch_to_tsquery('english', %s),
                         'StartSel=' || chr(2) || ', StopSel=' || chr(3)
                         || ', MaxWords=32, MinWords=18')
                     FROM articles_search WHERE article_id IN ({keys})""",
}
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

    def narrow(self, articles):
        if self.section:
            articles = articles.filter(section__slug=self.section)
        if self.genre:
            articles = articles.filter(genre__slug=self.genre)
        if self.author:
            articles = articles.filter(bylines__author__slug=self.author)
        if self.year:
            articles = articles.in_year(int(self.year))
        return articles


@dataclass
class Results:
    """Published articles, those with a hit in the headline's surroundings first, then newest."""

    pks: list = field(default_factory=list)
    more: bool = False

    def __len__(self):
        return len(self.pks)


def search(query, articles=None):
    """Results among the given (else all) published articles; at most MOST_RESULTS."""
    if not query:
        return Results()
    is_narrowed = articles is not None
    articles = (articles if is_narrowed else Article.objects.all()).published()
    chunks = NARROW_CHUNKS if is_narrowed else CHUNKS
    heads, _ = _matching(query, "heads", articles, chunks)
    whole, more = _matching(query, "whole", articles, chunks)
    # A common word in a rare corner: the newest matches may all lie outside it.
    rest = _among(query, articles) if more and is_narrowed and len(whole) < MOST_RESULTS else []
    pks = list(dict.fromkeys([*heads, *whole, *rest]))
    return Results(pks[:MOST_RESULTS], more or len(pks) > MOST_RESULTS)


def _matching(query, where, articles, chunks):
    """Keys of matching articles, newest first, and whether there may be more."""
    found, before, size = [], LAST, CHUNK
    if _is_gathered(query):
        size, chunks = CHUNK * chunks, 1
    for _ in range(chunks):
        chunk = _newest(query, where, before, size)
        if chunk:
            found += articles.filter(pk__in=chunk).newest().values_list("pk", flat=True)
        if len(chunk) < size:
            return found, False
        if len(found) >= MOST_RESULTS:
            break
        before = chunk[-1]
    return found, True


def _among(query, articles):
    """Keys of the matches among the newest of these articles, newest first."""
    pks = list(articles.newest().values_list("pk", flat=True)[:NARROW])
    if not pks:
        return []
    statement = AMONG[connection.vendor].format(keys=", ".join(["%s"] * len(pks)))
    matching = set(_keys(statement, [query.for_database(), *pks]))
    return [pk for pk in pks if pk in matching]


def _newest(query, where, before, most):
    """Keys under a bound that match, drafts too, newest first."""
    if _is_gathered(query):
        return _gathered(query, where, most)
    return _keys(MATCH[connection.vendor][where], [query.for_database(), before, most])


def _is_gathered(query):
    """Whether the database's own plan for it may be a bad one: of two words, or of a phrase.

    PostgreSQL knows how common each word is, and nothing of how often two stand together: it then
    reads every text from the newest on, in vain. One word it judges well.
    """
    return connection.vendor == "postgresql" and len(query.words()) > 1


def _gathered(query, where, most):
    """The same off the index of words, and a phrase among the newest that have all its words."""
    ordered = "told @@ websearch_to_tsquery('english', %s)" if query.has_phrase() else "true"
    values = [folded(" ".join(query.terms)), most]
    values += [query.for_database()] if query.has_phrase() else []
    statement = GATHER.format(where=where, ordered=ordered)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(ONLY_WORDS)}".format(value="off"))
        cursor.execute(statement, values)
        found = [pk for (pk,) in cursor.fetchall()]
        cursor.execute(f"SELECT {', '.join(ONLY_WORDS)}".format(value="on"))
    return found


def authors_among(pks):
    """Who wrote most of these articles, as {"slug", "name", "count"}: the choice of a filter."""
    rows = Byline.objects.filter(article_id__in=pks).order_by()
    named = rows.values(slug=F("author__slug"), name=F("author__name"))
    return list(named.annotate(count=Count("pk")).order_by("-count", "name")[:AUTHORS])


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
    return Article.objects.published().filter(pk__in=_newest(query, "whole", LAST, CHUNK)).exists()


def keys(query, most):
    """Keys of all articles that match, drafts too: for the desk, which keeps its own doors."""
    if not query:
        return []
    statement = MATCH[connection.vendor]["whole"].replace("websearch_to_tsquery", "to_tsquery")
    return _keys(statement, [query.for_database(begun=True), LAST, most])


def _keys(statement, parameters):
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return [pk for (pk,) in cursor.fetchall()]


def snippets(query, pks):
    """{key: the passage around the first hit, as (text, is_hit) pairs} of articles that have one.

    Where the words are on the head alone, no passage of the text says why it was found.
    """
    pks = list(pks)
    if not pks:
        return {}
    keys = ", ".join(["%s"] * len(pks))
    with connection.cursor() as cursor:
        sql = SNIPPET[connection.vendor].format(keys=keys)
        cursor.execute(sql, [query.for_database(), *pks])
        return {pk: _pairs(marked) for pk, marked in cursor.fetchall() if OPEN in marked}


def _pairs(marked):
    pairs, rest = [], marked
    while rest:
        before, opened, rest = rest.partition(OPEN)
        hit, _, rest = rest.partition(CLOSE) if opened else ("", "", rest)
        pairs += [(text, is_hit) for text, is_hit in ((before, False), (hit, True)) if text]
    return pairs
