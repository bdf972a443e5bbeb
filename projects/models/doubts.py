"""What may be right but rarely is: asked once before a payment is sent."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Sum
from django.utils.translation import get_language, gettext

from projects.models.grants import Grant
from projects.models.kinds import PaymentKind
from projects.models.months import MonthClose
from promotion.lib.dates import format_day
from promotion.lib.money import group
from promotion.lib.text import fold
from promotion.models import AdvanceRule

# Whoever types đồng where triệu was asked for, or the other way round, is wrong by so much.
THOUSANDFOLD = 1000
# An amount is usual from this part of the support upwards.
USUAL_PART = 100


@dataclass(frozen=True)
class Doubt:
    """One thing to look at again, in a sentence; `name` is what a tick in the form answers."""

    name: str
    sentence: str


def doubts_about(
    grant: Grant, kind: str, amount_vnd: int, number: str, voucher_on: date
) -> list[Doubt]:
    """All doubts about a payment, advance or clearing that is about to be sent."""
    found = {
        "same-number": _same_number(grant, number),
        "thousandfold": _thousandfold(grant, kind, amount_vnd),
        "closed-month": _closed_month(grant, voucher_on),
        "advance-rule": _advance_rule(grant, amount_vnd) if kind == PaymentKind.ADVANCE else "",
        "open-advance": _open_advance(grant) if kind == PaymentKind.PAYMENT else "",
    }
    return [Doubt(name, sentence) for name, sentence in found.items() if sentence]


DOUBTS = ("same-number", "thousandfold", "closed-month", "advance-rule", "open-advance")


def other_amount(grant: Grant, kind: str, amount_vnd: int) -> int | None:
    """The amount that was probably meant, a thousand times more or less; None for a usual one.

    More, where the amount is below 1% of the support and that fits into what is left; less,
    where it is above what is left and that would be 1 to 100% of the support.
    """
    left_vnd = grant.clearable_vnd if kind == PaymentKind.CLEARING else grant.remaining_vnd
    more_vnd, less_vnd = amount_vnd * THOUSANDFOLD, amount_vnd // THOUSANDFOLD
    if amount_vnd * USUAL_PART < grant.approved_vnd and more_vnd <= left_vnd:
        return more_vnd
    is_usual = grant.approved_vnd <= less_vnd * USUAL_PART <= grant.approved_vnd * USUAL_PART
    if amount_vnd > left_vnd >= less_vnd and is_usual and not amount_vnd % THOUSANDFOLD:
        return less_vnd
    return None


def _same_number(grant: Grant, number: str) -> str:
    """The number stands on the grant already, which may be right: a voucher may pay in parts."""
    same = grant.entries.standing().filter(folded_number=fold(number)).order_by("-id").first()
    if same is None:
        return ""
    return gettext(
        "Voucher %(number)s of %(day)s, %(amount)s đồng, is already entered for this"
        " support. This is another payment with the same number."
    ) % {
        "number": same.voucher_number,
        "day": format_day(same.voucher_on),
        "amount": _vnd(same.stated_vnd),
    }


def _thousandfold(grant: Grant, kind: str, amount_vnd: int) -> str:
    other_vnd = other_amount(grant, kind, amount_vnd)
    if other_vnd is None or other_vnd < amount_vnd:
        return ""  # above what is left, the ledger refuses
    return gettext(
        "%(amount)s đồng is less than 1%% of the approved support (%(approved)s đồng); %(other)s"
        " đồng would fit too. The amount and its unit are right."
    ) % {
        "amount": _vnd(amount_vnd),
        "approved": _vnd(grant.approved_vnd),
        "other": _vnd(other_vnd),
    }


def _closed_month(grant: Grant, voucher_on: date) -> str:
    booked_on = MonthClose.objects.booking_day(grant, voucher_on)
    if booked_on == voucher_on:
        return ""
    return gettext(
        "Month %(month)s is closed. The entry keeps its voucher date, is booked on %(day)s and"
        " marked as a voucher of an earlier period."
    ) % {"month": f"{voucher_on.month}/{voucher_on.year}", "day": format_day(booked_on)}


def _advance_rule(grant: Grant, amount_vnd: int) -> str:
    """All advances together above the part of the support that the rule for its content names."""
    rule = AdvanceRule.objects.filter(content=grant.content_id).first()
    if rule is None:
        return ""
    so_far = grant.entries.aggregate(total=Sum("advance_vnd"))["total"] or 0
    total_vnd, limit_vnd = so_far + amount_vnd, grant.approved_vnd * rule.first_advance_percent
    if total_vnd * 100 <= limit_vnd:
        return ""
    basis = rule.legal_basis
    if not rule.is_read:
        basis = gettext("%(basis)s, unverified for this content") % {"basis": basis}
    return gettext(
        "Advances of %(total)s đồng are more than the first %(percent)s%% of the support"
        " (%(limit)s đồng) that may be advanced: %(basis)s. Condition: %(condition)s."
    ) % {
        "total": _vnd(total_vnd),
        "percent": rule.first_advance_percent,
        "limit": _vnd(limit_vnd // 100),
        "basis": basis,
        "condition": rule.condition,
    }


def _open_advance(grant: Grant) -> str:
    """A payment comes on top of an advance; often the advance should be cleared with it."""
    if not grant.clearable_vnd:
        return ""
    return gettext(
        "Advances of %(amount)s đồng are not cleared yet. This is a payment on top of them; what"
        " was advanced is cleared by an entry of its own."
    ) % {"amount": _vnd(grant.clearable_vnd)}


def _vnd(amount_vnd: int) -> str:
    return group(amount_vnd, get_language())
