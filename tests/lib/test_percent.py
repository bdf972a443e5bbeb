from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from promotion.lib.percent import Rounding, format_percent, percent

FRACTIONS = st.fractions(min_value=-100, max_value=100)

# The published report of the Central region (triệu đồng), and what arithmetic adds to it.
PUBLISHED = [
    ("execution rate 2024", Fraction(43735, 52026), "84,06%", "84.06%"),
    ("plan growth 2025", Fraction(60840, 52026) - 1, "16,94%", "16.94%"),
    ("execution rate 2025", Fraction(47017, 60840), "77,27%", "77.27%"),  # 77.2798
    ("same-period ratio", Fraction(47017, 35194), "133,59%", "133.59%"),
    ("national share of the whole plan", Fraction(7775, 60840), "12,77%", "12.77%"),  # 12.7794
    ("local share of the whole plan", Fraction(39242, 60840), "64,50%", "64.50%"),  # 64.5003
    ("national execution rate", Fraction(7775, 11375), "68,35%", "68.35%"),
    ("local execution rate", Fraction(39242, 49465), "79,33%", "79.33%"),
    ("local plan growth", Fraction(49465, 52026) - 1, "−4,92%", "−4.92%"),  # −4.9225
    ("local same-period ratio", Fraction(39242, 35194), "111,50%", "111.50%"),
]


@pytest.mark.parametrize(
    ("fraction", "vi", "en"), [row[1:] for row in PUBLISHED], ids=[row[0] for row in PUBLISHED]
)
def test_published_percentages_are_printed_as_published(fraction, vi, en):
    assert format_percent(fraction, "vi", Rounding.CUT) == vi
    assert format_percent(fraction, "en", Rounding.CUT) == en


def test_the_published_report_cut_and_did_not_round():
    assert format_percent(Fraction(47017, 60840), "vi", Rounding.HALF_UP) == "77,28%"
    assert format_percent(Fraction(7775, 60840), "vi", Rounding.HALF_UP) == "12,78%"


@pytest.mark.parametrize(
    ("fraction", "cut", "half_up"),
    [
        (Fraction(0), "0,00%", "0,00%"),
        (Fraction(1), "100,00%", "100,00%"),
        (Fraction(12345, 100), "12.345,00%", "12.345,00%"),
        (Fraction(99999, 100000), "99,99%", "100,00%"),
        (Fraction(5, 100000), "0,00%", "0,01%"),  # exactly half of the last decimal
        (Fraction(-5, 100000), "0,00%", "−0,01%"),
        (Fraction(-1, 100000), "0,00%", "0,00%"),  # −0.001%: never "−0,00%"
        (Fraction(-1, 10000), "−0,01%", "−0,01%"),
        (Fraction(1, 3), "33,33%", "33,33%"),
        (Fraction(2, 3), "66,66%", "66,67%"),
        (Fraction(-2, 3), "−66,66%", "−66,67%"),
    ],
)
def test_both_roundings_at_their_edges(fraction, cut, half_up):
    assert format_percent(fraction, "vi", Rounding.CUT) == cut
    assert format_percent(fraction, "vi", Rounding.HALF_UP) == half_up


def test_no_denominator_has_no_value():
    assert percent(None, Rounding.CUT) is None
    assert format_percent(None, "vi", Rounding.CUT) == "x"


def test_the_sign_is_left_out_where_the_header_has_it():
    assert format_percent(Fraction(47017, 60840), "vi", Rounding.CUT, sign=False) == "77,27"


def test_the_number_for_a_cell_has_two_decimals():
    assert str(percent(Fraction(47017, 60840), Rounding.CUT)) == "77.27"
    assert str(percent(Fraction(-49225, 1000000), Rounding.CUT)) == "-4.92"
    assert str(percent(Fraction(-1, 100000), Rounding.CUT)) == "0.00"
    assert str(percent(Fraction(1, 2), Rounding.CUT)) == "50.00"
    # More digits than the context of decimal arithmetic keeps.
    assert str(percent(Fraction(10**40, 3), Rounding.CUT)) == "3" * 42 + ".33"


@given(FRACTIONS)
def test_cutting_never_moves_away_from_zero_and_never_by_a_whole_step(fraction):
    shown = Fraction(percent(fraction, Rounding.CUT)) / 100
    assert abs(shown) <= abs(fraction)
    assert abs(fraction - shown) < Fraction(1, 10_000)


@given(FRACTIONS)
def test_rounding_half_up_stays_within_half_a_step(fraction):
    shown = Fraction(percent(fraction, Rounding.HALF_UP)) / 100
    assert abs(fraction - shown) <= Fraction(1, 20_000)


@given(FRACTIONS, st.sampled_from(Rounding))
def test_text_and_number_agree(fraction, rounding):
    text = format_percent(fraction, "en", rounding, sign=False)
    assert Decimal(text.replace(",", "").replace("−", "-")) == percent(fraction, rounding)


def test_an_unknown_rounding_is_refused():
    with pytest.raises(ValueError, match="nearest"):
        format_percent(Fraction(1, 3), "vi", "nearest")
