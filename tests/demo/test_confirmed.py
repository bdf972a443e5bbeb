"""Confirmed money is that of the entries, whatever the cut-offs, though read from their sums."""

import random
from collections import defaultdict
from collections.abc import Callable
from datetime import date, timedelta
from typing import NamedTuple

import pytest

from projects.models import DailySum, Disbursement, MonthlySum
from promotion.lib.dates import month_end, month_ends
from reports import queries
from reports.queries.confirmed import Money, confirmed_by_end, confirmed_until
from tests.guards import execute, remove_guards

pytestmark = pytest.mark.django_db

QUESTIONS = 30
YEARS = range(2021, 2027)


class Entry(NamedTuple):
    """A confirmed entry as it stands in the ledger."""

    year: int
    centre: int
    unit: str | None
    source: str
    content: str
    booked_on: date
    money: Money


@pytest.fixture
def ledger() -> list[Entry]:
    rows = Disbursement.objects.filter(confirmation__isnull=False).select_related(
        "grant__project__centre"
    )
    return [
        Entry(
            row.grant.budget_year,
            row.grant.project.centre_id,
            row.grant.project.centre.province_id,
            row.grant.source,
            row.grant.content_id,
            row.booked_on,
            Money(row.amount_vnd, row.advance_vnd - row.cleared_vnd, 1, int(row.synthetic)),
        )
        for row in rows
    ]


def added_up(entries: list[Entry], key: Callable[[Entry], tuple | None]) -> dict[tuple, Money]:
    """What each key has; an entry without one is left out."""
    found: dict[tuple, Money] = defaultdict(Money)
    for entry in entries:
        if of := key(entry):
            found[of] = found[of].plus(entry.money)
    return dict(found)


def any_day(dice: random.Random, year: int) -> date:
    """A day in the year or its settlement; every third time a month's last."""
    day = date(year, 1, 1) + timedelta(days=dice.randrange(395))
    return month_end(day) if dice.random() < 1 / 3 else day


def any_ends(dice: random.Random) -> dict[int, list[date]]:
    """Months' ends of some years, single days, or both, as reports ask for them."""
    found = {}
    for year in dice.sample(YEARS, dice.randrange(1, 4)):
        days = [any_day(dice, year) for _ in range(dice.randrange(3))]
        months = month_ends(year, any_day(dice, year)) if dice.random() < 0.6 else []
        found[year] = sorted({*days, *months})
    return found


def end_of(entry: Entry, days: list[date]) -> date | None:
    return next((day for day in days if entry.booked_on <= day), None)


def test_by_the_ends_of_years(ledger):
    dice = random.Random(4_11)
    for _ in range(QUESTIONS):
        ends = any_ends(dice)

        def key(entry: Entry, ends=ends) -> tuple | None:
            if entry.year not in ends:
                return None
            return entry.year, end_of(entry, ends[entry.year]), entry.unit, entry.source

        assert confirmed_by_end(ends, "unit", "source") == added_up(ledger, key), ends


@pytest.mark.parametrize(
    "by", [("unit", "source", "content"), ("centre", "source"), ("year", "unit", "source")]
)
def test_until_a_day(ledger, by):
    dice = random.Random(f"{by}")
    for _ in range(QUESTIONS // 3):
        years = dice.sample(YEARS, dice.randrange(1, 4))
        until = any_day(dice, dice.choice(years))

        def key(entry: Entry, years=years, until=until) -> tuple | None:
            if entry.year not in years or entry.booked_on > until:
                return None
            return tuple(getattr(entry, name) for name in by)

        assert confirmed_until(until, *by, year=years) == added_up(ledger, key), (years, until)


def test_what_the_reports_ask_is_the_same(ledger):
    until = date(2025, 11, 12)
    merged = [entry for entry in ledger if entry.unit == "binh-dinh"]
    assert {entry.year for entry in merged} >= {2024, 2025}  # it had ended by the cut-off
    [years] = queries.unit_years(["binh-dinh"], until).values()
    for each in years:
        own = [e for e in merged if e.year == each.year and e.booked_on <= until]
        assert each.disbursed_vnd.all == sum(entry.money.amount_vnd for entry in own)
    inside = queries.disbursed({2025: [until]})[2025][until]
    own = [e for e in ledger if e.year == 2025 and e.booked_on <= until]
    assert sum(sums.all for sums in inside.by_unit.values()) == sum(e.money.amount_vnd for e in own)
    for single in (False, True):
        of_projects = queries.projects_alike(2025, until, single=single)
        paid_vnd = sum(row.disbursed_vnd for row in of_projects)
        assert paid_vnd == sum(e.money.amount_vnd for e in own)


def test_it_is_read_from_the_sums():
    # Negative control: whoever owns the database may change them, and the answer with them.
    whole, divided = date(2025, 10, 31), date(2025, 10, 30)

    def told(until: date) -> tuple[int, int]:
        by_end = confirmed_by_end({2025: [until]}, "unit").items()
        return (
            sum(money.amount_vnd for money in confirmed_until(until, "unit").values()),
            sum(money.amount_vnd for (_year, day, _unit), money in by_end if day == until),
        )

    before = told(whole), told(divided)
    remove_guards("projects_monthlysum", "projects_dailysum")
    month = MonthlySum.objects.filter(content=None, budget_year=2025).earliest("pk")
    day = DailySum.objects.filter(budget_year=2025, day=whole).earliest("pk")
    add = "UPDATE {} SET confirmed_vnd = confirmed_vnd + %s WHERE id = %s"
    execute(add.format("projects_monthlysum"), 7, month.pk)
    execute(add.format("projects_dailysum"), 2, day.pk)
    assert [vnd - 7 for vnd in told(whole)] == [*before[0]]
    assert [vnd - 5 for vnd in told(divided)] == [*before[1]]


@pytest.mark.parametrize("until", [date(2025, 11, 30), date(2025, 11, 12)])
def test_one_statement_reads_all_so_that_nothing_comes_between(django_assert_num_queries, until):
    for ask in (
        lambda: confirmed_by_end({2025: [until], 2024: [until.replace(year=2024)]}, "unit"),
        lambda: confirmed_until(until, "centre", "source", year=[2025]),
    ):
        with django_assert_num_queries(1):
            ask()
