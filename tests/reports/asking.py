"""How the tests of figures ask for them."""

from datetime import date

from reports import execution
from reports.execution import ExecutionFigures
from reports.indicators import Execution
from reports.parameters import Lens, Parameters, SourceChoice

T = date(2025, 11, 30)
TODAY = date(2026, 11, 22)


def load(
    until: date = T,
    year: int = 2025,
    lens: Lens = Lens.TODAY,
    source: SourceChoice = SourceChoice.ALL,
) -> ExecutionFigures:
    return execution.load(Parameters(year, until, TODAY, source, lens))


def province(figures: ExecutionFigures, unit: str) -> Execution:
    return figures.of(figures.map.province(unit))
