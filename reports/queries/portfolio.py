"""The projects of a budget year with what is known of each, and what their establishments did."""

from datetime import date
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import (
    BigIntegerField,
    Case,
    Exists,
    ExpressionWrapper,
    F,
    IntegerField,
    OuterRef,
    QuerySet,
    Value,
    When,
)

from projects import as_at
from projects.models import Beneficiary, Grant, GrantLine, Project
from promotion.models import User
from reports.queries.alike import LIST
from reports.queries.grants import confirmed_at

ALIKE = """
WITH fact AS ({facts}),
part (project, source, content, decided, approved_vnd, disbursed_vnd) AS ({parts}), share AS (
  SELECT project, source, content, CAST(sum(approved_vnd) AS bigint) AS approved_vnd,
    CAST(sum(disbursed_vnd) AS bigint) AS disbursed_vnd
  FROM part GROUP BY project, source, content HAVING max(decided) = 1 OR sum(disbursed_vnd) <> 0
), known AS (
  SELECT *, {list}(
    CASE WHEN approved_vnd > 0 THEN '+' ELSE '-' END || source || ' ' || content, ' '
  ) OVER (PARTITION BY project) AS told
  FROM share
)
SELECT {project}, unit, status_at, kind, round_number, accepted, synthetic, told,
  coalesce(source, ''), coalesce(content, ''), count(*), count(accepted_vnd),
  CAST(coalesce(sum(accepted_vnd), 0) AS bigint), CAST(coalesce(sum(approved_vnd), 0) AS bigint),
  CAST(coalesce(sum(disbursed_vnd), 0) AS bigint)
FROM fact LEFT JOIN known ON known.project = fact.id
GROUP BY 1, unit, status_at, kind, round_number, accepted, synthetic, told, source, content
"""


class Told(NamedTuple):
    """What is told of projects, with their status as at the day (projects/as_at.py).

    project     the only one, where single ones are asked for; else 0
    shares      whatever else is alike of them: sources and contents, and which have support
    """

    project: int
    unit: str | None
    status: str
    kind: str
    round_number: int | None
    accepted: bool
    made_up: bool
    shares: str | None


class AlikeShare(NamedTuple):
    """`number` projects that are alike, and what they have for a content from a source, in đồng.

    Without support, source and content are empty. `accepted_vnd` are the accepted values of those
    `reported`, of whole projects.
    """

    told: Told
    source: str
    content: str
    number: int
    reported: int
    accepted_vnd: int
    approved_vnd: int
    disbursed_vnd: int


class ProjectName(NamedTuple):
    """What a list calls a project by; `centre` is the id of its own."""

    project: int
    code: str
    title: str
    centre: int


def projects_alike(
    year: int, until: date, known: date | None = None, single: bool = False
) -> list[AlikeShare]:
    """Projects of the year, as `as_at.of_year` says, with their support: those that are alike
    together, or each by itself; one query."""
    accepted = Case(
        When(accepted_on__lte=until, then=Value(1)), default=0, output_field=IntegerField()
    )
    listed = Project.objects.filter(as_at.of_year(year, until, known)).order_by()
    facts = as_at.with_status_at(listed, year, until, known).annotate(
        unit=F("centre__province_id"), accepted=accepted
    )
    names = ("unit", "status_at", "kind", "round_number", "accepted", "synthetic", "accepted_vnd")
    (found, asked), (parts, also) = (
        rows.query.sql_with_params()
        for rows in (facts.values("id", *names), _parts(year, until, known))
    )
    sql = ALIKE.format(
        facts=found,
        parts=parts,
        list=LIST[connection.vendor],
        project="fact.id" if single else "CAST(0 AS bigint)",
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, (*asked, *also))
        return [
            AlikeShare(Told._make((*row[:5], bool(row[5]), bool(row[6]), row[7])), *row[8:])
            for row in cursor.fetchall()
        ]


def _parts(year: int, until: date, known: date | None) -> QuerySet:
    """What adds up to approved and disbursed support of the budget year by the day."""
    lines = GrantLine.objects.signed_until(until, known).filter(grant__budget_year=year)
    paid = Grant.objects.of_year(year).exclude(last_confirmation_id=None)
    return _part(lines, "grant__", 1, F("amount_vnd"), Value(0)).union(
        _part(paid, "", 0, Value(0), confirmed_at(until, known)), all=True
    )


def _part(rows: QuerySet, grant: str, decided: int, approved: Any, disbursed: Any) -> QuerySet:
    return rows.order_by().values_list(
        f"{grant}project_id",
        f"{grant}source",
        f"{grant}content_id",
        Value(decided, output_field=IntegerField()),
        ExpressionWrapper(approved, output_field=BigIntegerField()),
        ExpressionWrapper(disbursed, output_field=BigIntegerField()),
    )


def named_projects(user: User, year: int, until: date) -> dict[int, ProjectName]:
    """The same projects by their ids, as far as the user reaches them; one query."""
    rows = Project.objects.in_reach(user).filter(as_at.of_year(year, until)).order_by()
    names = rows.values_list("pk", "code", "title", "centre")
    return {row[0]: ProjectName(*row) for row in names}


def named_beneficiaries(user: User, year: int, until: date) -> QuerySet[Beneficiary]:
    """The same with their names, as far as the user reaches their projects; one query."""
    rows = Beneficiary.objects.in_reach(user).filter(_supported(year, until))
    return rows.select_related("establishment__commune", "content").order_by("establishment__name")


def _supported(year: int, until: date, known: date | None = None) -> Exists:
    lines = GrantLine.objects.signed_until(until, known).filter(grant__budget_year=year)
    return Exists(lines.filter(grant__project=OuterRef("project")))
