from django.db import migrations

from projects.seals import seal_waiting


def seal_entries(apps, schema_editor):
    seal_waiting(since=0)


class Migration(migrations.Migration):
    atomic = False  # it is a transaction of its own, which waits for other sealers
    dependencies = [("projects", "0003_trust")]

    operations = [migrations.RunPython(seal_entries, migrations.RunPython.noop)]
