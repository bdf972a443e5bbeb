from django.db import migrations, models
from django.db.models import Q

from promotion.guards.migrations import creating_triggers, dropping_triggers

LEVELS = [
    ("province", "province level"),
    ("district", "district level"),
    ("commune", "commune level"),
]


def adding_level(model):
    """Whatever there is, is the province's own or national: of no other level was asked so far."""
    return migrations.AddField(
        model_name=model,
        name="level",
        field=models.CharField(
            choices=LEVELS, default="province", max_length=8, verbose_name="level"
        ),
    )


def changing_key(model, **key):
    return [
        migrations.RemoveConstraint(model_name=model, name=key["name"]),
        migrations.AddConstraint(model_name=model, constraint=models.UniqueConstraint(**key)),
    ]


class Migration(migrations.Migration):
    dependencies = [("projects", "0008_daily_sums"), ("promotion", "0004_levels")]

    operations = [
        dropping_triggers(),
        adding_level("grant"),
        adding_level("monthlysum"),
        adding_level("dailysum"),
        migrations.AlterModelOptions(
            name="grant",
            options={
                "ordering": ["project", "budget_year", "source", "-level", "content"],
                "verbose_name": "grant",
                "verbose_name_plural": "grants",
            },
        ),
        migrations.AlterModelOptions(
            name="monthlysum",
            options={
                "ordering": ["budget_year", "month", "centre", "source", "-level", "content"],
                "verbose_name": "monthly sum",
                "verbose_name_plural": "monthly sums",
            },
        ),
        migrations.AlterModelOptions(
            name="dailysum",
            options={
                "ordering": ["budget_year", "day", "centre", "source", "-level", "content"],
                "verbose_name": "daily sum",
                "verbose_name_plural": "daily sums",
            },
        ),
        *changing_key(
            "grant",
            fields=("project", "content", "budget_year", "source", "level"),
            name="grant_once",
            violation_error_message="This grant exists already.",
        ),
        *changing_key(
            "monthlysum",
            fields=("budget_year", "month", "centre", "source", "level", "content"),
            name="monthlysum_once",
            violation_error_message="Monthly sums are kept by the ledger alone.",
        ),
        *changing_key(
            "monthlysum",
            fields=("budget_year", "month", "centre", "source", "level"),
            condition=Q(content=None),
            name="monthlysum_of_all_once",
            violation_error_message="Monthly sums are kept by the ledger alone.",
        ),
        *changing_key(
            "dailysum",
            fields=("budget_year", "day", "centre", "source", "level", "content"),
            name="dailysum_once",
            violation_error_message="Daily sums are kept by the ledger alone.",
        ),
        creating_triggers(),
    ]
