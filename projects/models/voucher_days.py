"""Which days a voucher of a grant may have."""

from datetime import date

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from projects.models.grants import Grant
from promotion.lib.dates import format_day
from promotion.models import Decision


def problem_of_voucher_day(grant: Grant, day: date) -> ValidationError | None:
    """Why no voucher of the day can be paid from the grant."""
    if not grant.takes_vouchers_of(day):
        return ValidationError(
            _("Payments of budget year %(year)s are dated from %(first)s to %(last)s."),
            params={
                "year": grant.budget_year,
                "first": format_day(grant.first_payment_day),
                "last": format_day(grant.last_payment_day),
            },
        )
    if day > timezone.localdate():
        return in_the_future(day)
    centre = grant.project.centre
    if centre.opened_on and day < centre.opened_on:
        return ValidationError(
            _("%(centre)s began its work on %(day)s; no voucher of it is older."),
            params={"centre": centre, "day": format_day(centre.opened_on)},
        )
    decision = first_decision(grant)
    if decision and day < decision.signed_on:
        return ValidationError(
            _(
                "The support was approved on %(day)s (%(number)s); a voucher may not be dated"
                " before that."
            ),
            params={"day": format_day(decision.signed_on), "number": decision.number},
        )
    return None


def in_the_future(day: date) -> ValidationError:
    """The refusal of a voucher that is dated ahead."""
    sentence = _(
        "The voucher date %(day)s lies after today, %(today)s. Please type the day that stands on"
        " the voucher; it is entered once that day has come."
    )
    params = {"day": format_day(day), "today": format_day(timezone.localdate())}
    return ValidationError(sentence, params=params)


def first_voucher_day(grant: Grant) -> date:
    """The first day that a voucher of the grant may have, as `require_complete` judges it."""
    days = [grant.first_payment_day, grant.project.centre.opened_on]
    if decision := first_decision(grant):
        days.append(decision.signed_on)
    return max(days)


def first_decision(grant: Grant) -> Decision | None:
    """The decision that first approved the support, None without any."""
    lines = grant.lines.filter(reverses=None, reversal=None).select_related("decision")
    first = lines.order_by("decision__signed_on", "id").first()
    return first.decision if first else None
