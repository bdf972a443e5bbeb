"""What may be right but rarely is: asked once before a payment is sent."""

from datetime import date
from hashlib import sha256

from django.db.models import Sum
from django.utils.translation import get_language, gettext

from projects.models.grants import Grant
from projects.models.kinds import PaymentKind
from projects.models.months import MonthClose
from projects.models.projects import WITHOUT_SUPPORT, Project
from promotion.lib.dates import format_day, format_month
from promotion.lib.money import group
from promotion.lib.text import fold
from promotion.models import AdvanceRule

# Whoever types đồng where triệu was asked for, or the other way round, is wrong by so much.
THOUSANDFOLD = 1000
# An amount is usual from this part of the support upwards.
USUAL_PART = 100


def doubts_about(
    grant: Grant, kind: str, amount_vnd: int, number: str, voucher_on: date
) -> dict[str, str]:
    """{name: sentence} of what is doubtful about a payment, advance or clearing to be sent.

    The name changes with the grant and with any figure of the sentence, so that a tick answers for
    what was read and no more.
    """
    pays = kind != PaymentKind.CLEARING
    found = {
        "project-status": _project_status(grant) if pays else "",
        "same-number": _same_number(grant, number),
        "thousandfold": _thousandfold(grant, kind, amount_vnd),
        "closed-month": _closed_month(grant, voucher_on),
        "advance-rule": _advance_rule(grant, amount_vnd) if kind == PaymentKind.ADVANCE else "",
        "open-advance": _open_advance(grant) if kind == PaymentKind.PAYMENT else "",
    }
    return {_name(rule, grant, said): said for rule, said in found.items() if said}


def _name(rule: str, grant: Grant, sentence: str) -> str:
    return f"{rule}-{grant.pk}-{sha256(sentence.encode()).hexdigest()[:16]}"


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


def _project_status(grant: Grant) -> str:
    """The project is stopped, settled or not approved, and the money is there all the same."""
    project = grant.project
    about = {
        "status": project.get_status_display(),
        "left": _vnd(grant.remaining_vnd),
        "why": f": {project.stop_reason}" if project.stop_reason else "",
        "when": dated(project.settled_on, project.settled_vnd),
    }
    if project.status == Project.Status.STOPPED:
        sentence = gettext(
            "The project is stopped%(why)s. Its remaining %(left)s đồng are taken away by a"
            " decision alone; please ask the side of its source to record one. This payment is"
            " owed all the same."
        )
    elif project.status == Project.Status.SETTLED:
        sentence = gettext(
            "The project was settled%(when)s. This payment belongs to it all the same."
        )
    elif project.status in WITHOUT_SUPPORT:
        sentence = gettext(
            "The project is not approved, its status is: %(status)s. Support is paid after the"
            " approval; this payment is right all the same."
        )
    else:
        return ""
    return sentence % about


def dated(day: date | None, vnd: int | None) -> str:
    """ " on 21/09/2026 at 90.000.000 đồng" after what happened; without what is not known."""
    known = []
    if day:
        known.append(gettext("on %(day)s") % {"day": format_day(day)})
    if vnd is not None:
        known.append(gettext("at %(amount)s đồng") % {"amount": _vnd(vnd)})
    return "".join(f" {each}" for each in known)


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
    ) % {"month": format_month(voucher_on), "day": format_day(booked_on)}


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
