"""Fifty random questions to the reports, each figure recomputed by SQL of its own: on both maps,
of one source or all, as known now or on an earlier day.

The SQL shares nothing with the reports': it walks from a unit to its holder, asks who is a member
of a region, and adds up rows one question at a time.
"""

import json
import os
import random
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import pytest
from django.db import connection
from django.db.models import DateTimeField, OuterRef, Subquery
from django.db.models.functions import Cast
from django.utils import timezone

from projects.models import Confirmation, Disbursement, GrantLine
from promotion.lib.dates import a_year_earlier
from promotion.models import BudgetLine, Decision, User, end_of
from reports import exports
from reports.catalogue import REPORTS
from reports.parameters import By, Lens, Parameters, SourceChoice
from reports.places import COUNTRY, Place
from reports.queries import draw_map
from tests.demo.test_golden import TODAY, one
from tests.guards import remove_guards

pytestmark = pytest.mark.django_db

QUESTIONS = 50
SEED = int(os.environ.get("QUESTIONS_SEED", "0")) or random.SystemRandom().randrange(10**6)

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
  WHERE g.budget_year = :year AND :source IN ('all', g.source)
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
OF_A_YEAR = re.compile(r"(plan_vnd|disbursed_vnd)_(\d{4})")


def recomputed(
    name: str, asked: Parameters, place: Place, source: str, content: str = "", **at: Any
) -> int:
    """Đồng or a number of entries; of one group of contents where one is named.

    `at` another `year` and `until`, on the same map.
    """
    values = {
        "map": asked.today if asked.lens == Lens.TODAY else asked.until,
        "kind": place.kind.value,
        "place": place.key,
        "year": asked.year,
        "until": asked.until,
        "source": source,
        "content": content,
        "recorded": connection.ops.adapt_datetimefield_value(
            end_of(asked.known or timezone.localdate())
        ),
    }
    if name == "same_period_vnd":
        values |= {"year": asked.year - 1, "until": a_year_earlier(asked.until)}
    return told(HOLDERS + MEASURES[name], values | at)


def told(query: str, values: dict[str, object]) -> int:
    """The answer, with the names of the query written as the driver takes them."""
    for name in values:
        query = query.replace(f":{name}", f"%({name})s")
    return one(query, values)


@pytest.fixture
def recorded_on_its_day(db) -> None:
    """The demonstration was recorded in one minute; as if each row had been on its own day."""
    remove_guards(
        *("promotion_budgetline", "projects_grantline"),
        *("projects_disbursement", "projects_confirmation"),
    )
    signed_on = Decision.objects.filter(pk=OuterRef("decision")).values("signed_on")
    for lines in (BudgetLine, GrantLine):
        lines.objects.update(recorded_at=Cast(Subquery(signed_on), DateTimeField()))
    Disbursement.objects.update(recorded_at=Cast("booked_on", DateTimeField()))
    booked_on = Disbursement.objects.filter(pk=OuterRef("entry")).values("booked_on")
    Confirmation.objects.update(confirmed_at=Cast(Subquery(booked_on), DateTimeField()))


def questions() -> Iterator[tuple[str, Parameters, Any, Place]]:
    chance = random.Random(SEED)
    ministry = User.objects.get(username="ministry")
    slugs = [slug for slug, report in REPORTS.items() if By.PROVINCE in report.by]
    for number in range(QUESTIONS):
        year = chance.randrange(2022, 2027)
        until = min(date(year, 1, 1) + timedelta(days=chance.randrange(450)), TODAY)
        known = min(until + timedelta(days=chance.randrange(-90, 90)), TODAY - timedelta(days=1))
        asked = Parameters(
            year,
            until,
            TODAY,
            lens=chance.choice(list(Lens)),
            source=chance.choice(list(SourceChoice)),
            known=chance.choice([None, known]),
            reader=ministry,
        )
        drawn = draw_map(asked)
        places = [COUNTRY, *drawn.regions, *chance.sample(drawn.provinces, 6)]
        yield slugs[number % len(slugs)], asked, drawn, chance.choice(places)


def expectations(
    slug: str, asked: Parameters, place: Place, row: dict[str, Any], years: list[int]
) -> Iterator[tuple[str, str, int | None, int]]:
    """(name, source, what is printed, what the rows say) of each amount of a row."""
    for name, by_source in row.items():
        of_year = OF_A_YEAR.fullmatch(name)
        if name not in MEASURES and not of_year:
            continue
        for source, printed in by_source.items():
            if slug == "attention" and source != asked.source.value:
                continue  # said of what is asked for alone
            if of_year:
                measure, year = of_year[1], int(of_year[2])
                expected = in_year(measure, asked, place, source, year)
            elif slug == "programme-period":
                of_row = [int(row["year"])] if "year" in row else years
                found = [recomputed(name, asked, place, source, year=year) for year in of_row]
                expected = sum(found)
            else:
                expected = recomputed(name, asked, place, source, row.get("content", ""))
            yield name, source, printed, expected


def in_year(name: str, asked: Parameters, place: Place, source: str, year: int) -> int:
    """Of an earlier year: its plan at its end, disbursed by the same day of it."""
    until = asked.until
    for _before in range(asked.year - year):
        until = a_year_earlier(until)
    if name == "plan_vnd" and year < asked.year:
        until = date(year, 12, 31)
    return recomputed(name, asked, place, source, year=year, until=until)


def estimated(asked: Parameters, place: Place) -> dict[str, int | None]:
    """Left, landing and risk of a place's plan, from its three years before and open projects."""
    source = asked.source.value

    def of(name: str, **at: Any) -> int:
        return recomputed(name, asked, place, source, **at)

    plan, disbursed, approved = of("plan_vnd"), of("disbursed_vnd"), of("approved_vnd")
    left = max(plan - disbursed, 0)
    shares, after, day = [], [], asked.until
    for year in range(asked.year - 1, asked.year - 4, -1):
        day = a_year_earlier(day)
        settled = max(day, min(date(year + 1, 1, 31), asked.until))
        planned = of("plan_vnd", year=year, until=date(year, 12, 31))
        existed = asked.lens == Lens.TODAY or place.since <= day
        if planned > 0 and existed:
            then, landed = (of("disbursed_vnd", year=year, until=end) for end in (day, settled))
            shares.append(Fraction(then, planned))
            after.append(int(Fraction(max(landed - then, 0), planned) * plan))
    found: dict[str, int | None] = {"left_vnd": left}
    if after:
        ends = disbursed + min(*after, left), disbursed + min(max(after), left)
        ceiling = disbursed + of("open_left_vnd") + max(plan - approved, 0)
        found |= {
            f"landing_{name}_vnd": min(end, ceiling)
            for name, end in zip(("from", "to"), ends, strict=True)
        }
        if Fraction(disbursed, plan) < min(shares):
            found["at_risk_vnd"] = max(plan - ends[0], 0)
    return found


def test_every_figure_is_what_the_rows_say(recorded_on_its_day):
    wrong, compared, estimates = [], 0, 0
    for slug, asked, drawn, scope in questions():
        report = REPORTS[slug]
        figures = report.load(asked, drawn)
        answer = json.loads(exports.as_json(report, figures, scope, By.PROVINCE))
        members = {place.key: place for place in drawn.provinces}
        # Of what needs attention the total is that of the rows; a project is none of them.
        rows = [(scope, answer["total"])] if "total" in answer and slug != "attention" else []
        rows += [
            (members[row["place"]], row)
            for row in answer["rows"]
            if row["place"] in members and "project" not in row
        ]
        years = sorted({int(row["year"]) for row in answer["rows"] if "year" in row})
        question = (slug, asked.year, asked.until, asked.lens.value, asked.source.value)
        for place, row in rows[:1] + rows[1::9]:
            for name, source, printed, expected in expectations(slug, asked, place, row, years):
                if printed is None and ("same_period" in name or OF_A_YEAR.fullmatch(name)):
                    continue  # a unit that did not exist in an earlier year
                compared += 1
                if printed != expected:  # a zero where there is no row
                    found = (place.key, name, source, printed, expected)
                    wrong.append((*question, asked.known, *found))
            if slug == "attention":
                for name, expected in estimated(asked, place).items():
                    estimates += 1
                    printed = row[name][asked.source.value]
                    if printed != expected:
                        wrong.append((*question, asked.known, place.key, name, printed, expected))
    assert wrong == [], f"QUESTIONS_SEED={SEED}"
    assert compared > 5 * QUESTIONS
    assert estimates > 0


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
