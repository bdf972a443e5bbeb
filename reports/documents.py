"""Papers to be read and edited as .docx, in the official look (Decree 30/2020/NĐ-CP).

They are Vietnamese whatever the language of the page they are asked from.
"""

import io
from collections.abc import Sequence
from itertools import groupby

import docx
from django.utils.translation import override
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_ALIGN_VERTICAL
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from docx.table import Table, _Cell, _Row
from docx.text.paragraph import Paragraph

from promotion.papers import ATTACHED, FACE, FOOT, LEGEND, MOTTO, POINTS, SIGNERS, Issuer
from reports.declaration import Figures, Report
from reports.exports import file_name
from reports.parameters import By
from reports.places import Place
from reports.workbooks import WorkbookFile

MIME = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
DOTS = "…" * 12  # to be written over by who signs
LEFT, CENTRE, RIGHT = (
    WD_ALIGN_PARAGRAPH.LEFT,
    WD_ALIGN_PARAGRAPH.CENTER,
    WD_ALIGN_PARAGRAPH.RIGHT,
)
_TEXT_WIDTH = 16.5  # of an A4 page between its margins, in cm
_HEAD, _HEAD_POINTS = (6.9, 9.6), 12
_BETWEEN = 6  # points between paragraphs, the least that the decree allows
_TO_SIGN = 4  # cm for name and stamp
_DENSE_POINTS, _DENSE_MARGIN = 10.5, 0.05  # of a table of many numbers; its cells' sides in cm


class TextPaper:
    """One document on A4 upright, written from top to bottom."""

    def __init__(self, issuer: Issuer) -> None:
        """Begins with who hands it in, and the motto."""
        self.document = docx.Document()
        normal = self.document.styles["Normal"]
        normal.font.name, normal.font.size = FACE, Pt(POINTS)
        normal.paragraph_format.space_after = Pt(0)
        page = self.document.sections[0]
        page.orientation = WD_ORIENT.PORTRAIT
        page.page_width, page.page_height = Cm(21), Cm(29.7)
        page.left_margin, page.right_margin = Cm(3), Cm(1.5)
        page.top_margin = page.bottom_margin = Cm(2)
        self.head = self.document.add_table(rows=1, cols=2)
        _set_widths(self.head, _HEAD)
        _fill(self.head.cell(0, 0), (issuer.above, issuer.name.replace("\n", " ")))
        _fill(self.head.cell(0, 1), MOTTO)
        country, motto = self.head.cell(0, 1).paragraphs
        country.runs[0].bold = motto.runs[0].underline = True
        for cell in self.head.rows[0].cells:
            for line in cell.paragraphs:
                line.runs[0].font.size = Pt(_HEAD_POINTS)

    def number_and_place(self) -> None:
        """Under the head: the number of the report, its place and date, to be filled in."""
        cells = self.head.add_row().cells
        for cell in cells:
            cell.paragraphs[0].paragraph_format.space_before = Pt(6)
        cells[0].text, cells[1].text = "Số: …/BC-…", "…………, ngày … tháng … năm …"
        cells[1].paragraphs[0].runs[0].italic = True
        for cell in cells:
            cell.paragraphs[0].alignment = CENTRE

    def title(self, words: str, italic: bool = False, is_on_new_page: bool = False) -> None:
        """A centred line, bold unless it is a remark in italics."""
        line = self._line(words, CENTRE)
        line.paragraph_format.page_break_before = is_on_new_page
        line.runs[0].bold, line.runs[0].italic = not italic, italic
        line.paragraph_format.space_before = Pt(0 if italic else 6)
        line.paragraph_format.keep_with_next = True

    def heading(self, words: str) -> None:
        line = self._line(words)
        line.runs[0].bold = True
        line.paragraph_format.space_before = Pt(10)
        line.paragraph_format.keep_with_next = True

    def text(self, words: str) -> None:
        """A paragraph of the report, its first line indented."""
        line = self._line(words, WD_ALIGN_PARAGRAPH.JUSTIFY)
        line.paragraph_format.first_line_indent = Cm(1)

    def remark(self, words: str, right: bool = False) -> None:
        """Small print in italics that stays with what follows, such as the unit over a table."""
        line = self._line(words, RIGHT if right else LEFT)
        line.runs[0].italic = True
        line.paragraph_format.keep_with_next = True

    def to_fill_in(self) -> None:
        """Room for what no figure says, on the page of what follows: headings, who signs."""
        self.text(DOTS)
        self._stay_with_next()

    def attached(self) -> None:
        """Under a table's title: the report that it belongs to, to be filled in."""
        self.title(ATTACHED, italic=True)

    def table(
        self,
        heads: Sequence[str],
        widths: Sequence[float],
        numbers_from: int,
        groups: Sequence[str] = (),
    ) -> "TextTable":
        table = self.document.add_table(2 if groups else 1, len(heads))
        return TextTable(table, heads, widths, numbers_from, groups)

    def foot(self) -> None:
        """What the signs mean, and what these figures are not."""
        self.remark(f"{LEGEND} {FOOT}")

    def sign(self) -> None:
        """Who receives it, and who signs, on the page of the last words and with room to do so."""
        self._stay_with_next()
        row = self.document.add_table(rows=1, cols=2).rows[0]
        row.height = Cm(_TO_SIGN)
        _keep_whole(row)
        cells = row.cells
        recipients = cells[0].paragraphs[0].add_run("Nơi nhận:")
        recipients.bold = recipients.italic = True
        for words in (f"- {DOTS};", "- Lưu: VT, …"):
            cells[0].add_paragraph(words)
        signer, how = SIGNERS[-1]
        _fill(cells[1], (signer, how), bold=0)
        cells[1].paragraphs[1].runs[0].italic = True

    def saved(self, name: str) -> WorkbookFile:
        content = io.BytesIO()
        self.document.save(content)
        return WorkbookFile(name, content.getvalue())

    def _line(self, words: str, where: WD_ALIGN_PARAGRAPH = LEFT) -> Paragraph:
        line = self.document.add_paragraph()
        line.add_run(words)
        line.alignment = where
        line.paragraph_format.space_after = Pt(_BETWEEN)
        return line

    def _stay_with_next(self) -> None:
        """Keep the last paragraph on the page of what follows it."""
        self.document.paragraphs[-1].paragraph_format.keep_with_next = True


class TextTable:
    """A ruled table whose head is repeated on every page; `widths` in cm, scaled to the page.

    Columns from `numbers_from` on hold numbers, set to the right. `groups` name what stands over
    each head, one for each: alike ones stand there once, over all of theirs. The total, set in
    bold, stays with the row before it.
    """

    def __init__(
        self,
        table: Table,
        heads: Sequence[str],
        widths: Sequence[float],
        numbers_from: int,
        groups: Sequence[str] = (),
    ) -> None:
        self.table = table
        self.table.style = "Table Grid"
        self.numbers_from = numbers_from
        self.points = _DENSE_POINTS if groups else POINTS
        _set_widths(self.table, [width * _TEXT_WIDTH / sum(widths) for width in widths])
        for row in self.table.rows:
            row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
        if groups:
            _set_margins(self.table, _DENSE_MARGIN)
            self._write_grouped(heads, groups)
        else:
            self._write(self.table.rows[0], heads, bold=True, heads=True)

    def row(self, cells: Sequence[str], bold: bool = False) -> None:
        if bold:
            for cell in self.table.rows[-1].cells:
                cell.paragraphs[0].paragraph_format.keep_with_next = True
        self._write(self.table.add_row(), cells, bold)

    def _write_grouped(self, heads: Sequence[str], groups: Sequence[str]) -> None:
        """The groups over their heads; a head that is alone in its group takes both rows."""
        alike = [list(at) for _group, at in groupby(range(len(heads)), groups.__getitem__)]
        above, below = [""] * len(heads), list(heads)
        for first, *others in alike:
            if others:
                above[first] = groups[first]
            else:
                above[first], below[first] = heads[first], ""
        upper, lower = self.table.rows
        self._write(upper, above, bold=True, heads=True)
        self._write(lower, below, bold=True, heads=True)
        for first, *others in alike:
            last = upper.cells[others[-1]] if others else lower.cells[first]
            upper.cells[first].merge(last)

    def _write(self, row: _Row, cells: Sequence[str], bold: bool, heads: bool = False) -> None:
        _keep_whole(row)
        for position, (cell, words) in enumerate(zip(row.cells, cells, strict=True)):
            if not words:
                continue
            cell.text = words
            cell.vertical_alignment = WD_ALIGN_VERTICAL.CENTER
            line = cell.paragraphs[0]
            line.runs[0].font.size = Pt(self.points)
            line.runs[0].bold = bold
            if heads or position == 0:
                line.alignment = CENTRE
            elif position >= self.numbers_from:
                line.alignment = RIGHT


def _set_widths(table: Table, widths: Sequence[float]) -> None:
    """In cm; in the columns for LibreOffice, in the cells for Word."""
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Cm(width)
        for cell in column.cells:
            cell.width = Cm(width)


def _keep_whole(row: _Row) -> None:
    """On one page."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


def _set_margins(table: Table, sides: float) -> None:
    """How far the words of every cell stay off its sides, in cm."""
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), str(round(Cm(sides).twips)))
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    table._tbl.tblPr.find(qn("w:tblLook")).addprevious(margins)  # in the order that Word asks for


def report_document(
    report: Report, figures: Figures, scope: Place, by: By, issuer: Issuer
) -> WorkbookFile:
    """The report as a text; only of one that has one."""
    assert report.document
    with override("vi"):
        paper = TextPaper(issuer)
        report.document(paper, figures, scope, report.table(figures, scope, by))
    return paper.saved(file_name(report, figures, scope, "docx"))


def _fill(cell: _Cell, lines: Sequence[str], bold: int = 1) -> None:
    """Centred lines, of which one is bold."""
    cell.text = lines[0]
    for words in lines[1:]:
        cell.add_paragraph(words)
    for number, line in enumerate(cell.paragraphs):
        line.alignment = CENTRE
        line.runs[0].bold = number == bold
