"""The decisions that gave to plans of a place or took from them, as a report counts them."""

from datetime import date

import pytest
from django.urls import reverse

from promotion.models import AnnualBudget, BudgetLine, Source
from tests.cast import make_decision, make_grant, make_plan, make_project
from tests.projects.listing import listed, queries_of, total

pytestmark = pytest.mark.django_db
URL, LOCAL, NATIONAL = reverse("decisions"), Source.LOCAL, Source.NATIONAL


@pytest.fixture
def plans(client, ministry, centre_an_giang) -> dict[str, BudgetLine]:
    """Two plans of 1000 and 500, 70 of which go from the one to the other in June."""
    client.force_login(ministry)
    make_plan("an-giang", 2025, NATIONAL, 1000, ministry, number="1/QĐ")
    make_plan("gia-lai", 2025, NATIONAL, 500, ministry, number="2/QĐ")
    make_plan("an-giang", 2025, LOCAL, 30, ministry, number="3/QĐ", signed_on=date(2025, 7, 1))
    make_plan("an-giang", 2024, NATIONAL, 9, ministry, number="4/QĐ")
    make_grant(make_project(centre_an_giang, "AG-1"), ministry, 8, NATIONAL)
    here, there = (
        AnnualBudget.objects.get(province_id=unit, budget_year=2025, source=NATIONAL)
        for unit in ("an-giang", "gia-lai")
    )
    BudgetLine.objects.create(
        decision=make_decision(date(2025, 6, 1), "5/QĐ"), budget=there, from_budget=here,
        kind="transfer", amount_vnd=70, recorded_by=ministry,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("asked", "numbers", "sum_vnd"),
    [
        ({}, "1 2 3 5", 1530),
        ({"unit": "an-giang"}, "1 3 5", 960),
        ({"province": "gia-lai"}, "2 5", 570),
        ({"province": "gia-lai", "source": "local"}, "", 0),
        ({"province": "central-units", "year": "all"}, "", 0),
        ({"unit": "an-giang", "until": "2025-05-31"}, "1", 1000),
        ({"unit": "an-giang", "from": "2025-05-01"}, "3 5", -40),
        ({"known": "2025-12-31"}, "", 0),  # nothing of it was recorded by then
    ],
)
def test_those_on_plans_of_a_place(client, plans, asked, numbers, sum_vnd):
    answer = client.get(URL, {"year": 2025, "plans": "on"} | asked)
    found = sorted(each.number.removesuffix("/QĐ") for each in listed(answer))
    assert (found, total(answer, "budget_vnd")) == (numbers.split(), sum_vnd)


def test_support_alone_is_listed_where_no_plans_are_asked_for(client, plans):
    assert len(listed(client.get(URL, {"year": 2025}))) == 5
    of_an_giang = client.get(URL, {"year": 2025, "province": "an-giang"})
    assert (len(listed(of_an_giang)), total(of_an_giang, "grant_vnd")) == (4, 8)
    assert len(listed(client.get(URL, {"year": 2025, "province": "gia-lai"}))) == 2


def test_plans_of_others_are_open_and_what_is_asked_is_said(client, plans, officer_an_giang):
    client.force_login(officer_an_giang)
    asked = {"year": 2025, "unit": "gia-lai", "plans": "on", "from": "2025-01-01"}
    answer = client.get(URL, asked)
    assert len(listed(answer)) == 2
    page = answer.content.decode()
    for words in ("Gia Lai", "01/01/2025", "Về kế hoạch kinh phí năm"):
        assert words in page
    assert queries_of(client, URL, **asked) == queries_of(client, URL, year=2025, unit="gia-lai")
