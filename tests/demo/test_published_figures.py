"""The rows come to the published figures to the đồng; all other rows say they are made up."""

from datetime import date

import pytest
from django.db.models import Count, Q

from projects.models import (
    Beneficiary,
    Disbursement,
    Establishment,
    Grant,
    GrantLine,
    Project,
)
from promotion.lib.money import MILLION_VND
from promotion.models import AnnualBudget, BudgetLine, Decision
from provinces.models import Province
from tests.demo.sums import (
    CONFERENCE,
    LAST_DAY,
    LOCAL,
    NATIONAL,
    central,
    of_central,
    payments,
    plans,
    today,
    total,
)

pytestmark = pytest.mark.django_db


def test_central_has_eleven_provinces_today():
    assert len(central()) == 11


@pytest.mark.parametrize(
    ("year", "until", "source", "million"),
    [
        (2024, date(2024, 12, 31), LOCAL, 52_026),
        (2024, date(2024, 12, 31), NATIONAL, 0),
        (2025, CONFERENCE, LOCAL, 49_465),
        (2025, CONFERENCE, NATIONAL, 11_375),
    ],
)
def test_plan_of_central(year, until, source, million):
    assert of_central(plans(year, until), source) == million * MILLION_VND


@pytest.mark.parametrize(
    ("year", "until", "source", "million"),
    [
        (2024, date(2024, 11, 30), LOCAL, 35_194),
        (2024, date(2024, 12, 31), LOCAL, 43_735),
        (2024, LAST_DAY, LOCAL, 43_735),  # nothing of 2024 was booked later
        (2024, LAST_DAY, NATIONAL, 0),
        (2025, CONFERENCE, LOCAL, 39_242),
        (2025, CONFERENCE, NATIONAL, 7_775),
    ],
)
def test_disbursed_in_central(year, until, source, million):
    assert of_central(payments(year, until), source) == million * MILLION_VND


def test_money_of_central_goes_on_after_the_conference():
    later = date(2026, 1, 31)
    assert of_central(payments(2025, later), LOCAL) > 39_242 * MILLION_VND
    assert of_central(plans(2025, later), LOCAL) != 49_465 * MILLION_VND


def units_of_central_on(day: date):
    """Units of the day whose territory belongs to Central today."""
    return Province.objects.valid_on(day).filter(current__in=central())


def test_no_national_money_of_2024_is_a_fact_and_not_a_gap():
    budgets = AnnualBudget.objects.filter(budget_year=2024, source=NATIONAL)
    here = budgets.filter(province__current__in=central())
    assert here.count() == len(units_of_central_on(date(2024, 12, 31)))
    assert not BudgetLine.objects.filter(Q(budget__in=here) | Q(from_budget__in=here)).exists()
    assert not Grant.objects.filter(
        project__centre__province__current__in=central(), budget_year=2024, source=NATIONAL
    ).exists()


def test_every_province_of_central_has_a_plan_in_both_years():
    plans_2024, plans_2025 = today(plans(2024, CONFERENCE)), today(plans(2025, CONFERENCE))
    paid_2025 = today(payments(2025, CONFERENCE))
    for unit in central():
        assert plans_2024[unit, LOCAL] > 0
        assert plans_2025[unit, LOCAL] > paid_2025[unit, LOCAL] > 0
        assert plans_2025[unit, NATIONAL] > paid_2025[unit, NATIONAL] > 0


def grants_of(unit: str):
    """2021-2025, the unit's own rows."""
    return Grant.objects.filter(project__centre__province=unit, budget_year__range=(2021, 2025))


def test_thanh_hoa_has_85_projects_and_just_over_29_billion():
    grants = grants_of("thanh-hoa")
    assert grants.aggregate(n=Count("project", distinct=True))["n"] == 85
    assert 29_000 * MILLION_VND < total(grants, "approved_vnd") < 29_100 * MILLION_VND
    signed = GrantLine.objects.filter(grant__in=grants).signed_until(date(2025, 12, 4))
    assert total(signed) == total(grants, "approved_vnd")


def test_quang_binh_has_22_billion_and_a_half():
    grants = grants_of("quang-binh")
    assert total(grants.filter(source=LOCAL), "approved_vnd") == 16_700 * MILLION_VND
    assert total(grants.filter(source=NATIONAL), "approved_vnd") == 5_800 * MILLION_VND
    assert not grants.filter(source=NATIONAL, budget_year=2024).exists()
    # The other part of today's Quảng Trị has money of its own.
    assert grants_of("quang-tri-cu").exists()


def test_quang_binhs_first_round_of_2025_stands_as_published():
    project = Project.objects.get(synthetic=False)
    assert project.centre.province_id == "quang-binh"
    assert (project.kind, project.round_number) == ("group", 1)
    assert (project.counterpart_vnd, project.counterpart_bound) == (7_600 * MILLION_VND, "over")
    assert (project.jobs, project.jobs_bound) == (50, "over")
    grant = project.grants.get()
    assert (grant.budget_year, grant.source) == (2025, "local")
    assert grant.approved_vnd == 700 * MILLION_VND
    rows = project.beneficiaries.order_by("id").select_related("establishment")
    assert [(row.establishment.name, row.establishment.place_text) for row in rows] == [
        ("Thanh Nam Interior Business Household", "Dong Hoi"),
        ("Everest Central Vietnam Co., Ltd.", "Le Thuy"),
        ("Van Di Agricultural Cooperative", "Mai Thuy"),
        ("Le Van Hai Business Household", ""),
        ("Thanh Xuan Agricultural Production - Trade - Services Cooperative", "Quang Trach"),
    ]
    assert {row.support_vnd for row in rows} == {None}
    # No other local project of Quảng Bình was approved in that round.
    others = Project.objects.filter(centre__province="quang-binh", round_number=1)
    others = others.filter(grants__budget_year=2025, grants__source=LOCAL)
    assert list(others) == [project]


def test_whatever_was_not_published_says_so():
    for model in (Decision, BudgetLine, GrantLine, Disbursement):
        assert not model.objects.filter(synthetic=False).exists()
    assert Establishment.objects.filter(synthetic=False).count() == 5
    assert Beneficiary.objects.filter(synthetic=False).count() == 5
    published_project = Project.objects.get(synthetic=False)
    assert {row.project for row in Beneficiary.objects.filter(synthetic=False)} == {
        published_project
    }
