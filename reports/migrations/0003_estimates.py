import django.db.models.deletion
import django.db.models.functions.datetime
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from promotion.guards.migrations import creating_triggers, dropping_triggers


class Migration(migrations.Migration):
    dependencies = [
        ("provinces", "0001_initial"),
        ("reports", "0002_attention"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        dropping_triggers(),
        migrations.CreateModel(
            name="DeclaredEstimate",
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
                (
                    "month",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="month"),
                ),
                ("amount_vnd", models.BigIntegerField(verbose_name="amount (đồng)")),
                (
                    "declared_on",
                    models.DateField(
                        default=django.utils.timezone.localdate,
                        editable=False,
                        verbose_name="declared on",
                    ),
                ),
                (
                    "province",
                    models.ForeignKey(
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
                "verbose_name": "declared estimate",
                "verbose_name_plural": "declared estimates",
                "ordering": ["-id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("amount_vnd__gte", 0)),
                        name="estimate_not_below_zero",
                        violation_error_message="An estimate is not below zero.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("source__in", ["national", "local"])),
                        name="estimate_source_known",
                        violation_error_message="A source of funding is national or local.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("month", None),
                            models.Q(("month__gte", 1), ("month__lte", 12)),
                            _connector="OR",
                        ),
                        name="estimate_month_known",
                        violation_error_message="A month is a number from 1 to 12.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("budget_year__gte", 2000), ("budget_year__lte", 2100)),
                        name="estimate_year_known",
                        violation_error_message="A budget year lies between 2000 and 2100.",
                    ),
                ],
            },
        ),
        creating_triggers(),
    ]
