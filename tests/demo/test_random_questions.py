"""Fifty random questions to the reports, each figure recomputed by SQL of its own: on both maps,
of one source or all, as known now or on an earlier day, by province or by level of government.
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
from django.db.models import DateTimeField, OuterRef, Subquery
from django.db.models.functions import Cast

from projects.models import Confirmation, Disbursement, GrantLine
from promotion.lib.dates import years_earlier
from promotion.models import BudgetLine, Decision, User
from reports import exports
from reports.catalogue import REPORTS
from reports.parameters import By, Lens, Parameters, SourceChoice
from reports.places import COUNTRY, Place
from reports.queries import draw_map
from tests.demo.recomputing import MEASURES, recomputed
from tests.demo.test_golden import TODAY
from tests.guards import remove_guards

pytestmark = pytest.mark.django_db

QUESTIONS = 50
SEED = int(os.environ.get("QUESTIONS_SEED", "0")) or random.SystemRandom().randrange(10**6)

OF_A_YEAR = re.compile(r"(plan_vnd|disbursed_vnd)_(\d{4})")


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


def questions() -> Iterator[tuple[str, Parameters, Any, Place, By]]:
    """Every second time that a report has its turn, the country by level where it has levels."""
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
        turn, of_report = divmod(number, len(slugs))
        slug, place, by = slugs[of_report], chance.choice(places), By.PROVINCE
        if turn % 2 and By.LEVEL in REPORTS[slug].by:
            place, by = COUNTRY, By.LEVEL
        yield slug, asked, drawn, place, by


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
        until = years_earlier(until)
    if name == "plan_vnd" and year < asked.year:
        until = date(year, 12, 31)
    return recomputed(name, asked, place, source, year=year, until=until)


ESTIMATED = ("left_vnd", "landing_from_vnd", "landing_to_vnd", "at_risk_vnd")


def estimated(asked: Parameters, place: Place, at_risk_vnd: int) -> dict[str, int | None]:
    """Left, landing and risk of a place's plan, from its three years before and open projects.

    `at_risk_vnd` is printed: of a place in step its projects', which the low end leaves out.
    """
    source = asked.source.value

    def of(name: str, **at: Any) -> int:
        return recomputed(name, asked, place, source, **at)

    plan, disbursed, approved = of("plan_vnd"), of("disbursed_vnd"), of("approved_vnd")
    left = max(plan - disbursed, 0)
    shares, after, day = [], [], asked.until
    for year in range(asked.year - 1, asked.year - 4, -1):
        day = years_earlier(day)
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
        else:
            found["landing_from_vnd"] = min(ends[0], ceiling, plan - at_risk_vnd)
    return found


def test_every_figure_is_what_the_rows_say(recorded_on_its_day):
    wrong, compared, estimates, levels = [], 0, 0, 0
    for slug, asked, drawn, scope, by in questions():
        report = REPORTS[slug]
        figures = report.load(asked, drawn)
        answer = json.loads(exports.as_json(report, figures, scope, by))
        members = {place.key: place for place in drawn.provinces}
        if by == By.LEVEL:
            members |= {row.place.key: row.place for row in figures.rows(scope, by)}
        # Of what needs attention the total is that of the rows; a project is none of them.
        rows = [(scope, answer["total"])] if "total" in answer and slug != "attention" else []
        rows += [
            (members[row["place"]], row)
            for row in answer["rows"]
            if row["place"] in members and "project" not in row
        ]
        years = sorted({int(row["year"]) for row in answer["rows"] if "year" in row})
        question = (slug, asked.year, asked.until, asked.lens.value, asked.source.value)
        of_levels = [(place, row) for place, row in rows if place.level]
        levels += len(of_levels)
        for place, row in rows[:1] + rows[1::9] + of_levels:
            for name, source, printed, expected in expectations(slug, asked, place, row, years):
                if printed is None and ("same_period" in name or OF_A_YEAR.fullmatch(name)):
                    continue  # a unit that did not exist in an earlier year
                compared += 1
                if printed != expected:  # a zero where there is no row
                    found = (place.key, name, source, printed, expected)
                    wrong.append((*question, asked.known, *found))
            if slug == "attention":
                printed = {name: row[name][asked.source.value] for name in ESTIMATED}
                for name, expected in estimated(asked, place, printed["at_risk_vnd"]).items():
                    estimates += 1
                    if printed[name] != expected:
                        found = (place.key, name, printed[name], expected)
                        wrong.append((*question, asked.known, *found))
    assert wrong == [], f"QUESTIONS_SEED={SEED}"
    assert compared > 5 * QUESTIONS
    assert estimates > 0 and levels > 0


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
