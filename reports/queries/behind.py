"""What is behind figures: lines of decisions, and entries."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.db.models import Count, Q, QuerySet

from projects.models import GrantLine
from promotion.models import BudgetLine
from reports.queries.confirmed import confirmed_until


class Lines(NamedTuple):
    """How many lines there are, and of how many decisions."""

    number: int
    decisions: int


@dataclass(frozen=True)
class Behind:
    """What figures are counted of: these units, None is the whole country, in these budget years
    by the cut-off; of one source, "" is of both; as known at the end of a day. Each asks once.
    """

    units: Sequence[str] | None
    years: Sequence[int]
    until: date
    source: str = ""
    known: date | None = None

    def plan_lines(self) -> Lines:
        """Of annual plans; a transfer is one line, whether it arrives or leaves."""
        of_plans = self._money("budget__", "budget__province")
        of_plans |= self._money("from_budget__", "from_budget__province")
        return _counted(BudgetLine.objects.signed_until(self.until, self.known).filter(of_plans))

    def support_lines(self) -> Lines:
        """Of approved support."""
        of_support = self._money("grant__", "grant__project__centre__province")
        return _counted(GrantLine.objects.signed_until(self.until, self.known).filter(of_support))

    def entries(self) -> int:
        """Confirmed ones."""
        among: dict[str, Sequence[str | int]] = {"year": self.years}
        among |= {"source": [self.source]} if self.source else {}
        among |= {} if self.units is None else {"unit": self.units}
        money = confirmed_until(self.until, "year", known=self.known, **among)
        return sum(each.entries for each in money.values())

    def _money(self, money: str, unit: str) -> Q:
        found = Q(**{f"{money}budget_year__in": self.years})
        if self.source:
            found &= Q(**{f"{money}source": self.source})
        return found if self.units is None else found & Q(**{f"{unit}__in": self.units})


def _counted(lines: QuerySet) -> Lines:
    counts = {"number": Count("pk"), "decisions": Count("decision", distinct=True)}
    return Lines(**lines.aggregate(**counts))
