"""The page of one project: published bounds, unknown things, decisions, payments, what is left."""

from datetime import date

import pytest
from django.urls import reverse

from projects import portrait
from projects.models import Beneficiary, Establishment, Project
from projects.support import Support
from promotion.models import Content
from tests.cast import add_line, make_draft, make_project, send
from tests.projects.listing import queries_of

Status = Project.Status


@pytest.fixture
def page_of(client, ministry):
    """The text of a project's page, for the ministry unless somebody else looks."""

    def read(project: Project, person=None, query: str = "") -> str:
        client.force_login(person or ministry)
        answer = client.get(project.get_absolute_url() + query)
        assert answer.status_code == 200
        return answer.content.decode()

    return read


def test_a_published_bound_keeps_its_qualifier(page_of, project_an_giang):
    project_an_giang.counterpart_vnd = 7_600_000_000
    project_an_giang.counterpart_bound = "over"
    project_an_giang.jobs, project_an_giang.jobs_bound = 50, "over"
    project_an_giang.save()
    page = page_of(project_an_giang)
    assert "trên 7.600 triệu đồng" in page
    assert "trên 50 lao động" in page


def test_unknown_is_neither_zero_nor_blank(page_of, project_an_giang):
    project_an_giang.jobs = 0
    project_an_giang.save()
    values = dict(portrait.facts(project_an_giang))
    assert values["Tổng vốn đầu tư"] == "…"
    assert values["Lao động"] == "0 lao động"


def test_people_trained_stand_where_somebody_trains(project_an_giang):
    assert "Số người được đào tạo, tập huấn" not in dict(portrait.facts(project_an_giang))
    project_an_giang.planned_trainees = 40
    values = dict(portrait.facts(project_an_giang))
    assert values["Số người được đào tạo, tập huấn"] == "40 theo kế hoạch, … khi nghiệm thu"


def test_beneficiaries_are_named_with_what_is_known(page_of, project_an_giang):
    firm = Establishment.objects.create(name="Công ty Everest", legal_form="company")
    Beneficiary.objects.create(
        project=project_an_giang,
        establishment=firm,
        content=Content.objects.get(slug="machinery"),
        planned_jobs=12,
        accepted_investment_vnd=2_350_500_000,
    )
    table = portrait.beneficiary_table(project_an_giang.beneficiaries.all())
    [row] = table["rows"]
    texts = [cell["text"] for cell in row["cells"]]
    assert texts == ["…", "…", "2.350,5", "…", "…", "12", "…", "…", "…"]
    assert len(texts) == len(table["columns"]) == sum(g["span"] for g in table["groups"]) - 1
    assert "Công ty Everest" in page_of(project_an_giang)


def test_each_approved_sum_shows_its_decisions(page_of, grant_an_giang, officer_an_giang):
    lines = [grant_an_giang.lines.get(), add_line(grant_an_giang, officer_an_giang, -400)]
    page = page_of(grant_an_giang.project)
    for line in lines:
        assert line.decision.number in page
    assert "−400" in page
    grants = grant_an_giang.project.grants.all()
    table = portrait.support_table(grants, Support.of(grants))
    assert [row["cells"][0]["text"] for row in table["rows"]] == ["600", "1.000", "−400"]


def test_grants_stand_apart_above_their_total(
    page_of, grant_an_giang, national_grant_an_giang, clerk_an_giang, officer_an_giang
):
    send(grant_an_giang, clerk_an_giang, 600, kind="advance").confirm(officer_an_giang)
    send(national_grant_an_giang, clerk_an_giang, 300)
    grants = grant_an_giang.project.grants.all()
    table = portrait.support_table(grants, Support.of(grants))
    # approved, reported, waiting, disbursed, of it advances, remaining, to recover, rate
    assert {tuple(cell["text"] for cell in row["cells"]) for row in table["rows"][::2]} == {
        ("1.000", "600", "0", "600", "600", "400", "0", "60,00"),
        ("1.000", "300", "300", "0", "0", "700", "0", "0,00"),
    }
    total = [cell["text"] for cell in table["total"]["cells"]]
    assert total == ["2.000", "900", "300", "600", "600", "1.100", "0", "30,00"]
    page = page_of(grant_an_giang.project)
    assert all(f">{text}<" in page for text in total)


def test_drafts_are_nobody_else_s(page_of, grant_an_giang, clerk_an_giang):
    make_draft(grant_an_giang, clerk_an_giang, voucher_number="NHAP-1")
    assert "NHAP-1" not in page_of(grant_an_giang.project)
    assert "NHAP-1" not in page_of(grant_an_giang.project, clerk_an_giang)


def test_returned_entries_stay_in_the_history(
    page_of, grant_an_giang, clerk_an_giang, officer_an_giang
):
    send(grant_an_giang, clerk_an_giang, 600).return_to_clerk(officer_an_giang, "Sai ngày")
    page = page_of(grant_an_giang.project)
    assert "Đã trả lại" not in page and "?reversals=1" in page
    page = page_of(grant_an_giang.project, query="?reversals=1")
    assert "Đã trả lại" in page and "Bút toán đảo" in page


def test_its_clerk_may_pay_while_money_is_left(
    page_of, grant_an_giang, clerk_an_giang, officer_an_giang, ministry
):
    project = grant_an_giang.project
    link = f"{reverse('draft-new')}?project={project.code}"
    assert link in page_of(project, clerk_an_giang)
    assert link not in page_of(project, officer_an_giang)
    assert link not in page_of(project, ministry)
    send(grant_an_giang, clerk_an_giang, 1000)
    assert link not in page_of(project, clerk_an_giang)


def test_a_code_may_hold_a_slash(page_of, centre_an_giang):
    project = make_project(centre_an_giang, "01/ĐA-KC")
    assert "01/ĐA-KC" in page_of(project)


@pytest.mark.parametrize("code", ["x/y/z", "%00", "a" * 500, "..", "' OR 1=1"])
def test_a_code_that_does_not_exist_is_not_found(client, ministry, code):
    client.force_login(ministry)
    assert client.get(f"/projects/{code}/").status_code == 404


def ways(status: str, **days) -> list[tuple[str, str]]:
    steps = portrait.steps(Project(code="X", title="X", status=status, **days))
    return [(step.words, step.when) for step in steps]


def test_the_way_lies_behind_and_ahead():
    found = ways(Status.APPROVED, submitted_on=date(2025, 1, 1), approved_on=date(2025, 2, 1))
    assert [when for _words, when in found] == ["done", "done", "now", *["ahead"] * 4]
    assert len(ways(Status.DRAFT)) == 8


def test_nothing_lies_ahead_of_a_side_exit():
    found = ways(Status.STOPPED, submitted_on=date(2025, 1, 1), approved_on=date(2025, 2, 1))
    assert [when for _words, when in found] == ["done", "done", "done", "now"]
    assert [when for _words, when in ways(Status.RETURNED)] == ["now"]


def test_queries_do_not_grow_with_grants_and_payments(
    client, ministry, grant_an_giang, clerk_an_giang, national_grant_an_giang
):
    client.force_login(ministry)
    url = grant_an_giang.project.get_absolute_url()
    send(grant_an_giang, clerk_an_giang, 1)
    few = queries_of(client, url)
    for _ in range(5):
        send(grant_an_giang, clerk_an_giang, 1)
        send(national_grant_an_giang, clerk_an_giang, 1)
        add_line(grant_an_giang, ministry, 5)
    assert queries_of(client, url) == few <= 15
