"""What carries money keeps its place, year, source and content, against raw SQL too."""

import pytest

from tests.cast import make_project
from tests.guards import attempt, execute, refused

pytestmark = pytest.mark.django_db


def test_a_grant_keeps_its_keys(ledger):
    for change in ("budget_year = 2026", "source = 'national'", "content_id = 'brand'"):
        attempt(
            f"UPDATE projects_grant SET {change}", name="grant_fixed", tables=["projects_grant"]
        )


def test_money_stays_with_its_centre_and_province(ledger, centre_gia_lai):
    attempt(
        "UPDATE projects_project SET centre_id = %s",
        centre_gia_lai.pk,
        name="project_place_fixed",
        tables=["projects_project"],
    )
    attempt(
        "UPDATE promotion_centre SET province_id = 'gia-lai' WHERE id = %s",
        ledger.project.centre_id,
        name="centre_place_fixed",
        tables=["promotion_centre"],
    )


def test_a_project_without_money_may_still_change_its_centre(centre_an_giang, centre_gia_lai):
    project = make_project(centre_an_giang, "AG-2025-09")
    project.centre = centre_gia_lai
    project.save()


def test_a_plan_keeps_its_place_year_and_source(ledger):
    attempt(
        "UPDATE promotion_annualbudget SET budget_year = 2026",
        name="annualbudget_fixed",
        tables=["promotion_annualbudget"],
    )
    for change in ("signed_on = '2020-01-01'", "abstract = 'x'"):
        attempt(
            f"UPDATE promotion_decision SET {change}",
            name="decision_fixed",
            tables=["promotion_decision"],
        )


def test_a_project_does_not_come_back_elsewhere_within_one_transaction(ledger):
    # Foreign keys are looked at only at the end: in between it could change its centre.
    with refused("project_place_fixed"):
        execute("DELETE FROM projects_project WHERE id = %s", ledger.project_id)
    with refused("centre_place_fixed"):
        execute("DELETE FROM promotion_centre WHERE id = %s", ledger.project.centre_id)


def test_a_grant_keeps_what_it_was_given_for(ledger):
    attempt(
        "UPDATE promotion_content SET slug = 'other' WHERE slug = 'cleaner-production'",
        name="content_fixed",
        tables=["promotion_content"],
    )
