"""Years side by side: each to its own same day, plans of earlier years as at their end."""

import csv
import io
import json
from datetime import date
from itertools import product

import pytest
from django.core.management import call_command
from django.utils.translation import override

from promotion.models import Centre, Source
from reports import queries
from reports.catalogue import YEAR_ON_YEAR
from reports.columns import Column
from reports.indicators import BySource
from reports.parameters import BadParameter, By, Lens, Parameters, SourceChoice
from reports.places import COUNTRY
from reports.workbooks import report_workbook
from reports.year_on_year import YearOnYear
from tests.cast import make_centre, make_grant, make_plan, make_project, send
from tests.reports.asking import TODAY, T
from tests.reports.reading import printed_by, table

LOCAL, NATIONAL = Source.LOCAL, Source.NATIONAL
MILLION = 1_000_000


def ask(
    until: date = T,
    year: int = 2025,
    lens: Lens = Lens.TODAY,
    source: SourceChoice = SourceChoice.ALL,
    years: str = "",
) -> YearOnYear:
    more = {"years": years} if years else {}
    asked = Parameters(year, until, TODAY, source, lens, more)
    return YEAR_ON_YEAR.load(asked, queries.draw_map(asked))


def province(figures: YearOnYear, unit: str):
    return figures.of(figures.map.province(unit))


@pytest.fixture
def merged(ministry, centre_an_giang, officer_an_giang, clerk_an_giang):
    """Kiên Giang disbursed 10 and old An Giang 15 in 2024, An Giang 30 in 2025; plans are twice."""
    for unit, year, vnd, day in (
        ("kien-giang", 2024, 10, date(2024, 9, 2)),
        ("an-giang-cu", 2024, 15, date(2024, 9, 2)),
        ("an-giang", 2025, 30, date(2025, 9, 2)),
    ):
        centre = Centre.objects.filter(province=unit).first() or make_centre(
            unit, successor=centre_an_giang, closed_on=date(2025, 6, 30)
        )
        make_plan(unit, year, LOCAL, 2 * vnd, ministry, signed_on=date(year, 1, 10))
        own = make_grant(make_project(centre, f"{unit}-{year}"), officer_an_giang, budget_year=year)
        send(own, clerk_an_giang, vnd, voucher_on=day).confirm(officer_an_giang)


def test_each_year_to_the_same_day_of_its_own(
    ministry, centre_an_giang, officer_an_giang, clerk_an_giang
):
    for year in (2023, 2024, 2025):
        project = make_project(centre_an_giang, f"AG-{year}")
        grant = make_grant(project, officer_an_giang, budget_year=year)
        for vnd, day in ((7, date(year, 11, 30)), (500, date(year, 12, 1))):
            send(grant, clerk_an_giang, vnd, voucher_on=day).confirm(officer_an_giang)
        send(grant, clerk_an_giang, 3, voucher_on=date(year, 2, 2))  # not confirmed
    row = province(ask(), "an-giang")
    assert [row.disbursed(year).all for year in (2023, 2024, 2025)] == [7, 7, 7]


def test_plans_of_earlier_years_as_at_their_end_of_the_last_as_at_the_cut_off(ministry):
    for year in (2023, 2024, 2025):
        for vnd, day in (
            (100, date(year, 1, 5)),
            (20, date(year, 12, 31)),
            (3, date(year + 1, 1, 1)),
        ):
            make_plan("hue", year, LOCAL, vnd, ministry, signed_on=day)
    row = province(ask(), "hue")
    assert [row.plan(year).local for year in (2023, 2024, 2025)] == [120, 120, 100]
    assert row.more(2025, "local") == -20


def test_a_source_that_returns_from_zero_is_seen(ministry):
    make_plan("hue", 2024, LOCAL, 100, ministry, signed_on=date(2024, 1, 5))
    make_plan("hue", 2025, LOCAL, 90, ministry)
    make_plan("hue", 2025, NATIONAL, 30, ministry)
    row = province(ask(), "hue")
    assert [row.more(2025, s) for s in ("national", "local", "all")] == [30, -10, 20]
    assert row.growth(2025, "national") is None
    assert (100 * row.growth(2025, "local"), 100 * row.growth(2025)) == (-10, 20)
    sentence = YEAR_ON_YEAR.sentence(ask(), COUNTRY).text
    assert "tăng 20,00% so với năm 2024 (riêng khuyến công địa phương giảm 10,00%)" in sentence


def test_units_that_did_not_exist_have_x_the_total_has(merged):
    today, then = ask(), ask(lens=Lens.THEN)
    row = province(today, "an-giang")
    assert (row.plan(2024), row.disbursed(2024)) == (BySource(local=50), BySource(local=25))
    assert (row.more(2025), row.growth(2025)) == (10, row.growth(2025, "local"))
    assert 100 * row.growth(2025) == 20  # C grows by 20%: 60 after 20 and 30
    row = province(then, "an-giang")
    assert (row.plan(2024), row.disbursed(2024), row.rate(2024)) == (None, None, None)
    assert (row.more(2025), row.growth(2025)) == (None, None)
    for scope in (COUNTRY, then.map.region("south")):
        total = then.of(scope)
        assert (total.plan(2024).all, total.disbursed(2024).all) == (50, 25)
        assert total.more(2025) == 10
    country = [
        [(f.of(COUNTRY).plan(year), f.of(COUNTRY).disbursed(year)) for year in f.years]
        for f in (today, then)
    ]
    assert country[0] == country[1]


@pytest.mark.parametrize("lens", Lens)
@pytest.mark.parametrize("by", (By.PROVINCE, By.REGION))
def test_rows_add_up_to_the_total(merged, money, lens, by):
    figures = ask(lens=lens)
    printed = YEAR_ON_YEAR.table(figures, COUNTRY, by)
    for column in printed.columns:
        if column.measure.name.startswith(("plan_vnd", "disbursed_vnd")):
            shown = [added(column, line) for s in printed.sections for line in s.items or s.lines]
            assert sum(shown) == (column.value(printed.total.row) or 0)


def added(column: Column, line) -> int:
    return (column.value(line.row) or 0) if line.prints(column) else 0


def test_no_data_is_neither_zero_nor_x(merged):
    printed = YEAR_ON_YEAR.table(ask(), COUNTRY)
    hue = next(line for line in printed.lines if line.name == "Huế")
    assert {column.text(hue.row) for column in printed.columns} == {"…"}
    assert [column.text(printed.total.row) for column in printed.columns[:3]] == ["…", "0", "0"]


def test_two_to_six_years(merged, capsys):
    assert ask().years == range(2023, 2026)
    assert ask(years="6").years == range(2020, 2026)
    for typed in ("1", "7", "x", "٣"):
        with pytest.raises(BadParameter) as caught:
            ask(years=typed)
        assert caught.value.suggestion == {"years": "3"}
    options = ("--year=2025", "--until=2025-11-30", "--province=an-giang")
    call_command("report", "year-on-year", *options, "--years=2")
    report = json.loads(capsys.readouterr().out)
    assert report["parameters"]["years"] == "2"
    assert report["total"]["disbursed_vnd_2024"] == {"national": 0, "local": 25, "all": 25}
    assert report["total"]["plan_growth_2025"]["all"] == 20
    assert "plan_vnd_2023" not in report["total"]
    call_command("report", "year-on-year", *options, "--format=csv")
    head, _row, total = csv.reader(io.StringIO(capsys.readouterr().out.lstrip("\ufeff")))
    assert head[3] == "Kế hoạch năm – 2024 (đồng)"
    assert total[3:5] == ["50", "60"]


def test_three_queries_and_two_for_the_map(merged, django_assert_num_queries):
    for years in ("2", "6"):
        with django_assert_num_queries(5):
            figures = ask(years=years)
            YEAR_ON_YEAR.table(figures, COUNTRY), YEAR_ON_YEAR.sentence(figures, COUNTRY)


def test_figures_lead_to_the_rows_of_their_own_year(official, merged):
    address = "/reports/year-on-year/?year=2025&until=2025-11-30&region=south"
    page = official.get(address).content.decode()
    [row] = [line for line in table(page, "Theo tỉnh, thành phố") if line[1:2] == ["An Giang"]]
    assert row[2:5] == ["…", "0", "0"]
    for listed, query in (
        ("budgets", "year=2024&amp;until=2024-12-31&amp;province=an-giang"),
        ("budgets", "year=2025&amp;until=2025-11-30&amp;province=an-giang"),
        (
            "disbursements",
            "year=2024&amp;until=2024-11-30&amp;state=confirmed&amp;province=an-giang",
        ),
    ):
        assert f'href="/{listed}/?{query}"' in page


@pytest.mark.sqlite  # sheets do not hang on the engine
def test_libreoffice_prints_what_the_page_prints(money, merged, all_recalculated):
    books, tables = [], []
    for lens, source in product(Lens, ("all", "national")):
        figures = ask(lens=lens, source=SourceChoice(source))
        region = figures.map.region("central")
        books.append(report_workbook(YEAR_ON_YEAR, figures, region, By.PROVINCE).content)
        tables.append(YEAR_ON_YEAR.table(figures, region))
    for printed, declared in zip(all_recalculated(*books), tables, strict=True):
        width = len(declared.columns)
        rows = {line[1]: line[2:] for line in printed["Theo tỉnh"] if len(line) == width + 2}
        for name, cells in printed_by(declared, width).items():
            assert rows[name] == [cell.replace("−", "-") for cell in cells]


def test_the_page_in_english_without_any_data(official, db):
    with override("en"):
        official.cookies["django_language"] = "en"
        page = official.get("/reports/year-on-year/?years=6")
    assert page.status_code == 200
    assert "there are no figures yet" in page.content.decode()
