"""Đồng and triệu đồng (million): read as they are typed, written as they are shown.

Amounts are whole đồng, always `int`. A language is "vi" (`1.234,5`) or "en" (`1,234.5`); any
other, or none, counts as Vietnamese, the language this programme is run in.
"""

import re
from functools import cache

MILLION_VND = 1_000_000
MINUS = "−"  # U+2212; a hyphen is too short beside figures and breaks at the line's end

# More digits than this do not fit the database's eight-byte integer.
MOST_DIGITS = 18


class AmountError(ValueError):
    """Typed text that is no amount.

    `code` tells a form which sentence to show: "digits" (no number, or grouped wrongly),
    "minus" (below zero where that is not asked for), "decimals" (finer than a đồng),
    "size" (more than 18 digits of đồng).
    """

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code


def separators(language: str | None) -> tuple[str, str]:
    """(mark between thousands, decimal mark): (".", ",") in Vietnamese, (",", ".") in English."""
    return (",", ".") if (language or "").startswith("en") else (".", ",")


def group(number: int, language: str | None) -> str:
    """1234567 → "1.234.567" in Vietnamese, "1,234,567" in English; −5 → "−5" with U+2212."""
    thousands, _ = separators(language)
    digits = f"{abs(number):,}".replace(",", thousands)
    return MINUS + digits if number < 0 else digits


def million(vnd: int, language: str | None, decimals: int = 0) -> str:
    """Đồng shown in triệu, rounded half up (away from zero): 60839500000 → "60.840".

    For the eye only: rates are computed from đồng. What rounds to zero has no minus.
    """
    unit = MILLION_VND // 10**decimals
    steps = (2 * abs(vnd) + unit) // (2 * unit)
    return with_decimals(-steps if vnd < 0 else steps, decimals, language)


def exact_million(vnd: int, language: str | None) -> str:
    """Đồng in triệu without any rounding, as it would be typed: 600500000 → "600,5"."""
    _, decimal_mark = separators(language)
    return with_decimals(vnd, 6, language).rstrip("0").removesuffix(decimal_mark)


def with_decimals(steps: int, decimals: int, language: str | None) -> str:
    """A number counted in its last decimal: 7727 with 2 decimals → "77,27"; 5 with 0 → "5"."""
    if not decimals:
        return group(steps, language)
    _, decimal_mark = separators(language)
    whole, rest = divmod(abs(steps), 10**decimals)
    text = f"{group(whole, language)}{decimal_mark}{rest:0{decimals}}"
    return MINUS + text if steps < 0 else text


def parse_vnd(text: str, language: str | None = "vi", *, signed: bool = False) -> int:
    """Read đồng typed the Vietnamese way: "1.250.000.000" or "1250000000" → 1250000000.

    In English the thousands are grouped by commas. Spaces around are ignored; a minus only
    passes when `signed`. Raises AmountError (a ValueError) for anything but digits grouped in
    threes, or not grouped: "1.25", "1,5", "0.001", "1 000".
    """
    digits, negative = _unsigned(text, signed)
    if not _whole(language).fullmatch(digits):
        raise AmountError("digits", f"Not an amount in whole đồng: {text!r}.")
    return _in_vnd(digits, "", 0, language, negative)


def parse_million(text: str, language: str | None = "vi", *, signed: bool = False) -> int:
    """Read triệu with decimals, give đồng: "1.234,5" → 1234500000 (in English "1,234.5").

    Raises AmountError (a ValueError) for wrong grouping, for more than six decimals (finer than
    a đồng, zeros included), and for a minus unless `signed`.
    """
    typed, negative = _unsigned(text, signed)
    _, decimal_mark = separators(language)
    digits, mark, decimals = typed.partition(decimal_mark)
    fraction_is_wrong = bool(mark) and not re.fullmatch("[0-9]+", decimals)
    if fraction_is_wrong or not _whole(language).fullmatch(digits):
        raise AmountError("digits", f"Not an amount in million đồng: {text!r}.")
    if len(decimals) > 6:
        raise AmountError("decimals", f"More than six decimals are finer than a đồng: {text!r}.")
    return _in_vnd(digits, decimals, 6, language, negative)


@cache
def _whole(language: str | None) -> re.Pattern[str]:
    # No leading zeros: "0.500" was meant as a half by whoever typed it.
    thousands = re.escape(separators(language)[0])
    return re.compile(rf"0|[1-9][0-9]*|[1-9][0-9]{{0,2}}(?:{thousands}[0-9]{{3}})+")


def _unsigned(text: str, signed: bool) -> tuple[str, bool]:
    typed = text.strip()
    if not typed.startswith(("-", MINUS)):
        return typed, False
    if not signed:
        raise AmountError("minus", f"An amount is typed without a minus: {text!r}.")
    return typed[1:], True


def _in_vnd(digits: str, decimals: str, places: int, language: str | None, negative: bool) -> int:
    figures = digits.replace(separators(language)[0], "") + decimals.ljust(places, "0")
    if len(figures) > MOST_DIGITS:
        raise AmountError("size", f"An amount has at most {MOST_DIGITS} digits of đồng.")
    return -int(figures) if negative else int(figures)
