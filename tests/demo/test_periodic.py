"""Periods and estimates over the demonstration, recomputed by SQL of their own."""

from datetime import date

import pytest
from django.db import connection

from reports.catalogue import REPORTS
from reports.parameters import Parameters
from reports.periods import PERIODS
from reports.places import COUNTRY
from reports.queries import draw_map
from tests.demo.test_golden import MILLION, TODAY

pytestmark = pytest.mark.django_db
BOOKED = """
    SELECT COALESCE(SUM(entry.amount_vnd), 0) FROM projects_disbursement entry
    JOIN projects_confirmation ON projects_confirmation.entry_id = entry.id
    JOIN projects_grant support ON support.id = entry.grant_id
    JOIN projects_project project ON project.id = support.project_id
    JOIN promotion_centre centre ON centre.id = project.centre_id
    JOIN provinces_province unit ON unit.unit = centre.province_id
    WHERE support.budget_year = %s AND support.source = %s AND unit.current_id = %s
      AND entry.booked_on BETWEEN %s AND %s
"""
SAID = """
    SELECT said.amount_vnd FROM reports_declaredestimate said
    WHERE said.budget_year = %s AND said.source = %s AND said.province_id = %s
      AND said.month IS NULL AND said.declared_on <= %s
    ORDER BY said.id DESC
"""


def first(query: str, *values) -> int | None:
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        row = cursor.fetchone()
    return int(row[0]) if row else None


def load(slug: str, asked: Parameters):
    return REPORTS[slug].load(asked, draw_map(asked))


@pytest.mark.parametrize("year, until", [(2025, date(2025, 12, 31)), (2026, TODAY)])
def test_each_period_has_what_was_booked_in_it(year, until):
    for key, period in PERIODS.items():
        if period.first_day(year) > until:
            continue
        figures = load("periodic", Parameters(year, until, TODAY, more={"period": key}))
        last = min(period.last_day(year), until)
        for unit in ("an-giang", "gia-lai", "ha-noi"):
            place = figures.map.province(unit)
            for source in ("national", "local"):
                within = first(BOOKED, year, source, unit, period.first_day(year), last)
                assert figures.in_period(place).disbursed_vnd[source] == within
                so_far = first(BOOKED, year, source, unit, date(year, 1, 1), last)
                assert figures.execution.of(place).disbursed_vnd[source] == so_far


def test_the_published_eleven_months_lie_in_the_fourth_quarter():
    asked = Parameters(2025, date(2025, 11, 30), TODAY, more={"period": "q4"})
    figures = load("periodic", asked)
    central = figures.map.region("central")
    assert figures.execution.of(central).disbursed_vnd.all == 47_017 * MILLION
    groups = figures.contents.places.of(central)
    assert groups.total.disbursed_vnd.all == 47_017 * MILLION


@pytest.mark.parametrize("until", [date(2025, 9, 15), date(2025, 11, 30), date(2025, 12, 31)])
def test_the_latest_word_by_the_day_counts(until):
    figures = load("estimates", Parameters(2025, until, TODAY))
    expected = {"national": 0, "local": 0}
    for place in figures.map.provinces:
        declared = figures.of(place).year
        for source in expected:
            said = first(SAID, 2025, source, place.key, until)
            assert declared.knows(source) == (said is not None)
            expected[source] += said or 0
    total = figures.of(COUNTRY).year.amount_vnd
    assert {source: total[source] for source in expected} == expected
    assert 0 < figures.of(COUNTRY).declaring < len(figures.map.provinces)
