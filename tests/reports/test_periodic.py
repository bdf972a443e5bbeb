"""The periodic report: rows with units of their own, of a period, as table, files and text."""

import csv
import io
import re
from datetime import date

import docx
import pytest
from django.utils.translation import override

from projects.models import Project
from promotion.models import Source
from reports.catalogue.periodic import PERIODIC
from reports.indicators import BySource
from reports.parameters import By, Lens, Parameters, SourceChoice
from reports.places import COUNTRY
from reports.queries import draw_map
from reports.workbooks import report_workbook
from tests.cast import make_centre, make_grant, make_plan, make_project, send
from tests.reports.asking import TODAY

pytestmark = pytest.mark.django_db
MILLION = 1_000_000
LOCAL, NATIONAL = Source.LOCAL, Source.NATIONAL


def asked(period: str = "", until: date = date(2025, 12, 31), **more) -> Parameters:
    options = {"period": period} if period else {}
    return Parameters(2025, until, TODAY, more=options, **more)


def load(period: str = "", **more):
    parameters = asked(period, **more)
    return PERIODIC.load(parameters, draw_map(parameters))


def printed(figures, place=COUNTRY) -> dict[str, list[str]]:
    """{indicator: unit and values as printed in English}"""
    with override("en"):
        table = PERIODIC.table(figures, place)
        return {
            line.key: [column.text(line.row) for column in table.columns] for line in table.counted
        }


@pytest.fixture
def money(ministry, officer_an_giang, clerk_an_giang, centre_an_giang):
    """An Giang: a plan of 900 and 100; one project of both sources, one settled of local money.

    Paid of local money: 100 in March, 150 in May, 250 in August; of national 40 in July. What
    waits, what another year paid and what comes after the year does not count.
    """
    make_plan("an-giang", 2025, LOCAL, 900 * MILLION, ministry)
    make_plan("an-giang", 2025, NATIONAL, 100 * MILLION, ministry)
    both = make_project(centre_an_giang, "AG-1")
    local = make_grant(both, ministry, 600 * MILLION)
    national = make_grant(both, ministry, 80 * MILLION, NATIONAL)
    settled = make_project(centre_an_giang, "AG-2")
    Project.objects.filter(pk=settled.pk).update(
        status=Project.Status.SETTLED,
        accepted_on=date(2025, 6, 1),
        settled_on=date(2025, 8, 20),
        counterpart_vnd=400 * MILLION,
    )
    second = make_grant(settled, ministry, 200 * MILLION)
    before = make_grant(both, ministry, 10 * MILLION, budget_year=2024)
    for grant, amount, day in (
        (local, 100, date(2025, 3, 31)),
        (second, 150, date(2025, 5, 2)),
        (local, 250, date(2025, 8, 9)),
        (national, 40, date(2025, 7, 1)),
        (before, 9, date(2025, 1, 20)),
        (local, 5, date(2026, 1, 10)),
    ):
        side = ministry if grant.source == NATIONAL else officer_an_giang
        send(grant, clerk_an_giang, amount * MILLION, voucher_on=day).confirm(side)
    send(local, clerk_an_giang, 7 * MILLION, voucher_on=date(2025, 9, 1), voucher_number="UNC-1")


def test_a_quarter_has_its_own_money_and_that_of_the_year_so_far(money):
    rows = printed(load("q3"))
    assert rows["plan_vnd"] == ["million đồng", "900", "100", "1,000"]
    assert rows["approved_vnd"] == ["million đồng", "800", "80", "880"]
    assert rows["disbursed_in_period_vnd"] == ["million đồng", "250", "40", "290"]
    assert rows["disbursed_vnd"] == ["million đồng", "500", "40", "540"]
    assert rows["disbursed_vnd_group_1"][1:] == ["500", "40", "540"]
    assert rows["rate"] == ["%", "55.55", "40.00", "54.00"]
    first = printed(load("q1"))
    assert first["disbursed_in_period_vnd"][1:] == first["disbursed_vnd"][1:] == ["100", "0", "100"]
    assert printed(load("q2"))["disbursed_in_period_vnd"][1:] == ["150", "0", "150"]
    assert printed(load("q4"))["disbursed_in_period_vnd"][1:] == ["0", "0", "0"]


def test_the_quarters_add_up_to_what_has_passed_of_the_year(money):
    for several, quarters in (("h1", 2), ("9m", 3), ("year", 4)):
        parts = [load(f"q{n}").in_period(COUNTRY).disbursed_vnd for n in range(1, quarters + 1)]
        whole = load(several)
        assert sum(parts, BySource()) == whole.in_period(COUNTRY).disbursed_vnd
        assert whole.execution.of(COUNTRY).disbursed_vnd == sum(parts, BySource())


def test_a_project_of_both_sources_is_in_both_columns_and_once_in_the_total(money):
    rows = printed(load("q3"))
    assert rows["projects"] == ["project", "2", "1", "2"]
    assert rows["projects_under_way"][1:] == ["1", "1", "1"]
    assert rows["projects_accepted"][1:] == rows["projects_settled"][1:] == ["1", "0", "1"]
    before = printed(load("h1"))
    assert before["projects_accepted"][1:] == ["1", "0", "1"]
    assert before["projects_settled"][1:] == ["0", "0", "0"]


def test_what_nobody_reported_is_no_zero(money):
    rows = printed(load("year"))
    assert rows["planned_trainees"] == ["person", "0", "0", "0"]  # nobody trains
    assert rows["planned_jobs"][1:] == ["…", "…", "…"]
    assert rows["planned_counterpart_vnd"][1:] == ["400", "…", "400"]
    assert rows["accepted_counterpart_vnd"][1:] == ["…", "0", "…"]
    hue = load("year")
    assert printed(hue, hue.map.province("hue"))["plan_vnd"][1:] == ["…", "…", "…"]


def test_the_period_or_the_cut_off_whichever_comes_first(money):
    assert load("q3", until=date(2025, 8, 1)).parameters.until == date(2025, 8, 1)
    assert printed(load("q3", until=date(2025, 8, 1)))["disbursed_in_period_vnd"][1] == "0"
    # The settlement of January belongs to no period of the year.
    assert load("year", until=date(2026, 2, 1)).parameters.until == date(2025, 12, 31)


def test_the_chip_says_the_cut_off_that_the_period_has(money, official):
    def cut_off(**query: str) -> str:
        page = official.get("/reports/periodic/", {"year": "2025", **query}).content.decode()
        [chip] = re.findall(r"Đến ngày</span> <b>([^<]*)</b>", page)
        return chip

    assert cut_off(until="2025-11-30") == "30/09/2025"
    assert cut_off(until="2025-11-30", period="q4") == "30/11/2025"
    assert cut_off(until="2026-02-01", period="year") == "31/12/2025"


def test_a_period_that_is_not_over_says_so(money):
    begun_only = load("q3", until=date(2025, 8, 1))
    told = "quý III/2025 chưa kết thúc, số liệu tính đến 01/08/2025"
    assert f"({told})." in PERIODIC.sentence(begun_only, COUNTRY).text
    assert PERIODIC.remark(begun_only, COUNTRY).startswith(told[0].upper() + told[1:])
    for words in (PERIODIC.remark, PERIODIC.sentence):
        assert "chưa kết thúc" not in str(words(load("q3"), COUNTRY))


@pytest.mark.parametrize("period", ["h1", "year"])
def test_both_maps_have_the_same_country(
    period, ministry, officer_an_giang, clerk_an_giang, centre_an_giang
):
    """Old units were given 10 and 15, An Giang 30; each paid 1 when it existed."""
    for unit, amount, day in (
        ("kien-giang", 10, date(2025, 2, 1)),
        ("an-giang-cu", 15, date(2025, 3, 1)),
        ("an-giang", 30, date(2025, 8, 1)),
    ):
        day_of_plan = min(day, date(2025, 7, 1))
        make_plan(unit, 2025, LOCAL, amount * MILLION, ministry, signed_on=day_of_plan)
        centre = centre_an_giang if unit == "an-giang" else make_centre(
            unit, successor=centre_an_giang, closed_on=date(2025, 6, 30)
        )  # fmt: skip
        grant = make_grant(make_project(centre, f"{unit}-1"), ministry, amount * MILLION)
        send(grant, clerk_an_giang, MILLION, voucher_on=day).confirm(officer_an_giang)
    today, then = (printed(load(period, lens=lens)) for lens in Lens)
    assert today == then
    assert today["plan_vnd"][1] == ("25" if period == "h1" else "55")
    assert today["disbursed_vnd"][1] == ("2" if period == "h1" else "3")


def test_one_source_alone(money):
    figures = load("q3", source=SourceChoice.LOCAL)
    columns = PERIODIC.table(figures, COUNTRY).columns
    assert [column.source for column in columns] == ["local", "local"]
    assert printed(figures)["disbursed_vnd"] == ["million đồng", "500"]


def test_queries_do_not_grow_with_the_rows(money, django_assert_num_queries):
    parameters = asked("q3")
    drawn = draw_map(parameters)
    with django_assert_num_queries(16):
        figures = PERIODIC.load(parameters, drawn)
        PERIODIC.table(figures, COUNTRY)


def test_each_amount_leads_to_the_rows_that_it_is_the_sum_of(money, official):
    page = official.get("/reports/periodic/", {"year": "2025", "period": "q3"}).content.decode()
    for rows in ("disbursements{}&amp;state=confirmed&amp;from=2025-07-01", "budgets{}",
                 "approvals{}", "projects{}&amp;accepted=on"):  # fmt: skip
        assert f'"/{rows}"'.format("/?year=2025&amp;until=2025-09-30&amp;source=local") in page
    assert "&amp;source=national&amp;accepted=on" not in page  # as none of them is
    for rows in ("disbursements", "approvals", "projects"):
        assert f"/{rows}/?year=2025&amp;until=2025-12-31" not in page


def test_files_say_the_units_they_are_in(money, official):
    query = {"year": "2025", "period": "q3"}
    text = official.get("/reports/periodic.csv", query).content.decode("utf-8-sig")
    rows = {row[2]: row[4:] for row in csv.reader(io.StringIO(text))}
    assert rows["disbursed_vnd"] == ["đồng", "500000000", "40000000", "540000000"]
    assert rows["projects"] == ["đề án", "2", "1", "2"]
    assert rows["rate"] == ["%", "55.55", "40.00", "54.00"]
    assert rows["planned_trainees"] == ["người", "0", "0", "0"]
    found = official.get("/reports/periodic.json", query).json()
    assert (found["parameters"]["period"], found["parameters"]["until"]) == ("q3", "2025-09-30")
    assert "total" not in found
    by_key = {row["indicator"]: row for row in found["rows"]}
    assert by_key["disbursed_vnd"]["unit"] == "đồng"
    by_source = {"national": 40_000_000, "local": 500_000_000, "all": 540_000_000}
    assert by_key["disbursed_vnd"]["value"] == by_source


@pytest.mark.sqlite  # sheets do not hang on the engine
def test_libreoffice_prints_what_the_page_prints(money, recalculated):
    figures = load("q3")
    workbook = report_workbook(PERIODIC, figures, COUNTRY, By.PROVINCE)
    lines = [[*line] for line in recalculated(workbook.content)["Báo cáo định kỳ"]]
    rows = [line[1:6] for line in lines if len(line) > 5]
    with override("vi"):
        table = PERIODIC.table(figures, COUNTRY)
        named = [(line, line.name) for line in table.counted]
        units = {line.key: table.columns[0].text(line.row) for line, _name in named}
    values = printed(figures)
    for line, name in named:
        key = line.key
        name = name[0].upper() + name[1:] if line.number else f"- {name}"
        expected = [name, units[key], *values[key][1:]]
        assert expected in rows, expected
    assert ["I", "Kết quả"] in [line[:2] for line in lines]
    assert not any("Tổng cộng" in line for line in lines)


def document(client, **query):
    answer = client.get("/reports/periodic.docx", {"year": "2025", "period": "q3"} | query)
    assert answer.status_code == 200
    return docx.Document(io.BytesIO(answer.content))


def test_the_text_has_the_figures_of_the_page_and_room_for_the_rest(
    money, client, officer_an_giang
):
    client.force_login(officer_an_giang)
    paper = document(client, province="an-giang")
    words = [paragraph.text for paragraph in paper.paragraphs]
    assert "Công tác khuyến công quý III/2025 trên địa bàn tỉnh An Giang" in words
    assert [line for line in words if line[:3] in ("I. ", "II.", "III", "IV.")] == [
        "I. TÌNH HÌNH CHUNG",
        "II. KẾT QUẢ THỰC HIỆN",
        "III. KINH PHÍ",
        "IV. KIẾN NGHỊ",
    ]
    assert words.count("…" * 12) == 2
    assert any("kinh phí từ cả hai nguồn (1)" in line for line in words)
    assert any(
        line.startswith(
            "Trong quý III/2025, kinh phí khuyến công đã giải ngân trên địa bàn tỉnh An Giang là"
            " 290 triệu đồng. Lũy kế đến ngày 30/09/2025"
        )
        for line in words
    )
    head = [cell.text for cell in paper.tables[0].rows[0].cells]
    assert head[0] == "UBND TỈNH AN GIANG\nSỞ CÔNG THƯƠNG"
    results, funding = ([[c.text for c in row.cells] for row in t.rows] for t in paper.tables[1:3])
    assert results[0] == ["STT", "Chỉ tiêu", "ĐVT", "KCĐP", "KCQG", "Tổng số"]
    assert results[1] == ["1", "Đề án được phê duyệt kinh phí", "đề án", "2", "1", "2"]
    assert results[2][:3] == ["", "- đang thực hiện", "đề án"]
    assert ["4", "Giải ngân lũy kế từ đầu năm", "triệu đồng", "500", "40", "540"] in funding
    assert "THỦ TRƯỞNG ĐƠN VỊ" in paper.tables[3].rows[0].cells[1].text


def test_a_place_without_data_has_a_text_that_says_so(money, official):
    words = [line.text for line in document(official, province="hue").paragraphs]
    assert any("chưa có số liệu" in line for line in words)


def test_only_this_report_is_a_text(official):
    assert official.get("/reports/execution.docx", {"year": "2025"}).status_code == 404


def test_a_page_that_cannot_be_asked_offers_what_can(money, official):
    answer = official.get(
        "/reports/periodic/", {"year": "2025", "until": "2025-09-01", "period": "q4"}
    )
    assert answer.status_code == 400
    assert 'period=q3">quý III/2025<' in answer.content.decode()


def test_both_sentences_in_english(money):
    with override("en"):
        words = PERIODIC.sentence(load("q3"), COUNTRY).text
        cumulative = PERIODIC.sentence(load("9m"), COUNTRY).text
    assert words.startswith(
        "In quarter III/2025, industrial promotion funding disbursed in the whole"
    )
    assert cumulative == words[words.index("By ") :]
