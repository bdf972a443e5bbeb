"""What needs attention: who is behind, which projects explain it, what is at risk and landing."""

from datetime import date
from fractions import Fraction

import pytest

from projects.models import Project
from promotion.models import Centre, Source
from reports.attention import Why
from reports.parameters import Lens, Parameters, SourceChoice
from reports.places import CENTRAL_UNITS
from reports.queries import came_in
from reports.rhythm import earlier_days
from reports.stages import CameIn, Stage, odds_of, stage_at
from tests.cast import make_centre, make_grant, make_plan, make_project, make_user, send
from tests.reports.asking import TODAY, T, attention_of
from tests.reports.conftest import MILLION, paid, supported

LOCAL, NATIONAL = Source.LOCAL, Source.NATIONAL


def item(figures, key: str):
    return next(item for item in figures.items if item.place.key == key)


def test_who_is_behind_its_own_years(lagging, ministry):
    """40 of 100 against 60 and 70: 30 and 10 came in after this day, so 50 are left at least."""
    found = item(attention_of(ministry), "an-giang")
    assert (found.why, found.rhythm.share) == (Why.RHYTHM, Fraction(40, 100))
    assert [(each.year, each.share, each.after) for each in found.rhythm.before] == [
        (2024, Fraction(70, 100), Fraction(10, 100)),
        (2023, Fraction(60, 100), Fraction(30, 100)),
    ]
    assert found.rhythm.left_vnd == 60 * MILLION
    assert found.at_risk_vnd == 50 * MILLION
    # 40 + 10 to 40 + 30; open projects may bring 30 + 10, plan without support 15 more.
    assert found.landing_vnd == (50 * MILLION, 70 * MILLION)


def test_a_place_in_step_needs_attention_for_a_late_project(lagging, ministry):
    """Nothing came in from what was not contracted on 30/11/2024: the whole 15 are at risk."""
    figures = attention_of(ministry)
    found = item(figures, "gia-lai")
    assert found.rhythm.share == Fraction(75, 100) > found.rhythm.highest
    assert (found.why, found.at_risk_vnd) == (Why.STAGE, 15 * MILLION)
    assert [each.name.code for each in found.explaining] == ["H25"]
    assert [item.place.key for item in figures.items] == ["an-giang", "gia-lai"]


def test_the_landing_is_bounded_by_what_open_projects_can_bring(
    lagging, ministry, officer_an_giang
):
    Project.objects.filter(code="B25").update(
        accepted_on=date(2025, 10, 1), settled_on=date(2025, 10, 2)
    )
    found = item(attention_of(ministry), "an-giang")
    # Not contracted: 10; plan without support: 15.
    assert found.landing_vnd == (50 * MILLION, 65 * MILLION)


def test_the_page_of_a_place_behind_tells_its_projects_that_were_not_accepted(lagging, official):
    page = official.get("/provinces/an-giang/?year=2025&until=2025-11-30")
    assert "2 đề án chưa nghiệm thu" in page.content.decode()


def test_the_projects_that_explain_it(lagging, ministry):
    found = item(attention_of(ministry), "an-giang")
    assert [(each.name.code, each.stage, each.left_vnd, each.why) for each in found.explaining] == [
        ("C25", Stage.APPROVED, 10 * MILLION, Why.STAGE),
        ("B25", Stage.UNDER_WAY, 30 * MILLION, None),
    ]
    # Of the settled one nothing more comes.
    assert found.explaining[0].at_risk_vnd == 10 * MILLION


def test_nothing_after_the_cut_off_is_known(lagging, ministry):
    early = attention_of(ministry, until=date(2025, 2, 15))
    [late] = [each for each in item(early, "gia-lai").projects if each.left_vnd == 80 * MILLION]
    assert late.stage == Stage.APPROVED
    assert item(
        attention_of(ministry, until=date(2025, 12, 31)), "an-giang"
    ).rhythm.disbursed_vnd == (49 * MILLION)


def test_a_project_of_several_years_is_beside_its_own(
    lagging, ministry, officer_an_giang, clerk_an_giang
):
    """A24 has support of 50 in 2025 of which 5 are paid; it stood at 70 of 80 a year before."""
    grant = make_grant(Project.objects.get(code="A24"), officer_an_giang, 50 * MILLION)
    paid(grant, clerk_an_giang, officer_an_giang, (5, date(2025, 4, 4)))
    [found] = [p for p in item(attention_of(ministry), "an-giang").projects if p.name.code == "A24"]
    assert (found.why, found.rhythm.lowest) == (Why.RHYTHM, Fraction(70, 80))
    # 10 of 80 came in after that day: of 50 that is 6.25, and 38.75 stay.
    assert found.at_risk_vnd == 38_750_000


def test_odds_of_a_stage():
    history = [
        CameIn(2024, "approved", 100, 49),
        CameIn(2023, "approved", 10, 1),
        CameIn(2022, "approved", 0, 5),  # nothing was left
        CameIn(2024, "accepted", 100, 50),
        CameIn(2023, "accepted", 100, 130),
    ]
    odds = odds_of(history)
    assert odds["approved"].parts == ((2024, Fraction(49, 100)), (2023, Fraction(1, 10)))
    assert odds["approved"].are_against_it
    assert (odds["accepted"].lowest, odds["accepted"].highest) == (Fraction(1, 2), 1)
    assert not odds["accepted"].are_against_it
    assert "under-way" not in odds


def test_what_was_settled_by_the_day_had_nothing_left(lagging, ministry, officer_an_giang):
    """Its 40 that nobody drew do not make accepted projects unlikely."""
    before = came_in_of("under-way")
    facts = {"contracted_on": date(2024, 2, 1), "settled_on": date(2024, 6, 1)}
    centre = Centre.objects.get(province="an-giang")
    supported(centre, "D24", officer_an_giang, 40, 2024, **facts)
    assert came_in_of("under-way") == before
    Project.objects.filter(code="D24").update(settled_on=date(2024, 12, 1))  # after the day
    assert came_in_of("under-way")[2024].left_vnd == before[2024].left_vnd + 40 * MILLION
    # Approved after the day: neither left nor coming by then.
    Project.objects.filter(code="D24").update(approved_on=date(2024, 12, 1))
    assert came_in_of("under-way") == before


def came_in_of(stage: str) -> dict[int, CameIn]:
    days = earlier_days(Parameters(2025, T, TODAY))
    return {one.year: one for one in came_in(days, SourceChoice.ALL) if one.stage == stage}


@pytest.mark.parametrize(
    ("facts", "stage"),
    [
        ((None, None, None), Stage.APPROVED),
        ((date(2025, 12, 1), None, None), Stage.APPROVED),
        ((T, None, None), Stage.UNDER_WAY),
        ((T, T, None), Stage.ACCEPTED),
        ((T, T, T), None),
        ((T, T, date(2025, 12, 1)), Stage.ACCEPTED),
    ],
)
def test_the_stage_at_a_day(facts, stage):
    assert stage_at(T, *facts) == stage


def test_merged_units_count_for_their_successor(ministry, officer_an_giang, centre_an_giang):
    """Kiên Giang 10 and old An Giang 15 of 25 in 2024; An Giang 20 of 50 in 2025."""
    for unit, year, amount in (
        ("kien-giang", 2024, 10), ("an-giang-cu", 2024, 15), ("an-giang", 2025, 20),
    ):  # fmt: skip
        make_plan(
            unit, year, LOCAL, 25 if year == 2024 else 50, ministry, signed_on=date(year, 1, 9)
        )
        own = Centre.objects.filter(province=unit).first() or make_centre(
            unit, successor=centre_an_giang, closed_on=date(2025, 6, 30)
        )
        grant = make_grant(make_project(own, f"{unit}"), officer_an_giang, budget_year=year)
        entry = send(grant, clerk_of(own), amount, voucher_on=date(year, 9, 2))
        entry.confirm(officer_an_giang)
    today = item(attention_of(ministry), "an-giang")
    assert (today.rhythm.share, today.rhythm.lowest) == (Fraction(2, 5), Fraction(1, 2))
    assert today.at_risk_vnd == today.rhythm.left_vnd == 30
    assert (
        attention_of(ministry, lens=Lens.THEN).items == ()
    )  # it did not exist: no rhythm of its own


def clerk_of(centre):
    return make_user(f"clerk-{centre.slug}", "clerk", centre=centre)


def test_central_units_have_an_item_of_their_own(lagging, ministry, clerk_an_giang):
    """Without a plan there is nothing to stay of it; an item needs one."""
    centre = Centre.objects.create(slug="tw", name="TW", opened_on=date(2010, 1, 1))
    grant = make_grant(make_project(centre, "TW-1"), ministry, 7 * MILLION, NATIONAL)
    send(grant, clerk_an_giang, MILLION, voucher_on=date(2025, 3, 3)).confirm(ministry)
    assert CENTRAL_UNITS.key not in {each.place.key for each in attention_of(ministry).items}
