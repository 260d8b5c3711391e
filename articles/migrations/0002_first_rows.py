from django.db import migrations


def make_rows(apps, schema_editor):
    apps.get_model("articles", "Edition").objects.get_or_create(pk=1)
    apps.get_model("articles", "MagazineSettings").objects.get_or_create(pk=1)


class Migration(migrations.Migration):
    dependencies = [("articles", "0001_initial")]
    operations = [migrations.RunPython(make_rows, migrations.RunPython.noop)]
