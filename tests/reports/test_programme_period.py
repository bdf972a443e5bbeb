"""A programme's years: a project of several years counts once, merged units stay quotable."""

import json
from datetime import date

import pytest
from django.core.management import call_command

from projects.models import Project
from promotion.models import Centre, ProgrammePeriod, Source
from reports import queries
from reports.catalogue import PROGRAMME_PERIOD
from reports.indicators import BySource, Projects
from reports.parameters import BadParameter, By, Lens, Parameters
from reports.places import COUNTRY
from reports.programme_period import PeriodFigures
from reports.workbooks import report_workbook
from tests.cast import add_line, make_centre, make_grant, make_plan, make_project, send
from tests.reports.asking import TODAY, T
from tests.reports.reading import compact, printed_by, table

LOCAL, NATIONAL = Source.LOCAL, Source.NATIONAL
MILLION = 1_000_000


def ask(
    until: date = T, year: int = 2025, lens: Lens = Lens.TODAY, period: str = ""
) -> PeriodFigures:
    more = {"period": period} if period else {}
    asked = Parameters(year, until, TODAY, lens=lens, more=more)
    return PROGRAMME_PERIOD.load(asked, queries.draw_map(asked))


def province(figures: PeriodFigures, unit: str):
    return figures.of(figures.map.province(unit))


@pytest.fixture
def supported(ministry, centre_an_giang, officer_an_giang):
    """An Giang: one project of three years and both sources, one of 2024, one taken back."""
    long, short, gone = (make_project(centre_an_giang, f"AG-{n}") for n in range(3))
    make_grant(long, officer_an_giang, 100, LOCAL, 2023)
    make_grant(long, ministry, 40, NATIONAL, 2024)
    make_grant(long, officer_an_giang, 60, LOCAL, 2024)
    make_grant(long, officer_an_giang, 7, LOCAL, 2025)
    make_grant(short, officer_an_giang, 500, LOCAL, 2024)
    add_line(make_grant(gone, officer_an_giang, 300, LOCAL, 2024), officer_an_giang, -300)
    make_grant(gone, officer_an_giang, 9_000, LOCAL, 2020)  # not in the period
    make_plan("hue", 2025, LOCAL, 1_000, ministry)
    Project.objects.filter(pk=short.pk).update(accepted_on=T)
    return long, short


def test_a_project_of_several_years_counts_once_in_the_period(supported):
    row = province(ask(), "an-giang")
    assert {y: row.of(y).projects.all.planned for y in (2023, 2024, 2025)} == {
        2023: 1,
        2024: 2,
        2025: 1,
    }
    assert row.of(2024).projects.national == Projects(1, 0)
    assert row.whole.projects.all == Projects(2, 1)
    assert row.whole.projects.local == Projects(2, 1)
    assert row.whole.approved_vnd == BySource(national=40, local=667)
    assert ask().of(COUNTRY).whole.projects.all == Projects(2, 1)
    assert ask(until=date(2025, 11, 29)).of(COUNTRY).whole.projects.all == Projects(2, 0)


def test_everything_as_known_at_the_cut_off(
    ministry, centre_an_giang, officer_an_giang, clerk_an_giang
):
    for day in (date(2022, 1, 5), date(2024, 12, 31), date(2025, 12, 1)):
        make_plan("an-giang", 2022, LOCAL, 100, ministry, signed_on=day)
    project = make_project(centre_an_giang, "AG")
    old, new = (make_grant(project, officer_an_giang, budget_year=year) for year in (2022, 2025))
    for grant, vnd, day in (
        (old, 4, date(2022, 5, 5)),
        (new, 5, T),
        (new, 50, date(2025, 12, 1)),
    ):
        send(grant, clerk_an_giang, vnd, voucher_on=day).confirm(officer_an_giang)
    send(old, clerk_an_giang, 700, voucher_on=date(2022, 5, 6))
    figures = ask()
    row = province(figures, "an-giang")
    assert [row.of(year).disbursed_vnd.local for year in (2022, 2025)] == [4, 5]
    assert row.of(2022).plan_vnd.local == 200
    assert (100 * row.of(2022).rate(), 1000 * row.of(2022).disbursed_of_approved()) == (2, 4)
    # What waits is of a year of the period, not of the year that is asked for.
    assert figures.waiting(COUNTRY).entries.all == 1
    assert figures.provisional(COUNTRY)
    assert not province(figures, "hue").whole.has_data


def test_a_unit_that_was_merged_is_quoted_on_the_map_of_then(
    ministry, centre_an_giang, officer_an_giang
):
    for unit, year, vnd in (
        ("kien-giang", 2024, 10),
        ("an-giang-cu", 2024, 15),
        ("an-giang", 2025, 30),
    ):
        centre = Centre.objects.filter(province=unit).first() or make_centre(
            unit, successor=centre_an_giang, closed_on=date(2025, 6, 30)
        )
        make_grant(make_project(centre, f"{unit}-{year}"), officer_an_giang, vnd, LOCAL, year)
    then = ask(until=date(2025, 6, 30), lens=Lens.THEN)
    assert province(then, "kien-giang").whole.approved_vnd.all == 10
    today = ask()
    assert province(today, "an-giang").whole.approved_vnd.all == 55
    for figures in (today, then):
        assert figures.of(COUNTRY).whole.approved_vnd.all == 55
        assert figures.of(COUNTRY).whole.projects.all.planned == 3


def test_the_report_offers_a_merged_unit_its_own_days(official, supported):
    address = "/reports/programme-period/?year=2025&period=2021-2025&province=kien-giang"
    answer = official.get(address)
    assert answer.status_code == 404
    page = answer.content.decode()
    assert "period=2021-2025&amp;province=kien-giang&amp;until=2025-06-30&amp;lens=then" in page
    then = official.get(f"{address}&until=2025-06-30&lens=then")
    assert then.status_code == 200


def test_the_period_of_the_year_or_another_that_has_begun(supported):
    assert str(ask().period) == "2021 - 2025"
    assert ask().years == range(2021, 2026)
    assert ask(until=date(2023, 5, 5), year=2023).years == range(2021, 2024)
    assert str(ask(until=TODAY, year=2026).period) == "2026 - 2030"
    assert ask(until=TODAY, year=2026, period="2021-2025").years == range(2021, 2026)
    for period in ("2026-2030", "2021", "x"):
        with pytest.raises(BadParameter) as caught:
            ask(period=period)
        assert caught.value.suggestion == {"period": "2021-2025"}
    ProgrammePeriod.objects.all().delete()
    assert str(ask().period) == "2025 - 2025"


def test_years_under_their_place_and_the_country_once_more(supported, capsys):
    figures = ask()
    printed = PROGRAMME_PERIOD.table(figures, COUNTRY, By.REGION)
    assert len(printed.sections) == 4
    assert [line.name for line in printed.sections[-1].lines][1:] == [
        str(year) for year in range(2021, 2026)
    ]
    assert len(printed.counted) == 3 * 5
    [approved] = [c for c in printed.columns if c.key == "approved_vnd.all"]
    counted = sum(approved.value(line.row) or 0 for line in printed.counted)
    assert counted == approved.value(printed.total.row) == 707
    alone = PROGRAMME_PERIOD.table(figures, figures.map.province("an-giang"))
    assert [line.name for line in alone.lines] == [str(year) for year in range(2021, 2026)]
    call_command("report", "programme-period", "--year=2025", "--until=2025-11-30", "--by=province")
    report = json.loads(capsys.readouterr().out)
    assert report["parameters"]["period"] == "2021-2025"
    [row] = [r for r in report["rows"] if (r["place"], r["year"]) == ("an-giang", "2024")]
    assert row["planned"] == {"national": 1, "local": 2, "all": 2}
    assert report["total"]["planned"]["all"] == 2


def test_the_page_and_its_sentence(official, supported):
    page = official.get("/reports/programme-period/?year=2025&until=2025-11-30&province=an-giang")
    text = compact(page.content.decode())
    assert "Giai đoạn 2021 - 2025, tính đến ngày 30/11/2025, kinh phí khuyến công" in text
    assert "đã hỗ trợ 2 đề án trên địa bàn tỉnh An Giang" in text
    rows = table(page.content.decode(), "Theo địa bàn và năm")
    assert [row[1] for row in rows[2:]] == ["2021", "2022", "2023", "2024", "2025", "Tổng cộng"]
    empty = official.get("/reports/programme-period/?year=2025&until=2025-11-30&province=hue")
    assert "chưa có số liệu" in compact(empty.content.decode())


def test_six_queries_and_two_for_the_map(supported, django_assert_num_queries):
    with django_assert_num_queries(8):
        figures = ask()
        PROGRAMME_PERIOD.table(figures, COUNTRY), PROGRAMME_PERIOD.sentence(figures, COUNTRY)


@pytest.mark.sqlite  # sheets do not hang on the engine
def test_libreoffice_prints_what_the_page_prints(supported, money, all_recalculated):
    asked = [ask(lens=lens) for lens in Lens]
    books = [report_workbook(PROGRAMME_PERIOD, figures, COUNTRY, By.REGION) for figures in asked]
    for book in books:
        assert book.name.startswith("programme-period_country_2021-2025_2025_2025-11-30")
    printed = all_recalculated(*(book.content for book in books))
    for sheets, figures in zip(printed, asked, strict=True):
        declared = PROGRAMME_PERIOD.table(figures, COUNTRY, By.REGION)
        width = len(declared.columns)
        rows = {line[1]: line[2:] for line in sheets["Theo năm"] if len(line) == width + 2}
        expected = printed_by(declared, width)
        for name in ("Khu vực phía Nam", "Cả nước", "Tổng cộng"):
            assert rows[name] == expected[name]
