"""From one payment to the next of the pile: the receipt above, the form ready below."""

import pytest

from projects.models import Disbursement
from tests.cast import send
from tests.projects.entering import after, as_user, fields, post, typed


@pytest.fixture
def clerk(clerk_an_giang, grant_an_giang):
    return as_user(clerk_an_giang, "en")


def test_the_receipt_stands_above_an_empty_form_of_the_same_day(clerk, grant_an_giang):
    post(clerk, form := typed(grant_an_giang, voucher_kind="cash"))
    entry = Disbursement.objects.get()
    response = clerk.get(after(entry))
    page = response.content.decode()
    assert f'href="{entry.get_absolute_url()}"' in page and "600 đồng" in page
    assert "It waits for confirmation." in page
    shown = fields(response)
    assert shown["key"] != form["key"]
    assert (shown["amount_vnd"], shown["voucher_number"], shown["kind"]) == ("", "", "payment")
    assert (shown["grant"], shown["voucher_kind"]) == (str(grant_an_giang.pk), "cash")
    assert shown["voucher_on"] == "02/09/2025"
    # One may type part of another project's name at once; the amount is one key further.
    chosen = response.context["form"].fields
    assert [name for name in chosen if "autofocus" in chosen[name].widget.attrs] == ["grant"]


def test_what_is_used_up_is_not_chosen_again(clerk, clerk_an_giang, grant_an_giang):
    used_up = send(grant_an_giang, clerk_an_giang, 1000)
    shown = fields(clerk.get(after(used_up)))
    assert (shown["grant"], shown["voucher_on"]) == ("", "02/09/2025")


def test_an_advance_that_takes_all_is_cleared_next(
    clerk, clerk_an_giang, officer_an_giang, grant_an_giang
):
    advance = send(grant_an_giang, clerk_an_giang, 1000, kind="advance")
    advance.confirm(officer_an_giang)
    shown = fields(clerk.get(after(advance)))
    assert shown["grant"] == str(grant_an_giang.pk)
    # The next is a payment unless said otherwise, by the usual voucher.
    assert (shown["kind"], shown["voucher_kind"]) == ("payment", "payment-order")


def test_what_became_of_the_entry_meanwhile_is_told(
    clerk, clerk_an_giang, officer_an_giang, grant_an_giang
):
    entry = send(grant_an_giang, clerk_an_giang)
    entry.return_to_clerk(officer_an_giang, "Sai")
    page = clerk.get(after(entry)).content.decode()
    assert "It waits for confirmation." not in page
    assert 'class="pill pill-returned"' in page


def test_nobody_elses_entry_is_gone_on_from(clerk_an_giang, clerk_gia_lai, grant_an_giang):
    client = as_user(clerk_gia_lai)
    entry = send(grant_an_giang, clerk_an_giang)
    for address in (after(entry), "/disbursements/new/?after=99999", "/disbursements/new/?after=x"):
        assert client.get(address).status_code == 404
