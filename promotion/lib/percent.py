"""Percentages of exact fractions, two decimals, as the published reports print them.

The published figures are cut toward zero (77.2798 → 77.27, −4.9225 → −4.92); the setting
PERCENT_ROUNDING chooses, and the choice is printed wherever a percentage is. No floats: a
fraction such as 0.7727 has no float of its own, and its last printed digit would be chance.
"""

from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from promotion.lib.money import with_decimals

NOT_COMPUTABLE = "x"
NO_DATA = "…"  # nobody has said anything yet, of an amount as of a percentage


class Rounding(StrEnum):
    CUT = "cut"
    HALF_UP = "half-up"


def percent(fraction: Fraction | None, rounding: Rounding) -> Decimal | None:
    """Fraction(47017, 60840) → Decimal("77.27"): percent, two decimals; None stays None.

    Half-up means away from zero, as in a spreadsheet. What comes to zero is never negative.
    """
    if fraction is None:
        return None
    hundredths = _hundredths(fraction, rounding)
    digits = tuple(int(digit) for digit in str(abs(hundredths)))
    # Built from its digits: arithmetic would round to the context's precision.
    return Decimal((int(hundredths < 0), digits, -2))


def format_percent(
    fraction: Fraction | None, language: str | None, rounding: Rounding, sign: bool = True
) -> str:
    """Fraction(47017, 60840) → "77,27%" ("77.27%" in English); `sign=False` leaves out the %.

    None, a rate without a denominator, is "x": not computable. Nothing is clipped at 100.
    """
    if fraction is None:
        return NOT_COMPUTABLE
    return with_decimals(_hundredths(fraction, rounding), 2, language) + ("%" if sign else "")


def _hundredths(fraction: Fraction, rounding: Rounding) -> int:
    """Hundredths of a percent: 0.772798 → 7727."""
    steps, rest = divmod(abs(fraction.numerator) * 10_000, fraction.denominator)
    if Rounding(rounding) is Rounding.HALF_UP and 2 * rest >= fraction.denominator:
        steps += 1
    return -steps if fraction.numerator < 0 else steps
