from typing import Any

from django.db import migrations, models

VOUCHERS = [
    ("withdrawal", "budget withdrawal slip"),
    ("payment-order", "payment order"),
    ("spending-order", "spending order"),
    ("cash", "cash payment slip"),
    ("advance-request", "request for advance payment"),
    ("return", "slip of returned funding"),
    ("pay-in", "pay-in slip"),
    ("receipt", "cash receipt"),
]
COLUMN: dict[str, Any] = {"choices": VOUCHERS, "max_length": 15, "verbose_name": "voucher"}


class Migration(migrations.Migration):
    """What money comes back with. Choices are no part of the tables, which stay untouched."""

    dependencies = [("projects", "0010_shorter_check")]

    operations = [
        migrations.AlterField("disbursement", "voucher_kind", models.CharField(**COLUMN)),
        migrations.AlterField(
            "draft", "voucher_kind", models.CharField(default="payment-order", **COLUMN)
        ),
    ]
