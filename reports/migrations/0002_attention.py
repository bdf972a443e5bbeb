import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models

from promotion.guards.migrations import creating_triggers, dropping_triggers


class Migration(migrations.Migration):
    dependencies = [
        ("provinces", "0001_initial"),
        ("reports", "0001_editions"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        dropping_triggers(),
        migrations.CreateModel(
            name="AttentionNote",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "synthetic",
                    models.BooleanField(
                        default=False,
                        help_text="Made up for demonstration; not an official figure.",
                        verbose_name="demonstration data",
                    ),
                ),
                (
                    "recorded_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(),
                        editable=False,
                        verbose_name="recorded at",
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
                ("reason", models.CharField(max_length=1000, verbose_name="reason")),
                (
                    "action",
                    models.CharField(blank=True, max_length=1000, verbose_name="intended action"),
                ),
                (
                    "province",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="provinces.province",
                        verbose_name="province",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="recorded by",
                    ),
                ),
            ],
            options={
                "verbose_name": "note on what needs attention",
                "verbose_name_plural": "notes on what needs attention",
                "ordering": ["-id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True),
                        name="attentionnote_reason_given",
                        violation_error_message="Say why.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("source__in", ["national", "local"])),
                        name="attentionnote_source_known",
                        violation_error_message="Please choose the source of the money.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("budget_year__gte", 2000), ("budget_year__lte", 2100)),
                        name="attentionnote_year_known",
                        violation_error_message="A budget year lies between 2000 and 2100.",
                    ),
                ],
            },
        ),
        creating_triggers(),
    ]
