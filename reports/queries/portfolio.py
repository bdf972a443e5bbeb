"""The projects of a budget year with what is known of each, and what their establishments did."""

from datetime import date
from typing import NamedTuple

from django.db.models import Exists, OuterRef, Q, Subquery, Sum

from projects.models import Beneficiary, Disbursement, GrantLine, Project


class ProjectFacts(NamedTuple):
    """One project; what it is to mobilise in đồng and jobs, None where nobody said.

    stopped_on  when the decision was signed that stopped it
    """

    project: int
    unit: str | None
    status: str
    kind: str
    round_number: int | None
    submitted_on: date | None
    approved_on: date | None
    contracted_on: date | None
    accepted_on: date | None
    settled_on: date | None
    accepted_vnd: int | None
    investment_vnd: int | None
    counterpart_vnd: int | None
    jobs: int | None
    made_up: bool
    stopped_on: date | None


class PaidOnProject(NamedTuple):
    project: int
    source: str
    content: str
    disbursed_vnd: int


class Outcome(NamedTuple):
    """What one establishment was to do for one content, and did; None is not reported."""

    project: int
    establishment: int
    content: str
    planned_investment_vnd: int | None
    planned_counterpart_vnd: int | None
    planned_jobs: int | None
    planned_income_vnd: int | None
    accepted_investment_vnd: int | None
    accepted_counterpart_vnd: int | None
    accepted_jobs: int | None
    accepted_income_vnd: int | None


def projects_of(year: int, until: date) -> list[ProjectFacts]:
    """Projects with a decision on support of the year by the day, be it taken back since, and
    those submitted in the year that had no support at all by then; one query.
    """
    lines = GrantLine.objects.signed_until(until).filter(grant__project=OuterRef("pk"))
    submitted = Q(
        submitted_on__gte=date(year, 1, 1), submitted_on__lte=min(until, date(year, 12, 31))
    )
    stops = GrantLine.objects.filter(
        grant__project=OuterRef("pk"), kind=GrantLine.Kind.STOP, reverses=None, reversal=None
    ).order_by("decision__signed_on")
    rows = (
        Project.objects.filter(
            Exists(lines.filter(grant__budget_year=year)) | submitted & ~Exists(lines)
        )
        .order_by("pk")
        .annotate(stopped_on=Subquery(stops.values("decision__signed_on")[:1]))
        .values_list(
            "pk",
            "centre__province_id",
            *ProjectFacts._fields[2:-2],
            "synthetic",
            "stopped_on",
        )
    )
    return [ProjectFacts(*row) for row in rows]


def paid_by_project(year: int, until: date) -> list[PaidOnProject]:
    """Confirmed entries of the budget year booked by the day; one query."""
    entries = (
        Disbursement.objects.confirmed()
        .of_year(year)
        .booked_until(until)
        .order_by()
        .values_list("grant__project_id", "grant__source", "grant__content_id")
        .annotate(amount=Sum("amount_vnd"))
    )
    return [PaidOnProject(*entry) for entry in entries]


def outcomes(year: int, until: date) -> list[Outcome]:
    """Of the projects with a decision on support of the year by the day; one query."""
    lines = GrantLine.objects.signed_until(until).filter(
        grant__project=OuterRef("project"), grant__budget_year=year
    )
    rows = Beneficiary.objects.filter(Exists(lines)).order_by("pk")
    fields = ("project_id", "establishment_id", "content_id", *Outcome._fields[3:])
    return [Outcome(*row) for row in rows.values_list(*fields)]
