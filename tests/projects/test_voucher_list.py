"""The month's list of vouchers: what stands on it, what it says of itself, and who sees it."""

from datetime import date

import pytest

from projects.seals import heads_of
from projects.voucher_list import VoucherList
from promotion.models import Source
from tests.cast import make_grant, make_plan, make_project, send
from tests.projects.entering import as_user
from tests.projects.test_confirmed_sums import agree
from tests.projects.test_months import close

pytestmark = pytest.mark.django_db

PAGE = "/disbursements/lists/ttkc-an-giang/2025-09/local/"


def paper(user, address: str = PAGE) -> str:
    response = as_user(user, "en").get(address)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


@pytest.fixture
def entries(grant_an_giang, clerk_an_giang, officer_an_giang, national_grant_an_giang):
    """Confirmed 200 + 40, waiting 30; returned, of October and national money: not on it."""
    send(grant_an_giang, clerk_an_giang, 200, kind="advance").confirm(officer_an_giang)
    send(grant_an_giang, clerk_an_giang, 40, voucher_number="B").confirm(officer_an_giang)
    send(grant_an_giang, clerk_an_giang, 30, voucher_number="C")
    send(grant_an_giang, clerk_an_giang, 7, voucher_number="D").return_to_clerk(
        officer_an_giang, "Sai"
    )
    send(grant_an_giang, clerk_an_giang, 5, voucher_number="E", voucher_on=date(2025, 10, 1))
    send(national_grant_an_giang, clerk_an_giang, 3, voucher_number="F")


def september(centre) -> VoucherList:
    return VoucherList.of(centre, date(2025, 9, 1), Source.LOCAL)


def test_confirmed_and_waiting_entries_of_the_month_and_source(entries, centre_an_giang):
    vouchers = september(centre_an_giang)
    assert [entry.voucher_number for entry in vouchers.entries] == ["UNC-9", "B", "C"]
    assert (vouchers.amount_vnd, vouchers.waiting) == (270, 1)
    assert vouchers.in_words == "Hai trăm bảy mươi đồng"


def test_a_clearing_moves_no_cash_and_stands_in_its_own_column(
    entries, grant_an_giang, clerk_an_giang, centre_an_giang
):
    send(grant_an_giang, clerk_an_giang, 150, kind="clearing", voucher_number="TT-1")
    vouchers = september(centre_an_giang)
    assert (vouchers.amount_vnd, vouchers.cleared_vnd) == (270, 150)


def test_a_merged_centres_payments_are_on_todays_list(
    centre_an_giang, centre_kien_giang, clerk_an_giang, officer_an_giang
):
    old = make_grant(make_project(centre_kien_giang, "KG-1"), officer_an_giang)
    send(old, clerk_an_giang, 9)
    assert september(centre_an_giang).amount_vnd == 9
    address = PAGE.replace("ttkc-an-giang", "ttkc-kien-giang")
    assert as_user(officer_an_giang).get(address).status_code == 404


def test_it_is_a_vietnamese_paper_in_every_language(entries, officer_an_giang):
    page = paper(officer_an_giang)
    for words in (
        "SỞ CÔNG THƯƠNG TỈNH AN GIANG",
        "TRUNG TÂM KHUYẾN CÔNG AN-GIANG",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "Hai trăm bảy mươi đồng.",
        "Số liệu theo dõi phục vụ quản lý; không thay thế sổ kế toán của đơn vị.",
        "1 entry of this list is not confirmed yet.",
        "Chưa xác nhận",
    ):
        assert words in page


def test_amounts_are_grouped_the_vietnamese_way(grant_an_giang, clerk_an_giang, officer_an_giang):
    send(grant_an_giang, clerk_an_giang, 1000)
    assert "<b>1.000</b>" in paper(officer_an_giang)


def test_a_late_voucher_is_marked_on_the_list_that_it_is_booked_in(
    grant_an_giang, clerk_an_giang, officer_an_giang
):
    close(officer_an_giang)
    send(grant_an_giang, clerk_an_giang, 10)
    assert "Không phát sinh" in paper(officer_an_giang)
    october = paper(officer_an_giang, PAGE.replace("2025-09", "2025-10"))
    assert "Chứng từ kỳ trước ghi bổ sung" in october


def test_what_follows_an_entry_names_it(grant_an_giang, clerk_an_giang, officer_an_giang):
    entry = send(grant_an_giang, clerk_an_giang, 600)
    entry.confirm(officer_an_giang)
    agree(entry, officer_an_giang, "correction", 500, entry.voucher_on, kind="payment")
    page = paper(officer_an_giang)
    assert "<td>Bút toán đảo</td>" in page
    assert page.count("Đảo UNC-9 ngày 02/09/2025") == page.count("Ghi lại UNC-9 ngày") == 1


def test_it_bears_the_last_seal_of_each_chain(
    entries, grant_an_giang, clerk_an_giang, officer_an_giang, centre_an_giang
):
    earlier = make_grant(grant_an_giang.project, officer_an_giang, budget_year=2024)
    assert [head.chain for head in september(centre_an_giang).heads()] == ["an-giang/2025"]
    seal = heads_of(["an-giang/2025"])["an-giang/2025"]
    assert len(seal) == 64 and seal in paper(officer_an_giang)
    send(grant_an_giang, clerk_an_giang, 1, voucher_number="G")
    assert heads_of(["an-giang/2025"])["an-giang/2025"] != seal
    assert earlier.budget_year == 2024  # no entry, no chain


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("officer_an_giang", 200),
        ("clerk_an_giang", 200),
        ("ministry", 200),
        ("auditor", 200),
        ("clerk_gia_lai", 404),
    ],
)
def test_who_sees_it(request, who, status, entries):
    assert as_user(request.getfixturevalue(who)).get(PAGE).status_code == status


@pytest.mark.parametrize("where", ["/disbursements/inbox/", "/months/?year=2025"])
def test_ways_that_lead_to_it(officer_an_giang, entries, where):
    make_plan("an-giang", 2025, Source.LOCAL, 1000, officer_an_giang)
    assert PAGE in as_user(officer_an_giang).get(where).content.decode()
