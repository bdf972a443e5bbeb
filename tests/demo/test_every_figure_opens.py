"""Every figure of a report opens onto its rows, but those that are named here with their reason.

That the rows add up to it, tests of drilling down say.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.utils.translation import override

from promotion.models import User
from reports.catalogue import REPORTS
from reports.catalogue.indicator_rows import VALUE
from reports.columns import Column
from reports.declaration import Line, LineKind, Table
from reports.pages.links import Links, Reach
from reports.parameters import By, Lens, Parameters, SourceChoice
from reports.places import COUNTRY
from reports.queries import draw_map
from tests.demo.test_golden import TODAY

# Which figures are links does not hang on the engine; what the lists then add up to does.
pytestmark = [pytest.mark.django_db, pytest.mark.postgresql]

QUESTIONS = [
    Parameters(2025, date(2025, 11, 30), TODAY),
    Parameters(2025, date(2025, 5, 20), TODAY, SourceChoice.LOCAL, Lens.THEN),
    Parameters(2025, date(2025, 11, 20), TODAY, SourceChoice.NATIONAL),
    Parameters(2024, date(2025, 1, 20), TODAY, known=date(2026, 1, 15)),
]
DIFFERENCE = "of two figures beside it, which both open"
DECLARED = "by those who declared: the sum of the rows of provinces, which open"
ESTIMATED = "reckoned from earlier years and stages, no sum of rows"
OF_ROWS = "of the rows of the table under it"
# Percentages are ratios of two figures that open, and amounts that no row may show have no rows.
WITHOUT = {
    "Disbursed until, beneath": DIFFERENCE,  # remaining
    "monthly.more_than_same_period_vnd": DIFFERENCE,
    "year-on-year.plan_more_vnd": DIFFERENCE,
    "attention.left_vnd": DIFFERENCE,
    "estimates.month_difference_vnd": DIFFERENCE,
    "estimates.month_estimate_vnd": DECLARED,
    "estimates.month_actual_vnd": DECLARED,
    "estimates.year_estimate_vnd": DECLARED,
    "estimates.plan_of_declaring_vnd": DECLARED,
    "periodic.estimate_vnd": DECLARED,
    "Declared estimate of the year": DECLARED,
    "Declared estimate of the year, beneath": DECLARED,
    "Estimate of plan, beneath": DECLARED,  # how many declared
    "attention.at_risk_vnd": ESTIMATED,
    "attention.landing_from_vnd": ESTIMATED,
    "attention.landing_to_vnd": ESTIMATED,
    "Money at risk": ESTIMATED,
    "Money at risk, beneath": OF_ROWS,
    "attention.plan_vnd": OF_ROWS,  # the total of what is listed
    "attention.disbursed_vnd": OF_ROWS,
    "Places": OF_ROWS,
    "Places, beneath": OF_ROWS,
    "No reason given yet": OF_ROWS,
    "Returns missing, beneath": OF_ROWS,
    "Days until the end of settlement": "days",
    "periodic.projects_under_way": "contracted or in progress: a list is of one status",
    "plan-changes.decisions": "a decision on several places counts once in each of them",
    "Decisions": "a decision on several places counts once in each of them",
}


def test_every_figure_opens_or_has_its_reason():
    ministry = User.objects.get(username="ministry")
    with override("en"):
        found = {name for asked in QUESTIONS for name in unopened(replace(asked, reader=ministry))}
    assert found == WITHOUT.keys()


def unopened(asked: Parameters) -> Iterator[str]:
    """What has a value and no address, in the tables of reports and above them."""
    drawn = draw_map(asked)
    links = Links(asked, drawn, Reach(everywhere=True))
    for report in REPORTS.values():
        figures = report.load(asked, drawn)
        for scope in (COUNTRY, drawn.region("south"), drawn.provinces[0]):
            for headline in report.headlines(figures, scope, links, {}):
                yield from of_headline(headline)
            for by in report.rows_of(scope, in_reach=True) or (By.PROVINCE,):
                for line, column in numbers_of(report.table(figures, scope, by)):
                    if not report.behind(line, column, links):
                        name = line.key if column.measure is VALUE else column.measure.name
                        yield f"{report.slug}.{re.sub(r'_[0-9]{4}$', '', name)}"


def numbers_of(table: Table) -> Iterator[tuple[Line, Column]]:
    """Where a number stands that is no percentage and no zero."""
    for line in [*table.lines, *filter(None, [table.total])]:
        for column in table.columns:
            if line.prints(column) and line.kind != LineKind.REST:
                value = column.value(line.row)
                if isinstance(value, int) and value != 0:
                    yield line, column


def of_headline(headline: dict[str, Any]) -> Iterator[str]:
    """Its label up to the year or source where its figure, or one beneath, does not open."""
    label = re.split(r"(?: of)? \d| ·", str(headline["label"]))[0]
    is_figure = re.search(r"[1-9]", headline["value"]) and headline.get("unit") != "%"
    if is_figure and not headline.get("url"):
        yield label
    for words in headline["lines"]:
        if re.search(r"<b>[^<]*[1-9][^<%]*</b>", words):
            yield f"{label}, beneath"


def test_a_figure_without_an_address_is_noticed(monkeypatch):
    """Negative control: the plan of a report that forgot to say what is behind it."""
    asked = QUESTIONS[0]
    forgetful = replace(REPORTS["execution"], behind=lambda line, column, links: "")
    monkeypatch.setitem(REPORTS, "execution", forgetful)
    assert "execution.plan_vnd" in set(unopened(asked))
