"""Groups of bars are scaled to the longest of all; the numbers are printed whatever is drawn."""

from fractions import Fraction

from reports.pages.bars import Series, bars


def lanes(**values):
    series = [Series(name, "all", amounts, str) for name, amounts in values.items()]
    names = ["huế", "gia lai"]
    return [row.lanes for row in bars("Bars", names, series, unit="triệu đồng")[1]["rows"]]


def test_all_series_share_one_scale():
    (before, now), (before_b, now_b) = lanes(before=[25, 50], now=[100, 0])
    assert [before.length, now.length, before_b.length, now_b.length] == [25, 100, 50, 0]
    assert now.note == "now: 100 triệu đồng"


def test_no_value_and_a_negative_one_have_no_bar_but_a_text():
    ((missing,), (negative,)) = lanes(now=[None, -5])
    assert (missing.length, missing.text) == (None, "None")
    assert (negative.length, negative.text) == (0.0, "-5")


def test_fractions_are_drawn_to_three_decimals():
    ((third,), (whole,)) = lanes(rate=[Fraction(1, 3), Fraction(1)])
    assert (third.length, whole.length) == (33.333, 100)
