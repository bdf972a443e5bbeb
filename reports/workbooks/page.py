"""How the columns and rows of a sheet fall on pages of A4 landscape; reckoned, in points."""

from collections.abc import Iterable, Sequence
from itertools import accumulate, pairwise

WIDTH, HEIGHT = 768.0, 508.0  # what the margins leave
LETTER = 7.2  # that a unit of a column's width takes


def pages_to_fit(widths: Sequence[float], heights: Iterable[float]) -> int:
    """How many pages the rows are shrunk to, so that no signature stands alone on the last.

    0 for as many as come: the last is well filled then.
    """
    scale = min(1, WIDTH / (LETTER * sum(widths)))
    pages = sum(heights) * scale / HEIGHT
    whole, part = int(pages), pages % 1
    if whole and part < 0.3:
        return whole
    return whole + 1 if part > 0.85 else 0


def quarters(widths: Sequence[float]) -> list[tuple[int, int]]:
    """The first and last columns, from 1, of four parts about as wide as each other.

    The column of numbers, alone too narrow for any words, is part of the one beside it.
    """
    ends = [0, *accumulate(widths)]
    edges = [0]
    for parts in (4, 3, 2):
        end = ends[edges[-1]] + (ends[-1] - ends[edges[-1]]) / parts
        choice = range(max(2, edges[-1] + 1), len(widths) - parts + 2)
        edges.append(min(choice, key=lambda column: abs(ends[column] - end)))
    edges.append(len(widths))
    return [(start + 1, end) for start, end in pairwise(edges)]
