"""An official list of any length as a workbook: a row is written and forgotten.

The look is that of all papers; the library is one that keeps no rows in memory.
"""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import count
from string import ascii_uppercase
from typing import Any, BinaryIO, NamedTuple

import xlsxwriter
from django.conf import settings
from xlsxwriter.utility import xl_rowcol_to_cell

from promotion import papers
from promotion.formulas import percent_of
from promotion.lib.dates import format_day
from promotion.lib.percent import NO_DATA, NOT_COMPUTABLE, Rounding, percent
from promotion.lib.xlsx import TWO_DECIMALS, WHOLE, clean, exact_million


class Words(NamedTuple):
    """A column of text."""

    title: str
    width: float


class Money(NamedTuple):
    """A column of amounts in đồng, shown in triệu, with their sum at the end."""

    title: str
    width: float = 12


class Rate(NamedTuple):
    """A column of what one amount is of another, in percent, by the numbers of their columns."""

    title: str
    amount: int
    of: int
    width: float = 13


_OFF = 2  # letters' widths that words stay off the sides of their cells
LINE, USUAL_LINES = 17.5, 2  # points; lines of a row
Column = Words | Money | Rate
SHOWN = {Words: "@", Money: WHOLE, Rate: TWO_DECIMALS}


class LongPaper:
    """One sheet, written from top to bottom: head, `add` for each row, `close`."""

    def __init__(
        self, out: BinaryIO, title: str, columns: Sequence[Column], *, is_synthetic: bool
    ) -> None:
        self.book = xlsxwriter.Workbook(out, {"constant_memory": True})
        self.sheet = self.book.add_worksheet(title)
        self.columns: tuple[Column, ...] = (Words("STT", 8), *columns)
        self.is_synthetic = is_synthetic
        self.row = self.number = 0
        self.sums = [0] * len(self.columns)
        self.looks = {
            Words: self._look(border=1, text_wrap=True, indent=1),
            Money: self._look(border=1, num_format=WHOLE),
            Rate: self._look(border=1, num_format=TWO_DECIMALS, align="right"),
        }
        self.look_of_number = self._look(border=1, align="center")
        for position, column in enumerate(self.columns):
            self.sheet.set_column(position, position, column.width)
        self.sheet.set_default_row(USUAL_LINES * LINE)

    @property
    def last(self) -> int:
        return len(self.columns) - 1

    def head(
        self,
        title: str,
        issuer: papers.Issuer,
        until: date,
        about: str,
        known: date | None = None,
    ) -> None:
        """Issuing body and motto, title, day, what is listed for whom; then the columns' heads.

        until   the day whose figures these are
        known   as recorded by the end of this one, if given
        """
        half = self.last // 2
        for line, bodies in enumerate(zip((issuer.above, issuer.name), papers.MOTTO, strict=True)):
            body, motto = (words.replace("\n", " ") for words in bodies)
            self._across(body, 0, half, bold=bool(line), align="center")
            self._across(motto, half + 1, self.last, bold=True, align="center", underline=line)
            self.row += 1
        self._line("")
        self._line(title.upper(), bold=True, font_size=papers.POINTS + 1, align="center")
        recorded = f", ghi nhận đến ngày {format_day(known)}" if known else ""
        day = f"Số liệu tính đến ngày {format_day(until)}{recorded}"
        self._line(day, italic=True, align="center")
        self._line(about, italic=True, align="center")
        if self.is_synthetic:
            self._line(papers.DEMONSTRATION, bold=True, font_color="#B23A2B", align="center")
        self._across(f"({papers.REFERENCE_LAYOUT})", 0, 1, italic=True)
        self._across(papers.UNIT, 2, self.last, italic=True, align="right")
        self.row += 1
        bold = self._look(bold=True, border=1, bg_color="#EEF1EE", align="center", text_wrap=True)
        small = self._look(italic=True, border=1, font_size=10, align="center")
        for look, words, lines in (
            (bold, [column.title for column in self.columns], 4),
            (small, self._numbers(), 1),
        ):
            self.sheet.set_row(self.row, lines * LINE)
            self.sheet.write_row(self.row, 0, words, look)
            self.row += 1
        self.first = self.row
        self.sheet.freeze_panes(self.row, 2)
        self.sheet.repeat_rows(self.row - 2, self.row - 1)

    def add(self, values: Sequence[str | int | None]) -> None:
        """A row: words, and amounts in đồng (None is unknown), of the columns that are no rates.

        The rate of a row is a number, as formulas would take as long as all other cells.
        """
        self.number += 1
        own = iter((str(self.number), *values))
        row: list[Any] = [None if isinstance(c, Rate) else next(own) for c in self.columns]
        # What wraps over more lines than usual: a height of their own is kept for these rows alone.
        lines = max(
            len(words) // (column.width - _OFF) + 1
            for column, words in zip(self.columns, row, strict=True)
            if isinstance(column, Words)
        )
        if lines > USUAL_LINES:
            self.sheet.set_row(self.row, lines * LINE)
        for position, column in enumerate(self.columns):
            value = row[position]
            look = self.looks[type(column)] if position else self.look_of_number
            if isinstance(column, Words):
                self.sheet.write_string(self.row, position, as_text(value), look)
            elif isinstance(column, Money) and value is None:
                self.sheet.write_string(self.row, position, NO_DATA, self.looks[Rate])
            elif isinstance(column, Money):
                self.sums[position] += value
                self.sheet.write_number(self.row, position, exact_million(value), look)
            elif row[column.of]:
                rate = _percent(row[column.amount], row[column.of])
                self.sheet.write_number(self.row, position, rate, look)
            else:
                self.sheet.write_string(self.row, position, NOT_COMPUTABLE, look)
        self.row += 1

    def close(self) -> None:
        """The total, who signs; the file is whole then."""
        bold = {
            unit: self._look(bold=True, border=1, num_format=shown) for unit, shown in SHOWN.items()
        }
        for position, column in enumerate(self.columns):
            if isinstance(column, Words):
                words = "Tổng cộng" if position == 1 else ""
                self.sheet.write_string(self.row, position, words, bold[Words])
            elif isinstance(column, Money):
                cells = (xl_rowcol_to_cell(row, position) for row in (self.first, self.row - 1))
                formula = f"=SUM({':'.join(cells)})" if self.number else "=0"
                total = exact_million(self.sums[position])
                self.sheet.write_formula(self.row, position, formula, bold[Money], total)
            else:
                cells = (xl_rowcol_to_cell(self.row, at) for at in (column.amount, column.of))
                part, whole = self.sums[column.amount], self.sums[column.of]
                value = _percent(part, whole) if whole else NOT_COMPUTABLE
                self.sheet.write_formula(self.row, position, percent_of(*cells), bold[Rate], value)
        self.row += 1
        self._sign()
        self._set_page()
        self.book.close()

    def _numbers(self) -> list[str]:
        """A, B, … over words; 1, 2, 3 = 2 : 1 over figures."""
        letters, figures = iter(ascii_uppercase), count(1)
        numbers = [
            next(letters) if isinstance(column, Words) else str(next(figures))
            for column in self.columns
        ]
        for position, column in enumerate(self.columns):
            if isinstance(column, Rate):
                numbers[position] += f"={numbers[column.amount]}:{numbers[column.of]}"
        return numbers

    def _sign(self) -> None:
        self._line(papers.LEGEND, italic=True)
        self._line(papers.FOOT, italic=True)
        quarter = (self.last + 1) // 4
        starts = (quarter, 2 * quarter, 3 * quarter)
        for line, recipient in enumerate(papers.RECIPIENTS):
            self._across(recipient, 0, quarter - 1, bold=not line, italic=not line)
            for start, signer in zip(starts, papers.SIGNERS, strict=True):
                if line < len(signer):
                    end = self.last if start == starts[-1] else start + quarter - 1
                    look = {"bold": not line, "italic": bool(line), "align": "center"}
                    self._across(signer[line], start, end, **look)
            self.row += 1

    def _set_page(self) -> None:
        """A4 landscape, one page wide, heads repeated, pages numbered."""
        sheet = self.sheet
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.center_horizontally()
        sheet.set_margins(0.6, 0.4, 0.6, 0.6)
        sheet.hide_gridlines(2)
        face = f'&"{papers.FACE},Italic"&10'
        if self.is_synthetic:
            sheet.set_header(f"&C{face}{papers.DEMONSTRATION}")
        sheet.set_footer(
            f"&L{face}{papers.REFERENCE_LAYOUT}&C{face}Trang &P/&N&R{face}{papers.UNIT}"
        )

    def _line(self, words: str, **look: Any) -> None:
        self._across(words, 0, self.last, **look)
        self.row += 1

    def _across(self, words: str, first: int, last: int, **look: Any) -> None:
        """Text over some columns of the row."""
        shown = self._look(**look)
        self.sheet.set_row(self.row, LINE)
        if last > first:
            self.sheet.merge_range(self.row, first, self.row, last, "", shown)
        self.sheet.write_string(self.row, first, as_text(words), shown)

    def _look(self, **more: Any) -> Any:
        usual = {"font_name": papers.FACE, "font_size": papers.POINTS, "valign": "vcenter"}
        return self.book.add_format(usual | more)


def as_text(words: str) -> str:
    """Words as they are; what looks like the library's own markup would go in unescaped."""
    words = clean(words)
    return f"{words} " if words.startswith("<r>") and words.endswith("</r>") else words


def _percent(amount_vnd: int, of_vnd: int) -> Decimal:
    found = percent(Fraction(amount_vnd, of_vnd), Rounding(settings.PERCENT_ROUNDING))
    assert found is not None
    return found
