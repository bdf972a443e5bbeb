"""What the papers of a conference say in words, for a speech to take over as it stands."""

from reports.execution import ExecutionFigures
from reports.indicators import BySource
from reports.places import Place
from reports.sentences.against_plan import (
    by_source,
    execution,
    plan,
    projects,
    whole_year_before,
)
from reports.sentences.pieces import Sentence


def statements(figures: ExecutionFigures, scope: Place) -> list[Sentence]:
    """The year before, the plan, what was disbursed of it, by source; numbers of projects."""
    asked, total = figures.parameters, figures.total(scope)
    before = whole_year_before(total, asked, disbursed_year_before(figures, scope))
    disbursed = execution(total, asked, figures.provisional(scope))
    if not total.has_data:
        return [before, disbursed]
    return [before, plan(total, asked), disbursed, by_source(total), projects(total, asked)]


def disbursed_year_before(figures: ExecutionFigures, scope: Place) -> BySource:
    """Of the budget of the year before, by its 31 December, on the scope's territory."""
    return figures.previous_curve(scope).points[-1].disbursed_vnd
