"""The list and the page of decisions, and lines that are taken back by their reversal."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import translation

from projects.models import GrantLine
from promotion.models import AnnualBudget, BudgetLine, Source
from tests.cast import (
    add_line,
    make_centre,
    make_decision,
    make_grant,
    make_plan,
    make_project,
    send,
)
from tests.guards import refused, remove_guard
from tests.projects.entering import as_user
from tests.projects.listing import listed, total

pytestmark = pytest.mark.django_db

DECISIONS = reverse("decisions")


@pytest.fixture
def line(officer_an_giang) -> BudgetLine:
    """An Giang's local plan of 2025: 5,000 đồng, signed on 15 January."""
    make_plan("an-giang", 2025, Source.LOCAL, 5000, officer_an_giang)
    return BudgetLine.objects.get()


def reversal_of(line) -> str:
    kind = "budget" if isinstance(line, BudgetLine) else "grant"
    return reverse(f"{kind}-line-reversal", args=[line.pk])


def test_a_wrong_line_is_taken_back_by_its_reversal(officer_an_giang, line):
    client = as_user(officer_an_giang, "en")
    page = client.get(reversal_of(line)).content.decode()
    assert "5,000" in page  # the plan before it, which falls to zero
    assert client.post(reversal_of(line), {"reason": " "}).status_code == 422
    answer = client.post(reversal_of(line), {"reason": "Nhập nhầm năm"})
    assert answer.url == line.decision.get_absolute_url()
    back = line.reversal
    assert (back.amount_vnd, back.decision, back.reason) == (-5000, line.decision, "Nhập nhầm năm")
    assert back.recorded_by == officer_an_giang
    page = client.get(answer.url).content.decode()
    assert f'href="#budget-line-{back.pk}">taken back</a>: Nhập nhầm năm' in page
    assert f'href="#budget-line-{line.pk}"' in page
    assert 'class="struck"' in page
    # Once more, or for the reversal itself, there is nothing to do.
    for again in (line, back):
        assert client.post(reversal_of(again), {"reason": "x"}).url == answer.url
    assert BudgetLine.objects.count() == 2


def test_the_plan_is_right_on_every_day_since_the_decision(client, officer_an_giang, line):
    make_plan_line = BudgetLine.objects.create(
        decision=make_decision(date(2025, 6, 1)), budget=line.budget, kind="supplement",
        amount_vnd=700, recorded_by=officer_an_giang,
    )  # fmt: skip
    line.take_back(officer_an_giang, "Nhập nhầm")
    plans = {
        day: AnnualBudget.objects.with_sums(day).get().plan_vnd
        for day in (date(2025, 1, 15), date(2025, 6, 1))
    }
    assert plans == {date(2025, 1, 15): 0, date(2025, 6, 1): make_plan_line.amount_vnd}
    client.force_login(officer_an_giang)
    answer = client.get(reverse("budget", args=[line.budget_id]))
    assert [step.plan_vnd for step in answer.context["steps"]] == [5000, 0, 700]
    page = answer.content.decode()
    assert f"{line.decision.get_absolute_url()}#budget-line-{line.reversal.pk}" in page


def test_a_transfer_goes_back_to_where_it_came_from(ministry):
    for unit in ("an-giang", "gia-lai"):
        make_plan(unit, 2025, Source.NATIONAL, 1000, ministry)
    here, there = AnnualBudget.objects.order_by("province")
    transfer = BudgetLine.objects.create(
        decision=make_decision(), budget=there, from_budget=here, kind="transfer",
        amount_vnd=300, recorded_by=ministry,
    )  # fmt: skip
    assert (here.plan(), there.plan()) == (700, 1300)
    transfer.take_back(ministry, "Nhầm tỉnh")
    assert (here.plan(), there.plan()) == (1000, 1000)


def test_a_plan_does_not_fall_below_zero(officer_an_giang, line):
    BudgetLine.objects.create(
        decision=make_decision(), budget=line.budget, kind="decrease", amount_vnd=-1000,
        recorded_by=officer_an_giang,
    )  # fmt: skip
    with pytest.raises(ValidationError) as refusal, translation.override("en"):
        line.take_back(officer_an_giang, "Nhập nhầm")
    with translation.override("en"):
        assert "is 4,000 đồng; 5,000 đồng cannot be taken" in refusal.value.messages[0]


def test_taking_back_an_approval_that_was_paid_opens_what_is_to_recover(
    officer_an_giang, clerk_an_giang, grant_an_giang
):
    add_line(grant_an_giang, officer_an_giang, 500)
    send(grant_an_giang, clerk_an_giang, 1200)
    wrong = grant_an_giang.lines.order_by("pk").last()
    client = as_user(officer_an_giang, "en")
    assert client.get(reversal_of(wrong)).context["effect"] == [
        ("Approved support", 1500, 1000),
        ("Remaining support", 300, 0),
        ("To recover", 0, 200),
    ]
    client.post(reversal_of(wrong), {"reason": "Nhập trùng"})
    grant_an_giang.refresh_from_db()
    assert (grant_an_giang.approved_vnd, grant_an_giang.to_recover_vnd) == (1000, 200)


def test_only_whose_side_it_is_takes_a_line_back(
    ministry, officer_an_giang, clerk_an_giang, line, national_grant_an_giang
):
    [national] = GrantLine.objects.all()
    for person, of_budget, of_grant in (
        (ministry, 403, 200),
        (officer_an_giang, 200, 403),
        (clerk_an_giang, 403, 403),
    ):
        client = as_user(person)
        assert client.get(reversal_of(line)).status_code == of_budget
        assert client.get(reversal_of(national)).status_code == of_grant


def test_a_decision_is_taken_back_once_whoever_writes(officer_an_giang, line):
    line.take_back(officer_an_giang, "Nhập nhầm")
    with pytest.raises(ValidationError):
        line.take_back(officer_an_giang, "Nhập nhầm")
    again = {
        "decision": line.decision, "budget": line.budget, "kind": line.kind, "amount_vnd": -5000,
        "reverses": line, "reason": "x", "recorded_by": officer_an_giang,
    }  # fmt: skip
    with refused("line_reversal_once"):
        BudgetLine.objects.create(**again)
    remove_guard("guard_budgetline_insert")
    with pytest.raises(Exception, match="(?i)unique"):
        BudgetLine.objects.create(**again)


@pytest.fixture
def shared(ministry, officer_an_giang):
    """One national decision over a plan and two provinces' projects."""
    decision = make_decision(number="99/QĐ-BCT")
    budget = AnnualBudget.objects.create(
        province_id="an-giang", budget_year=2025, source=Source.NATIONAL
    )
    BudgetLine.objects.create(
        decision=decision, budget=budget, kind="initial", amount_vnd=9000, recorded_by=ministry
    )
    for unit, amount_vnd in (("an-giang", 400), ("gia-lai", 300)):
        project = make_project(make_centre(unit), f"{unit}-01")
        grant = make_grant(project, ministry, 0, source=Source.NATIONAL)
        GrantLine.objects.create(
            decision=decision, grant=grant, kind="approval", amount_vnd=amount_vnd,
            recorded_by=ministry,
        )  # fmt: skip
    return decision


def test_plans_are_open_and_support_is_in_reach(shared, ministry, officer_an_giang, administrator):
    for person, support in ((ministry, 700), (officer_an_giang, 400), (administrator, 0)):
        client = as_user(person)
        page = client.get(shared.get_absolute_url())
        assert (page.context["budget_vnd"], page.context["grant_vnd"]) == (9000, support)
        assert ("gia-lai-01" in page.content.decode()) == (support == 700)
        table = client.get(DECISIONS, {"year": 2025})
        assert listed(table) == [shared]
        assert (total(table, "budget_vnd"), total(table, "grant_vnd")) == (9000, support)
        assert page.context["is_own"] == (person == ministry)


def test_the_list_is_filtered_by_year_source_and_words(client, shared, ministry):
    make_plan("gia-lai", 2024, Source.LOCAL, 50, ministry, number="5/QĐ-UBND")
    client.force_login(ministry)
    found = {
        query: [row.number for row in listed(client.get(f"{DECISIONS}?{query}"))]
        for query in ("year=2024", "year=2025", "year=all&q=phe+duyet+99", "year=2025&source=local")
    }
    assert found == {
        "year=2024": ["5/QĐ-UBND"],
        "year=2025": ["99/QĐ-BCT"],
        "year=all&q=phe+duyet+99": ["99/QĐ-BCT"],
        "year=2025&source=local": [],
    }
