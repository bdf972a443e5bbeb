"""The periods of a year on which provinces report, and the option that asks for one."""

from dataclasses import dataclass, replace
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from promotion.lib.dates import format_day, month_end
from promotion.lib.words import NUMERALS
from reports.options import Choices, Option
from reports.parameters import BadParameter, Parameters


@dataclass(frozen=True)
class Period:
    """A quarter, or what has passed of a year by the end of one.

    first, last     numbers of its months
    """

    key: str
    first: int
    last: int

    def first_day(self, year: int) -> date:
        return date(year, self.first, 1)

    def last_day(self, year: int) -> date:
        return month_end(date(year, self.last, 1))

    @property
    def is_quarter(self) -> bool:
        return self.key.startswith("q")

    def name(self, year: int) -> str:
        """ "Quý III/2025", "9 tháng năm 2025", "năm 2025"."""
        if self.is_quarter:
            return _("quarter %(number)s/%(year)s") % {
                "number": NUMERALS[self.last // 3 - 1],
                "year": year,
            }
        if self.last == 12:
            return _("year %(year)s") % {"year": year}
        return _("%(count)s months of %(year)s") % {"count": self.last, "year": year}

    def not_over(self, asked: Parameters) -> str:
        """That it goes on after the cut-off, if it does."""
        if asked.until >= self.last_day(asked.year):
            return ""
        return _("%(period)s is not over; counted until %(until)s") % {
            "period": self.name(asked.year),
            "until": format_day(asked.until),
        }


PERIODS = {
    period.key: period
    for period in (
        *(Period(f"q{number}", 3 * number - 2, 3 * number) for number in (1, 2, 3, 4)),
        *(Period("h1", 1, 6), Period("9m", 1, 9), Period("year", 1, 12)),
    )
}


def begun(asked: Parameters) -> list[Period]:
    """The periods that have begun by the cut-off, the usual one first.

    That is the last to have ended by then, of two that end together the longer; in the first
    quarter of a year, that quarter.
    """
    known = [p for p in PERIODS.values() if p.first_day(asked.year) <= asked.until]
    ended = [p for p in known if p.last_day(asked.year) <= asked.until]
    usual = max(ended, key=lambda p: (p.last, -p.first), default=PERIODS["q1"])
    return [usual, *(period for period in known if period != usual)]


def _choices(asked: Parameters) -> Choices:
    return [(period.key, period.name(asked.year)) for period in begun(asked)]


@dataclass(frozen=True)
class PeriodOption(Option):
    def read(self, asked: Parameters) -> str:
        """The key of the period. Raises BadParameter, also where it has not begun."""
        period = PERIODS.get(asked.more.get(self.name, ""))
        if period and period.first_day(asked.year) > asked.until:
            nearest = max(begun(asked), key=lambda p: (p.first, -p.last))
            raise BadParameter(
                _("The period %(period)s begins after the cut-off %(until)s.")
                % {"period": period.name(asked.year), "until": format_day(asked.until)},
                suggestion={self.name: nearest.key},
                words=nearest.name(asked.year),
            )
        return super().read(asked)


PERIOD = PeriodOption("period", gettext_lazy("Period"), _choices)


def cut_off_by(period: Period, asked: Parameters) -> Parameters:
    """The question until the period's last day, or the cut-off where that comes first."""
    until = min(asked.until, period.last_day(asked.year))
    return replace(asked, until=until, more={**asked.more, PERIOD.name: period.key})
