"""What the figures mean: pure arithmetic on whole đồng and exact fractions.

A rate without a denominator is None ("x", not computable), never 0. Nothing is averaged and
nothing is clipped at 100. How a fraction is printed is `promotion.lib.percent`'s.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from reports.places import Place

SOURCES = ("national", "local", "all")
# The month in which all stands that was booked after 31 December.
AFTER_THE_YEAR = 13


class BySource(NamedTuple):
    """Whole đồng, or numbers of entries, by source; `all` is always their sum.

    A tuple, as a page makes thousands; added and asked as amounts, not as a tuple.
    """

    national: int = 0
    local: int = 0

    @property
    def all(self) -> int:
        return self.national + self.local

    def __add__(self, other: "BySource") -> "BySource":  # type: ignore[override]
        return BySource(self.national + other.national, self.local + other.local)

    def more(self, source: str, amount: int) -> "BySource":
        """With so much more of "national" or "local"."""
        if source == "national":
            return BySource(self.national + amount, self.local)
        return BySource(self.national, self.local + amount)

    @classmethod
    def total(cls, amounts: Iterable["BySource"]) -> "BySource":
        amounts = list(amounts)
        return cls(sum(each.national for each in amounts), sum(each.local for each in amounts))

    def __sub__(self, other: "BySource") -> "BySource":
        return BySource(self.national - other.national, self.local - other.local)

    def __getitem__(self, source: str) -> int:  # type: ignore[override]
        """`amounts["national"]`, `["local"]` or `["all"]`; KeyError for anything else."""
        if source not in SOURCES:
            raise KeyError(source)
        return getattr(self, source)


ZERO = BySource()


def ratio(numerator: int, denominator: int) -> Fraction | None:
    return Fraction(numerator, denominator) if denominator else None


@dataclass(frozen=True)
class Projects:
    """Numbers of projects (số đề án): with support for the budget year, and of these accepted."""

    planned: int = 0
    completed: int = 0

    def __add__(self, other: "Projects") -> "Projects":
        return Projects(self.planned + other.planned, self.completed + other.completed)

    def __sub__(self, other: "Projects") -> "Projects":
        return Projects(self.planned - other.planned, self.completed - other.completed)


@dataclass(frozen=True)
class ProjectNumbers:
    """Numbers of projects by source; one with support from both counts once in `all`."""

    national: Projects = Projects()
    local: Projects = Projects()
    all: Projects = Projects()

    def __add__(self, other: "ProjectNumbers") -> "ProjectNumbers":
        return ProjectNumbers(
            self.national + other.national, self.local + other.local, self.all + other.all
        )

    def __sub__(self, other: "ProjectNumbers") -> "ProjectNumbers":
        return ProjectNumbers(
            self.national - other.national, self.local - other.local, self.all - other.all
        )

    def __getitem__(self, source: str) -> Projects:
        """`numbers["national"]`, `["local"]` or `["all"]`; KeyError for anything else."""
        if source not in SOURCES:
            raise KeyError(source)
        return getattr(self, source)


def numbers_in_all(numbers: Iterable[ProjectNumbers | None]) -> ProjectNumbers | None:
    """The sum; None where some were not asked for."""
    known = list(numbers)
    return None if None in known else sum(filter(None, known), ProjectNumbers())


@dataclass(frozen=True)
class Execution:
    """Budget execution of one place in a budget year, as at a cut-off. All amounts in đồng.

    plan_vnd            lines of annual plans signed by the cut-off
    disbursed_vnd       confirmed entries of the budget year booked by the cut-off
    outstanding_advance_vnd
                        the part of it that was advanced and not cleared by then (dư tạm ứng)
    earlier_disbursed_vnd
                        what the same territory had disbursed of the year before's budget, by
                        the cut-off one year earlier
    earlier_plan_vnd    the same territory's plan of the year before, as at its 31 December
    existed_in_same_period, existed_in_previous_plan
                        whether the place was on the map then; if not, its own same period or
                        previous plan has no value, but the total of its region has
    has_data            whether any budget line or entry of the year is known; without one the
                        amounts are "no data", not a zero that somebody reported, and nothing
                        can be reckoned with them
    earlier_has_data    the same of the year before
    projects            None where nobody asked for their numbers: there is none to print
    synthetic           whether any of these amounts was made up for demonstration

    `source` is "national", "local" or "all". Rates above 1 are shown as they are.
    """

    place: Place
    plan_vnd: BySource = ZERO
    disbursed_vnd: BySource = ZERO
    earlier_disbursed_vnd: BySource = ZERO
    earlier_plan_vnd: BySource = ZERO
    projects: ProjectNumbers | None = None
    existed_in_same_period: bool = True
    existed_in_previous_plan: bool = True
    has_data: bool = True
    earlier_has_data: bool = True
    synthetic: bool = False
    outstanding_advance_vnd: BySource = ZERO

    @property
    def known_before(self) -> bool:
        """Of a place that did not exist a year earlier it is known that it had nothing."""
        return self.earlier_has_data or not self.existed_in_same_period

    @property
    def known_in_both_years(self) -> bool:
        return self.has_data and self.known_before

    @property
    def same_period_vnd(self) -> BySource | None:
        """Disbursed a year earlier (cùng kỳ); None without data or if it did not exist then."""
        known = self.existed_in_same_period and self.earlier_has_data
        return self.earlier_disbursed_vnd if known else None

    @property
    def previous_plan_vnd(self) -> BySource | None:
        """Plan of the year before, at its end; None without data or if it did not exist then."""
        known = self.existed_in_previous_plan and self.earlier_has_data
        return self.earlier_plan_vnd if known else None

    def rate(self, source: str = "all") -> Fraction | None:
        """Execution rate: disbursed ÷ the source's own plan."""
        if not self.has_data:
            return None
        return ratio(self.disbursed_vnd[source], self.plan_vnd[source])

    def share_of_whole_plan(self, source: str = "all") -> Fraction | None:
        """Disbursed ÷ the plan of both sources; never to be read as the source's rate."""
        if not self.has_data:
            return None
        return ratio(self.disbursed_vnd[source], self.plan_vnd.all)

    def same_period_ratio(self, source: str = "all") -> Fraction | None:
        """Disbursed ÷ disbursed a year earlier; 133.59% reads "bằng 133,59% so với cùng kỳ"."""
        if not self.has_data or self.same_period_vnd is None:
            return None
        return ratio(self.disbursed_vnd[source], self.same_period_vnd[source])

    def same_period_rate(self, source: str = "all") -> Fraction | None:
        """The execution rate at the same day of the year before, of that year's whole plan."""
        if self.same_period_vnd is None or self.previous_plan_vnd is None:
            return None
        return ratio(self.same_period_vnd[source], self.previous_plan_vnd[source])

    def plan_growth(self, source: str = "all") -> Fraction | None:
        """Plan ÷ plan at the end of the year before − 1; negative when it fell."""
        if not self.has_data or self.previous_plan_vnd is None:
            return None
        growth = ratio(self.plan_vnd[source], self.previous_plan_vnd[source])
        return None if growth is None else growth - 1

    def remaining_vnd(self, source: str = "all") -> int:
        """Plan not yet disbursed, in đồng; negative when more was disbursed than planned."""
        return self.plan_vnd[source] - self.disbursed_vnd[source]

    def more_than_same_period_vnd(self, source: str = "all") -> int | None:
        """Disbursed less the same period's, in đồng."""
        if not self.has_data or self.same_period_vnd is None:
            return None
        return self.disbursed_vnd[source] - self.same_period_vnd[source]


def total(rows: Iterable[Execution], place: Place) -> Execution:
    """Sums of the rows; its rates are ratios of the sums, never means of the rates.

    The year before counts for every row's territory, also where the row itself has no value.
    """
    rows = list(rows)
    return Execution(
        place=place,
        plan_vnd=BySource.total(row.plan_vnd for row in rows),
        disbursed_vnd=BySource.total(row.disbursed_vnd for row in rows),
        outstanding_advance_vnd=BySource.total(row.outstanding_advance_vnd for row in rows),
        earlier_disbursed_vnd=BySource.total(row.earlier_disbursed_vnd for row in rows),
        earlier_plan_vnd=BySource.total(row.earlier_plan_vnd for row in rows),
        projects=numbers_in_all(row.projects for row in rows),
        has_data=any(row.has_data for row in rows),
        earlier_has_data=any(row.earlier_has_data for row in rows),
        synthetic=any(row.synthetic for row in rows),
    )


@dataclass(frozen=True)
class Point:
    """Disbursed in đồng since the beginning of the budget year, by the end of a day."""

    day: date
    disbursed_vnd: BySource


@dataclass(frozen=True)
class Curve:
    """Cumulative disbursement of one budget year: month's ends, and the cut-off if it is none.

    `plan_vnd` is the plan that the curve runs towards. Days after 31 December are the year's
    settlement.
    """

    year: int
    plan_vnd: BySource
    points: tuple[Point, ...] = field(default=())

    @property
    def by_month(self) -> dict[int, Point]:
        """The last point of each month; all after the year is one month more, the 13th."""
        return {
            point.day.month if point.day.year == self.year else AFTER_THE_YEAR: point
            for point in self.points
        }


@dataclass(frozen=True)
class Waiting:
    """Entries sent but not confirmed: how many and how much, in đồng. Not part of disbursed.

    centres     (source, key of a centre) of whom there are any
    """

    entries: BySource = ZERO
    amount_vnd: BySource = ZERO
    centres: frozenset[tuple[str, int]] = frozenset()

    def __add__(self, other: "Waiting") -> "Waiting":
        return Waiting(
            self.entries + other.entries,
            self.amount_vnd + other.amount_vnd,
            self.centres | other.centres,
        )

    def centres_of(self, source: str) -> set[int]:
        """Keys of the centres with any from the source; "all" is from either."""
        return {centre for own, centre in self.centres if source in ("all", own)}


@dataclass(frozen=True)
class UnitYear:
    """One budget year of one province-level unit by itself, without what merged into it."""

    year: int
    plan_vnd: BySource = ZERO
    disbursed_vnd: BySource = ZERO

    def rate(self, source: str = "all") -> Fraction | None:
        return ratio(self.disbursed_vnd[source], self.plan_vnd[source])
