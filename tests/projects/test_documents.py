"""A file of evidence is read by whoever reaches a row that names it, as an attachment."""

import pytest

from promotion.documents import store
from promotion.models import Decision, Document
from tests.cast import add_line, make_decision, make_grant, make_plan, make_project
from tests.files import PDF

pytestmark = pytest.mark.security


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def file(clerk_an_giang) -> Document:
    return store(PDF, "Hợp đồng số 1.pdf", "application/pdf").record(clerk_an_giang)


@pytest.fixture
def status(client, file):
    def of(person) -> int:
        client.force_login(person)
        return client.get(file.get_absolute_url()).status_code

    return of


@pytest.mark.parametrize(
    "field", ["contract_document", "acceptance_document", "settlement_document"]
)
def test_a_projects_file_is_for_who_reaches_the_project(
    status, file, field, project_an_giang, clerk_an_giang, officer_an_giang, clerk_gia_lai, auditor
):
    setattr(project_an_giang, field, file)
    project_an_giang.save()
    assert [status(who) for who in (clerk_an_giang, officer_an_giang, auditor)] == [200] * 3
    assert status(clerk_gia_lai) == 404


def test_a_file_that_no_row_names_is_nobodys(status, clerk_an_giang, ministry):
    assert [status(who) for who in (clerk_an_giang, ministry)] == [404, 404]


def test_a_decision_on_budgets_is_open_to_all(
    status, file, officer_an_giang, clerk_gia_lai, administrator
):
    make_plan("an-giang", 2025, "local", 1000, officer_an_giang, number="1/QĐ")
    decision = Decision.objects.get(number="1/QĐ")
    decision.document = file
    decision.save()
    assert [status(who) for who in (clerk_gia_lai, administrator)] == [200, 200]


def test_a_decision_on_grants_alone_is_for_who_reaches_one(
    status, file, grant_an_giang, officer_an_giang, clerk_an_giang, clerk_gia_lai, ministry
):
    decision = grant_an_giang.lines.get().decision
    decision.document = file
    decision.save()
    assert [status(who) for who in (clerk_an_giang, ministry)] == [200, 200]
    assert status(clerk_gia_lai) == 404
    other = make_grant(make_project(clerk_gia_lai.centre, "GL-1"), ministry, 0)
    line = add_line(other, ministry, 5)
    assert line.decision != decision
    assert status(clerk_gia_lai) == 404


def test_it_comes_as_an_attachment_under_its_own_name(
    client, file, project_an_giang, clerk_an_giang
):
    project_an_giang.contract_document = file
    project_an_giang.save()
    client.force_login(clerk_an_giang)
    answer = client.get(file.get_absolute_url())
    assert answer.content == PDF
    assert answer["Content-Type"] == "application/pdf"
    assert answer["X-Content-Type-Options"] == "nosniff"
    wanted = "attachment; filename*=utf-8''H%E1%BB%A3p%20%C4%91%E1%BB%93ng%20s%E1%BB%91%201.pdf"
    assert answer["Content-Disposition"] == wanted


def test_a_decision_without_lines_is_nobodys(status, file, ministry):
    decision = make_decision()
    decision.document = file
    decision.save()
    assert status(ministry) == 404
