"""What entries are called, who confirms them, and how a list of them sums up."""

from dataclasses import dataclass
from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _


class PaymentKind(models.TextChoices):
    """What a clerk enters: public money paid out, or an advance cleared without any cash."""

    ADVANCE = "advance", _("advance")
    PAYMENT = "payment", _("payment")
    CLEARING = "clearing", _("clearing of an advance")


class EntryKind(models.TextChoices):
    """What an entry of the ledger is."""

    ADVANCE = PaymentKind.ADVANCE.value, _("advance")
    PAYMENT = PaymentKind.PAYMENT.value, _("payment")
    CLEARING = PaymentKind.CLEARING.value, _("clearing of an advance")
    RECOVERY = "recovery", _("recovery")
    REVERSAL = "reversal", _("reversal")


class VoucherKind(models.TextChoices):
    """The accounting vouchers; their Vietnamese names are the terms of law."""

    WITHDRAWAL = "withdrawal", _("budget withdrawal slip")
    PAYMENT_ORDER = "payment-order", _("payment order")
    SPENDING_ORDER = "spending-order", _("spending order")
    CASH = "cash", _("cash payment slip")
    ADVANCE_REQUEST = "advance-request", _("request for advance payment")
    RETURN = "return", _("slip of returned funding")
    PAY_IN = "pay-in", _("pay-in slip")
    RECEIPT = "receipt", _("cash receipt")


# What money comes back with; all others pay, or clear what was advanced.
RETURNING = (VoucherKind.RETURN, VoucherKind.PAY_IN, VoucherKind.RECEIPT)


@dataclass(frozen=True)
class ListSum:
    """One source's part of a list of vouchers (bảng kê tháng): a centre's, of one month booked."""

    centre_id: int
    centre_slug: str
    centre_name: str
    month: date  # its first day
    source: str
    entries: int
    amount_vnd: int
