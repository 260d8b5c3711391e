"""The full-text index: FTS5 on SQLite, a tsvector on PostgreSQL."""

from django.db import migrations

MAKE = {
    "sqlite": [
        """CREATE VIRTUAL TABLE articles_search USING fts5(
               title, heads, body, tokenize = 'porter unicode61 remove_diacritics 2')""",
        """CREATE TRIGGER articles_search_follows AFTER DELETE ON articles_article
           BEGIN DELETE FROM articles_search WHERE rowid = OLD.id; END""",
    ],
    # No foreign key: a table that Django does not know must not stand in the way of its flush.
    "postgresql": [
        """CREATE TABLE articles_search (
               article_id bigint PRIMARY KEY,
               heads tsvector NOT NULL,
               whole tsvector NOT NULL,
               body text NOT NULL)""",
        "CREATE INDEX articles_search_heads ON articles_search USING gin (heads)",
        "CREATE INDEX articles_search_whole ON articles_search USING gin (whole)",
        """CREATE FUNCTION articles_search_forget() RETURNS trigger LANGUAGE plpgsql AS $$
           BEGIN DELETE FROM articles_search WHERE article_id = OLD.id; RETURN NULL; END $$""",
        """CREATE TRIGGER articles_search_follows AFTER DELETE ON articles_article
           FOR EACH ROW EXECUTE FUNCTION articles_search_forget()""",
    ],
}
UNDO = {
    "sqlite": ["DROP TRIGGER articles_search_follows", "DROP TABLE articles_search"],
    "postgresql": [
        "DROP TRIGGER articles_search_follows ON articles_article",
        "DROP FUNCTION articles_search_forget()",
        "DROP TABLE articles_search",
    ],
}


def make(apps, schema_editor):
    for statement in MAKE[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def undo(apps, schema_editor):
    for statement in UNDO[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("articles", "0004_log_is_append_only")]
    operations = [migrations.RunPython(make, undo)]
