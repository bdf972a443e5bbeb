"""How the tests of figures ask for them."""

from datetime import date
from typing import Any

from promotion.models import User
from reports import attention, execution
from reports.attention import AttentionFigures
from reports.execution import ExecutionFigures
from reports.indicators import Execution
from reports.parameters import Lens, Parameters, SourceChoice
from reports.queries import draw_map

T = date(2025, 11, 30)
TODAY = date(2026, 11, 22)


def load(
    until: date = T,
    year: int = 2025,
    lens: Lens = Lens.TODAY,
    source: SourceChoice = SourceChoice.ALL,
) -> ExecutionFigures:
    return execution.load(Parameters(year, until, TODAY, source, lens))


def attention_of(
    reader: User | None, until: date = T, year: int = 2025, **more: Any
) -> AttentionFigures:
    """What needs attention and the reader may see."""
    parameters = Parameters(year, until, TODAY, reader=reader, **more)
    return attention.load(parameters, draw_map(parameters))


def province(figures: ExecutionFigures, unit: str) -> Execution:
    return figures.of(figures.map.province(unit))
