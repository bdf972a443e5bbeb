"""Results: sums of what was reported, silence never a zero, each establishment once."""

from datetime import date
from fractions import Fraction
from io import BytesIO

import pytest
from django.http import QueryDict
from django.utils.translation import override
from openpyxl import load_workbook

from projects.models import Beneficiary, Establishment, Grant, Project
from promotion.models import Centre, Source
from reports.catalogue import REPORTS
from reports.catalogue.results import COLUMNS
from reports.pages.links import Links, Reach
from reports.parameters import By, Lens, Parameters
from reports.places import COUNTRY
from reports.queries import draw_map
from reports.workbooks import report_workbook
from tests.cast import add_line, make_centre, make_grant, make_project
from tests.engines import by_turns
from tests.projects.listing import table_at
from tests.reports.asking import TODAY, T
from tests.reports.reading import printed_by

RESULTS = REPORTS["results"]
NATIONAL = Source.NATIONAL
MILLION = 1_000_000


def load(until=T, year=2025, **more):
    parameters = Parameters(year, until, TODAY, **more)
    return RESULTS.load(parameters, draw_map(parameters))


def texts(row) -> dict[str, str]:
    with override("en"):
        return {column.measure.name: column.text(row) for column in COLUMNS}


def benefit(project: Project, name: str, content: str = "machinery", **values) -> Beneficiary:
    firm, _ = Establishment.objects.get_or_create(name=name, legal_form="company")
    return Beneficiary.objects.create(
        project=project, establishment=firm, content_id=content, **values
    )


@pytest.fixture
def made(centre_an_giang, centre_gia_lai, ministry, officer_an_giang):
    """Two accepted and one open project in An Giang, one that says nothing in Gia Lai."""

    def project(code: str, vnd: int, centre=centre_an_giang, **fields) -> Project:
        made = make_project(centre, code)
        Project.objects.filter(pk=made.pk).update(**fields)
        made.refresh_from_db()
        make_grant(made, officer_an_giang, vnd * MILLION)
        return made

    first = project("AG-1", 100, accepted_on=T, counterpart_vnd=300 * MILLION, jobs=9)
    benefit(
        first, "A", planned_investment_vnd=250 * MILLION, planned_counterpart_vnd=1, planned_jobs=4,
        planned_income_vnd=8 * MILLION, accepted_counterpart_vnd=320 * MILLION, accepted_jobs=6,
        accepted_income_vnd=9 * MILLION,
    )  # fmt: skip
    benefit(
        first, "B", planned_investment_vnd=150 * MILLION, planned_jobs=12,
        planned_income_vnd=10 * MILLION, accepted_jobs=2, accepted_income_vnd=5 * MILLION,
    )  # fmt: skip
    silent = project("AG-2", 60, accepted_on=date(2025, 6, 1))
    benefit(silent, "A")
    later = project("AG-3", 40, accepted_on=date(2025, 12, 1), investment_vnd=90 * MILLION)
    benefit(later, "C", accepted_jobs=99)
    grant = Grant.objects.create(
        project=later, content_id="showroom", budget_year=2025, source=NATIONAL
    )
    add_line(grant, ministry, 10 * MILLION)
    project("GL-1", 70, centre_gia_lai)
    # Without support of the year, or with none left:
    other = make_project(centre_an_giang, "AG-4")
    make_grant(other, officer_an_giang, 500, budget_year=2024)
    gone = make_project(centre_an_giang, "AG-5")
    add_line(make_grant(gone, officer_an_giang, 7), officer_an_giang, -7)
    for each in (other, gone):
        benefit(each, "D", planned_jobs=1000, planned_counterpart_vnd=1)
    return first


def test_sums_and_ratios_are_of_those_that_report(made):
    row = load().of(COUNTRY)
    found = texts(row)
    assert (found["planned_establishments"], found["accepted_establishments"]) == ("3", "2")
    assert (found["planned_investment_vnd"], found["accepted_investment_vnd"]) == ("490", "…")
    assert (found["planned_counterpart_vnd"], found["accepted_counterpart_vnd"]) == ("300", "320")
    assert (found["support_vnd"], found["leverage"]) == ("100", "3.00")
    assert (found["planned_jobs"], found["accepted_jobs"]) == ("9", "8")
    # (8 × 4 + 10 × 12) ÷ 16 and (9 × 6 + 5 × 2) ÷ 8
    assert (found["planned_income_million"], found["accepted_income_million"]) == ("9.50", "8.00")
    assert (found["planned_not_reported"], found["accepted_not_reported"]) == ("3", "1")


def test_what_is_made_is_counted_by_establishment(made):
    row = load().of(COUNTRY)["all"]
    assert dict(row.planned.made) == {"machines": 5, "showrooms": 1}
    assert row.accepted.made["machines"] == 3  # A and B, and A again
    local = load().of(COUNTRY)["local"]
    assert (local.planned.projects, local.planned.made["showrooms"]) == (4, 0)
    assert load().of(COUNTRY)["national"].planned.made["showrooms"] == 1


def test_silence_is_no_zero_and_nobody_to_report_is_one(made, centre_gia_lai):
    figures = load()
    silent = texts(figures.of(figures.map.province("gia-lai")))
    assert silent["planned_jobs"] == silent["leverage"] == silent["planned_counterpart_vnd"] == "…"
    assert silent["accepted_jobs"] == "0"  # nothing is accepted
    assert (silent["planned_not_reported"], silent["accepted_not_reported"]) == ("1", "0")
    measures = {column.measure.name: column.measure for column in COLUMNS}
    row = figures.of(figures.map.province("gia-lai"))
    assert measures["planned_jobs"].value(row, "all") is None
    hue = texts(figures.of(figures.map.province("hue")))
    assert set(hue.values()) == {"…"}


def test_a_task_is_not_missed(made):
    Project.objects.filter(code="GL-1").update(kind=Project.Kind.TASK)
    row = load().of(COUNTRY)["all"]
    assert row.planned.of("counterpart_vnd").missing == 2
    assert row.planned.projects == 4


def test_results_as_at_a_day(made):
    assert load(until=date(2025, 10, 31)).of(COUNTRY)["all"].accepted.projects == 1
    after = load(until=TODAY).of(COUNTRY)["all"].accepted
    assert (after.projects, after.of("jobs").amount) == (3, 107)


@pytest.mark.parametrize("lens", Lens)
def test_merged_units_count_once_on_both_maps(lens, ministry, centre_an_giang):
    """Old units plan 10 and 15 jobs in 2024, An Giang 30 in 2025; one firm is in both of them."""
    for unit, year, jobs in (
        ("kien-giang", 2024, 10), ("an-giang-cu", 2024, 15), ("an-giang", 2025, 30),
    ):  # fmt: skip
        centre = Centre.objects.filter(province=unit).first() or make_centre(
            unit, successor=centre_an_giang, closed_on=date(2025, 6, 30)
        )
        project = make_project(centre, f"{unit}-{year}")
        make_grant(project, ministry, 5, budget_year=year)
        benefit(project, "A", planned_jobs=jobs)
    before = load(year=2024, until=date(2024, 11, 30), lens=lens)
    country = before.of(COUNTRY)["all"].planned
    assert (country.of("jobs").amount, len(country.establishments)) == (25, 1)
    rows = before.rows(COUNTRY, By.PROVINCE)
    found = {row.place.key: row["all"].planned.of("jobs").amount for row in rows if row.has_data}
    old = {"kien-giang": 10, "an-giang-cu": 15}
    assert found == ({"an-giang": 25} if lens == Lens.TODAY else old)
    now = load(lens=lens)
    assert now.of(now.map.province("an-giang"))["all"].planned.of("jobs").amount == 30


def test_the_sentence_says_only_what_is_reported(made):
    assert RESULTS.sentence(load(), COUNTRY).text == (
        "Đến ngày 30/11/2025, 4 đề án dùng kinh phí khuyến công năm 2025 trên địa bàn cả nước hỗ"
        " trợ 3 cơ sở, huy động vốn đối ứng 300 triệu đồng, gấp 3,00 lần kinh phí hỗ trợ (3 đề án"
        " chưa báo cáo), dự kiến tạo việc làm cho 9 lao động; đã nghiệm thu 2 đề án, với 8 lao"
        " động."
    )
    with override("en"):
        figures = load()
        gia_lai = RESULTS.sentence(figures, figures.map.province("gia-lai")).text
    assert gia_lai == (
        "By 30/11/2025, projects with industrial promotion funding of 2025 in Gia Lai province: 1;"
        " establishments supported: 0, whose counterpart nobody reported."
    )


def test_leverage_is_a_ratio_of_sums(made, officer_an_giang):
    Project.objects.filter(code="GL-1").update(counterpart_vnd=70 * MILLION)
    assert load().of(COUNTRY)["all"].leverage == Fraction(370, 170)


def test_it_says_how_many_projects_both_sources_share(made):
    """The whole counterpart of AG-3 stands beside the support of each of its sources."""
    figures = load()
    assert "kinh phí từ cả hai nguồn (1)" in RESULTS.remark(figures, COUNTRY)
    assert "cả hai nguồn" not in RESULTS.remark(figures, figures.map.province("gia-lai"))


def test_queries_do_not_grow_with_the_rows(made, django_assert_num_queries):
    parameters = Parameters(2025, T, TODAY)
    drawn = draw_map(parameters)
    with django_assert_num_queries(5):
        figures = RESULTS.load(parameters, drawn)
        for by in RESULTS.by:
            RESULTS.table(figures, COUNTRY, by)


@pytest.mark.parametrize("until", by_turns([T, TODAY]))
def test_every_figure_opens_onto_its_rows(made, plans, ministry, until):
    """Whole projects before establishments, nothing of AG-3 before its acceptance."""
    figures = load(until=until)
    links = Links(figures.parameters, figures.map, Reach(everywhere=True))
    table = RESULTS.table(figures, COUNTRY, By.REGION)
    opened = set()
    for line in [*table.lines, table.total]:
        for column in table.columns:
            if not (address := RESULTS.behind(line, column, links)):
                continue
            path, _mark, query = address.partition("?")
            by = QueryDict(query).get("sort", "").removeprefix("-")
            found = table_at(address, ministry)
            if by.endswith("income_vnd") or by == "times":
                assert found.columns[by].footer == column.text(line.row)
            else:
                by = by or ("establishment" if path == "/beneficiaries/" else "")
                total = found.sums[by] if by else len(found.rows)
                assert total == column.value(line.row), (line.key, column.key, address)
            opened.add(column.measure.name)
    never = {
        "planned_trainees",
        "accepted_trainees",
        "planned_models",
        "accepted_models",
        "planned_brands",
        "accepted_brands",
    }
    if until == T:
        never |= {"accepted_investment_vnd", "accepted_showrooms"}
    else:
        never.add("accepted_investment_vnd")
    assert {column.measure.name for column in COLUMNS} - opened == never
    links = Links(figures.parameters, figures.map, Reach(units=frozenset({"an-giang"})))
    assert not any(RESULTS.behind(table.total, column, links) for column in table.columns)


def test_the_list_tells_who_said_nothing(client, made, plans, ministry):
    def codes(query: str) -> list[str]:
        answer = client.get(f"/results/?year=2025&until=2025-11-30&{query}")
        return sorted(row.record.code for row in answer.context["table"].rows)

    client.force_login(ministry)
    assert codes("figure=jobs&reported=planned") == ["AG-1"]
    assert codes("figure=jobs&reported=not-planned") == ["AG-2", "AG-3", "GL-1"]
    assert codes("figure=jobs&reported=accepted") == ["AG-1"]
    assert codes("figure=jobs&reported=not-accepted") == ["AG-2"]
    Project.objects.filter(code="GL-1").update(kind=Project.Kind.TASK)
    assert codes("figure=jobs&reported=not-planned") == ["AG-2", "AG-3"]
    page = client.get("/results/?year=2025&until=2025-11-30&figure=investment_vnd&accepted=on")
    assert page.context["table"].columns["accepted"].footer == "…"
    assert client.get("/results/?figure=moon").status_code == 400
    assert "AG-5" not in codes("unsupported=on")  # its support was taken back


def test_money_is_told_in_million_and_the_rest_counted(client, made, plans, ministry):
    client.force_login(ministry)
    for figure, planned, unit in (
        ("investment_vnd", "490", "Đơn vị tính: triệu đồng"),
        ("jobs", "9", ""),
    ):
        page = client.get(f"/results/?year=2025&until=2025-11-30&figure={figure}")
        table = page.context["table"]
        assert (table.columns["planned"].footer, str(page.context["unit"])) == (planned, unit)
        assert ("approved_vnd" in [column.name for column in table.columns]) == bool(unit)


def test_only_the_reach_of_the_reader_has_results(client, made, plans, clerk_gia_lai):
    client.force_login(clerk_gia_lai)
    rows = client.get("/results/?year=2025&until=2025-11-30").context["table"].rows
    assert [row.record.code for row in rows] == ["GL-1"]


def test_totals_of_what_is_stated_follow_from_the_rows(made):
    """Live, but for establishments, averages, and where nobody reported: no row says a zero."""
    book = load_workbook(BytesIO(report_workbook(RESULTS, load(), COUNTRY, By.REGION).content))
    [total] = [
        row for row in book["Theo khu vực"].iter_rows(min_col=2) if row[0].value == "Tổng cộng"
    ]
    names = [column.measure.name for column in COLUMNS]
    cells = dict(zip(names, (cell.value for cell in total[1:]), strict=False))
    for name in (
        "planned_investment_vnd",
        "accepted_counterpart_vnd",
        "planned_jobs",
        "support_vnd",
    ):
        assert str(cells[name]).startswith("=") and "SUM" in cells[name], name
    assert (cells["planned_establishments"], cells["accepted_investment_vnd"]) == (3, "…")


@pytest.mark.sqlite  # sheets do not hang on the engine
def test_libreoffice_prints_what_the_page_prints(made, recalculated):
    figures = load()
    workbook = report_workbook(RESULTS, figures, COUNTRY, By.REGION)
    printed = [line[1:28] for line in recalculated(workbook.content)["Theo khu vực"]]
    for name, cells in printed_by(RESULTS.table(figures, COUNTRY, By.REGION), 26).items():
        assert [name, *cells] in [line[: len(cells) + 1] for line in printed]
