"""The demonstration reproduces the published figures to the đồng; all else says it is made up."""

from collections import Counter
from datetime import date

import pytest
from django.db.models import Count, F, Max, Min, Q, Sum

from projects.models import (
    Beneficiary,
    Confirmation,
    Disbursement,
    Draft,
    Establishment,
    Grant,
    GrantLine,
    Project,
)
from promotion.lib.money import MILLION_VND
from promotion.models import AnnualBudget, BudgetLine, Centre, Content, Decision, Source, User
from provinces.models import Province, RegionMembership

pytestmark = pytest.mark.django_db

TODAY = date(2026, 10, 31)
CONFERENCE = date(2025, 11, 30)
LOCAL, NATIONAL = Source.LOCAL, Source.NATIONAL


def total(rows, field: str = "amount_vnd") -> int:
    return rows.aggregate(total=Sum(field))["total"] or 0


def central() -> list[str]:
    """Units of today's Central – Central Highlands."""
    members = RegionMembership.objects.valid_on(TODAY).filter(region="central")
    return list(members.values_list("province_id", flat=True))


def plans(year: int, until: date) -> Counter[tuple[str, str]]:
    """{(unit of its time, source): đồng}; a transfer leaves one unit and arrives at another."""
    found: Counter[tuple[str, str]] = Counter()
    lines = BudgetLine.objects.signed_until(until).order_by()
    for sign, path in ((1, "budget"), (-1, "from_budget")):
        rows = lines.filter(**{f"{path}__budget_year": year})
        rows = rows.values_list(f"{path}__province", f"{path}__source")
        for unit, source, amount in rows.annotate(sum=Sum("amount_vnd")):
            found[unit, source] += sign * amount
    return found


def payments(year: int, until: date) -> Counter[tuple[str, str]]:
    """{(unit of its time, source): đồng}, confirmed entries only."""
    rows = Disbursement.objects.confirmed().of_year(year).booked_until(until).order_by()
    rows = rows.values_list("grant__project__centre__province", "grant__source")
    rows = rows.annotate(sum=Sum("amount_vnd"))
    return Counter({(unit, source): amount for unit, source, amount in rows})


def today(sums: Counter[tuple[str, str]]) -> Counter[tuple[str, str]]:
    """The same by the unit that holds the territory today."""
    holders = dict(Province.objects.values_list("unit", "current"))
    found: Counter[tuple[str, str]] = Counter()
    for (unit, source), amount in sums.items():
        found[holders[unit], source] += amount
    return found


def of_central(sums: Counter[tuple[str, str]], source: Source) -> int:
    return sum(today(sums)[unit, source] for unit in central())


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
        (2024, TODAY, LOCAL, 43_735),  # nothing of 2024 was booked later
        (2024, TODAY, NATIONAL, 0),
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


def test_about_three_thousand_projects_over_all_contents_kinds_and_statuses():
    assert 2_900 <= Project.objects.count() <= 3_150
    contents = Content.objects.annotate(n=Count("grant")).values_list("slug", "n")
    assert not [slug for slug, count in contents if count == 0]
    assert set(Project.objects.values_list("kind", flat=True)) == set(Project.Kind.values)
    assert set(Project.objects.values_list("status", flat=True)) == set(Project.Status.values)


def test_63_units_have_budgets_before_2025_and_34_in_2026():
    rows = AnnualBudget.objects.filter(source=LOCAL).values_list("budget_year")
    assert dict(rows.annotate(n=Count("province")).order_by()) == {
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
    assert days["last"] <= TODAY
    assert days["first"] >= date(2021, 1, 1)
    assert Decision.objects.aggregate(last=Max("signed_on"))["last"] <= TODAY
    assert Draft.objects.aggregate(last=Max("voucher_on"))["last"] <= TODAY


def test_payments_follow_their_approval_and_end_with_the_settlement():
    for grant in Grant.objects.prefetch_related("entries", "lines__decision"):
        entries = grant.entries.all()
        if not entries:
            continue
        approved_on = min(line.decision.signed_on for line in grant.lines.all())
        assert approved_on < min(entry.voucher_on for entry in entries)
        assert max(entry.booked_on for entry in entries) <= grant.last_payment_day
        assert all(entry.booked_on == entry.voucher_on for entry in entries)


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
    planned, paid = plans(2026, TODAY), payments(2026, TODAY)
    units = list(Province.objects.valid_on(TODAY).values_list("unit", flat=True))
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
    assert min(plans(year, TODAY).values()) >= 0


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


def test_accounts():
    active = User.objects.filter(is_active=True)
    assert set(active.values_list("username", flat=True)) == {
        "ministry", "officer-an-giang", "clerk-an-giang", "clerk-gia-lai", "auditor", "admin",
    }  # fmt: skip
    assert all(user.has_usable_password() for user in active)
    assert not any(user.has_usable_password() for user in User.objects.filter(is_active=False))
    assert not active.filter(must_change_password=True).exists()
    assert str(active.get(username="clerk-an-giang")) == "Lê Thị Kim Ngân"
