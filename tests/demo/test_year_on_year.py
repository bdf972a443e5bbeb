"""The published years of the Central conference, beside each other, on page, paper and in files."""

import json
from datetime import date

import pytest
from django.core.management import call_command

from reports import queries
from reports.catalogue import EXECUTION, YEAR_ON_YEAR
from reports.parameters import By, Lens, Parameters
from reports.places import COUNTRY
from reports.workbooks import report_workbook
from tests.demo.sums import CONFERENCE, NATIONAL, of_central, payments, plans

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 22)
MILLION = 1_000_000


def test_the_command_prints_the_published_years(capsys):
    options = ("--year=2025", "--until=2025-11-30", "--region=central", "--years=2")
    call_command("report", "year-on-year", *options)
    total = json.loads(capsys.readouterr().out, parse_float=str)["total"]
    for name, million in (
        ("plan_vnd_2024", 52_026),
        ("disbursed_vnd_2024", 35_194),
        ("plan_vnd_2025", 60_840),
        ("disbursed_vnd_2025", 47_017),
        ("plan_more_vnd_2025", 8_814),
    ):
        assert total[name]["all"] == million * MILLION
    assert total["rate_2025"] == {"national": "68.35", "local": "79.33", "all": "77.27"}
    # National money returned from zero: an amount and no percentage.
    assert total["plan_more_vnd_2025"]["national"] == 11_375 * MILLION
    assert total["plan_growth_2025"] == {"national": None, "local": "-4.92", "all": "16.94"}


def test_the_workbook_recalculates_to_the_published_years(recalculated):
    asked = Parameters(2025, CONFERENCE, TODAY, more={"years": "2"})
    drawn = queries.draw_map(asked)
    figures = YEAR_ON_YEAR.load(asked, drawn)
    book = report_workbook(YEAR_ON_YEAR, figures, drawn.region("central"), By.PROVINCE)
    assert "_2_2025_" in book.name and "SO-LIEU-GIA-DINH" in book.name
    [total] = [r for r in recalculated(book.content)["Theo tỉnh"] if r[1:2] == ["Tổng cộng"]]
    assert total[2:] == [
        *("52,026", "60,840", "35,194", "47,017", "67.64", "77.27"),
        *("8,814", "11,375", "-2,561", "16.94", "x", "-4.92"),
    ]


@pytest.mark.parametrize("until", [date(2025, 2, 28), date(2025, 8, 15), date(2026, 1, 31)])
def test_six_years_are_those_of_the_main_report_and_of_the_rows(until):
    asked = Parameters(2025, until, TODAY, more={"years": "6"})
    drawn = queries.draw_map(asked)
    figures = YEAR_ON_YEAR.load(asked, drawn)
    central = figures.of(drawn.region("central"))
    for year in figures.years[1:]:
        alone = EXECUTION.load(asked.of_year(year), drawn).of(drawn.region("central"))
        assert central.disbursed(year) == alone.disbursed_vnd
        day = asked.of_year(year).until
        assert central.disbursed(year).national == of_central(payments(year, day), NATIONAL)
        planned = plans(year, until if year == 2025 else date(year, 12, 31))
        assert central.plan(year).national == of_central(planned, NATIONAL)


def test_both_maps_give_the_same_country():
    totals = []
    for lens in Lens:
        asked = Parameters(2025, CONFERENCE, TODAY, lens=lens, more={"years": "6"})
        figures = YEAR_ON_YEAR.load(asked, queries.draw_map(asked))
        country = figures.of(COUNTRY)
        totals.append([(country.plan(y), country.disbursed(y)) for y in figures.years[1:]])
    assert totals[0] == totals[1]
    assert all(plan.all and paid.all for plan, paid in totals[0])
