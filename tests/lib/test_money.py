import pytest
from hypothesis import given
from hypothesis import strategies as st

from promotion.lib.money import AmountError, exact_million, group, million, parse_million, parse_vnd

LANGUAGES = st.sampled_from(["vi", "en"])
AMOUNTS = st.integers(0, 10**18 - 1)


@pytest.mark.parametrize(
    ("typed", "vnd"),
    [
        ("1.250.000.000", 1_250_000_000),
        ("1250000000", 1_250_000_000),
        ("600.000.000", 600_000_000),
        ("1.234", 1234),
        ("999", 999),
        ("0", 0),
        ("\u00a0 600.000\u202f ", 600_000),
        ("999.999.999.999.999.999", 10**18 - 1),
    ],
)
def test_dong_are_read_the_vietnamese_way(typed, vnd):
    assert parse_vnd(typed) == vnd


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "digits"),
        (".", "digits"),
        ("1.25", "digits"),
        ("1.2345", "digits"),
        ("12.34.567", "digits"),
        ("1250.000", "digits"),
        ("1..250", "digits"),
        ("1.250.", "digits"),
        (".250", "digits"),
        ("0.500", "digits"),
        ("007", "digits"),
        ("1,250", "digits"),
        ("1.250,5", "digits"),
        ("1 250", "digits"),
        ("1.250\u00a0000", "digits"),
        ("1e9", "digits"),
        ("1_000", "digits"),
        ("+5", "digits"),
        ("١٢٣", "digits"),
        ("１２３", "digits"),
        ("600.000.000 đ", "digits"),
        ("1.250\n.000", "digits"),
        ("-5", "minus"),
        ("−5", "minus"),
        ("1" + "0" * 18, "size"),
        ("9" * 5000, "size"),
    ],
)
def test_anything_else_is_no_amount_in_dong(typed, code):
    with pytest.raises(AmountError) as refusal:
        parse_vnd(typed)
    assert refusal.value.code == code
    assert str(refusal.value).endswith(".")


def test_a_minus_is_read_where_it_is_asked_for():
    assert parse_vnd("-1.250.000", signed=True) == -1_250_000
    assert parse_vnd("−1.250.000", signed=True) == -1_250_000
    assert parse_million("−0,5", "vi", signed=True) == -500_000
    with pytest.raises(AmountError):
        parse_vnd("--5", signed=True)


def test_english_groups_with_commas_and_never_with_points():
    assert parse_vnd("1,250,000,000", "en") == 1_250_000_000
    with pytest.raises(AmountError):
        parse_vnd("1.250.000.000", "en")


@pytest.mark.parametrize(
    ("typed", "language", "vnd"),
    [
        ("1.234,5", "vi", 1_234_500_000),
        ("1234,5", "vi", 1_234_500_000),
        ("1.234", "vi", 1_234_000_000),
        ("0,000001", "vi", 1),
        ("600", "vi", 600_000_000),
        (" 60.840,123456 ", "vi", 60_840_123_456),
        ("1,234.5", "en", 1_234_500_000),
        ("1,234", "en", 1_234_000_000),
        ("1.234", "en", 1_234_000),
    ],
)
def test_million_dong_have_decimals(typed, language, vnd):
    assert parse_million(typed, language) == vnd


@pytest.mark.parametrize(
    ("typed", "language", "code"),
    [
        ("1,2345678", "vi", "decimals"),
        ("1,0000000", "vi", "decimals"),
        ("60.84", "vi", "digits"),
        ("1,234.5", "vi", "digits"),
        ("1,", "vi", "digits"),
        (",5", "vi", "digits"),
        ("1,5,5", "vi", "digits"),
        ("1,5", "en", "digits"),
        ("1.234,5", "en", "digits"),
        ("", "vi", "digits"),
        ("-1,5", "vi", "minus"),
        ("1.000.000.000.000", "vi", "size"),
    ],
)
def test_anything_else_is_no_amount_in_million(typed, language, code):
    with pytest.raises(AmountError) as refusal:
        parse_million(typed, language)
    assert refusal.value.code == code


@pytest.mark.parametrize(
    ("number", "vi", "en"),
    [
        (0, "0", "0"),
        (999, "999", "999"),
        (1000, "1.000", "1,000"),
        (1_234_567, "1.234.567", "1,234,567"),
        (-1_234_567, "−1.234.567", "−1,234,567"),
        (-5, "−5", "−5"),
    ],
)
def test_thousands_are_grouped(number, vi, en):
    assert group(number, "vi") == group(number, None) == vi
    assert group(number, "en") == group(number, "en-gb") == en


@pytest.mark.parametrize(
    ("vnd", "decimals", "vi", "en"),
    [
        (60_840_000_000, 0, "60.840", "60,840"),
        (600_000_000, 1, "600,0", "600.0"),
        (1_500_000, 0, "2", "2"),
        (1_499_999, 0, "1", "1"),
        (2_500_000, 0, "3", "3"),  # half up, not to the even neighbour
        (-1_500_000, 0, "−2", "−2"),
        (-499_999, 0, "0", "0"),  # no "−0"
        (-49_999, 1, "0,0", "0.0"),
        (-50_000, 1, "−0,1", "−0.1"),
        (1_234_567, 6, "1,234567", "1.234567"),
        (999_950_000, 1, "1.000,0", "1,000.0"),
    ],
)
def test_money_is_shown_in_million_rounded_half_up(vnd, decimals, vi, en):
    assert million(vnd, "vi", decimals) == vi
    assert million(vnd, "en", decimals) == en


@given(AMOUNTS, LANGUAGES)
def test_grouped_dong_read_back_to_the_same_amount(vnd, language):
    assert parse_vnd(group(vnd, language), language) == vnd
    assert parse_vnd(group(-vnd, language), language, signed=True) == -vnd


@given(AMOUNTS, LANGUAGES)
def test_exact_million_read_back_to_the_same_amount(vnd, language):
    assert parse_million(exact_million(vnd, language), language) == vnd


@given(st.text(alphabet="0123456789.,-− \u00a0e"))
def test_what_is_read_in_one_language_is_never_another_amount_in_the_other(typed):
    """Where both languages accept a text as đồng, they agree on the amount."""
    amounts = set()
    for language in ("vi", "en"):
        try:
            amounts.add(parse_vnd(typed, language))
        except AmountError:
            continue
    assert len(amounts) <= 1
