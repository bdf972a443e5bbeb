"""How columns fall on pages of paper."""

import io
from itertools import pairwise

import pytest
from openpyxl import load_workbook

from reports.catalogue import PERIODIC
from reports.parameters import Parameters, SourceChoice
from reports.places import COUNTRY
from reports.queries import draw_map
from reports.workbooks import report_workbook
from reports.workbooks.page import first_page, quarters, wide_enough_to_sign
from tests.reports.asking import TODAY, T

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


def test_a_table_of_one_source_leaves_room_for_who_signs():
    widths = wide_enough_to_sign([6, 44, 22, 22])
    assert quarters(widths, 1, len(widths)) == [(1, 2), (3, 3), (4, 4), (5, 5)]
    assert wide_enough_to_sign(RESULTS) == RESULTS


@pytest.mark.sqlite  # sheets do not hang on the engine
def test_what_is_beside_a_narrow_table_is_for_remarks(plans):
    asked = Parameters(2025, T, TODAY, source=SourceChoice.LOCAL)
    figures = PERIODIC.load(asked, draw_map(asked))
    content = report_workbook(PERIODIC, figures, COUNTRY, PERIODIC.usual_by).content
    sheet = load_workbook(io.BytesIO(content)).worksheets[0]
    head = next(cell for row in sheet for cell in row if cell.value == "Ghi chú")
    assert head.column == sheet.max_column == 5
    framed = [[cell.row for cell in column if cell.border.left.style] for column in sheet.columns]
    assert framed[4] == framed[3]
