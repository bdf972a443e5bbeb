"""Numbers of projects, and the single ones that a reader may see."""

from collections import defaultdict
from datetime import date

from django.db.models import OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from projects.models import Disbursement, GrantLine, Project
from promotion.models import User
from reports.indicators import ProjectNumbers, Projects
from reports.parameters import Parameters, SourceChoice

LARGEST = 8  # projects that a place's page shows


def project_numbers(
    year: int, until: date, known: date | None = None
) -> dict[str | None, ProjectNumbers]:
    """Projects with support for the budget year at the end of the day, by source; one query.

    A project with several grants counts once, one whose support was taken back not at all.
    Completed are those of them accepted (nghiệm thu) by the day.
    """
    supported = (
        GrantLine.objects.signed_until(until, known)
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
    approvals = GrantLine.objects.signed_until(asked.until, asked.known).filter(of_project)
    entries = (
        Disbursement.objects.confirmed(asked.known).booked_until(asked.until).filter(of_project)
    )
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
