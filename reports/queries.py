"""All SQL of the reports: each table is summed apart, and the sums meet in Python by unit.

Units are those the rows were written for; which row of a report a unit's money is in, is the
map's to say (`ProvinceMap.holder`). No sum looks at the reader: totals of provinces are open to
everybody who is signed in. Single projects are not: `largest_projects` gives those in reach.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Self

from django.db.models import (
    Case,
    Count,
    DateField,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from projects.models import Disbursement, GrantLine, Project
from promotion.models import AnnualBudget, BudgetLine, User
from provinces.models import Province, ProvinceName, Region, RegionMembership
from reports.indicators import ZERO, BySource, ProjectNumbers, Projects, UnitYear, Waiting
from reports.parameters import Parameters, SourceChoice
from reports.places import Place, PlaceKind, ProvinceMap, Unit

LARGEST = 8  # projects that a place's page shows

UNIT_OF_BUDGET = "budget__province_id"
UNIT_OF_GRANT = "grant__project__centre__province_id"


def budget_years(today: date) -> list[int]:
    """Years that have a budget, latest first; none that has not begun."""
    return AnnualBudget.objects.years(until=today.year)


def draw_map(parameters: Parameters) -> ProvinceMap:
    """The map that the report's lens asks for; two queries."""
    day = parameters.map_day
    names = ProvinceName.objects.filter(province=OuterRef("pk")).valid_on(day)
    regions = RegionMembership.objects.filter(province=OuterRef("pk")).valid_on(day)
    units = Province.objects.annotate(
        name_then=Subquery(names.values("short_label")[:1]),
        kind_then=Subquery(names.values("kind")[:1]),
        region_then=Subquery(regions.values("region_id")[:1]),
    )
    return ProvinceMap(
        day,
        parameters.lens,
        units=[_unit(unit) for unit in units],
        regions=[
            Place(PlaceKind.REGION, region.slug, region.name_vi, region.name_en)
            for region in Region.objects.all()
        ],
    )


def _unit(unit: Any) -> Unit:
    # A Province with the annotations of draw_map, which no type names.
    tile = None
    if unit.tile_column is not None and unit.tile_row is not None:
        tile = (unit.tile_column, unit.tile_row)
    return Unit(
        slug=unit.unit,
        label=unit.name_then or unit.short_label,
        is_city=(unit.kind_then or unit.kind) == Province.Kind.CITY,
        valid_from=unit.valid_from,
        valid_to=unit.valid_to,
        successor=unit.successor_id,
        region=unit.region_then or "",
        tile=tile,
    )


@dataclass
class Sums:
    """Đồng by unit and source; units without a row are absent. `synthetic` units have made-up rows.

    Of what was disbursed, `advances` is what was advanced and is not cleared. A central unit is
    None.
    """

    by_unit: dict[str | None, BySource] = field(default_factory=lambda: defaultdict(BySource))
    advances: dict[str | None, BySource] = field(default_factory=lambda: defaultdict(BySource))
    synthetic: set[str | None] = field(default_factory=set)

    def add(self, unit: str | None, source: str, amount_vnd: int, made_up: int = 0) -> None:
        self.by_unit[unit] += BySource(**{source: amount_vnd})
        if made_up:
            self.synthetic.add(unit)

    def __iadd__(self, other: "Sums") -> Self:
        for unit, amount in other.by_unit.items():
            self.by_unit[unit] += amount
        for unit, amount in other.advances.items():
            self.advances[unit] += amount
        self.synthetic |= other.synthetic
        return self


def plans(ends: dict[int, date]) -> dict[int, Sums]:
    """The plan of each budget year by the day given for it: lines of decisions signed by then.

    A transfer is one line, added where it arrives and taken from where it leaves. Two queries.
    """
    sums = {year: Sums() for year in ends}
    for budget, sign in (("budget", 1), ("from_budget", -1)):
        signed = Q()
        for year, day in ends.items():
            signed |= Q(**{f"{budget}__budget_year": year, "decision__signed_on__lte": day})
        lines = (
            BudgetLine.objects.filter(signed)
            .order_by()
            .values_list(f"{budget}__budget_year", f"{budget}__province_id", f"{budget}__source")
            .annotate(amount=Sum("amount_vnd"), made_up=Count("pk", filter=Q(synthetic=True)))
        )
        for year, unit, source, amount_vnd, made_up in lines:
            sums[year].add(unit, source, sign * amount_vnd, made_up)
    return sums


def disbursed(ends: dict[int, list[date]]) -> dict[int, dict[date | None, Sums]]:
    """Confirmed entries of each budget year, by the first of its ends on or after their booking.

    With the month's ends of 2025 an entry booked on 2 September stands under 30 September; what
    was booked after the last end stands under None. One query, one pass over the entries.
    """
    found: dict[int, dict[date | None, Sums]] = {year: defaultdict(Sums) for year in ends}
    # Compared day by day: SQLite would call Python for the month of every entry.
    end = Case(
        *(
            When(grant__budget_year=year, booked_on__lte=day, then=Value(day))
            for year, days in ends.items()
            for day in sorted(days)
        ),
        default=None,
        output_field=DateField(),
    )
    lines = (
        Disbursement.objects.confirmed()
        .filter(grant__budget_year__in=ends)
        .order_by()
        .annotate(end=end)
        .values_list("grant__budget_year", "end", UNIT_OF_GRANT, "grant__source")
        .annotate(
            amount=Sum("amount_vnd"),
            advances=Sum(F("advance_vnd") - F("cleared_vnd")),
            made_up=Count("pk", filter=Q(synthetic=True)),
        )
    )
    for year, day, unit, source, amount_vnd, advances_vnd, made_up in lines:
        found[year][day].add(unit, source, amount_vnd, made_up)
        found[year][day].advances[unit] += BySource(**{source: advances_vnd})
    return found


def waiting(year: int, until: date) -> dict[str | None, Waiting]:
    """Entries of the budget year booked by the day that nobody has confirmed; one query."""
    found: dict[str | None, Waiting] = defaultdict(Waiting)
    lines = (
        Disbursement.objects.waiting()
        .of_year(year)
        .booked_until(until)
        .order_by()
        .values_list(UNIT_OF_GRANT, "grant__source")
        .annotate(entries=Count("pk"), amount=Sum("amount_vnd"))
    )
    for unit, source, entries, amount_vnd in lines:
        found[unit] += Waiting(BySource(**{source: entries}), BySource(**{source: amount_vnd}))
    return found


def project_numbers(year: int, until: date) -> dict[str | None, ProjectNumbers]:
    """Projects with support for the budget year at the end of the day, by source; one query.

    A project with several grants counts once, one whose support was taken back not at all.
    Completed are those of them accepted (nghiệm thu) by the day.
    """
    supported = (
        GrantLine.objects.signed_until(until)
        .filter(grant__budget_year=year)
        .order_by()
        .values_list(
            "grant__project_id",
            "grant__source",
            "grant__project__centre__province_id",
            "grant__project__accepted_on",
        )
        .annotate(support_vnd=Sum("amount_vnd"))
        .filter(support_vnd__gt=0)
    )
    found: dict[str | None, ProjectNumbers] = defaultdict(ProjectNumbers)
    counted = set()
    for project, source, unit, accepted_on, _support_vnd in supported:
        number = Projects(1, int(accepted_on is not None and accepted_on <= until))
        once = Projects() if project in counted else number
        found[unit] += ProjectNumbers(**{source: number}, all=once)
        counted.add(project)
    return found


def largest_projects(user: User, units: list[str], asked: Parameters) -> QuerySet[Project]:
    """By support of the budget year, at most LARGEST; only rows in the user's reach. One query.

    Each has `approved_then_vnd`, decision lines signed by the cut-off, and
    `disbursed_then_vnd`, confirmed entries booked by it.
    """
    of_project = Q(grant__project=OuterRef("pk"), grant__budget_year=asked.year)
    if asked.source != SourceChoice.ALL:
        of_project &= Q(grant__source=asked.source.value)
    approvals = GrantLine.objects.signed_until(asked.until).filter(of_project)
    entries = Disbursement.objects.confirmed().booked_until(asked.until).filter(of_project)
    return (
        Project.objects.in_reach(user)
        .filter(centre__province__in=units)
        .annotate(
            approved_then_vnd=_sum_by_project(approvals),
            disbursed_then_vnd=Coalesce(_sum_by_project(entries), 0),
        )
        .filter(approved_then_vnd__gt=0)
        .select_related("centre")
        .order_by("-approved_then_vnd", "code")[:LARGEST]
    )


def _sum_by_project(rows: QuerySet) -> Subquery:
    return Subquery(
        rows.order_by().values("grant__project").annotate(sum=Sum("amount_vnd")).values("sum")
    )


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
    entries = Disbursement.objects.confirmed().booked_until(today)
    for key, source, amount_vnd in _by_year(
        entries.filter(grant__project__centre__province__in=units),
        UNIT_OF_GRANT,
        "grant__budget_year",
        "grant__source",
    ):
        paid[key] += BySource(**{source: amount_vnd})
    found: dict[str, list[UnitYear]] = {unit: [] for unit in units}
    for unit, year in sorted({*plan, *paid}, reverse=True):
        sums = plan.get((unit, year), ZERO), paid.get((unit, year), ZERO)
        found[unit].append(UnitYear(year, *sums))
    return found


def _by_year(
    rows: QuerySet, unit: str, year: str, source: str
) -> Iterable[tuple[tuple[str, int], str, int]]:
    lines = rows.order_by().values_list(unit, year, source).annotate(amount=Sum("amount_vnd"))
    return [((unit, year), source, amount) for unit, year, source, amount in lines]
