"""A budget year month by month, beside the year before."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from django.utils.translation import gettext as _

from promotion.lib.dates import format_day, month_end
from reports import execution
from reports.execution import OnExecution
from reports.indicators import AFTER_THE_YEAR, ZERO, BySource, ratio
from reports.parameters import Parameters
from reports.places import Place, ProvinceMap


@dataclass(frozen=True)
class Month:
    """What a row is about.

    number      13 for all that is booked after 31 December
    last        its last day, or the cut-off in it
    """

    year: int
    number: int
    last: date

    @property
    def first(self) -> date:
        if self.number == AFTER_THE_YEAR:
            return date(self.year + 1, 1, 1)
        return date(self.year, self.number, 1)

    @property
    def key(self) -> str:
        return f"{self.year}-{self.number:02}"

    @property
    def name(self) -> str:
        if self.number == AFTER_THE_YEAR:
            return _("after 31/12, until %(day)s") % {"day": format_day(self.last)}
        name = f"{self.number:02}/{self.year}"
        if self.last == month_end(self.last):
            return name
        return _("%(month)s, until %(day)s") % {"month": name, "day": format_day(self.last)}


@dataclass(frozen=True)
class MonthRow:
    """A month of a place, in đồng; the total has the sums at the cut-off.

    in_month_vnd    confirmed entries booked in it; None after the cut-off
    cumulative_vnd  the same since the year began
    same_period_vnd cumulative of the year before by `same_day`; None where the place did not
                    exist then
    has_data, earlier_has_data
                    whether anything is known of the year, and of the one before
    """

    plan_vnd: BySource
    in_month_vnd: BySource | None
    cumulative_vnd: BySource | None
    same_period_vnd: BySource | None
    same_day: date
    earlier_has_data: bool = True

    @property
    def has_data(self) -> bool:
        return self.cumulative_vnd is not None

    def of_plan(self, source: str = "all") -> Fraction | None:
        """Cumulative ÷ the source's own plan as at the cut-off."""
        if self.cumulative_vnd is None:
            return None
        return ratio(self.cumulative_vnd[source], self.plan_vnd[source])

    def more(self, source: str = "all") -> int | None:
        """Cumulative less that of the year before."""
        if self.cumulative_vnd is None or self.same_period_vnd is None:
            return None
        return self.cumulative_vnd[source] - self.same_period_vnd[source]


@dataclass(frozen=True)
class Monthly(OnExecution):
    """The months of any place, cut from the figures of plan and disbursement."""

    @property
    def synthetic(self) -> bool:
        return self.execution.synthetic

    def rows(self, scope: Place) -> list[tuple[Month, MonthRow]]:
        """All twelve months, and what came after them by the cut-off."""
        figures, asked = self.execution, self.parameters
        row = figures.of(scope)
        now = figures.curve(scope).by_month if row.has_data else {}
        before = figures.previous_curve(scope).by_month
        rows, so_far = [], ZERO
        for number in range(1, max([12, *now]) + 1):
            point = now.get(number)
            month = Month(asked.year, number, point.day if point else _end(asked.year, number))
            same_day, same_period = asked.same_period_until, row.same_period_vnd
            if number in before and month.last == month_end(month.last):
                same_day = before[number].day
                same_period = before[number].disbursed_vnd if same_period is not None else None
            cumulative = point.disbursed_vnd if point else None
            in_month = cumulative - so_far if cumulative is not None else None
            so_far = cumulative or so_far
            rows.append(
                (
                    month,
                    MonthRow(
                        row.plan_vnd, in_month, cumulative, same_period, same_day, row.known_before
                    ),
                )
            )
        return rows

    def total(self, scope: Place) -> MonthRow:
        row = self.execution.of(scope)
        paid = row.disbursed_vnd if row.has_data else None
        same_day = self.parameters.same_period_until
        return MonthRow(row.plan_vnd, paid, paid, row.same_period_vnd, same_day, row.known_before)


def _end(year: int, number: int) -> date:
    return month_end(date(year, number, 1))


def load(asked: Parameters, drawn: ProvinceMap) -> Monthly:
    """Ask the database: three queries, and one for each place looked at."""
    return Monthly(execution.load(asked, drawn, projects=False, rhythm=False))
