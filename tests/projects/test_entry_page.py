"""The page of one entry: the receipt, and what its reader may do with it."""

import uuid

import pytest

from projects.models import Disbursement
from tests.cast import DAY, make_user, send
from tests.projects.entering import as_user

CONFIRM = "/confirm/"
RETURN = "/return/"
TAKE_BACK = "/take-back/"


def page_for(user, entry, language="vi") -> str:
    response = as_user(user, language).get(entry.get_absolute_url())
    assert response.status_code == 200
    return response.content.decode()


def test_it_tells_the_whole_payment(entry, clerk_an_giang):
    clerk_an_giang.first_name, clerk_an_giang.last_name = "Ánh", "Trần"
    page = page_for(clerk_an_giang, entry)
    for fact in ("600 <small>đồng", "UNC-LOCAL", "02/09/2025", "AG-2025-01", "2025", "KCĐP"):
        assert fact in page
    assert "Chờ xác nhận" in page
    assert "không thay thế sổ kế toán của đơn vị" in page
    assert "Waiting for confirmation" in page_for(clerk_an_giang, entry, "en")


def test_made_up_rows_say_so(entry, grant_an_giang, clerk_an_giang):
    made_up = Disbursement.objects.create(
        grant=grant_an_giang,
        kind="payment",
        amount_vnd=100,
        voucher_kind="cash",
        voucher_number="PC-1",
        voucher_on=DAY,
        booked_on=DAY,
        idempotency_key=uuid.uuid4(),
        recorded_by=clerk_an_giang,
        synthetic=True,
    )
    mark = '<span class="demo-label">'
    assert mark in page_for(clerk_an_giang, made_up)
    assert mark not in page_for(clerk_an_giang, entry)


@pytest.mark.parametrize(
    ("who", "confirms", "returns"),
    [
        ("clerk_an_giang", False, False),
        ("officer_an_giang", True, True),
        ("ministry", False, False),
        ("auditor", False, False),
    ],
)
def test_each_reader_is_offered_what_he_may(entry, who, confirms, returns, request):
    page = page_for(request.getfixturevalue(who), entry)
    assert (f"{entry.pk}{CONFIRM}" in page) is confirms
    assert (f"{entry.pk}{RETURN}" in page) is returns
    assert (f"{entry.pk}{TAKE_BACK}" in page) is (who == "clerk_an_giang")


def test_national_money_is_the_ministrys(
    national_grant_an_giang, clerk_an_giang, officer_an_giang, ministry
):
    entry = send(national_grant_an_giang, clerk_an_giang)
    assert CONFIRM not in page_for(officer_an_giang, entry)
    assert CONFIRM in page_for(ministry, entry)


def test_a_colleague_reads_but_does_not_take_back(entry, centre_an_giang):
    colleague = make_user("colleague", "clerk", centre=centre_an_giang)
    assert TAKE_BACK not in page_for(colleague, entry)


def test_another_centre_does_not_learn_that_it_exists(entry, clerk_gia_lai):
    client = as_user(clerk_gia_lai)
    assert client.get(entry.get_absolute_url()).status_code == 404
    assert client.get("/disbursements/987654321/").status_code == 404


def test_a_confirmed_entry_says_by_whom_and_offers_nothing(entry, officer_an_giang):
    entry.confirm(officer_an_giang)
    page = page_for(officer_an_giang, entry)
    assert "Đã xác nhận" in page
    assert str(officer_an_giang) in page
    assert CONFIRM not in page
    assert RETURN not in page


def test_an_entry_and_its_reversal_point_at_each_other(entry, officer_an_giang, clerk_an_giang):
    entry.return_to_clerk(officer_an_giang, "Sai số tài khoản")
    reversal = entry.reversal
    page = page_for(clerk_an_giang, entry)
    assert 'class="pill pill-returned"' in page
    assert "Sai số tài khoản" in page
    assert f'href="{reversal.get_absolute_url()}"' in page
    back = page_for(clerk_an_giang, reversal)
    assert f'href="{entry.get_absolute_url()}"' in back
    assert "−600 <small>đồng" in back
    assert RETURN not in back


def test_the_clerk_goes_on_to_the_next_payment(entry, clerk_an_giang, officer_an_giang):
    link = 'href="/disbursements/new/"'
    assert link in page_for(clerk_an_giang, entry)
    assert link not in page_for(officer_an_giang, entry)


def test_queries(entry, clerk_an_giang, django_assert_max_num_queries):
    client = as_user(clerk_an_giang)
    client.get(entry.get_absolute_url())  # the first page of a session is noted in it
    with django_assert_max_num_queries(8):
        client.get(entry.get_absolute_url())
