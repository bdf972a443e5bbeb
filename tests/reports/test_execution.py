"""Sums from the database; every clause has a row beside it that must not count."""

from datetime import date

import pytest

from projects.models import Disbursement, Grant, GrantLine
from promotion.models import AnnualBudget, BudgetLine, Source, User
from reports import execution
from reports.catalogue.execution import PLANNED
from reports.columns import Column
from reports.indicators import BySource, ProjectNumbers, Projects, Waiting
from reports.parameters import By, Parameters, SourceChoice
from reports.places import COUNTRY
from tests.cast import add_line, make_decision, make_grant, make_plan, make_project, send
from tests.reports.asking import TODAY, T, load, province

LOCAL, NATIONAL = Source.LOCAL, Source.NATIONAL


@pytest.fixture
def clerk(clerk_an_giang) -> User:
    return clerk_an_giang


@pytest.fixture
def officer(officer_an_giang) -> User:
    return officer_an_giang


@pytest.fixture
def grant(grant_an_giang) -> Grant:
    """Local support of 1,000 đồng in 2025, approved by a decision of 15/01/2025."""
    return grant_an_giang


# Plans


def test_the_plan_holds_the_lines_signed_by_the_cut_off(ministry):
    make_plan("an-giang", 2025, LOCAL, 100, ministry, signed_on=date(2025, 1, 15))
    make_plan("an-giang", 2025, LOCAL, 20, ministry, signed_on=T)
    make_plan("an-giang", 2025, NATIONAL, 3, ministry)
    make_plan("an-giang", 2025, LOCAL, 4000, ministry, signed_on=date(2025, 12, 1))
    make_plan("an-giang", 2026, LOCAL, 50000, ministry, signed_on=T)
    assert province(load(), "an-giang").plan_vnd == BySource(national=3, local=120)
    assert load().total(COUNTRY).plan_vnd.all == 123


def test_the_plan_of_the_year_before_counts_as_at_its_end(ministry):
    make_plan("an-giang", 2024, LOCAL, 100, ministry, signed_on=date(2024, 12, 31))
    make_plan("an-giang", 2024, LOCAL, 4000, ministry, signed_on=date(2025, 1, 1))
    make_plan("an-giang", 2023, LOCAL, 50000, ministry, signed_on=date(2024, 2, 1))
    row = province(load(), "an-giang")
    assert row.earlier_plan_vnd == BySource(local=100)
    assert row.plan_vnd == BySource()


def test_a_transfer_leaves_one_budget_and_arrives_in_another(ministry):
    make_plan("an-giang", 2025, LOCAL, 100, ministry)
    make_plan("gia-lai", 2025, LOCAL, 70, ministry)
    budgets = {b.province_id: b for b in AnnualBudget.objects.all()}
    for amount_vnd, signed_on in ((30, T), (5, date(2025, 12, 1))):
        BudgetLine.objects.create(
            decision=make_decision(signed_on),
            budget=budgets["gia-lai"],
            from_budget=budgets["an-giang"],
            kind=BudgetLine.Kind.TRANSFER,
            amount_vnd=amount_vnd,
            recorded_by=ministry,
        )
    figures = load()
    assert province(figures, "an-giang").plan_vnd.local == 70
    assert province(figures, "gia-lai").plan_vnd.local == 100
    assert figures.total(COUNTRY).plan_vnd.local == 170


def test_plans_and_payments_do_not_multiply_each_other(ministry, clerk, officer, grant):
    for amount_vnd in (10, 20):
        make_plan("an-giang", 2025, LOCAL, amount_vnd, ministry)
    for amount_vnd in (1, 2, 3):
        send(grant, clerk, amount_vnd).confirm(officer)
    row = province(load(), "an-giang")
    assert (row.plan_vnd.local, row.disbursed_vnd.local) == (30, 6)


def test_the_year_before_has_data_with_any_budget_or_entry_of_it(
    ministry, clerk, officer, project_an_giang
):
    make_plan("gia-lai", 2024, LOCAL, 100, ministry, signed_on=date(2024, 1, 5))
    grant = make_grant(project_an_giang, officer, budget_year=2024)
    send(grant, clerk, 5, voucher_on=date(2024, 12, 31)).confirm(officer)
    make_plan("hue", 2023, LOCAL, 7, ministry, signed_on=date(2023, 1, 5))
    make_plan("hue", 2025, LOCAL, 7, ministry)
    figures = load()
    known = {
        unit for unit in ("gia-lai", "an-giang", "hue") if province(figures, unit).earlier_has_data
    }
    assert known == {"gia-lai", "an-giang"}  # an entry after T′ says as much as one before it
    assert province(figures, "hue").same_period_vnd is None
    assert figures.total(COUNTRY).same_period_vnd == BySource()
    assert figures.total(figures.map.region("north")).same_period_vnd is None


# Payments


def test_outstanding_advances_are_those_not_cleared_by_the_cut_off(
    clerk, officer, grant, national_grant_an_giang
):
    def sent(amount_vnd: int, kind: str, day: date) -> Disbursement:
        return send(grant, clerk, amount_vnd, kind=kind, voucher_on=day)

    sent(300, "advance", date(2025, 5, 5)).confirm(officer)
    sent(120, "clearing", T).confirm(officer)
    sent(70, "payment", T).confirm(officer)
    # Booked after the cut-off, and not confirmed:
    sent(80, "clearing", date(2025, 12, 1)).confirm(officer)
    sent(10, "clearing", T)

    row = province(load(), "an-giang")
    assert row.disbursed_vnd == BySource(local=370)
    assert row.outstanding_advance_vnd == BySource(local=180)
    assert load().total(COUNTRY).outstanding_advance_vnd.all == 180


def test_disbursed_holds_what_was_confirmed_and_booked_by_the_cut_off(
    clerk, officer, ministry, project_an_giang, grant, national_grant_an_giang
):
    send(grant, clerk, 1, voucher_on=date(2025, 1, 15)).confirm(officer)
    send(grant, clerk, 2, voucher_on=T).confirm(officer)
    send(national_grant_an_giang, clerk, 4, voucher_on=T).confirm(ministry)
    # Booked after the cut-off, sent, returned, of another year's budget:
    send(grant, clerk, 80, voucher_on=date(2025, 12, 1)).confirm(officer)
    send(grant, clerk, 90)
    send(grant, clerk, 100).return_to_clerk(officer, "Thiếu chứng từ")
    of_2026 = make_grant(project_an_giang, officer, budget_year=2026)
    send(of_2026, clerk, 500, voucher_on=date(2026, 1, 15)).confirm(officer)

    figures = load()
    assert province(figures, "an-giang").disbursed_vnd == BySource(national=4, local=3)
    assert figures.total(figures.map.region("south")).disbursed_vnd.all == 7
    assert figures.total(figures.map.region("central")).disbursed_vnd.all == 0
    assert figures.since_then(COUNTRY) == BySource(local=80)


def test_the_same_period_ends_a_year_earlier(clerk, officer, project_an_giang):
    grant = make_grant(project_an_giang, officer, budget_year=2024)
    send(grant, clerk, 10, voucher_on=date(2024, 11, 30)).confirm(officer)
    send(grant, clerk, 200, voucher_on=date(2024, 12, 1)).confirm(officer)
    row = province(load(), "an-giang")
    assert row.same_period_vnd == BySource(local=10)
    assert row.disbursed_vnd == BySource()
    assert not row.has_data


def test_settlement_counts_for_its_budget_year(clerk, officer, grant):
    send(grant, clerk, 10, voucher_on=date(2025, 12, 31)).confirm(officer)
    send(grant, clerk, 200, voucher_on=date(2026, 1, 22)).confirm(officer)
    at_the_end = load(until=date(2025, 12, 31))
    assert at_the_end.total(COUNTRY).disbursed_vnd.local == 10
    assert at_the_end.since_then(COUNTRY) == BySource(local=200)
    settled = load(until=date(2026, 1, 22))
    assert settled.total(COUNTRY).disbursed_vnd.local == 210
    assert settled.since_then(COUNTRY) == BySource()
    assert [p.day for p in settled.curve(COUNTRY).points][-2:] == [
        date(2025, 12, 31),
        date(2026, 1, 22),
    ]
    assert load(year=2026, until=TODAY).total(COUNTRY).disbursed_vnd.all == 0


def test_the_curve_runs_to_the_cut_off_and_last_years_to_its_end(
    clerk, officer, ministry, project_an_giang, grant
):
    make_plan("an-giang", 2025, LOCAL, 400, ministry)
    make_plan("an-giang", 2024, LOCAL, 300, ministry, signed_on=date(2024, 1, 5))
    send(grant, clerk, 1, voucher_on=date(2025, 1, 31)).confirm(officer)
    send(grant, clerk, 2, voucher_on=date(2025, 3, 10)).confirm(officer)
    send(grant, clerk, 40, voucher_on=date(2025, 3, 16)).confirm(officer)
    before = make_grant(project_an_giang, officer, budget_year=2024)
    send(before, clerk, 5, voucher_on=date(2024, 12, 31)).confirm(officer)
    send(before, clerk, 60, voucher_on=date(2025, 1, 10)).confirm(officer)

    figures = load(until=date(2025, 3, 15))
    curve = figures.curve(COUNTRY)
    assert [(p.day, p.disbursed_vnd.all) for p in curve.points] == [
        (date(2025, 1, 31), 1),
        (date(2025, 2, 28), 1),
        (date(2025, 3, 15), 3),
    ]
    assert curve.points[-1].disbursed_vnd == figures.total(COUNTRY).disbursed_vnd
    assert (curve.plan_vnd.all, figures.previous_curve(COUNTRY).plan_vnd.all) == (400, 300)
    previous = [p.disbursed_vnd.all for p in figures.previous_curve(COUNTRY).points]
    assert previous == [0] * 11 + [5]


def test_waiting_entries_are_counted_and_make_the_figures_provisional(clerk, officer, grant):
    send(grant, clerk, 10)
    send(grant, clerk, 20, voucher_on=date(2025, 12, 1))
    send(grant, clerk, 40).return_to_clerk(officer, "Thiếu chứng từ")
    send(grant, clerk, 80).confirm(officer)
    figures = load()
    south, north = figures.map.region("south"), figures.map.region("north")
    waiting = figures.waiting(south)
    assert (waiting.entries, waiting.amount_vnd) == (BySource(local=1), BySource(local=10))
    assert figures.waiting(north) == Waiting()
    assert figures.provisional(south) and not figures.provisional(north)
    national = load(source=SourceChoice.NATIONAL)
    assert not national.provisional(south)
    assert load(source=SourceChoice.LOCAL).provisional(south)


def test_figures_are_provisional_while_their_month_runs(db):
    running = Parameters(2026, date(2026, 11, 10), today=date(2026, 11, 30))
    over = Parameters(2026, date(2026, 11, 10), today=date(2026, 12, 1))
    assert execution.load(running).provisional(COUNTRY)
    assert not execution.load(over).provisional(COUNTRY)


# Projects


def test_projects_count_once_by_the_decision_and_the_acceptance(
    officer, ministry, centre_an_giang, grant, national_grant_an_giang
):
    done = make_project(centre_an_giang, "AG-2025-02")
    done.accepted_on = T
    done.save()
    make_grant(done, officer)
    later = make_project(centre_an_giang, "AG-2025-03")
    later.accepted_on = date(2025, 12, 1)
    later.save()
    make_grant(later, officer)
    # Approved after the cut-off, for another year, not at all:
    late = make_grant(make_project(centre_an_giang, "AG-2025-04"), officer, approved_vnd=0)
    GrantLine.objects.create(
        decision=make_decision(date(2025, 12, 1)),
        grant=late,
        kind=GrantLine.Kind.APPROVAL,
        amount_vnd=5,
        recorded_by=officer,
    )
    make_grant(make_project(centre_an_giang, "AG-2026-01"), officer, budget_year=2026)
    make_grant(make_project(centre_an_giang, "AG-2025-05"), officer, approved_vnd=0)
    # Stopped: what had been approved was taken back.
    stopped = make_grant(make_project(centre_an_giang, "AG-2025-06"), officer, approved_vnd=70)
    add_line(stopped, officer, -70)
    assert province(load(), "an-giang").projects == ProjectNumbers(
        national=Projects(planned=1),
        local=Projects(planned=3, completed=1),
        all=Projects(planned=3, completed=1),
    )


def test_a_project_counts_until_the_decision_that_stops_it(officer, grant):
    GrantLine.objects.create(
        decision=make_decision(date(2025, 12, 1)),
        grant=grant,
        kind=GrantLine.Kind.DECREASE,
        amount_vnd=-1000,
        recorded_by=officer,
    )
    assert province(load(), "an-giang").projects.all.planned == 1
    assert province(load(until=date(2025, 12, 1)), "an-giang").projects.all.planned == 0


def test_numbers_of_projects_that_nobody_asked_for_cannot_be_printed(ministry, grant):
    make_plan("an-giang", 2025, LOCAL, 100, ministry)
    figures = execution.load(Parameters(2025, T, TODAY), projects=False)
    rows = [figures.of(COUNTRY), *figures.rows(COUNTRY, By.LEVEL), *figures.rows(COUNTRY)]
    assert {row.projects for row in rows} == {None}
    with pytest.raises(TypeError):
        Column(PLANNED, "all", "", "").text(figures.of(COUNTRY))


def test_a_rhythm_that_nobody_asked_for_does_not_rest_on_fewer_years(ministry):
    for year in (2023, 2024, 2025):
        make_plan("an-giang", year, LOCAL, 100, ministry, signed_on=date(year, 1, 15))
    asked = Parameters(2025, T, TODAY)
    assert len(execution.load(asked).rhythm(COUNTRY, "all").before) == 2
    with pytest.raises(AssertionError):
        execution.load(asked, rhythm=False).rhythm(COUNTRY, "all")
