"""Amounts of a place by SQL of its own, which shares nothing with that of the reports.

It walks from a unit to its holder, asks who is a member of a region, and adds up rows one question
at a time.
"""

from typing import Any

from django.db import connection
from django.utils import timezone

from promotion.lib.dates import years_earlier
from promotion.models import end_of
from reports.parameters import Lens, Parameters
from reports.places import Place
from tests.demo.test_golden import one

# Units by the one that holds their territory on the day of the map: the last of the chain.
HOLDERS = """
WITH RECURSIVE chain (unit, at, ended, successor, step) AS (
  SELECT unit, unit, valid_to, successor_id, 0 FROM provinces_province
  UNION ALL
  SELECT chain.unit, next.unit, next.valid_to, next.successor_id, step + 1
  FROM chain JOIN provinces_province next ON next.unit = chain.successor
  WHERE chain.ended < :map
),
holder AS (
  SELECT unit, at FROM chain
  WHERE step = (SELECT max(step) FROM chain longer WHERE longer.unit = chain.unit)
),
inside AS (
  SELECT unit FROM holder
  WHERE :kind = 'province' AND at = :place
    OR :kind = 'region' AND at IN (
      SELECT province_id FROM provinces_regionmembership
      WHERE region_id = :place AND valid_from <= :map AND (valid_to IS NULL OR valid_to >= :map))
)
"""
AT_PLACE = "(:kind = 'country' OR {unit} IN (SELECT unit FROM inside))"
OF_GRANT = f"""
  JOIN projects_grant g ON g.id = row.grant_id
  JOIN projects_project project ON project.id = g.project_id
  JOIN promotion_centre centre ON centre.id = project.centre_id
  WHERE g.budget_year = :year AND :source IN ('all', g.source) AND :level IN ('', g.level)
    AND {AT_PLACE.format(unit="centre.province_id")}
    AND (:content = '' OR :content = coalesce(
      (SELECT CAST(grouped.number AS text) FROM promotion_contentmapping mapping
       JOIN promotion_contentgroup grouped ON grouped.id = mapping.group_id
       WHERE mapping.catalogue_id = 'conference_2025' AND mapping.content_id = g.content_id),
      'unmapped'))
"""
PLAN = (
    "SELECT coalesce(sum(CASE WHEN own.id = row.budget_id THEN row.amount_vnd"
    " ELSE -row.amount_vnd END), 0) FROM promotion_budgetline row"
    " JOIN promotion_decision decision ON decision.id = row.decision_id"
    " JOIN promotion_annualbudget own ON own.id = row.budget_id OR own.id = row.from_budget_id"
    " WHERE own.budget_year = :year AND :source IN ('all', own.source)"
    " AND :level IN ('', own.level)"
    " AND decision.signed_on <= :until AND row.recorded_at < :recorded AND "
    + AT_PLACE.format(unit="own.province_id")
)
SIGNED = (
    "FROM projects_grantline row JOIN promotion_decision decision"
    "   ON decision.id = row.decision_id AND decision.signed_on <= :until"
    f" {OF_GRANT} AND row.recorded_at < :recorded"
)
APPROVED = f"SELECT coalesce(sum(row.amount_vnd), 0) {SIGNED}"
SAID = (
    "EXISTS (SELECT 1 FROM projects_confirmation said"
    " WHERE said.entry_id = row.id AND said.confirmed_at < :recorded)"
)
BOOKED = f"FROM projects_disbursement row {OF_GRANT} AND row.booked_on <= :until"
DISBURSED = f"SELECT coalesce(sum(row.amount_vnd), 0) {BOOKED} AND {SAID}"
ADVANCES = f"SELECT coalesce(sum(row.advance_vnd - row.cleared_vnd), 0) {BOOKED} AND {SAID}"
WAITING = (
    f"{{}} {BOOKED} AND NOT {SAID} AND row.kind <> 'reversal' AND row.recorded_at < :recorded"
    " AND NOT EXISTS (SELECT 1 FROM projects_disbursement back"
    "  WHERE back.reverses_id = row.id AND back.recorded_at < :recorded)"
)
# What the projects that are not settled by the day have left of their support.
UNSETTLED = "AND (project.settled_on IS NULL OR project.settled_on > :until)"
OPEN_LEFT = (
    "SELECT coalesce(sum(CASE WHEN left_vnd > 0 THEN left_vnd ELSE 0 END), 0) FROM"
    " (SELECT sum(moved_vnd) AS left_vnd FROM"
    f" (SELECT project.id AS project, row.amount_vnd AS moved_vnd {SIGNED} {UNSETTLED}"
    f" UNION ALL SELECT project.id, -row.amount_vnd {BOOKED} AND {SAID} {UNSETTLED}) moved"
    " GROUP BY project) projects"
)
MEASURES = {
    "plan_vnd": PLAN,
    "approved_vnd": APPROVED,
    "disbursed_vnd": DISBURSED,
    "outstanding_advance_vnd": ADVANCES,
    "waiting_vnd": WAITING.format("SELECT coalesce(sum(row.amount_vnd), 0)"),
    "entries_waiting": WAITING.format("SELECT count(*)"),
    "same_period_vnd": DISBURSED,
    "open_left_vnd": OPEN_LEFT,
}


def recomputed(
    name: str, asked: Parameters, place: Place, source: str, content: str = "", **at: Any
) -> int:
    """Đồng or a number of entries; of one group of contents where one is named.

    `at` another `year` and `until`, on the same map.
    """
    values = {
        "map": asked.today if asked.lens == Lens.TODAY else asked.until,
        "kind": "province" if place.level else place.kind.value,
        "place": (place.whole or place).key,
        "level": place.level,
        "year": asked.year,
        "until": asked.until,
        "source": source,
        "content": content,
        "recorded": connection.ops.adapt_datetimefield_value(
            end_of(asked.known or timezone.localdate())
        ),
    }
    if name == "same_period_vnd":
        values |= {"year": asked.year - 1, "until": years_earlier(asked.until)}
    return told(HOLDERS + MEASURES[name], values | at)


def told(query: str, values: dict[str, object]) -> int:
    """The answer, with the names of the query written as the driver takes them."""
    for name in values:
        query = query.replace(f":{name}", f"%({name})s")
    return one(query, values)
