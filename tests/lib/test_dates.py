from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from promotion.lib.dates import (
    DayError,
    cut_off_default,
    format_day,
    format_month,
    month_end,
    month_ends,
    parse_day,
    years_earlier,
)

DAYS = st.dates(date(1901, 1, 1), date(2100, 12, 31))


@pytest.mark.parametrize(
    ("day", "earlier"),
    [
        (date(2025, 11, 30), date(2024, 11, 30)),
        (date(2025, 11, 29), date(2024, 11, 29)),
        (date(2025, 2, 28), date(2024, 2, 29)),  # a month's last day goes to a last day
        (date(2024, 2, 29), date(2023, 2, 28)),
        (date(2024, 2, 28), date(2023, 2, 28)),  # no last day, keeps its number
        (date(2025, 2, 27), date(2024, 2, 27)),
        (date(2025, 1, 1), date(2024, 1, 1)),
        (date(2025, 12, 31), date(2024, 12, 31)),
        (date(2026, 1, 22), date(2025, 1, 22)),
    ],
)
def test_same_day_a_year_earlier(day, earlier):
    assert years_earlier(day) == earlier


@given(DAYS)
def test_a_year_earlier_keeps_month_and_last_days(day):
    earlier = years_earlier(day)
    assert (earlier.year, earlier.month) == (day.year - 1, day.month)
    assert day != month_end(day) or earlier == month_end(earlier)
    assert earlier <= years_earlier(day + timedelta(days=1))


@pytest.mark.parametrize(
    ("day", "end"),
    [
        (date(2024, 2, 1), date(2024, 2, 29)),
        (date(2025, 2, 28), date(2025, 2, 28)),
        (date(2025, 12, 15), date(2025, 12, 31)),
    ],
)
def test_month_end(day, end):
    assert month_end(day) == end


def test_month_ends_are_those_that_are_over():
    assert month_ends(2025, date(2025, 3, 30)) == [date(2025, 1, 31), date(2025, 2, 28)]
    assert month_ends(2025, date(2025, 3, 31))[-1] == date(2025, 3, 31)
    assert month_ends(2025, date(2025, 1, 30)) == []
    assert len(month_ends(2025, date(2026, 1, 22))) == 12
    assert month_ends(2025, date(2026, 2, 1))[11:] == [date(2025, 12, 31), date(2026, 1, 31)]
    assert month_ends(2025, date(2024, 12, 31)) == []


def test_a_year_opens_at_today_or_at_its_end():
    assert cut_off_default(2025, date(2025, 12, 4)) == date(2025, 12, 4)
    assert cut_off_default(2024, date(2025, 12, 4)) == date(2024, 12, 31)
    assert cut_off_default(2025, date(2026, 1, 1)) == date(2025, 12, 31)


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("31/12/2026", date(2026, 12, 31)),
        ("03/04/2026", date(2026, 4, 3)),  # 3 April, never 4 March
        ("30-11-2025", date(2025, 11, 30)),
        ("30.11.2025", date(2025, 11, 30)),
        ("1/2/2025", date(2025, 2, 1)),
        ("2025-11-30", date(2025, 11, 30)),
        ("2026-04-03", date(2026, 4, 3)),
        ("\u00a030/11/2025 ", date(2025, 11, 30)),
        ("29/02/2024", date(2024, 2, 29)),
    ],
)
def test_days_are_read_day_first(typed, day):
    assert parse_day(typed) == day


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("23/11", date(2026, 11, 23)),
        ("5/3", date(2026, 3, 5)),  # 5 March, never 3 May
        ("5.3", date(2026, 3, 5)),
        ("0503", date(2026, 3, 5)),
        ("05032025", date(2025, 3, 5)),
        ("5/3/25", date(2025, 3, 5)),
        ("5.3.25", date(2025, 3, 5)),
        ("05/03/2025", date(2025, 3, 5)),
        ("2025-03-05", date(2025, 3, 5)),
    ],
)
def test_a_person_may_type_a_day_short(typed, day):
    assert parse_day(typed, date(2026, 2, 10)) == day


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("28/12", date(2025, 12, 28)),
        ("2812", date(2025, 12, 28)),
        ("9/1", date(2025, 1, 9)),  # tomorrow
        ("8/1", date(2026, 1, 8)),  # today
        ("5/1", date(2026, 1, 5)),
        ("28/12/2026", date(2026, 12, 28)),
        ("28/12/26", date(2026, 12, 28)),
        ("2026-12-28", date(2026, 12, 28)),
    ],
)
def test_of_a_day_that_cannot_lie_ahead_the_last_one_is_meant(typed, day):
    assert parse_day(typed, date(2026, 1, 8), is_past=True) == day


@pytest.mark.parametrize("today", [date(2027, 3, 1), date(2027, 1, 8)])
def test_no_day_is_looked_for_more_than_a_year_back(today):
    with pytest.raises(DayError) as refusal:
        parse_day("29/2", today, is_past=True)
    assert refusal.value.code == "no_such_day"


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("050325", "form"),  # 5 March 2025, or 25 March 2005?
        ("503", "form"),
        ("5032025", "form"),
        ("5 3", "form"),
        ("5/3/", "form"),
        ("20250305", "year"),  # the day comes first
        ("29/2", "no_such_day"),  # of 2026
        ("12/31", "no_such_day"),
        ("5/3/025", "form"),
    ],
)
def test_a_short_day_that_may_be_another_is_none(typed, code):
    with pytest.raises(DayError) as refusal:
        parse_day(typed, date(2026, 2, 10))
    assert refusal.value.code == code


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "form"),
        ("30/11", "form"),
        ("3011", "form"),
        ("30112025", "form"),
        ("30/11-2025", "form"),
        ("30 11 2025", "form"),
        ("30/11/2025 08:00", "form"),
        ("2025/11/30", "form"),
        ("2025-1-1", "form"),
        ("hôm nay", "form"),
        ("30/11/025", "form"),
        ("３０/11/2025", "form"),
        ("1/2/25", "short_year"),
        ("12/31/2026", "no_such_day"),
        ("29/02/2025", "no_such_day"),
        ("31/04/2025", "no_such_day"),
        ("00/01/2025", "no_such_day"),
        ("2025-02-30", "no_such_day"),
        ("02/09/0202", "year"),
        ("02/09/2205", "year"),
    ],
)
def test_anything_else_is_no_day(typed, code):
    with pytest.raises(DayError) as refusal:
        parse_day(typed)
    assert refusal.value.code == code


@given(DAYS)
def test_a_written_day_reads_back(day):
    assert parse_day(format_day(day)) == day
    assert parse_day(day.isoformat()) == day


def test_months_are_written_without_a_zero():
    assert format_month(date(2025, 9, 30)) == "9/2025"


def test_days_are_written_day_first():
    assert format_day(date(2025, 11, 30)) == "30/11/2025"
    assert format_day(date(2025, 2, 1)) == "01/02/2025"
