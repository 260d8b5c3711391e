"""PostgreSQL finds several words by their index alone, whatever it thinks cheaper.

It knows how common each word is, and nothing of how often two stand together: it may then read
every text from the newest on, in vain. Settings that hold for a function hold for its plans.
"""

from django.db import migrations

FUNCTION = """
CREATE FUNCTION articles_search_gather(in_heads boolean, words tsquery, phrase tsquery, most integer)
RETURNS SETOF bigint LANGUAGE plpgsql STABLE
SET enable_indexscan = off SET enable_seqscan = off AS $$
BEGIN
    IF in_heads THEN
        RETURN QUERY SELECT article_id FROM (
            SELECT article_id, heads AS told FROM articles_search
            WHERE heads @@ words ORDER BY article_id DESC LIMIT most) AS newest
        WHERE phrase IS NULL OR told @@ phrase ORDER BY article_id DESC;
    ELSE
        RETURN QUERY SELECT article_id FROM (
            SELECT article_id, whole AS told FROM articles_search
            WHERE whole @@ words ORDER BY article_id DESC LIMIT most) AS newest
        WHERE phrase IS NULL OR told @@ phrase ORDER BY article_id DESC;
    END IF;
END $$"""
SIGNATURE = "articles_search_gather(boolean, tsquery, tsquery, integer)"


def make(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(FUNCTION)


def undo(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"DROP FUNCTION {SIGNATURE}")


class Migration(migrations.Migration):
    dependencies = [("articles", "0019_rebuilds")]
    operations = [migrations.RunPython(make, undo)]
