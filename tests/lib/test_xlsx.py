import io
import zipfile
from datetime import date, datetime
from decimal import Decimal

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.cell import WriteOnlyCell

from promotion.lib import xlsx

HOSTILE = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1+1", '=HYPERLINK("http://x")', "#N/A", "'=1"]


@pytest.fixture
def cell():
    return Workbook().active["A1"]


def read_back(cell):
    """The cell as a spreadsheet program would find it in the saved file."""
    content = io.BytesIO()
    cell.parent.parent.save(content)
    return load_workbook(content).active["A1"]


@pytest.mark.parametrize("value", HOSTILE)
def test_text_of_a_user_never_becomes_a_formula(cell, value):
    found = read_back(xlsx.text(cell, value))
    assert (found.value, found.data_type, found.number_format) == (value, "s", "@")


def test_without_the_door_it_would_be_a_formula(cell):
    cell.value = "=1+1"
    assert read_back(cell).data_type == "f"


def test_write_only_sheets_have_the_same_door():
    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet()
    sheet.append([xlsx.text(WriteOnlyCell(sheet), "=1+1"), xlsx.number(WriteOnlyCell(sheet), 7)])
    content = io.BytesIO()
    workbook.save(content)
    assert "<f>" not in zipfile.ZipFile(content).read("xl/worksheets/sheet1.xml").decode()
    found = load_workbook(content).active
    assert (found["A1"].value, found["A1"].data_type) == ("=1+1", "s")
    assert found["B1"].value == 7


def test_signs_that_xml_refuses_are_left_out(cell):
    found = read_back(xlsx.text(cell, "Cơ\x00 sở\x1f\x0b \ud800\uffff1\r\n2\r3\t4"))
    assert found.value == "Cơ sở 1\n2\n3\t4"


def test_too_long_text_is_refused_and_not_cut(cell):
    assert len(read_back(xlsx.text(cell, "x" * 32_767)).value) == 32_767
    with pytest.raises(ValueError, match="32768"):
        xlsx.text(cell, "x" * 32_768)


@pytest.mark.parametrize(
    ("value", "number_format"),
    [(600_000_000, xlsx.WHOLE), (-5, xlsx.WHOLE), (Decimal("77.27"), xlsx.TWO_DECIMALS)],
)
def test_numbers_are_numbers_with_a_format(cell, value, number_format):
    found = read_back(xlsx.number(cell, value, number_format))
    assert (found.data_type, found.number_format) == ("n", number_format)
    assert Decimal(str(found.value)) == value


@pytest.mark.parametrize("value", [1.5, "600", True, None])
def test_only_exact_numbers_are_figures(cell, value):
    with pytest.raises(TypeError):
        xlsx.number(cell, value)


@pytest.mark.parametrize("value", [10**15 + 1, -(10**15) - 1, Decimal("NaN"), Decimal("Infinity")])
def test_numbers_that_a_spreadsheet_would_change_are_refused(cell, value):
    with pytest.raises(ValueError, match="exactly"):
        xlsx.number(cell, value)


def test_days_are_dates(cell):
    found = read_back(xlsx.day(cell, date(2025, 11, 30)))
    assert (found.value, found.number_format) == (datetime(2025, 11, 30), "dd/mm/yyyy")


def test_formulas_are_written_on_purpose(cell):
    found = read_back(xlsx.formula(cell, "=SUM(C5:C15)", 0))
    assert (found.value, found.data_type) == ("=SUM(C5:C15)", "f")
    with pytest.raises(ValueError, match="="):
        xlsx.formula(cell, "SUM(C5:C15)", 0)


@pytest.mark.parametrize("value", [7, -5, Decimal("600.500001"), "…", "bằng 5 < 7 & “hơn”"])
def test_a_formula_is_saved_with_its_value(cell, value):
    xlsx.formula(cell, '="5<7"&C5', value)
    cell.parent["B2"].value = "beside it"
    content = io.BytesIO()
    xlsx.save(cell.parent.parent, content)
    live, seen = (load_workbook(content, data_only=only).active for only in (False, True))
    assert (live["A1"].value, live["B2"].value) == ('="5<7"&C5', "beside it")
    assert seen["A1"].value == (value if isinstance(value, str) else float(value))
