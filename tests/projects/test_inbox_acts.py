"""Confirming and returning: all that was seen or nothing, by the right person, never too late."""

import pytest
from django.urls import reverse

from projects.models import Confirmation, Disbursement, Draft
from promotion.filters import ALL
from tests.cast import make_user, send
from tests.projects.entering import as_user

INBOX = "/disbursements/inbox/"
CONFIRM_LIST = "/disbursements/inbox/confirm/"


def confirm(client, *entries):
    return client.post(CONFIRM_LIST, {"entry": " ".join(str(entry.pk) for entry in entries)})


def said(client, response) -> str:
    """The page one lands on, with what it says about what was just done."""
    return client.get(response.url).content.decode()


class TestConfirmingAList:
    def test_all_that_was_seen(self, officer_an_giang, clerk_an_giang, grant_an_giang):
        seen = [send(grant_an_giang, clerk_an_giang, amount) for amount in (100, 200)]
        later = send(grant_an_giang, clerk_an_giang, 50)
        client = as_user(officer_an_giang)
        response = confirm(client, *seen)
        assert response.status_code == 302
        assert "Đã xác nhận 2 khoản chi, tổng cộng 300 đồng." in said(client, response)
        assert set(Disbursement.objects.confirmed()) == set(seen)
        assert list(Disbursement.objects.waiting()) == [later]
        grant_an_giang.refresh_from_db()
        assert grant_an_giang.confirmed_vnd == 300

    @pytest.mark.parametrize("lost_to", ["confirmation", "return"])
    def test_all_or_none_when_one_is_gone(
        self, lost_to, officer_an_giang, clerk_an_giang, grant_an_giang
    ):
        seen = [send(grant_an_giang, clerk_an_giang, amount) for amount in (100, 200)]
        other = make_user("officer_2", "officer", province_id="an-giang")
        if lost_to == "confirmation":
            seen[0].confirm(other)
        else:
            seen[0].return_to_clerk(other, "Sai")
        client = as_user(officer_an_giang)
        response = confirm(client, *seen)
        assert "Chưa xác nhận khoản chi nào." in said(client, response)
        assert list(Disbursement.objects.waiting()) == [seen[1]]

    def test_the_same_again_tells_the_same_and_confirms_nothing_twice(
        self, officer_an_giang, entry
    ):
        client = as_user(officer_an_giang)
        first = said(client, confirm(client, entry))
        assert "Đã xác nhận 1 khoản chi" in first
        assert "Đã xác nhận 1 khoản chi" in said(client, confirm(client, entry))
        assert Confirmation.objects.count() == 1

    def test_national_money_is_refused_to_the_officer(self, officer_an_giang, entry, national):
        assert confirm(as_user(officer_an_giang), entry, national).status_code == 403
        assert not Confirmation.objects.exists()

    def test_local_money_is_refused_to_the_ministry(self, ministry, entry, national):
        assert confirm(as_user(ministry), entry, national).status_code == 403
        assert not Confirmation.objects.exists()

    def test_a_foreign_entry_among_them_is_not_there(self, officer_an_giang, entry, foreign):
        assert confirm(as_user(officer_an_giang), entry, foreign).status_code == 404
        assert not Confirmation.objects.exists()

    @pytest.mark.parametrize("ids", ["", "x", "-1", "9" * 30, "987654321", "1 " * 10_001])
    def test_what_no_page_could_hold(self, officer_an_giang, entry, ids):
        client = as_user(officer_an_giang)
        assert client.post(CONFIRM_LIST, {"entry": ids}).status_code == 404

    @pytest.mark.parametrize("who", ["clerk_an_giang", "auditor", "administrator"])
    def test_only_those_who_confirm(self, who, request, entry):
        assert confirm(as_user(request.getfixturevalue(who)), entry).status_code == 403
        assert not Confirmation.objects.exists()

    def test_ones_own_entry_is_refused(self, clerk_an_giang, entry, centre_an_giang):
        # The clerk has become the officer.
        clerk_an_giang.role, clerk_an_giang.centre = "officer", None
        clerk_an_giang.province_id = "an-giang"
        clerk_an_giang.save()
        client = as_user(clerk_an_giang)
        assert confirm(client, entry).status_code == 403
        assert client.post(reverse("confirm-entry", args=[entry.pk])).status_code == 403
        assert not Confirmation.objects.exists()

    def test_back_to_this_site_only(self, officer_an_giang, entry):
        form = {"entry": entry.pk, "next": "https://example.org/"}
        assert as_user(officer_an_giang).post(CONFIRM_LIST, form).url == INBOX


class TestConfirmingOne:
    def test_it_counts_as_disbursed(self, officer_an_giang, entry, grant_an_giang):
        client = as_user(officer_an_giang)
        here = f"{INBOX}?month=2025-09"
        response = client.post(reverse("confirm-entry", args=[entry.pk]), {"next": here})
        assert response.url == here
        assert "Đã xác nhận Ủy nhiệm chi UNC-LOCAL: 600 đồng." in said(client, response)
        grant_an_giang.refresh_from_db()
        assert grant_an_giang.confirmed_vnd == 600
        assert entry.confirmation.confirmed_by == officer_an_giang

    def test_too_late_says_what_happened(self, officer_an_giang, entry):
        other = make_user("officer_2", "officer", province_id="an-giang")
        entry.return_to_clerk(other, "Sai số tài khoản")
        client = as_user(officer_an_giang)
        response = client.post(reverse("confirm-entry", args=[entry.pk]))
        assert response.url == entry.get_absolute_url()
        page = said(client, response)
        assert "Khoản chi đã được trả lại nên không xác nhận được nữa." in page
        assert "Sai số tài khoản" in page
        assert not Confirmation.objects.exists()

    @pytest.mark.parametrize(
        ("who", "status"),
        [("officer_an_giang", 403), ("clerk_an_giang", 403), ("auditor", 403), ("ministry", 302)],
    )
    def test_national_money(self, who, status, request, national):
        client = as_user(request.getfixturevalue(who))
        assert client.post(reverse("confirm-entry", args=[national.pk])).status_code == status

    def test_of_another_province_is_not_there(self, officer_an_giang, foreign):
        client = as_user(officer_an_giang)
        assert client.post(reverse("confirm-entry", args=[foreign.pk])).status_code == 404


class TestReturning:
    def test_the_draft_is_the_clerks_again_with_the_reason(
        self, officer_an_giang, clerk_an_giang, entry, grant_an_giang
    ):
        client = as_user(officer_an_giang)
        url = reverse("return-entry", args=[entry.pk])
        assert "600 <small>đồng" in client.get(url).content.decode()
        response = client.post(url, {"reason": "  Sai số tài khoản ", "next": INBOX})
        assert response.url == INBOX
        draft = Draft.objects.get()
        assert draft.owner == clerk_an_giang
        assert draft.returned_reason == "Sai số tài khoản"
        assert (draft.amount_vnd, draft.voucher_number) == (600, "UNC-LOCAL")
        grant_an_giang.refresh_from_db()
        assert grant_an_giang.reported_vnd == 0
        assert not Disbursement.objects.waiting().exists()

    @pytest.mark.parametrize("reason", ["", "   ", "x" * 401])
    def test_without_a_reason_nothing_happens(self, officer_an_giang, entry, reason):
        client = as_user(officer_an_giang)
        response = client.post(reverse("return-entry", args=[entry.pk]), {"reason": reason})
        assert response.status_code == 422
        assert 'href="#id_reason"' in response.content.decode()
        assert list(Disbursement.objects.waiting()) == [entry]

    @pytest.mark.parametrize("method", ["get", "post"])
    def test_too_late_says_what_happened(self, officer_an_giang, entry, method):
        entry.confirm(make_user("officer_2", "officer", province_id="an-giang"))
        client = as_user(officer_an_giang)
        url = reverse("return-entry", args=[entry.pk])
        response = getattr(client, method)(url, {"reason": "Muộn"})
        assert response.url == entry.get_absolute_url()
        assert "đã xác nhận không trả lại hoặc rút lại được nữa." in said(client, response)
        assert not Draft.objects.exists()

    def test_the_same_again_tells_the_same(self, officer_an_giang, entry):
        client = as_user(officer_an_giang)
        url = reverse("return-entry", args=[entry.pk])
        first = said(client, client.post(url, {"reason": "Sai"}))
        again = said(client, client.post(url, {"reason": "Sai"}))
        assert "Đã trả lại" in first and "Đã trả lại" in again
        other = said(client, client.post(url, {"reason": "Khác"}))
        assert "Khoản chi này đã được trả lại hoặc rút lại." in other
        assert Draft.objects.count() == 1

    @pytest.mark.parametrize(
        ("who", "status"),
        [("ministry", 403), ("auditor", 403), ("administrator", 403), ("clerk_an_giang", 403)],
    )
    @pytest.mark.parametrize("method", ["get", "post"])
    def test_not_by_others(self, who, status, method, request, entry):
        client = as_user(request.getfixturevalue(who))
        url = reverse("return-entry", args=[entry.pk])
        assert getattr(client, method)(url, {"reason": "Sai"}).status_code == status
        assert not Draft.objects.exists()

    def test_not_by_a_colleague(self, entry, centre_an_giang):
        client = as_user(make_user("colleague", "clerk", centre=centre_an_giang))
        url = reverse("return-entry", args=[entry.pk])
        assert client.post(url, {"reason": "Sai"}).status_code == 403


class TestTakingBack:
    def test_one_click_and_it_is_the_senders_draft_again(
        self, clerk_an_giang, entry, grant_an_giang
    ):
        client = as_user(clerk_an_giang)
        response = client.post(reverse("take-back", args=[entry.pk]))
        draft = Draft.objects.get()
        assert response.url == draft.get_absolute_url()
        assert draft.returned_reason == ""  # nobody returned it
        assert entry.reversal.reason == "người gửi tự rút lại"
        grant_an_giang.refresh_from_db()
        assert grant_an_giang.reported_vnd == 0
        # Once more gives the same, and tells what happened once the draft is gone.
        first = said(client, response)
        again = client.post(reverse("take-back", args=[entry.pk]))
        assert again.url == draft.get_absolute_url()
        assert "Đã rút lại" in first and "Đã rút lại" in said(client, again)
        listed = client.get(reverse("disbursements"), {"year": ALL, "returned": "on"})
        for page in (listed, client.get(entry.get_absolute_url())):
            shown = page.content.decode()
            assert "Đã rút lại</span>" in shown and "Đã trả lại</span>" not in shown
        assert Draft.objects.count() == 1
        draft.delete()
        late = client.post(reverse("take-back", args=[entry.pk]))
        assert late.url == entry.get_absolute_url()

    def test_what_another_returned_was_not_taken_back(
        self, clerk_an_giang, officer_an_giang, entry
    ):
        entry.return_to_clerk(officer_an_giang, "Sai")
        answer = as_user(clerk_an_giang).post(reverse("take-back", args=[entry.pk]))
        assert answer.url == entry.get_absolute_url()

    def test_not_once_it_is_confirmed(self, clerk_an_giang, officer_an_giang, entry):
        entry.confirm(officer_an_giang)
        client = as_user(clerk_an_giang)
        response = client.post(reverse("take-back", args=[entry.pk]))
        assert "đã xác nhận không trả lại hoặc rút lại được nữa." in said(client, response)
        assert not Draft.objects.exists()

    @pytest.mark.parametrize(
        ("who", "status"), [("officer_an_giang", 403), ("clerk_gia_lai", 404), ("auditor", 403)]
    )
    def test_not_by_others(self, who, status, request, entry):
        client = as_user(request.getfixturevalue(who))
        assert client.post(reverse("take-back", args=[entry.pk])).status_code == status

    def test_not_by_a_colleague(self, entry, centre_an_giang):
        client = as_user(make_user("colleague", "clerk", centre=centre_an_giang))
        assert client.post(reverse("take-back", args=[entry.pk])).status_code == 403
