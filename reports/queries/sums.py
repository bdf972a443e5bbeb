"""Plans and disbursements, summed by unit and source."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import accumulate
from operator import add

from django.db.models import Count, F, Q, QuerySet

from projects.models import Disbursement
from promotion.models import BudgetLine, Level, known_at
from reports.indicators import ZERO, BySource, UnitYear, Waiting
from reports.queries.confirmed import (
    UNIT_OF_GRANT,
    Ends,
    Total,
    confirmed_by_end,
    confirmed_until,
)

ByDay = dict[int, dict[date, BySource]]


@dataclass
class Sums:
    """Đồng by unit and source; units without a row are absent. `synthetic` units have made-up rows.

    Of what was disbursed, `advances` is what was advanced and is not cleared. A central unit is
    None. `below` has, of these sums, those of districts and of communes by themselves.
    """

    by_unit: dict[str | None, BySource] = field(default_factory=dict)
    advances: dict[str | None, BySource] = field(default_factory=dict)
    synthetic: set[str | None] = field(default_factory=set)
    below: dict[str, "Sums"] = field(default_factory=dict)

    def at(self, level: str) -> "Sums":
        """Those of the level below the province, by themselves."""
        return self.below.get(level) or Sums()

    def add(
        self,
        unit: str | None,
        source: str,
        level: str,
        amount_vnd: int,
        advances_vnd: int = 0,
        made_up: int = 0,
    ) -> None:
        self.by_unit[unit] = self.by_unit.get(unit, ZERO).more(source, amount_vnd)
        if advances_vnd:
            self.advances[unit] = self.advances.get(unit, ZERO).more(source, advances_vnd)
        if made_up:
            self.synthetic.add(unit)
        if level != Level.PROVINCE:
            own = self.below.setdefault(level, Sums())
            own.add(unit, source, Level.PROVINCE, amount_vnd, advances_vnd, made_up)


def plans(ends: dict[int, date], known: date | None = None) -> dict[int, Sums]:
    """The plan of each budget year by the day given for it: lines of decisions signed by then.

    A transfer is one line, added where it arrives and taken from where it leaves. One query.
    """
    sums = {year: Sums() for year in ends}
    arriving, leaving = (
        _lines(budget, sign, ends, known) for budget, sign in (("budget", 1), ("from_budget", -1))
    )
    for year, unit, source, level, amount_vnd, made_up in arriving.union(leaving, all=True):
        sums[year].add(unit, source, level, amount_vnd, made_up=made_up)
    return sums


def _lines(budget: str, sign: int, ends: Mapping[int, date], known: date | None) -> QuerySet:
    signed = Q()
    for year, day in ends.items():
        signed |= Q(**{f"{budget}__budget_year": year, "decision__signed_on__lte": day})
    names = ("budget_year", "province_id", "source", "level")
    return (
        BudgetLine.objects.filter(signed, known_at("recorded_at", known))
        .order_by()
        .values_list(*(f"{budget}__{name}" for name in names))
        .annotate(
            amount=Total(F("amount_vnd") * sign), made_up=Count("pk", filter=Q(synthetic=True))
        )
    )


def disbursed(ends: Ends, known: date | None = None) -> dict[int, dict[date | None, Sums]]:
    """Confirmed entries of each budget year, by the first of its ends on or after their booking.

    With the month's ends of 2025 an entry booked on 2 September stands under 30 September; what
    was booked after the last end stands under None. One query.
    """
    found: dict[int, dict[date | None, Sums]] = {year: defaultdict(Sums) for year in ends}
    for (year, day, unit, source, level), money in confirmed_by_end(
        ends, "unit", "source", "level", known=known
    ).items():
        amounts = money.amount_vnd, money.advances_vnd, money.made_up
        found[year][day].add(unit, source, level, *amounts)
    return found


def disbursed_by_day(
    ends: Ends, units: Collection[str] | None = None, known: date | None = None
) -> ByDay:
    """What had been disbursed of each budget year by each of its ends, in their order.

    Of these units, or of the whole country; one query.
    """
    among = {} if units is None else {"unit": list(units)}
    found: ByDay = {year: dict.fromkeys(days, ZERO) for year, days in ends.items()}
    for (year, day, source), money in confirmed_by_end(
        ends, "source", known=known, **among
    ).items():
        if day:
            found[year][day] = found[year][day].more(source, money.amount_vnd)
    return {
        year: dict(zip(steps, accumulate(steps.values(), add), strict=True))
        for year, steps in found.items()
    }


def waiting(
    years: Collection[int], until: date, known: date | None = None
) -> dict[str | None, Waiting]:
    """Entries of the budget years booked by the day that nobody has confirmed; one query."""
    found: dict[str | None, Waiting] = defaultdict(Waiting)
    lines = (
        Disbursement.objects.waiting(known, years)
        .booked_until(until)
        .order_by()
        # The source first: by the unit first PostgreSQL would go through all of it for each centre.
        .values_list("grant__source", UNIT_OF_GRANT, "grant__project__centre_id")
        .annotate(entries=Count("pk"), amount=Total("amount_vnd"))
    )
    for source, unit, centre, entries, amount_vnd in lines:
        numbers = BySource(**{source: entries}), BySource(**{source: amount_vnd})
        found[unit] += Waiting(*numbers, frozenset({(source, centre)}))
    return found


def unit_years(units: Iterable[str], today: date) -> dict[str, list[UnitYear]]:
    """Each unit's own budget years as known today, latest first: a predecessor keeps its years.

    Years with neither a budget line nor a confirmed entry are absent. Three queries.
    """
    units = list(units)
    plan: dict[tuple[str, int], BySource] = defaultdict(BySource)
    for budget, sign in (("budget", 1), ("from_budget", -1)):
        signed = BudgetLine.objects.signed_until(today)
        for key, source, amount_vnd in _by_year(
            signed.filter(**{f"{budget}__province__in": units}),
            f"{budget}__province_id",
            f"{budget}__budget_year",
            f"{budget}__source",
        ):
            plan[key] += BySource(**{source: sign * amount_vnd})
    paid: dict[tuple[str, int], BySource] = defaultdict(BySource)
    for (unit, year, source), money in confirmed_until(
        today, "unit", "year", "source", unit=units
    ).items():
        paid[unit, year] += BySource(**{source: money.amount_vnd})
    found: dict[str, list[UnitYear]] = {unit: [] for unit in units}
    for unit, year in sorted({*plan, *paid}, reverse=True):
        sums = plan.get((unit, year), ZERO), paid.get((unit, year), ZERO)
        found[unit].append(UnitYear(year, *sums))
    return found


def _by_year(
    rows: QuerySet, unit: str, year: str, source: str
) -> Iterable[tuple[tuple[str, int], str, int]]:
    lines = rows.order_by().values_list(unit, year, source).annotate(amount=Total("amount_vnd"))
    return [((unit, year), source, amount) for unit, year, source, amount in lines]
