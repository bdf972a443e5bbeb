"""The report of what needs attention: rows, total, sentence, files, and the pages beside it."""

import json
from datetime import date
from typing import Any

import pytest
from django.utils.translation import override

from promotion.models import Source
from reports import attention, execution
from reports.catalogue import REPORTS
from reports.exports import as_json
from reports.models import AttentionNote
from reports.parameters import By, Lens, Parameters, SourceChoice
from reports.places import COUNTRY
from reports.queries import draw_map
from reports.workbooks import report_workbook
from tests.cast import make_plan
from tests.reports.asking import TODAY, T, attention_of
from tests.reports.conftest import MILLION
from tests.reports.reading import printed_by

ATTENTION = REPORTS["attention"]
LOCAL, NATIONAL = Source.LOCAL, Source.NATIONAL


def as_json_of(figures):
    return as_json(ATTENTION, figures, COUNTRY, By.PROVINCE)


def test_the_source_that_is_asked_for(lagging, ministry):
    assert attention_of(ministry, source=SourceChoice.NATIONAL).items == ()
    local = attention_of(ministry, source=SourceChoice.LOCAL)
    assert [item.at_risk_vnd for item in local.items] == [50 * MILLION, 15 * MILLION]
    document = json.loads(as_json_of(local))
    assert document["total"]["at_risk_vnd"] == {"national": None, "local": 65000000, "all": None}


def test_rows_and_their_total(lagging, ministry):
    figures = attention_of(ministry)
    table = ATTENTION.table(figures, COUNTRY, By.PROVINCE)
    printed = [(line.name, line.kind) for line in table.lines]
    assert [name for name, kind in printed if kind == "item"] == ["An Giang", "Gia Lai"]
    assert [name[:3] for name, kind in printed if kind == "part"] == ["C25", "B25", "H25"]
    # Projects are of their places: no sum counts them once more.
    assert [line.name for line in table.counted] == ["An Giang", "Gia Lai"]
    assert table.total.row.at_risk_vnd == sum(line.row.at_risk_vnd for line in table.counted)
    rows = json.loads(as_json_of(figures))["rows"]
    assert rows[0]["projects"]["all"] == "C25, B25"
    for lens in Lens:
        of = attention_of(ministry, lens=lens).execution.total(COUNTRY)
        assert of.plan_vnd == execution.load(figures.parameters).total(COUNTRY).plan_vnd


def test_reason_and_action_of_each_side(lagging, ministry, officer_an_giang):
    said = {"budget_year": 2025, "province_id": "an-giang"}
    write = AttentionNote.objects.write
    write(officer_an_giang, **said, source=LOCAL, reason="Cũ")
    write(officer_an_giang, **said, source=LOCAL, reason="Chờ nghiệm thu", action="Đôn đốc")
    write(ministry, **said, source=NATIONAL, reason="Chậm hồ sơ")
    figures = attention_of(ministry)
    texts = {
        line.name: [c.text(line.row) for c in ATTENTION.columns(figures)[-2:]]
        for line in ATTENTION.table(figures, COUNTRY).counted
    }
    assert texts == {
        "An Giang": ["KCQG: Chậm hồ sơ; KCĐP: Chờ nghiệm thu", "KCĐP: Đôn đốc"],
        "Gia Lai": ["chưa cập nhật nguyên nhân", ""],
    }
    local = attention_of(ministry, source=SourceChoice.LOCAL)
    assert set(local.items[0].notes) == {"local"}


def test_a_reason_is_missing_of_every_source_with_money_left(lagging, ministry, officer_an_giang):
    def silent() -> tuple[str, str]:
        figures = attention_of(ministry)
        _risk, _places, card, _days = ATTENTION.headlines(figures, COUNTRY, None, {})
        return card["value"], ATTENTION.columns(figures)[-2].text(
            ATTENTION.table(figures, COUNTRY).counted[0].row
        )

    say = {"budget_year": 2025, "province_id": "an-giang", "source": LOCAL}
    AttentionNote.objects.write(officer_an_giang, **say, reason="Chờ nghiệm thu.")
    assert silent() == ("1", "KCĐP: Chờ nghiệm thu.")  # Gia Lai
    make_plan("an-giang", 2025, NATIONAL, MILLION, ministry, signed_on=date(2025, 1, 9))
    assert silent() == ("2", "KCĐP: Chờ nghiệm thu; KCQG: chưa cập nhật nguyên nhân")


def test_cards_name_what_waits_and_the_last_day_of_each_source(lagging, ministry):
    def lines(source: SourceChoice) -> tuple[list[str], dict[str, Any]]:
        risk, *_others, days = ATTENTION.headlines(
            attention_of(ministry, source=source), COUNTRY, None, {}
        )
        return risk["lines"], days

    risk, days = lines(SourceChoice.ALL)
    assert "trong đó đã gửi, chờ xác nhận: 5" in risk
    assert (days["value"], days["lines"]) == (
        "53 / 62",
        ["thanh toán của năm đến hết ngày 22/01/2026 (KCQG), 31/01/2026 (KCĐP)"],
    )
    _risk, days = lines(SourceChoice.LOCAL)
    assert (days["value"], days["lines"][0][-10:]) == ("62", "31/01/2026")


def test_where_nothing_is_known_no_zero_is_said(lagging, ministry):
    figures = attention_of(ministry, known=date(2024, 1, 1))
    assert "chưa có số liệu" in ATTENTION.sentence(figures, COUNTRY).text
    values = [card["value"] for card in ATTENTION.headlines(figures, COUNTRY, None, {})]
    assert values == ["…", "…", "…", "53 / 62"]


def test_the_sentence(lagging, ministry):
    assert ATTENTION.sentence(attention_of(ministry), COUNTRY).text == (
        "Đến ngày 30/11/2025, kinh phí khuyến công năm 2025 trên địa bàn cả nước có 65 triệu đồng"
        " có nguy cơ không giải ngân hết trong 85 triệu đồng còn lại của 2 địa bàn cần lưu ý"
        " (chậm hơn nhịp của chính mình: 1); nhiều nhất: tỉnh An Giang, 50 triệu đồng"
        " (số liệu tạm tính)."
    )
    with override("en"):
        quiet = ATTENTION.sentence(
            attention_of(ministry, source=SourceChoice.NATIONAL), COUNTRY
        ).text
        assert quiet == (
            "On 30/11/2025, of national industrial promotion funding for 2025 in the whole"
            " country, nothing needs attention."
        )


def test_it_says_on_how_few_years_it_rests(lagging, ministry):
    figures = attention_of(ministry)
    why = {line.name: ATTENTION.columns(figures)[-3].text(line.row)
           for line in ATTENTION.table(figures, COUNTRY).counted}  # fmt: skip
    assert why["An Giang"] == "chậm hơn nhịp của chính mình (chỉ dựa trên 2 năm)"


def test_queries_do_not_grow_with_the_rows(lagging, ministry, django_assert_num_queries):
    parameters = Parameters(2025, T, TODAY, reader=ministry)
    drawn = draw_map(parameters)
    with django_assert_num_queries(8):
        figures = ATTENTION.load(parameters, drawn)
        ATTENTION.table(figures, COUNTRY)
    figures = execution.load(parameters, drawn)
    with django_assert_num_queries(1):
        attention.behind(figures, COUNTRY)


@pytest.mark.sqlite  # sheets do not hang on the engine
def test_libreoffice_prints_what_the_page_prints(lagging, ministry, recalculated):
    figures = attention_of(ministry)
    workbook = report_workbook(ATTENTION, figures, COUNTRY, By.PROVINCE)
    sheet = recalculated(workbook.content)["Cần lưu ý"]
    table = ATTENTION.table(figures, COUNTRY, By.PROVINCE)
    printed = [line[1:11] for line in sheet]
    for name, cells in printed_by(table, 9).items():
        assert [name, *cells] in printed, name


def test_the_page_and_its_files(official, lagging, ministry):
    query = "?year=2025&until=2025-11-30"
    page = official.get(f"/reports/attention/{query}")
    assert page.status_code == 200
    rows = page.context["table"]["rows"]
    places = [row for row in rows if not row["kind"]]
    assert [row["name"] for row in places] == ["An Giang", "Gia Lai"]
    assert [row["parts"] for row in places] == ["2 đề án", "1 đề án"]
    projects = [row["url"] for row in rows if row["kind"] == "sub"]
    assert projects == ["/projects/C25/", "/projects/B25/", "/projects/H25/"]
    # Words are no columns of the page: they stand beneath.
    heads = [str(head["label"]) for head in page.context["table"]["columns"]]
    assert heads[-3:] == ["Có nguy cơ", "Từ", "Đến"]
    assert "chậm hơn nhịp của chính mình" in rows[0]["beneath"]
    assert "chưa cập nhật nguyên nhân" in rows[0]["beneath"]
    csv = official.get(f"/reports/attention.csv{query}").content.decode()
    assert "50000000" in csv and "chưa cập nhật nguyên nhân" in csv
    for kind in ("json", "xlsx"):
        assert official.get(f"/reports/attention.{kind}{query}").status_code == 200
    disbursed = rows[0]["cells"][1]["url"]
    assert "until=2025-11-30" in disbursed
    assert official.get(disbursed).context["table"].sums["amount_vnd"] == 40 * MILLION


def test_pages_show_who_is_behind(official, lagging):
    for path in ("/overview/", "/regions/south/", "/provinces/an-giang/"):
        shown = official.get(f"{path}?year=2025&until=2025-11-30").context["attention"]
        assert [each["name"] for each in shown["items"]] == ["An Giang"]
        assert shown["items"][0]["at_risk"] == "50"
        assert "/reports/attention/?" in shown["report_url"]
    quiet = official.get("/provinces/gia-lai/?year=2025&until=2025-11-30")
    assert quiet.context["attention"]["items"] == []
