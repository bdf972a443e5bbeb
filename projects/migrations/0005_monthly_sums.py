import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Count, F, Max, Q, Sum
from django.db.models.functions import TruncMonth

from promotion.guards.migrations import creating_triggers, dropping_triggers


def sum_months(apps, schema_editor):
    """Add up the confirmations that there are, by content and of all contents."""
    monthly_sum = apps.get_model("projects", "MonthlySum")
    entries = apps.get_model("projects", "Disbursement").objects.order_by()
    key = {
        "budget_year": F("grant__budget_year"),
        "month": TruncMonth("booked_on"),
        "centre_id": F("grant__project__centre_id"),
        "source": F("grant__source"),
    }
    for content in ({}, {"content_id": F("grant__content_id")}):
        sums = (
            entries.filter(confirmation__isnull=False)
            .values(**key, **content)
            .annotate(
                confirmed_vnd=Sum("amount_vnd"),
                advances_vnd=Sum(F("advance_vnd") - F("cleared_vnd")),
                entries=Count("pk"),
                synthetic_entries=Count("pk", filter=Q(synthetic=True)),
                last_confirmation_id=Max("confirmation__pk"),
            )
        )
        monthly_sum.objects.bulk_create((monthly_sum(**row) for row in sums), batch_size=1000)
    schema_editor.connection.check_constraints()  # nothing is left to the end of the transaction


class Migration(migrations.Migration):
    dependencies = [("projects", "0004_seal_entries"), ("promotion", "0003_trust")]

    operations = [
        dropping_triggers(),
        migrations.CreateModel(
            name="MonthlySum",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("budget_year", models.PositiveSmallIntegerField(verbose_name="budget year")),
                ("month", models.DateField(verbose_name="month")),
                (
                    "centre",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="promotion.centre",
                    ),
                ),
                (
                    "source",
                    models.CharField(
                        choices=[("national", "national"), ("local", "local")],
                        max_length=8,
                        verbose_name="source",
                    ),
                ),
                (
                    "content",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="promotion.content",
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
            ],
            options={
                "verbose_name": "monthly sum",
                "verbose_name_plural": "monthly sums",
                "ordering": ["budget_year", "month", "centre", "source", "content"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("budget_year", "month", "centre", "source", "content"),
                        name="monthlysum_once",
                        violation_error_message="Monthly sums are kept by the ledger alone.",
                    ),
                    models.UniqueConstraint(
                        fields=("budget_year", "month", "centre", "source"),
                        condition=Q(content=None),
                        name="monthlysum_of_all_once",
                        violation_error_message="Monthly sums are kept by the ledger alone.",
                    ),
                ],
            },
        ),
        migrations.AddIndex(
            model_name="project",
            index=models.Index(fields=["id", "centre", "accepted_on"], name="project_of_centre"),
        ),
        migrations.AddIndex(
            model_name="grant",
            index=models.Index(fields=["budget_year"], name="grant_of_year"),
        ),
        migrations.AddIndex(
            model_name="disbursement",
            index=models.Index(fields=["grant", "booked_on"], name="disbursement_of_grant"),
        ),
        migrations.AlterField(
            model_name="disbursement",
            name="grant",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="entries",
                to="projects.grant",
            ),
        ),
        migrations.RunPython(sum_months, migrations.RunPython.noop),
        creating_triggers(),
    ]
