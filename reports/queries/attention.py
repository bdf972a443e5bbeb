"""Money of single projects through their years, and what came in from the stages of projects."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple

from django.db.models import Case, CharField, Q, QuerySet, Sum, Value, When

from projects.models import Disbursement, Grant, GrantLine, Project
from promotion.models import known_at
from reports.parameters import SourceChoice
from reports.stages import CameIn, Stage

# {budget year: (the same day of it, the last day of its settlement)}
Days = Mapping[int, tuple[date, date]]
PROJECT = "grant__project__"


class ProjectYear(NamedTuple):
    """One project in one budget year, in đồng: its approved support, and what was disbursed of it
    by the same day and by the end of its settlement."""

    project: int
    year: int
    approved_vnd: int
    then_vnd: int
    landed_vnd: int


class ProjectDays(NamedTuple):
    """Whose project it is, and the days of its stages."""

    project: int
    unit: str | None
    contracted_on: date | None
    accepted_on: date | None
    settled_on: date | None


def days_of_projects(year: int) -> list[ProjectDays]:
    """Of the projects with grants of the year; one query."""
    grants = Grant.objects.filter(budget_year=year)
    rows = Project.objects.filter(pk__in=grants.values("project")).order_by("pk")
    fields = ("pk", "centre__province_id", *ProjectDays._fields[2:])
    return [ProjectDays(*row) for row in rows.values_list(*fields)]


def years_of_projects(
    year: int, until: date, earlier: Days, source: SourceChoice, known: date | None = None
) -> list[ProjectYear]:
    """Of the projects with grants of the year: that year at the cut-off, and those before it.

    The support of an earlier year counts as at its 31 December. Two queries.
    """
    days = {year: (until, until), **earlier}
    grants = Grant.objects.filter(budget_year=year)
    of_them = Q(grant__project__in=grants.values("project")) & _of_source(source)
    signed = _any(
        Q(grant__budget_year=each, decision__signed_on__lte=until if each == year else _end(each))
        for each in days
    )
    approved = _by_project(
        GrantLine.objects.filter(of_them, signed, known_at("recorded_at", known))
    )
    paid = _by_project(Disbursement.objects.confirmed(known).filter(of_them, _booked(days, 1)))
    then = Sum("amount_vnd", filter=_booked(days, 0), default=0)
    sums: dict[tuple[int, int], list[int]] = defaultdict(lambda: [0, 0, 0])
    for project, each, amount_vnd in approved.annotate(sum=Sum("amount_vnd")):
        sums[project, each][0] = amount_vnd
    for project, each, then_vnd, landed_vnd in paid.annotate(then=then, sum=Sum("amount_vnd")):
        sums[project, each][1:] = [then_vnd, landed_vnd]
    return [ProjectYear(*key, *amounts) for key, amounts in sums.items()]


def came_in(days: Days, source: SourceChoice, known: date | None = None) -> list[CameIn]:
    """Of the whole country by year and stage of its projects at the same day; two queries.

    Projects approved by that day and not settled by then. What is left is their support less
    what was disbursed of it, both by the day.
    """
    at_the_day = _any(_open(year, day) for year, (day, _settled) in days.items())
    stage = Case(*_whens(days), default=Value(Stage.APPROVED.value), output_field=CharField())
    signed = _any(
        Q(grant__budget_year=year, decision__signed_on__lte=day)
        for year, (day, _settled) in days.items()
    )
    lines = GrantLine.objects.filter(
        signed, at_the_day, _of_source(source), known_at("recorded_at", known)
    )
    entries = Disbursement.objects.confirmed(known).filter(
        _booked(days, 1), at_the_day, _of_source(source)
    )
    then = Sum("amount_vnd", filter=_booked(days, 0), default=0)
    left: dict[tuple[int, str], int] = defaultdict(int)
    came: dict[tuple[int, str], int] = defaultdict(int)
    for year, at, amount_vnd in _by_stage(lines, stage).annotate(sum=Sum("amount_vnd")):
        left[year, at] += amount_vnd
    for year, at, then_vnd, landed_vnd in _by_stage(entries, stage).annotate(
        then=then, sum=Sum("amount_vnd")
    ):
        left[year, at] -= then_vnd
        came[year, at] += landed_vnd - then_vnd
    return [CameIn(*key, left_vnd, came[key]) for key, left_vnd in left.items()]


def _end(year: int) -> date:
    return date(year, 12, 31)


def _any(conditions: Iterable[Q]) -> Q:
    found = Q(pk__in=[])
    for condition in conditions:
        found |= condition
    return found


def _of_source(source: SourceChoice) -> Q:
    return Q() if source == SourceChoice.ALL else Q(grant__source=source.value)


def _booked(days: Days, which: int) -> Q:
    """Of each year by its same day (0), or by the end of its settlement (1)."""
    return _any(
        Q(grant__budget_year=year, booked_on__lte=both[which]) for year, both in days.items()
    )


def _open(year: int, day: date) -> Q:
    return Q(**{"grant__budget_year": year, f"{PROJECT}approved_on__lte": day}) & (
        Q(**{f"{PROJECT}settled_on": None}) | Q(**{f"{PROJECT}settled_on__gt": day})
    )


def _whens(days: Days) -> list[When]:
    return [
        When(**{"grant__budget_year": year, f"{PROJECT}{fact}__lte": day}, then=Value(stage.value))
        for year, (day, _settled) in days.items()
        for fact, stage in (("accepted_on", Stage.ACCEPTED), ("contracted_on", Stage.UNDER_WAY))
    ]


def _by_project(rows: QuerySet) -> QuerySet:
    return rows.order_by().values_list("grant__project_id", "grant__budget_year")


def _by_stage(rows: QuerySet, stage: Case) -> QuerySet:
    return rows.order_by().annotate(stage=stage).values_list("grant__budget_year", "stage")
