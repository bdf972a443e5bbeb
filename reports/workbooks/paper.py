"""A sheet that looks like an official Vietnamese report: head, title, foot and page.

These papers are Vietnamese whatever the language of the page they are asked from; their words
are those of the programme's reports (Decree 30/2020/NĐ-CP for head, motto and signatures).
Layouts of prescribed forms were never published: each sheet says that it is a reference layout.
"""

from collections.abc import Sequence
from copy import copy
from functools import cache
from itertools import islice
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import Cell, MergedCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.styles.cell_style import StyleArray
from openpyxl.utils import column_index_from_string, get_column_letter
from openpyxl.worksheet.cell_range import CellRange
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.worksheet import Worksheet

from promotion.lib import xlsx
from promotion.papers import (
    ATTACHED,
    DEMONSTRATION,
    FACE,
    FOOT,
    LEGEND,
    MOTTO,
    POINTS,
    RECIPIENTS,
    REFERENCE_LAYOUT,
    SIGNERS,
    UNIT,
)
from reports.workbooks.facts import Facts
from reports.workbooks.page import NAMES, first_page, pages_to_fit, quarters, scale_of_two

SOURCE_NAMES = {
    "national": "Khuyến công quốc gia (KCQG)",
    "local": "Khuyến công địa phương (KCĐP)",
}
ROWS_TO_SIGN = 6

LINE, TABLE_LINE = 17.5, 22.0  # heights in points
BOLD, CAPITAL = 1.15, 1.4  # units of a column's width that a bold letter, a bold capital takes
ALERT = "B23A2B"
_HEADS = {"all": "EEF1EE", "national": "E1E6F1", "local": "DDEFEC"}
_THIN = Side(style="thin", color="5A666B")
GRID = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_PLACES = {Font: "font", Alignment: "alignment", Border: "border", PatternFill: "fill"}


@cache
def font(bold: bool = False, italic: bool = False, size: float = POINTS, **more: str) -> Font:
    return Font(name=FACE, size=size, bold=bold, italic=italic, **more)


@cache
def align(horizontal: str, wrap: bool = True, indent: int = 0) -> Alignment:
    return Alignment(horizontal=horizontal, vertical="center", wrap_text=wrap, indent=indent)


@cache
def tint(source: str) -> PatternFill:
    """The background of a header: one colour for each source, the same in every table."""
    return PatternFill("solid", start_color=_HEADS[source])


class Paper:
    """One sheet, written from top to bottom; `row` is the next free row.

    `first` and `last` are the columns that words run over: of a sheet too wide for one page those
    of the first page alone, without the columns that the second one repeats.
    """

    def __init__(self, book: Workbook, title: str, widths: Sequence[float], facts: Facts) -> None:
        self.sheet: Worksheet = book.create_sheet(title)
        self.facts = facts
        self.widths = widths
        self.last = first_page(widths)
        self.first = 1 if self.last == len(widths) else NAMES + 1
        self.row = 1
        self.unit_words = ""
        self._looks: dict[tuple[int, ...], tuple[tuple[Any, ...], StyleArray]] = {}
        for column, width in enumerate(widths, start=1):
            self.sheet.column_dimensions[get_column_letter(column)].width = width

    def cell(self, row: int, column: int) -> Cell:
        return self.sheet.cell(row, column)

    def _dressed(
        self, row: int, column: int, *parts: Font | Alignment | Border | PatternFill
    ) -> Cell:
        """The cell with this look and no other; setting it anew takes ten times as long as a copy.

        The parts are told apart by their identity, as they are made once and kept.
        """
        cell, key = self.cell(row, column), tuple(map(id, parts))
        if key not in self._looks:
            cell._style = StyleArray()
            for part in parts:
                setattr(cell, _PLACES[type(part)], part)
            self._looks[key] = (parts, cell._style)
        cell._style = copy(self._looks[key][1])
        return cell

    def _merge(self, row: int, column: int, last_row: int, last_column: int) -> None:
        """Let a cell run over others, which take on its look if it is framed.

        openpyxl would reckon lines and protection of every cell anew: a fifth of a workbook's time.
        """
        over = CellRange(min_row=row, min_col=column, max_row=last_row, max_col=last_column)
        first = self.cell(row, column)
        for r, c in islice(over.cells, 1, None):
            covered = self.sheet._cells[r, c] = MergedCell(self.sheet, r, c)
            if first.border.left.style:
                covered._style = copy(first._style)
        self.sheet.merged_cells.add(over)

    def write(
        self,
        text: str,
        first: int | None = None,
        last: int | None = None,
        style: Font | None = None,
        where: str = "left",
        lines: int | None = None,
    ) -> None:
        """Text over the columns first to last of the current row, which grows to hold it."""
        first, last = first or self.first, last or self.last
        xlsx.text(self._dressed(self.row, first, style or font(), align(where)), text)
        if last > first:
            self._merge(self.row, first, self.row, last)
        self.grow(lines or self.lines(text, first, last))

    def line(self, text: str, style: Font | None = None, where: str = "left") -> None:
        """Text across the whole sheet, and on to the next row."""
        self.write(text, style=style, where=where)
        self.row += 1

    def head(self, title: Sequence[str]) -> None:
        """Issuing body and motto, title in capitals, what the sheet holds, as at when."""
        split = (self.first + self.last) // 2
        issuer = (self.facts.issuer.above, self.facts.issuer.name)
        for position, (body, motto) in enumerate(zip(issuer, MOTTO, strict=True)):
            bold = position == 1
            lines = max(1 + bold, self.lines(body, self.first, split))
            self.write(body, self.first, split, font(bold=bold), "center", lines)
            underline = "single" if bold else "none"
            self.write(
                motto, split + 1, self.last, font(bold=True, underline=underline), "center", 1
            )
            self.row += 1
        self.row += 1
        for words in title:
            self.line(words.upper(), font(bold=True, size=POINTS + 1), "center")
        self.line(ATTACHED, font(italic=True), "center")
        self.line(self.facts.line, font(italic=True), "center")
        if self.facts.synthetic:
            self.line(DEMONSTRATION, font(bold=True, color=ALERT), "center")

    def unit(self, words: str = UNIT) -> None:
        """Above the table, right: the unit, once for all pages, "" where it holds no figures of
        one; left: that the layout is ours."""
        self.unit_words = words
        self.write(f"({REFERENCE_LAYOUT})", 1, 2, font(italic=True))
        self.write(words, 3, self.last, font(italic=True), "right")
        self.row += 1

    def heading(
        self,
        row: int,
        column: int,
        text: str,
        source: str = "all",
        *,
        rows: int = 1,
        columns: int = 1,
    ) -> None:
        """A header cell, merged over `rows` and `columns`."""
        look = (GRID, tint(source), font(bold=True), align("center"))
        xlsx.text(self._dressed(row, column, *look), text)
        if rows > 1 or columns > 1:
            self._merge(row, column, row + rows - 1, column + columns - 1)

    def framed(self, row: int, column: int) -> Cell:
        """The cell with the table's lines around it."""
        cell = self.cell(row, column)
        cell.border = GRID
        return cell

    def number(self, column: int | str, bold: bool = False) -> Cell:
        """A cell of the current table row, ready for a number or a formula."""
        position = column if isinstance(column, int) else column_index_from_string(column)
        look = (GRID, font(bold=bold), align("right", wrap=False))
        return self._dressed(self.row, position, *look)

    def words(self, column: int, text: str) -> None:
        """Text in a cell of the current table row, a little off the number beside it."""
        look = (GRID, font(), align("left", indent=1))
        xlsx.text(self._dressed(self.row, column, *look), text)
        self.grow(self.lines(text, column, column))

    def label(self, number: str, name: str, style: Font | None = None) -> None:
        """Begin a table row: its number and its name, in columns A and B."""
        for column, text, where in ((1, number, "center"), (2, name, "left")):
            look = (GRID, style or font(), align(where))
            xlsx.text(self._dressed(self.row, column, *look), text)
        self.sheet.row_dimensions[self.row].height = TABLE_LINE
        self.grow(self.lines(name, 2, 2))

    def column_numbers(self, labels: Sequence[str]) -> None:
        """The row under the header: A, B, 1 = 2 + 3, …"""
        for position, label in enumerate(labels, start=1):
            look = (GRID, font(italic=True, size=10), align("center"))
            xlsx.text(self._dressed(self.row, position, *look), label)
        self.row += 1

    def sign(self) -> None:
        """Legend, foot, place and date, who receives, and who signs."""
        self.line(LEGEND, font(italic=True))
        self.line(FOOT, font(italic=True))
        columns = quarters(self.widths, self.first, self.last)
        self.write("…………, ngày … tháng … năm …", *columns[3], font(italic=True), "center")
        self.row += 1
        top = self.row
        for line, recipient in enumerate(RECIPIENTS):
            small = font(bold=not line, italic=not line, size=POINTS - 1)
            self.write(recipient, *columns[0], small, lines=1)
            self.row += 1
        for line in (0, 1):
            self.row = top + line
            style = font(bold=line == 0, italic=line == 1)
            for signer, (start, end) in zip(SIGNERS, columns[1:], strict=True):
                letter = CAPITAL if line == 0 else 1
                lines = self.lines(signer[line], start, end, letter)
                self.write(signer[line], start, end, style, "center", lines)
        self.row = top + ROWS_TO_SIGN

    def print_on_a4(self, repeat: tuple[int, int] | None = None, scale: int = 0) -> None:
        """A4 landscape, one page wide or two, rows `repeat` on every page, pages numbered.

        A scale in percent, instead, keeps page breaks: what is fitted to pages ignores them.
        """
        sheet = self.sheet
        sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
        sheet.page_setup.orientation = sheet.ORIENTATION_LANDSCAPE
        rows = [sheet.row_dimensions[row].height or LINE for row in range(1, self.row)]
        if self.last < len(self.widths):
            scale = scale_of_two(self.widths, self.last, rows)
            sheet.col_breaks.append(Break(id=self.last))
            sheet.print_title_cols = f"A:{get_column_letter(NAMES)}"
        if scale:
            sheet.page_setup.scale = scale
        else:
            sheet.page_setup.fitToWidth = 1
            sheet.page_setup.fitToHeight = pages_to_fit(self.widths, rows)
            sheet.sheet_properties.pageSetUpPr.fitToPage = True
        sheet.print_options.horizontalCentered = True
        margins = sheet.page_margins
        margins.left, margins.right, margins.top, margins.bottom = 0.6, 0.4, 0.6, 0.6
        margins.header, margins.footer = 0.3, 0.3
        sheet.print_area = f"A1:{get_column_letter(len(self.widths))}{self.row - 1}"
        if repeat:
            sheet.print_title_rows = f"{repeat[0]}:{repeat[1]}"
        if self.facts.synthetic:
            sheet.oddHeader.center.text = DEMONSTRATION
        sheet.oddFooter.left.text = REFERENCE_LAYOUT
        sheet.oddFooter.center.text = "Trang &P/&N"
        sheet.oddFooter.right.text = self.unit_words
        foot = sheet.oddFooter
        for part in (sheet.oddHeader.center, foot.left, foot.center, foot.right):
            part.font, part.size = f"{FACE},Italic", 10
        sheet.sheet_view.showGridLines = False
        sheet.sheet_view.zoomScale = 85

    def grow(self, lines: int) -> None:
        """Make the current row high enough for as many lines of text."""
        height = self.sheet.row_dimensions[self.row].height or LINE
        self.sheet.row_dimensions[self.row].height = max(height, lines * LINE)

    def lines(self, text: str, first: int, last: int, letter: float = 0.95) -> int:
        """How many lines the text takes in the columns; reckoned with the mean letter's width.

        A spreadsheet does not grow a row for merged cells, nor one whose height is given.
        """
        width = sum(self.widths[first - 1 : last]) / letter
        return sum(max(1, -(-len(part) // int(width))) for part in text.split("\n"))
