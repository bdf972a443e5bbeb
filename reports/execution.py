"""Budget execution of the whole country, asked for once and looked at from any place."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import reduce
from itertools import accumulate, starmap

from promotion.lib.dates import day_before, month_ends
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
from reports.levels import by_level, is_known, left_of, levels_below, part_of
from reports.on_the_map import OnTheMap, unconfirmed
from reports.parameters import By, Lens, Parameters
from reports.places import Place, PlaceKind, ProvinceMap
from reports.rhythm import YEARS_BACK, EarlierYear, Rhythm, earlier_days
from reports.rows import PlaceRows

Amounts = Mapping[Place, BySource]  # đồng
Booked = Mapping[date, Amounts]  # disbursed of a budget year by the end of the day
# Disbursed from one day (not included) to the next, and under None what came later.
Paid = Mapping[date | None, queries.Sums]
# {year: its plan, what it had disbursed by the same day, and by the end of its settlement}
Before = Mapping[int, tuple[Amounts, ...]]


@dataclass(frozen=True)
class OnExecution:
    """Other figures on the same question and map as those of plan and disbursement beneath."""

    execution: "ExecutionFigures"

    @property
    def parameters(self) -> Parameters:
        return self.execution.parameters

    @property
    def map(self) -> ProvinceMap:
        return self.execution.map

    def waiting(self, scope: Place) -> Waiting:
        return self.execution.waiting(scope)

    def provisional(self, scope: Place) -> bool:
        return self.execution.provisional(scope)


@dataclass(frozen=True)
class ExecutionFigures(OnTheMap):
    """Plan against disbursed for every place of the map, as asked for by the parameters.

    Rows, total and waiting entries of any scope are cut from the same sums, so they cannot
    disagree. Made by `load`; only for the curves of a scope the database is asked once more.

    executions  the row of each place
    booked      disbursed by each day that was asked for
    later       disbursed of the same budget year after the cut-off
    before      earlier years, as rhythms need them; None where `load` was told to do without
    """

    executions: PlaceRows[Execution]
    booked: Booked
    later: Amounts
    before: Before | None
    _monthly: dict[Place, queries.ByDay] = field(default_factory=dict)

    @property
    def synthetic(self) -> bool:
        """Whether a budget line or entry of the two years was made up for demonstration."""
        return any(row.synthetic for row in self.executions.by_key.values())

    @property
    def places(self) -> list[Place]:
        """The provinces of the map, north to south, then whoever else has money."""
        return [row.place for row in self.executions.by_key.values()]

    def rows(self, scope: Place, by: By = By.PROVINCE) -> list[Execution]:
        """One row for each place of the scope, north to south, also without any data.

        Money that belongs to none of them (central units) follows in rows of its own, so that
        the rows add up to the total.
        """
        return self.executions.rows(scope, by)

    def total(self, scope: Place) -> Execution:
        return self.of(scope)

    def of(self, place: Place) -> Execution:
        """The figures of one place; a region's and the country's are sums of their members'."""
        return self.executions.of(place)

    def curve(self, scope: Place) -> Curve:
        """This year's cumulative disbursement to the cut-off."""
        return self._curve(self.parameters.year, self.of(scope).plan_vnd, scope)

    def previous_curve(self, scope: Place) -> Curve:
        """The whole year before, to its 31 December, on the same territory."""
        return self._curve(self.parameters.previous_year, self.of(scope).earlier_plan_vnd, scope)

    def _curve(self, year: int, plan_vnd: BySource, scope: Place) -> Curve:
        if scope not in self._monthly:
            self._monthly[scope] = self._by_month(scope)
        return Curve(year, plan_vnd, tuple(starmap(Point, self._monthly[scope][year].items())))

    def _by_month(self, scope: Place) -> queries.ByDay:
        """Of both years; one query."""
        asked, year, previous = self.parameters, self.parameters.year, self.parameters.previous_year
        ends = {
            year: sorted({*month_ends(year, asked.until), asked.until}),
            previous: month_ends(previous, asked.previous_plan_until),
        }
        units = None if scope.kind == PlaceKind.COUNTRY else self.map.units_of(scope)
        return queries.disbursed_by_day(ends, units, asked.known)

    def rhythm(self, scope: Place, source: str) -> Rhythm:
        """The year beside the same scope's own years before it, on the same territory.

        On the map of then a province has none of the years in which it did not exist that day.
        """
        assert self.before is not None, "these figures were loaded without rhythm"
        row = self.of(scope)
        years = [
            EarlierYear(year, *(self._inside(amounts, scope)[source] for amounts in sums))
            for year, sums in self.before.items()
            if self.parameters.lens == Lens.TODAY
            or scope.since <= self.parameters.of_year(year).until
        ]
        return Rhythm.of(row.plan_vnd[source], row.disbursed_vnd[source], years)

    def booked_from(self, scope: Place, first_day: date, last_day: date = date.max) -> BySource:
        """Disbursed from one day to the end of another, or to the cut-off; `load` must have been
        asked for the day before the one, and for the other."""
        ends = (min(day, self.parameters.until) for day in (last_day, day_before(first_day)))
        by_last, by_before = (self._inside(self.booked[end], scope) for end in ends)
        return by_last - by_before

    def since_then(self, scope: Place) -> BySource:
        """Disbursed of the same budget year after the cut-off, in đồng: "since then +n"."""
        return self._inside(self.later, scope)

    def _inside(self, amounts: Amounts, scope: Place) -> BySource:
        if scope.kind == PlaceKind.PROVINCE:
            return amounts.get(scope, ZERO)
        return BySource.total(
            vnd for place, vnd in amounts.items() if self.map.contains(scope, place)
        )


def load(
    parameters: Parameters,
    province_map: ProvinceMap | None = None,
    days: Collection[date] = (),
    *,
    projects: bool = True,
    rhythm: bool = True,
) -> ExecutionFigures:
    """Ask the database: four queries at most, and two for the map if it is not at hand.

    days        by whose end, beside the cut-off, the year's disbursements are asked for
    projects    whether numbers of projects are; rows of money alone have None
    rhythm      whether years before the last one are, by which only a rhythm is told
    """
    drawn = province_map or queries.draw_map(parameters)
    year, until, known = parameters.year, parameters.until, parameters.known
    earlier = earlier_days(parameters, YEARS_BACK if rhythm else 1)
    ends = {year: sorted({until, *(min(day, until) for day in days)})}
    ends |= {each: sorted({*both}) for each, both in earlier.items()}
    plans = queries.plans({year: until, **{each: date(each, 12, 31) for each in earlier}}, known)
    paid = queries.disbursed(ends, known)
    booked = {each: _booked(days, paid[each], drawn) for each, days in ends.items()}
    numbers = queries.project_numbers(year, until, known) if projects else None
    waiting = unconfirmed(parameters, drawn)
    whole = numbers and numbers[0]
    executions = _executions(parameters, drawn, plans, paid, booked, whole, waiting)
    below = {
        level: _executions(
            *(parameters, drawn, *sums),
            {each: _booked(days, sums[1][each], drawn) for each, days in ends.items()},
            numbers and numbers[1].get(level, {}),
            waiting={},
        )
        for level, sums in levels_below(plans, paid).items()
    }
    levels = by_level(executions, below, is_known, part_of, left_of)
    before = {
        each: (drawn.folded(plans[each].by_unit), *(booked[each][day] for day in days))
        for each, days in earlier.items()
    }
    return ExecutionFigures(
        parameters,
        drawn,
        waiting,
        PlaceRows(drawn, executions, total, _without_data, levels),
        booked=booked[year],
        later=drawn.folded(paid[year][None].by_unit),
        before=before if rhythm else None,
    )


def _executions(
    parameters: Parameters,
    drawn: ProvinceMap,
    plans: Mapping[int, queries.Sums],
    paid: Mapping[int, Paid],
    booked: Mapping[int, Booked],
    by_unit: Mapping[str | None, ProjectNumbers] | None,
    waiting: Mapping[Place, Waiting],
) -> dict[str, Execution]:
    """The provinces of the map first, in its order; then whoever else has money."""
    year, previous = parameters.year, parameters.previous_year
    numbers = None if by_unit is None else drawn.folded(by_unit)
    plan, earlier_plan = (drawn.folded(plans[each].by_unit) for each in (year, previous))
    disbursed = booked[year][parameters.until]
    earlier_disbursed = booked[previous][parameters.same_period_until]
    advances: Amounts = reduce(
        _added, (drawn.folded(paid[year][day].advances) for day in booked[year])
    )
    # Whatever was booked of the year before says that its figures are known, before T′ or after.
    known_before = {
        *earlier_plan,
        *(drawn.holder(unit) for sums in paid[previous].values() for unit in sums.by_unit),
    }
    made_up = _made_up(parameters, plans, paid, drawn)
    then = parameters.lens == Lens.THEN
    rows = dict.fromkeys(drawn.provinces)
    for folded in (plan, disbursed, earlier_plan, earlier_disbursed, numbers or {}, waiting):
        rows |= dict.fromkeys(folded)
    return {
        place.key: Execution(
            place=place,
            plan_vnd=plan.get(place, ZERO),
            disbursed_vnd=disbursed.get(place, ZERO),
            outstanding_advance_vnd=advances.get(place, ZERO),
            earlier_disbursed_vnd=earlier_disbursed.get(place, ZERO),
            earlier_plan_vnd=earlier_plan.get(place, ZERO),
            projects=None if numbers is None else numbers.get(place, ProjectNumbers()),
            existed_in_same_period=not then or place.since <= parameters.same_period_until,
            existed_in_previous_plan=not then or place.since <= parameters.previous_plan_until,
            has_data=place in plan or place in disbursed,
            earlier_has_data=place in known_before,
            synthetic=place in made_up,
        )
        for place in rows
    }


def _made_up(
    parameters: Parameters,
    plans: Mapping[int, queries.Sums],
    paid: Mapping[int, Paid],
    drawn: ProvinceMap,
) -> set[Place]:
    """Where any amount of the two years was made up for demonstration."""
    ends = {
        parameters.year: parameters.until,
        parameters.previous_year: parameters.same_period_until,
    }
    sums = [plans[year] for year in ends]
    for year, end in ends.items():
        sums += [each for day, each in paid[year].items() if day and day <= end]
    return {drawn.holder(unit) for each in sums for unit in each.synthetic}


def _without_data(place: Place) -> Execution:
    return Execution(place, has_data=False, earlier_has_data=False)


def _booked(days: Sequence[date], paid: Paid, drawn: ProvinceMap) -> Booked:
    steps = (drawn.folded(paid[day].by_unit) for day in days)
    return dict(zip(days, accumulate(steps, _added), strict=True))


def _added(amounts: Amounts, more: Amounts) -> Amounts:
    sums = {place: amounts.get(place, ZERO) + vnd for place, vnd in more.items()}
    return {**amounts, **sums}
