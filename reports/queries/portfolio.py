"""The projects of a budget year with what is known of each, and what their establishments did."""

from datetime import date
from typing import NamedTuple

from django.db.models import Case, Exists, OuterRef, Q, QuerySet, Subquery, Sum, When

from projects.models import Beneficiary, Disbursement, Grant, GrantLine, Project
from promotion.models import User
from reports.queries.confirmed import confirmed_until


class ProjectFacts(NamedTuple):
    """One project; what it is to mobilise in đồng and jobs, None where nobody said.

    stopped_on  when the decision was signed that stopped it, of one that is stopped
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


class ProjectName(NamedTuple):
    """What a list calls a project by; `centre` is the id of its own."""

    project: int
    code: str
    title: str
    centre: int


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
    """Of the year, as `_of_year` says; one query."""
    stops = GrantLine.objects.filter(
        grant__project=OuterRef("pk"), kind=GrantLine.Kind.STOP, reverses=None, reversal=None
    ).order_by("decision__signed_on")
    rows = (
        Project.objects.filter(_of_year(year, until, known))
        .order_by("pk")
        .annotate(
            stopped_on=Case(
                When(
                    status=Project.Status.STOPPED,
                    then=Subquery(stops.values("decision__signed_on")[:1]),
                )
            )
        )
        .values_list(
            "pk",
            "centre__province_id",
            *ProjectFacts._fields[2:-2],
            "synthetic",
            "stopped_on",
        )
    )
    return [ProjectFacts(*row) for row in rows]


def named_projects(user: User, year: int, until: date) -> dict[int, ProjectName]:
    """The same projects by their ids, as far as the user reaches them; one query."""
    rows = Project.objects.in_reach(user).filter(_of_year(year, until)).order_by()
    names = rows.values_list("pk", "code", "title", "centre")
    return {row[0]: ProjectName(*row) for row in names}


def _of_year(year: int, until: date, known: date | None = None) -> Q:
    """Projects with a decision on support of the year by the day, be it taken back since, and
    those submitted in the year that had no support at all by then.
    """
    lines = GrantLine.objects.signed_until(until, known)
    submitted = Q(
        submitted_on__gte=date(year, 1, 1), submitted_on__lte=min(until, date(year, 12, 31))
    )
    # A list that is made once, not a question of every project that there is.
    supported = Q(pk__in=lines.filter(grant__budget_year=year).values("grant__project"))
    return supported | submitted & Q(~Exists(lines.filter(grant__project=OuterRef("pk"))))


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
