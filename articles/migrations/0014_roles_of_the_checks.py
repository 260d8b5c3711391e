"""Who reads and who writes the house style."""

from django.apps import apps as installed
from django.contrib.auth.management import create_permissions
from django.db import migrations

ADDED = {
    "Contributor": ["view_houserule"],
    "Editor": ["view_houserule"],
    "Chief": ["view_houserule", "add_houserule", "change_houserule", "delete_houserule"],
}


def add(apps, schema_editor):
    create_permissions(installed.get_app_config("articles"), verbosity=0, apps=apps)
    group, permission = apps.get_model("auth", "Group"), apps.get_model("auth", "Permission")
    for name, codenames in ADDED.items():
        found = permission.objects.filter(
            content_type__app_label="articles", codename__in=codenames
        )
        group.objects.get(name=name).permissions.add(*found)


class Migration(migrations.Migration):
    dependencies = [("articles", "0013_checks")]
    operations = [migrations.RunPython(add, migrations.RunPython.noop)]
