"""What needs attention in the demonstration: some sides gave a reason, others not yet."""

from datetime import date
from fractions import Fraction

import pytest

from reports import attention
from reports.attention import Why
from reports.models import AttentionNote
from reports.parameters import Parameters
from reports.queries import draw_map
from tests.demo.sums import CONFERENCE, payments, plans, today

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 22)


@pytest.fixture
def figures(django_user_model):
    ministry = django_user_model.objects.get(username="ministry")
    asked = Parameters(2025, CONFERENCE, TODAY, reader=ministry)
    return attention.load(asked, draw_map(asked))


def test_places_behind_with_and_without_a_reason(figures):
    behind = [item for item in figures.items if item.why == Why.RHYTHM]
    given = [item.place.key for item in behind if item.notes]
    assert given == ["vinh-long", "hue"]
    assert len(behind) - len(given) >= 1
    # The latest of two counts, and both are said to be made up.
    assert "nghiệm thu" in behind[0].notes["local"].reason
    assert not AttentionNote.objects.filter(synthetic=False).exists()


def test_shares_are_recomputed_without_the_reports(figures):
    """Each place's share and those of its own years, from the lines and entries themselves."""
    days = {2025: CONFERENCE, **{y: date(y, 11, 30) for y in (2022, 2023, 2024)}}
    share = {}
    for year, day in days.items():
        planned = today(plans(year, CONFERENCE if year == 2025 else date(year, 12, 31)))
        paid = today(payments(year, day))
        for unit in {unit for unit, _source in planned}:
            plan = sum(planned[unit, s] for s in ("local", "national"))
            share[unit, year] = Fraction(sum(paid[unit, s] for s in ("local", "national")), plan)
    units = {place.key for place in figures.map.provinces}
    behind = {
        unit
        for unit in units
        if share[unit, 2025] < min(share[unit, year] for year in (2022, 2023, 2024))
    }
    assert {item.place.key for item in figures.items if item.why == Why.RHYTHM} == behind
    for item in figures.items:
        assert item.rhythm.share == share[item.place.key, 2025]
        assert [each.share for each in item.rhythm.before] == [
            share[item.place.key, year] for year in (2024, 2023, 2022)
        ]
        assert 0 <= item.at_risk_vnd <= item.rhythm.left_vnd
        low, high = item.landing_vnd
        assert item.rhythm.disbursed_vnd <= low <= high
        # What is at risk does not come in at the low end: one row gives one answer.
        assert item.at_risk_vnd <= item.rhythm.plan_vnd - low
