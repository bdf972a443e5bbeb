"""The declaration: what a column says of itself holds for every row it prints."""

from dataclasses import replace
from fractions import Fraction

import pytest
from django.utils.translation import override

from reports.catalogue import execution
from reports.catalogue.execution import (
    PLAN_GROWTH,
    RATE,
    SAME_PERIOD_RATIO,
    SHARE,
)
from reports.columns import UnitOfMeasure
from reports.indicators import BySource, Execution, ProjectNumbers
from reports.places import Place, PlaceKind

MILLION = 1_000_000
HUE = Place(PlaceKind.PROVINCE, "hue", "Huế", "Huế")
ROW = Execution(
    HUE,
    plan_vnd=BySource(3 * MILLION, 1_000 * MILLION),
    disbursed_vnd=BySource(2 * MILLION, 500_500_000),
    earlier_disbursed_vnd=BySource(0, 250 * MILLION),
    projects=ProjectNumbers(),
)
COLUMNS = {column.key: column for column in execution.COLUMNS}


@pytest.mark.parametrize("column", execution.COLUMNS, ids=lambda column: column.key)
def test_sums_and_ratios_are_those_of_the_named_columns(column):
    if column.sum_of:
        assert column.value(ROW) == sum(COLUMNS[key].value(ROW) for key in column.sum_of)
    if column.ratio_of:
        numerator, denominator = (COLUMNS[key].value(ROW) for key in column.ratio_of)
        assert column.value(ROW) == Fraction(numerator, denominator)
    assert bool(column.ratio_of) == (column.unit == UnitOfMeasure.PERCENT)


def test_the_columns_of_the_published_table():
    with override("vi"):
        heads = [f"{column.group} | {column.title}" for column in execution.COLUMNS]
    assert heads == [
        "Kế hoạch năm | Tổng số",
        "Kế hoạch năm | KCQG",
        "Kế hoạch năm | KCĐP",
        "Giải ngân lũy kế | Tổng số",
        "Giải ngân lũy kế | KCQG",
        "Giải ngân lũy kế | KCĐP",
        "Giải ngân lũy kế | Trong đó: dư tạm ứng",
        "Tỷ lệ giải ngân so với kế hoạch (%) | Tổng số",
        "Tỷ lệ giải ngân so với kế hoạch (%) | KCQG",
        "Tỷ lệ giải ngân so với kế hoạch (%) | KCĐP",
        "Tỷ trọng trên tổng kế hoạch (%) | KCQG",
        "Tỷ trọng trên tổng kế hoạch (%) | KCĐP",
        "Cùng kỳ năm trước | Giải ngân cùng kỳ",
        "Cùng kỳ năm trước | So với cùng kỳ (%)",
        "Số đề án | Kế hoạch",
        "Số đề án | Hoàn thành",
        "Ghi chú | Ghi chú",
    ]


def printed(row: Execution) -> dict[str, str]:
    return {key: column.text(row) for key, column in COLUMNS.items()}


def test_money_in_million_percent_cut():
    with override("vi"):
        cells = printed(ROW)
    assert cells["plan_vnd.all"] == "1.003"
    assert cells["disbursed_vnd.local"] == "501"
    assert cells["rate.local"] == "50,05"
    assert cells["same_period_ratio.all"] == "201,00"


def test_no_data_is_no_zero():
    cells = printed(Execution(HUE, has_data=False))
    assert cells["plan_vnd.all"] == cells["planned.all"] == "…"
    assert cells["rate.all"] == "…"
    assert printed(Execution(HUE, projects=ProjectNumbers()))["plan_vnd.all"] == "0"


def test_nothing_is_reckoned_with_no_data():
    """A plan last year and nothing this year is no fall by 100%, and no ratio of zero."""
    row = Execution(
        HUE,
        earlier_plan_vnd=BySource(local=9),
        earlier_disbursed_vnd=BySource(local=5),
        has_data=False,
    )
    for measure in (RATE, SHARE, SAME_PERIOD_RATIO, PLAN_GROWTH):
        assert measure.value(row, "all") is None
        assert not measure.known(row)
    assert printed(row)["same_period_ratio.all"] == "…"
    assert printed(row)["same_period_vnd.all"] == "0"


def test_no_data_of_the_year_before_is_no_zero():
    cells = printed(replace(ROW, earlier_disbursed_vnd=BySource(), earlier_has_data=False))
    assert cells["same_period_vnd.all"] == cells["same_period_ratio.all"] == "…"
    assert cells["rate.local"] == printed(ROW)["rate.local"]
    known = printed(replace(ROW, earlier_disbursed_vnd=BySource()))
    assert (known["same_period_vnd.all"], known["same_period_ratio.all"]) == ("0", "x")


def test_a_unit_that_did_not_exist_says_since_when():
    with override("vi"):
        cells = printed(replace(ROW, existed_in_same_period=False))
    assert cells["same_period_vnd.all"] == "x"
    assert cells["note.all"].startswith("thành lập từ")
