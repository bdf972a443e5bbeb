"""The summary of a conference for the speech, as .docx: its sentences and the main table."""

import io
from collections.abc import Sequence

import docx
from django.utils.text import capfirst
from django.utils.translation import override
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Cm, Pt
from docx.table import _Cell

from promotion.lib.dates import format_day
from promotion.papers import AGENCY, DEMONSTRATION, FOOT, MOTTO, Issuer
from reports.catalogue import EXECUTION
from reports.columns import Column
from reports.conference import Conference
from reports.declaration import Line
from reports.exports import marked_name
from reports.parameters import By
from reports.workbooks import WorkbookFile
from reports.workbooks.paper import FACE, POINTS
from reports.workbooks.summary import statements

MIME = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
MEASURES = ("plan_vnd", "disbursed_vnd", "rate", "same_period_ratio")


def summary(conference: Conference, issuer: Issuer = AGENCY) -> WorkbookFile:
    """Head, title, the sentences of the papers, and plan, disbursed and rates by province."""
    asked, figures, scope = conference.parameters, conference.figures, conference.scope
    with override("vi"):
        document = docx.Document()
        normal = document.styles["Normal"].font
        normal.name, normal.size = FACE, Pt(POINTS)
        page = document.sections[0]
        page.orientation = WD_ORIENT.PORTRAIT
        page.page_width, page.page_height = Cm(21), Cm(29.7)
        page.left_margin, page.right_margin = Cm(3), Cm(1.5)
        head = document.add_table(rows=1, cols=2)
        _centred(head.cell(0, 0), issuer.above, issuer.name)
        _centred(head.cell(0, 1), *MOTTO)
        for words in ("BÁO CÁO TÓM TẮT", conference.title.upper()):
            _paragraph(document, words, bold=True)
        _paragraph(document, f"(Số liệu tính đến ngày {format_day(asked.until)})", italic=True)
        if figures.synthetic:
            _paragraph(document, DEMONSTRATION, bold=True)
        for number, sentence in enumerate(statements(figures, scope), start=1):
            document.add_paragraph(f"{number}. {sentence}")
        _table(document, conference)
        document.add_paragraph(FOOT).runs[0].italic = True
    content = io.BytesIO()
    document.save(content)
    region = scope.region or scope.key
    stem = f"tom-tat-hoi-nghi_{region}_lan-{conference.roman}_{asked.year}_{asked.until}"
    return WorkbookFile(marked_name(stem, figures.synthetic, "docx"), content.getvalue())


def _table(document: Document, conference: Conference) -> None:
    """The table for reading out: numbers as printed, unit above it, the total last."""
    table = EXECUTION.table(conference.figures, conference.scope, By.PROVINCE, MEASURES)
    columns = [column for column in table.columns if column.source == "all"]
    unit = document.add_paragraph("Đơn vị tính: triệu đồng")
    unit.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    lines = [*table.counted, table.total]
    grid = document.add_table(rows=1, cols=2 + len(columns), style="Table Grid")
    heads = ["STT", capfirst(str(table.row_title))]
    heads += [_head(str(column.group), str(column.title)) for column in columns]
    for cell, words in zip(grid.rows[0].cells, heads, strict=True):
        cell.text = words
    for number, line in enumerate(lines, start=1):
        cells = grid.add_row().cells
        is_total = line is table.total
        cells[0].text = "" if is_total else str(number)
        cells[1].text = "Tổng cộng" if is_total else capfirst(line.name)
        _numbers(cells[2:], line, columns)
    for row in grid.rows[:1] + grid.rows[-1:]:
        for cell in row.cells:
            for run in cell.paragraphs[0].runs:
                run.bold = True


def _numbers(cells: Sequence[_Cell], line: Line, columns: Sequence[Column]) -> None:
    for cell, column in zip(cells, columns, strict=True):
        cell.text = column.text(line.row)
        cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _head(group: str, title: str) -> str:
    return group if title in (group, "Tổng số") else title


def _centred(cell: _Cell, upper: str, lower: str) -> None:
    cell.text = upper
    cell.add_paragraph(lower).runs[0].bold = True
    for paragraph in cell.paragraphs:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER


def _paragraph(document: Document, words: str, bold: bool = False, italic: bool = False) -> None:
    paragraph = document.add_paragraph()
    run = paragraph.add_run(words)
    run.bold, run.italic = bold, italic
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
