import django.db.models.deletion
from django.db import migrations, models

from promotion.guards.migrations import creating_triggers, dropping_triggers

# Adds up the confirmations that there are.
SUM_DAYS = """
INSERT INTO projects_dailysum (budget_year, day, centre_id, source, content_id,
  confirmed_vnd, advances_vnd, entries, synthetic_entries, last_confirmation_id)
SELECT g.budget_year, entry.booked_on, project.centre_id, g.source, g.content_id,
  sum(entry.amount_vnd), sum(entry.advance_vnd - entry.cleared_vnd), count(*),
  count(CASE WHEN entry.synthetic THEN 1 END), max(said.id)
FROM projects_confirmation said
JOIN projects_disbursement entry ON entry.id = said.entry_id
JOIN projects_grant g ON g.id = entry.grant_id
JOIN projects_project project ON project.id = g.project_id
GROUP BY 1, 2, 3, 4, 5
"""


def check_constraints(apps, schema_editor):
    """Nothing is left to the end of the transaction, which would hold up the triggers."""
    schema_editor.connection.check_constraints()


class Migration(migrations.Migration):
    dependencies = [("projects", "0007_trainees"), ("promotion", "0003_trust")]

    operations = [
        dropping_triggers(),
        migrations.CreateModel(
            name="DailySum",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("budget_year", models.PositiveSmallIntegerField(verbose_name="budget year")),
                (
                    "source",
                    models.CharField(
                        choices=[("national", "national"), ("local", "local")],
                        max_length=8,
                        verbose_name="source",
                    ),
                ),
                (
                    "confirmed_vnd",
                    models.BigIntegerField(editable=False, verbose_name="disbursed (đồng)"),
                ),
                (
                    "advances_vnd",
                    models.BigIntegerField(editable=False, verbose_name="advances (đồng)"),
                ),
                ("entries", models.BigIntegerField(editable=False, verbose_name="entries")),
                (
                    "synthetic_entries",
                    models.BigIntegerField(editable=False, verbose_name="demonstration data"),
                ),
                ("last_confirmation_id", models.BigIntegerField(editable=False)),
                ("day", models.DateField(verbose_name="day")),
                (
                    "centre",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="promotion.centre",
                    ),
                ),
                (
                    "content",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="promotion.content",
                    ),
                ),
            ],
            options={
                "verbose_name": "daily sum",
                "verbose_name_plural": "daily sums",
                "ordering": ["budget_year", "day", "centre", "source", "content"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("budget_year", "day", "centre", "source", "content"),
                        name="dailysum_once",
                        violation_error_message="Daily sums are kept by the ledger alone.",
                    )
                ],
            },
        ),
        migrations.RemoveIndex(model_name="disbursement", name="disbursement_of_grant"),
        migrations.AddIndex(
            model_name="disbursement",
            index=models.Index(
                fields=["grant", "booked_on", "amount_vnd"], name="disbursement_of_grant"
            ),
        ),
        migrations.RunSQL(SUM_DAYS, migrations.RunSQL.noop),
        migrations.RunPython(check_constraints, migrations.RunPython.noop),
        creating_triggers(),
    ]
