"""A year month by month: months add up, the cut-off's month stops where it does."""

import json
from datetime import date

import pytest
from django.core.management import call_command

from promotion.models import Source
from reports import queries
from reports.catalogue import MONTHLY
from reports.monthly import Monthly
from reports.parameters import By, Lens, Parameters
from reports.places import COUNTRY
from reports.workbooks import report_workbook
from tests.cast import make_grant, make_plan, make_project, send
from tests.reports.asking import TODAY, T
from tests.reports.reading import addresses, figure, printed_by, table

LOCAL, NATIONAL = Source.LOCAL, Source.NATIONAL


def ask(until: date = T, year: int = 2025, lens: Lens = Lens.TODAY) -> Monthly:
    asked = Parameters(year, until, TODAY, lens=lens)
    return MONTHLY.load(asked, queries.draw_map(asked))


@pytest.fixture
def paid(ministry, centre_an_giang, officer_an_giang, clerk_an_giang):
    """An Giang of 2024: planned 1,000; 10 in March, 25 in November, 40 after. 2025: twice that."""
    for year in (2024, 2025):
        make_plan("an-giang", year, LOCAL, 1_000, ministry, signed_on=date(year, 1, 5))
        grant = make_grant(
            make_project(centre_an_giang, f"AG-{year}"), officer_an_giang, budget_year=year
        )
        for vnd, day in (
            (10, date(year, 3, 31)),
            (20, date(year, 11, 15)),
            (5, date(year, 11, 30)),
            (40, date(year + 1, 1, 20)),
        ):
            send(grant, clerk_an_giang, vnd * (year - 2023), voucher_on=day).confirm(
                officer_an_giang
            )
        send(grant, clerk_an_giang, 500, voucher_on=date(year, 4, 4))  # not confirmed


def read(figures: Monthly, of: str) -> list[int | None]:
    rows = (getattr(row, of) for _month, row in figures.rows(COUNTRY))
    return [None if found is None else found.all for found in rows]


def test_months_and_their_cumulative_sums(paid):
    figures = ask()
    assert read(figures, "in_month_vnd") == [0, 0, 20, *[0] * 7, 50, None]
    assert read(figures, "cumulative_vnd") == [0, 0, *[20] * 8, 70, None]
    # The year before goes on to its end.
    assert read(figures, "same_period_vnd") == [0, 0, *[10] * 8, 35, 35]
    total = figures.total(COUNTRY)
    assert (total.cumulative_vnd.all, total.same_period_vnd.all, total.more()) == (70, 35, 35)
    assert 100 * total.of_plan("local") == 7
    assert total.of_plan("national") is None


def test_a_cut_off_within_a_month_is_compared_with_the_same_day(paid):
    figures = ask(until=date(2025, 11, 20))
    month, row = figures.rows(COUNTRY)[10]
    assert month.name == "11/2025, đến 20/11/2025"
    assert (row.in_month_vnd.all, row.cumulative_vnd.all, row.same_period_vnd.all) == (40, 60, 30)
    assert row.same_day == date(2024, 11, 20)


def test_what_is_booked_after_the_year_is_one_more_row(paid):
    figures = ask(until=date(2026, 3, 15))
    month, row = figures.rows(COUNTRY)[-1]
    assert (month.key, month.first) == ("2025-13", date(2026, 1, 1))
    assert (row.in_month_vnd.all, row.cumulative_vnd.all, row.same_period_vnd.all) == (80, 150, 75)
    assert len(figures.rows(COUNTRY)) == 13


def test_what_is_not_known_is_no_zero(paid):
    figures = ask()
    for place, texts in (("hue", {"…"}), ("an-giang", {"0", "0,00", "x"})):
        printed = MONTHLY.table(figures, figures.map.province(place))
        assert {column.text(printed.lines[0].row) for column in printed.columns} == texts
    then = ask(lens=Lens.THEN)
    row = then.total(then.map.province("an-giang"))
    assert (row.same_period_vnd, row.more()) == (None, None)
    assert then.total(COUNTRY).same_period_vnd == figures.total(COUNTRY).same_period_vnd


def test_every_figure_leads_to_its_entries(official, paid):
    page = official.get("/reports/monthly/?year=2025&until=2025-11-20").content.decode()
    rows = table(page, "Theo tháng")
    assert [row[1] for row in rows[2:]][-3:] == ["11/2025, đến 20/11/2025", "12/2025", "Tổng cộng"]
    links = addresses(page, "/disbursements/")
    for query in (
        {"year": ["2025"], "until": ["2025-03-31"], "from": ["2025-03-01"]},
        {"year": ["2025"], "until": ["2025-11-20"], "from": ["2025-11-01"]},
        {"year": ["2025"], "until": ["2025-10-31"]},
        {"year": ["2024"], "until": ["2024-11-20"]},
        {"year": ["2024"], "until": ["2024-12-31"]},
    ):
        assert query | {"state": ["confirmed"]} in links
    assert figure(page, "figure-curve")["data"]


def test_the_command_has_no_choice_of_rows(paid, capsys):
    call_command("report", "monthly", "--year=2025", "--until=2025-11-30")
    report = json.loads(capsys.readouterr().out)
    assert "by" not in report["parameters"]
    march = report["rows"][2]
    assert (march["place"], march["month"]) == ("country", "2025-03")
    assert march["in_month_vnd"] == {"national": 0, "local": 20, "all": 20}
    assert march["disbursed_of_plan"]["local"] == 2
    assert report["total"]["disbursed_vnd"]["all"] == 70


def test_the_sentence_names_the_month_in_which_most_was_paid(paid):
    for until in (T, date(2026, 1, 31)):
        text = MONTHLY.sentence(ask(until=until), COUNTRY).text
        assert text.endswith("tháng giải ngân nhiều nhất đạt 0 triệu đồng (tháng 11/2025).")


def test_four_queries_and_two_for_the_map(paid, django_assert_num_queries):
    with django_assert_num_queries(6):
        figures = ask()
        MONTHLY.table(figures, COUNTRY), MONTHLY.sentence(figures, COUNTRY)


@pytest.mark.sqlite  # sheets do not hang on the engine
def test_libreoffice_prints_what_the_page_prints(money, paid, recalculated):
    figures = ask()
    book = report_workbook(MONTHLY, figures, COUNTRY, By.PROVINCE)
    declared = MONTHLY.table(figures, COUNTRY)
    width = len(declared.columns)
    rows = {r[1]: r[2:] for r in recalculated(book.content)["Theo tháng"] if len(r) == width + 2}
    for name, cells in printed_by(declared, width).items():
        assert rows[name] == [cell.replace("−", "-") for cell in cells]
