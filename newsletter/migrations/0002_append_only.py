"""Consent is never rewritten: the database itself refuses, whoever asks.

One change is let through: the network that an event came from may be forgotten.
"""

from django.db import migrations

KEPT = ["id", "address_hash", "kind", "at", "place", "wording_id", "basis", "by_id"]


def _same(word):
    return " AND ".join([f'NEW."{name}" {word} OLD."{name}"' for name in KEPT])


SQLITE = [
    f"""CREATE TRIGGER newsletter_consentevent_no_update BEFORE UPDATE ON newsletter_consentevent
       WHEN NOT (NEW.ip_prefix IS NULL AND {_same("IS")})
       BEGIN SELECT RAISE(ABORT, 'consent events are append-only'); END""",
    """CREATE TRIGGER newsletter_consentevent_no_delete BEFORE DELETE ON newsletter_consentevent
       BEGIN SELECT RAISE(ABORT, 'consent events are append-only'); END""",
]
POSTGRESQL = [
    """CREATE FUNCTION newsletter_consentevent_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
       BEGIN RAISE EXCEPTION 'consent events are append-only'; END $$""",
    f"""CREATE TRIGGER newsletter_consentevent_no_update BEFORE UPDATE ON newsletter_consentevent
       FOR EACH ROW WHEN (NOT (NEW.ip_prefix IS NULL AND {_same("IS NOT DISTINCT FROM")}))
       EXECUTE FUNCTION newsletter_consentevent_refuse()""",
    """CREATE TRIGGER newsletter_consentevent_no_delete BEFORE DELETE ON newsletter_consentevent
       FOR EACH ROW EXECUTE FUNCTION newsletter_consentevent_refuse()""",
]
UNDO = {
    "sqlite": [
        "DROP TRIGGER newsletter_consentevent_no_update",
        "DROP TRIGGER newsletter_consentevent_no_delete",
    ],
    "postgresql": [
        "DROP TRIGGER newsletter_consentevent_no_update ON newsletter_consentevent",
        "DROP TRIGGER newsletter_consentevent_no_delete ON newsletter_consentevent",
        "DROP FUNCTION newsletter_consentevent_refuse()",
    ],
}


def guard(apps, schema_editor):
    for statement in SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRESQL:
        schema_editor.execute(statement)


def unguard(apps, schema_editor):
    for statement in UNDO[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("newsletter", "0001_initial")]
    operations = [migrations.RunPython(guard, unguard)]
