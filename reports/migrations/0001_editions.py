import django.core.validators
import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models

from promotion.guards.migrations import creating_triggers


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("projects", "0004_seal_entries"),
        ("provinces", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Edition",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "ordinal",
                    models.PositiveSmallIntegerField(
                        help_text="14 for “lần thứ XIV”",
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(99),
                        ],
                        verbose_name="number of the conference",
                    ),
                ),
                ("year", models.PositiveSmallIntegerField(verbose_name="budget year")),
                ("until", models.DateField(verbose_name="figures until")),
                (
                    "lens",
                    models.CharField(
                        choices=[("today", "today"), ("then", "then")],
                        default="today",
                        max_length=5,
                        verbose_name="map",
                    ),
                ),
                ("held_on", models.DateField(blank=True, null=True, verbose_name="held on")),
                (
                    "host",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="provinces.province",
                        verbose_name="host",
                    ),
                ),
                (
                    "members",
                    models.ManyToManyField(
                        related_name="+", to="provinces.province", verbose_name="members"
                    ),
                ),
                (
                    "next_host",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="provinces.province",
                        verbose_name="next host",
                    ),
                ),
                (
                    "region",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="editions",
                        to="provinces.region",
                        verbose_name="conference region",
                    ),
                ),
            ],
            options={
                "verbose_name": "conference",
                "verbose_name_plural": "conferences",
                "ordering": ["region", "-ordinal"],
            },
        ),
        migrations.CreateModel(
            name="FrozenVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(verbose_name="version")),
                ("name", models.CharField(max_length=200)),
                ("workbook", models.BinaryField()),
                ("figures", models.JSONField()),
                ("lines", models.PositiveIntegerField(verbose_name="lines of decisions")),
                ("entries", models.PositiveIntegerField(verbose_name="entries")),
                ("seals", models.JSONField()),
                ("sha256", models.CharField(max_length=64)),
                ("reason", models.CharField(blank=True, max_length=400, verbose_name="reason")),
                (
                    "frozen_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(),
                        editable=False,
                        verbose_name="frozen at",
                    ),
                ),
                (
                    "edition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="versions",
                        to="reports.edition",
                    ),
                ),
                (
                    "frozen_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="frozen by",
                    ),
                ),
            ],
            options={
                "verbose_name": "frozen version",
                "verbose_name_plural": "frozen versions",
                "ordering": ["edition", "-number"],
            },
        ),
        migrations.AddConstraint(
            model_name="edition",
            constraint=models.UniqueConstraint(
                fields=("region", "ordinal"),
                name="edition_once",
                violation_error_message="The region already has a conference of this number.",
            ),
        ),
        migrations.AddConstraint(
            model_name="edition",
            constraint=models.CheckConstraint(
                condition=models.Q(("ordinal__gte", 1), ("ordinal__lte", 99)),
                name="edition_ordinal_is_readable",
                violation_error_message="The number lies between 1 and 99.",
            ),
        ),
        migrations.AddConstraint(
            model_name="frozenversion",
            constraint=models.UniqueConstraint(
                fields=("edition", "number"),
                name="frozenversion_once",
                violation_error_message="This version was frozen already.",
            ),
        ),
        creating_triggers(),
    ]
