"""The one door to the cells of a workbook: whoever writes a cell says what goes into it.

openpyxl guesses from the value: a leading "=" becomes a formula, "#N/A" an error, and text over
32,767 characters is cut without a word. Here nothing is guessed and nothing is cut. All
functions work on the cells of a sheet and on the `WriteOnlyCell` of a write-only one.

A formula is written together with its value, and `save` keeps both: a program that only shows
the file (Excel before editing is allowed, a phone, a mail reader) reckons nothing.
"""

import re
from datetime import date
from decimal import Decimal
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.cell._writer import write_cell
from openpyxl.drawing.spreadsheet_drawing import SpreadsheetDrawing
from openpyxl.worksheet._writer import WorksheetWriter
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.writer.excel import ExcelWriter

from promotion.lib.money import MILLION_VND

LONGEST_TEXT = 32_767
# A spreadsheet keeps 15 significant digits; a sixteenth would turn into a zero.
LARGEST_NUMBER = 10**15

WHOLE = "#,##0"
TWO_DECIMALS = "#,##0.00"
DAY = "dd/mm/yyyy"

# What XML 1.0 has no place for, among it halves of surrogate pairs.
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def clean(value: str) -> str:
    """Text as a cell may hold it: without control characters, line ends as "\\n"."""
    if value.isprintable():
        return value
    return _ILLEGAL.sub("", value.replace("\r\n", "\n").replace("\r", "\n"))


def exact_million(vnd: int) -> int | Decimal:
    """Đồng in triệu without any rounding, as a cell holds it: 600500000 → Decimal("600.5")."""
    whole, rest = divmod(vnd, MILLION_VND)
    return whole if not rest else Decimal(vnd).scaleb(-6).normalize()


def text(cell: Cell, value: str) -> Cell:
    """Write text as text, whatever it begins with: "=1+1" is shown, not computed.

    Control characters are left out and line ends become "\\n". Raises ValueError over 32,767
    characters.
    """
    words = clean(value)
    if len(words) > LONGEST_TEXT:
        raise ValueError(f"A cell holds {LONGEST_TEXT} characters; this text has {len(words)}.")
    cell.value = words
    cell.data_type = "s"
    cell.number_format = "@"
    return cell


def number(cell: Cell, value: int | Decimal, number_format: str = WHOLE) -> Cell:
    """Write a number that can be added up, in the unit that its column's header names.

    Raises TypeError for anything but int and Decimal (a float has lost đồng already), ValueError
    beyond ±10^15, where a spreadsheet would drop digits without a word.
    """
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise TypeError(f"A figure is an int or a Decimal, not {type(value).__name__}.")
    # Compared as a Decimal, which also orders infinities; NaN has no order and goes first.
    exact = Decimal(value)
    if exact.is_nan() or abs(exact) > LARGEST_NUMBER:
        raise ValueError(f"A spreadsheet cannot hold {value} exactly.")
    cell.value = value
    cell.number_format = number_format
    return cell


def day(cell: Cell, value: date) -> Cell:
    """Write a day that sorts and filters as a date, shown day first."""
    cell.value = value
    cell.number_format = DAY
    return cell


class _Formula(str):
    """The text of a formula that knows what it comes to."""

    comes_to: int | Decimal | str


def formula(
    cell: Cell, expression: str, comes_to: int | Decimal | str, number_format: str = WHOLE
) -> Cell:
    """Write a live formula of our own making, "=SUM(C5:C15)", and the value that it has now.

    Never put text of a user into the expression. Raises ValueError without a leading "=".
    """
    if not expression.startswith("="):
        raise ValueError(f"A formula begins with '=': {expression!r}.")
    cell.value = expression
    # Past openpyxl's own setter, which would make plain text of it.
    cell._value = _Formula(expression)
    cell._value.comes_to = comes_to
    cell.data_type = "f"
    cell.number_format = number_format
    return cell


def save(book: Workbook, out: IO[bytes]) -> None:
    """Write the book, the values of its formulas too; not one that is write-only."""
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        _BookWriter(book, archive).save()


class _BookWriter(ExcelWriter):
    """Writes its sheets with the values of formulas."""

    def write_worksheet(self, ws: Worksheet) -> None:
        ws._drawing = SpreadsheetDrawing()
        ws._drawing.charts, ws._drawing.images = ws._charts, ws._images
        writer = _SheetWriter(ws)
        writer.write()
        ws._rels = writer._rels
        self._archive.write(writer.out, ws.path.removeprefix("/"))
        self.manifest.append(ws)
        writer.cleanup()


class _SheetWriter(WorksheetWriter):
    """Writes a formula's value beside it, for which openpyxl has no place."""

    def write_row(self, xf: Any, row: list[Cell], row_idx: int) -> None:
        height = dict(self.ws.row_dimensions.get(row_idx, {}))
        with xf.element("row", {"r": str(row_idx)} | height):
            for cell in row:
                if isinstance(cell.value, _Formula):
                    _write_formula(xf, cell, cell.value)
                elif cell.value is not None or cell.has_style:
                    write_cell(xf, self.ws, cell, cell.has_style)


def _write_formula(xf: Any, cell: Cell, live: _Formula) -> None:
    kind = {"t": "str"} if isinstance(live.comes_to, str) else {}
    with xf.element("c", {"r": cell.coordinate, "s": str(cell.style_id), **kind}):
        for tag, words in (("f", live.removeprefix("=")), ("v", str(live.comes_to))):
            with xf.element(tag):
                xf.write(words)
