"""A programme of several budget years (2021 - 2025): its years one by one and together."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from functools import reduce
from operator import sub
from typing import Self

from reports import queries
from reports.indicators import ZERO, BySource, ProjectNumbers, ratio
from reports.levels import Paid, Plans, at_level, by_level, counted_in, own_place
from reports.on_the_map import OnTheMap, unconfirmed
from reports.parameters import By, Parameters
from reports.places import BELOW, Place, ProvinceMap
from reports.rows import PlaceRows
from reports.supported import Supported, Supporting


@dataclass(frozen=True)
class Period:
    """The first and the last budget year of a programme."""

    slug: str
    first: int
    last: int

    def __str__(self) -> str:
        return f"{self.first} - {self.last}"

    @property
    def key(self) -> str:
        return self.slug

    @property
    def name(self) -> str:
        return str(self)

    def years(self, until: date) -> range:
        """Those begun by the day."""
        return range(self.first, min(self.last, until.year) + 1)


@dataclass(frozen=True)
class Year:
    """What a row is about."""

    number: int

    @property
    def key(self) -> str:
        return str(self.number)

    @property
    def name(self) -> str:
        return str(self.number)


@dataclass(frozen=True)
class Support(Supported):
    """One budget year of a place, or all of the period, in đồng, as known at the cut-off.

    plan_vnd    lines of decisions on annual plans signed by then
    """

    plan_vnd: BySource = ZERO

    def __add__(self, other: Supported) -> "Support":
        added = super().__add__(other)
        plan_vnd = other.plan_vnd if isinstance(other, Support) else ZERO
        return Support(**vars(added), plan_vnd=self.plan_vnd + plan_vnd)

    def __sub__(self, other: Self) -> Self:
        return replace(super().__sub__(other), plan_vnd=self.plan_vnd - other.plan_vnd)

    def rate(self, source: str = "all") -> Fraction | None:
        """Disbursed ÷ the source's own plan."""
        return ratio(self.disbursed_vnd[source], self.plan_vnd[source])


NOTHING = Support(has_data=False)


@dataclass(frozen=True)
class PlaceYears:
    """The years of one place.

    projects    with support in any of them; a project of several years counts once
    """

    place: Place
    by_year: Mapping[int, Support] = field(default_factory=dict)
    projects: ProjectNumbers = ProjectNumbers()

    def of(self, year: int) -> Support:
        return self.by_year.get(year, NOTHING)

    @property
    def whole(self) -> Support:
        return replace(sum(self.by_year.values(), NOTHING), projects=self.projects)


def total(rows: Iterable[PlaceYears], place: Place) -> PlaceYears:
    """A project belongs to one place: the numbers of places may be added, those of years not."""
    by_year: dict[int, Support] = {}
    projects = ProjectNumbers()
    for row in rows:
        projects += row.projects
        for year, support in row.by_year.items():
            by_year[year] = by_year.get(year, NOTHING) + support
    return PlaceYears(place, by_year, projects)


@dataclass(frozen=True)
class PeriodFigures(OnTheMap):
    """Every place's years of the period. Made by `load`."""

    period: Period
    places: PlaceRows[PlaceYears]

    @property
    def years(self) -> range:
        return self.period.years(self.parameters.until)

    @property
    def synthetic(self) -> bool:
        return any(row.whole.synthetic for row in self.places.by_key.values())

    @property
    def is_running(self) -> bool:
        """Only in a year of the period."""
        return self.parameters.until.year <= self.period.last and super().is_running

    def rows(self, scope: Place, by: By = By.PROVINCE) -> list[PlaceYears]:
        return self.places.rows(scope, by)

    def of(self, place: Place) -> PlaceYears:
        return self.places.of(place)


def periods(asked: Parameters) -> list[Period]:
    """Those begun by the cut-off, the one of the year that is asked for first; one query."""
    found = [
        Period(each.slug, each.first_year, each.last_year)
        for each in queries.programme_periods()
        if each.first_year <= asked.until.year
    ]
    of_year = [each for each in found if each.first <= asked.year <= each.last]
    if not of_year:
        of_year = [Period(str(asked.year), asked.year, asked.year)]
    return [*of_year, *(each for each in found if each not in of_year)]


def load(asked: Parameters, drawn: ProvinceMap, period: Period) -> PeriodFigures:
    """Ask the database: four queries, however many years."""
    years = period.years(asked.until)
    plans = queries.plans(dict.fromkeys(years, asked.until), asked.known)
    paid = queries.disbursed({year: [asked.until] for year in years}, asked.known)
    approved = _approved(queries.shares(years, asked.until, asked.known, "year", "source", "level"))

    def rows(plans: Plans, paid: Paid, approved: Approved) -> dict[str, PlaceYears]:
        booked = {year: paid[year][asked.until] for year in years}
        return _rows(drawn, {year: plans[year] for year in years}, booked, approved)

    whole = rows(plans, paid, approved[""])
    below = {level: rows(*at_level(level, plans, paid), approved[level]) for level in BELOW}
    levels = by_level(whole, below, lambda row: bool(row.by_year), _part, _left)
    waiting = unconfirmed(asked, drawn, years)
    places = PlaceRows(drawn, whole, total, PlaceYears, levels)
    return PeriodFigures(asked, drawn, waiting, period, places)


def _rows(
    drawn: ProvinceMap,
    plans: Mapping[int, queries.Sums],
    booked: Mapping[int, queries.Sums],
    approved: "Approved",
) -> dict[str, PlaceYears]:
    """The provinces of the map first, in its order; then whoever else has money."""
    by_unit: dict[str | None, dict[int, Support]] = defaultdict(dict)
    for year, plan in plans.items():
        paid = booked[year]
        for unit in {*plan.by_unit, *paid.by_unit, *approved.by_year[year]}:
            known = approved.by_year[year].get(unit, Support())
            by_unit[unit][year] = replace(
                known,
                plan_vnd=plan.by_unit.get(unit, ZERO),
                disbursed_vnd=paid.by_unit.get(unit, ZERO),
                synthetic=known.synthetic or unit in plan.synthetic or unit in paid.synthetic,
            )
    inside: dict[Place, list[PlaceYears]] = {place: [] for place in drawn.provinces}
    for unit, found in by_unit.items():
        place = drawn.holder(unit)
        inside.setdefault(place, []).append(PlaceYears(place, found, approved.projects[unit]))
    return {place.key: total(units, place) for place, units in inside.items()}


def _part(row: PlaceYears, whole: PlaceYears, level: str) -> PlaceYears:
    """Where something is known of a province's year, what its level has not is zero."""
    by_year = {year: row.by_year.get(year, Support()) for year in whole.by_year}
    return PlaceYears(whole.place.at(level), by_year, row.projects)


def _left(whole: PlaceYears, parts: Sequence[PlaceYears]) -> PlaceYears:
    by_year = {
        year: reduce(sub, (part.of(year) for part in parts), support)
        for year, support in whole.by_year.items()
    }
    projects = reduce(sub, (part.projects for part in parts), whole.projects)
    return PlaceYears(own_place(whole.place), by_year, projects)


@dataclass
class Approved:
    """Support by year and unit with its projects; and the projects of all years by unit."""

    by_year: dict[int, dict[str | None, Support]] = field(default_factory=lambda: defaultdict(dict))
    projects: dict[str | None, ProjectNumbers] = field(
        default_factory=lambda: defaultdict(ProjectNumbers)
    )


def _approved(shares: Iterable[queries.Share]) -> dict[str, Approved]:
    """Of every level, and of districts and communes by themselves."""
    approved: dict[tuple[str, int, str | None], BySource] = defaultdict(BySource)
    made_up = set()
    of_year: dict[tuple[int, str | None], Supporting] = defaultdict(Supporting)
    of_period: dict[str | None, Supporting] = defaultdict(Supporting)
    for share in shares:
        year, source, level = share.key
        unit = share.alike.unit
        for row in counted_in(level):
            of = row, year, unit
            approved[of] = approved[of].more(source, share.approved_vnd)
            if share.made_up:
                made_up.add(of)
        if share.approved_vnd > 0:
            of_year[year, unit].add(source, level, share)
            of_period[unit].add(source, level, share)
    found: dict[str, Approved] = defaultdict(Approved)
    for (level, year, unit), approved_vnd in approved.items():
        found[level].by_year[year][unit] = Support(
            approved_vnd,
            projects=of_year[year, unit].numbers(level),
            synthetic=(level, year, unit) in made_up,
        )
        found[level].projects[unit] = of_period[unit].numbers(level)
    return found
