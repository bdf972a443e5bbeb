"""Projects by status, round, kind and content, as they stood at the cut-off."""

from datetime import date

import pytest
from django.http import QueryDict
from django.utils.translation import override

from projects.models import Grant, GrantLine, Project
from promotion.models import Source
from reports import execution
from reports.catalogue import REPORTS
from reports.catalogue.projects import ACCEPTED_VALUE, COLUMNS
from reports.indicators import BySource
from reports.pages.links import Links, Reach
from reports.parameters import By, Lens, Parameters, SourceChoice
from reports.places import COUNTRY
from reports.queries import draw_map
from reports.workbooks import report_workbook
from tests.cast import add_line, make_decision, make_grant, make_project, send
from tests.engines import by_turns
from tests.projects.listing import table_at
from tests.reports.asking import TODAY, T
from tests.reports.reading import printed_by

PROJECTS = REPORTS["projects"]
NATIONAL = Source.NATIONAL
Status = Project.Status
MILLION = 1_000_000


def load(until=T, year=2025, **more):
    parameters = Parameters(year, until, TODAY, **more)
    return PROJECTS.load(parameters, draw_map(parameters))


def counted(figures, by, scope=COUNTRY) -> dict[str, tuple[int, int, int]]:
    """{row: (all, with support, accepted)}"""
    lines = PROJECTS.table(figures, scope, by).counted
    return {
        list(line.about.values())[-1].key: (
            line.row.listed.all,
            line.row.projects.all.planned,
            line.row.projects.all.completed,
        )
        for line in lines
    }


@pytest.fixture
def made(centre_an_giang, centre_gia_lai, ministry, officer_an_giang, clerk_an_giang):
    """Five projects with support of 2025 and three without."""

    def project(code: str, centre=centre_an_giang, **fields) -> Project:
        made = make_project(centre, code)
        Project.objects.filter(pk=made.pk).update(**fields)
        made.refresh_from_db()
        return made

    settled = project(
        "AG-1", status=Status.SETTLED, round_number=1, accepted_on=date(2025, 10, 1),
        settled_on=date(2025, 12, 9), accepted_vnd=5 * MILLION, contracted_on=date(2025, 2, 1),
    )  # fmt: skip
    later = project(
        "AG-2", status=Status.ACCEPTED, round_number=1, contracted_on=date(2025, 3, 1),
        accepted_on=date(2025, 12, 1), accepted_vnd=7 * MILLION,
    )  # fmt: skip
    both = project("AG-3", status=Status.IN_PROGRESS, round_number=2, kind="key")
    stopped = project("GL-1", centre_gia_lai, status=Status.STOPPED, approved_on=date(2025, 1, 20))
    unreported = project("GL-2", centre_gia_lai, status=Status.ACCEPTED, accepted_on=T)
    for each, vnd in ((settled, 100), (later, 60), (both, 30), (unreported, 20)):
        make_grant(each, officer_an_giang, vnd * MILLION)
    make_grant(both, ministry, 50 * MILLION, NATIONAL)
    grant = make_grant(stopped, ministry, 40 * MILLION, NATIONAL)
    GrantLine.objects.create(
        decision=make_decision(date(2025, 11, 1)), grant=grant, kind=GrantLine.Kind.STOP,
        amount_vnd=-40 * MILLION, recorded_by=ministry, reason="Cơ sở xin thôi",
    )  # fmt: skip
    send(settled.grants.get(), clerk_an_giang, 80 * MILLION).confirm(officer_an_giang)
    # A dossier of the year; of the year before, after the cut-off, a draft, other years' support:
    project("AG-4", status=Status.SUBMITTED, submitted_on=date(2025, 6, 1))
    project("AG-5", status=Status.SUBMITTED, submitted_on=date(2024, 6, 1))
    project("AG-6", status=Status.SUBMITTED, submitted_on=date(2025, 12, 1))
    project("AG-7", status=Status.DRAFT)
    make_grant(
        project("AG-8", submitted_on=date(2025, 2, 2)), officer_an_giang, 9, budget_year=2024
    )
    return grant


def test_the_status_is_the_one_of_the_cut_off(made):
    assert counted(load(), By.STATUS) == {
        "submitted": (1, 0, 0),
        "contracted": (1, 1, 0),  # accepted on 1 December
        "in-progress": (1, 1, 0),
        "accepted": (2, 2, 2),  # one of them settled on 9 December
        "stopped": (1, 0, 0),
    }
    assert counted(load(until=date(2025, 10, 31)), By.STATUS) == {
        "submitted": (1, 0, 0),
        "approved": (2, 2, 0),  # stopped on 1 November; accepted on the 30th, no contract known
        "contracted": (1, 1, 0),
        "in-progress": (1, 1, 0),
        "accepted": (1, 1, 1),
    }
    assert counted(load(until=TODAY), By.STATUS)["settled"] == (1, 1, 1)


def test_each_grouping_holds_every_project_once(made):
    figures = load()
    assert counted(figures, By.ROUND) == {"1": (2, 2, 1), "2": (1, 1, 0), "": (3, 1, 1)}
    assert counted(figures, By.KIND) == {"single": (5, 3, 2), "key": (1, 1, 0)}
    places = counted(figures, By.PROVINCE)
    assert (places["an-giang"], places["gia-lai"], places["hue"]) == (
        (4, 3, 1),
        (2, 1, 1),
        (0, 0, 0),
    )
    for by in (By.STATUS, By.ROUND, By.KIND, By.PROVINCE, By.REGION):
        columns = zip(*counted(figures, by).values(), strict=True)
        assert [sum(column) for column in columns] == [6, 4, 2]


def test_by_content_a_project_is_in_each_of_its_groups_with_their_support(made):
    grant = Grant.objects.create(
        project=made.project, content_id="brand", budget_year=2025, source=NATIONAL
    )
    add_line(grant, made.lines.first().recorded_by, 11 * MILLION)
    figures = load()
    assert counted(figures, By.CONTENT)["1"] == (5, 4, 2)
    assert counted(figures, By.CONTENT)["2"] == (1, 1, 0)
    assert figures.of(COUNTRY).projects.all.planned == 5
    lines = PROJECTS.table(figures, COUNTRY, By.CONTENT).lines
    assert sum(line.row.approved_vnd.all for line in lines) == figures.of(COUNTRY).approved_vnd.all


def test_sources(made):
    row = load().of(COUNTRY)
    assert row.approved_vnd == BySource(national=50 * MILLION, local=210 * MILLION)
    planned = {source: row.projects[source].planned for source in ("national", "local", "all")}
    assert planned == {"national": 1, "local": 4, "all": 4}
    assert (row.listed.national, row.listed.local, row.listed.all) == (2, 4, 6)


@pytest.mark.parametrize("lens", Lens)
def test_the_total_is_the_one_of_plan_and_disbursement(made, lens):
    for until in (date(2025, 6, 30), T, TODAY):
        row = load(until=until, lens=lens).of(COUNTRY)
        other = execution.load(Parameters(2025, until, TODAY, lens=lens)).total(COUNTRY)
        assert (row.disbursed_vnd, row.projects) == (other.disbursed_vnd, other.projects)


def test_an_accepted_value_that_nobody_reported_is_no_zero(made):
    figures = load()
    value, unreported = COLUMNS[7], COLUMNS[8]
    assert value.measure is ACCEPTED_VALUE
    texts = {
        place: (value.text(row), unreported.text(row))
        for place in ("an-giang", "gia-lai", "hue")
        for row in [figures.of(figures.map.province(place))]
    }
    assert texts == {"an-giang": ("5", "0"), "gia-lai": ("…", "1"), "hue": ("…", "…")}
    assert value.measure.value(figures.of(figures.map.province("gia-lai")), "all") is None
    assert value.text(figures.of(figures.map.region("south"))) == "5"


def test_the_sentence_in_both_languages(made):
    assert PROJECTS.sentence(load(), COUNTRY).text == (
        "Đến ngày 30/11/2025, trên địa bàn cả nước có 4 đề án được hỗ trợ từ kinh phí khuyến công"
        " năm 2025; đã nghiệm thu 2 đề án (50,00%); ngừng triển khai 1 đề án; kinh phí hỗ trợ được"
        " duyệt 260 triệu đồng, đã giải ngân 80 triệu đồng (30,76%)."
    )
    # What was stopped had national money: of local money nothing was.
    local = PROJECTS.sentence(load(source=SourceChoice.LOCAL), COUNTRY).text
    national = PROJECTS.sentence(load(source=SourceChoice.NATIONAL), COUNTRY).text
    assert "ngừng triển khai" not in local
    assert "ngừng triển khai 1 đề án" in national
    with override("en"):
        figures = load()
        assert PROJECTS.sentence(figures, figures.map.province("hue")).text == (
            "By 30/11/2025 no project with industrial promotion funding of 2025 is known in Huế"
            " City."
        )


def test_queries_do_not_grow_with_the_rows(made, django_assert_num_queries):
    parameters = Parameters(2025, T, TODAY)
    drawn = draw_map(parameters)
    with django_assert_num_queries(6):
        figures = PROJECTS.load(parameters, drawn)
        for by in PROJECTS.by:
            PROJECTS.table(figures, COUNTRY, by)


@pytest.mark.sqlite  # sheets do not hang on the engine
def test_libreoffice_prints_what_the_page_prints(made, recalculated):
    figures = load()
    workbook = report_workbook(PROJECTS, figures, COUNTRY, By.STATUS)
    printed = [line[1:11] for line in recalculated(workbook.content)["Theo trạng thái"]]
    for name, cells in printed_by(PROJECTS.table(figures, COUNTRY, By.STATUS), 9).items():
        assert [name, *cells] in printed


@pytest.mark.parametrize("by", [By.STATUS, By.ROUND, By.KIND, By.CONTENT, By.PROVINCE])
@pytest.mark.parametrize("until", by_turns([date(2025, 10, 31), T]))
def test_every_figure_opens_onto_its_projects(made, plans, ministry, by, until):
    """As they stood at the cut-off: AG-1 was not settled, GL-1 not stopped in October."""
    figures = load(until=until)
    links = Links(figures.parameters, figures.map, Reach(everywhere=True))
    table = PROJECTS.table(figures, COUNTRY, by)
    opened = 0
    for line in [*table.lines, table.total]:
        for column in table.columns:
            address = PROJECTS.behind(line, column, links)
            if not address.startswith("/projects/"):
                continue
            opened += 1
            found = table_at(address, ministry)
            by_sum = QueryDict(address.partition("?")[2]).get("sort", "").removeprefix("-")
            if by_sum == "rate":
                assert found.columns[by_sum].footer == column.text(line.row)
                continue
            total = found.sums[by_sum] if by_sum else len(found.rows)
            assert total == column.value(line.row), (line.key, column.key, address)
    assert opened >= 8
    # Who does not see all projects of the country is led to none of them.
    links = Links(figures.parameters, figures.map, Reach(units=frozenset({"an-giang"})))
    assert not any(PROJECTS.behind(table.lines[0], column, links) for column in table.columns)


def test_one_province_may_be_asked_for_every_grouping(client, ministry, made, plans):
    client.force_login(ministry)
    for by in ("", "round", "kind", "content"):
        page = client.get(f"/reports/projects/?year=2025&province=an-giang&by={by}")
        assert page.status_code == 200
        [chip] = [chip for chip in page.context["chips"] if chip["name"] == "by"]
        assert len(chip["links"]) == 4
    assert client.get("/reports/projects/?year=2025&by=centre").status_code == 400
