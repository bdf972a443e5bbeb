from django.db import migrations, models

from promotion.guards.migrations import creating_triggers, dropping_triggers


class Migration(migrations.Migration):
    dependencies = [("projects", "0006_ask_grants_less")]

    operations = [
        dropping_triggers(),
        migrations.AddField(
            model_name="project",
            name="planned_trainees",
            field=models.PositiveIntegerField(
                blank=True,
                help_text="Of training; left empty where nobody is trained.",
                null=True,
                verbose_name="people to be trained",
            ),
        ),
        migrations.AddField(
            model_name="project",
            name="accepted_trainees",
            field=models.PositiveIntegerField(
                blank=True,
                help_text="As found at the acceptance of training.",
                null=True,
                verbose_name="people trained",
            ),
        ),
        creating_triggers(),
    ]
