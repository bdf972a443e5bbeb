"""The rhythm of a year's money: what was disbursed by a day, against the same day of own years.

A scope is compared with itself alone, never with one twelfth a month: money that comes in late
every year is in step when it comes in late.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cached_property

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy

from promotion.models import Source, settled_until
from reports.parameters import Parameters

YEARS_BACK = 3


class Pace(TextChoices):
    """Where a share stands among those of its own years; unknown without any."""

    BEHIND = "behind", pgettext_lazy("rhythm", "behind")
    IN_STEP = "in-step", pgettext_lazy("rhythm", "in step")
    AHEAD = "ahead", pgettext_lazy("rhythm", "ahead")
    UNKNOWN = "unknown", pgettext_lazy("rhythm", "unknown")


@dataclass(frozen=True)
class EarlierYear:
    """What an earlier year had come to, in đồng.

    plan_vnd    its plan as at its 31 December; of a project, its approved support of the year
    then_vnd    disbursed by the same day of it
    landed_vnd  disbursed by the end of its settlement
    """

    year: int
    plan_vnd: int
    then_vnd: int
    landed_vnd: int

    @cached_property
    def share(self) -> Fraction:
        """Of its plan, by the same day."""
        return Fraction(self.then_vnd, self.plan_vnd)

    @property
    def after(self) -> Fraction:
        """Of its plan, what came in after that day; what was taken back later is no less."""
        return Fraction(max(self.landed_vnd - self.then_vnd, 0), self.plan_vnd)


@dataclass(frozen=True)
class Rhythm:
    """One year of a scope beside its own earlier years, latest first; those without plan are out.

    plan_vnd and disbursed_vnd are those of the year at the cut-off, in đồng.
    """

    plan_vnd: int
    disbursed_vnd: int
    before: tuple[EarlierYear, ...] = ()

    @classmethod
    def of(cls, plan_vnd: int, disbursed_vnd: int, years: Sequence[EarlierYear]) -> "Rhythm":
        return cls(plan_vnd, disbursed_vnd, tuple(each for each in years if each.plan_vnd > 0))

    @cached_property
    def share(self) -> Fraction | None:
        return Fraction(self.disbursed_vnd, self.plan_vnd) if self.plan_vnd > 0 else None

    @cached_property
    def lowest(self) -> Fraction:
        return min(each.share for each in self.before)

    @cached_property
    def highest(self) -> Fraction:
        return max(each.share for each in self.before)

    @cached_property
    def pace(self) -> Pace:
        """Behind below the lowest of its own years, ahead above the highest."""
        if not self.before or self.share is None:
            return Pace.UNKNOWN
        if self.share < self.lowest:
            return Pace.BEHIND
        return Pace.AHEAD if self.share > self.highest else Pace.IN_STEP

    @property
    def left_vnd(self) -> int:
        """Planned and not disbursed, in đồng; 0 where more was disbursed than planned."""
        return max(self.plan_vnd - self.disbursed_vnd, 0)

    @cached_property
    def landing_vnd(self) -> tuple[int, int] | None:
        """Between what the year may come to, if as large a part of the plan comes in after this
        day as in its weakest and in its best year; never more than the plan. None without years.
        """
        if not self.before:
            return None
        after = [int(each.after * self.plan_vnd) for each in self.before]
        return (
            self.disbursed_vnd + min(*after, self.left_vnd),
            self.disbursed_vnd + min(max(after), self.left_vnd),
        )

    @property
    def at_risk_vnd(self) -> int:
        """What stays undisbursed if no more comes in than in the weakest year; at most what is
        left. 0 for what is not behind."""
        if self.pace != Pace.BEHIND or self.landing_vnd is None:
            return 0
        return max(self.plan_vnd - self.landing_vnd[0], 0)


def earlier_days(asked: Parameters, years: int = YEARS_BACK) -> dict[int, tuple[date, date]]:
    """{year: (the same day of it, the last day of its settlement)} of so many years before, latest
    first; no day lies after the cut-off.
    """
    found = {}
    for year in range(asked.year - 1, asked.year - 1 - years, -1):
        same_day = asked.of_year(year).until
        settled = max(settled_until(year, source) for source in Source.values)
        found[year] = (same_day, max(same_day, min(settled, asked.until)))
    return found
