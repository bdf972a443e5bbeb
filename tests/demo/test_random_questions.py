"""Fifty random questions to the reports, each figure recomputed by SQL of its own, on both maps.

The SQL shares nothing with the reports': it walks from a unit to its holder, asks who is a member
of a region, and adds up rows one question at a time.
"""

import json
import os
import random
from dataclasses import replace
from datetime import date, timedelta

import pytest

from promotion.lib.dates import a_year_earlier
from reports import exports
from reports.catalogue import REPORTS
from reports.parameters import By, Lens, Parameters
from reports.places import COUNTRY, Place
from reports.queries import draw_map
from tests.demo.test_golden import TODAY, one

pytestmark = pytest.mark.django_db

QUESTIONS = 50
SEED = int(os.environ.get("QUESTIONS_SEED", "0")) or random.SystemRandom().randrange(10**6)
SOURCES = {"all": ("national", "local"), "national": ("national",), "local": ("local",)}

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
  WHERE g.budget_year = :year AND g.source = :source
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
    " WHERE own.budget_year = :year AND own.source = :source AND decision.signed_on <= :until AND "
    + AT_PLACE.format(unit="own.province_id")
)
APPROVED = (
    "SELECT coalesce(sum(row.amount_vnd), 0) FROM projects_grantline row"
    " JOIN promotion_decision decision"
    "   ON decision.id = row.decision_id AND decision.signed_on <= :until" + OF_GRANT
)
SAID = "EXISTS (SELECT 1 FROM projects_confirmation said WHERE said.entry_id = row.id)"
BOOKED = f"FROM projects_disbursement row {OF_GRANT} AND row.booked_on <= :until"
DISBURSED = f"SELECT coalesce(sum(row.amount_vnd), 0) {BOOKED} AND {SAID}"
ADVANCES = f"SELECT coalesce(sum(row.advance_vnd - row.cleared_vnd), 0) {BOOKED} AND {SAID}"
WAITING = (
    f"{{}} {BOOKED} AND NOT {SAID} AND row.kind <> 'reversal' AND NOT EXISTS"
    " (SELECT 1 FROM projects_disbursement back WHERE back.reverses_id = row.id)"
)
MEASURES = {
    "plan_vnd": PLAN,
    "approved_vnd": APPROVED,
    "disbursed_vnd": DISBURSED,
    "outstanding_advance_vnd": ADVANCES,
    "waiting_vnd": WAITING.format("SELECT coalesce(sum(row.amount_vnd), 0)"),
    "entries_waiting": WAITING.format("SELECT count(*)"),
    "same_period_vnd": DISBURSED,
}


def recomputed(name: str, asked: Parameters, place: Place, source: str, content: str = "") -> int:
    """Đồng or a number of entries; of one group of contents where one is named."""
    values = {
        "map": asked.today if asked.lens == Lens.TODAY else asked.until,
        "kind": place.kind.value,
        "place": place.key,
        "year": asked.year,
        "until": asked.until,
        "content": content,
    }
    if name == "same_period_vnd":
        values |= {"year": asked.year - 1, "until": a_year_earlier(asked.until)}
    query = HOLDERS + MEASURES[name]
    return sum(told(query, values | {"source": each}) for each in SOURCES[source])


def told(query: str, values: dict[str, object]) -> int:
    """The answer, with the names of the query written as the driver takes them."""
    for name in values:
        query = query.replace(f":{name}", f"%({name})s")
    return one(query, values)


def questions():
    chance = random.Random(SEED)
    # Reports on one year whose rows are places and have all sources.
    slugs = [
        slug
        for slug, report in REPORTS.items()
        if By.PROVINCE in report.by
        and slug not in ("year-on-year", "programme-period", "attention")
    ]
    for number in range(QUESTIONS):
        year = chance.randrange(2022, 2027)
        until = min(date(year, 1, 1) + timedelta(days=chance.randrange(450)), TODAY)
        lens = chance.choice(list(Lens))
        asked = Parameters(year, until, TODAY, lens=lens)
        drawn = draw_map(asked)
        places = [COUNTRY, *drawn.regions, *chance.sample(drawn.provinces, 6)]
        yield slugs[number % len(slugs)], asked, drawn, chance.choice(places)


def test_every_figure_is_what_the_rows_say():
    wrong, compared = [], 0
    for slug, asked, drawn, scope in questions():
        report = REPORTS[slug]
        figures = report.load(asked, drawn)
        answer = json.loads(exports.as_json(report, figures, scope, By.PROVINCE))
        members = {place.key: place for place in drawn.provinces}
        rows = [(scope, answer["total"])] if "total" in answer else []
        rows += [(members[row["place"]], row) for row in answer["rows"] if row["place"] in members]
        for place, row in rows[:1] + rows[1::9]:
            for name in MEASURES.keys() & row.keys():
                for source, printed in row[name].items():
                    if printed is None and name == "same_period_vnd":
                        continue  # a unit that did not exist a year earlier
                    compared += 1
                    expected = recomputed(name, asked, place, source, row.get("content", ""))
                    if printed != expected:
                        question = (slug, asked.year, asked.until, asked.lens.value, place.key)
                        wrong.append((*question, name, source, printed, expected))
    assert wrong == [], f"QUESTIONS_SEED={SEED}"
    assert compared > 5 * QUESTIONS


def test_another_day_or_map_is_noticed():
    """Negative control: the same comparison with a question that was not asked."""
    asked = Parameters(2022, date(2022, 7, 25), TODAY, lens=Lens.THEN)
    drawn = draw_map(asked)
    before_merger = drawn.province("thai-nguyen-cu")
    row = REPORTS["execution"].total(REPORTS["execution"].load(asked, drawn), before_merger).row
    printed = row.disbursed_vnd.all
    assert printed == recomputed("disbursed_vnd", asked, before_merger, "all") > 0
    later = replace(asked, until=date(2022, 11, 30))
    assert printed != recomputed("disbursed_vnd", later, before_merger, "all")
    merged = draw_map(replace(asked, lens=Lens.TODAY)).province("thai-nguyen")
    today = replace(asked, lens=Lens.TODAY)
    assert printed != recomputed("disbursed_vnd", today, merged, "all")
