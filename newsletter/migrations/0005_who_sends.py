"""Editors compose issues; Audience and Chief send them."""

from django.apps import apps as installed
from django.contrib.auth.management import create_permissions
from django.db import migrations

COMPOSING = [
    "view_issue", "add_issue", "change_issue",
    "view_entry", "add_entry", "change_entry", "delete_entry",
]  # fmt: skip
SENDING = [*COMPOSING, "send_issue", "view_delivery"]
GROUPS = {"Editor": COMPOSING, "Audience": SENDING, "Chief": SENDING}


def grant(apps, schema_editor):
    # Permissions are made after all migrations; the groups need them now.
    create_permissions(installed.get_app_config("newsletter"), verbosity=0, apps=apps)
    group, permission = apps.get_model("auth", "Group"), apps.get_model("auth", "Permission")
    ours = permission.objects.filter(content_type__app_label="newsletter")
    for name, codenames in GROUPS.items():
        row = group.objects.get_or_create(name=name)[0]
        row.permissions.add(*ours.filter(codename__in=codenames))


class Migration(migrations.Migration):
    dependencies = [("newsletter", "0004_issues")]
    operations = [migrations.RunPython(grant, migrations.RunPython.noop)]
