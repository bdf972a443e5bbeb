"""Disbursements by content, and the catalogues that group contents."""

from datetime import date
from typing import NamedTuple

from promotion.models import ContentCatalogue, ContentGroup, ContentMapping
from reports.queries.confirmed import confirmed_until


class Paid(NamedTuple):
    unit: str | None
    source: str
    level: str
    content: str
    disbursed_vnd: int
    made_up: int


def paid_by_content(year: int, until: date, known: date | None = None) -> list[Paid]:
    """Confirmed entries of the budget year booked by the day; one query."""
    by = ("unit", "source", "level", "content")
    sums = confirmed_until(until, *by, known=known, year=[year])
    return [
        Paid(unit, source, level, content, money.amount_vnd, money.made_up)
        for (unit, source, level, content), money in sums.items()
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
