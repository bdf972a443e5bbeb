"""How the columns and rows of a sheet fall on pages of A4 landscape; reckoned, in points."""

from collections.abc import Iterable, Sequence
from itertools import accumulate, pairwise, repeat

WIDTH, HEIGHT = 768.0, 508.0  # what the margins leave
LETTER = 7.2  # that a unit of a column's width takes
NAMES = 2  # columns that number and name the rows, on every page
_REMARKS = 30.0  # width of a column that holds somebody's signature too
_SPARE = 0.95  # of a page that no program may overrun, each reckoning letters its own way
_SMALLEST = 0.45  # to which a sheet is shrunk to be one page wide


def first_page(widths: Sequence[float]) -> int:
    """How many columns the first page has: all, unless nobody could read them side by side.

    Two pages then are about as wide as each other, the names of rows on both.
    """
    if _SMALLEST * LETTER * sum(widths) <= WIDTH:
        return len(widths)
    ends = list(accumulate(widths))
    half = (ends[NAMES - 1] + ends[-1]) / 2
    return 1 + min(range(NAMES, len(widths)), key=lambda column: abs(ends[column] - half))


def scale_of_two(widths: Sequence[float], first: int, heights: Iterable[float]) -> int:
    """To how many percent both pages are shrunk, the first one of so many columns."""
    widest = max(sum(widths[:first]), sum(widths[:NAMES]) + sum(widths[first:]))
    scale = min(1, WIDTH / (LETTER * widest))
    pages = sum(heights) * scale / HEIGHT
    fit = _well_filled(pages)
    return int(100 * scale * (min(1, _SPARE * fit / pages) if fit else 1))


def pages_to_fit(widths: Sequence[float], heights: Iterable[float]) -> int:
    """How many pages the rows are shrunk to, so that no signature stands alone on the last.

    0 for as many as come: the last is well filled then.
    """
    scale = min(1, WIDTH / (LETTER * sum(widths)))
    return _well_filled(sum(heights) * scale / HEIGHT)


def _well_filled(pages: float) -> int:
    whole, part = int(pages), pages % 1
    if whole and part < 0.3:
        return whole
    return whole + 1 if part > 0.85 else 0


def wide_enough_to_sign(widths: Sequence[float]) -> list[float]:
    """The widths, with those of columns for remarks where a table has too few for quarters()."""
    return [*widths, *repeat(_REMARKS, NAMES + 3 - len(widths))]


def quarters(widths: Sequence[float], first: int, last: int) -> list[tuple[int, int]]:
    """The columns, first to last, in four parts about as wide as each other.

    The column of numbers, alone too narrow for any words, is part of the one beside it.
    """
    ends = [0, *accumulate(widths)]
    edges = [first - 1]
    for parts in (4, 3, 2):
        end = ends[edges[-1]] + (ends[last] - ends[edges[-1]]) / parts
        choice = range(max(NAMES, edges[-1] + 1), last - parts + 2)
        edges.append(min(choice, key=lambda column: abs(ends[column] - end)))
    edges.append(last)
    return [(start + 1, end) for start, end in pairwise(edges)]
