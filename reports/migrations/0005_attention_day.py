from django.db import migrations, models

from promotion.guards.migrations import creating_triggers, dropping_triggers


class Migration(migrations.Migration):
    dependencies = [("reports", "0004_summaries")]

    operations = [
        dropping_triggers(),
        migrations.AddField(
            model_name="attentionnote",
            name="until",
            field=models.DateField(null=True, verbose_name="figures until"),
        ),
        creating_triggers(),
    ]
