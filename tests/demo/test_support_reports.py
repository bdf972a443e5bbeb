"""Reports of support over the demonstration: recomputed another way, equal to the published."""

import random
from collections import Counter
from datetime import date, timedelta

import pytest

from reports import execution
from reports.catalogue import REPORTS
from reports.parameters import By, Lens, Parameters, SourceChoice
from reports.places import COUNTRY
from reports.queries import draw_map, project_numbers, unaccepted
from tests.demo.test_golden import MILLION, TODAY, one

pytestmark = pytest.mark.django_db

SUPPORT = ("content", "projects", "centres")


def load(slug: str, asked: Parameters):
    return REPORTS[slug].load(asked, draw_map(asked))


def total(slug: str, figures, place):
    return REPORTS[slug].total(figures, place).row


def test_projects_not_accepted_are_those_with_support_less_the_completed():
    units = [unit.slug for unit in draw_map(Parameters(2025, TODAY, TODAY)).units]
    for until in (date(2025, 4, 16), date(2025, 11, 30), date(2026, 1, 10)):
        numbers, _below = project_numbers(2025, until)
        for source in SourceChoice:
            expected = Counter({unit: of[source].planned - of[source].completed
                                for unit, of in numbers.items() if unit})  # fmt: skip
            asked = Parameters(2025, until, TODAY, source)
            assert +unaccepted(units, asked) == +expected
            assert expected.total()


@pytest.mark.parametrize("slug", SUPPORT)
def test_the_published_disbursement_is_that_of_every_report(slug):
    figures = load(slug, Parameters(2025, date(2025, 11, 30), TODAY))
    row = total(slug, figures, figures.map.region("central"))
    assert row.disbursed_vnd.all == 47_017 * MILLION
    assert (row.disbursed_vnd.national, row.disbursed_vnd.local) == (
        7_775 * MILLION,
        39_242 * MILLION,
    )


@pytest.mark.parametrize("slug", SUPPORT)
def test_rows_add_up_to_what_was_disbursed_on_both_maps(slug):
    report = REPORTS[slug]
    for year, until in ((2024, date(2024, 11, 30)), (2025, date(2025, 5, 31)), (2026, TODAY)):
        for lens in Lens:
            asked = Parameters(year, until, TODAY, lens=lens)
            figures = load(slug, asked)
            expected = execution.load(asked, figures.map).total(COUNTRY).disbursed_vnd
            assert total(slug, figures, COUNTRY).disbursed_vnd == expected
            for by in report.by:
                lines = report.table(figures, COUNTRY, by).counted
                assert sum(line.row.disbursed_vnd.all for line in lines) == expected.all


def test_figures_equal_sums_of_the_rows_by_another_way():
    """Eight questions, recomputed by SQL that shares nothing with the reports'."""
    chance = random.Random(2026)
    for _ in range(8):
        year = chance.choice([2022, 2023, 2024, 2025, 2026])
        until = min(date(year, 1, 1) + timedelta(days=chance.randrange(500)), TODAY)
        source = chance.choice(["national", "local"])
        asked = Parameters(year, until, TODAY)
        figures = load("content", asked)
        place = chance.choice(figures.map.provinces)
        group = chance.choice(figures.catalogue.groups)
        row = figures.places.of(place).of(group)
        values = [until, year, source, place.key, int(group.key)]
        assert row.approved_vnd[source] == approved(*values)
        assert row.disbursed_vnd[source] == paid(*values)
        results = load("results", asked).of(place)[source].planned
        assert results.of("jobs").amount == jobs(*values[:4])


GRANTS = """(SELECT g.id FROM projects_grant g WHERE g.budget_year = %s AND g.source = %s
    AND g.project_id IN (SELECT p.id FROM projects_project p WHERE p.centre_id IN
        (SELECT c.id FROM promotion_centre c WHERE c.province_id IN
            (SELECT unit FROM provinces_province WHERE current_id = %s)))
    AND g.content_id IN (SELECT m.content_id FROM promotion_contentmapping m
        JOIN promotion_contentgroup k ON k.id = m.group_id
        WHERE m.catalogue_id = 'conference_2025' AND k.number = %s))"""


def approved(*values) -> int:
    return one(
        f"""SELECT COALESCE(SUM(l.amount_vnd), 0) FROM projects_grantline l WHERE l.decision_id IN
        (SELECT id FROM promotion_decision WHERE signed_on <= %s) AND l.grant_id IN {GRANTS}""",
        list(values),
    )


def paid(*values) -> int:
    return one(
        f"""SELECT COALESCE(SUM(d.amount_vnd), 0) FROM projects_disbursement d WHERE d.id IN
        (SELECT entry_id FROM projects_confirmation) AND d.booked_on <= %s
        AND d.grant_id IN {GRANTS}""",
        list(values),
    )


def jobs(until: date, year: int, source: str, unit: str) -> int:
    """Of projects the decisions on whose support leave more than nothing."""
    return one(
        """SELECT COALESCE(SUM(p.jobs), 0) FROM projects_project p
        WHERE p.id IN (SELECT g.project_id FROM projects_grant g
            JOIN projects_grantline l ON l.grant_id = g.id
            JOIN promotion_decision d ON d.id = l.decision_id
            WHERE d.signed_on <= %s AND g.budget_year = %s AND g.source = %s
            GROUP BY g.project_id HAVING SUM(l.amount_vnd) > 0)
        AND p.centre_id IN (SELECT c.id FROM promotion_centre c WHERE c.province_id IN
            (SELECT unit FROM provinces_province WHERE current_id = %s))""",
        [until, year, source, unit],
    )


def test_projects_by_status_hold_every_project_once():
    figures = load("projects", Parameters(2026, TODAY, TODAY))
    report = REPORTS["projects"]
    whole = figures.of(COUNTRY)
    assert whole.listed.all > whole.projects.all.planned > 500
    for by in (By.STATUS, By.ROUND, By.KIND, By.PROVINCE, By.REGION):
        lines = report.table(figures, COUNTRY, by).counted
        assert sum(line.row.listed.all for line in lines) == whole.listed.all
