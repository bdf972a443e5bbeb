"""Results and funding of one place in a quarter, six or nine months, or a year."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace

from projects.models import Project
from promotion.lib.dates import day_before
from reports import contents, estimates, execution, results
from reports.contents import Catalogue, ContentFigures
from reports.estimates import EstimateFigures
from reports.execution import OnExecution
from reports.indicators import Execution
from reports.parameters import Parameters
from reports.periods import PERIODS, Period, cut_off_by
from reports.places import Place, ProvinceMap
from reports.results import ResultFigures
from reports.supported import Once

Status = Project.Status
UNDER_WAY = (Status.CONTRACTED, Status.IN_PROGRESS)


@dataclass(frozen=True)
class Progress:
    """Projects with support of the year, and how many of them are how far, by source."""

    supported: Once = Once()
    under_way: Once = Once()
    accepted: Once = Once()
    settled: Once = Once()
    has_data: bool = True


@dataclass(frozen=True)
class PeriodicFigures(OnExecution):
    """What other reports say of the period, as at its end or the cut-off within it."""

    period: Period
    contents: ContentFigures
    results: ResultFigures
    estimates: EstimateFigures

    @property
    def synthetic(self) -> bool:
        return any(each.synthetic for each in (self.estimates, self.contents, self.results))

    def in_period(self, scope: Place) -> Execution:
        """The place with only what was disbursed from the first day of the period on."""
        first_day = self.period.first_day(self.parameters.year)
        row = self.execution.of(scope)
        return replace(row, disbursed_vnd=self.execution.booked_from(scope, first_day))

    def progress(self, scope: Place) -> Progress:
        counts: Mapping[str, Counter[str]] = {
            name: Counter() for name in ("supported", "under_way", "accepted", "settled")
        }
        inside = self.results.inside(scope)
        for each in inside:
            number = dict.fromkeys(each.given_by, each.number)
            counts["supported"].update(number)
            if each.told.status in UNDER_WAY:
                counts["under_way"].update(number)
            if each.told.accepted:
                counts["accepted"].update(number)
            if each.told.status == Status.SETTLED:
                counts["settled"].update(number)
        numbers = {name: Once(**by_source) for name, by_source in counts.items()}
        return Progress(**numbers, has_data=bool(inside))


def load(
    asked: Parameters, drawn: ProvinceMap, period: str, catalogue: Catalogue
) -> PeriodicFigures:
    """Ask the database what the four reports ask from which it takes its figures."""
    found = PERIODS[period]
    within = cut_off_by(found, asked)
    days = (day_before(found.first_day(asked.year)), *estimates.days_of_month(within))
    money = execution.load(within, drawn, days, projects=False, rhythm=False)
    return PeriodicFigures(
        money,
        found,
        contents.load(within, drawn, catalogue),
        results.load(within, drawn),
        estimates.load(within, drawn, money),
    )
