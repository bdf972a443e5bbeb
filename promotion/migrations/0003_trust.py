import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models

from promotion.guards.migrations import creating_triggers, dropping_triggers


class Migration(migrations.Migration):
    dependencies = [
        ("promotion", "0002_guard_budgets"),
    ]

    operations = [
        dropping_triggers(),
        migrations.CreateModel(
            name="AccessLog",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("path", models.CharField(max_length=2000, verbose_name="page")),
                ("is_export", models.BooleanField(default=False, verbose_name="export")),
                ("status", models.PositiveSmallIntegerField(verbose_name="answer")),
                (
                    "read_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(),
                        editable=False,
                        verbose_name="read at",
                    ),
                ),
            ],
            options={
                "verbose_name": "page read by an auditor",
                "verbose_name_plural": "pages read by auditors",
                "ordering": ["-id"],
            },
        ),
        migrations.CreateModel(
            name="AdvanceRule",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "first_advance_percent",
                    models.PositiveSmallIntegerField(verbose_name="first advance (%)"),
                ),
                ("condition_vi", models.CharField(max_length=200, verbose_name="condition")),
                (
                    "condition_en",
                    models.CharField(max_length=200, verbose_name="condition (English)"),
                ),
                ("legal_basis", models.CharField(max_length=200, verbose_name="legal basis")),
                ("confidence", models.CharField(max_length=80, verbose_name="how sure")),
            ],
            options={
                "verbose_name": "rule of advances",
                "verbose_name_plural": "rules of advances",
                "ordering": ["content"],
            },
        ),
        migrations.CreateModel(
            name="ChangeAuthor",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=400)),
            ],
        ),
        migrations.CreateModel(
            name="ChangeLog",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("table", models.CharField(max_length=40)),
                ("row_key", models.CharField(max_length=40)),
                ("part_of", models.CharField(blank=True, max_length=40)),
                ("reason", models.CharField(blank=True, max_length=400, verbose_name="reason")),
                ("before", models.JSONField(null=True)),
                ("after", models.JSONField(null=True)),
                (
                    "changed_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(),
                        editable=False,
                        verbose_name="changed at",
                    ),
                ),
            ],
            options={
                "verbose_name": "change",
                "verbose_name_plural": "changes",
                "ordering": ["-id"],
            },
        ),
        migrations.CreateModel(
            name="Document",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sha256", models.CharField(max_length=64)),
                ("name", models.CharField(max_length=200, verbose_name="file name")),
                (
                    "content_type",
                    models.CharField(
                        choices=[
                            ("application/pdf", "PDF"),
                            ("image/jpeg", "JPEG"),
                            ("image/png", "PNG"),
                        ],
                        max_length=15,
                    ),
                ),
                ("size_bytes", models.PositiveIntegerField()),
                (
                    "uploaded_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), editable=False
                    ),
                ),
            ],
            options={
                "verbose_name": "file",
                "verbose_name_plural": "files",
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="ReportingPeriod",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("month", "month"),
                            ("quarter", "quarter"),
                            ("half-year", "six months"),
                            ("year", "year"),
                        ],
                        default="month",
                        max_length=9,
                        verbose_name="kind",
                    ),
                ),
                ("first_day", models.DateField(verbose_name="from")),
                ("last_day", models.DateField(verbose_name="to")),
                ("due_on", models.DateField(verbose_name="due on")),
            ],
            options={
                "verbose_name": "reporting period",
                "verbose_name_plural": "reporting periods",
                "ordering": ["first_day", "last_day"],
            },
        ),
        migrations.RemoveConstraint(
            model_name="budgetline",
            name="budgetline_sign_fits_kind",
        ),
        migrations.RemoveConstraint(
            model_name="decision",
            name="decision_once",
        ),
        migrations.RemoveField(
            model_name="decision",
            name="file",
        ),
        migrations.AddField(
            model_name="budgetline",
            name="reason",
            field=models.CharField(
                blank=True, db_default="", max_length=400, verbose_name="reason"
            ),
        ),
        migrations.AddField(
            model_name="budgetline",
            name="reverses",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="reversal",
                to="promotion.budgetline",
            ),
        ),
        migrations.AddConstraint(
            model_name="budgetline",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("amount_vnd__gt", 0),
                        ("kind__in", ["initial", "supplement", "increase", "transfer"]),
                    ),
                    models.Q(("amount_vnd__lt", 0), ("kind__in", ["decrease", "cancellation"])),
                    models.Q(("kind", "carry-over"), models.Q(("amount_vnd", 0), _negated=True)),
                    models.Q(
                        ("reverses__isnull", False), models.Q(("amount_vnd", 0), _negated=True)
                    ),
                    _connector="OR",
                ),
                name="budgetline_sign_fits_kind",
                violation_error_message="The sign of the amount does not fit the kind of line.",
            ),
        ),
        migrations.AddConstraint(
            model_name="budgetline",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("reverses__isnull", True),
                    models.Q(("reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="budgetline_reversal_has_reason",
                violation_error_message="Say why the line is taken back.",
            ),
        ),
        migrations.AddField(
            model_name="accesslog",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="auditor",
            ),
        ),
        migrations.AddField(
            model_name="advancerule",
            name="content",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="advance_rule",
                to="promotion.content",
                verbose_name="content",
            ),
        ),
        migrations.AddField(
            model_name="changeauthor",
            name="person",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="changelog",
            name="person",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="document",
            name="uploaded_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="uploaded by",
            ),
        ),
        migrations.AddField(
            model_name="decision",
            name="document",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="promotion.document",
                verbose_name="file",
            ),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.UniqueConstraint(
                fields=("number", "signed_on", "issuer"),
                name="decision_once",
                violation_error_message="This decision is already recorded.",
            ),
        ),
        migrations.AddConstraint(
            model_name="reportingperiod",
            constraint=models.UniqueConstraint(
                fields=("kind", "first_day"),
                name="reportingperiod_once",
                violation_error_message="This reporting period exists already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="reportingperiod",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("last_day__gte", models.F("first_day")), ("due_on__gte", models.F("first_day"))
                ),
                name="reportingperiod_ends_after_it_begins",
                violation_error_message="A reporting period ends, and its return is due, after its first day.",
            ),
        ),
        migrations.AddConstraint(
            model_name="advancerule",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("first_advance_percent__gte", 1), ("first_advance_percent__lte", 100)
                ),
                name="advancerule_percent_of_support",
                violation_error_message="A first advance is from 1 to 100 percent.",
            ),
        ),
        migrations.AddIndex(
            model_name="changelog",
            index=models.Index(fields=["table", "row_key"], name="changelog_row"),
        ),
        migrations.AddIndex(
            model_name="changelog",
            index=models.Index(fields=["table", "part_of"], name="changelog_part"),
        ),
        creating_triggers(),
    ]
