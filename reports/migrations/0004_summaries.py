from django.db import migrations, models

from promotion.guards.migrations import creating_triggers, dropping_triggers


class Migration(migrations.Migration):
    dependencies = [("reports", "0003_estimates")]

    operations = [
        dropping_triggers(),
        migrations.AddField(
            model_name="frozenversion",
            name="summary",
            field=models.BinaryField(null=True),
        ),
        migrations.AddField(
            model_name="frozenversion",
            name="summary_name",
            field=models.CharField(blank=True, default="", max_length=200),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="frozenversion",
            name="summary_sha256",
            field=models.CharField(blank=True, default="", max_length=64),
            preserve_default=False,
        ),
        creating_triggers(),
    ]
