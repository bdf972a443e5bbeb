"""A programme of several budget years (2021 - 2025): its years one by one and together."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction

from promotion.lib.dates import month_end
from reports import queries
from reports.indicators import ZERO, BySource, ProjectNumbers, ratio
from reports.parameters import By, Parameters
from reports.places import Place, ProvinceMap
from reports.rows import PlaceRows
from reports.supported import OnTheMap, Supported, Supporting, unconfirmed


@dataclass(frozen=True)
class Period:
    """The first and the last budget year of a programme."""

    slug: str
    first: int
    last: int

    def __str__(self) -> str:
        return f"{self.first} - {self.last}"

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

    def provisional(self, scope: Place) -> bool:
        """Whether something waits, or the cut-off's month runs in a year of the period."""
        until, today = self.parameters.until, self.parameters.today
        running = until.year <= self.period.last and today <= month_end(until)
        return running or bool(self.waiting(scope).entries[self.parameters.source.value])

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
    """Ask the database: five queries, however many years."""
    years = period.years(asked.until)
    plans = queries.plans(dict.fromkeys(years, asked.until), asked.known)
    paid = queries.disbursed({year: [asked.until] for year in years}, asked.known)
    approved, projects = _approved(
        queries.shares(years, asked.until, asked.known, "year", "source")
    )
    by_unit: dict[str | None, dict[int, Support]] = defaultdict(dict)
    for year in years:
        booked = paid[year][asked.until]
        for unit in {*plans[year].by_unit, *booked.by_unit, *approved[year]}:
            known = approved[year].get(unit, Support())
            made_up = unit in plans[year].synthetic or unit in booked.synthetic
            by_unit[unit][year] = replace(
                known,
                plan_vnd=plans[year].by_unit.get(unit, ZERO),
                disbursed_vnd=booked.by_unit.get(unit, ZERO),
                synthetic=known.synthetic or made_up,
            )
    inside: dict[Place, list[PlaceYears]] = {place: [] for place in drawn.provinces}
    for unit, found in by_unit.items():
        place = drawn.holder(unit)
        inside.setdefault(place, []).append(PlaceYears(place, found, projects[unit]))
    rows = {place.key: total(units, place) for place, units in inside.items()}
    waiting = unconfirmed(asked, drawn, years)
    return PeriodFigures(asked, drawn, waiting, period, PlaceRows(drawn, rows, total, PlaceYears))


Approved = dict[int, dict[str | None, Support]]


def _approved(
    shares: Iterable[queries.Share],
) -> tuple[Approved, dict[str | None, ProjectNumbers]]:
    """Support by year and unit with its projects; and the projects of all years by unit."""
    approved: dict[tuple[int, str | None], BySource] = defaultdict(BySource)
    made_up = set()
    of_year: dict[tuple[int, str | None], Supporting] = defaultdict(Supporting)
    of_period: dict[str | None, Supporting] = defaultdict(Supporting)
    for share in shares:
        year, source = share.key
        of = year, share.alike.unit
        approved[of] = approved[of].more(source, share.approved_vnd)
        if share.made_up:
            made_up.add(of)
        if share.approved_vnd > 0:
            of_year[of].add(source, share)
            of_period[share.alike.unit].add(source, share)
    by_year: Approved = defaultdict(dict)
    for (year, unit), approved_vnd in approved.items():
        numbers = of_year[year, unit].numbers
        by_year[year][unit] = Support(
            approved_vnd, projects=numbers, synthetic=(year, unit) in made_up
        )
    whole: dict[str | None, ProjectNumbers] = defaultdict(ProjectNumbers)
    whole |= {unit: supporting.numbers for unit, supporting in of_period.items()}
    return by_year, whole
