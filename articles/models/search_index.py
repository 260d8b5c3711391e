"""The full-text index, written in the transaction that changes an article.

SQLite keeps it in an FTS5 table, PostgreSQL in a table with a tsvector. Every article is in
it, drafts too, since editors search as well; readers' queries join what is published.
"""

import unicodedata

from django.db import connection

from articles import html

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
# PostgreSQL refuses a tsvector over 1 MB; no text worth finding is longer than this.
LONGEST = 200_000


def write(articles):
    """Index these articles as their rows stand, in place of what was indexed before."""
    rows = [_row(article) for article in articles]
    with connection.cursor() as cursor:
        cursor.executemany(REMOVE[connection.vendor], [(row[0],) for row in rows])
        cursor.executemany(WRITE[connection.vendor], rows)


def remove(pk):
    with connection.cursor() as cursor:
        cursor.execute(REMOVE[connection.vendor], [pk])


def folded(text):
    """Without accents: FTS5 drops them by itself, a stock PostgreSQL cannot."""
    apart = unicodedata.normalize("NFKD", text)
    return "".join(character for character in apart if not unicodedata.combining(character))


def _row(article):
    names = [byline["name"] for byline in article.derived.get("bylines", [])]
    tags = [tag["name"] for tag in article.derived.get("tags", [])]
    heads = "\n".join([article.dek, article.short_headline, *names, *tags])
    body = html.text(article.body)[:LONGEST]
    if connection.vendor == "sqlite":
        return article.pk, article.title, heads, body
    return article.pk, folded(article.title), folded(heads), body, folded(body)
