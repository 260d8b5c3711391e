"""The full-text index, written in the transaction that changes an article.

SQLite keeps it in an FTS5 table, PostgreSQL in a table with a tsvector. Every article is in
it, drafts too, since editors search as well; readers' queries join what is published.
"""

import re
import unicodedata

from django.db import connection

from articles import html
from articles.models.spelling import Spelling

WRITE = {
    "sqlite": """INSERT INTO articles_search (rowid, title, heads, body)
                 VALUES (%s, %s, %s, %s)""",
    "postgresql": """INSERT INTO articles_search (article_id, heads, whole, body)
                     SELECT made.pk, made.head,
                            made.head || setweight(to_tsvector('english', made.folded), 'D'),
                            made.body
                     FROM (SELECT %s::bigint AS pk,
                                  setweight(to_tsvector('english', %s), 'A')
                                  || setweight(to_tsvector('english', %s), 'B') AS head,
                                  %s::text AS body, %s::text AS folded) AS made""",
}
REMOVE = {
    "sqlite": "DELETE FROM articles_search WHERE rowid = %s",
    "postgresql": "DELETE FROM articles_search WHERE article_id = %s",
}
NEWEST_WITH_ANY = {
    "sqlite": """SELECT rowid FROM articles_search
                 WHERE articles_search MATCH '{title heads} : (' || %s || ')'
                 ORDER BY rowid DESC LIMIT %s""",
    "postgresql": """SELECT article_id FROM articles_search
                     WHERE heads @@ websearch_to_tsquery('english', %s)
                     ORDER BY article_id DESC LIMIT %s""",
}
TIDY = {
    "sqlite": [
        "DELETE FROM articles_search WHERE rowid NOT IN (SELECT id FROM articles_article)",
        "INSERT INTO articles_search (articles_search) VALUES ('optimize')",
    ],
    "postgresql": [
        """DELETE FROM articles_search AS kept WHERE NOT EXISTS
           (SELECT FROM articles_article WHERE id = kept.article_id)""",
        "ANALYZE articles_search",
    ],
}
# PostgreSQL refuses a tsvector over 1 MB; no text worth finding is longer than this.
LONGEST = 200_000


def write(articles):
    """Index these articles as their rows stand, in place of what was indexed before."""
    texts = {}
    rows = [_row(article, texts) for article in articles]
    with connection.cursor() as cursor:
        cursor.executemany(REMOVE[connection.vendor], [(row[0],) for row in rows])
        cursor.executemany(WRITE[connection.vendor], rows)
    Spelling.objects.learn(f"{article.title}\n{_heads(article)}" for article in articles)


def newest_with_any(words, most):
    """Keys of the newest articles, drafts too, whose heads hold any of these words."""
    bare = [word for text in words for word in re.findall(r"\w+", folded(text))]
    if not bare:
        return []
    asked = " OR ".join(f'"{word}"' for word in bare)
    with connection.cursor() as cursor:
        cursor.execute(NEWEST_WITH_ANY[connection.vendor], [asked, most])
        return [pk for (pk,) in cursor.fetchall()]


def tidy():
    """Drop what no article stands behind, and settle the index after many changes."""
    with connection.cursor() as cursor:
        for statement in TIDY[connection.vendor]:
            cursor.execute(statement)


def remove(pk):
    with connection.cursor() as cursor:
        cursor.execute(REMOVE[connection.vendor], [pk])


def folded(text):
    """Without accents: FTS5 drops them by itself, a stock PostgreSQL cannot."""
    apart = unicodedata.normalize("NFKD", text)
    return "".join(character for character in apart if not unicodedata.combining(character))


def _heads(article):
    """What stands around a headline, by which readers look for an article first."""
    names = [byline["name"] for byline in article.derived.get("bylines", [])]
    tags = [tag["name"] for tag in article.derived.get("tags", [])]
    return "\n".join([article.dek, article.short_headline, *names, *tags])


def _row(article, texts):
    """The values of one row; texts keeps what was read of a body, for articles that share one."""
    if article.body not in texts:
        body = html.text(article.body)[:LONGEST]
        texts[article.body] = body, "" if connection.vendor == "sqlite" else folded(body)
    heads = _heads(article)
    body, bare = texts[article.body]
    if connection.vendor == "sqlite":
        return article.pk, article.title, heads, body
    return article.pk, folded(article.title), folded(heads), body, bare
