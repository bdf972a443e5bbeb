"""A decision that is sent again, or meanwhile by somebody else: nothing twice, nothing dropped."""

import pytest

from promotion.models import BudgetLine, Decision, Source
from tests.cast import make_plan
from tests.files import PNG, upload
from tests.projects.deciding import budget_line, grant_line, record
from tests.projects.entering import as_user, fields

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(officer_an_giang):
    return as_user(officer_an_giang, "en")


@pytest.fixture(autouse=True)
def plan(officer_an_giang) -> None:
    make_plan("an-giang", 2025, Source.LOCAL, 5000, officer_an_giang)


def test_a_second_click_writes_nothing_and_leads_to_the_same_decision(officer, grant_an_giang):
    lines = budget_line(), grant_line(kind="stop", amount_vnd="", reason="Xin rút")
    first = record(officer, *lines)
    again = record(officer, *lines)
    assert again.url == first.url
    assert BudgetLine.objects.filter(kind="supplement").count() == 1
    other = record(officer, budget_line(amount_vnd="601"))
    assert other.status_code == 409
    assert fields(other)["budget-0-amount_vnd"] == "601"
    assert first.url in other.content.decode()


@pytest.mark.parametrize(
    ("recorded", "typed"), [(budget_line(), grant_line()), (grant_line(), budget_line())]
)
def test_a_recorded_line_of_the_other_kind_is_another_line(
    officer, grant_an_giang, recorded, typed
):
    first = record(officer, recorded)
    assert record(officer, typed).status_code == 409
    url = f"{first.url}lines/"
    seen = fields(officer.get(url))["seen"]
    assert record(officer, typed, url=url, seen=seen).status_code == 302
    # Another person saw the page before that line came.
    overtaken = record(officer, recorded, url=url, seen=seen)
    assert overtaken.status_code == 409
    assert fields(overtaken)["seen"] == "1.1"


def test_a_resend_with_another_abstract_or_a_file_drops_neither(officer):
    first = record(officer, budget_line())
    for changes in ({"abstract": "Khác"}, {"document": upload()}):
        again = record(officer, budget_line(), **changes)
        assert again.status_code == 409
        assert first.url in again.content.decode()
    assert Decision.objects.get(number="12/QĐ-SCT").document is None


def test_a_decision_keeps_the_first_of_two_files(officer):
    url = record(officer, budget_line()).url
    assert record(officer, url=f"{url}lines/", document=upload()).status_code == 302
    # Who chose another file on a page of before is told; the same once more gives the same.
    other = record(officer, url=f"{url}lines/", document=upload("2.png", PNG))
    assert other.status_code == 409
    assert "keeps its first file" in other.content.decode()
    assert "document-kept" not in fields(other)
    assert record(officer, url=f"{url}lines/", document=upload()).status_code == 302
    assert Decision.objects.get(number="12/QĐ-SCT").document.content_type == "application/pdf"
    assert record(officer, budget_line(), document=upload()).status_code == 302
    assert BudgetLine.objects.filter(kind="supplement").count() == 1
