"""Annual budgets: the plan as at a day, by kind of line, and the decisions behind one."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from promotion.models import AnnualBudget, BudgetLine, Source
from tests.cast import make_decision, make_plan
from tests.reports.reading import words

BUDGETS = reverse("budgets")
JANUARY, JUNE, DECEMBER = date(2025, 1, 15), date(2025, 6, 10), date(2025, 12, 5)
MILLION = 1_000_000


def add(budget, kind: str, millions: int, signed_on: date, by, **fields) -> BudgetLine:
    return BudgetLine.objects.create(
        decision=make_decision(signed_on),
        budget=budget,
        kind=kind,
        amount_vnd=millions * MILLION,
        recorded_by=by,
        **fields,
    )


@pytest.fixture
def an_giang(ministry) -> AnnualBudget:
    """1,000 million at first, + 200 in June, − 50 in December, 30 carried over, 70 given away."""
    budget = AnnualBudget.objects.create(
        province_id="an-giang", budget_year=2025, source=Source.LOCAL
    )
    other = AnnualBudget.objects.create(
        province_id="gia-lai", budget_year=2025, source=Source.LOCAL
    )
    add(budget, "initial", 1000, JANUARY, ministry)
    add(other, "initial", 500, JANUARY, ministry)
    add(budget, "supplement", 200, JUNE, ministry)
    add(budget, "carry-over", 30, JUNE, ministry)
    add(other, "transfer", 70, JUNE, ministry, from_budget=budget)
    add(budget, "decrease", -50, DECEMBER, ministry)
    return budget


def shown(client, **query) -> dict[str, int]:
    answer = client.get(BUDGETS, {"year": 2025, **query})
    assert answer.status_code == 200, answer.content.decode()
    assert answer.context["table"].sums["plan_vnd"] == sum(
        row.record.plan_vnd for row in answer.context["table"].page.object_list
    )
    return answer.context["table"].sums


@pytest.mark.parametrize(
    ("until", "millions"),
    [("2025-01-14", 0), ("2025-01-15", 1000), ("2025-06-10", 1160), ("2025-12-05", 1110)],
)
def test_the_plan_is_what_was_signed_by_the_day(client, clerk_an_giang, an_giang, until, millions):
    client.force_login(clerk_an_giang)
    assert shown(client, until=until, province="an-giang")["plan_vnd"] == millions * MILLION


def test_kinds_stand_apart_and_make_up_the_plan(client, ministry, an_giang):
    client.force_login(ministry)
    sums = shown(client, until="2025-12-31", province="an-giang")
    assert {name: vnd // MILLION for name, vnd in sums.items()} == {
        "initial_vnd": 1000,
        "supplement_vnd": 200,
        "increase_vnd": 0,
        "decrease_vnd": -50,
        "carry_over_vnd": 30,
        "transfer_vnd": 0,
        "transfer_out_vnd": -70,
        "cancellation_vnd": 0,
        "plan_vnd": 1110,
    }
    assert sum(sums.values()) == 2 * sums["plan_vnd"]


def test_a_transfer_changes_no_total(client, ministry, an_giang):
    # 1,000 + 500 + 200 + 30: what left one province arrived at the other.
    client.force_login(ministry)
    sums = shown(client, until="2025-06-30")
    assert sums["plan_vnd"] == 1730 * MILLION
    assert sums["transfer_vnd"] == -sums["transfer_out_vnd"] == 70 * MILLION


def test_a_year_that_has_not_begun_is_not_counted_yet(client, ministry, an_giang, monkeypatch):
    # Next year's plan is decided in December; lists and reports go on showing this year's.
    make_plan("an-giang", 2027, Source.LOCAL, 9 * MILLION, ministry, signed_on=date(2026, 12, 20))
    make_plan("an-giang", 2026, Source.LOCAL, 8 * MILLION, ministry, signed_on=date(2026, 1, 20))
    assert AnnualBudget.objects.years(until=2026) == [2026, 2025]
    assert AnnualBudget.objects.years(until=2027) == [2027, 2026, 2025]
    client.force_login(ministry)
    monkeypatch.setattr(timezone, "localdate", lambda: date(2026, 12, 31))
    assert client.get(BUDGETS).context["table"].sums["plan_vnd"] == 8 * MILLION
    assert client.get(BUDGETS, {"year": 2027}).status_code == 400
    monkeypatch.setattr(timezone, "localdate", lambda: date(2027, 1, 1))
    assert client.get(BUDGETS).context["table"].sums["plan_vnd"] == 9 * MILLION


def test_year_source_region_and_units_choose(client, ministry, an_giang):
    make_plan("an-giang", 2024, Source.LOCAL, 9 * MILLION, ministry)
    make_plan("an-giang", 2025, Source.NATIONAL, 5 * MILLION, ministry)
    make_plan("kien-giang", 2025, Source.NATIONAL, 3 * MILLION, ministry)
    client.force_login(ministry)
    day = {"until": "2025-12-31"}
    assert shown(client, source="national", **day)["plan_vnd"] == 8 * MILLION
    assert shown(client, source="national", unit="kien-giang", **day)["plan_vnd"] == 3 * MILLION
    assert shown(client, region="south", **day)["plan_vnd"] == 1118 * MILLION
    assert shown(client, region="central", **day)["plan_vnd"] == 570 * MILLION
    assert shown(client, region="north", **day)["plan_vnd"] == 0
    # Today's province holds the money of the unit that was merged into it.
    assert shown(client, province="an-giang", **day)["plan_vnd"] == 1118 * MILLION


def test_a_year_that_is_over_is_shown_as_at_its_end(client, ministry, an_giang):
    add(an_giang, "decrease", -10, date(2026, 1, 20), ministry)
    client.force_login(ministry)
    assert shown(client, province="an-giang")["plan_vnd"] == 1110 * MILLION
    later = shown(client, province="an-giang", until="2026-01-31")
    assert later["plan_vnd"] == 1100 * MILLION


def test_plans_are_open_to_everybody_who_is_signed_in(
    client, clerk_gia_lai, administrator, auditor, an_giang
):
    for person in (clerk_gia_lai, administrator, auditor):
        client.force_login(person)
        assert shown(client, until="2025-12-31", province="an-giang")["plan_vnd"] == 1110 * MILLION
        assert client.get(reverse("budget", args=[an_giang.pk])).status_code == 200
    client.logout()
    assert client.get(BUDGETS).status_code == 302


def test_a_budget_shows_its_decisions_and_the_plan_after_each(client, ministry, an_giang):
    client.force_login(ministry)
    answer = client.get(reverse("budget", args=[an_giang.pk]))
    steps = answer.context["steps"]
    assert [step.amount_vnd // MILLION for step in steps] == [1000, 200, 30, -70, -50]
    assert [step.plan_vnd // MILLION for step in steps] == [1000, 1200, 1230, 1160, 1110]
    page = answer.content.decode()
    for step in steps:
        assert step.line.decision.number in page
    # The other end of the transfer is named, and linked.
    other = AnnualBudget.objects.get(province_id="gia-lai")
    assert f'href="{reverse("budget", args=[other.pk])}"' in page
    arrived = client.get(reverse("budget", args=[other.pk])).context["steps"][-1]
    assert (arrived.amount_vnd, arrived.other) == (70 * MILLION, an_giang)


def test_a_budget_as_at_a_day_tells_what_came_since(client, ministry, an_giang):
    client.force_login(ministry)
    url = reverse("budget", args=[an_giang.pk])
    answer = client.get(url, {"until": "2025-06-30"})
    assert answer.context["plan_vnd"] == 1160 * MILLION
    assert (answer.context["later_count"], answer.context["later_vnd"]) == (1, -50 * MILLION)
    before = client.get(url, {"until": "2024-12-31"})
    assert before.context["plan_vnd"] == 0
    assert "Đến ngày này chưa có quyết định nào." in before.content.decode()


@pytest.mark.parametrize("until", ["soon", "31/02/2025", "2025-13-01", "\0", "9" * 2000])
def test_a_day_that_cannot_be_read_is_explained(client, ministry, an_giang, until):
    client.force_login(ministry)
    assert client.get(reverse("budget", args=[an_giang.pk]), {"until": until}).status_code == 400
    assert client.get(BUDGETS, {"until": until}).status_code == 400


@pytest.mark.parametrize("pk", ["0", "99999999999999999999"])
def test_a_budget_that_does_not_exist_is_not_found(client, ministry, pk):
    client.force_login(ministry)
    assert client.get(f"/budgets/{pk}/").status_code == 404


def test_central_units_have_no_plan_of_a_province(client, ministry, an_giang):
    client.force_login(ministry)
    assert shown(client, province="central-units")["plan_vnd"] == 0


def test_all_years_together_are_no_plan(client, ministry, an_giang):
    client.force_login(ministry)
    assert client.get(BUDGETS, {"year": "all"}).status_code == 400


def test_a_unit_that_ended_stands_with_its_last_day(client, ministry, an_giang):
    """Beside the one of the same name that holds its territory today."""
    make_plan("an-giang-cu", 2025, Source.LOCAL, 7 * MILLION, ministry, signed_on=JANUARY)
    client.force_login(ministry)
    page = client.get(BUDGETS, {"year": 2025, "province": "an-giang"})
    told = [words(row.get_cell("province")) for row in page.context["table"].paginated_rows]
    assert told == ["An Giang (đến 30/06/2025)", "An Giang"]


def test_what_changed_plans_since_a_day(client, ministry, an_giang):
    client.force_login(ministry)
    sums = shown(client, until="2025-06-30", province="an-giang")
    later = shown(client, until="2025-12-31", province="an-giang", **{"from": "2025-06-11"})
    since = shown(client, until="2025-12-31", province="an-giang", **{"from": "2025-06-10"})
    assert (since["initial_vnd"], since["supplement_vnd"]) == (0, 200 * MILLION)
    assert since["plan_vnd"] == (200 + 30 - 70 - 50) * MILLION
    assert later["plan_vnd"] == -50 * MILLION
    assert sums["plan_vnd"] + later["plan_vnd"] == 1110 * MILLION
    # Only the plans that something changed.
    answer = client.get(BUDGETS, {"year": 2025, "until": "2025-12-31", "from": "2025-06-11"})
    assert [row.record.pk for row in answer.context["table"].rows] == [an_giang.pk]
