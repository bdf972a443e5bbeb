"""What supported projects are to bring about and what they brought, counted in the database."""

from collections.abc import Collection
from datetime import date
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import F

from projects.models import GrantLine, Project
from projects.outcomes import STATED
from reports.queries.confirmed import Total

# Of each project with support at the day, by source: what it has, for what, and its facts.
GIVEN = """
WITH share AS ({shares}), held AS (
  SELECT project, content,
    sum(CASE source WHEN 'national' THEN approved_vnd ELSE 0 END) AS national_vnd,
    sum(CASE source WHEN 'local' THEN approved_vnd ELSE 0 END) AS local_vnd
  FROM share GROUP BY project, content
), given AS (
  SELECT project, sum(national_vnd) AS national_vnd, sum(local_vnd) AS local_vnd,
    max(CASE WHEN {trains} AND national_vnd > 0 THEN 1 ELSE 0 END) AS trains_national,
    max(CASE WHEN {trains} AND local_vnd > 0 THEN 1 ELSE 0 END) AS trains_local,
    max(CASE WHEN {trains} AND national_vnd + local_vnd > 0 THEN 1 ELSE 0 END) AS trains
  FROM held GROUP BY project HAVING sum(national_vnd) > 0 OR sum(local_vnd) > 0
), fact AS (
  SELECT given.*, centre.province_id AS unit,
    CASE WHEN given.national_vnd > 0 THEN 1 ELSE 0 END AS of_national,
    CASE WHEN given.local_vnd > 0 THEN 1 ELSE 0 END AS of_local,
    CASE WHEN own.accepted_on <= %s THEN 1 ELSE 0 END AS accepted,
    CASE own.kind WHEN %s THEN 0 ELSE 1 END AS supports,
    own.investment_vnd, own.counterpart_vnd, own.jobs, own.planned_trainees, own.accepted_trainees
  FROM given JOIN projects_project own ON own.id = given.project
  JOIN promotion_centre centre ON centre.id = own.centre_id
)"""
ALIKE = "unit, of_national, of_local, accepted"
OUTCOMES = """, benefit AS (
  SELECT project_id AS project, {parts}
  FROM projects_beneficiary WHERE project_id IN (SELECT project FROM given) GROUP BY project_id
), stated AS (SELECT fact.*, {stated} FROM fact LEFT JOIN benefit ON benefit.project = fact.project)
SELECT {alike}, supports, trains_national, trains_local, trains, count(*),
  {counterpart}, {sums}
FROM stated GROUP BY {alike}, supports, trains_national, trains_local, trains
"""
MADE = """, made AS (
  SELECT held.project, held.content, held.national_vnd, held.local_vnd,
    CASE WHEN count(own.id) > 1 THEN count(own.id) ELSE 1 END AS number
  FROM held
  LEFT JOIN projects_beneficiary own ON own.project_id = held.project AND own.content_id = content
  WHERE content IN ({contents}) GROUP BY held.project, content, held.national_vnd, held.local_vnd
)
SELECT {alike}, content, CASE WHEN made.national_vnd > 0 THEN 1 ELSE 0 END,
  CASE WHEN made.local_vnd > 0 THEN 1 ELSE 0 END,
  CASE WHEN made.national_vnd + made.local_vnd > 0 THEN 1 ELSE 0 END,
  CAST(sum(number) AS bigint)
FROM made JOIN fact ON fact.project = made.project
GROUP BY 1, 2, 3, 4, 5, 6, 7, 8
"""
ESTABLISHMENTS = """
SELECT DISTINCT {alike}, establishment_id
FROM fact JOIN projects_beneficiary own ON own.project_id = fact.project
"""


class Given(NamedTuple):
    """What is alike of projects: their unit, the sources of their support, whether they were
    accepted (nghiệm thu) by the day."""

    unit: str | None
    of_national: bool
    of_local: bool
    accepted: bool


class Sum(NamedTuple):
    """Of those projects that state it."""

    amount: int
    projects: int


class Outcome(NamedTuple):
    """What `number` projects state, together.

    supports        whether they support establishments, which a task does not
    trains          by source, whether support of theirs is for training
    national_vnd, local_vnd
                    support of those whose planned counterpart is known
    stated          {what was planned, or found at acceptance: its sum}; `…_earned` are incomes a
                    month times the jobs, `…_earners`, that they are earned in
    """

    given: Given
    supports: bool
    trains: dict[str, bool]
    number: int
    national_vnd: int
    local_vnd: int
    stated: dict[str, Sum]


class Made(NamedTuple):
    """How many were made with support for a content, and from which sources that is."""

    given: Given
    content: str
    by_source: dict[str, bool]
    number: int


# What is stated of the whole project goes before the sum of its establishments.
_WHOLE = {
    **{f"planned_{name}": f"coalesce(fact.{name}, benefit.planned_{name})" for name in STATED},
    **{f"accepted_{name}": f"benefit.accepted_{name}" for name in STATED},
    "planned_trainees": "fact.planned_trainees",
    "accepted_trainees": "fact.accepted_trainees",
}
_INCOMES = ("planned_earned", "planned_earners", "accepted_earned", "accepted_earners")


class Outcomes:
    """The statements of one question, over the same projects."""

    def __init__(
        self, year: int, until: date, known: date | None, training: Collection[str]
    ) -> None:
        lines = (
            GrantLine.objects.signed_until(until, known)
            .filter(grant__budget_year=year)
            .order_by()
            .values(
                project=F("grant__project_id"),
                source=F("grant__source"),
                content=F("grant__content_id"),
            )
            .annotate(approved_vnd=Total("amount_vnd"))
        )
        shares, params = lines.query.sql_with_params()
        trains = f"content IN ({', '.join(['%s'] * len(training))})"
        self.sql = GIVEN.format(shares=shares, trains=trains)
        self.params = [
            *params,
            *(list(training) * 3),
            connection.ops.adapt_datefield_value(until),
            Project.Kind.TASK.value,
        ]

    def _ask(self, sql: str, *params: Any) -> list[tuple]:
        with connection.cursor() as cursor:
            cursor.execute(self.sql + sql, [*self.params, *params])
            return cursor.fetchall()

    def stated(self) -> list[Outcome]:
        """What they state; one query."""
        rows = self._ask(
            OUTCOMES.format(
                alike=ALIKE,
                parts=", ".join(_parts()),
                stated=", ".join(
                    f"{sql} AS sum_{name}"
                    for name, sql in {**_WHOLE, **{n: f"benefit.{n}" for n in _INCOMES}}.items()
                ),
                counterpart=", ".join(
                    f"CAST(coalesce(sum(CASE WHEN sum_planned_counterpart_vnd IS NOT NULL"
                    f" THEN {source}_vnd END), 0) AS bigint)"
                    for source in ("national", "local")
                ),
                sums=", ".join(
                    f"CAST(coalesce(sum(sum_{name}), 0) AS bigint), count(sum_{name})"
                    for name in (*_WHOLE, *_INCOMES)
                ),
            )
        )
        return [_outcome(row) for row in rows]

    def made(self, contents: Collection[str]) -> list[Made]:
        """What was made, one at each establishment, one where none is named; one query."""
        sql = MADE.format(alike=ALIKE, contents=", ".join(["%s"] * len(contents)))
        return [
            Made(_given(row), row[4], _by_source(*row[5:8]), row[8])
            for row in self._ask(sql, *contents)
        ]

    def establishments(self) -> list[tuple[Given, int]]:
        """Each with what is alike of its projects; one query."""
        rows = self._ask(ESTABLISHMENTS.format(alike=ALIKE))
        return [(_given(row), row[4]) for row in rows]


def _parts() -> list[str]:
    parts = [f"sum({s}_{n}) AS {s}_{n}" for s in ("planned", "accepted") for n in STATED]
    for stage in ("planned", "accepted"):
        known = f"{stage}_jobs > 0 AND {stage}_income_vnd IS NOT NULL"
        earned = f"{stage}_income_vnd * {stage}_jobs"
        parts.append(f"sum(CASE WHEN {known} THEN {earned} END) AS {stage}_earned")
        parts.append(f"sum(CASE WHEN {known} THEN {stage}_jobs END) AS {stage}_earners")
    return parts


def _given(row: tuple) -> Given:
    return Given(row[0], bool(row[1]), bool(row[2]), bool(row[3]))


def _by_source(national: int, local: int, both: int) -> dict[str, bool]:
    return {"national": bool(national), "local": bool(local), "all": bool(both)}


def _outcome(row: tuple) -> Outcome:
    names = (*_WHOLE, *_INCOMES)
    sums = (Sum(*row[at : at + 2]) for at in range(11, len(row), 2))
    trains = _by_source(*row[5:8])
    stated = dict(zip(names, sums, strict=True))
    return Outcome._make((_given(row), bool(row[4]), trains, *row[8:11], stated))
