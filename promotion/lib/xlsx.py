"""The one door to the cells of a workbook: whoever writes a cell says what goes into it.

openpyxl guesses from the value: a leading "=" becomes a formula, "#N/A" an error, and text over
32,767 characters is cut without a word. Here nothing is guessed and nothing is cut. All
functions work on the cells of a sheet and on the `WriteOnlyCell` of a write-only one.
"""

import re
from datetime import date
from decimal import Decimal

from openpyxl.cell import Cell

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


def formula(cell: Cell, expression: str, number_format: str = WHOLE) -> Cell:
    """Write a live formula of our own making: "=SUM(C5:C15)".

    Never put text of a user into the expression. Raises ValueError without a leading "=".
    """
    if not expression.startswith("="):
        raise ValueError(f"A formula begins with '=': {expression!r}.")
    cell.value = expression
    cell.data_type = "f"
    cell.number_format = number_format
    return cell
