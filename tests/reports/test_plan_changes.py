"""What decisions changed in annual plans between two days, worked by hand."""

from datetime import date

import pytest
from django.utils.translation import override

from promotion.models import AnnualBudget, BudgetLine, Source
from reports import queries
from reports.catalogue.plan_changes import PLAN_CHANGES
from reports.indicators import BySource
from reports.parameters import BadParameter, Lens, Parameters
from reports.places import COUNTRY
from reports.plan_changes import PlanChangesFigures
from reports.queries.plan_changes import ARRIVES, LEAVES
from tests.cast import make_decision, make_plan
from tests.reports.asking import TODAY

pytestmark = pytest.mark.django_db
Kind = BudgetLine.Kind
LOCAL = Source.LOCAL


def line(ministry, kind, amount_vnd, unit="hue", out_of="", signed_on=date(2025, 6, 2), **fields):
    budgets = {
        name: AnnualBudget.objects.get(province_id=each, budget_year=2025, source=LOCAL)
        for name, each in (("budget", unit), ("from_budget", out_of))
        if each
    }
    return BudgetLine.objects.create(
        decision=make_decision(signed_on=signed_on, number=f"{kind}-{amount_vnd}-{signed_on}"),
        kind=kind,
        amount_vnd=amount_vnd,
        recorded_by=ministry,
        **budgets,
        **fields,
    )


@pytest.fixture
def changed(ministry):
    """Huế 100 and Gia Lai 50 in January; then +20, −5, 7 from Gia Lai to Huế; then July."""
    make_plan("hue", 2025, LOCAL, 100, ministry, signed_on=date(2025, 1, 9))
    make_plan("gia-lai", 2025, LOCAL, 50, ministry, signed_on=date(2025, 1, 9))
    make_plan("hue", 2025, Source.NATIONAL, 30, ministry, signed_on=date(2025, 6, 3))
    make_plan("hue", 2024, LOCAL, 999, ministry, signed_on=date(2025, 6, 3))  # another year
    line(ministry, Kind.SUPPLEMENT, 20)
    line(ministry, Kind.DECREASE, -5)
    line(ministry, Kind.TRANSFER, 7, out_of="gia-lai")
    line(ministry, Kind.SUPPLEMENT, 1000, signed_on=date(2025, 7, 1))  # after the cut-off


def load(since="2025-06-01", lens=Lens.TODAY) -> PlanChangesFigures:
    more = {"since": since} if since else {}
    asked = Parameters(2025, date(2025, 6, 30), TODAY, lens=lens, more=more)
    return PLAN_CHANGES.load(asked, queries.draw_map(asked))


def test_the_plan_before_its_changes_and_the_plan_after(changed):
    figures = load()
    hue = figures.of(figures.map.province("hue"))
    assert hue.before_vnd == BySource(local=100)
    assert hue.moved_vnd(Kind.SUPPLEMENT, "local") == 20
    assert hue.moved_vnd(Kind.DECREASE, "local") == -5
    assert (hue.moved_vnd(ARRIVES, "local"), hue.moved_vnd(LEAVES, "local")) == (7, 0)
    assert hue.moved_vnd(Kind.INITIAL, "national") == 30
    assert hue.plan_by_source == BySource(national=30, local=122)
    gia_lai = figures.of(figures.map.province("gia-lai"))
    assert (gia_lai.moved_vnd(LEAVES, "all"), gia_lai.plan_vnd("all")) == (-7, 43)


def test_the_plan_after_is_that_of_every_other_report(changed):
    figures = load()
    plans = queries.plans({2025: date(2025, 6, 30)})[2025].by_unit
    assert figures.of(COUNTRY).plan_by_source == sum(plans.values(), BySource())
    for unit, amount in plans.items():
        assert figures.of(figures.map.holder(unit)).plan_by_source == amount


def test_transfers_are_balanced_over_the_country(changed):
    country = load().of(COUNTRY)
    assert country.moved_vnd(ARRIVES, "all") == 7
    assert country.moved_vnd(LEAVES, "all") == -7
    # The two plans of January were before; each of the others is one decision.
    assert country.number("all") == 4


def test_a_decision_on_two_places_counts_once_in_the_total(changed):
    figures = load()
    places = [figures.map.province(unit) for unit in ("hue", "gia-lai")]
    assert [figures.of(place).number("local") for place in places] == [3, 1]
    assert figures.of(COUNTRY).number("local") == 3


def test_without_a_first_day_every_decision_is_a_change(changed):
    country = load(since="").of(COUNTRY)
    assert country.before_vnd == BySource()
    assert country.moved_vnd(Kind.INITIAL, "all") == 180
    assert country.plan_vnd("all") == 195


def test_both_maps_have_the_same_country(changed):
    assert load().of(COUNTRY).plan_by_source == load(lens=Lens.THEN).of(COUNTRY).plan_by_source


@pytest.mark.parametrize("typed", ["soon", "31/02/2025", "2025-07-01"])
def test_a_first_day_that_cannot_be_is_refused_with_another(changed, typed):
    with pytest.raises(BadParameter) as refused:
        load(since=typed)
    assert "since" in refused.value.suggestion


def test_three_queries(changed, django_assert_num_queries):
    asked = Parameters(2025, date(2025, 6, 30), TODAY)
    drawn = queries.draw_map(asked)
    with django_assert_num_queries(3):
        PLAN_CHANGES.load(asked, drawn)


def test_the_sentence_says_which_way(changed):
    with override("vi"):
        words = PLAN_CHANGES.sentence(load(), COUNTRY).text
        nothing = PLAN_CHANGES.sentence(load(since="2025-06-30"), COUNTRY).text
    assert words.startswith("Từ ngày 01/06/2025 đến ngày 30/06/2025, 4 quyết định")
    assert "không có quyết định" in nothing
    with override("vi"):
        assert "làm tăng" not in (first := PLAN_CHANGES.sentence(load(since=""), COUNTRY).text)
    assert " giao " in first and ", thành" not in first


def test_page_sheet_and_files(changed, client, ministry):
    client.force_login(ministry)
    query = {"year": "2025", "until": "2025-06-30", "since": "2025-06-01"}
    assert client.get("/reports/plan-changes/", query).status_code == 200
    for kind in ("xlsx", "csv", "json"):
        assert client.get(f"/reports/plan-changes.{kind}", query).status_code == 200
    total = client.get("/reports/plan-changes.json", query).json()["total"]
    assert total["transfer_in_vnd"]["all"] == -total["transfer_out_vnd"]["all"] == 7
    assert client.get("/reports/plan-changes/", query | {"since": "x"}).status_code == 400
