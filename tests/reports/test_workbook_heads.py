"""Who hands a paper in, and of which source it is."""

from datetime import date

import pytest

from promotion.models import User
from promotion.papers import AGENCY, Issuer, issuer_of
from reports import execution
from reports.catalogue import EXECUTION
from reports.parameters import By, Parameters, SourceChoice
from reports.places import COUNTRY
from reports.workbooks import report_workbook
from reports.workbooks.edition import workbook_of
from tests.cast import make_user
from tests.reports.reading import printed_by
from tests.reports.test_workbooks import TODAY, edition, sheets

pytestmark = pytest.mark.sqlite  # sheets do not hang on the engine


def words_of(workbook) -> str:
    book = sheets(workbook.content)
    return "\n".join(str(c.value) for s in book for row in s for c in row if c.value is not None)


def test_one_source_alone_as_a_workbook(money, recalculated):
    asked = Parameters(2025, date(2025, 11, 30), TODAY, SourceChoice.LOCAL)
    figures = execution.load(asked)
    workbook = report_workbook(EXECUTION, figures, COUNTRY, By.PROVINCE)
    assert workbook.name == "execution_country_2025_2025-11-30_today_local.xlsx"
    assert "nguồn kinh phí: khuyến công địa phương (KCĐP)" in words_of(workbook)
    printed = recalculated(workbook.content)["Theo tỉnh"]
    rows = {line[1]: line[2:] for line in printed if len(line) > 8}
    table = EXECUTION.table(figures, COUNTRY)
    expected = printed_by(table, 9)
    assert {"Khu vực phía Bắc", "Huế"} <= expected.keys()
    assert [column.source for column in table.columns] == ["local"] * 10
    assert rows["Tổng cộng"][0] == "1,000"
    for name, cells in expected.items():
        assert rows[name][:9] == cells


def test_all_sources_name_none(money):
    asked = Parameters(2025, date(2025, 11, 30), TODAY)
    workbook = report_workbook(EXECUTION, execution.load(asked), COUNTRY, By.REGION)
    assert "nguồn kinh phí: khuyến công" not in words_of(workbook)
    assert "Khu vực phía Bắc" in words_of(workbook)  # begins a row


def test_the_head_names_who_hands_the_paper_in(
    money, ministry, officer_an_giang, clerk_an_giang, centre_kien_giang, auditor
):
    centre_kien_giang.clerks.add(clerk_an_giang)
    city = make_user("officer_hue", User.Role.OFFICER, province_id="hue")
    centre = clerk_an_giang.centre.current.name.upper()
    for user, body, name in (
        (ministry, "BỘ CÔNG THƯƠNG", AGENCY.name),
        (auditor, "BỘ CÔNG THƯƠNG", AGENCY.name),
        (officer_an_giang, "UBND TỈNH AN GIANG", "SỞ CÔNG THƯƠNG"),
        (city, "UBND THÀNH PHỐ HUẾ", "SỞ CÔNG THƯƠNG"),
        (clerk_an_giang, "SỞ CÔNG THƯƠNG TỈNH AN GIANG", centre),
    ):
        assert issuer_of(user) == Issuer(body, name)
    for sheet in ("Tổng hợp khu vực", "Theo tỉnh"):
        head = sheets(workbook_of(edition(), issuer_of(officer_an_giang)).content)[sheet]
        assert [head.cell(1, 1).value, head.cell(2, 1).value] == [
            "UBND TỈNH AN GIANG",
            "SỞ CÔNG THƯƠNG",
        ]
    book = sheets(workbook_of(edition()).content)
    assert book["Theo tỉnh"].cell(1, 1).value == "BỘ CÔNG THƯƠNG"
