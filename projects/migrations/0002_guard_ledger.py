from django.db import migrations

from promotion.guards.migrations import creating_triggers


class Migration(migrations.Migration):
    dependencies = [("projects", "0001_initial"), ("promotion", "0002_guard_budgets")]

    operations = [creating_triggers()]
