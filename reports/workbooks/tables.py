"""A declared table as cells: numbers in triệu đồng, and live formulas where a figure follows.

A reader who changes a province's amount sees sums and rates follow. What is printed equals the
page: rates are reckoned from exact amounts, then cut or rounded by the same rule.
"""

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import count, takewhile

from django.utils.text import capfirst
from openpyxl.cell import Cell
from openpyxl.utils import column_index_from_string, get_column_letter

from promotion.formulas import difference_of, percent_of, running_sum_of, sum_of
from promotion.lib import xlsx
from promotion.lib.percent import NOT_COMPUTABLE
from promotion.lib.words import NUMERALS
from reports.catalogue.execution import RATE
from reports.columns import Column, UnitOfMeasure, decimals
from reports.declaration import Line, LineKind, Section, Table
from reports.workbooks.paper import BOLD, LINE, Paper, align, font

FIRST = 3  # the columns A and B number and name the rows
FRACTIONS = (UnitOfMeasure.PERCENT, UnitOfMeasure.RATIO)
# A little off the number beside it.
_WORDS = {UnitOfMeasure.TEXT: align("left", indent=1), UnitOfMeasure.NAME: align("center")}


def money(cell: Cell, vnd: int) -> None:
    xlsx.number(cell, xlsx.exact_million(vnd), xlsx.WHOLE)


# The address of the cell, on another sheet, that a figure is taken from; "" where there is none.
Refers = Callable[[Line, Column], str]


def to_nothing(_line: Line, _column: Column) -> str:
    return ""


class TableOnPaper:
    """Where a table's columns, rows and total stand, so that other sheets can refer to them."""

    def __init__(self, paper: Paper, table: Table, refers: Refers = to_nothing) -> None:
        self.paper = paper
        self.table = table
        self._refers = refers
        self._rows: dict[str, int] = {}
        self.columns = table.columns
        self._main_rate = next((c for c in self.columns if c.measure is RATE), None)
        self._letters = {
            column.key: get_column_letter(FIRST + position)
            for position, column in enumerate(self.columns)
        }
        self.head_row = paper.row
        self._write_head(capfirst(str(table.row_title)))
        self.first_row = paper.row
        self.total_row = 0
        self._numerals, self._numbers = iter(NUMERALS), count(1)
        summed = [row for section in table.sections for row in self._write_section(section)]
        self.total_row = paper.row
        if table.total:
            self._write_sums("", "Tổng cộng", table.total, summed)
        self._leave_for_remarks(FIRST + len(self.columns))
        paper.sheet.freeze_panes = paper.cell(self.first_row, FIRST)

    @property
    def last_row(self) -> int:
        """The row over the total, or the last of a table without one."""
        return self.total_row - 1

    def column_of(self, key: str) -> int:
        return column_index_from_string(self._letters[key])

    def total_of(self, key: str) -> str:
        """The address of a column's total from another sheet: "'Theo tỉnh'!D25"."""
        return f"'{self.paper.sheet.title}'!{self._letters[key]}{self.total_row}"

    def cell_of(self, subject: str, key: str) -> str:
        """The same of the row about the subject; "" without such a row or column."""
        if subject not in self._rows or key not in self._letters:
            return ""
        return f"'{self.paper.sheet.title}'!{self._letters[key]}{self._rows[subject]}"

    def _write_head(self, row_title: str) -> None:
        paper, top = self.paper, self.paper.row
        paper.heading(top, 1, "STT", rows=2)
        paper.heading(top, 2, row_title, rows=2)
        column = FIRST
        both, upper, lower = [paper.lines(row_title, 2, 2, BOLD)], [1], [1]
        for group in self.table.groups:
            title, last = str(group.title), column + group.span - 1
            if group.span == 1:
                paper.heading(top, column, title, rows=2)
                both.append(paper.lines(title, column, last, BOLD))
            else:
                paper.heading(top, column, title, columns=group.span)
                upper.append(paper.lines(title, column, last, BOLD))
                for at, member in enumerate(group.columns, start=column):
                    paper.heading(top + 1, at, capfirst(str(member.title)), member.source)
                    lower.append(paper.lines(capfirst(str(member.title)), at, at, BOLD))
            column = last + 1
        below = max(lower)
        paper.sheet.row_dimensions[top].height = LINE * max(*upper, max(both) - below) + 4
        paper.sheet.row_dimensions[top + 1].height = LINE * below + 4
        paper.row = top + 2
        paper.column_numbers(("A", "B", *map(self._number, self.columns)))

    def _leave_for_remarks(self, first: int) -> None:
        """Frame what the sheet is wider than the table, for remarks by hand."""
        paper, last = self.paper, len(self.paper.widths)
        if first > last:
            return
        paper.heading(self.head_row, first, "Ghi chú", rows=2, columns=last - first + 1)
        for row in range(self.first_row - 1, paper.row):
            for column in range(first, last + 1):
                paper.framed(row, column)

    def _number(self, column: Column) -> str:
        """ "1 = 2 + 3", "7 = 4 : 1": the column's number and how it follows from others.

        The names of units are part of what is numbered, and go on with C.
        """
        if column.unit == UnitOfMeasure.NAME:
            return "C"
        counted = (c for c in self.columns if c.unit != UnitOfMeasure.NAME)
        numbers = {other.key: n for n, other in enumerate(counted, start=1)}
        number = str(numbers[column.key])
        if column.sum_of:
            return f"{number}={_summed([numbers[key] for key in column.sum_of])}"
        if column.ratio_of:
            return f"{number}={numbers[column.ratio_of[0]]}:{numbers[column.ratio_of[1]]}"
        if column.difference_of:
            one, other = (numbers[key] for key in column.difference_of)
            return f"{number}={one}-{other}"
        if column.running_sum_of:
            return f"{number}=Σ{numbers[column.running_sum_of]}"
        return number

    def _write_section(self, section: Section) -> list[int]:
        """The rows on the sheet that make up the total: the subtotal, else every item."""
        top, above, items = self.paper.row, section.subtotal, section.items
        first = top + 1 if above else top
        inside = [row for row, line in enumerate(items, start=first) if not _is_part(line)]
        if above and (above.kind == LineKind.HEADING or not items):
            self._write_line(next(self._numerals), above, bold=True)
        elif above:
            number = above.number or next(self._numerals)
            self._write_sums(number, capfirst(above.name), above, inside)
        for at, line in enumerate(items, start=1):
            if line.kind == LineKind.LEFT:
                self._write_left(line, list(takewhile(_is_part, items[at:])))
            else:
                counted = line.kind == LineKind.ITEM and not line.number
                self._write_line(str(next(self._numbers)) if counted else line.number, line)
        if section.repeats:
            return []
        return [top] if above else inside

    def _write_line(self, number: str, line: Line, bold: bool = False) -> None:
        name = f"- {line.name}" if _is_part(line) else capfirst(line.name)
        self.paper.label(number, name, font(bold=bold))
        self._rows.setdefault(line.key, self.paper.row)
        for position, column in enumerate(self.columns):
            target = self._cell(position, column, bold)
            if not line.prints(column):
                continue
            if _follows(column):
                self._write_formula(target, self._formula(column), column, line)
            else:
                self._write_value(target, column, line)
        self.paper.row += 1

    def _write_left(self, line: Line, others: Sequence[Line]) -> None:
        """A part reckoned on the sheet: what the other parts leave of the item above."""
        row = self.paper.row
        self.paper.label("", f"- {line.name}")
        for position, column in enumerate(self.columns):
            target, letter = self._cell(position, column), self._letters[column.key]
            if _follows(column):
                self._write_formula(target, self._formula(column), column, line)
            elif column.unit in (UnitOfMeasure.MONEY, UnitOfMeasure.COUNT):
                parts = f"SUM({letter}{row + 1}:{letter}{row + len(others)})"
                left = difference_of(f"{letter}{row - 1}", parts)
                self._write_formula(target, left, column, line)
        self.paper.row += 1

    def _write_sums(self, number: str, name: str, line: Line, rows: Sequence[int]) -> None:
        """A subtotal or the total: sums of the rows, and what follows from the sums."""
        self.paper.label(number, name, font(bold=True))
        for position, column in enumerate(self.columns):
            target = self._cell(position, column, bold=True)
            if _follows(column):
                self._write_formula(target, self._formula(column), column, line)
            elif not rows or not _adds_up(column, line):
                self._write_value(target, column, line)
            elif column.unit != UnitOfMeasure.TEXT:
                cells = _cells(self._letters[column.key], rows)
                self._write_formula(target, sum_of(cells), column, line)
        self.paper.row += 1

    def _write_formula(self, target: Cell, expression: str, column: Column, line: Line) -> None:
        """A figure of the line as what follows from other cells; until these change, its value."""
        value, unit = column.value(line.row), column.measure.unit_of(line.row)
        comes_to: int | Decimal | str
        if isinstance(value, Fraction):
            comes_to = decimals(value, unit)
        elif isinstance(value, int):
            comes_to = xlsx.exact_million(value) if unit == UnitOfMeasure.MONEY else value
        else:
            comes_to = column.text(line.row)
        xlsx.formula(target, expression, comes_to, _format(column))

    def _write_value(self, target: Cell, column: Column, line: Line) -> None:
        """A figure of the line as it is, whose parts are not on the sheet."""
        value, unit = column.value(line.row), column.measure.unit_of(line.row)
        if address := self._refers(line, column):
            self._write_formula(target, f"={address}", column, line)
        elif isinstance(value, Fraction):
            xlsx.number(target, decimals(value, unit), xlsx.TWO_DECIMALS)
        elif value is None:
            xlsx.text(target, column.text(line.row))
        elif isinstance(value, date):
            xlsx.day(target, value)
        elif isinstance(value, str):
            words = column.text(line.row)
            xlsx.text(target, words)
            self.paper.grow(self.paper.lines(words, target.column, target.column))
        elif unit == UnitOfMeasure.MONEY:
            money(target, value)
        else:
            xlsx.number(target, value)

    def _formula(self, column: Column) -> str:
        row = self.paper.row
        if column.ratio_of:
            numerator, denominator = (f"{self._letters[key]}{row}" for key in column.ratio_of)
            times = 1 if column.unit == UnitOfMeasure.RATIO else 100
            return percent_of(numerator, denominator, times)
        if column.difference_of:
            one, other = (f"{self._letters[key]}{row}" for key in column.difference_of)
            return difference_of(one, other)
        if column.running_sum_of:
            letter = self._letters[column.running_sum_of]
            if row == self.total_row:
                return f"={letter}{row}"
            return running_sum_of(letter, self.first_row, row)
        parts = ",".join(f"{self._letters[key]}{row}" for key in column.sum_of)
        return sum_of(parts)

    def _cell(self, position: int, column: Column, bold: bool = False) -> Cell:
        cell = self.paper.number(FIRST + position, bold or column is self._main_rate)
        if column.unit in _WORDS:
            cell.alignment = _WORDS[column.unit]
        return cell


def _summed(numbers: Sequence[int]) -> str:
    """ "2+3", and "2+…+9" of many that follow each other, which no narrow column holds."""
    first, last = numbers[0], numbers[-1]
    if len(numbers) > 3 and list(numbers) == list(range(first, last + 1)):
        return f"{first}+…+{last}"
    return "+".join(map(str, numbers))


def _is_part(line: Line) -> bool:
    return line.kind in (LineKind.PART, LineKind.LEFT)


def _follows(column: Column) -> bool:
    """Whether its figure follows from others of the same row."""
    return bool(column.sum_of or column.ratio_of or column.difference_of or column.running_sum_of)


def _adds_up(column: Column, line: Line) -> bool:
    """Whether the sum of the rows is what the line says: nothing reported at all is no zero, and
    a place that was on no map then had nothing of what others had."""
    if column.unit in (*FRACTIONS, UnitOfMeasure.DAY) or not column.adds_up:
        return False
    reported = column.measure.reported(line.row, column.source)
    return reported and column.text(line.row) != NOT_COMPUTABLE


def _format(column: Column) -> str:
    return xlsx.TWO_DECIMALS if column.unit in FRACTIONS else xlsx.WHOLE


def _cells(letter: str, rows: Sequence[int]) -> str:
    """ "C5:C9", or "C5,C12,C20" where others stand between."""
    if rows[-1] - rows[0] == len(rows) - 1:
        return f"{letter}{rows[0]}:{letter}{rows[-1]}"
    return ",".join(f"{letter}{row}" for row in rows)
