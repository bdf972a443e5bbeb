"""Entries of a month that closed again before they were confirmed: marked, and in nobody's way."""

from datetime import date

import pytest

from projects.models import Disbursement, MonthClose
from promotion.models import User
from tests.cast import make_user, send
from tests.guards import remove_guard
from tests.projects.entering import as_user
from tests.projects.test_months import close, is_sqlite, open_again

INBOX = "/disbursements/inbox/"


@pytest.fixture
def late(grant_an_giang, clerk_an_giang, officer_an_giang) -> Disbursement:
    """Sent in September while it was open again for some days, which are over."""
    second = make_user("second_officer", User.Role.OFFICER, province_id="an-giang")
    close(officer_an_giang)
    open_again(second)
    entry = send(grant_an_giang, clerk_an_giang, 100, voucher_number="UNC-LATE")
    remove_guard("guard_monthclose_open" if is_sqlite() else "guard_monthclose_insert")
    open_again(second, days=-1)
    return entry


def test_they_are_marked_and_left_out_of_what_is_confirmed(
    late, officer_an_giang, clerk_an_giang, national_grant_an_giang, ministry
):
    national = send(national_grant_an_giang, clerk_an_giang, 7)
    client = as_user(officer_an_giang, "en")
    answer = client.get(INBOX, {"source": "all"})
    (september,) = answer.context["lists"]
    assert (september.confirmable, september.shut) == ([], [late])
    assert {row.entry: row.is_shut for row in september.rows} == {late: True, national: False}
    page = answer.content.decode()
    assert "Month 9/2025 is closed for this money: 1 entry" in page
    assert f"/{late.pk}/confirm/" not in page and f"/{late.pk}/return/" in page
    assert "/months/?year=2025&amp;source=local&amp;unit=an-giang" in page
    (of_ministry,) = as_user(ministry).get(INBOX).context["lists"]
    assert of_ministry.confirmable == [national]


def test_confirming_one_all_the_same_names_the_month_and_the_way_on(late, officer_an_giang):
    client = as_user(officer_an_giang, "en")
    for url, form in (
        (f"{INBOX}{late.pk}/confirm/", {}),
        (f"{INBOX}confirm/", {"entry": late.pk}),
    ):
        page = client.post(url, form, follow=True).content.decode()
        assert "Month 9/2025 is closed for this money" in page
        assert "re-opened" in page
    assert not Disbursement.objects.confirmed().exists()


def test_an_exception_opens_them_for_their_centre(late, officer_an_giang, centre_an_giang):
    open_again(officer_an_giang, MonthClose.Event.EXCEPTION, centre=centre_an_giang)
    (september,) = as_user(officer_an_giang).get(INBOX).context["lists"]
    assert (september.confirmable, september.shut) == ([late], [])


def test_they_can_be_returned_and_go_to_an_open_month(late, officer_an_giang, clerk_an_giang):
    as_user(officer_an_giang).post(f"{INBOX}{late.pk}/return/", {"reason": "Quá hạn"})
    assert clerk_an_giang.drafts.get().send().booked_on == date(2025, 10, 1)
