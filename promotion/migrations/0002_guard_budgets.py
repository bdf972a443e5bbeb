from django.db import migrations

from promotion.guards.migrations import creating_triggers


class Migration(migrations.Migration):
    dependencies = [("promotion", "0001_initial")]

    operations = [creating_triggers()]
