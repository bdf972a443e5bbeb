"""What else the demonstration shows: 63 and 34 units, all stages, people who confirm each other."""

from collections import Counter
from datetime import date

import pytest
from django.db.models import Count, F, Max, Min

from projects.models import (
    Confirmation,
    Disbursement,
    Draft,
    Grant,
    GrantLine,
    MonthClose,
    PeriodicReturn,
    Project,
)
from promotion.models import AnnualBudget, BudgetLine, Centre, Content, Decision, Source, User
from provinces.models import Province
from tests.demo.sums import (
    CONFERENCE,
    LAST_DAY,
    LOCAL,
    NATIONAL,
    central,
    payments,
    plans,
    today,
)

pytestmark = pytest.mark.django_db


def test_about_three_thousand_projects_over_all_contents_kinds_and_statuses():
    assert 2_900 <= Project.objects.count() <= 3_150
    contents = Content.objects.annotate(n=Count("grant")).values_list("slug", "n")
    assert not [slug for slug, count in contents if count == 0]
    assert set(Project.objects.values_list("kind", flat=True)) == set(Project.Kind.values)
    assert set(Project.objects.values_list("status", flat=True)) == set(Project.Status.values)


def test_63_units_have_budgets_before_2025_and_34_in_2026():
    rows = AnnualBudget.objects.filter(source=LOCAL).values_list("budget_year")
    assert dict(rows.annotate(n=Count("province", distinct=True)).order_by()) == {
        2021: 63, 2022: 63, 2023: 63, 2024: 63, 2025: 86, 2026: 34,
    }  # fmt: skip


def test_lines_of_a_unit_are_signed_while_it_existed():
    lines = BudgetLine.objects.all()
    assert not lines.filter(
        budget__source=LOCAL, decision__signed_on__lt=F("budget__province__valid_from")
    ).exists()
    assert not lines.filter(
        budget__source=LOCAL, decision__signed_on__gt=F("budget__province__valid_to")
    ).exists()
    approvals = GrantLine.objects.filter(kind="approval")
    path = "grant__project__centre__province"
    assert not approvals.filter(decision__signed_on__lt=F(f"{path}__valid_from")).exists()
    assert not approvals.filter(decision__signed_on__gt=F(f"{path}__valid_to")).exists()


def test_centres_were_merged_with_their_provinces():
    assert Centre.objects.count() == 86
    closed = Centre.objects.filter(closed_on=date(2025, 6, 30)).select_related("current")
    assert closed.count() == 52
    for centre in closed.select_related("province", "successor"):
        assert centre.successor == centre.current
        assert centre.current.province_id == centre.province.current_id
    assert Centre.objects.filter(closed_on=None, current=F("pk"), successor=None).count() == 34


def test_nothing_is_dated_after_october_2026():
    days = Disbursement.objects.aggregate(last=Max("booked_on"), first=Min("voucher_on"))
    assert days["last"] <= LAST_DAY
    assert days["first"] >= date(2021, 1, 1)
    assert Decision.objects.aggregate(last=Max("signed_on"))["last"] <= LAST_DAY
    assert Draft.objects.aggregate(last=Max("voucher_on"))["last"] <= LAST_DAY


def test_payments_follow_their_approval_and_end_with_the_settlement():
    for grant in Grant.objects.prefetch_related("entries", "lines__decision"):
        entries = grant.entries.all()
        if not entries:
            continue
        approved_on = min(line.decision.signed_on for line in grant.lines.all())
        assert approved_on < min(entry.voucher_on for entry in entries)
        assert max(entry.booked_on for entry in entries) <= grant.last_payment_day


def test_one_voucher_came_when_its_month_was_closed():
    late = Disbursement.objects.exclude(booked_on=F("voucher_on")).get()
    assert late in Disbursement.objects.waiting()
    assert (late.voucher_on, late.booked_on) == (date(2026, 9, 28), date(2026, 10, 1))
    assert MonthClose.objects.booking_day(late.grant, late.voucher_on) == late.booked_on


def test_local_months_of_two_units_are_closed():
    for unit, months in (("an-giang", 69), ("gia-lai", 68)):
        states = MonthClose.objects.of_list(unit, LOCAL).states(LAST_DAY)
        assert [state.is_closed for state in states.values()] == [True] * months
        assert max(states) == date(2026, months - 60, 1)


def test_all_but_a_few_centres_reported_and_most_in_time():
    returns = PeriodicReturn.objects.all()
    late = returns.filter(sent_on__gt=F("period__due_on")).count()
    assert 0.03 < late / returns.count() < 0.07
    assert returns.filter(is_nothing=True).count() > 100
    october = returns.filter(period__first_day=date(2026, 10, 1))
    assert october.count() == 30
    assert not october.filter(centre__province="an-giang").exists()
    assert not returns.filter(period__first_day__gt=LAST_DAY).exists()


def test_nobody_confirms_an_entry_of_their_own_person_or_side():
    confirmations = Confirmation.objects.select_related(
        "confirmed_by__province", "entry__recorded_by", "entry__grant__project__centre__province"
    )
    for confirmation in confirmations:
        by, entry = confirmation.confirmed_by, confirmation.entry
        assert by != entry.recorded_by
        assert entry.recorded_by.role == User.Role.CLERK
        if entry.grant.source == NATIONAL:
            assert by.role == User.Role.MINISTRY
        else:
            place = entry.grant.project.centre.province
            assert (by.role, by.province.current_id) == (User.Role.OFFICER, place.current_id)


def test_what_was_reported_before_october_2026_is_confirmed():
    waiting = Disbursement.objects.waiting()
    assert 20 <= waiting.count() <= 60
    assert waiting.aggregate(first=Min("booked_on"))["first"] >= date(2026, 10, 1)
    places = waiting.values_list("grant__project__centre__province", "grant__source")
    counts = Counter(places)
    assert counts["an-giang", "local"] >= 3
    assert counts["an-giang", "national"] >= 1
    assert counts["gia-lai", "local"] >= 2


def test_the_clerks_have_entries_that_came_back_and_drafts():
    returned = Disbursement.objects.filter(kind="reversal")
    assert returned.count() == 3
    for username, drafts in (("clerk-an-giang", 3), ("clerk-gia-lai", 2)):
        mine = Draft.objects.filter(owner__username=username)
        assert mine.count() == drafts
        assert mine.exclude(returned_reason="").count() == 1


def test_execution_differs_between_provinces():
    planned, paid = today(plans(2025, CONFERENCE)), today(payments(2025, CONFERENCE))
    rates = {
        unit: sum(paid[unit, s] for s in Source) / sum(planned[unit, s] for s in Source)
        for unit, _ in planned
    }
    assert len(rates) == 34
    assert min(rates.values()) == rates["vinh-long"]
    assert 0.43 < rates["vinh-long"] < 0.45
    assert rates["tuyen-quang"] == 1
    # More approved than the province had planned: a rate above 100 is shown, not clipped.
    assert paid["dong-thap", LOCAL] > planned["dong-thap", LOCAL]


def test_2026_is_under_way():
    planned, paid = plans(2026, LAST_DAY), payments(2026, LAST_DAY)
    units = list(Province.objects.valid_on(LAST_DAY).values_list("unit", flat=True))
    for source in Source:
        rate = sum(paid[u, source] for u in units) / sum(planned[u, source] for u in units)
        assert 0.5 < rate < 0.85
    assert all(planned[unit, LOCAL] for unit in units)
    assert [unit for unit in units if not paid[unit, LOCAL]] == ["dien-bien"]
    assert [unit for unit in units if not planned[unit, NATIONAL]] == ["ha-noi"]


@pytest.mark.parametrize("year", range(2021, 2027))
def test_no_plan_is_negative_at_any_time(year):
    days = Decision.objects.filter(budget_lines__budget__budget_year=year)
    for day in days.values_list("signed_on", flat=True).distinct().order_by("signed_on")[::20]:
        assert min(plans(year, day).values()) >= 0
    assert min(plans(year, LAST_DAY).values()) >= 0


def test_every_kind_of_budget_line_occurs():
    kinds = set(BudgetLine.objects.values_list("kind", flat=True))
    assert kinds == set(BudgetLine.Kind.values)


def test_a_stop_after_an_advance_is_to_be_recovered():
    stopped = Grant.objects.filter(to_recover_vnd__gt=0)
    assert stopped.count() == 3
    for grant in stopped:
        assert (grant.approved_vnd, grant.confirmed_vnd) == (0, grant.to_recover_vnd)
        assert grant.project.status == Project.Status.STOPPED


def test_a_settled_project_has_no_money_left_and_one_under_way_has():
    grants = Grant.objects.with_money_left()
    assert not grants.filter(project__status__in=["settled", "stopped"]).exists()
    assert not grants.exclude(budget_year=2026).exclude(project__kind="key").exists()
    clerk = User.objects.get(username="clerk-an-giang")
    assert grants.in_reach(clerk).filter(project__status="in-progress").count() >= 3


def test_whatever_was_accepted_or_settled_has_the_day_of_it():
    accepted = Project.objects.filter(status__in=("accepted", "settled"))
    assert not accepted.filter(accepted_on=None).exists()
    assert not accepted.filter(status="settled", settled_on=None).exists()


def test_accounts():
    active = User.objects.filter(is_active=True)
    assert set(active.values_list("username", flat=True)) == {
        "ministry", "officer-an-giang", "officer-an-giang-2", "clerk-an-giang", "clerk-gia-lai",
        "auditor", "admin",
    }  # fmt: skip
    assert all(user.has_usable_password() for user in active)
    assert not any(user.has_usable_password() for user in User.objects.filter(is_active=False))
    assert not active.filter(must_change_password=True).exists()
    assert str(active.get(username="clerk-an-giang")) == "Lê Thị Kim Ngân"


def test_districts_have_money_until_2025_and_communes_from_july_on():
    """In other regions than that of the published figures."""
    below = AnnualBudget.objects.exclude(level="province")
    assert not below.filter(province__current__in=central()).exists()
    assert set(below.filter(level="district").values_list("budget_year", flat=True)) == {
        *range(2021, 2026)
    }
    assert set(below.filter(level="commune").values_list("budget_year", flat=True)) == {2025, 2026}
    paid = Disbursement.objects.confirmed().filter(grant__level="commune")
    assert paid.filter(booked_on__gt=date(2025, 6, 30)).count() == paid.count() > 5
