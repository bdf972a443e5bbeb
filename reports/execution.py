"""Budget execution of the whole country, asked for once and looked at from any place."""

from collections.abc import Mapping, Sequence
from datetime import date

from promotion.lib.dates import month_end, month_ends
from reports import queries
from reports.indicators import (
    ZERO,
    BySource,
    Curve,
    Execution,
    Point,
    ProjectNumbers,
    Waiting,
    total,
)
from reports.parameters import By, Lens, Parameters
from reports.places import Place, PlaceKind, ProvinceMap, Sum
from reports.rhythm import EarlierYear, Rhythm, earlier_days
from reports.rows import PlaceRows

Amounts = Mapping[str, BySource]  # đồng by the key of a place
Steps = Mapping[date, Amounts]  # disbursed from one day (not included) to the next
Paid = Mapping[date | None, queries.Sums]  # as Steps, and under None what came later
# {year: its plan, what it had disbursed by the same day, and by the end of its settlement}
Before = Mapping[int, tuple[Mapping[Place, BySource], ...]]


class ExecutionFigures:
    """Plan against disbursed for every place of the map, as asked for by the parameters.

    rows, total, curves and waiting entries of any scope are cut from the same sums, so they
    cannot disagree. Made by `load`; no method asks the database again.
    """

    def __init__(
        self,
        parameters: Parameters,
        province_map: ProvinceMap,
        executions: Mapping[str, Execution],
        steps: Steps,
        previous_steps: Steps,
        waiting: Mapping[str, Waiting],
        later: Amounts,
        before: Before,
    ) -> None:
        self.parameters = parameters
        self.map = province_map
        self._rows = PlaceRows(province_map, executions, total, _without_data)
        self._steps = steps
        self._previous_steps = previous_steps
        self._waiting = waiting
        self._later = later
        self._before = before

    @property
    def synthetic(self) -> bool:
        """Whether a budget line or entry of the two years was made up for demonstration."""
        return any(row.synthetic for row in self._rows.by_key.values())

    @property
    def places(self) -> list[Place]:
        """The provinces of the map, north to south, then whoever else has money."""
        return [row.place for row in self._rows.by_key.values()]

    def rows(self, scope: Place, by: By = By.PROVINCE) -> list[Execution]:
        """One row for each place of the scope, north to south, also without any data.

        Money that belongs to none of them (central units) follows in rows of its own, so that
        the rows add up to the total.
        """
        return self._rows.rows(scope, by)

    def total(self, scope: Place) -> Execution:
        return self.of(scope)

    def of(self, place: Place) -> Execution:
        """The figures of one place; a region's and the country's are sums of their members'."""
        return self._rows.of(place)

    def curve(self, scope: Place) -> Curve:
        """This year's cumulative disbursement to the cut-off."""
        points = self._cumulated(scope, self._steps)
        return Curve(self.parameters.year, self.of(scope).plan_vnd, points)

    def previous_curve(self, scope: Place) -> Curve:
        """The whole year before, to its 31 December, on the same territory."""
        year = self.parameters.previous_year
        ends = month_ends(year, self.parameters.previous_plan_until)
        points = self._cumulated(scope, self._previous_steps)
        monthly = tuple(point for point in points if point.day in ends)
        return Curve(year, self.of(scope).earlier_plan_vnd, monthly)

    def rhythm(self, scope: Place, source: str) -> Rhythm:
        """The year beside the same scope's own years before it, on the same territory.

        On the map of then a province has none of the years in which it did not exist that day.
        """
        row = self.of(scope)
        years = [
            EarlierYear(year, *(self._inside(amounts, scope)[source] for amounts in sums))
            for year, sums in self._before.items()
            if self.parameters.lens == Lens.TODAY
            or scope.since <= self.parameters.of_year(year).until
        ]
        return Rhythm.of(row.plan_vnd[source], row.disbursed_vnd[source], years)

    def booked_from(self, scope: Place, first_day: date, last_day: date = date.max) -> BySource:
        """Disbursed from the first day of a month to the last of one, or to the cut-off."""
        inside = self._rows.inside(scope)
        steps = self._steps.items()
        sums = (_sum_of(vnd, inside) for day, vnd in steps if first_day <= day <= last_day)
        return sum(sums, ZERO)

    def waiting(self, scope: Place) -> Waiting:
        """Entries booked by the cut-off that nobody has confirmed yet; not in disbursed."""
        inside = self._rows.inside(scope)
        return sum((w for key, w in self._waiting.items() if key in inside), Waiting())

    def since_then(self, scope: Place) -> BySource:
        """Disbursed of the same budget year after the cut-off, in đồng: "since then +n"."""
        return _sum_of(self._later, self._rows.inside(scope))

    def provisional(self, scope: Place) -> bool:
        """Whether the figures may still grow up to the cut-off (số liệu tạm tính).

        So while entries booked by then wait for confirmation, of the source that is asked for,
        and while the cut-off's month is running.
        """
        running = self.parameters.today <= month_end(self.parameters.until)
        return running or bool(self.waiting(scope).entries[self.parameters.source.value])

    def _inside(self, amounts: Mapping[Place, BySource], scope: Place) -> BySource:
        if scope.kind == PlaceKind.PROVINCE:
            return amounts.get(scope, ZERO)
        inside = (vnd for place, vnd in amounts.items() if self.map.contains(scope, place))
        return sum(inside, ZERO)

    def _cumulated(self, scope: Place, steps: Steps) -> tuple[Point, ...]:
        inside = self._rows.inside(scope)
        points, so_far = [], ZERO
        for day, amounts in steps.items():
            so_far += _sum_of(amounts, inside)
            points.append(Point(day, so_far))
        return tuple(points)


def load(parameters: Parameters, province_map: ProvinceMap | None = None) -> ExecutionFigures:
    """Ask the database: five queries, and two for the map if it is not at hand."""
    drawn = province_map or queries.draw_map(parameters)
    year, previous = parameters.year, parameters.previous_year
    until, known = parameters.until, parameters.known
    ends = {
        year: _days(month_ends(year, until), until),
        previous: _days(
            month_ends(previous, parameters.previous_plan_until), parameters.same_period_until
        ),
    }
    earlier = earlier_days(parameters)
    for each, days in earlier.items():
        ends[each] = sorted({*ends.get(each, ()), *days})
    plans = queries.plans({year: until, **{each: date(each, 12, 31) for each in earlier}}, known)
    paid = queries.disbursed(ends, known)
    numbers = drawn.folded(queries.project_numbers(year, until, known))
    waiting = drawn.folded(queries.waiting([year], until, known))
    return ExecutionFigures(
        parameters,
        drawn,
        _executions(parameters, drawn, plans, paid, numbers, waiting),
        steps=_steps(ends[year], paid[year], drawn),
        previous_steps=_steps(ends[previous], paid[previous], drawn),
        waiting=_by_key(waiting),
        later=_by_key(drawn.folded(paid[year][None].by_unit)),
        before=_before(earlier, plans, paid, drawn),
    )


def _executions(
    parameters: Parameters,
    drawn: ProvinceMap,
    plans: Mapping[int, queries.Sums],
    paid: Mapping[int, Paid],
    numbers: Mapping[Place, ProjectNumbers],
    waiting: Mapping[Place, Waiting],
) -> dict[str, Execution]:
    """The provinces of the map first, in its order; then whoever else has money."""
    year, previous = parameters.year, parameters.previous_year
    sums = (
        plans[year],
        _booked_by(parameters.until, paid[year]),
        plans[previous],
        _booked_by(parameters.same_period_until, paid[previous]),
    )
    plan, disbursed, earlier_plan, earlier_disbursed = (drawn.folded(each.by_unit) for each in sums)
    advances = drawn.folded(sums[1].advances)
    # Whatever was booked of the year before says that its figures are known, before T′ or after.
    known_before = {
        *earlier_plan,
        *(drawn.holder(unit) for sums in paid[previous].values() for unit in sums.by_unit),
    }
    made_up = {drawn.holder(unit) for each in sums for unit in each.synthetic}
    then = parameters.lens == Lens.THEN
    rows = dict.fromkeys(drawn.provinces)
    for folded in (plan, disbursed, earlier_plan, earlier_disbursed, numbers, waiting):
        rows |= dict.fromkeys(folded)
    return {
        place.key: Execution(
            place=place,
            plan_vnd=plan.get(place, ZERO),
            disbursed_vnd=disbursed.get(place, ZERO),
            outstanding_advance_vnd=advances.get(place, ZERO),
            earlier_disbursed_vnd=earlier_disbursed.get(place, ZERO),
            earlier_plan_vnd=earlier_plan.get(place, ZERO),
            projects=numbers.get(place, ProjectNumbers()),
            existed_in_same_period=not then or place.since <= parameters.same_period_until,
            existed_in_previous_plan=not then or place.since <= parameters.previous_plan_until,
            has_data=place in plan or place in disbursed,
            earlier_has_data=place in known_before,
            synthetic=place in made_up,
        )
        for place in rows
    }


def _before(
    earlier: Mapping[int, Sequence[date]],
    plans: Mapping[int, queries.Sums],
    paid: Mapping[int, Paid],
    drawn: ProvinceMap,
) -> Before:
    return {
        year: tuple(
            drawn.folded(sums.by_unit)
            for sums in (plans[year], *(_booked_by(day, paid[year]) for day in days))
        )
        for year, days in earlier.items()
    }


def _without_data(place: Place) -> Execution:
    return Execution(place, has_data=False, earlier_has_data=False)


def _by_key(by_place: Mapping[Place, Sum]) -> dict[str, Sum]:
    return {place.key: amount for place, amount in by_place.items()}


def _booked_by(until: date, paid: Paid) -> queries.Sums:
    found = queries.Sums()
    for day, sums in paid.items():
        if day is not None and day <= until:
            found += sums
    return found


def _steps(days: list[date], paid: Paid, province_map: ProvinceMap) -> Steps:
    return {day: _by_key(province_map.folded(paid[day].by_unit)) for day in days}


def _days(ends: list[date], until: date) -> list[date]:
    return sorted({*ends, until})


def _sum_of(amounts: Amounts, keys: set[str]) -> BySource:
    return sum((vnd for key, vnd in amounts.items() if key in keys), ZERO)
