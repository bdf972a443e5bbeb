"""Formulas carry what they come to, for programs that show a file without reckoning."""

import io
from datetime import date

import pytest
from openpyxl import Workbook

from projects.models import Beneficiary, Establishment, Project
from promotion.lib import xlsx
from promotion.models import Content, Level, Source
from reports.catalogue import ATTENTION, EXECUTION, REPORTS, YEAR_ON_YEAR
from reports.declaration import Report
from reports.differences import Change
from reports.parameters import Lens, Parameters
from reports.queries import draw_map
from reports.workbooks import report_workbook
from reports.workbooks.edition import workbook_of
from reports.workbooks.papers import Version
from tests.cast import make_plan
from tests.libreoffice import differing, values_of
from tests.reports.test_workbooks import TODAY, edition

pytestmark = pytest.mark.sqlite  # sheets do not hang on the engine

CHANGES = (
    Change("Huế", "plan_vnd", "local", 5_000_001, 5_000_000),
    Change("Huế", "disbursed_vnd", "local", None, 7_000_000),
    Change("Huế", "plan_vnd", "all", 60_840_000_000, 60_840_000_001),
    Change("Huế", "disbursed_vnd", "all", 47_017_000_000, 47_048_000_000),
    Change("Lào Cai", "plan_vnd", "all", None, 1_000_000),
    Change("Lào Cai", "disbursed_vnd", "all", None, 0),
    Change("", "plan_vnd", "local", 5_000_001, None),
)


@pytest.fixture
def all_kinds_of_rows(money, ministry) -> None:
    """Beside the odd amounts money of communes, and establishments of which one reported."""
    make_plan("gia-lai", 2025, Source.LOCAL, 7_000_001, ministry, Level.COMMUNE)
    for name, investment_vnd in (("Cơ sở một", 9_000_001), ("Cơ sở hai", None)):
        Beneficiary.objects.create(
            project=Project.objects.get(code="hue-2025"),
            establishment=Establishment.objects.create(name=name, legal_form="company"),
            content=Content.objects.get(slug="machinery"),
            planned_investment_vnd=investment_vnd,
        )


def book_of(report: Report, lens: Lens = Lens.TODAY, province: str = "") -> bytes:
    asked = Parameters(2025, date(2025, 11, 30), TODAY, lens=lens)
    drawn = draw_map(asked)
    scope = drawn.scope(region="", province=province)
    return report_workbook(report, report.load(asked, drawn), scope, report.usual_by).content


def test_every_formula_comes_to_what_stands_beside_it(all_kinds_of_rows, ministry, all_values):
    books = {report.slug: book_of(report) for report in REPORTS.values()}
    # A province by itself, which a year earlier had no territory of its own.
    for report in (EXECUTION, YEAR_ON_YEAR, ATTENTION):
        books[f"{report.slug} of one"] = book_of(report, Lens.THEN, province="gia-lai")
    version = Version(2, "a" * 64, CHANGES)
    books["edition"] = workbook_of(edition(), reader=ministry, version=version).content
    ours = {name: values_of(content) for name, content in books.items()}
    for name, theirs in zip(books, all_values(*books.values()), strict=True):
        assert not differing(ours[name], theirs), name
    reckoned = {title: len(cells) for title, cells in ours["edition"].items()}
    assert reckoned["Tóm tắt"] == 5 and reckoned["Tổng hợp khu vực"] == 5 + 2 * 2 + 3 * 8
    # Of establishments the investment of one, in a province and in all.
    assert reckoned["Sản phẩm và cơ sở"] == 2 and reckoned["Khác với bản 1"] == 7 + 2 * 3


@pytest.fixture
def sheet():
    return Workbook().active


def saved(sheet) -> bytes:
    content = io.BytesIO()
    xlsx.save(sheet.parent, content)
    return content.getvalue()


def test_a_value_that_is_not_the_formulas_is_noticed(sheet, all_recalculated):
    """Or all that compares what LibreOffice says with us would compare us with ourselves."""
    for at, expression, value in (("A1", "=1+1", 2), ("A2", "=1+1", 3), ("A3", '="a"', "b")):
        xlsx.formula(sheet[at], expression, value)
    [printed] = all_recalculated(saved(sheet))
    assert printed["Sheet"] == [["2"], ["2"], ["a"]]


def test_so_is_a_formula_that_is_not_the_values(sheet, all_values):
    for at, expression, value in (("A1", "=1+1", 2), ("A2", "=1+2", 2), ("A3", "=1/0", 0)):
        xlsx.formula(sheet[at], expression, value)
    ours, [theirs] = values_of(saved(sheet)), all_values(saved(sheet))
    assert differing(ours, theirs) == [("Sheet", "A2", 2, 3), ("Sheet", "A3", 0, "#DIV/0!")]


def test_a_formula_without_a_value_is_noticed():
    assert differing({"S": {"A1": None}}, {"S": {"A1": None}})
