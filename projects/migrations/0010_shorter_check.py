import django.db.models.deletion
from django.db import migrations, models
from django.db.models import F, Q
from django.db.models.functions import Greatest, Least
from django.db.models.lookups import GreaterThanOrEqual, LessThanOrEqual

from promotion.guards.migrations import creating_triggers, dropping_triggers


class Migration(migrations.Migration):
    """The same bounds of payments in fewer words, which PostgreSQL reads at every post, and two
    indexes less, which it opens."""

    dependencies = [("projects", "0009_levels")]

    operations = [
        dropping_triggers(),
        migrations.RemoveConstraint(model_name="grant", name="grant_reported_within_approved"),
        migrations.AddConstraint(
            model_name="grant",
            constraint=models.CheckConstraint(
                name="grant_reported_within_approved",
                condition=Q(GreaterThanOrEqual(Least("reported_vnd", "confirmed_vnd"), 0))
                & Q(
                    LessThanOrEqual(
                        Greatest("reported_vnd", "confirmed_vnd"),
                        F("approved_vnd") + F("to_recover_vnd"),
                    )
                ),
                violation_error_message="Payments may not exceed the approved support.",
            ),
        ),
        migrations.AlterField(
            model_name="grant",
            name="content",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                to="promotion.content",
                verbose_name="content",
            ),
        ),
        creating_triggers(),
    ]
