"""The published figures of the Central conference as printed, and what holds of all figures."""

import csv
import json
import random
from datetime import date, timedelta

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection

from promotion.lib.dates import month_end
from reports import execution, queries
from reports.catalogue import EXECUTION
from reports.conference import Conference
from reports.execution import ExecutionFigures
from reports.indicators import SOURCES
from reports.parameters import By, Lens, Parameters
from reports.places import COUNTRY
from reports.workbooks.edition import workbook_of

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 22)
MILLION = 1_000_000
RATES = {"execution_rate": "rate"}

with (settings.BASE_DIR / "fixtures/golden_figures.csv").open(encoding="utf-8") as file:
    PUBLISHED = [row for row in csv.DictReader(file) if row["scope"] == "central"]


def ids(row: dict[str, str]) -> str:
    return f"{row['year_or_period']}-{row['source']}-{row['measure']}"


@pytest.mark.parametrize("row", PUBLISHED, ids=ids)
def test_the_command_prints_what_was_published(row, capsys):
    options = [f"--year={row['year_or_period']}", f"--until={row['as_of']}", "--region=central"]
    call_command("report", "execution", *options)
    # Percentages are compared as they are printed.
    total = json.loads(capsys.readouterr().out, parse_float=str)["total"]
    if row["unit"] == "percent":
        measure = RATES.get(row["measure"], row["measure"])
        assert total[measure][row["source"]] == row["value"]
    else:
        assert total[f"{row['measure']}_vnd"][row["source"]] == int(row["value"]) * MILLION


def test_the_workbook_prints_what_was_published(recalculated):
    typed = {"region": "central", "year": "2025", "until": "2025-11-30", "ordinal": "14"}
    edition = Conference.read(typed, today=TODAY, years=[2025])
    workbook = workbook_of(edition)
    assert "SO-LIEU-GIA-DINH" in workbook.name
    printed = recalculated(workbook.content)
    provinces = {line[1]: line for line in printed["Theo tỉnh"] if len(line) > 16}
    total = provinces["Tổng cộng"]
    assert [*total[2:8], *total[9:16]] == [  # between them the outstanding advances
        *("60,840", "11,375", "49,465", "47,017", "7,775", "39,242"),
        *("77.27", "68.35", "79.33", "12.77", "64.50", "35,194", "133.59"),
    ]
    rows = {line[1]: line[2:15] for line in printed["Tổng hợp khu vực"] if len(line) > 14}
    assert rows["Tổng cộng"] == [
        *("52,026", "43,735", "84.06", "35,194", "60,840", "47,017", "77.27", "77.27", "13,823"),
        *("8,814", "16.94", "11,823", "133.59"),
    ]
    assert rows["Khuyến công quốc gia (KCQG)"] == [
        *("0", "0", "x", "0", "11,375", "7,775", "68.35", "12.77", "3,600"),
        *("11,375", "x", "7,775", "x"),
    ]
    assert rows["Khuyến công địa phương (KCĐP)"] == [
        *("52,026", "43,735", "84.06", "35,194", "49,465", "39,242", "79.33", "64.50", "10,223"),
        *("-2,561", "-4.92", "4,048", "111.50"),
    ]


def test_the_sentence_is_the_published_one():
    asked = Parameters(2025, date(2025, 11, 30), TODAY)
    figures = execution.load(asked)
    central = figures.map.region("central")
    assert EXECUTION.sentence(figures, central).text == (
        "Lũy kế đến ngày 30/11/2025, kinh phí khuyến công đã giải ngân trên địa bàn các tỉnh,"
        " thành phố khu vực miền Trung - Tây Nguyên đạt 47.017 triệu đồng, bằng 77,27% kế hoạch"
        " năm 2025 và bằng 133,59% so với cùng kỳ năm 2024 (riêng khuyến công địa phương bằng"
        " 111,50%)."
    )


def amounts(row) -> list[int]:
    return [
        each[source]
        for each in (
            row.plan_vnd,
            row.disbursed_vnd,
            row.earlier_plan_vnd,
            row.earlier_disbursed_vnd,
        )
        for source in SOURCES
    ]


def added(figures: ExecutionFigures, by: By) -> list[int]:
    return [sum(column) for column in zip(*map(amounts, figures.rows(COUNTRY, by)), strict=True)]


@pytest.mark.parametrize("year", [2022, 2023, 2024, 2025, 2026])
def test_both_maps_give_the_same_country_in_every_month(year):
    for month in range(1, 13 if year < 2026 else 11):
        until = month_end(date(year, month, 1))
        totals = []
        for lens in Lens:
            figures = execution.load(Parameters(year, until, TODAY, lens=lens))
            country = figures.total(COUNTRY)
            assert added(figures, By.PROVINCE) == added(figures, By.REGION) == amounts(country)
            totals.append((amounts(country), country.projects))
        assert totals[0] == totals[1]
        assert totals[0][0][2] > 0 or month < 3


def test_figures_equal_sums_of_the_rows_by_another_way():
    """Fifty questions, recomputed by SQL that shares nothing with the reports'."""
    chance = random.Random(2025)
    for _ in range(50):
        year = chance.choice([2022, 2023, 2024, 2025, 2026])
        until = date(year, 1, 1) + timedelta(days=chance.randrange(500))
        until = min(until, TODAY)
        figures = execution.load(Parameters(year, until, TODAY))
        place = chance.choice(figures.map.provinces)
        source = chance.choice(["national", "local"])
        row = figures.of(place)
        assert row.plan_vnd[source] == planned(place.key, year, source, until)
        assert row.disbursed_vnd[source] == paid(place.key, year, source, until)


def planned(unit: str, year: int, source: str, until: date) -> int:
    def lines(budget: str) -> int:
        return one(
            f"""SELECT COALESCE(SUM(l.amount_vnd), 0) FROM promotion_budgetline l
            WHERE l.decision_id IN
                (SELECT id FROM promotion_decision WHERE signed_on <= %s)
            AND l.{budget} IN (SELECT id FROM promotion_annualbudget
                WHERE budget_year = %s AND source = %s AND province_id IN
                (SELECT unit FROM provinces_province WHERE current_id = %s))""",
            [until, year, source, unit],
        )

    return lines("budget_id") - lines("from_budget_id")


def paid(unit: str, year: int, source: str, until: date) -> int:
    return one(
        """SELECT COALESCE(SUM(d.amount_vnd), 0) FROM projects_disbursement d
        WHERE d.id IN (SELECT entry_id FROM projects_confirmation) AND d.booked_on <= %s
        AND d.grant_id IN (SELECT g.id FROM projects_grant g
            WHERE g.budget_year = %s AND g.source = %s AND g.project_id IN
            (SELECT p.id FROM projects_project p WHERE p.centre_id IN
                (SELECT c.id FROM promotion_centre c WHERE c.province_id IN
                    (SELECT unit FROM provinces_province WHERE current_id = %s))))""",
        [until, year, source, unit],
    )


def one(sql: str, values: list) -> int:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return int(cursor.fetchone()[0])


def test_seven_queries_for_the_whole_country(django_assert_num_queries):
    with django_assert_num_queries(7):
        figures = execution.load(Parameters(2025, date(2025, 11, 30), TODAY))
        figures.rows(COUNTRY), figures.curve(COUNTRY), figures.previous_curve(COUNTRY)
    with django_assert_num_queries(1):
        assert queries.budget_years(TODAY) == [2026, 2025, 2024, 2023, 2022, 2021]
