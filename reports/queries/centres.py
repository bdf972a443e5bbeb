"""What centres have, have sent and still owe."""

from collections import Counter
from collections.abc import Collection
from datetime import date
from typing import NamedTuple

from django.db.models import Count, Max, OuterRef, Q, QuerySet, Subquery, Sum

from projects.models import Disbursement, Grant, GrantLine, PeriodicReturn
from promotion.models import Centre, ReportingPeriod
from reports.queries.confirmed import confirmed_until

CENTRE = "grant__project__centre_id"
SOURCE = "grant__source"


class CentreMoney(NamedTuple):
    """One centre's sums from one source, in đồng; `last_on` is when its last entry is booked."""

    centre: int
    source: str
    approved_vnd: int = 0
    disbursed_vnd: int = 0
    outstanding_vnd: int = 0
    waiting: int = 0
    waiting_vnd: int = 0
    last_on: date | None = None
    made_up: int = 0


def centres() -> list[Centre]:
    """Every centre that ever was, north to south."""
    return list(Centre.objects.all())


def names_of(centres: Collection[int]) -> list[tuple[str, str | None]]:
    """(name, unit) of these centres, by their keys, north to south; one query."""
    return list(Centre.objects.filter(pk__in=centres).values_list("name", "province_id"))


def money_of_centres(year: int, until: date, known: date | None = None) -> list[CentreMoney]:
    """Approved, confirmed, waiting and last of the budget year by the day; four queries."""
    made_up = Count("pk", filter=Q(synthetic=True))
    entries = Disbursement.objects.booked_until(until)
    lines = GrantLine.objects.signed_until(until, known).filter(grant__budget_year=year)
    approved = _by_centre(lines).annotate(sum=Sum("amount_vnd"), made_up=made_up)
    paid = confirmed_until(until, "centre", "source", known=known, year=[year])
    waiting = _by_centre(entries.waiting(known, [year])).annotate(
        count=Count("pk"), sum=Sum("amount_vnd")
    )
    # Each grant's own last, by the index of grant and day: few looks, however long the ledger.
    own = entries.standing(known).filter(grant=OuterRef("pk")).order_by("-booked_on")
    grants = Grant.objects.of_year(year).order_by().values_list("project__centre_id", "source")
    last = grants.annotate(day=Max(Subquery(own.values("booked_on")[:1])))
    return [
        *(CentreMoney(c, s, approved_vnd=vnd, made_up=some) for c, s, vnd, some in approved),
        *(
            CentreMoney(
                *(c, s),
                disbursed_vnd=money.amount_vnd,
                outstanding_vnd=money.advances_vnd,
                made_up=money.made_up,
            )
            for (c, s), money in paid.items()
        ),
        *(CentreMoney(c, s, waiting=count, waiting_vnd=vnd) for c, s, count, vnd in waiting),
        *(CentreMoney(c, s, last_on=day) for c, s, day in last if day),
    ]


def _by_centre(rows: QuerySet) -> QuerySet:
    return rows.order_by().values_list(CENTRE, SOURCE)


def returns_missing(year: int, until: date, among: list[Centre]) -> Counter[int]:
    """{centre: returns of the year that were due before the day and not sent by it}; two queries.

    A centre owes the periods on whose last day it existed.
    """
    periods = list(ReportingPeriod.objects.of_year(year).filter(due_on__lt=until))
    sent = set(
        PeriodicReturn.objects.filter(period__in=periods, sent_on__lte=until).values_list(
            "centre_id", "period_id"
        )
    )
    return Counter(
        centre.pk
        for period in periods
        for centre in among
        if centre.existed_on(period.last_day) and (centre.pk, period.pk) not in sent
    )
