"""The conference workbook: official look, live formulas, and the numbers LibreOffice comes to."""

import io
from datetime import date

import pytest
from django.core.management import call_command
from django.utils.translation import override
from openpyxl import Workbook, load_workbook

from promotion.lib.words import roman
from promotion.lib.xlsx import exact_million
from promotion.models import AnnualBudget, BudgetLine, Source
from reports import execution
from reports.catalogue import EXECUTION, PLAN_CHANGES
from reports.conference import Conference
from reports.indicators import BySource, Execution, ProjectNumbers
from reports.parameters import BadParameter, By, Lens, Parameters
from reports.places import COUNTRY, Place, PlaceKind
from reports.queries import draw_map
from reports.workbooks import WorkbookFile, report_workbook
from reports.workbooks.edition import SHEETS, workbook_of
from reports.workbooks.facts import Facts
from reports.workbooks.paper import DEMONSTRATION, Paper
from reports.workbooks.tables import TableOnPaper
from tests.cast import (
    make_decision,
)
from tests.reports.reading import printed_by

pytestmark = pytest.mark.sqlite  # sheets do not hang on the engine

TODAY = date(2026, 11, 22)
TYPED = {"region": "central", "year": "2025", "until": "2025-11-30", "ordinal": "14"}
# Without a table, the lists of single projects because nobody is named who may read them.
WITHOUT_TABLE = ("Bìa", "Biểu đồ", "Danh mục đề án", "Sản phẩm và cơ sở")
# Of projects, jobs, centres, …
WITH_COUNTS = (
    "Theo tỉnh",
    "Theo nguồn",
    "Theo nội dung",
    "Kết quả",
    "Tình hình đề án",
    "Chưa báo cáo",
)
LOCAL, NATIONAL = Source.LOCAL, Source.NATIONAL
MILLION = 1_000_000


def workbook(**typed: str) -> WorkbookFile:
    return workbook_of(edition(**typed))


def edition(**typed: str) -> Conference:
    return Conference.read(TYPED | typed, today=TODAY, years=[2025, 2024])


def sheets(content: bytes) -> Workbook:
    return load_workbook(io.BytesIO(content))


def test_roman_numerals():
    assert [roman(n) for n in (1, 4, 9, 14, 40, 90, 99)] == [
        "I",
        "IV",
        "IX",
        "XIV",
        "XL",
        "XC",
        "XCIX",
    ]


def test_every_sheet_has_unit_cut_off_and_map(money):
    papers = workbook()
    assert papers.name == "bieu-hoi-nghi_central_lan-XIV_2025_2025-11-30.xlsx"
    book = sheets(papers.content)
    assert book.sheetnames == [title for title in SHEETS if title != "Khác với bản 1"]
    for sheet in book.worksheets[1:]:
        words = "\n".join(str(cell.value) for row in sheet for cell in row if cell.value)
        # Where there are no amounts, none is said to be in it.
        with_amounts = sheet.title not in (*WITHOUT_TABLE, "Tóm tắt", "Ghi chú")
        has_unit = with_amounts or sheet.title == "Biểu đồ"
        assert ("Đơn vị tính: triệu đồng" in words) == has_unit
        assert ("triệu đồng" in (sheet.oddFooter.right.text or "")) == has_unit
        assert ("(số tiền)" in words) == (sheet.title in WITH_COUNTS)
        assert "Số liệu tính đến ngày 30/11/2025" in words
        assert "địa giới: hiện hành" in words
        assert "Mẫu tham khảo" in words
        assert DEMONSTRATION not in words


def test_the_official_look(money):
    book = sheets(workbook().content)
    for title in ("Tổng hợp khu vực", "Theo tỉnh"):
        words = [cell.value for row in book[title] for cell in row if isinstance(cell.value, str)]
        for expected in (
            "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
            "Độc lập - Tự do - Hạnh phúc",
            "HỘI NGHỊ KHUYẾN CÔNG CÁC TỈNH, THÀNH PHỐ KHU VỰC MIỀN TRUNG - TÂY NGUYÊN LẦN THỨ XIV",
            "NGƯỜI LẬP BIỂU",
            "PHỤ TRÁCH KẾ TOÁN",
            "THỦ TRƯỞNG ĐƠN VỊ",
            "Nơi nhận:",
            "Tổng cộng",
            "A",
            "B",
        ):
            assert expected in words
    assert "1=2+3" in [cell.value for row in book["Theo tỉnh"] for cell in row]
    for sheet in book:
        page = sheet.page_setup
        assert (page.orientation, int(page.paperSize)) == ("landscape", 9)
        fits = sheet.sheet_properties.pageSetUpPr.fitToPage
        if sheet.title == "Kết quả":  # 24 columns, on two pages that both name the rows
            assert [brk.id for brk in sheet.col_breaks.brk] == [14] and page.scale >= 45
            assert sheet.print_title_cols == "$A:$B"
        else:
            assert (page.fitToWidth == 1 and fits) or (sheet.title, page.scale) == ("Biểu đồ", 70)
        assert sheet.print_title_rows or sheet.title in WITHOUT_TABLE
        assert "&P" in sheet.oddFooter.center.text
        fonts = {(cell.font.name) for row in sheet for cell in row if cell.value is not None}
        assert fonts == {"Times New Roman"}


def test_made_up_figures_say_so_on_every_sheet_print_and_file_name(money, ministry):
    BudgetLine.objects.create(
        decision=make_decision(),
        budget=AnnualBudget.objects.get(province="hue", budget_year=2025),
        kind=BudgetLine.Kind.SUPPLEMENT,
        amount_vnd=1,
        recorded_by=ministry,
        synthetic=True,
    )
    papers = workbook()
    assert "SO-LIEU-GIA-DINH" in papers.name
    for sheet in sheets(papers.content):
        assert DEMONSTRATION in [cell.value for row in sheet for cell in row]
        assert sheet.oddHeader.center.text == DEMONSTRATION


def test_totals_rates_and_differences_are_formulas(money):
    book = sheets(workbook().content)
    provinces = [row for row in book["Theo tỉnh"] if str(row[0].value).isdigit()]
    assert len(provinces) == 11
    for row in provinces:
        assert {row[column].data_type for column in (2, 5, *range(9, 14), 15)} == {"f"}
    summary = [cell.data_type for row in book["Tổng hợp khu vực"] for cell in row]
    assert summary.count("f") == 5 + 2 * 2 + 3 * 8
    total = next(row for row in book["Theo tỉnh"] if row[1].value == "Tổng cộng")
    assert all(cell.data_type == "f" for cell in total[2:18])


def test_libreoffice_prints_what_the_page_prints(money, settings, all_recalculated):
    books, pages = [], []
    for lens, rounding in ((Lens.TODAY, "cut"), (Lens.THEN, "cut"), (Lens.TODAY, "half-up")):
        settings.PERCENT_ROUNDING = rounding
        asked = edition(lens=lens.value)
        books.append(workbook_of(asked).content)
        pages.append(printed_by(EXECUTION.table(asked.figures, asked.scope), 15))
        merged = lens == Lens.THEN  # whose amounts of a year ago have a row of their own
        assert len(pages[-1]) == 11 + 1 + merged
    for printed, page in zip(all_recalculated(*books), pages, strict=True):
        rows = {line[1]: line[2:17] for line in printed["Theo tỉnh"] if len(line) > 16}
        for name, cells in page.items():
            assert rows[name] == cells
    assert pages[0] != pages[2]  # the roundings do differ here


def test_the_summary_says_the_same(money, recalculated):
    printed = recalculated(workbook().content)["Tổng hợp khu vực"]
    rows = {line[1]: line[2:15] for line in printed if len(line) > 14}
    # 2024: 1.300,000001 planned, 410,333333 paid; 2025: 1.450,999999 and 777,700007 triệu đồng.
    assert rows["Tổng cộng"] == [
        *("1,300", "410", "31.56", "410", "1,451", "778", "53.59", "53.59", "673"),
        *("151", "11.61", "367", "189.52"),
    ]
    assert rows["Khuyến công quốc gia (KCQG)"] == [
        *("0", "410", "x", "410", "451", "778", "172.63", "53.59", "-327"),
        *("451", "x", "367", "189.52"),
    ]


def test_a_changed_amount_moves_sums_rates_and_sentences(money, recalculated):
    book = sheets(workbook().content)
    sheet = book["Theo tỉnh"]
    hue = next(row for row in sheet if row[1].value == "Huế")
    ha_tinh = next(row for row in sheet if row[1].value == "Hà Tĩnh")
    assert (hue[4].value, ha_tinh[3].value) == (100, "…")
    hue[4].value, ha_tinh[3].value = 200, 7
    changed = io.BytesIO()
    book.save(changed)
    printed = recalculated(changed.getvalue())
    rows = {line[1]: line for line in printed["Theo tỉnh"] if len(line) > 16}
    assert (rows["Huế"][2], rows["Huế"][9]) == ("200", "38.50")
    assert rows["Hà Tĩnh"][2:5] == ["7", "7", "…"]
    assert rows["Tổng cộng"][2] == "1,558"
    summary = {line[1]: line for line in printed["Tổng hợp khu vực"] if len(line) > 14}
    assert summary["Tổng cộng"][6] == "1,558"
    sentences = [line[1] for line in printed["Tóm tắt"] if line[0].isdigit()]
    assert "là 1.558 triệu đồng" in sentences[1]
    assert "bằng 49,91% kế hoạch năm 2025" in sentences[2]


def test_money_is_exact_in_its_cell():
    assert exact_million(600 * MILLION) == 600
    assert str(exact_million(600_500_001)) == "600.500001"
    assert str(exact_million(-1)) == "-0.000001"
    assert exact_million(0) == 0


def test_no_name_becomes_a_formula():
    book = Workbook()
    asked = Parameters(2025, date(2025, 11, 30), TODAY)
    paper = Paper(book, "Theo tỉnh", [9] * 19, Facts(asked, synthetic=False, provisional=False))
    hostile = Execution(
        Place(PlaceKind.PROVINCE, "x", "=1+1", "=1+1"),
        plan_vnd=BySource(local=MILLION),
        projects=ProjectNumbers(),
    )

    class Figures:
        parameters = asked

        def rows(self, scope, by):
            return [hostile]

        def total(self, scope):
            return hostile

    written = TableOnPaper(
        paper, EXECUTION.table(Figures(), Place(PlaceKind.REGION, "c", "c", "c"))
    )
    cell = paper.sheet.cell(written.first_row, 2)
    assert (cell.value, cell.data_type) == ("=1+1", "s")


def test_the_workbook_is_vietnamese_in_any_language(money):
    with override("en"):
        book = sheets(workbook().content)
    assert "Kế hoạch năm" in [cell.value for row in book["Theo tỉnh"] for cell in row]


@pytest.mark.parametrize(
    ("typed", "suggestion"),
    [
        ({"ordinal": ""}, {"ordinal": "1"}),
        ({"ordinal": "0"}, {"ordinal": "1"}),
        ({"ordinal": "100"}, {"ordinal": "1"}),
        ({"ordinal": "XIIII"}, {"ordinal": "1"}),
        ({"region": ""}, {"region": "north"}),
        ({"region": "west"}, {"region": "north"}),
        ({"year": "2001"}, {"year": "2024"}),
    ],
)
def test_an_edition_that_cannot_be(db, typed, suggestion):
    with pytest.raises(BadParameter) as caught:
        edition(**typed)
    assert caught.value.suggestion == suggestion


@pytest.mark.parametrize("by", EXECUTION.by)
def test_the_report_as_a_workbook(money, by):
    asked = Parameters(2025, date(2025, 11, 30), TODAY)
    papers = report_workbook(EXECUTION, execution.load(asked), COUNTRY, by)
    assert papers.name == "execution_country_2025_2025-11-30_today.xlsx"
    titles = {By.PROVINCE: "Theo tỉnh", By.REGION: "Theo khu vực", By.LEVEL: "Theo cấp"}
    assert sheets(papers.content).sheetnames == [titles[by], "Ghi chú"]


def test_the_command_writes_the_same_workbook(money, tmp_path, capsys):
    options = [f"--{name}={value}" for name, value in TYPED.items()]
    call_command("conference", *options, f"--output={tmp_path}")
    same = workbook()
    written = tmp_path / same.name
    assert capsys.readouterr().out == f"{written}\n"
    one, other = (
        [[[c.value for c in row] for row in sheet] for sheet in sheets(content).worksheets[:-1]]
        for content in (written.read_bytes(), same.content)
    )  # but for the notes, which name the day they were made
    assert one == other


def test_the_command_refuses_in_one_sentence(db, tmp_path, capsys):
    with pytest.raises(SystemExit) as caught:
        call_command(
            "conference", "--region=west", "--ordinal=1", f"--output={tmp_path / 'x.xlsx'}"
        )
    out, err = capsys.readouterr()
    assert (caught.value.code, out, err.count("\n")) == (2, "", 1)
    assert not list(tmp_path.iterdir())


def test_a_column_says_of_which_it_is_the_sum(money):
    asked = Parameters(2025, date(2025, 11, 30), TODAY)
    figures = PLAN_CHANGES.load(asked, draw_map(asked))
    book = sheets(report_workbook(PLAN_CHANGES, figures, COUNTRY, By.PROVINCE).content)
    numbers = next(row for row in book["Theo tỉnh"].values if row[0] == "A")
    assert numbers[-5:] == ("9", "10=2+…+9", "11=12+13", "12", "13")
