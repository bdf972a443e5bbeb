import django.db.models.deletion
import django.db.models.functions.datetime
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models
from django.db.models import F, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce

from promotion.guards.migrations import creating_triggers, dropping_triggers


def state_advances(apps, schema_editor):
    """Say of the entries there are what they add to the advances of their grant."""
    entries = apps.get_model("projects", "Disbursement").objects.order_by()
    advances = entries.filter(Q(kind="advance") | Q(kind="reversal", reverses__kind="advance"))
    entries.filter(pk__in=advances.values("pk")).update(advance_vnd=F("amount_vnd"))
    confirmed = entries.filter(grant=OuterRef("pk"), confirmation__isnull=False)
    sums = confirmed.values("grant").annotate(sum=Sum("advance_vnd")).values("sum")
    grants = apps.get_model("projects", "Grant").objects.order_by()
    grants.update(advanced_vnd=Coalesce(Subquery(sums), 0))


class Migration(migrations.Migration):
    dependencies = [
        ("projects", "0002_guard_ledger"),
        ("promotion", "0003_trust"),
        ("provinces", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        dropping_triggers(),
        migrations.CreateModel(
            name="LedgerSeal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("chain", models.CharField(max_length=60)),
                ("number", models.PositiveIntegerField()),
                ("sha256", models.CharField(max_length=64)),
                (
                    "sealed_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), editable=False
                    ),
                ),
            ],
            options={
                "verbose_name": "seal",
                "verbose_name_plural": "seals",
                "ordering": ["chain", "number"],
            },
        ),
        migrations.CreateModel(
            name="MonthClose",
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
                (
                    "source",
                    models.CharField(
                        choices=[("national", "national"), ("local", "local")],
                        max_length=8,
                        verbose_name="source",
                    ),
                ),
                ("month", models.DateField(verbose_name="month")),
                (
                    "event",
                    models.CharField(
                        choices=[
                            ("close", "closed"),
                            ("reopen", "re-opened"),
                            ("exception", "exception for a centre"),
                        ],
                        max_length=9,
                        verbose_name="event",
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=400, verbose_name="reason")),
                ("expires_on", models.DateField(blank=True, null=True, verbose_name="open until")),
            ],
            options={
                "verbose_name": "closing of a month",
                "verbose_name_plural": "closings of months",
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="PeriodicReturn",
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
                    "is_nothing",
                    models.BooleanField(default=False, verbose_name="nothing this month"),
                ),
                (
                    "sent_on",
                    models.DateField(
                        default=django.utils.timezone.localdate,
                        editable=False,
                        verbose_name="sent on",
                    ),
                ),
                (
                    "sent_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(),
                        editable=False,
                        verbose_name="sent at",
                    ),
                ),
            ],
            options={
                "verbose_name": "return of a centre",
                "verbose_name_plural": "returns of centres",
                "ordering": ["-id"],
            },
        ),
        migrations.CreateModel(
            name="Proposal",
            fields=[],
            options={
                "verbose_name": "proposal",
                "verbose_name_plural": "proposals",
                "proxy": True,
                "indexes": [],
                "constraints": [],
            },
            bases=("projects.draft",),
        ),
        migrations.RemoveConstraint(
            model_name="disbursement",
            name="disbursement_sign_fits_kind",
        ),
        migrations.RemoveConstraint(
            model_name="disbursement",
            name="disbursement_reversal_has_reason",
        ),
        migrations.RemoveConstraint(
            model_name="grantline",
            name="grantline_sign_fits_kind",
        ),
        migrations.AddField(
            model_name="beneficiary",
            name="version",
            field=models.PositiveIntegerField(default=1, editable=False),
        ),
        migrations.AddField(
            model_name="disbursement",
            name="advance_vnd",
            field=models.BigIntegerField(db_default=0, default=0, verbose_name="advance (đồng)"),
        ),
        migrations.AddField(
            model_name="disbursement",
            name="agreed_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="agreed by",
            ),
        ),
        migrations.AddField(
            model_name="disbursement",
            name="cleared_vnd",
            field=models.BigIntegerField(db_default=0, default=0, verbose_name="cleared (đồng)"),
        ),
        migrations.AddField(
            model_name="disbursement",
            name="concerns",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="followed_by",
                to="projects.disbursement",
            ),
        ),
        migrations.AddField(
            model_name="draft",
            name="concerns",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="proposals",
                to="projects.disbursement",
            ),
        ),
        migrations.AddField(
            model_name="draft",
            name="proposed_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="proposed at"),
        ),
        migrations.AddField(
            model_name="draft",
            name="purpose",
            field=models.CharField(
                choices=[
                    ("payment", "entry"),
                    ("correction", "correction"),
                    ("recovery", "recovery"),
                ],
                default="payment",
                max_length=10,
            ),
        ),
        migrations.AddField(
            model_name="draft",
            name="reason",
            field=models.CharField(blank=True, max_length=400, verbose_name="reason"),
        ),
        migrations.AddField(
            model_name="establishment",
            name="version",
            field=models.PositiveIntegerField(default=1, editable=False),
        ),
        migrations.AddField(
            model_name="grant",
            name="advanced_vnd",
            field=models.BigIntegerField(default=0, editable=False, verbose_name="advances (đồng)"),
        ),
        migrations.AddField(
            model_name="grant",
            name="cleared_vnd",
            field=models.BigIntegerField(
                default=0, editable=False, verbose_name="advances cleared (đồng)"
            ),
        ),
        migrations.AddField(
            model_name="grant",
            name="clearing_vnd",
            field=models.BigIntegerField(
                default=0, editable=False, verbose_name="clearings sent (đồng)"
            ),
        ),
        migrations.AddField(
            model_name="grantline",
            name="reason",
            field=models.CharField(
                blank=True, db_default="", max_length=400, verbose_name="reason"
            ),
        ),
        migrations.AddField(
            model_name="grantline",
            name="reverses",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="reversal",
                to="projects.grantline",
            ),
        ),
        migrations.AddField(
            model_name="project",
            name="acceptance_document",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="promotion.document",
                verbose_name="acceptance file",
            ),
        ),
        migrations.AddField(
            model_name="project",
            name="accepted_vnd",
            field=models.BigIntegerField(
                blank=True, null=True, verbose_name="accepted value (đồng)"
            ),
        ),
        migrations.AddField(
            model_name="project",
            name="contract_document",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="promotion.document",
                verbose_name="contract file",
            ),
        ),
        migrations.AddField(
            model_name="project",
            name="contract_number",
            field=models.CharField(blank=True, max_length=60, verbose_name="contract number"),
        ),
        migrations.AddField(
            model_name="project",
            name="contract_vnd",
            field=models.BigIntegerField(
                blank=True, null=True, verbose_name="contract value (đồng)"
            ),
        ),
        migrations.AddField(
            model_name="project",
            name="settled_vnd",
            field=models.BigIntegerField(
                blank=True, null=True, verbose_name="settled value (đồng)"
            ),
        ),
        migrations.AddField(
            model_name="project",
            name="settlement_document",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="promotion.document",
                verbose_name="settlement file",
            ),
        ),
        migrations.AddField(
            model_name="project",
            name="settlement_sent_on",
            field=models.DateField(blank=True, null=True, verbose_name="settlement file sent on"),
        ),
        migrations.AddField(
            model_name="project",
            name="stop_reason",
            field=models.CharField(blank=True, max_length=400, verbose_name="reason of the stop"),
        ),
        migrations.AlterField(
            model_name="beneficiary",
            name="accepted_counterpart_vnd",
            field=models.BigIntegerField(
                blank=True, null=True, verbose_name="accepted counterpart (đồng)"
            ),
        ),
        migrations.AlterField(
            model_name="beneficiary",
            name="accepted_income_vnd",
            field=models.BigIntegerField(
                blank=True, null=True, verbose_name="accepted income a month (đồng)"
            ),
        ),
        migrations.AlterField(
            model_name="beneficiary",
            name="accepted_investment_vnd",
            field=models.BigIntegerField(
                blank=True, null=True, verbose_name="accepted investment (đồng)"
            ),
        ),
        migrations.AlterField(
            model_name="beneficiary",
            name="accepted_jobs",
            field=models.PositiveIntegerField(blank=True, null=True, verbose_name="accepted jobs"),
        ),
        migrations.AlterField(
            model_name="beneficiary",
            name="accepted_other_capital_vnd",
            field=models.BigIntegerField(
                blank=True, null=True, verbose_name="accepted other capital (đồng)"
            ),
        ),
        migrations.AlterField(
            model_name="beneficiary",
            name="establishment",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="supports",
                to="projects.establishment",
                verbose_name="establishment",
            ),
        ),
        migrations.AlterField(
            model_name="beneficiary",
            name="planned_counterpart_vnd",
            field=models.BigIntegerField(
                blank=True, null=True, verbose_name="planned counterpart (đồng)"
            ),
        ),
        migrations.AlterField(
            model_name="beneficiary",
            name="planned_income_vnd",
            field=models.BigIntegerField(
                blank=True, null=True, verbose_name="planned income a month (đồng)"
            ),
        ),
        migrations.AlterField(
            model_name="beneficiary",
            name="planned_investment_vnd",
            field=models.BigIntegerField(
                blank=True, null=True, verbose_name="planned investment (đồng)"
            ),
        ),
        migrations.AlterField(
            model_name="beneficiary",
            name="planned_jobs",
            field=models.PositiveIntegerField(blank=True, null=True, verbose_name="planned jobs"),
        ),
        migrations.AlterField(
            model_name="beneficiary",
            name="planned_other_capital_vnd",
            field=models.BigIntegerField(
                blank=True, null=True, verbose_name="planned other capital (đồng)"
            ),
        ),
        migrations.AlterField(
            model_name="beneficiary",
            name="project",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="beneficiaries",
                to="projects.project",
                verbose_name="project",
            ),
        ),
        migrations.AlterField(
            model_name="disbursement",
            name="idempotency_key",
            field=models.UUIDField(),
        ),
        migrations.AlterField(
            model_name="disbursement",
            name="kind",
            field=models.CharField(
                choices=[
                    ("advance", "advance"),
                    ("payment", "payment"),
                    ("clearing", "clearing of an advance"),
                    ("recovery", "recovery"),
                    ("reversal", "reversal"),
                ],
                max_length=8,
                verbose_name="kind",
            ),
        ),
        migrations.AlterField(
            model_name="draft",
            name="kind",
            field=models.CharField(
                choices=[
                    ("advance", "advance"),
                    ("payment", "payment"),
                    ("clearing", "clearing of an advance"),
                ],
                default="payment",
                max_length=8,
                verbose_name="kind",
            ),
        ),
        migrations.AlterField(
            model_name="project",
            name="counterpart_bound",
            field=models.CharField(
                blank=True,
                choices=[("", ""), ("over", "over"), ("nearly", "nearly"), ("about", "about")],
                max_length=6,
                verbose_name="precision of the counterpart",
            ),
        ),
        migrations.AlterField(
            model_name="project",
            name="jobs_bound",
            field=models.CharField(
                blank=True,
                choices=[("", ""), ("over", "over"), ("nearly", "nearly"), ("about", "about")],
                max_length=6,
                verbose_name="precision of the jobs",
            ),
        ),
        migrations.RunPython(state_advances, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="disbursement",
            constraint=models.UniqueConstraint(
                fields=("idempotency_key",),
                name="disbursement_key_used",
                violation_error_message="This payment was already sent.",
            ),
        ),
        migrations.AddConstraint(
            model_name="disbursement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("reverses", None),
                        models.Q(
                            models.Q(
                                ("advance_vnd", models.F("amount_vnd")),
                                ("amount_vnd__gt", 0),
                                ("cleared_vnd", 0),
                                ("kind", "advance"),
                            ),
                            models.Q(
                                ("advance_vnd", 0),
                                ("amount_vnd__gt", 0),
                                ("cleared_vnd", 0),
                                ("kind", "payment"),
                            ),
                            models.Q(
                                ("advance_vnd", 0),
                                ("amount_vnd", 0),
                                ("cleared_vnd__gt", 0),
                                ("kind", "clearing"),
                            ),
                            models.Q(
                                ("advance_vnd", 0),
                                ("amount_vnd__lt", 0),
                                ("cleared_vnd", 0),
                                ("kind", "recovery"),
                            ),
                            models.Q(
                                ("advance_vnd", models.F("amount_vnd")),
                                ("amount_vnd__lt", 0),
                                ("kind", "recovery"),
                                ("cleared_vnd", 0),
                            ),
                            _connector="OR",
                        ),
                    ),
                    models.Q(
                        ("kind", "reversal"),
                        ("reverses__isnull", False),
                        ("advance_vnd__lte", 0),
                        ("amount_vnd__lte", 0),
                        ("cleared_vnd__lte", 0),
                    ),
                    _connector="OR",
                ),
                name="disbursement_sign_fits_kind",
                violation_error_message="The amount must be more than zero.",
            ),
        ),
        migrations.AddConstraint(
            model_name="disbursement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("agreed_by__isnull", False),
                        ("concerns__isnull", False),
                        ("kind", "recovery"),
                    ),
                    models.Q(
                        ("kind__in", ["advance", "payment", "clearing"]),
                        ("agreed_by__isnull", True),
                        ("concerns__isnull", True),
                    ),
                    models.Q(
                        ("kind__in", ["advance", "payment", "clearing"]),
                        ("agreed_by__isnull", False),
                        ("concerns__isnull", False),
                    ),
                    models.Q(
                        ("kind", "reversal"),
                        models.Q(
                            ("concerns__isnull", True),
                            ("agreed_by__isnull", False),
                            _connector="OR",
                        ),
                    ),
                    _connector="OR",
                ),
                name="disbursement_recovery_concerns_entry",
                violation_error_message="A recovery or correction names the entry it is about and who agreed.",
            ),
        ),
        migrations.AddConstraint(
            model_name="disbursement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("concerns", None), ("kind__in", ["advance", "payment", "clearing"])),
                    models.Q(("reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="disbursement_reversal_has_reason",
                violation_error_message="Say why the entry is taken back.",
            ),
        ),
        migrations.AddConstraint(
            model_name="grant",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("cleared_vnd__gte", 0),
                    ("cleared_vnd__lte", models.F("clearing_vnd")),
                    ("clearing_vnd__lte", models.F("advanced_vnd")),
                ),
                name="grant_cleared_within_advanced",
                violation_error_message="No more may be cleared than the confirmed advances.",
            ),
        ),
        migrations.AddConstraint(
            model_name="grantline",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("amount_vnd__gt", 0), ("kind__in", ["approval", "supplement", "increase"])
                    ),
                    models.Q(("amount_vnd__lt", 0), ("kind__in", ["decrease", "stop"])),
                    models.Q(
                        ("reverses__isnull", False), models.Q(("amount_vnd", 0), _negated=True)
                    ),
                    _connector="OR",
                ),
                name="grantline_sign_fits_kind",
                violation_error_message="The sign of the amount does not fit the kind of line.",
            ),
        ),
        migrations.AddConstraint(
            model_name="grantline",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("reverses__isnull", True),
                    models.Q(("reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="grantline_reversal_has_reason",
                violation_error_message="Say why the line is taken back.",
            ),
        ),
        migrations.AddField(
            model_name="ledgerseal",
            name="entry",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="seal",
                to="projects.disbursement",
            ),
        ),
        migrations.AddField(
            model_name="monthclose",
            name="centre",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="promotion.centre",
            ),
        ),
        migrations.AddField(
            model_name="monthclose",
            name="province",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="provinces.province",
            ),
        ),
        migrations.AddField(
            model_name="monthclose",
            name="recorded_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="recorded by",
            ),
        ),
        migrations.AddField(
            model_name="periodicreturn",
            name="centre",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="returns",
                to="promotion.centre",
            ),
        ),
        migrations.AddField(
            model_name="periodicreturn",
            name="period",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="returns",
                to="promotion.reportingperiod",
            ),
        ),
        migrations.AddField(
            model_name="periodicreturn",
            name="sent_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="sent by",
            ),
        ),
        migrations.AddConstraint(
            model_name="ledgerseal",
            constraint=models.UniqueConstraint(
                fields=("chain", "number"),
                name="ledgerseal_once",
                violation_error_message="This number of the chain is taken.",
            ),
        ),
        migrations.AddIndex(
            model_name="monthclose",
            index=models.Index(fields=["month", "source", "province"], name="monthclose_list"),
        ),
        migrations.AddConstraint(
            model_name="monthclose",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("centre", None), ("event", "close"), ("expires_on", None)),
                    models.Q(
                        ("centre", None),
                        ("event", "reopen"),
                        ("expires_on__isnull", False),
                        models.Q(("reason", ""), _negated=True),
                    ),
                    models.Q(
                        ("centre__isnull", False),
                        ("event", "exception"),
                        ("expires_on__isnull", False),
                        models.Q(("reason", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="monthclose_event_complete",
                violation_error_message="A re-opening or exception has a reason and a last day, an exception a centre.",
            ),
        ),
        migrations.AddConstraint(
            model_name="monthclose",
            constraint=models.CheckConstraint(
                condition=models.Q(("source__in", ["national", "local"])),
                name="monthclose_source_known",
                violation_error_message="A source of funding is national or local.",
            ),
        ),
        migrations.AddConstraint(
            model_name="periodicreturn",
            constraint=models.UniqueConstraint(
                fields=("centre", "period"),
                name="periodicreturn_once",
                violation_error_message="The centre has already sent its return.",
            ),
        ),
        creating_triggers(),
    ]
