"""Sending: one key makes one entry, whatever is clicked, resent or gone back to."""

import uuid
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from projects.forms import EntryForm
from projects.models import Disbursement, Draft, Project
from tests.cast import add_line, make_draft, make_user, send
from tests.projects.entering import after, as_user, fields, post, ticks, typed


@pytest.fixture
def clerk(clerk_an_giang, grant_an_giang):
    return as_user(clerk_an_giang)


def test_one_ledger_row_with_what_was_typed(clerk, clerk_an_giang, grant_an_giang):
    form = typed(grant_an_giang, kind="advance", voucher_kind="cash")
    response = post(clerk, form)
    entry = Disbursement.objects.get()
    assert response.status_code == 302
    assert response.url == after(entry)
    assert entry.kind == "advance"
    assert entry.amount_vnd == 600
    assert (entry.voucher_kind, entry.voucher_number) == ("cash", "UNC-9")
    assert entry.voucher_on == entry.booked_on == date(2025, 9, 2)
    assert entry.recorded_by == clerk_an_giang
    assert str(entry.idempotency_key) == form["key"]
    assert entry.synthetic is False
    assert not Draft.objects.exists()
    grant_an_giang.refresh_from_db()
    assert (grant_an_giang.reported_vnd, grant_an_giang.confirmed_vnd) == (600, 0)


def test_the_same_again_gives_the_same_receipt(clerk, grant_an_giang):
    form = typed(grant_an_giang)
    first = post(clerk, form)
    again = post(clerk, form)
    assert again.status_code == 302
    assert again.url == first.url
    assert Disbursement.objects.count() == 1
    assert "đã được gửi trước đó" in clerk.get(again.url).content.decode()


def test_the_same_again_when_it_took_all_that_was_left(clerk, grant_an_giang):
    # The grant is no longer offered then, yet it is the same payment.
    form = typed(grant_an_giang, amount_vnd="1000")
    assert post(clerk, form).url == post(clerk, form).url
    assert Disbursement.objects.count() == 1


def test_the_same_said_in_another_way(clerk, grant_an_giang):
    form = typed(grant_an_giang)
    first = post(clerk, form)
    other = form | {"amount_vnd": "0,0006", "unit": "million", "voucher_on": "2-9-2025"}
    assert post(clerk, other).url == first.url


def test_the_same_from_the_page_of_a_draft_that_is_gone(clerk, clerk_an_giang, grant_an_giang):
    draft = make_draft(grant_an_giang, clerk_an_giang)
    form = typed(grant_an_giang, key=str(draft.key))
    url = draft.get_absolute_url()
    assert post(clerk, form, url=url).url == post(clerk, form, url=url).url
    assert Disbursement.objects.count() == 1


def test_saving_what_was_sent_writes_nothing(clerk, grant_an_giang):
    form = typed(grant_an_giang)
    first = post(clerk, form)
    assert post(clerk, form, "save").url == first.url
    assert not Draft.objects.exists()


def test_the_same_again_after_a_return_shows_the_returned_entry(
    clerk, grant_an_giang, officer_an_giang
):
    form = typed(grant_an_giang)
    first = post(clerk, form)
    Disbursement.objects.get().return_to_clerk(officer_an_giang, "Sai")
    assert post(clerk, form).url == first.url
    grant_an_giang.refresh_from_db()
    assert grant_an_giang.reported_vnd == 0


@pytest.mark.parametrize(
    "change",
    [
        {"amount_vnd": "601"},
        {"amount_vnd": "1001"},
        {"amount_vnd": "sáu trăm"},
        {"amount_vnd": ""},
        {"voucher_number": "UNC-10"},
        {"voucher_on": "03/09/2025"},
        {"kind": "advance"},
        {"voucher_kind": "cash"},
    ],
    ids=str,
)
@pytest.mark.parametrize("button", ["send", "save"])
def test_another_payment_under_a_sent_key_is_refused(clerk, grant_an_giang, change, button):
    form = typed(grant_an_giang)
    post(clerk, form)
    response = post(clerk, form | change, button)
    assert response.status_code == 409
    entry = Disbursement.objects.get()
    assert entry.amount_vnd == 600
    assert entry.get_absolute_url() in response.content.decode()
    labels = {EntryForm.base_fields[name].label for name in change}
    assert {row["label"] for row in response.context["rows"] if row["differs"]} == labels
    assert response.content.decode().count('class="row-differs"') == 1
    assert not Draft.objects.exists()


def test_another_grant_under_a_sent_key_is_refused(clerk, grant_an_giang, national_grant_an_giang):
    form = typed(grant_an_giang)
    post(clerk, form)
    assert post(clerk, form | {"grant": str(national_grant_an_giang.pk)}).status_code == 409


def test_what_was_typed_under_a_sent_key_can_be_kept_as_a_draft(clerk, grant_an_giang):
    form = typed(grant_an_giang)
    post(clerk, form)
    response = post(clerk, form | {"amount_vnd": "0,0003", "unit": "million"})
    kept = fields(response)
    assert kept["key"] != form["key"]
    assert clerk.post(reverse("draft-new"), kept).status_code == 302
    assert Draft.objects.get().amount_vnd == 300


def test_a_key_of_somebody_elses_entry_tells_nothing(
    clerk, centre_an_giang, grant_an_giang, clerk_gia_lai
):
    colleague = make_user("colleague", "clerk", centre=centre_an_giang)
    entry = send(grant_an_giang, colleague, 100)
    form = typed(grant_an_giang, key=str(entry.idempotency_key), amount_vnd="50")
    response = post(clerk, form | {"voucher_number": "UNC-77"})
    assert response.status_code == 422
    assert entry.get_absolute_url() not in response.content.decode()
    assert Disbursement.objects.count() == 1
    assert not Draft.objects.exists()


def test_two_keys_are_two_payments(clerk, grant_an_giang):
    post(clerk, typed(grant_an_giang, amount_vnd="100", voucher_number="UNC-1"))
    post(clerk, typed(grant_an_giang, amount_vnd="100", voucher_number="UNC-2"))
    assert Disbursement.objects.count() == 2


def test_keeping_a_key_that_is_sent_meanwhile_is_undone(clerk_an_giang, grant_an_giang):
    # Save and send of one form at the same time: the entry wins, no draft is left behind.
    key = uuid.uuid4()
    send(grant_an_giang, clerk_an_giang, key=key)
    with pytest.raises(ValidationError) as refusal:
        Draft.objects.keep(clerk_an_giang, key, grant=grant_an_giang)
    assert refusal.value.code == "disbursement_key_used"
    assert not Draft.objects.exists()


@pytest.mark.parametrize(
    ("status", "says"),
    [
        ("draft", "chưa được phê duyệt"),
        ("stopped", "Kinh phí còn lại 1.000 đồng chỉ được thu về bằng quyết định"),
        ("settled", "Đề án đã quyết toán"),
        ("accepted", ""),
    ],
)
def test_a_payment_for_a_project_that_takes_none_is_asked_once(clerk, grant_an_giang, status, says):
    Project.objects.filter(pk=grant_an_giang.project_id).update(status=status)
    form = typed(grant_an_giang)
    if says:
        answer = post(clerk, form)
        assert answer.status_code == 422
        assert says in answer.content.decode()
        form |= ticks(answer)
    assert post(clerk, form).status_code == 302


class TestRefusedBeforeAsked:
    """Nobody ticks a doubt about what is refused all the same."""

    def test_a_number_used_before_on_more_than_is_left(self, clerk, clerk_an_giang, grant_an_giang):
        send(grant_an_giang, clerk_an_giang, 900)
        refused = post(clerk, typed(grant_an_giang, amount_vnd="101"))
        assert refused.status_code == 422
        assert not refused.context["form"].asked
        assert "chỉ còn 100 đồng" in refused.content.decode()
        assert post(clerk, typed(grant_an_giang, amount_vnd="100")).context["form"].asked
        assert Disbursement.objects.count() == 1

    def test_a_stopped_project_is_told_what_must_come_back(
        self, clerk, clerk_an_giang, officer_an_giang, grant_an_giang
    ):
        send(grant_an_giang, clerk_an_giang, 900, voucher_number="UNC-8")
        add_line(grant_an_giang, officer_an_giang, -300)
        Project.objects.update(status=Project.Status.STOPPED)
        refused = post(clerk, typed(grant_an_giang, amount_vnd="50"))
        assert not refused.context["form"].asked
        assert "phải thu hồi 200 đồng, không nhận thêm khoản chi" in refused.content.decode()
        add_line(grant_an_giang, officer_an_giang, 300)
        asked = post(clerk, typed(grant_an_giang, amount_vnd="50")).content.decode()
        assert "Đề án đã ngừng triển khai. Kinh phí còn lại 100 đồng" in asked
        assert Disbursement.objects.count() == 1
