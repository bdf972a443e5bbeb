"""Recording decisions: many lines at once or none, by the side whose money it is."""

import re
from html import unescape

import pytest
from django.urls import reverse

from projects.models import Establishment, Grant, GrantLine, Project
from promotion.models import AnnualBudget, Decision, Source
from tests.cast import make_centre, make_grant, make_plan, make_project, send
from tests.files import upload
from tests.projects.deciding import NEW, budget_line, grant_line, record
from tests.projects.entering import as_user, fields

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(officer_an_giang):
    return as_user(officer_an_giang, "en")


@pytest.fixture
def plan(officer_an_giang) -> AnnualBudget:
    """An Giang's local plan of 2025: 5,000 đồng."""
    make_plan("an-giang", 2025, Source.LOCAL, 5000, officer_an_giang)
    return AnnualBudget.objects.get(province="an-giang", source=Source.LOCAL)


def wrong(answer) -> str:
    assert answer.status_code == 422, answer.headers.get("Location")
    return unescape(answer.content.decode())


def test_one_form_holds_lines_of_plans_and_of_support(officer, plan, grant_an_giang):
    answer = record(officer, budget_line(), budget_line(1, change="carried-out", amount_vnd="50"),
                    grant_line(), document=upload())  # fmt: skip
    decision = Decision.objects.get(number="12/QĐ-SCT")
    assert answer.url == decision.get_absolute_url()
    assert plan.plan() == 5000 + 600 - 50
    assert list(decision.budget_lines.values_list("kind", "amount_vnd")) == [
        ("supplement", 600),
        ("carry-over", -50),
    ]
    grant_an_giang.refresh_from_db()
    assert grant_an_giang.approved_vnd == 1100
    assert officer.get(decision.document.get_absolute_url()).status_code == 200


def test_all_of_it_or_nothing(officer, plan, grant_an_giang):
    lines = budget_line(), grant_line(kind="decrease", amount_vnd="1.001".replace(".", ","))
    said = wrong(record(officer, *lines))
    assert "1,000 đồng are approved; 1,001 đồng cannot be taken away" in said
    assert not Decision.objects.filter(number="12/QĐ-SCT").exists()
    assert plan.plan() == 5000


def test_what_was_typed_comes_back_with_links_to_the_fields(officer, plan):
    line = budget_line(change="decrease", amount_vnd="9.000x")
    answer = record(officer, line, grant_line(1, project="KHONG-CO"), document=upload())
    assert "No project in your reach has this code" in wrong(answer)
    typed = fields(answer)
    assert typed["budget-0-amount_vnd"] == "9.000x"
    assert typed["budget-0-change"] == "decrease"
    assert typed["grant-1-project"] == "KHONG-CO"
    assert typed["document-kept"]
    page = answer.content.decode()
    assert '<a href="#id_budget-0-amount_vnd">' in page
    assert '<a href="#id_grant-1-project">' in page


def test_what_is_wrong_in_any_way_is_told_at_once(officer, plan, grant_an_giang):
    unread = budget_line(amount_vnd="9.000x")
    unreasoned = grant_line(kind="stop", amount_vnd="")
    for signed_on, words in [("", "Please type the date"), ("31/12/2099", "once it is signed")]:
        page = wrong(record(officer, unread, unreasoned, signed_on=signed_on))
        assert "A stop says why" in page
        assert words in page
    for field in ("id_signed_on", "id_budget-0-amount_vnd", "id_grant-0-reason"):
        assert f'<a href="#{field}">' in page
    assert (
        not Decision.objects.exclude(grant_lines__grant=grant_an_giang)
        .filter(budget_lines=None)
        .exists()
    )


def test_more_lines_come_with_everything_typed_and_nothing_judged(officer):
    lines = budget_line(1, amount_vnd="x"), {"budget-0-change": "initial"}
    answer = record(officer, *lines, number="", more="budget", document=upload())
    assert answer.status_code == 200
    typed = fields(answer)
    assert (typed["budget-count"], typed["grant-count"]) == ("7", "2")
    assert typed["budget-1-amount_vnd"] == "x"
    assert typed["document-kept"]
    assert answer.context["wrong"] == []
    assert not Decision.objects.exists()


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (budget_line(change="decrease", amount_vnd="5,001"), "is 5,000 đồng; 5,001 đồng cannot"),
        (budget_line(change="transfer"), "names another province"),
        (budget_line(from_province="an-giang"), "Only a transfer"),
        (budget_line(province="gia-lai"), "Select a valid choice"),
        (budget_line(budget_year="2031"), "Select a valid choice"),
        (budget_line(amount_vnd="0"), "at least 1"),
        (grant_line(kind="stop"), "A stop says why"),
        (grant_line(budget_year="2024"), "begins with an approval"),
        (grant_line(amount_vnd=""), "Please type the amount"),
        ({"signed_on": "31/12/2099"}, "recorded once it is signed"),
        ({}, "at least one line"),
    ],
)  # fmt: skip
def test_what_is_refused_says_the_rule_and_the_numbers(officer, plan, grant_an_giang, line, words):
    lines = [line, budget_line()] if "signed_on" in line else [line]
    assert words in wrong(record(officer, *lines))
    assert not Decision.objects.filter(number="12/QĐ-SCT").exists()


def test_a_unit_has_no_budget_of_a_year_in_which_it_was_not(officer, officer_an_giang):
    merged = officer_an_giang.province.merged_units.exclude(pk="an-giang").first()
    said = wrong(record(officer, budget_line(province=merged.pk, budget_year="2026")))
    assert "it has no budget of 2026" in said
    assert record(officer, budget_line(province=merged.pk, budget_year="2024")).status_code == 302


def test_a_transfer_is_one_line_with_two_ends(ministry):
    for unit, amount_vnd in (("an-giang", 700), ("gia-lai", 300)):
        make_plan(unit, 2025, Source.NATIONAL, amount_vnd, ministry)
    client = as_user(ministry, "en")
    line = budget_line(change="transfer", province="gia-lai", from_province="an-giang")
    assert "700" in wrong(record(client, line | {"budget-0-amount_vnd": "701"}))
    assert record(client, line).status_code == 302
    plans = {b.province_id: b.plan() for b in AnnualBudget.objects.filter(source="national")}
    assert plans == {"an-giang": 100, "gia-lai": 900}


def test_an_approval_opens_the_support_that_it_gives(officer, plan, centre_an_giang):
    make_project(centre_an_giang, "AG-2025-02")
    line = grant_line(kind="approval", project="ag-2025-02", content="machinery", unit="million")
    line |= {"grant-0-amount_vnd": "0.003"}
    assert record(officer, line).status_code == 302
    grant = Grant.objects.get(project__code="AG-2025-02")
    assert (grant.source, grant.approved_vnd) == ("local", 3000)


def test_a_stop_below_what_is_paid_opens_what_is_to_recover(
    officer, plan, grant_an_giang, clerk_an_giang, officer_an_giang
):
    send(grant_an_giang, clerk_an_giang, 400).confirm(officer_an_giang)
    stop = grant_line(kind="stop", amount_vnd="", reason="Cơ sở xin rút")
    answer = officer.get(record(officer, stop).url)
    assert "400 đồng paid above the support must come back" in answer.content.decode()
    grant_an_giang.refresh_from_db()
    assert (grant_an_giang.approved_vnd, grant_an_giang.to_recover_vnd) == (0, 400)
    assert GrantLine.objects.get(kind="stop").reason == "Cơ sở xin rút"


def test_support_above_the_plan_is_asked_once_with_both_numbers(officer, plan, grant_an_giang):
    line = grant_line(amount_vnd="4,001")
    answer = record(officer, line)
    assert "over the plan (plan 5,000 đồng, over by 1 đồng)" in answer.content.decode()
    assert not Decision.objects.filter(number="12/QĐ-SCT").exists()
    [doubt] = answer.context["form"].asked
    # A tick answers for the figures that it stood beside, no others.
    changed = record(officer, grant_line(amount_vnd="4,002"), doubts=[doubt])
    assert changed.status_code == 422
    assert record(officer, line, doubts=[doubt]).status_code == 302


def test_support_within_the_plan_is_not_asked(officer, plan, grant_an_giang):
    assert record(officer, grant_line(amount_vnd="4,000")).status_code == 302


def test_what_is_given_a_second_time_is_asked(officer, plan, grant_an_giang):
    lines = budget_line(change="initial"), grant_line(kind="approval")
    answer = record(officer, *lines)
    asked = " ".join(answer.context["form"].asked.values())
    assert "initial assignment of 5,000 đồng already" in asked
    assert "has 1,000 đồng of this support already" in asked


def test_two_departments_may_sign_the_same_number_on_one_day(officer, plan):
    record(officer, budget_line())
    other = record(officer, budget_line(), issuer="Ủy ban nhân dân tỉnh An Giang")
    assert other.status_code == 302
    assert Decision.objects.filter(number="12/QĐ-SCT").count() == 2


def test_further_lines_are_added_by_the_same_side(officer, plan, grant_an_giang, ministry):
    decision = Decision.objects.get(pk=int(record(officer, budget_line()).url.split("/")[2]))
    url = reverse("decision-lines", args=[decision.pk])
    seen = fields(officer.get(url))["seen"]
    assert record(officer, grant_line(), url=url, seen=seen).status_code == 302
    # Sent once more it is the same; with another amount it is not what the person looked at.
    assert record(officer, grant_line(), url=url, seen=seen).status_code == 302
    overtaken = record(officer, grant_line(amount_vnd="7"), url=url, seen=seen)
    assert overtaken.status_code == 409
    assert decision.grant_lines.count() == 1
    fresh = fields(overtaken)
    assert (
        record(officer, grant_line(amount_vnd="7"), url=url, seen=fresh["seen"]).status_code == 302
    )
    assert as_user(ministry).get(url).status_code == 403


def test_who_decides_on_what(officer, ministry, clerk_an_giang, auditor, plan):
    centre = make_centre("gia-lai")
    make_grant(make_project(centre, "GL-2025-01"), ministry, 100, source=Source.NATIONAL)
    assert "in your reach" in wrong(record(officer, grant_line(project="GL-2025-01")))
    assert as_user(clerk_an_giang).get(NEW).status_code == 403
    assert as_user(auditor).get(NEW).status_code == 403
    # The ministry gives national money, to a project of local support too.
    client = as_user(ministry, "en")
    make_project(centre, "GL-2025-02")
    line = grant_line(kind="approval", project="GL-2025-02", content="machinery")
    answer = record(client, line)
    record(client, line, doubts=list(answer.context["form"].asked))
    assert Grant.objects.get(project__code="GL-2025-02").source == Source.NATIONAL


def test_the_form_begins_with_the_project_it_was_opened_for(officer, grant_an_giang):
    typed = fields(officer.get(NEW, {"project": "AG-2025-01"}))
    assert (typed["grant-0-project"], typed["grant-0-content"]) == ("AG-2025-01", "machinery")
    assert Project.objects.count() == 1
    assert officer.get(NEW, {"project": "KHONG-CO"}).status_code == 404


@pytest.mark.parametrize(("status", "asks"), [("appraised", True), ("approved", False)])
def test_money_for_a_project_that_is_not_approved_is_asked(
    officer, plan, grant_an_giang, status, asks
):
    Project.objects.filter(pk=grant_an_giang.project_id).update(status=status)
    answer = record(officer, grant_line(amount_vnd="70"))
    if not asks:
        assert answer.status_code == 302
        return
    [(doubt, sentence)] = answer.context["form"].asked.items()
    assert "AG-2025-01 is not approved, its status is: appraised" in sentence
    assert "70 đồng" in sentence
    assert record(officer, grant_line(amount_vnd="70"), doubts=[doubt]).status_code == 302


def test_other_support_of_the_tax_code_is_asked_out_of_reach_by_year_and_amount(
    officer, plan, grant_an_giang, clerk_gia_lai, ministry
):
    theirs = make_project(clerk_gia_lai.centre, "GL-2024-07")
    make_grant(theirs, ministry, budget_year=2024)
    for project, support_vnd in ((grant_an_giang.project, 100), (theirs, 777)):
        project.beneficiaries.create(
            establishment=Establishment.objects.get_or_create(
                name="Cơ sở Sao Mai", legal_form="household", tax_code="0123456789"
            )[0],
            content_id="machinery",
            support_vnd=support_vnd,
        )
    [sentence] = record(officer, grant_line()).context["form"].asked.values()
    assert "2024, 777 đồng" in sentence
    assert "GL-2024-07" not in sentence
    # What takes money away gives nothing twice.
    assert record(officer, grant_line(kind="decrease", amount_vnd="10")).status_code == 302


def test_the_stop_of_an_accepted_project_is_asked(officer, plan, grant_an_giang):
    line = grant_line(kind="stop", amount_vnd="", reason="Sai")
    rows = Project.objects.filter(pk=grant_an_giang.project_id)
    rows.update(status="accepted", accepted_on="2025-05-06", accepted_vnd=900)
    answer = record(officer, line)
    [(doubt, sentence)] = answer.context["form"].asked.items()
    assert "accepted on 06/05/2025 at 900 đồng. This stop takes 1,000 đồng" in sentence
    assert record(officer, line, doubts=[doubt]).status_code == 302


def test_enter_in_a_field_records_nothing(officer):
    """A browser presses the first button of a form on Enter, and none that is disabled."""
    page = officer.get(NEW).content.decode()
    buttons = re.findall("<button[^>]*>", page[page.index('<form class="span-12 decision"') :])
    assert " disabled" in buttons[0]
