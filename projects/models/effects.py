"""What a correction or recovery does to the sums that people look at."""

from dataclasses import dataclass

from django.db.models import Sum

from projects.models.grants import Grant
from projects.models.kinds import PaymentKind
from projects.models.ledger import Disbursement


@dataclass(frozen=True)
class Sums:
    """Sums in đồng before or after a proposal: of its grant, and disbursed of its province."""

    reported_vnd: int
    confirmed_vnd: int
    remaining_vnd: int
    outstanding_vnd: int
    to_recover_vnd: int
    province_vnd: int


def effect(
    grant: Grant, entry: Disbursement, kind: str, amount_vnd: int, recovers: bool
) -> tuple[Sums, Sums]:
    """The sums before and after the amount comes back of the entry, or takes its place."""
    if recovers:
        paid_vnd = -amount_vnd
        advanced_vnd = -amount_vnd if entry.kind == PaymentKind.ADVANCE else 0
        cleared_vnd = 0
    else:
        clears = kind == PaymentKind.CLEARING
        paid_vnd = (0 if clears else amount_vnd) - entry.amount_vnd
        advanced_vnd = (amount_vnd if kind == PaymentKind.ADVANCE else 0) - entry.advance_vnd
        cleared_vnd = (amount_vnd if clears else 0) - entry.cleared_vnd
    province_vnd = _province_vnd(grant)
    reported_vnd = grant.reported_vnd + paid_vnd
    before = Sums(
        reported_vnd=grant.reported_vnd,
        confirmed_vnd=grant.confirmed_vnd,
        remaining_vnd=grant.remaining_vnd,
        outstanding_vnd=grant.outstanding_vnd,
        to_recover_vnd=grant.to_recover_vnd,
        province_vnd=province_vnd,
    )
    after = Sums(
        reported_vnd=reported_vnd,
        confirmed_vnd=grant.confirmed_vnd + paid_vnd,
        remaining_vnd=max(0, grant.approved_vnd - reported_vnd),
        outstanding_vnd=grant.outstanding_vnd + advanced_vnd - cleared_vnd,
        to_recover_vnd=min(grant.to_recover_vnd, max(0, reported_vnd - grant.approved_vnd)),
        province_vnd=province_vnd + paid_vnd,
    )
    return before, after


def _province_vnd(grant: Grant) -> int:
    """Disbursed of the grant's source and budget year in its province of today."""
    centre = grant.project.centre
    unit = centre.province.current_id if centre.province else None
    grants = Grant.objects.filter(
        project__centre__province__current=unit,
        source=grant.source,
        budget_year=grant.budget_year,
    )
    return grants.aggregate(total=Sum("confirmed_vnd"))["total"] or 0
