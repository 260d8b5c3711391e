"""The groups of the newsroom and what each may do; newsletter's own migration adds its part."""

from django.apps import apps as installed
from django.contrib.auth.management import create_permissions
from django.db import migrations

EVERYONE = [
    "view_article",
    "view_author",
    "view_image",
    "view_section",
    "view_genre",
    "view_tag",
    "view_page",
    "view_correction",
    "view_note",
]
WRITING = [
    "add_article",
    "change_article",
    "add_image",
    "change_image",
    "add_imagecredit",
    "change_imagecredit",
    "delete_imagecredit",
    "add_note",
    "add_tag",
]
EDITING = [
    "publish_article",
    "see_every_draft",
    "withdraw_article",
    "delete_article",
    "add_correction",
    "add_author",
    "change_author",
    "change_tag",
    "view_pin",
    "add_pin",
    "change_pin",
    "delete_pin",
    "curate_front",
    "view_redirect",
    "view_logline",
    "delete_image",
]
LEADING = [
    "override_checks",
    "change_correction",
    "delete_author",
    "delete_tag",
    "add_section",
    "change_section",
    "delete_section",
    "add_genre",
    "change_genre",
    "delete_genre",
    "add_page",
    "change_page",
    "delete_page",
    "add_redirect",
    "change_redirect",
    "delete_redirect",
    "view_magazinesettings",
    "change_magazinesettings",
]
GROUPS = {
    "Contributor": EVERYONE + WRITING,
    "Editor": EVERYONE + WRITING + EDITING,
    "Chief": EVERYONE + WRITING + EDITING + LEADING,
    "Audience": EVERYONE,
}


def make_groups(apps, schema_editor):
    # Permissions are made after all migrations; the groups need them now.
    create_permissions(installed.get_app_config("articles"), verbosity=0, apps=apps)
    group, permission = apps.get_model("auth", "Group"), apps.get_model("auth", "Permission")
    for name, codenames in GROUPS.items():
        row, _ = group.objects.get_or_create(name=name)
        row.permissions.add(
            *permission.objects.filter(content_type__app_label="articles", codename__in=codenames)
        )


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0002_first_rows"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]
    operations = [migrations.RunPython(make_groups, migrations.RunPython.noop)]
