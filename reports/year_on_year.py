"""Budget years side by side, each to the same day of its own year."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from reports import indicators, queries
from reports.indicators import ZERO, BySource, Execution
from reports.levels import (
    Paid,
    Plans,
    by_level,
    is_known,
    left_of,
    levels_below,
    own_place,
    part_of,
)
from reports.on_the_map import OnTheMap, unconfirmed
from reports.parameters import By, Lens, Parameters
from reports.places import Place, ProvinceMap
from reports.rows import PlaceRows


@dataclass(frozen=True)
class Years:
    """The budget years of one place.

    last        the latest of them, which is the one that is asked for
    by_year     every year but the first, each against the year before it; what a year was as
                "the year before" says as well whether the place was on the map then
    """

    place: Place
    last: int
    by_year: Mapping[int, Execution]

    def plan(self, year: int) -> BySource | None:
        """As at the cut-off, of earlier years as at their 31 December; None off the map."""
        if year == self.last:
            return self.by_year[year].plan_vnd
        return self.by_year[year + 1].previous_plan_vnd

    def disbursed(self, year: int) -> BySource | None:
        """Of the year's budget by the same day of it; None where the place did not exist then."""
        if year == self.last:
            return self.by_year[year].disbursed_vnd
        return self.by_year[year + 1].same_period_vnd

    def rate(self, year: int, source: str = "all") -> Fraction | None:
        """Execution rate by the same day of the year, of the source's own plan."""
        if year == self.last:
            return self.by_year[year].rate(source)
        return self.by_year[year + 1].same_period_rate(source)

    def known(self, year: int) -> bool:
        """Whether any budget line or entry of the year is known, or that there can be none."""
        if year == self.last:
            return self.by_year[year].has_data
        return self.by_year[year + 1].known_before

    def more(self, year: int, source: str = "all") -> int | None:
        """The plan less the plan of the year before, in đồng; negative if it fell."""
        now, before = self.plan(year), self.plan(year - 1)
        known = self.known(year) and self.known(year - 1)
        return now[source] - before[source] if known and now and before else None

    def growth(self, year: int, source: str = "all") -> Fraction | None:
        """The same in parts of the plan of the year before; None of what returns from zero."""
        return None if self.plan(year) is None else self.by_year[year].plan_growth(source)

    @property
    def hidden(self) -> dict[int, tuple[BySource, BySource]]:
        """Plan and disbursed of earlier years that are its territory's and not its own."""
        return {
            year - 1: (
                pair.earlier_plan_vnd if pair.previous_plan_vnd is None else ZERO,
                pair.earlier_disbursed_vnd if pair.same_period_vnd is None else ZERO,
            )
            for year, pair in self.by_year.items()
        }


@dataclass(frozen=True)
class YearOnYear(OnTheMap):
    """The years of every place, from which rows and totals are cut. Made by `load`.

    years       of budget, the one that is asked for last
    """

    years: range
    places: PlaceRows[Years]

    @property
    def synthetic(self) -> bool:
        rows = self.places.by_key.values()
        return any(pair.synthetic for row in rows for pair in row.by_year.values())

    def rows(self, scope: Place, by: By = By.PROVINCE) -> list[Years]:
        return self.places.rows(scope, by)

    def of(self, place: Place) -> Years:
        return self.places.of(place)


def load(asked: Parameters, drawn: ProvinceMap, number: int) -> YearOnYear:
    """Ask the database for the last `number` years: three queries, however many they are."""
    years = range(asked.year - number + 1, asked.year + 1)
    plans = queries.plans({year: plan_day(asked, year) for year in years}, asked.known)
    paid = queries.disbursed({year: [asked.of_year(year).until] for year in years}, asked.known)
    rows = _rows(asked, drawn, years, plans, paid)
    below = {
        level: _rows(asked, drawn, years, *sums)
        for level, sums in levels_below(plans, paid).items()
    }

    def total(rows: Iterable[Years], place: Place) -> Years:
        rows = list(rows)
        sums = {
            year: indicators.total((row.by_year[year] for row in rows), place) for year in years[1:]
        }
        return Years(place, asked.year, sums)

    levels = by_level(rows, below, _is_known, _part, _left)
    places = PlaceRows(drawn, rows, total, lambda place: total([], place), levels)
    return YearOnYear(asked, drawn, unconfirmed(asked, drawn), years, places)


def _rows(
    asked: Parameters, drawn: ProvinceMap, years: range, plans: Plans, paid: Paid
) -> dict[str, Years]:
    """The provinces of the map first, in its order; then whoever else has money."""
    ends = {year: asked.of_year(year).until for year in years}
    plan = {year: drawn.folded(plans[year].by_unit) for year in years}
    booked = {year: drawn.folded(paid[year][ends[year]].by_unit) for year in years}
    later = {year: drawn.folded(paid[year][None].by_unit) for year in years}
    synthetic = {
        year: {
            drawn.holder(unit)
            for sums in (plans[year], *paid[year].values())
            for unit in sums.synthetic
        }
        for year in years
    }
    places = dict.fromkeys(drawn.provinces)
    for folded in (*plan.values(), *booked.values()):
        places |= dict.fromkeys(folded)

    def pair(place: Place, year: int) -> Execution:
        before = year - 1
        then = asked.lens == Lens.THEN
        return Execution(
            place,
            plan_vnd=plan[year].get(place, ZERO),
            disbursed_vnd=booked[year].get(place, ZERO),
            earlier_plan_vnd=plan[before].get(place, ZERO),
            earlier_disbursed_vnd=booked[before].get(place, ZERO),
            existed_in_same_period=not then or place.since <= ends[before],
            existed_in_previous_plan=not then or place.since <= plan_day(asked, before),
            has_data=place in plan[year] or place in booked[year],
            # Whatever was booked of an earlier year says that its figures are known.
            earlier_has_data=any(place in each[before] for each in (plan, booked, later)),
            synthetic=place in synthetic[year] or place in synthetic[before],
        )

    return {
        place.key: Years(place, asked.year, {year: pair(place, year) for year in years[1:]})
        for place in places
    }


def _part(row: Years, whole: Years, level: str) -> Years:
    pairs = {year: part_of(pair, whole.by_year[year], level) for year, pair in row.by_year.items()}
    return Years(whole.place.at(level), whole.last, pairs)


def _left(whole: Years, parts: Sequence[Years]) -> Years:
    pairs = {
        year: left_of(pair, [part.by_year[year] for part in parts])
        for year, pair in whole.by_year.items()
    }
    return Years(own_place(whole.place), whole.last, pairs)


def _is_known(row: Years) -> bool:
    return any(map(is_known, row.by_year.values()))


def plan_day(asked: Parameters, year: int) -> date:
    """The plan of the year that is asked for counts as at the cut-off, others as at their end."""
    return asked.until if year == asked.year else date(year, 12, 31)
