"""Local money of districts and communes: what may be planned and supported, and is kept apart."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command

from projects.models import Grant, GrantLine, MonthlySum
from promotion.models import AnnualBudget, BudgetChange, BudgetLine, Content, Level, Source
from tests.cast import make_decision, make_grant, make_plan, send
from tests.guards import attempt, refused, remove_guards

pytestmark = pytest.mark.django_db

NO_DISTRICTS = "Sau năm 2025 không còn ngân sách cấp huyện. Đề nghị chọn cấp khác."
JUNE, JULY = date(2025, 6, 30), date(2025, 7, 1)


def decide(by, level, signed_on=JUNE, year=2025, change=BudgetChange.INITIAL, vnd=700):
    return BudgetLine.objects.decide(
        make_decision(signed_on),
        by,
        change=change,
        province=by.province,
        budget_year=year,
        amount_vnd=vnd,
        level=level,
    )


def support(by, project, level="", signed_on=JUNE, year=2025, kind="approval", vnd=300):
    return GrantLine.objects.decide(
        make_decision(signed_on),
        by,
        kind=kind,
        project=project,
        budget_year=year,
        content=Content.objects.get(slug="machinery"),
        amount_vnd=vnd,
        level=level,
    )


class TestPlans:
    def test_each_level_has_a_plan_of_its_own(self, officer_an_giang):
        for level, vnd in ((Level.PROVINCE, 1000), (Level.DISTRICT, 300), (Level.COMMUNE, 20)):
            decide(officer_an_giang, level, vnd=vnd)
        budgets = AnnualBudget.objects.with_sums(JULY)
        assert {each.level: each.plan_vnd for each in budgets} == {
            "province": 1000,
            "district": 300,
            "commune": 20,
        }
        assert str(budgets.get(level="district")).endswith("địa phương · cấp huyện")

    def test_districts_have_no_budget_after_2025(self, officer_an_giang):
        with pytest.raises(ValidationError) as refusal:
            decide(officer_an_giang, Level.DISTRICT, year=2026)
        assert refusal.value.message_dict == {"level": [NO_DISTRICTS]}
        assert decide(officer_an_giang, Level.COMMUNE, year=2026).budget.level == "commune"

    def test_no_decision_since_july_gives_a_district_money(self, officer_an_giang):
        decide(officer_an_giang, Level.DISTRICT)
        with pytest.raises(ValidationError, match="30/06/2025"):
            decide(officer_an_giang, Level.DISTRICT, JULY, change=BudgetChange.SUPPLEMENT)
        # What it had may be taken from it, and that may be taken back.
        cut = decide(officer_an_giang, Level.DISTRICT, JULY, change=BudgetChange.DECREASE)
        cut.take_back(officer_an_giang, "Nhập nhầm")
        assert cut.budget.plan() == 700

    def test_a_transfer_stays_at_its_level(self, officer_an_giang):
        make_plan("kien-giang", 2025, Source.LOCAL, 500, officer_an_giang, Level.DISTRICT)
        line = BudgetLine.objects.decide(
            make_decision(JUNE),
            officer_an_giang,
            change=BudgetChange.TRANSFER,
            province=officer_an_giang.province,
            budget_year=2025,
            amount_vnd=200,
            from_province=AnnualBudget.objects.get(province="kien-giang").province,
            level=Level.DISTRICT,
        )
        assert (line.budget.level, line.from_budget.level) == ("district", "district")

    @pytest.mark.parametrize("level", [Level.DISTRICT, Level.COMMUNE])
    def test_national_money_is_given_to_provinces(self, level, ministry, centre_an_giang):
        with pytest.raises(ValidationError, match="cấp huyện và cấp xã chỉ có kinh phí địa"):
            AnnualBudget.objects.for_decision(ministry, centre_an_giang.province, 2025, level)
        with refused("annualbudget_level_fits"):
            AnnualBudget.objects.create(
                province_id="an-giang", budget_year=2025, source=Source.NATIONAL, level=level
            )


class TestSupport:
    def test_a_project_may_have_money_of_several_levels(self, officer_an_giang, project_an_giang):
        lines = [support(officer_an_giang, project_an_giang, level) for level in ("", "district")]
        assert [line.grant.level for line in lines] == ["province", "district"]
        more = support(officer_an_giang, project_an_giang, "district", kind="increase", vnd=5)
        assert more.grant == lines[1].grant
        with pytest.raises(ValidationError, match="cấp"):
            support(officer_an_giang, project_an_giang, kind="increase", vnd=5)

    def test_the_only_support_is_found_at_whatever_level(self, officer_an_giang, project_an_giang):
        support(officer_an_giang, project_an_giang, "commune")
        cut = support(officer_an_giang, project_an_giang, kind="decrease", vnd=100)
        assert cut.grant.level == "commune"

    def test_districts_support_nothing_after_they_ended(self, officer_an_giang, project_an_giang):
        with pytest.raises(ValidationError) as refusal:
            support(officer_an_giang, project_an_giang, "district", year=2026)
        assert refusal.value.message_dict == {"level": [NO_DISTRICTS]}
        with pytest.raises(ValidationError, match="30/06/2025"):
            support(officer_an_giang, project_an_giang, "district", JULY)
        assert support(officer_an_giang, project_an_giang, "commune", JULY).grant.level == "commune"


@pytest.mark.parametrize(
    ("table", "name"),
    [
        ("projects_grant", "grant_fixed"),
        ("promotion_annualbudget", "annualbudget_fixed"),
    ],
)
def test_a_level_never_changes(grant_an_giang, officer_an_giang, table, name):
    make_plan("an-giang", 2025, Source.LOCAL, 500, officer_an_giang)
    attempt(f"UPDATE {table} SET level = 'commune'", name=name, tables=[table])


def test_the_months_of_each_level_are_kept_apart(
    grant_an_giang, project_an_giang, clerk_an_giang, officer_an_giang
):
    commune = make_grant(project_an_giang, officer_an_giang, level=Level.COMMUNE)
    for grant, vnd in ((grant_an_giang, 600), (commune, 70)):
        send(grant, clerk_an_giang, vnd, voucher_number=f"UNC-{vnd}").confirm(officer_an_giang)
    rows = MonthlySum.objects.filter(content=None).values_list("level", "confirmed_vnd")
    assert dict(rows) == {"province": 600, "commune": 70}
    call_command("verify_ledger")


def test_without_the_guard_a_district_would_get_money(officer_an_giang, project_an_giang):
    """Negative control of both lines: it is the guard that refuses."""
    decide(officer_an_giang, Level.DISTRICT)
    support(officer_an_giang, project_an_giang, "district")
    remove_guards("promotion_budgetline", "projects_grantline")
    decide(officer_an_giang, Level.DISTRICT, JULY, change=BudgetChange.SUPPLEMENT)
    support(officer_an_giang, project_an_giang, "district", JULY, kind="increase")
    assert Grant.objects.get().lines.count() == 2
