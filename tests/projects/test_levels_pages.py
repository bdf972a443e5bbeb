"""Levels of local money on pages: the form of a decision, and lists that show one of them."""

from datetime import date
from html import unescape

import pytest
from django.urls import reverse

from projects.models import GrantLine
from promotion.models import AnnualBudget, BudgetLine, Level, Source
from tests.cast import make_grant, make_plan, send
from tests.projects.deciding import NEW, budget_line, grant_line, record
from tests.projects.entering import as_user
from tests.projects.listing import listed, total

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(officer_an_giang):
    return as_user(officer_an_giang, "en")


@pytest.fixture
def levels(officer_an_giang, clerk_an_giang, project_an_giang, ministry):
    """Plan 5,000 and 300 of communes; 600 paid, 70 of a commune, 9 national."""
    make_plan("an-giang", 2025, Source.LOCAL, 5000, officer_an_giang)
    make_plan("an-giang", 2025, Source.LOCAL, 300, officer_an_giang, Level.COMMUNE)
    paid = [
        (make_grant(project_an_giang, officer_an_giang), 600, officer_an_giang),
        (make_grant(project_an_giang, officer_an_giang, 100, level=Level.COMMUNE), 70, None),
        (make_grant(project_an_giang, ministry, 500, Source.NATIONAL), 9, ministry),
    ]
    for grant, vnd, by in paid:
        entry = send(grant, clerk_an_giang, vnd, voucher_number=f"UNC-{vnd}")
        entry.confirm(by or officer_an_giang)


def test_the_officer_chooses_the_level_of_a_line(officer, project_an_giang):
    plan = budget_line(change="initial", level="commune")
    support = grant_line(kind="approval", content="machinery", level="commune")
    answer = record(officer, plan, support)
    assert answer.status_code == 302, unescape(answer.content.decode())
    assert BudgetLine.objects.get().budget.level == "commune"
    assert GrantLine.objects.get().grant.level == "commune"
    page = officer.get(answer.url).content.decode()
    assert page.count("Local, commune level") == 2
    # Sent once more, it is the same decision.
    again = record(officer, plan, support)
    assert again.url == answer.url
    assert BudgetLine.objects.count() == GrantLine.objects.count() == 1


def test_usually_it_is_the_province(officer):
    record(officer, budget_line(change="initial"))
    assert BudgetLine.objects.get().budget.level == "province"


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (
            {"level": "district", "budget_year": "2026"},
            "Districts have no budget after 2025. Please choose another level.",
        ),
        ({"level": "village"}, "village is not one of the available choices"),
    ],
)
def test_a_level_without_money_is_refused_beside_its_field(officer, line, said):
    answer = record(officer, budget_line(change="initial", **line))
    assert answer.status_code == 422
    page = unescape(answer.content.decode())
    assert said in page and '<a href="#id_budget-0-level">' in page


def test_a_decision_of_july_gives_no_district_money(officer):
    line = budget_line(change="initial", level="district")
    answer = record(officer, line, signed_on="01/07/2025")
    assert "Districts ended on 30/06/2025" in unescape(answer.content.decode())
    assert not BudgetLine.objects.exists()
    # Tried out beside another mistake, a line of June is right by its own day.
    answer = record(officer, line, budget_line(1, amount_vnd="x"))
    assert "Districts ended" not in unescape(answer.content.decode())
    assert record(officer, line).status_code == 302


def test_the_agency_is_not_asked_for_a_level(ministry):
    page = as_user(ministry, "en").get(NEW).content.decode()
    assert "-level" not in page and "districts" not in page


def test_support_is_held_against_the_plan_of_its_level(officer, levels):
    line = grant_line(kind="increase", content="machinery", level="commune", amount_vnd="201")
    page = unescape(record(officer, line).content.decode())
    assert "Local, commune level 2025: approved support of 301 đồng is over the plan" in page


@pytest.mark.parametrize(
    ("name", "column", "sums"),
    [
        ("budgets", "plan_vnd", {"all": 5300, "province": 5000, "commune": 300, "district": 0}),
        ("disbursements", "amount_vnd", {"all": 679, "province": 609, "commune": 70}),
        ("approvals", "amount_vnd", {"all": 1600, "province": 1500, "commune": 100}),
        ("projects", "disbursed_vnd", {"all": 679, "province": 609, "commune": 70}),
    ],
)
def test_lists_show_one_level(officer_an_giang, levels, name, column, sums):
    client = as_user(officer_an_giang, "en")
    for level, vnd in sums.items():
        query = {"year": 2025, "level": level, "province": "an-giang", "until": "2025-12-31"}
        answer = client.get(reverse(name), query)
        assert (total(answer, column) if listed(answer) else 0) == vnd, level
    assert [chip["name"] for chip in answer.context["chips"]].count("level") == 1


def test_the_decisions_of_one_level(officer, levels):
    answer = officer.get(reverse("decisions"), {"year": 2025, "level": "commune"})
    assert {row.budget_vnd + row.grant_vnd for row in listed(answer)} == {300, 100}


def test_a_level_is_a_choice_where_local_money_is_shown(officer, levels):
    def chips(**query):
        answer = officer.get(reverse("budgets"), {"year": 2025, **query})
        return [chip["name"] for chip in answer.context["chips"]]

    assert "level" not in chips()
    assert "level" in chips(source="local")
    assert "level" not in chips(source="national")
    assert officer.get(reverse("budgets"), {"level": "village"}).status_code == 400


def test_a_budget_below_the_province_says_so(officer, levels):
    budget = AnnualBudget.objects.get(level="commune")
    page = officer.get(reverse("budget", args=[budget.pk])).content.decode()
    assert "Local, commune level" in page
    assert date(2025, 1, 15) in {line.decision.signed_on for line in budget.lines.all()}
