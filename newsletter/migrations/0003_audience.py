"""The welcome letter's row, and who may work with readers: the groups Audience and Chief."""

from django.apps import apps as installed
from django.contrib.auth.management import create_permissions
from django.db import migrations

CODENAMES = [
    "view_subscriber",
    "add_subscriber",
    "change_subscriber",
    "delete_subscriber",
    "export_subscriber",
    "view_consentevent",
    "view_exportlog",
    "view_suppression",
    "view_outboxmail",
    "view_welcome",
    "change_welcome",
]


def grant(apps, schema_editor):
    # Permissions are made after all migrations; the groups need them now.
    create_permissions(installed.get_app_config("newsletter"), verbosity=0, apps=apps)
    group, permission = apps.get_model("auth", "Group"), apps.get_model("auth", "Permission")
    granted = permission.objects.filter(
        content_type__app_label="newsletter", codename__in=CODENAMES
    )
    for name in ("Audience", "Chief"):
        group.objects.get_or_create(name=name)[0].permissions.add(*granted)


def write_welcome(apps, schema_editor):
    apps.get_model("newsletter", "Welcome").objects.get_or_create(only=True)


class Migration(migrations.Migration):
    dependencies = [
        ("newsletter", "0002_append_only"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]
    operations = [
        migrations.RunPython(write_welcome, migrations.RunPython.noop),
        migrations.RunPython(grant, migrations.RunPython.noop),
    ]
