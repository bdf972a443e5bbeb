"""Money of single projects through their years, and what came in from the stages of projects."""

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from django.db.models import (
    Case,
    CharField,
    DateField,
    F,
    OuterRef,
    Q,
    QuerySet,
    Value,
    When,
)

from projects.models import Grant, GrantLine, Project
from projects.models.grants import GrantQuerySet
from promotion.models import end_of
from reports.parameters import SourceChoice
from reports.queries.confirmed import Total
from reports.queries.grants import confirmed_at, sum_of
from reports.stages import CameIn, Stage

# {budget year: (the same day of it, the last day of its settlement)}
Days = Mapping[int, tuple[date, date]]


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

    The support of an earlier year counts as at its 31 December. One query.
    """
    days = {year: (until, until), **earlier}
    signed = {each: until if each == year else date(each, 12, 31) for each in days}
    of_them = Grant.objects.filter(project__in=Grant.objects.of_year(year).values("project"))
    rows = _at_the_days(of_them, source, signed, days, known).values_list("project", "budget_year")
    return [ProjectYear(*row) for row in _summed(rows)]


def came_in(days: Days, source: SourceChoice, known: date | None = None) -> list[CameIn]:
    """Of the whole country by year and stage of its projects at the same day; one query.

    Projects approved by that day and not settled by then. What is left is their support less
    what was disbursed of it, both by the day.
    """
    same_day = {year: day for year, (day, _settled) in days.items()}
    is_open = Q(pk__in=[])
    for year, day in same_day.items():
        unsettled = Q(project__settled_on=None) | Q(project__settled_on__gt=day)
        is_open |= unsettled & Q(budget_year=year, project__approved_on__lte=day)
    stage = Case(
        *(
            When(**{"budget_year": year, f"project__{fact}__lte": day}, then=Value(stage.value))
            for year, day in same_day.items()
            for fact, stage in (("accepted_on", Stage.ACCEPTED), ("contracted_on", Stage.UNDER_WAY))
        ),
        default=Value(Stage.APPROVED.value),
        output_field=CharField(),
    )
    grants = _at_the_days(Grant.objects.filter(is_open), source, same_day, days, known)
    rows = grants.annotate(stage=stage).values_list("budget_year", "stage")
    return [
        CameIn(year, at, approved_vnd - then_vnd, landed_vnd - then_vnd)
        for year, at, approved_vnd, then_vnd, landed_vnd in _summed(rows)
    ]


def _at_the_days(
    grants: GrantQuerySet,
    source: SourceChoice,
    signed: Mapping[int, date],
    days: Days,
    known: date | None,
) -> GrantQuerySet:
    """Grants of these years as they stood: their sums of now less what came since, which each
    finds in its own lines and entries, however long the ledger."""
    if source != SourceChoice.ALL:
        grants = grants.filter(source=source.value)
    both = (
        {year: day for year, (day, _settled) in days.items()},
        {year: settled for year, (_day, settled) in days.items()},
    )
    lines = Q(decision__signed_on__gt=OuterRef("signed"))
    if known:
        lines |= Q(recorded_at__gte=end_of(known))
    return (
        grants.filter(budget_year__in=days)
        .order_by()
        .annotate(signed=_day(signed), then=_day(both[0]), landed=_day(both[1]))
        .annotate(
            signed_vnd=F("approved_vnd") - sum_of(GrantLine.objects.filter(lines)),
            then_vnd=confirmed_at(OuterRef("then"), known),
            landed_vnd=confirmed_at(OuterRef("landed"), known),
        )
    )


def _day(by_year: Mapping[int, date]) -> Case:
    whens = (When(budget_year=year, then=Value(day)) for year, day in by_year.items())
    return Case(*whens, output_field=DateField())


def _summed(grants: QuerySet) -> QuerySet:
    return grants.annotate(Total("signed_vnd"), Total("then_vnd"), Total("landed_vnd"))
