import django.db.models.deletion
from django.db import migrations, models
from django.db.models import F, Q

from promotion.guards.migrations import creating_triggers, dropping_triggers

# What guards ask from here on: of a new grant, or of each change of its sums.
ASKED_BY_GUARDS = (
    "grant_source_known",
    "grant_approved_not_negative",
    "grant_confirmed_within_approved",
    "grant_cleared_within_advanced",
)


class Migration(migrations.Migration):
    dependencies = [("projects", "0005_monthly_sums")]

    operations = [
        dropping_triggers(),
        *(
            migrations.RemoveConstraint(model_name="grant", name=name)
            for name in (*ASKED_BY_GUARDS, "grant_reported_within_approved")
        ),
        migrations.AddConstraint(
            model_name="grant",
            constraint=models.CheckConstraint(
                name="grant_reported_within_approved",
                condition=Q(reported_vnd__gte=0, confirmed_vnd__gte=0)
                & Q(reported_vnd__lte=F("approved_vnd") + F("to_recover_vnd"))
                & Q(confirmed_vnd__lte=F("approved_vnd") + F("to_recover_vnd")),
                violation_error_message="Payments may not exceed the approved support.",
            ),
        ),
        migrations.AlterField(
            model_name="grant",
            name="budget_year",
            field=models.SmallIntegerField(verbose_name="budget year"),
        ),
        migrations.AlterField(
            model_name="grant",
            name="project",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="grants",
                to="projects.project",
            ),
        ),
        creating_triggers(),
    ]
