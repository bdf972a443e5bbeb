"""Business days: calendar dates without a clock or a time zone, typed and shown day first."""

import re
from calendar import monthrange
from datetime import date, timedelta

EARLIEST_YEAR = 1900
LATEST_YEAR = 2100

_DAY_FIRST = re.compile(r"([0-9]{1,2})([/.-])([0-9]{1,2})(?:\2([0-9]{2}|[0-9]{4}))?")
_DIGITS_ALONE = re.compile(r"([0-9]{2})([0-9]{2})([0-9]{4})?")
_ISO = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")


class DayError(ValueError):
    """Typed text that is no day.

    `code` tells a form which sentence to show: "form" (not day/month/year), "short_year" (the
    year has two digits), "no_such_day" (31/02/2025), "year" (outside 1900–2100).
    """

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code


def month_end(day: date) -> date:
    """The last day of the day's own month: 15/02/2024 → 29/02/2024."""
    return day.replace(day=monthrange(day.year, day.month)[1])


def day_before(day: date) -> date:
    return day - timedelta(days=1)


def month_ends(year: int, until: date) -> list[date]:
    """The last days of the months from the year's January that are over by `until`, it included.

    2025, 15/03/2025 → [31/01/2025, 28/02/2025]. They go on after the year, whose settlement is
    booked then: 2025, 31/01/2026 → thirteen. An earlier `until` gives none.
    """
    months = range(12 * (until.year - year) + until.month)
    ends = (month_end(date(year + month // 12, month % 12 + 1, 1)) for month in months)
    return [day for day in ends if day <= until]


def years_earlier(day: date, years: int = 1) -> date:
    """The cut-off of the same period so many years before (T′); later, where they are below zero.

    A month's last day goes to a month's last day: 30/11/2025 → 30/11/2024, 28/02/2025 →
    29/02/2024, 29/02/2024 → 28/02/2023. Every other day keeps its number.
    """
    if day == month_end(day):
        return month_end(date(day.year - years, day.month, 1))
    return day.replace(year=day.year - years)


def cut_off_default(year: int, today: date) -> date:
    """The cut-off that a budget year opens with: today within that year, else its 31 December."""
    return today if today.year == year else date(year, 12, 31)


def format_month(day: date) -> str:
    """The month of the day as reports write it: "9/2025"."""
    return f"{day.month}/{day.year}"


def parse_day(text: str, today: date | None = None, *, is_past: bool = False) -> date:
    """Read a day typed day first: "30/11/2025", "30-11-2025", "30.11.2025", "1/2/2025".

    The ISO form "2025-11-30" is read as well. Where `today` is given, as to a person's form
    that shows what was understood, "5/3" and "0503" are days of its year, "5/3/25" is of 2025,
    and "05032025" is read. Six digits are not: which of them are the year is not guessed.
    With `is_past` no day is meant that is still to come: on 8 January "28/12" is of last year.
    Raises DayError (a ValueError).
    """
    typed = text.strip()
    if found := _ISO.fullmatch(typed):
        year, month, day = found.groups()
    elif found := _DAY_FIRST.fullmatch(typed):
        day, _, month, year = found.groups()
    elif today and (found := _DIGITS_ALONE.fullmatch(typed)):
        day, month, year = found.groups()
    else:
        raise DayError("form", f"Not a day written as day/month/year: {text!r}.")
    if today and year is None:
        is_ahead = (int(month), int(day)) > (today.month, today.day)
        year = str(today.year - 1 if is_past and is_ahead else today.year)
    elif today and len(year) == 2:
        year = f"20{year}"
    if year is None:
        raise DayError("form", f"A day without its year: {text!r}.")
    if len(year) == 2:
        raise DayError("short_year", f"The year needs four digits: {text!r}.")
    if not EARLIEST_YEAR <= int(year) <= LATEST_YEAR:
        raise DayError("year", f"The year lies outside {EARLIEST_YEAR}–{LATEST_YEAR}: {text!r}.")
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        raise DayError("no_such_day", f"The calendar has no such day: {text!r}.") from None


def format_day(day: date) -> str:
    """30/11/2025, in both languages."""
    return f"{day.day:02}/{day.month:02}/{day.year:04}"
