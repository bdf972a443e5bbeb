"""Programme periods, and the projects supported in their budget years."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from django.db.models import Count, Q, Sum

from projects.models import GrantLine
from promotion.models import ProgrammePeriod
from reports.queries.confirmed import UNIT_OF_GRANT


class YearOfSupport(NamedTuple):
    """What one project was given in a budget year from a source; 0 where all was taken back."""

    project: int
    accepted_on: date | None
    unit: str | None
    year: int
    source: str
    approved_vnd: int
    made_up: int


def programme_periods() -> list[ProgrammePeriod]:
    """Earliest first."""
    return list(ProgrammePeriod.objects.all())


def years_of_support(
    years: Iterable[int], until: date, known: date | None = None
) -> list[YearOfSupport]:
    """Lines of decisions on support signed by the end of the day, by project; one query."""
    lines = (
        GrantLine.objects.signed_until(until, known)
        .filter(grant__budget_year__in=years)
        .order_by()
        .values_list(
            "grant__project_id",
            "grant__project__accepted_on",
            UNIT_OF_GRANT,
            "grant__budget_year",
            "grant__source",
        )
        .annotate(approved=Sum("amount_vnd"), made_up=Count("pk", filter=Q(synthetic=True)))
    )
    return [YearOfSupport(*line) for line in lines]
