"""Audience and Chief bring lists along."""

from django.apps import apps as installed
from django.contrib.auth.management import create_permissions
from django.db import migrations


def grant(apps, schema_editor):
    # Permissions are made after all migrations; the groups need them now.
    create_permissions(installed.get_app_config("newsletter"), verbosity=0, apps=apps)
    group, permission = apps.get_model("auth", "Group"), apps.get_model("auth", "Permission")
    granted = permission.objects.filter(
        content_type__app_label="newsletter",
        codename__in=["import_subscriber", "view_listimport"],
    )
    for name in ("Audience", "Chief"):
        group.objects.get_or_create(name=name)[0].permissions.add(*granted)


class Migration(migrations.Migration):
    dependencies = [("newsletter", "0007_imports")]
    operations = [migrations.RunPython(grant, migrations.RunPython.noop)]
