"""Officers who decide at the same moment: on new support, on the last of a plan."""

from collections import Counter

import pytest

from projects.models import Grant, GrantLine, Project
from promotion.models import Content, User
from tests.cast import make_centre, make_decision, make_project, make_user
from tests.projects.racing import WON, race

ROUNDS = 40
UNIT = "an-giang"


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
