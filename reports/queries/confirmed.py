"""Confirmed money. It is read from its sums by month and by day, which the ledger keeps.

A month that a cut-off divides is taken whole, and the days of it after the cut-off are taken out
again: of the running month that is next to nothing. So a question costs the same however long the
ledger. Both come in one statement, so that what is confirmed meanwhile is in neither or in both.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from itertools import chain, groupby
from typing import Any, NamedTuple

from django.db.models import Count, F, Func, IntegerField, Q, QuerySet, Sum, Value

from projects.models import DailySum, Disbursement, MonthlySum
from projects.models.entries import EntryQuerySet
from promotion.lib.dates import month_end

UNIT_OF_GRANT = "grant__project__centre__province_id"
# What money is summed by, in the sums that are kept and in the entries.
IN_SUMS = {
    "year": "budget_year",
    "unit": "centre__province_id",
    "centre": "centre_id",
    "source": "source",
    "level": "level",
    "content": "content_id",
}
IN_ENTRIES = {
    "year": "grant__budget_year",
    "unit": UNIT_OF_GRANT,
    "centre": "grant__project__centre_id",
    "project": "grant__project_id",
    "source": "grant__source",
    "level": "grant__level",
    "content": "grant__content_id",
}
Ends = Mapping[int, Sequence[date]]
Among = Mapping[str, Sequence[Any]]


class Money(NamedTuple):
    """Confirmed entries: their sum and what of it was advanced and not cleared, in đồng; how many
    they are, and how many of them were made up."""

    amount_vnd: int = 0
    advances_vnd: int = 0
    entries: int = 0
    made_up: int = 0

    def plus(self, other: "Money") -> "Money":
        return Money(*map(int.__add__, self, other))

    def less(self, other: "Money") -> "Money":
        return Money(*map(int.__sub__, self, other))


NOTHING = Money()


class Total(Sum):
    """A sum that arrives as an integer: PostgreSQL makes decimals of them, which cost more to
    convert than to add up."""

    template = "CAST(SUM(%(expressions)s) AS bigint)"

    def get_db_converters(self, connection: Any) -> list:
        return []


class FirstEnd(Func):
    """What the first (budget year, end) on or after the day leads to, NULL after the last.

    Days arrive as their ordinals: SQLite has them as text, which costs to read for every row.
    Compared day by day: SQLite would call Python for the month of every entry. Written as one
    expression: a Case of so many takes Django longer than the database needs to answer.
    """

    output_field = IntegerField()

    def __init__(self, year: str, day: str, ends: Mapping[tuple[int, date], date]) -> None:
        super().__init__(year, day)
        self.ends = sorted(ends.items())

    def get_db_converters(self, connection: Any) -> list:
        return []

    def as_sql(self, compiler: Any, connection: Any, *_: Any, **_context: Any) -> tuple[str, tuple]:
        if not self.ends:
            return "CAST(NULL AS integer)", ()
        (year, _none), (day, _none) = map(compiler.compile, self.source_expressions)
        adapt = connection.ops.adapt_datefield_value
        sql, params = "", []
        for of_year, ends in groupby(self.ends, lambda end: end[0][0]):
            days = [(adapt(end), found.toordinal()) for (_year, end), found in ends]
            sql += f" WHEN %s THEN CASE{f' WHEN {day} <= %s THEN %s' * len(days)} END"
            params += [of_year, *chain.from_iterable(days)]
        return f"CASE {year}{sql} END", tuple(params)


NONE = FirstEnd("budget_year", "month", {})


def confirmed_until(
    until: date, *by: str, known: date | None = None, **among: Sequence[Any]
) -> dict[tuple, Money]:
    """Booked by the day, summed by these of IN_SUMS; what has no entries is absent.

    `among` keeps some: year=[2025], unit=["hue"]. One query. As `known` at the end of an earlier
    day it is read from the entries alone.
    """
    if known:
        return dict(_read(_of_entries(Disbursement.objects.booked_until(until), by, among, known)))
    by = (*by, "whole")
    rows = _of_months(MonthlySum.objects.filter(month__lte=until).annotate(whole=NONE), by, among)
    if divides(until):
        later = DailySum.objects.filter(_after(until)).annotate(whole=Value(1))
        rows = rows.union(_of_sums(later, by, among), all=True)
    found: dict[tuple, Money] = {}
    for (*key, whole), money in _read(rows):
        so_far = found.get(tuple(key), NOTHING)
        found[tuple(key)] = so_far.less(money) if whole else so_far.plus(money)
    return {key: money for key, money in found.items() if money.entries}


def confirmed_by_end(
    ends: Ends, *by: str, known: date | None = None, **among: Sequence[Any]
) -> dict[tuple, Money]:
    """The money of budget years by the first of the year's ends on or after its booking.

    {(budget year, end, *by): money}; what was booked after the last end stands under None. `among`
    keeps some: unit=["hue"]. One query. As `known` at the end of an earlier day it is read from
    the entries alone.
    """
    by, among = ("year", "end", *by), {**among, "year": list(ends)}
    days = {(year, day): day for year, days in ends.items() for day in days}
    if known:
        entries = Disbursement.objects.annotate(
            end=FirstEnd("grant__budget_year", "booked_on", days)
        )
        rows = _of_entries(entries, by, among, known)
        return {(year, _day(end), *rest): money for (year, end, *rest), money in _read(rows)}
    by = (*by, "whole")
    # A month that is divided counts whole by its first end, until the rest of it moves on.
    wholes = {
        (year, month_end(day)): day for year, day in sorted(days, reverse=True) if divides(day)
    }
    months = MonthlySum.objects.annotate(end=FirstEnd("budget_year", "month", days), whole=NONE)
    rows = _of_months(months, by, among)
    if wholes:
        later = Q()
        for (year, _last), day in wholes.items():
            later |= Q(budget_year=year) & _after(day)
        moving = DailySum.objects.filter(later).annotate(
            end=FirstEnd("budget_year", "day", days), whole=FirstEnd("budget_year", "day", wholes)
        )
        rows = rows.union(_of_sums(moving, by, among), all=True)
    found: dict[tuple, Money] = {}
    for (year, end, *rest, whole), money in _read(rows):
        right = (year, _day(end), *rest)
        found[right] = found[right].plus(money) if right in found else money
        if whole:
            counted = (year, _day(whole), *rest)
            found[counted] = found.get(counted, NOTHING).less(money)
    return {key: money for key, money in found.items() if money.entries}


@cache
def _day(ordinal: int | None) -> date | None:
    return date.fromordinal(ordinal) if ordinal else None


def divides(day: date) -> bool:
    """Whether a month goes on after the day."""
    return day != month_end(day)


def _after(day: date) -> Q:
    """The days after this one in its month."""
    return Q(day__gt=day, day__lte=month_end(day))


def _of_months(months: QuerySet, by: Sequence[str], among: Among) -> QuerySet:
    return _of_sums(months.filter(content__isnull="content" not in by), by, among)


def _of_sums(sums: QuerySet, by: Sequence[str], among: Among) -> QuerySet:
    return _summed(
        sums,
        *(IN_SUMS, by, among),
        amount=Total("confirmed_vnd"),
        advances=Total("advances_vnd"),
        number=Total("entries"),
        made_up=Total("synthetic_entries"),
    )


def _of_entries(
    entries: EntryQuerySet, by: Sequence[str], among: Among, known: date | None = None
) -> QuerySet:
    return _summed(
        entries.confirmed(known),
        *(IN_ENTRIES, by, among),
        amount=Total("amount_vnd"),
        advances=Total(F("advance_vnd") - F("cleared_vnd")),
        number=Count("pk"),
        made_up=Count("pk", filter=Q(synthetic=True)),
    )


def _summed(
    rows: QuerySet, names: Mapping[str, str], by: Sequence[str], among: Among, **sums: Any
) -> QuerySet:
    kept = Q(**{f"{names[name]}__in": values for name, values in among.items()})
    columns = [names.get(name, name) for name in by]
    return rows.filter(kept).order_by().values_list(*columns).annotate(**sums)


def _read(rows: QuerySet) -> Iterator[tuple[tuple, Money]]:
    """(what they are summed by, the sums) of each row."""
    sums = len(Money._fields)
    return ((line[:-sums], Money._make(line[-sums:])) for line in rows)
