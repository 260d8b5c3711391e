"""The log refuses changes in the database itself, whoever asks."""

from django.db import migrations

SQLITE = [
    f"""CREATE TRIGGER articles_logline_no_{verb} BEFORE {verb} ON articles_logline
       BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END"""
    for verb in ("UPDATE", "DELETE")
]
POSTGRESQL = [
    """CREATE FUNCTION articles_logline_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
       BEGIN RAISE EXCEPTION 'the log is append-only'; END $$""",
    """CREATE TRIGGER articles_logline_no_change BEFORE UPDATE OR DELETE ON articles_logline
       FOR EACH ROW EXECUTE FUNCTION articles_logline_refuse()""",
]
UNDO = {
    "sqlite": [
        "DROP TRIGGER articles_logline_no_UPDATE",
        "DROP TRIGGER articles_logline_no_DELETE",
    ],
    "postgresql": [
        "DROP TRIGGER articles_logline_no_change ON articles_logline",
        "DROP FUNCTION articles_logline_refuse()",
    ],
}


def guard(apps, schema_editor):
    for statement in SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRESQL:
        schema_editor.execute(statement)


def unguard(apps, schema_editor):
    for statement in UNDO[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("articles", "0003_roles")]
    operations = [migrations.RunPython(guard, unguard)]
