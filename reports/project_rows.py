"""The largest projects behind a place's figures, for those who may see them."""

from django.db.models import OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from projects.models import Disbursement, GrantLine, Project
from promotion.models import User
from reports.parameters import Parameters, SourceChoice

LARGEST = 8


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
            approved_then_vnd=_sum(approvals),
            disbursed_then_vnd=Coalesce(_sum(entries), 0),
        )
        .filter(approved_then_vnd__gt=0)
        .select_related("centre")
        .order_by("-approved_then_vnd", "code")[:LARGEST]
    )


def _sum(rows: QuerySet) -> Subquery:
    return Subquery(
        rows.order_by().values("grant__project").annotate(sum=Sum("amount_vnd")).values("sum")
    )
