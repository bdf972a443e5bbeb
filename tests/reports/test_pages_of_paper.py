"""How columns fall on pages of paper."""

from itertools import pairwise

import pytest

from reports.workbooks.page import first_page, quarters

RESULTS = [6, 24, *[9.5] * 24]


def test_a_sheet_that_nobody_could_read_takes_two_pages():
    assert first_page(RESULTS) == 14  # names and twelve columns, and on the second page twelve
    assert first_page([6, 24, *[9.5] * 16, 20]) == 19
    assert first_page([6, 34, 100]) == 3


@pytest.mark.parametrize(
    "widths",
    [RESULTS, [6, 60, *[9.5] * 5, 13], [6, 28, 22, 10, 20, 26, 20], [6, *[13.5] * 11]],
)
def test_nobody_signs_in_the_column_of_numbers_alone(widths):
    parts = quarters(widths, 1, len(widths))
    assert [parts[0][0], parts[-1][1]] == [1, len(widths)]
    assert parts[0][1] >= 2 and all(first <= last for first, last in parts)
    assert all(one[1] + 1 == other[0] for one, other in pairwise(parts))
