"""Support counted in the database: projects of which the same is told, together.

There are as many supports as projects, and few ways in which they differ: a report needs the
number of each way.
"""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from django.db import connection
from django.db.models import Case, Count, F, IntegerField, Q, QuerySet, Value, When

from projects.models import GrantLine, Project
from reports.queries.confirmed import Total

# What support is told apart by, and the values of a project that have it.
COLUMNS = {
    "year": "grant__budget_year",
    "source": "grant__source",
    "level": "grant__level",
    "content": "grant__content_id",
}
COUNT = """
WITH share AS ({shares}), fact AS ({facts})
SELECT unit, accepted, given, {columns}, count(*), CAST(sum(approved_vnd) AS bigint),
  CAST(sum(made_up) AS bigint)
FROM (
  SELECT *, {list}(CASE WHEN approved_vnd > 0 THEN {key} END, ' ') OVER (PARTITION BY project)
    AS given
  FROM share
) share JOIN fact ON fact.id = share.project
GROUP BY unit, accepted, given, {columns}
"""
LIST = {"postgresql": "string_agg", "sqlite": "group_concat"}


class Alike(NamedTuple):
    """Projects of one unit, all of them accepted (nghiệm thu) by the day or none, which were given
    something for the same."""

    unit: str | None
    accepted: bool
    given: str | None


class Share(NamedTuple):
    """What `number` projects were given for the same; 0 where all was taken back.

    key     the year, source, level or content that it was asked by
    """

    alike: Alike
    key: tuple
    number: int
    approved_vnd: int
    made_up: int


def shares(years: Iterable[int], until: date, known: date | None, *by: str) -> list[Share]:
    """Support of the budget years at the end of the day by these of COLUMNS; one query."""
    lines = (
        GrantLine.objects.signed_until(until, known)
        .filter(grant__budget_year__in=years)
        .order_by()
        .values(project=F("grant__project_id"), **{name: F(COLUMNS[name]) for name in by})
        .annotate(approved_vnd=Total("amount_vnd"), made_up=Count("pk", filter=Q(synthetic=True)))
    )
    accepted = Case(
        When(accepted_on__lte=until, then=Value(1)), default=0, output_field=IntegerField()
    )
    facts = (
        Project.objects.order_by()
        .annotate(unit=F("centre__province_id"), accepted=accepted)
        .values("id", "unit", "accepted")
    )
    return [
        Share(Alike(unit, bool(accepted), given), tuple(key), number, approved_vnd, made_up)
        for unit, accepted, given, *key, number, approved_vnd, made_up in _counted(lines, facts, by)
    ]


def _counted(lines: QuerySet, facts: QuerySet, by: Iterable[str]) -> list[tuple]:
    (shares, asked), (found, also) = (rows.query.sql_with_params() for rows in (lines, facts))
    sql = COUNT.format(
        shares=shares,
        facts=found,
        list=LIST[connection.vendor],
        key=" || ' ' || ".join(by),
        columns=", ".join(by),
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, (*asked, *also))
        return cursor.fetchall()
