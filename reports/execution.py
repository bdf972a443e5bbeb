"""Budget execution of the whole country, asked for once and looked at from any place."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from promotion.lib.dates import month_end
from reports import queries
from reports.indicators import (
    ZERO,
    BySource,
    Curve,
    Execution,
    Point,
    Projects,
    Waiting,
    total,
)
from reports.parameters import By, Lens, Parameters
from reports.places import Place, PlaceKind, ProvinceMap


@dataclass(frozen=True)
class Months:
    """What each place disbursed in each month, in đồng, by the month's first day."""

    by_place: Mapping[str, Mapping[date, BySource]]

    def of(self, keys: set[str]) -> dict[date, BySource]:
        months: dict[date, BySource] = defaultdict(BySource)
        for key in keys & set(self.by_place):
            for month, amount in self.by_place[key].items():
                months[month] += amount
        return months


class ExecutionFigures:
    """Plan against disbursed for every place of the map, as asked for by the parameters.

    rows, total, curves and waiting entries of any scope are cut from the same sums, so they
    cannot disagree. `synthetic` says that a budget line or entry behind them was made up for
    demonstration. Made by `load`; no method asks the database again.
    """

    def __init__(
        self,
        parameters: Parameters,
        province_map: ProvinceMap,
        executions: Mapping[str, Execution],
        months: Months,
        previous_months: Months,
        waiting: Mapping[str, Waiting],
        later: Mapping[str, BySource],
        synthetic: bool,
    ) -> None:
        self.parameters = parameters
        self.map = province_map
        self.synthetic = synthetic
        self._executions = executions
        self._months = months
        self._previous_months = previous_months
        self._waiting = waiting
        self._later = later

    def rows(self, scope: Place, by: By = By.PROVINCE) -> list[Execution]:
        """One row for each place of the scope, north to south, also without any data.

        Money that belongs to none of them (central units) follows in rows of its own, so that
        the rows add up to the total.
        """
        places = self.map.rows_of(scope, by)
        return [self.of(place) for place in (*places, *self._others(scope, places))]

    def total(self, scope: Place) -> Execution:
        return self.of(scope)

    def of(self, place: Place) -> Execution:
        """The figures of one place; a region's and the country's are sums of their members'."""
        if place.kind in (PlaceKind.PROVINCE, PlaceKind.CENTRAL_UNITS):
            return self._executions.get(place.key) or Execution(place, has_data=False)
        inside = self._inside(place)
        return total((row for key, row in self._executions.items() if key in inside), place)

    def curve(self, scope: Place) -> Curve:
        """This year's cumulative disbursement to the cut-off."""
        until = self.parameters.until
        ends = _month_ends(self.parameters.year, until)
        if not ends or ends[-1] != until:
            ends.append(until)
        months = self._months.of(self._inside(scope))
        return _curve(self.parameters.year, self.of(scope).plan_vnd, months, ends)

    def previous_curve(self, scope: Place) -> Curve:
        """The whole year before, to its 31 December, on the same territory."""
        year = self.parameters.previous_year
        months = self._previous_months.of(self._inside(scope))
        plan_vnd = self.of(scope).earlier_plan_vnd
        return _curve(year, plan_vnd, months, _month_ends(year, date(year, 12, 31)))

    def waiting(self, scope: Place) -> Waiting:
        """Entries booked by the cut-off that nobody has confirmed yet; not in disbursed."""
        inside = self._inside(scope)
        return sum((w for key, w in self._waiting.items() if key in inside), Waiting())

    def since_then(self, scope: Place) -> BySource:
        """Disbursed of the same budget year after the cut-off, in đồng: "since then +n"."""
        inside = self._inside(scope)
        return sum((vnd for key, vnd in self._later.items() if key in inside), ZERO)

    def provisional(self, scope: Place) -> bool:
        """Whether the figures may still grow up to the cut-off (số liệu tạm tính).

        So while entries booked by then wait for confirmation, and while the cut-off's month is
        running.
        """
        running = self.parameters.today <= month_end(self.parameters.until)
        return running or bool(self.waiting(scope).entries)

    def _inside(self, scope: Place) -> set[str]:
        return {key for key, row in self._executions.items() if self.map.contains(scope, row.place)}

    def _others(self, scope: Place, places: tuple[Place, ...]) -> list[Place]:
        """Places with money that are in the scope and in none of the given places."""
        return [
            row.place
            for row in self._executions.values()
            if self.map.contains(scope, row.place)
            and not any(self.map.contains(place, row.place) for place in places)
        ]


def load(parameters: Parameters, province_map: ProvinceMap | None = None) -> ExecutionFigures:
    """Ask the database: five queries, and two for the map if it is not at hand."""
    places = province_map or queries.draw_map(parameters)
    year, previous = parameters.year, parameters.previous_year
    plans = queries.plans({year: parameters.until, previous: parameters.previous_plan_until})
    paid = queries.disbursed({year: parameters.until, previous: parameters.same_period_until})
    numbers = queries.project_numbers(year, parameters.until)
    waiting = queries.waiting(year, parameters.until)

    # Provinces of the map first, in its order; then whoever else has money.
    rows: dict[str, Place] = {place.key: place for place in places.provinces}
    amounts: dict[str, dict[str, BySource]] = defaultdict(lambda: defaultdict(BySource))
    with_data: set[str] = set()
    for measure, sums in (
        ("plan_vnd", plans[year]),
        ("disbursed_vnd", paid[year].until),
        ("earlier_plan_vnd", plans[previous]),
        ("earlier_disbursed_vnd", paid[previous].until),
    ):
        for unit, amount in sums.by_unit.items():
            place = places.holder(unit)
            rows.setdefault(place.key, place)
            amounts[place.key][measure] += amount
            if measure in ("plan_vnd", "disbursed_vnd"):
                with_data.add(place.key)
    projects: dict[str, Projects] = defaultdict(Projects)
    for unit, number in numbers.items():
        place = places.holder(unit)
        rows.setdefault(place.key, place)
        projects[place.key] += number
    waiting_by_place: dict[str, Waiting] = defaultdict(Waiting)
    for unit, entries in waiting.items():
        place = places.holder(unit)
        rows.setdefault(place.key, place)
        waiting_by_place[place.key] += entries
    later: dict[str, BySource] = defaultdict(BySource)
    for unit, amount in paid[year].later.by_unit.items():
        later[places.holder(unit).key] += amount

    then = parameters.lens == Lens.THEN
    executions = {
        key: Execution(
            place=place,
            **amounts[key],
            projects=projects[key],
            existed_in_same_period=not then or place.since <= parameters.same_period_until,
            existed_in_previous_plan=not then or place.since <= parameters.previous_plan_until,
            has_data=key in with_data,
        )
        for key, place in rows.items()
    }
    return ExecutionFigures(
        parameters,
        places,
        executions,
        months=_by_place(paid[year].until_by_month, places),
        previous_months=_by_place(paid[previous].by_month, places),
        waiting=waiting_by_place,
        later=later,
        synthetic=any(
            sums.synthetic
            for sums in (*plans.values(), *(paid_in.until for paid_in in paid.values()))
        ),
    )


def _by_place(by_month: Mapping[date, queries.Sums], places: ProvinceMap) -> Months:
    by_place: dict[str, dict[date, BySource]] = defaultdict(lambda: defaultdict(BySource))
    for month, sums in by_month.items():
        for unit, amount in sums.by_unit.items():
            by_place[places.holder(unit).key][month] += amount
    return Months(by_place)


def _month_ends(year: int, until: date) -> list[date]:
    """Month's ends from January of the year to the day, settlement months included."""
    ends = []
    month = date(year, 1, 1)
    while (end := month_end(month)) <= until:
        ends.append(end)
        month = date(month.year + month.month // 12, month.month % 12 + 1, 1)
    return ends


def _curve(
    year: int, plan_vnd: BySource, months: Mapping[date, BySource], ends: list[date]
) -> Curve:
    points = [
        Point(end, sum((vnd for month, vnd in months.items() if month <= end), ZERO))
        for end in ends
    ]
    return Curve(year, plan_vnd, tuple(points))
