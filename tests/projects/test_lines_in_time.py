"""Support as at any day: what decisions signed by then gave, never less than nothing."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from projects.models import GrantLine
from tests.cast import make_decision

pytestmark = pytest.mark.django_db

MARCH, APRIL, MAY = date(2025, 3, 1), date(2025, 4, 1), date(2025, 5, 1)


@pytest.fixture
def decide(officer_an_giang, project_an_giang, grant_an_giang):
    """Lines on An Giang's support, which a decision signed first gave 1,000 đồng."""
    first = grant_an_giang.lines.get().decision.signed_on
    assert first < MARCH

    def line(kind: str, signed_on: date, vnd: int | None) -> GrantLine:
        return GrantLine.objects.decide(
            make_decision(signed_on),
            officer_an_giang,
            kind=kind,
            project=project_an_giang,
            budget_year=2025,
            amount_vnd=vnd,
            reason="Cơ sở xin rút",
        )

    return line


def refused(act) -> str:
    with translation.override("en"), pytest.raises(ValidationError) as refusal:
        act()
    with translation.override("en"):
        return " ".join(refusal.value.messages)


def test_nothing_is_cut_before_it_was_given(decide):
    decide("increase", MAY, 500)
    said = refused(lambda: decide("decrease", APRIL, 1001))
    assert "until 01/04/2025, 1,000 đồng are approved; 1,001 đồng" in said
    assert "cannot be taken away as of 01/04/2025" in said
    assert decide("decrease", APRIL, 1000).grant.lines.count() == 3
    # From May on 500 are left.
    assert decide("decrease", MAY, 500).amount_vnd == -500


def test_what_is_cut_later_counts_too(decide):
    decide("decrease", APRIL, 600)
    decide("increase", MAY, 600)
    # In March 1,000 stood, since April 400 alone.
    assert "until 01/04/2025, 400 đồng" in refused(lambda: decide("decrease", MARCH, 500))
    assert decide("decrease", MARCH, 400).amount_vnd == -400


def test_what_a_later_cut_needs_is_not_taken_back(decide, officer_an_giang):
    given = decide("increase", MARCH, 500)
    cut = decide("decrease", APRIL, 1200)
    decide("increase", MAY, 900)
    assert "until 01/04/2025, 300 đồng" in refused(
        lambda: given.take_back(officer_an_giang, "Nhập nhầm")
    )
    cut.take_back(officer_an_giang, "Nhập nhầm")
    assert given.take_back(officer_an_giang, "Nhập nhầm").amount_vnd == -500


def test_a_stop_of_all_is_of_all_that_was_given_by_then(decide):
    decide("increase", MAY, 500)
    assert "1,500 đồng cannot be taken" in refused(lambda: decide("stop", APRIL, None))
    assert decide("stop", MAY, None).amount_vnd == -1500
