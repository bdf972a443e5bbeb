"""Who benefits: chosen in reach or entered, and support that the same tax code gets twice."""

from datetime import date

import pytest
from django.urls import reverse

from projects.milestones import other_supports
from projects.models import Beneficiary, Establishment, Grant, Project
from promotion.models import Content
from tests.cast import add_line, make_grant, make_project, send
from tests.projects.entering import as_user, fields

TAX_CODE = "1801234567"


def benefit(project: Project, name: str = "Công ty Everest", **about) -> Beneficiary:
    firm = Establishment.objects.create(name=name, legal_form="company", tax_code=TAX_CODE)
    content = Content.objects.get(slug="machinery")
    return Beneficiary.objects.create(project=project, establishment=firm, content=content, **about)


@pytest.fixture
def there(centre_gia_lai, ministry) -> Beneficiary:
    """Gia Lai's support of the tax code, 2024."""
    project = make_project(centre_gia_lai, "GL-2024-01", "Đề án Gia Lai")
    make_grant(project, ministry, budget_year=2024)
    return benefit(project, "Everest Gia Lai", support_vnd=300_000_000)


def url_new(project: Project) -> str:
    return reverse("beneficiary-new", args=[project.code])


def new_form(**changes) -> dict[str, str]:
    return {
        "new-name": "Hợp tác xã Mới",
        "new-legal_form": "cooperative",
        "new-tax_code": "",
        "content": "machinery",
        "planned_jobs": "1.250",
        **changes,
    }


def test_a_new_establishment_is_entered_with_its_support(project_an_giang, clerk_an_giang):
    answer = as_user(clerk_an_giang).post(url_new(project_an_giang), new_form())
    assert answer.status_code == 302
    row = Beneficiary.objects.get()
    assert (row.project, row.establishment.name) == (project_an_giang, "Hợp tác xã Mới")
    assert row.planned_jobs == 1250
    assert row.support_vnd is None


def test_one_in_reach_is_chosen(project_an_giang, clerk_an_giang):
    known = benefit(make_project(project_an_giang.centre, "AG-2")).establishment
    client = as_user(clerk_an_giang)
    assert "Công ty Everest · 1801234567" in client.get(url_new(project_an_giang)).content.decode()
    form = {"establishment": known.pk, "content": "machinery"}
    assert client.post(url_new(project_an_giang), form).status_code == 302
    assert project_an_giang.beneficiaries.get().establishment == known
    # Twice for the same content is refused, in words.
    answer = client.post(url_new(project_an_giang), form)
    assert answer.status_code == 422
    assert project_an_giang.beneficiaries.count() == 1


def test_one_out_of_reach_is_no_choice(project_an_giang, clerk_an_giang, there):
    client = as_user(clerk_an_giang)
    assert "Everest" not in client.get(url_new(project_an_giang)).content.decode()
    form = {"establishment": there.establishment_id, "content": "machinery"}
    answer = client.post(url_new(project_an_giang), form)
    assert answer.status_code == 422
    assert "Everest" not in answer.content.decode()
    # Its tax code may be entered again: who else has it is not told.
    form = new_form(**{"new-tax_code": TAX_CODE})
    assert client.post(url_new(project_an_giang), form).status_code == 302


def test_the_tax_code_of_one_in_reach_is_told(project_an_giang, clerk_an_giang):
    benefit(make_project(project_an_giang.centre, "AG-2"))
    form = new_form(**{"new-tax_code": TAX_CODE})
    answer = as_user(clerk_an_giang).post(url_new(project_an_giang), form)
    assert answer.status_code == 422
    assert "Công ty Everest" in answer.content.decode()
    assert fields(answer)["new-name"] == "Hợp tác xã Mới"
    assert Establishment.objects.count() == 1


def test_the_tax_code_of_another_is_not_given_to_one(project_an_giang, clerk_an_giang):
    benefit(make_project(project_an_giang.centre, "AG-2"))
    firm = benefit(project_an_giang, "Cơ sở Ba Sơn").establishment
    Establishment.objects.filter(pk=firm.pk).update(tax_code="1801111111")
    client = as_user(clerk_an_giang)
    url = reverse("establishment", args=[project_an_giang.code, firm.pk])
    form = fields(client.get(url))
    refused = client.post(url, form | {"tax_code": TAX_CODE})
    assert refused.status_code == 422
    assert "Công ty Everest đã có mã số thuế này" in refused.content.decode()
    assert client.post(url, form | {"tax_code": "1802222222"}).status_code == 302


@pytest.mark.parametrize(
    "change", [{"new-name": ""}, {"new-tax_code": "123"}, {"content": ""}, {"planned_jobs": "x"}]
)
def test_what_is_wrong_comes_back(project_an_giang, clerk_an_giang, change):
    answer = as_user(clerk_an_giang).post(url_new(project_an_giang), new_form(**change))
    assert answer.status_code == 422
    [name] = change
    assert f'href="#id_{name}"' in answer.content.decode()
    wanted = new_form(**change)
    assert {key: fields(answer)[key] for key in wanted} == wanted
    assert not Establishment.objects.exists()


@pytest.mark.parametrize(
    ("name", "column"), [("beneficiary", "planned_jobs"), ("establishment", "name")]
)
def test_both_are_edited_over_the_version_that_was_seen(
    project_an_giang, clerk_an_giang, officer_an_giang, name, column
):
    row = benefit(project_an_giang)
    row = row if name == "beneficiary" else row.establishment
    url = reverse(name, args=[project_an_giang.code, row.pk])
    mine, theirs = as_user(clerk_an_giang), as_user(officer_an_giang)
    my_form, their_form = fields(mine.get(url)), fields(theirs.get(url))
    assert theirs.post(url, their_form | {column: "12"}).status_code == 302
    answer = mine.post(url, my_form | {column: "34"})
    assert answer.status_code == 409
    assert mine.post(url, fields(answer)).status_code == 302
    row.refresh_from_db()
    assert (str(getattr(row, column)), row.version) == ("34", 3)


def test_neither_is_reached_through_another_project(project_an_giang, clerk_an_giang, there):
    client = as_user(clerk_an_giang)
    for name, pk in (("beneficiary", there.pk), ("establishment", there.establishment_id)):
        assert client.get(reverse(name, args=[project_an_giang.code, pk])).status_code == 404
        assert client.get(reverse(name, args=[there.project.code, pk])).status_code == 404


# --- Double support


def test_out_of_reach_only_year_and_amount_are_shown(project_an_giang, officer_an_giang, there):
    project_an_giang.status = "appraised"
    project_an_giang.save()
    benefit(project_an_giang)
    [other] = other_supports(project_an_giang, officer_an_giang)
    assert (other.year, other.vnd, other.beneficiary) == (2024, 300_000_000, None)
    client = as_user(officer_an_giang)
    move = reverse("project-move", args=[project_an_giang.code, "approved"])
    for url in (project_an_giang.get_absolute_url(), move):
        page = client.get(url).content.decode()
        assert "300.000.000" in page
        for hidden in ("GL-2024-01", "Đề án Gia Lai", "Everest Gia Lai", "gia-lai"):
            assert hidden not in page


def test_in_reach_everything_is_shown(project_an_giang, ministry, there, clerk_an_giang):
    benefit(project_an_giang)
    page = as_user(ministry).get(project_an_giang.get_absolute_url()).content.decode()
    for shown in ("GL-2024-01", "Đề án Gia Lai", "Everest Gia Lai", "300.000.000"):
        assert shown in page
    # Who does not decide is not shown what others get.
    page = as_user(clerk_an_giang).get(project_an_giang.get_absolute_url()).content.decode()
    assert "300.000.000" not in page


@pytest.mark.parametrize("status", ["draft", "submitted", "returned", "appraised", "not-approved"])
def test_what_was_never_approved_is_no_support(project_an_giang, ministry, there, status):
    benefit(project_an_giang)
    there.project.status = status
    there.project.save()
    assert other_supports(project_an_giang, ministry) == []


def stop(beneficiary, by) -> None:
    """By decision, whatever is left; the project is stopped."""
    project = beneficiary.project
    grant = project.grants.get()
    add_line(grant, by, -grant.remaining_vnd)
    project.status = "stopped"
    project.save()


def test_what_was_stopped_before_a_payment_is_no_support(project_an_giang, ministry, there):
    benefit(project_an_giang)
    stop(there, ministry)
    assert other_supports(project_an_giang, ministry) == []
    # Nor is what was stopped before any decision gave money.
    bare = benefit(make_project(there.project.centre, "GL-2024-02"), "Không", support_vnd=5)
    assert [each.vnd for each in other_supports(project_an_giang, ministry)] == [5]
    bare.project.status = "stopped"
    bare.project.save()
    assert other_supports(project_an_giang, ministry) == []


def test_of_what_was_stopped_the_paid_part_is_support(
    project_an_giang, ministry, there, clerk_gia_lai
):
    benefit(project_an_giang)
    grant = there.project.grants.get()
    send(grant, clerk_gia_lai, 400, voucher_on=date(2024, 5, 6))
    grant.refresh_from_db()
    stop(there, ministry)
    [other] = other_supports(project_an_giang, ministry)
    assert (other.year, other.vnd) == (2024, 400)


def test_another_content_of_the_project_is_another_support(project_an_giang, ministry, there):
    benefit(project_an_giang)
    content = Content.objects.exclude(slug="machinery").first()
    support = {"budget_year": 2024, "source": "local"}
    other = Grant.objects.create(project=there.project, content=content, **support)
    add_line(other, ministry, 700)
    assert other_supports(project_an_giang, ministry) != []
    add_line(there.project.grants.get(content="machinery"), ministry, -1000)
    assert other_supports(project_an_giang, ministry) == []


def test_without_a_tax_code_nothing_is_the_same(project_an_giang, ministry, there):
    for row in (benefit(project_an_giang), there):
        row.establishment.tax_code = ""
        row.establishment.save()
    assert other_supports(project_an_giang, ministry) == []


def test_planned_investment_holds_all_of_its_parts(project_an_giang, clerk_an_giang):
    row = benefit(project_an_giang)
    client = as_user(clerk_an_giang)
    url = reverse("beneficiary", args=[project_an_giang.code, row.pk])
    parts = {"support_vnd": "100", "planned_counterpart_vnd": "800"}
    typed = fields(client.get(url)) | parts | {"planned_investment_vnd": "1.000"}
    over = client.post(url, typed | {"planned_other_capital_vnd": "101"})
    assert over.status_code == 422
    assert "hỗ trợ 100 + đối ứng 800 + vốn khác 101 đồng" in over.content.decode()
    assert client.post(url, typed | {"planned_other_capital_vnd": "100"}).status_code == 302
