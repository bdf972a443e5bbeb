"""What was published of 2021 - 2025, and the same by sums that share nothing with the report."""

import json
from datetime import date

import pytest
from django.core.management import call_command
from django.db import connection

from reports import queries
from reports.catalogue import PROGRAMME_PERIOD
from reports.parameters import By, Lens, Parameters
from reports.places import COUNTRY
from reports.workbooks import report_workbook

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 22)
MILLION = 1_000_000
END_OF_QUANG_BINH = date(2025, 6, 30)


def total_of(capsys, *options: str) -> dict:
    call_command("report", "programme-period", "--period=2021-2025", *options)
    return json.loads(capsys.readouterr().out)["total"]


def test_thanh_hoa_has_85_projects_and_just_over_29_billion(capsys):
    options = ("--year=2025", "--until=2025-12-04", "--province=thanh-hoa")
    for lens in Lens:
        total = total_of(capsys, *options, f"--lens={lens.value}")
        assert total["planned"]["all"] == 85
        assert 29_000 * MILLION < total["approved_vnd"]["all"] < 29_100 * MILLION


def test_quang_binh_has_22_billion_and_a_half_though_it_is_no_more(capsys):
    options = ("--year=2025", f"--until={END_OF_QUANG_BINH}", "--lens=then")
    total = total_of(capsys, *options, "--province=quang-binh")
    assert total["approved_vnd"] == {
        "national": 5_800 * MILLION,
        "local": 16_700 * MILLION,
        "all": 22_500 * MILLION,
    }


def test_quang_binh_on_paper(recalculated):
    asked = Parameters(2025, END_OF_QUANG_BINH, TODAY, lens=Lens.THEN, more={"period": "2021-2025"})
    drawn = queries.draw_map(asked)
    figures = PROGRAMME_PERIOD.load(asked, drawn)
    place = drawn.province("quang-binh")
    book = report_workbook(PROGRAMME_PERIOD, figures, place, By.PROVINCE)
    [total] = [r for r in recalculated(book.content)["Theo năm"] if r[1:2] == ["Tổng cộng"]]
    assert total[5:8] == ["22,500", "5,800", "16,700"]


@pytest.mark.parametrize("until", [date(2024, 12, 31), date(2025, 11, 30), TODAY])
def test_the_country_is_the_same_on_both_maps_and_by_another_way(until):
    wholes = []
    for lens in Lens:
        asked = Parameters(until.year, until, TODAY, lens=lens, more={"period": "2021-2025"})
        figures = PROGRAMME_PERIOD.load(asked, queries.draw_map(asked))
        whole = figures.of(COUNTRY).whole
        for by in (By.PROVINCE, By.REGION):
            rows = figures.rows(COUNTRY, by)
            assert sum(row.whole.approved_vnd.all for row in rows) == whole.approved_vnd.all
            assert sum(row.projects.all.planned for row in rows) == whole.projects.all.planned
        wholes.append((whole.plan_vnd, whole.approved_vnd, whole.disbursed_vnd, whole.projects))
    assert wholes[0] == wholes[1]
    plan, approved, disbursed, projects = wholes[0]
    assert plan.all == one(
        """SELECT SUM(l.amount_vnd) FROM promotion_budgetline l
        WHERE l.from_budget_id IS NULL
        AND l.decision_id IN (SELECT id FROM promotion_decision WHERE signed_on <= %s)
        AND l.budget_id IN (SELECT id FROM promotion_annualbudget
            WHERE budget_year BETWEEN 2021 AND {last})""",
        until,
    )
    assert disbursed.all == one(
        """SELECT SUM(d.amount_vnd) FROM projects_disbursement d
        WHERE d.id IN (SELECT entry_id FROM projects_confirmation) AND d.booked_on <= %s
        AND d.grant_id IN (SELECT id FROM projects_grant WHERE budget_year BETWEEN 2021 AND {last})
        """,
        until,
    )
    support = """SELECT g.project_id, SUM(l.amount_vnd) AS vnd FROM projects_grantline l
        JOIN projects_grant g ON g.id = l.grant_id
        JOIN promotion_decision e ON e.id = l.decision_id
        WHERE e.signed_on <= %s AND g.budget_year BETWEEN 2021 AND {last} GROUP BY g.project_id"""
    assert approved.all == one("SELECT SUM(vnd) FROM (" + support + ") AS support", until)
    counted = one("SELECT COUNT(*) FROM (" + support + ") AS support WHERE vnd > 0", until)
    assert projects.all.planned == counted


def one(sql: str, until: date) -> int:
    """Of the years of the period that have begun by then."""
    sql = sql.replace("{last}", str(min(until.year, 2025)))
    with connection.cursor() as cursor:
        cursor.execute(sql, [until])
        return int(cursor.fetchone()[0])
