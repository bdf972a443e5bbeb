"""Rows of provinces by level of government: districts' and communes' money has its own.

What is left of a province's row is its own money and the national, so that the rows of its levels
add up to it whatever they are made of.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import TypeVar

from promotion.models import Level
from reports.indicators import BySource, Execution, numbers_in_all
from reports.places import BELOW, Place
from reports.queries.sums import Sums

Row = TypeVar("Row")
Plans = Mapping[int, Sums]
Paid = Mapping[int, Mapping[date | None, Sums]]
AMOUNTS = (
    "plan_vnd",
    "disbursed_vnd",
    "outstanding_advance_vnd",
    "earlier_disbursed_vnd",
    "earlier_plan_vnd",
)


def counted_in(level: str) -> tuple[str, ...]:
    """The rows that money of the level counts in: the province's, "", and below it its own."""
    return ("", level) if level in BELOW else ("",)


def levels_below(plans: Plans, paid: Paid) -> dict[str, tuple[Plans, Paid]]:
    """The sums of each level below the province, where there are any, by themselves."""
    known = {level for sums in plans.values() for level in sums.below}
    known |= {level for days in paid.values() for sums in days.values() for level in sums.below}
    return {level: at_level(level, plans, paid) for level in BELOW if level in known}


def at_level(level: str, plans: Plans, paid: Paid) -> tuple[Plans, Paid]:
    """The sums of one level below the province by themselves."""
    return {year: sums.at(level) for year, sums in plans.items()}, {
        year: defaultdict(Sums, {day: sums.at(level) for day, sums in days.items()})
        for year, days in paid.items()
    }


def by_level(
    whole: Mapping[str, Row],
    below: Mapping[str, Mapping[str, Row]],
    known: Callable[[Row], bool],
    part: Callable[[Row, Row, str], Row],
    left: Callable[[Row, Sequence[Row]], Row],
) -> dict[str, Sequence[Row]]:
    """The rows of each province's levels, by its key; none of a province without any below it.

    whole   the provinces' rows, and `below` those of each level, by the province's key
    known   whether anything is known of the row
    part    the row of a province's level: of itself, the province's row, and the level
    left    what other rows leave of a province's row
    """
    found: dict[str, list[Row]] = {}
    for level in BELOW:
        for key, row in below.get(level, {}).items():
            if known(row):
                found.setdefault(key, []).append(part(row, whole[key], level))
    return {key: (left(whole[key], parts), *parts) for key, parts in found.items()}


def is_known(row: Execution) -> bool:
    return row.has_data or row.earlier_has_data


def part_of(row: Execution, whole: Execution, level: str) -> Execution:
    """Where something is known of a province, what its level has not is zero."""
    return replace(
        row,
        place=whole.place.at(level),
        has_data=whole.has_data,
        earlier_has_data=whole.earlier_has_data,
    )


def left_of(whole: Execution, parts: Iterable[Execution]) -> Execution:
    parts = list(parts)
    amounts = {
        name: getattr(whole, name) - BySource.total(getattr(part, name) for part in parts)
        for name in AMOUNTS
    }
    below = numbers_in_all(part.projects for part in parts)
    projects = whole.projects - below if whole.projects and below else None
    return replace(whole, place=own_place(whole.place), projects=projects, **amounts)


def own_place(province: Place) -> Place:
    return province.at(Level.PROVINCE)
