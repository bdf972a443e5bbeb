"""The periods of a year: which one is usual, which ones have begun."""

from datetime import date

import pytest

from reports.parameters import BadParameter
from reports.periods import PERIODS, begun
from tests.reports.asking import T
from tests.reports.reading import words
from tests.reports.test_periodic import asked, load


@pytest.mark.parametrize(
    "until, usual",
    [
        (date(2025, 12, 31), "year"),
        (date(2025, 12, 30), "9m"),
        (date(2025, 6, 30), "h1"),
        (date(2025, 3, 31), "q1"),
        (date(2025, 2, 1), "q1"),
    ],
)
def test_the_usual_period_is_the_last_that_has_ended(until, usual):
    assert begun(asked(until=until))[0] == PERIODS[usual]


@pytest.mark.parametrize(
    "period, until, nearest",
    [("q4", date(2025, 9, 30), "q3"), ("q3", date(2025, 6, 30), "q2"), ("soon", T, "9m")],
)
def test_what_is_no_period_yet_is_refused_with_the_nearest(period, until, nearest, db):
    with pytest.raises(BadParameter) as refused:
        load(period, until=until)
    assert refused.value.suggestion == {"period": nearest}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("query", "is_told"),
    [
        ("until=2025-11-30", True),
        ("until=2025-11-30&period=h1", True),
        ("until=2025-09-30", False),
        ("until=2025-11-30&period=year", False),
        ("until=", False),  # no day is asked for by name: the year has ended
    ],
)
def test_the_page_says_that_the_period_ends_before_the_cut_off(official, plans, query, is_told):
    shown = words(official.get(f"/reports/periodic/?year=2025&{query}").content.decode())
    assert ("là ngày cuối kỳ, không phải đến ngày 30/11/2025" in shown) == is_told
