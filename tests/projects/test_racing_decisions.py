"""Officers who decide at the same moment: on new support, on the last of a plan."""

from collections import Counter
from collections.abc import Callable
from datetime import date

import pytest

from projects.models import Grant, GrantLine, Project
from promotion.models import AnnualBudget, BudgetChange, BudgetLine, Content, Source, User
from provinces.models import Province
from tests.cast import (
    add_line,
    make_centre,
    make_decision,
    make_grant,
    make_plan,
    make_project,
    make_user,
)
from tests.projects.deciding import HEADER, NEW, grant_line
from tests.projects.entering import as_user
from tests.projects.racing import WON, race

ROUNDS = 40
UNIT = "an-giang"
FIRST_YEAR = 2025  # of the unit


@pytest.fixture
def officers(prepared_database) -> list[User]:
    return [make_user(f"officer-{n}", User.Role.OFFICER, province_id=UNIT) for n in range(2)]


def test_new_support_approved_twice_at_once_is_one_support(officers):
    centre = make_centre(UNIT)
    projects = [make_project(centre, f"AG-{number}") for number in range(ROUNDS)]
    content = Content.objects.get(slug="machinery")
    decisions = [make_decision(), make_decision()]

    def approve(side: int):
        def once(number: int) -> None:
            GrantLine.objects.decide(
                decisions[side],
                officers[side],
                kind="approval",
                project=Project.objects.get(pk=projects[number].pk),
                budget_year=2025,
                content=content,
                amount_vnd=100,
            )

        return once

    answers = Counter(race(approve(0), approve(1), rounds=ROUNDS))
    assert answers == {(WON, WON): ROUNDS}
    assert set(Grant.objects.values_list("approved_vnd", flat=True)) == {200}
    assert Grant.objects.count() == ROUNDS


def test_two_who_take_from_a_plan_at_once_leave_it_above_zero(officers):
    years = range(FIRST_YEAR, FIRST_YEAR + ROUNDS)
    for year in years:
        make_plan(UNIT, year, Source.LOCAL, 60, officers[0])
        make_plan(UNIT, year, Source.LOCAL, 60, officers[0])
    lines = list(BudgetLine.objects.order_by("budget__budget_year", "pk"))
    decision = make_decision()

    def take_back(number: int) -> None:
        BudgetLine.objects.get(pk=lines[2 * number].pk).take_back(officers[0], "Sai")

    def cut(number: int) -> None:
        BudgetLine.objects.decide(
            decision,
            officers[1],
            change=BudgetChange.DECREASE,
            province=Province.objects.get(pk=UNIT),
            budget_year=FIRST_YEAR + number,
            amount_vnd=70,
        )

    answers = race(take_back, cut, rounds=ROUNDS)
    assert all(sum(said == WON for said in both) == 1 for both in answers), Counter(answers)
    assert {budget.plan() for budget in AnnualBudget.objects.all()} <= {60, 50}


def test_two_who_take_from_a_support_at_once_leave_no_day_below_zero(officers):
    """By April 500 are given: either may take of it, not both, though May brings 900."""
    centre = make_centre(UNIT)
    grants = [make_grant(make_project(centre, f"AG-{n}"), officers[0], 0) for n in range(ROUNDS)]
    given = [add_line(grant, officers[0], 500, date(2025, 3, 1)) for grant in grants]
    for grant in grants:
        add_line(grant, officers[0], 900, date(2025, 5, 1))
    april = make_decision(date(2025, 4, 1))

    def take_back(number: int) -> None:
        GrantLine.objects.get(pk=given[number].pk).take_back(officers[0], "Sai")

    def cut(number: int) -> None:
        GrantLine.objects.decide(
            april,
            officers[1],
            kind="decrease",
            project=Project.objects.get(pk=grants[number].project_id),
            budget_year=2025,
            content=None,
            amount_vnd=400,
        )

    answers = race(take_back, cut, rounds=ROUNDS)
    assert all(sum(said == WON for said in both) == 1 for both in answers), Counter(answers)


def test_decisions_over_the_same_supports_in_any_order_do_not_wait_in_a_circle(officers):
    centre = make_centre(UNIT)
    make_plan(UNIT, FIRST_YEAR, Source.LOCAL, 1_000_000, officers[0])
    codes = ["AG-1", "AG-2"]
    for code in codes:
        make_grant(make_project(centre, code), officers[0])

    def decide(side: int) -> Callable[[int], object]:
        order = [code for code in codes for _ in range(5)]
        lines = [
            grant_line(at, project=code, amount_vnd="1")
            for at, code in enumerate(order[:: (1, -1)[side]])
        ]

        def once(number: int) -> None:
            client = as_user(officers[side])
            form = {"grant-count": "10", "budget-count": "0"} | HEADER
            for line in lines:
                form |= line
            answer = client.post(NEW, form | {"number": f"{side}-{number}"})
            assert answer.status_code == 302

        return once

    answers = Counter(race(decide(0), decide(1), rounds=10))
    assert answers == {(WON, WON): 10}
    assert set(Grant.objects.values_list("approved_vnd", flat=True)) == {1000 + 2 * 5 * 10}
