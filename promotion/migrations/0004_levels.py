from django.db import migrations, models
from django.db.models import Q

from promotion.guards.migrations import creating_triggers, dropping_triggers


class Migration(migrations.Migration):
    dependencies = [("promotion", "0003_trust")]

    operations = [
        dropping_triggers(),
        migrations.AddField(
            model_name="annualbudget",
            name="level",
            field=models.CharField(
                choices=[
                    ("province", "province level"),
                    ("district", "district level"),
                    ("commune", "commune level"),
                ],
                default="province",
                max_length=8,
                verbose_name="level",
            ),
        ),
        migrations.AlterModelOptions(
            name="annualbudget",
            options={
                "ordering": [
                    "-budget_year",
                    "province__display_order",
                    "province__sort_key",
                    "source",
                    "-level",
                ],
                "verbose_name": "annual budget",
                "verbose_name_plural": "annual budgets",
            },
        ),
        migrations.RemoveConstraint(model_name="annualbudget", name="annualbudget_once"),
        migrations.AddConstraint(
            model_name="annualbudget",
            constraint=models.UniqueConstraint(
                fields=("province", "budget_year", "source", "level"),
                name="annualbudget_once",
                violation_error_message="This annual budget exists already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="annualbudget",
            constraint=models.CheckConstraint(
                name="annualbudget_level_fits",
                condition=Q(level="province")
                | Q(level="commune", source="local")
                | Q(level="district", source="local", budget_year__lte=2025),
                violation_error_message="Money of a district or commune is local; districts have"
                " none after 2025.",
            ),
        ),
        creating_triggers(),
    ]
