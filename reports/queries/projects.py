"""Numbers of projects, and the single ones that a reader may see."""

from collections import Counter, defaultdict
from collections.abc import Collection
from datetime import date

from django.db import connection
from django.db.models import OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from projects import as_at
from projects.models import Disbursement, GrantLine, Project
from promotion.models import Level, User, end_of
from reports.indicators import ProjectNumbers, Projects
from reports.parameters import Parameters, SourceChoice
from reports.queries.confirmed import UNIT_OF_GRANT, Total

LARGEST = 8  # projects that a place's page shows

RECORDED_LATER = " OR line.recorded_at >= %(known)s"
# What was approved by the day is what is approved less what was decided, or recorded, since.
SUPPORTED = """
SELECT centre.province_id, has_national, level, local_level,
  CAST(sum(planned) AS bigint), CAST(sum(completed) AS bigint)
FROM (
  SELECT project.centre_id, has_national, level, local_level, count(*) AS planned,
    count(CASE WHEN project.accepted_on <= %(until)s THEN 1 END) AS completed
  FROM (
    SELECT g.project_id,
      max(CASE g.source WHEN 'national' THEN 1 ELSE 0 END) AS has_national,
      -- The highest: the alphabet puts them in order.
      max(g.level) AS level,
      max(CASE g.source WHEN 'local' THEN g.level END) AS local_level
    FROM projects_grant g
    LEFT JOIN (
      SELECT line.grant_id, CAST(sum(line.amount_vnd) AS bigint) AS amount_vnd
      FROM projects_grantline line
      JOIN promotion_decision decision ON decision.id = line.decision_id
      WHERE decision.signed_on > %(until)s{or_recorded_later}
      GROUP BY line.grant_id
    ) since ON since.grant_id = g.id
    WHERE g.budget_year = %(year)s AND g.approved_vnd > coalesce(since.amount_vnd, 0)
    GROUP BY g.project_id
  ) supported
  JOIN projects_project project ON project.id = supported.project_id
  GROUP BY project.centre_id, has_national, level, local_level
) counted
JOIN promotion_centre centre ON centre.id = counted.centre_id
GROUP BY centre.province_id, has_national, level, local_level
"""


Numbers = dict[str | None, ProjectNumbers]  # by unit


def project_numbers(
    year: int, until: date, known: date | None = None
) -> tuple[Numbers, dict[str, Numbers]]:
    """Projects with support for the budget year at the end of the day, by source; one query.

    A project with several grants counts once, one whose support was taken back not at all.
    Completed are those of them accepted (nghiệm thu) by the day. Those that have nothing but money
    of districts and communes, from the source or from any, are told by level besides, each at the
    highest that supports it.
    """
    found: Numbers = defaultdict(ProjectNumbers)
    below: dict[str, Numbers] = defaultdict(lambda: defaultdict(ProjectNumbers))
    with connection.cursor() as cursor:
        values = {"year": year, "until": connection.ops.adapt_datefield_value(until)}
        if known:
            values["known"] = connection.ops.adapt_datetimefield_value(end_of(known))
        cursor.execute(SUPPORTED.format(or_recorded_later=RECORDED_LATER if known else ""), values)
        for unit, national, level, local_level, planned, completed in cursor.fetchall():
            number, none = Projects(planned, completed), Projects()
            found[unit] += ProjectNumbers(
                number if national else none, number if local_level else none, number
            )
            for source, highest in (("local", local_level), ("all", level)):
                if highest not in (None, Level.PROVINCE):
                    below[highest][unit] += ProjectNumbers(**{source: number})
    return found, below


def unaccepted(units: Collection[str], asked: Parameters) -> Counter[str | None]:
    """Of these units' projects with support at the cut-off those that were not accepted by it, by
    unit; one query."""
    lines = GrantLine.objects.signed_until(asked.until, asked.known).filter(
        Q(grant__project__accepted_on=None) | Q(grant__project__accepted_on__gt=asked.until),
        grant__budget_year=asked.year,
        **{f"{UNIT_OF_GRANT}__in": units},
    )
    if asked.source != SourceChoice.ALL:
        lines = lines.filter(grant__source=asked.source.value)
    projects = lines.order_by().values_list("grant__project", UNIT_OF_GRANT)
    supported = projects.annotate(approved_vnd=Total("amount_vnd")).filter(approved_vnd__gt=0)
    return Counter(unit for _project, unit, _approved_vnd in supported)


def largest_projects(user: User, units: list[str], asked: Parameters) -> QuerySet[Project]:
    """By support of the budget year, at most LARGEST; only rows in the user's reach. One query.

    Each has `approved_then_vnd`, decision lines signed by the cut-off, `disbursed_then_vnd`,
    confirmed entries booked by it, and `status_at`, its status as at the cut-off.
    """
    of_project = Q(grant__project=OuterRef("pk"), grant__budget_year=asked.year)
    if asked.source != SourceChoice.ALL:
        of_project &= Q(grant__source=asked.source.value)
    approvals = GrantLine.objects.signed_until(asked.until, asked.known).filter(of_project)
    entries = (
        Disbursement.objects.confirmed(asked.known).booked_until(asked.until).filter(of_project)
    )
    projects = Project.objects.in_reach(user).filter(centre__province__in=units)
    return (
        as_at.with_status_at(projects, asked.year, asked.until, asked.known)
        .annotate(
            approved_then_vnd=_sum_by_project(approvals),
            disbursed_then_vnd=Coalesce(_sum_by_project(entries), 0),
        )
        .filter(approved_then_vnd__gt=0)
        .select_related("centre__province")
        .order_by("-approved_then_vnd", "code")[:LARGEST]
    )


def _sum_by_project(rows: QuerySet) -> Subquery:
    return Subquery(
        rows.order_by().values("grant__project").annotate(sum=Sum("amount_vnd")).values("sum")
    )
