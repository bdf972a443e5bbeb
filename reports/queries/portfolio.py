"""The projects of a budget year with what is known of each, and what their establishments did."""

from datetime import date
from typing import NamedTuple

from django.db.models import Exists, OuterRef, QuerySet, Sum

from projects import as_at
from projects.models import Beneficiary, Disbursement, Grant, GrantLine, Project
from promotion.models import User
from reports.queries.confirmed import Total, confirmed_until


class ProjectFacts(NamedTuple):
    """One project with its status as at the day (projects/as_at.py); what it is to mobilise in
    đồng and jobs, None where nobody said.
    """

    project: int
    unit: str | None
    status: str
    kind: str
    round_number: int | None
    accepted_on: date | None
    accepted_vnd: int | None
    investment_vnd: int | None
    counterpart_vnd: int | None
    jobs: int | None
    made_up: bool


class ProjectName(NamedTuple):
    """What a list calls a project by; `centre` is the id of its own."""

    project: int
    code: str
    title: str
    centre: int


class Support(NamedTuple):
    """What one project was given for a content from a source; 0 where all was taken back."""

    project: int
    source: str
    content: str
    approved_vnd: int


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


def projects_of(year: int, until: date, known: date | None = None) -> list[ProjectFacts]:
    """Of the year, as `as_at.of_year` says; one query."""
    listed = Project.objects.filter(as_at.of_year(year, until, known)).order_by("pk")
    rows = as_at.with_status_at(listed, year, until, known).values_list(
        "pk",
        "centre__province_id",
        "status_at",
        *ProjectFacts._fields[3:-1],
        "synthetic",
    )
    return [ProjectFacts(*row) for row in rows]


def named_projects(user: User, year: int, until: date) -> dict[int, ProjectName]:
    """The same projects by their ids, as far as the user reaches them; one query."""
    rows = Project.objects.in_reach(user).filter(as_at.of_year(year, until)).order_by()
    names = rows.values_list("pk", "code", "title", "centre")
    return {row[0]: ProjectName(*row) for row in names}


def supports(year: int, until: date, known: date | None = None) -> list[Support]:
    """Approved support of the budget year at the end of the day, by project; one query."""
    lines = GrantLine.objects.signed_until(until, known).filter(grant__budget_year=year).order_by()
    key = ("grant__project_id", "grant__source", "grant__content_id")
    rows = lines.values_list(*key).annotate(amount=Total("amount_vnd"))
    return [Support(*row) for row in rows]


def paid_by_project(year: int, until: date, known: date | None = None) -> list[PaidOnProject]:
    """Confirmed entries of the budget year booked by the day; two queries.

    Read from the sums of the grants, less what was booked since; as `known` at the end of an
    earlier day from the entries.
    """
    if known:
        paid = confirmed_until(until, "project", "source", "content", known=known, year=[year])
        return [
            PaidOnProject(project, source, content, money.amount_vnd)
            for (project, source, content), money in paid.items()
        ]
    key = ("project_id", "source", "content_id")
    grants = Grant.objects.of_year(year).exclude(last_confirmation_id=None).order_by()
    found = {row[:3]: row[3] for row in grants.values_list(*key, "confirmed_vnd")}
    since = Disbursement.objects.confirmed().of_year(year).filter(booked_on__gt=until).order_by()
    lines = since.values_list(*(f"grant__{name}" for name in key))
    for *grant, amount_vnd in lines.annotate(amount=Sum("amount_vnd")):
        found[tuple(grant)] -= amount_vnd
    return [
        PaidOnProject(project, source, content, amount_vnd)
        for (project, source, content), amount_vnd in found.items()
        if amount_vnd
    ]


def outcomes(year: int, until: date, known: date | None = None) -> list[Outcome]:
    """Of the projects with a decision on support of the year by the day; one query."""
    rows = Beneficiary.objects.filter(_supported(year, until, known)).order_by("pk")
    fields = ("project_id", "establishment_id", "content_id", *Outcome._fields[3:])
    return [Outcome(*row) for row in rows.values_list(*fields)]


def named_beneficiaries(user: User, year: int, until: date) -> QuerySet[Beneficiary]:
    """The same with their names, as far as the user reaches their projects; one query."""
    rows = Beneficiary.objects.in_reach(user).filter(_supported(year, until))
    return rows.select_related("establishment__commune", "content").order_by("establishment__name")


def _supported(year: int, until: date, known: date | None = None) -> Exists:
    lines = GrantLine.objects.signed_until(until, known).filter(grant__budget_year=year)
    return Exists(lines.filter(grant__project=OuterRef("project")))
