"""Rows by level of government: districts' and communes' local money beside the province's own."""

import csv
import io
import json
from collections import Counter
from datetime import date

import pytest
from django.utils.translation import override
from openpyxl import load_workbook

from promotion.models import Level, Source, User
from reports import exports, queries
from reports.catalogue import CONTENT, EXECUTION, PROGRAMME_PERIOD, RESULTS, YEAR_ON_YEAR
from reports.conference import Conference
from reports.indicators import BySource, ProjectNumbers
from reports.pages.links import Links, Reach
from reports.parameters import BadParameter, By, Lens, Parameters, SourceChoice
from reports.places import COUNTRY
from reports.workbooks import report_workbook
from reports.workbooks.edition import workbook_of
from tests.cast import add_line, make_grant, make_project
from tests.projects.listing import table_at
from tests.reports.asking import TODAY, T
from tests.reports.reading import addresses, printed_by, words

LOCAL, NATIONAL = Source.LOCAL, Source.NATIONAL
MILLION = 1_000_000
DISTRICT, COMMUNE = Level.DISTRICT, Level.COMMUNE


def asked(until=T, lens=Lens.TODAY, source=SourceChoice.ALL, report=EXECUTION):
    parameters = Parameters(2025, until, TODAY, source, lens)
    return report.load(parameters, queries.draw_map(parameters))


def rows(figures, scope=COUNTRY, by=By.LEVEL):
    """{key: (plan, disbursed, same period, projects)} of the rows that have any."""
    found = {}
    for row in figures.rows(scope, by):
        amounts = (row.plan_vnd, row.disbursed_vnd, row.earlier_disbursed_vnd)
        if any(each.all for each in amounts):
            found[row.place.key] = (*amounts, row.projects.all.planned)
    return found


def money(local: int, national: int = 0) -> BySource:
    return BySource(national * MILLION, local * MILLION)


def test_each_level_has_a_row_of_its_own(divided):
    assert rows(asked()) == {
        "an-giang.province": (money(1000, 200), money(600, 70), money(350), 2),
        "an-giang.district": (money(60), money(20), money(90), 1),
        "an-giang.commune": (money(40), money(30), money(0), 1),
        "gia-lai": (money(300), money(5), money(0), 1),
    }


def test_on_the_map_of_then_each_unit_has_its_own(divided):
    until = date(2025, 5, 31)
    assert rows(asked(until, Lens.THEN)) == {
        "kien-giang.province": (money(0), money(0), money(350), 0),
        "kien-giang.district": (money(60), money(20), money(90), 1),
        # Its plan was signed in January; it has no row on the map of May but its own, last.
        "an-giang.province": (money(1000, 200), money(0), money(0), 2),
        "an-giang.commune": (money(40), money(0), money(0), 1),
        "gia-lai": (money(300), money(0), money(0), 1),
    }


@pytest.mark.parametrize("lens", Lens)
@pytest.mark.parametrize("until", [T, date(2025, 5, 31), date(2025, 9, 1)])
@pytest.mark.parametrize("region", ["", "south"])
def test_the_rows_add_up_to_the_province_and_the_total(divided, lens, until, region):
    figures = asked(until, lens)
    scope = figures.map.scope(region=region)
    for name in ("plan_vnd", "disbursed_vnd", "earlier_plan_vnd", "earlier_disbursed_vnd"):
        of_levels = BySource.total(getattr(row, name) for row in figures.rows(scope, By.LEVEL))
        assert of_levels == getattr(figures.total(scope), name)
        by_province = BySource.total(getattr(row, name) for row in figures.rows(scope))
        assert by_province == of_levels


def test_the_local_money_of_a_province_is_that_of_all_its_levels(divided):
    figures = asked()
    whole = figures.of(figures.map.province("an-giang"))
    assert whole.plan_vnd == money(1100, 200) and whole.disbursed_vnd == money(650, 70)


def test_a_project_counts_at_the_highest_level_that_supports_it(
    divided, project_an_giang, officer_an_giang
):
    for level in (COMMUNE, DISTRICT):
        make_grant(project_an_giang, officer_an_giang, 7, level=level)
    planned = {key: number for key, (*_amounts, number) in rows(asked()).items()}
    assert planned == {
        "an-giang.province": 2,
        "an-giang.district": 2,
        "an-giang.commune": 1,
        "gia-lai": 1,
    }


def test_years_by_level(divided):
    figures = asked(report=YEAR_ON_YEAR)
    found = {row.place.key: row for row in figures.rows(COUNTRY, By.LEVEL)}
    district = found["an-giang.district"]
    assert [district.plan(year) for year in (2024, 2025)] == [money(100), money(60)]
    assert [district.disbursed(year) for year in (2024, 2025)] == [money(90), money(20)]
    commune = found["an-giang.commune"]
    assert commune.plan(2024) == money(0) and commune.growth(2025) is None
    for year in (2024, 2025):
        for figure in ("plan", "disbursed"):
            parts = (getattr(row, figure)(year) for row in figures.rows(COUNTRY, By.LEVEL))
            assert BySource.total(filter(None, parts)) == getattr(figures.of(COUNTRY), figure)(year)


def test_a_programme_by_level(divided):
    figures = asked(report=PROGRAMME_PERIOD)
    found = {row.place.key: row for row in figures.rows(COUNTRY, By.LEVEL)}
    told = {
        key: {year: told_of(row.of(year)) for year in (2024, 2025)} | {"": told_of(row.whole)}
        for key, row in found.items()
        if key.startswith("an-giang.")
    }
    # (plan, support, disbursed, projects): support is as much as the plan.
    assert told == {
        "an-giang.province": {
            2024: (money(500), money(500), money(350), 1),
            2025: (money(1000, 200), money(1000, 200), money(600, 70), 2),
            "": (money(1500, 200), money(1500, 200), money(950, 70), 3),
        },
        "an-giang.district": {
            2024: (money(100), money(100), money(90), 1),
            2025: (money(60), money(60), money(20), 1),
            "": (money(160), money(160), money(110), 2),
        },
        "an-giang.commune": {
            2024: (money(0), money(0), money(0), 0),
            2025: (money(40), money(40), money(30), 1),
            "": (money(40), money(40), money(30), 1),
        },
    }
    assert found["hue"].whole.has_data is False


@pytest.mark.parametrize("source", [SourceChoice.ALL, SourceChoice.LOCAL])
@pytest.mark.parametrize("lens", Lens)
def test_a_number_opens_onto_as_many_projects(divided, centre_an_giang, ministry, source, lens):
    """A project counts at the highest level that supports it, of the source that is asked for."""
    officer = User.objects.get(province_id="an-giang", role=User.Role.OFFICER)
    for number, levels in enumerate([(COMMUNE, DISTRICT), (Level.PROVINCE, DISTRICT)]):
        project = make_project(centre_an_giang, f"AG-{number}")
        for level in levels:
            make_grant(project, officer, 7, level=level)
    both, gone = (make_project(centre_an_giang, f"AG-{number}") for number in (2, 3))
    make_grant(both, ministry, 7, NATIONAL)
    make_grant(both, officer, 7, level=DISTRICT)
    # What was taken back by the day is no support of a higher level.
    add_line(make_grant(gone, officer, 7, level=DISTRICT), officer, -7)
    make_grant(gone, officer, 7, level=COMMUNE)
    figures = asked(lens=lens, source=source)
    links = Links(figures.parameters, figures.map, Reach(everywhere=True))
    told, listed = {}, {}
    for row in figures.rows(COUNTRY, By.LEVEL):
        if row.place.level:
            told[row.place.level] = row.projects[source.value].planned
            address = links.supported(row.place, source.value)
            listed[row.place.level] = table_at(address, ministry).paginator.count
    of_province, of_district = (4, 2) if source == SourceChoice.ALL else (2, 3)
    assert told == listed == {"province": of_province, "district": of_district, "commune": 2}


def told_of(row):
    return row.plan_vnd, row.approved_vnd, row.disbursed_vnd, row.projects.all.planned


@pytest.mark.parametrize("report", [PROGRAMME_PERIOD, CONTENT])
@pytest.mark.parametrize("lens", Lens)
@pytest.mark.parametrize("until", [T, date(2025, 5, 31)])
def test_support_by_level_adds_up(divided, project_an_giang, officer_an_giang, report, lens, until):
    # A project of two levels is one of the higher.
    for level in (COMMUNE, DISTRICT):
        make_grant(project_an_giang, officer_an_giang, 7, level=level)
    figures = asked(until, lens, report=report)
    rows = figures.places.rows(COUNTRY, By.LEVEL)
    whole = figures.places.of(COUNTRY)
    sums = [row.whole if report is PROGRAMME_PERIOD else row.total for row in (*rows, whole)]
    total = sums.pop()
    numbers: Counter[str] = Counter()
    for row, row_sums in zip(rows, sums, strict=True):
        numbers[row.place.level] += row_sums.projects.all.planned
    # In 2024 one more of the province and one of districts; Gia Lai has no levels.
    before = report is PROGRAMME_PERIOD
    assert numbers == {"": 1, "province": 2 + before, "district": 2 + before, "commune": 1}
    for name in ("approved_vnd", "disbursed_vnd"):
        assert BySource.total(getattr(row, name) for row in sums) == getattr(total, name)
        assert getattr(total, name).all > 0
    assert sum((row.projects for row in sums), ProjectNumbers()) == total.projects


def test_contents_by_level(divided):
    figures = asked(report=CONTENT)
    found = {row.place.key: row for row in figures.places.rows(COUNTRY, By.LEVEL)}
    [group] = [group for group in figures.catalogue.groups if "machinery" in group.contents]
    district = found["an-giang.district"].of(group)
    assert (district.approved_vnd, district.disbursed_vnd) == (money(60), money(20))
    assert district.projects.all.planned == district.projects.local.planned == 1
    others = [each for each in figures.catalogue.groups if each != group]
    assert all(found["an-giang.district"].of(each).approved_vnd.all == 0 for each in others)
    own = found["an-giang.province"].of(group)
    assert (own.approved_vnd, own.disbursed_vnd) == (money(1000, 200), money(600, 70))


def test_one_source_has_the_same_levels(divided):
    figures = asked(source=SourceChoice.LOCAL)
    assert {"an-giang.province", "an-giang.district", "an-giang.commune"} < set(rows(figures))


def test_a_province_may_be_seen_by_level(divided, official):
    page = official.get(
        "/reports/execution/", {"year": 2025, "until": T, "province": "an-giang", "by": "level"}
    ).content.decode()
    said = words(page)
    for name in ("quốc gia, cấp tỉnh", "cấp huyện", "cấp xã"):
        assert f"An Giang – {name}" in said
    # Money of one level opens onto the rows of that level alone.
    levels = [query["level"] for query in addresses(page, "/budgets/") if "level" in query]
    assert {level for [level] in levels} == {"province", "district", "commune"}


def test_reports_without_levels_say_what_they_offer(divided):
    with pytest.raises(BadParameter) as refusal:
        RESULTS.read_by("level", asked().map, COUNTRY, in_reach=True)
    assert refusal.value.suggestion == {"by": "province"}


@pytest.mark.parametrize("lens", Lens)
def test_a_link_names_the_places_and_the_level(divided, lens):
    figures = asked(lens=lens)
    links = Links(figures.parameters, figures.map, Reach(everywhere=True))
    row = next(row for row in figures.rows(COUNTRY, By.LEVEL) if row.place.level == "district")
    address = links.disbursed(row.place, "local")
    assert "level=district" in address and "source=local" in address
    assert ("province=an-giang" in address) == (lens == Lens.TODAY)
    assert ("unit=kien-giang" in address) == (lens == Lens.THEN)
    assert links.place(row.place) == ""


def test_json_and_csv_have_each_amount_once(divided):
    figures = asked()
    told = json.loads(exports.as_json(EXECUTION, figures, COUNTRY, By.LEVEL))
    by_key = {row["place"]: row["plan_vnd"]["all"] for row in told["rows"]}
    assert by_key["an-giang.district"] == 60 * MILLION and "an-giang" not in by_key
    assert sum(by_key.values()) == told["total"]["plan_vnd"]["all"] == 1600 * MILLION
    assert told["parameters"]["by"] == "level"
    lines = list(csv.reader(io.StringIO(exports.as_csv(EXECUTION, figures, COUNTRY, By.LEVEL))))
    assert sum(int(line[2] or 0) for line in lines[1:-1]) == int(lines[-1][2]) == 1600 * MILLION


def test_the_sums_on_paper_are_formulas(divided, recalculated):
    figures = asked()
    with override("vi"):
        book = report_workbook(EXECUTION, figures, COUNTRY, By.LEVEL)
    printed = {line[1]: line[2:] for line in recalculated(book.content)["Theo cấp"] if line[1:]}
    expected = printed_by(EXECUTION.table(figures, COUNTRY, By.LEVEL), 6)
    assert expected["An Giang – cấp huyện"] == ["60", "0", "60", "20", "0", "20"]
    for name in ("An Giang – cấp huyện", "An Giang – quốc gia, cấp tỉnh", "Tổng cộng"):
        assert printed[name][:6] == expected[name]


@pytest.mark.sqlite  # sheets do not hang on the engine
def test_a_conference_tells_local_money_by_level(divided, recalculated):
    typed = {"region": "south", "year": "2025", "until": "2025-11-30", "ordinal": "1"}
    book = workbook_of(Conference.read(typed, today=TODAY, years=[2025, 2024])).content
    found = recalculated(book)
    rows = [row for row in found["Theo nguồn"] if len(row) > 5]
    [at] = [at for at, row in enumerate(rows) if row[1] == "- ngân sách cấp tỉnh"]
    # Plan, disbursed, advances, rate, same period and its ratio, projects.
    assert [row[1:10] for row in rows[at - 1 : at + 3]] == [
        ["An Giang", "1,100", "650", "0", "59.09", "440", "147.72", "3", "0"],
        ["- ngân sách cấp tỉnh", "1,000", "600", "0", "60.00", "350", "171.42", "1", "0"],
        ["- ngân sách cấp huyện", "60", "20", "0", "33.33", "90", "22.22", "1", "0"],
        ["- ngân sách cấp xã", "40", "30", "0", "75.00", "0", "x", "1", "0"],
    ]
    local = next(row for row in rows if row[1] == "Khuyến công địa phương (KCĐP)")
    assert local[2:4] == ["1,100", "650"]  # each amount once
    cells = load_workbook(io.BytesIO(book))["Theo nguồn"]
    [own] = [row for row in cells if row[1].value == "- ngân sách cấp tỉnh"]
    row = own[0].row
    assert f"C{row - 1}-SUM(C{row + 1}:C{row + 2})" in own[2].value
