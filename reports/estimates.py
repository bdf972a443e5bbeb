"""What provinces declared that they expect to disburse, beside plan and what was disbursed."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from promotion.lib.dates import day_before, month_end
from reports import execution, queries
from reports.execution import ExecutionFigures, OnExecution
from reports.indicators import ZERO, BySource, Execution, ratio
from reports.models import DeclaredEstimate
from reports.parameters import By, Parameters
from reports.places import Place, ProvinceMap
from reports.rows import PlaceRows


@dataclass(frozen=True)
class Declared:
    """Estimates of a month or year, and what they are held against: of those who declared alone.

    sources     of which anything was declared
    plan_vnd    annual plans of the places and sources of which it was
    actual_vnd  what these disbursed in the month, or of the year, by the cut-off
    """

    sources: frozenset[str] = frozenset()
    amount_vnd: BySource = ZERO
    plan_vnd: BySource = ZERO
    actual_vnd: BySource = ZERO

    def __add__(self, other: "Declared") -> "Declared":
        return Declared(
            self.sources | other.sources,
            self.amount_vnd + other.amount_vnd,
            self.plan_vnd + other.plan_vnd,
            self.actual_vnd + other.actual_vnd,
        )

    def knows(self, source: str) -> bool:
        return bool(self.sources) if source == "all" else source in self.sources

    def of_plan(self, source: str) -> Fraction | None:
        return ratio(self.amount_vnd[source], self.plan_vnd[source])

    def difference_vnd(self, source: str) -> int:
        """Actual less estimate, in đồng: below zero where less came than was expected."""
        return self.actual_vnd[source] - self.amount_vnd[source]

    def actual_of_estimate(self, source: str) -> Fraction | None:
        return ratio(self.actual_vnd[source], self.amount_vnd[source])


@dataclass(frozen=True)
class EstimateRow:
    """One place, or the sum of some.

    last        what was declared last, of a place by itself
    places      how many there are with a plan of the source that is asked for
    declaring   of how many of these an estimate of the year is known, of that source
    """

    place: Place
    execution: Execution
    month: Declared = Declared()
    year: Declared = Declared()
    last: DeclaredEstimate | None = None
    places: int = 0
    declaring: int = 0

    @property
    def has_data(self) -> bool:
        return self.execution.has_data


@dataclass(frozen=True)
class EstimateFigures(OnExecution):
    """The estimates of every place of the map, as they counted at the cut-off."""

    month: int
    places: PlaceRows[EstimateRow]
    synthetic: bool

    @property
    def first_day(self) -> date:
        """Of the month that is estimated."""
        return date(self.parameters.year, self.month, 1)

    @property
    def month_is_over(self) -> bool:
        """Whether its estimate can be held against what came."""
        return self.parameters.until >= month_end(self.first_day)

    @property
    def year_is_over(self) -> bool:
        return self.parameters.until >= date(self.parameters.year, 12, 31)

    def of(self, place: Place) -> EstimateRow:
        return self.places.of(place)

    def rows(self, scope: Place, by: By) -> list[EstimateRow]:
        return self.places.rows(scope, by)


def load(
    asked: Parameters, drawn: ProvinceMap, figures: ExecutionFigures | None = None
) -> EstimateFigures:
    """Ask the database: one query, and those of plan and disbursement where they are not at hand,
    asked for by the `days_of_month` of the question."""
    figures = figures or execution.load(
        asked, drawn, days_of_month(asked), projects=False, rhythm=False
    )
    month = month_of(asked)
    said = standing(
        queries.declared(asked.year, month, min(asked.until, asked.known or asked.until)), drawn
    )
    by_place: dict[Place, list[DeclaredEstimate]] = defaultdict(list)
    for each in said:
        by_place[drawn.holder(each.province_id)].append(each)
    rows = {
        place.key: _row(figures, place, by_place[place], month)
        for place in dict.fromkeys([*figures.places, *by_place])
    }

    def total(parts: Iterable[EstimateRow], place: Place) -> EstimateRow:
        return _total(parts, figures.of(place))

    def without(place: Place) -> EstimateRow:
        return EstimateRow(place, figures.of(place))

    made_up = any(each.synthetic for each in said)
    return EstimateFigures(
        figures, month, PlaceRows(drawn, rows, total, without), made_up or figures.synthetic
    )


def days_of_month(asked: Parameters) -> tuple[date, date]:
    """The last days of the month before the one that is estimated, and of that one."""
    first_day = date(asked.year, month_of(asked), 1)
    return day_before(first_day), month_end(first_day)


def month_of(asked: Parameters) -> int:
    """The cut-off's; after the year its December."""
    return 12 if asked.shows_settlement else asked.until.month


def standing(said: Iterable[DeclaredEstimate], drawn: ProvinceMap) -> list[DeclaredEstimate]:
    """Without those of merged units for which their successor has spoken since."""
    found = {(each.province_id, each.source, each.month): each for each in said}

    def is_replaced(each: DeclaredEstimate) -> bool:
        unit = drawn.unit(each.province_id)
        while unit and unit.successor:
            if (unit.successor, each.source, each.month) in found:
                return True
            unit = drawn.unit(unit.successor)
        return False

    return [each for each in found.values() if not is_replaced(each)]


def _row(
    figures: ExecutionFigures, place: Place, said: list[DeclaredEstimate], month: int
) -> EstimateRow:
    row, source = figures.of(place), figures.parameters.source.value
    first_day = date(figures.parameters.year, month, 1)
    in_month = figures.booked_from(place, first_day, month_end(first_day))
    of_month = [each for each in said if each.month == month]
    of_year = [each for each in said if each.month is None]
    year = _declared(of_year, row, row.disbursed_vnd)
    is_planned = row.plan_vnd[source] > 0
    return EstimateRow(
        place,
        row,
        month=_declared(of_month, row, in_month),
        year=year,
        last=max([*of_month, *of_year], key=lambda each: each.pk, default=None),
        places=int(is_planned),
        declaring=int(is_planned and year.knows(source)),
    )


def _declared(said: Iterable[DeclaredEstimate], row: Execution, actual: BySource) -> Declared:
    amounts: dict[str, int] = defaultdict(int)
    for each in said:
        amounts[each.source] += each.amount_vnd

    def only(sums: BySource) -> BySource:
        return BySource(**{source: sums[source] for source in amounts})

    return Declared(frozenset(amounts), BySource(**amounts), only(row.plan_vnd), only(actual))


def _total(parts: Iterable[EstimateRow], row: Execution) -> EstimateRow:
    parts = list(parts)
    return EstimateRow(
        row.place,
        row,
        month=sum((part.month for part in parts), Declared()),
        year=sum((part.year for part in parts), Declared()),
        places=sum(part.places for part in parts),
        declaring=sum(part.declaring for part in parts),
    )
