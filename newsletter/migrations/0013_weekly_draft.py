"""When a draft of the week is made by itself: one row, set by whoever composes issues."""

import django.core.validators
import django.utils.timezone
from django.apps import apps as installed
from django.contrib.auth.management import create_permissions
from django.db import migrations, models


def make_row(apps, schema_editor):
    apps.get_model("newsletter", "Rhythm").objects.get_or_create()


def grant(apps, schema_editor):
    # Permissions are made after all migrations; the groups need them now.
    create_permissions(installed.get_app_config("newsletter"), verbosity=0, apps=apps)
    group, permission = apps.get_model("auth", "Group"), apps.get_model("auth", "Permission")
    granted = permission.objects.filter(
        content_type__app_label="newsletter", codename__in=["view_rhythm", "change_rhythm"]
    )
    for name in ("Editor", "Audience", "Chief"):
        group.objects.get_or_create(name=name)[0].permissions.add(*granted)


class Migration(migrations.Migration):
    dependencies = [
        ("newsletter", "0012_export_files"),
    ]

    operations = [
        migrations.CreateModel(
            name="Rhythm",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "weekday",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        choices=[
                            (0, "Monday"),
                            (1, "Tuesday"),
                            (2, "Wednesday"),
                            (3, "Thursday"),
                            (4, "Friday"),
                            (5, "Saturday"),
                            (6, "Sunday"),
                        ],
                        help_text="Empty: never.",
                        null=True,
                        verbose_name="day",
                    ),
                ),
                (
                    "hour",
                    models.PositiveSmallIntegerField(
                        default=7,
                        help_text="0 to 23, by the newsroom's clock. The period ends then.",
                        validators=[django.core.validators.MaxValueValidator(23)],
                    ),
                ),
                (
                    "made_to",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False),
                ),
                ("only", models.BooleanField(default=True, editable=False, unique=True)),
            ],
            options={
                "verbose_name": "weekly draft",
                "default_permissions": ("change", "view"),
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("only", True)), name="one_rhythm"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("weekday__isnull", True), ("weekday__lte", 6), _connector="OR"
                        ),
                        name="rhythm_has_a_day",
                    ),
                ],
            },
        ),
        migrations.RunPython(make_row, migrations.RunPython.noop),
        migrations.RunPython(grant, migrations.RunPython.noop),
    ]
