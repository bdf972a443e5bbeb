"""Excel workbooks of reports, in the official look; made of the same rows as the pages."""

import io
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import override
from openpyxl import Workbook

from promotion.lib import xlsx
from promotion.papers import AGENCY, UNIT, UNIT_OF_AMOUNTS, Issuer
from reports.declaration import Figures, Report, Table
from reports.exports import file_name
from reports.parameters import By
from reports.places import Place
from reports.workbooks.facts import Facts
from reports.workbooks.notes import write_notes
from reports.workbooks.page import wide_enough_to_sign
from reports.workbooks.paper import FACE, POINTS, Paper, font
from reports.workbooks.tables import Refers, TableOnPaper, to_nothing

MIME = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

_SHEETS = {
    By.PROVINCE: "Theo tỉnh",
    By.REGION: "Theo khu vực",
    By.LEVEL: "Theo cấp",
    By.CONTENT: "Theo nội dung",
    By.STATUS: "Theo trạng thái",
    By.ROUND: "Theo đợt",
    By.KIND: "Theo loại đề án",
    By.CENTRE: "Theo đơn vị thực hiện",
}
_WIDTHS = {"money": 9.5, "percent": 10.0, "ratio": 9.5, "count": 9.5, "text": 20.0, "day": 13.0}
_WIDTHS |= {"of-row": 22.0, "name": 22.0}
_NAMES_OF_INDICATORS = 44


@dataclass(frozen=True)
class WorkbookFile:
    """An .xlsx with the name it is to be saved under, which says so if figures are made up."""

    name: str
    content: bytes


def new_book(title: str) -> Workbook:
    """An empty book whose every cell is set in the official face."""
    book = Workbook()
    book.remove(book.active)
    normal = book._named_styles["Normal"]
    normal.font.name, normal.font.sz = FACE, POINTS
    book.properties.title, book.properties.creator = title, "Khuyến công"
    book.calculation.fullCalcOnLoad = True
    return book


def saved(book: Workbook, name: str) -> WorkbookFile:
    content = io.BytesIO()
    xlsx.save(book, content)
    return WorkbookFile(name, content.getvalue())


def facts_of(figures: Figures, scope: Place, issuer: Issuer) -> Facts:
    return Facts(figures.parameters, figures.synthetic, figures.provisional(scope), issuer)


def write_table_sheet(
    book: Workbook,
    title: str,
    table: Table,
    heading: Sequence[str],
    facts: Facts,
    *,
    name_width: float = 24,
    remark: str = "",
    refers: Refers = to_nothing,
) -> TableOnPaper:
    """The table as a sheet of its own, ready to be printed and signed; the remark over it."""
    widths = (6, name_width, *(_WIDTHS[column.unit] for column in table.columns))
    paper = Paper(book, title, wide_enough_to_sign(widths), facts)
    paper.head(heading)
    if remark:
        paper.line(remark, font(italic=True), "center")
    unit = UNIT_OF_AMOUNTS if table.has_counts else UNIT
    paper.unit(unit if table.has_one_unit else "")
    written = TableOnPaper(paper, table, refers)
    paper.sign()
    paper.print_on_a4(repeat=(written.head_row, written.first_row - 1))
    return written


def width_of_names(by: By) -> float:
    """Of the column that names the rows."""
    return {By.CONTENT: 44, By.CENTRE: 36}.get(by, 24)


def report_workbook(
    report: Report,
    figures: Figures,
    scope: Place,
    by: By,
    issuer: Issuer = AGENCY,
) -> WorkbookFile:
    """The report as it stands on its page: its table and the notes."""
    facts = facts_of(figures, scope, issuer)
    with override("vi"):
        title = (str(report.title), f"{scope.name}, {report.span(figures)}")
        book = new_book(str(report.title))
        table = report.table(figures, scope, by)
        sheet = report.sheet or _SHEETS[by]
        width = width_of_names(by) if table.has_one_unit else _NAMES_OF_INDICATORS
        remark = report.remarks(figures, scope, by, table)
        write_table_sheet(book, sheet, table, title, facts, name_width=width, remark=remark)
        write_notes(book, facts, report.notes(figures))
    return saved(book, file_name(report, figures, scope, "xlsx"))
