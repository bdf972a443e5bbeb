"""Figures on a map that changes: mergers, central units, years of a unit of its own."""

from datetime import date

import pytest

from promotion.models import AnnualBudget, BudgetLine, Centre, Source
from reports import queries
from reports.catalogue import EXECUTION
from reports.indicators import BySource
from reports.parameters import By, Lens
from reports.places import CENTRAL_UNITS, COUNTRY
from tests.cast import make_centre, make_decision, make_grant, make_plan, make_project, send
from tests.reports.asking import TODAY, load, province

LOCAL, NATIONAL = Source.LOCAL, Source.NATIONAL


@pytest.fixture
def merged(ministry, centre_an_giang, officer_an_giang, clerk_an_giang):
    """Kiên Giang disbursed 10 and old An Giang 15 in 2024, An Giang 30 in 2025."""
    for unit, year, amount_vnd, day in (
        ("kien-giang", 2024, 10, date(2024, 9, 2)),
        ("an-giang-cu", 2024, 15, date(2024, 9, 2)),
        ("an-giang", 2025, 30, date(2025, 9, 2)),
    ):
        centre = Centre.objects.filter(province=unit).first() or make_centre(
            unit, successor=centre_an_giang, closed_on=date(2025, 6, 30)
        )
        make_plan(unit, year, LOCAL, 2 * amount_vnd, ministry, signed_on=date(year, 1, 10))
        own = make_grant(make_project(centre, f"{unit}-{year}"), officer_an_giang, budget_year=year)
        send(own, clerk_an_giang, amount_vnd, voucher_on=day).confirm(officer_an_giang)


def test_todays_map_compares_like_with_like(merged):
    row = province(load(), "an-giang")
    assert row.same_period_vnd == BySource(local=25)
    assert row.previous_plan_vnd == BySource(local=50)


def test_the_map_of_then_has_no_year_before_for_a_new_unit_but_the_total_has(merged):
    figures = load(lens=Lens.THEN)
    row = province(figures, "an-giang")
    assert row.disbursed_vnd == BySource(local=30)
    assert (row.same_period_vnd, row.previous_plan_vnd) == (None, None)
    for scope in (COUNTRY, figures.map.region("south")):
        assert figures.total(scope).same_period_vnd == BySource(local=25)
    assert province(figures, "ca-mau").same_period_vnd is None
    assert province(figures, "hue").existed_in_same_period
    assert not province(figures, "ca-mau").existed_in_same_period


def test_the_map_of_then_keeps_the_old_units_until_their_merger(merged):
    figures = load(year=2024, until=date(2024, 12, 31), lens=Lens.THEN)
    rows = {row.place.key: row.disbursed_vnd.all for row in figures.rows(COUNTRY)}
    assert len(rows) == 63
    assert (rows["kien-giang"], rows["an-giang-cu"]) == (10, 15)
    # A later cut-off draws a later map: the same rows belong to the successor.
    after = load(year=2024, until=date(2025, 7, 1), lens=Lens.THEN)
    assert province(after, "an-giang").disbursed_vnd.all == 25


def test_a_plan_a_year_old_belongs_to_a_unit_that_existed_at_its_end(ministry):
    """At 30/06/2026 Cà Mau has no same period, but it had a plan at the end of 2025."""
    make_plan("ca-mau", 2025, LOCAL, 10, ministry, signed_on=date(2025, 7, 5))
    make_plan("ca-mau", 2026, LOCAL, 15, ministry, signed_on=date(2026, 1, 5))
    row = province(load(year=2026, until=date(2026, 6, 30), lens=Lens.THEN), "ca-mau")
    assert row.same_period_vnd is None
    assert row.previous_plan_vnd == BySource(local=10)


def test_central_units_have_a_row_only_with_money(ministry, clerk_an_giang):
    assert len(load().rows(COUNTRY)) == 34
    centre = Centre.objects.create(slug="tw", name="Trung tâm TW", opened_on=date(2010, 1, 1))
    grant = make_grant(make_project(centre, "TW-1"), ministry, source=NATIONAL)
    send(grant, clerk_an_giang, 7).confirm(ministry)
    figures = load()
    assert figures.rows(COUNTRY)[-1].place == CENTRAL_UNITS
    assert len(figures.rows(COUNTRY)) == 35
    assert [row.place.key for row in figures.rows(COUNTRY, By.REGION)] == [
        "north",
        "central",
        "south",
        "central-units",
    ]
    assert figures.total(COUNTRY).disbursed_vnd == BySource(national=7)
    for by in EXECUTION.by:
        rows = figures.rows(COUNTRY, by)
        assert sum(row.disbursed_vnd.all for row in rows) == 7
    assert all(figures.total(r).disbursed_vnd.all == 0 for r in figures.map.regions)


def test_provinces_without_any_row_have_a_row_without_data(merged):
    figures = load()
    with_data = [row.place.key for row in figures.rows(COUNTRY) if row.has_data]
    assert with_data == ["an-giang"]


def test_made_up_rows_are_told_apart(ministry, merged):
    assert not load().synthetic
    budget = AnnualBudget.objects.get(province="an-giang", budget_year=2025)
    BudgetLine.objects.create(
        decision=make_decision(),
        budget=budget,
        kind=BudgetLine.Kind.SUPPLEMENT,
        amount_vnd=1,
        recorded_by=ministry,
        synthetic=True,
    )
    figures = load()
    assert figures.synthetic
    made_up = [row.place.key for row in figures.rows(COUNTRY) if row.synthetic]
    assert made_up == ["an-giang"]


def test_a_units_own_years_stay_with_it(merged):
    years = queries.unit_years(["kien-giang", "an-giang", "hue"], TODAY)
    assert [(y.year, y.plan_vnd.all, y.disbursed_vnd.all) for y in years["kien-giang"]] == [
        (2024, 20, 10)
    ]
    assert [y.year for y in years["an-giang"]] == [2025]
    assert years["hue"] == []


def test_years_that_have_a_budget(merged, ministry):
    make_plan("hue", 2027, LOCAL, 1, ministry)
    assert queries.budget_years(TODAY) == [2025, 2024]


@pytest.mark.parametrize("lens", Lens)
def test_curves_end_at_the_figures_of_their_place(merged, lens):
    figures = load(lens=lens)
    for place in (COUNTRY, *figures.map.regions, *figures.map.provinces):
        row, before = figures.of(place), figures.previous_curve(place).by_month
        assert figures.curve(place).points[-1].disbursed_vnd == row.disbursed_vnd
        assert before[11].disbursed_vnd == row.earlier_disbursed_vnd
    assert figures.of(COUNTRY).disbursed_vnd.all and figures.of(COUNTRY).earlier_disbursed_vnd.all


@pytest.mark.parametrize("lens", Lens)
def test_seven_queries_whatever_the_rows(merged, lens, django_assert_num_queries):
    with django_assert_num_queries(7):
        figures = load(lens=lens)
        figures.rows(COUNTRY), figures.rows(COUNTRY, By.REGION), figures.total(COUNTRY)
        figures.curve(COUNTRY), figures.previous_curve(COUNTRY), figures.waiting(COUNTRY)


def test_what_came_since_includes_units_that_were_made_since(
    grant_an_giang, officer_an_giang, clerk_an_giang
):
    paid_on = date(2025, 9, 2)
    send(grant_an_giang, clerk_an_giang, 30, voucher_on=paid_on).confirm(officer_an_giang)
    figures = load(until=date(2025, 1, 10), lens=Lens.THEN)
    assert "an-giang" not in {row.place.key for row in figures.rows(COUNTRY)}
    assert figures.since_then(COUNTRY) == BySource(local=30)
