"""Approved support and disbursements by content, and the catalogues that group contents."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from django.db.models import Count, Q, Sum

from projects.models import GrantLine
from promotion.models import ContentCatalogue, ContentGroup, ContentMapping
from reports.queries.confirmed import UNIT_OF_GRANT, confirmed_until


class Support(NamedTuple):
    """What one project was given for a content from a source; 0 where all was taken back.

    accepted    whether the project was accepted (nghiệm thu) by the day
    """

    project: int
    unit: str | None
    source: str
    content: str
    accepted: bool
    approved_vnd: int
    made_up: int


class Paid(NamedTuple):
    unit: str | None
    source: str
    content: str
    disbursed_vnd: int
    made_up: int


def supports(year: int, until: date, known: date | None = None) -> Iterable[Support]:
    """Approved support of the budget year at the end of the day, by project; one query."""
    lines = (
        GrantLine.objects.signed_until(until, known)
        .filter(grant__budget_year=year)
        .order_by()
        .values_list(
            "grant__project_id",
            UNIT_OF_GRANT,
            "grant__source",
            "grant__content_id",
            "grant__project__accepted_on",
        )
        .annotate(amount=Sum("amount_vnd"), made_up=Count("pk", filter=Q(synthetic=True)))
    )
    return [
        Support(project, unit, source, content, day is not None and day <= until, *sums)
        for project, unit, source, content, day, *sums in lines
    ]


def paid_by_content(year: int, until: date, known: date | None = None) -> list[Paid]:
    """Confirmed entries of the budget year booked by the day; one query."""
    sums = confirmed_until(until, "unit", "source", "content", known=known, year=[year])
    return [
        Paid(unit, source, content, money.amount_vnd, money.made_up)
        for (unit, source, content), money in sums.items()
    ]


def catalogues() -> list[ContentCatalogue]:
    """Every grouping of contents, the usual one first."""
    return list(ContentCatalogue.objects.all())


def groups_of(catalogue: str) -> list[ContentGroup]:
    return list(ContentGroup.objects.filter(catalogue=catalogue))


def mappings_of(catalogue: str) -> dict[str, int]:
    """{content: number of the group that the catalogue puts it in}"""
    mapped = ContentMapping.objects.filter(catalogue=catalogue)
    return dict(mapped.values_list("content_id", "group__number"))
