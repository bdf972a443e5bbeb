from django.db import migrations

from promotion.guards.migrations import creating_triggers, dropping_triggers


class Migration(migrations.Migration):
    """A month with exceptions can be closed once more, which ends them."""

    dependencies = [("projects", "0011_recovery_vouchers")]

    operations = [dropping_triggers(), creating_triggers()]
