"""What is not sent yet: doubts that are asked first, and drafts, which are their owner's alone."""

import pytest
from django.urls import reverse

from projects.models import Disbursement, Draft
from tests.cast import make_draft, make_grant, make_user, send
from tests.projects.entering import as_user, fields, post, typed


@pytest.fixture
def clerk(clerk_an_giang, grant_an_giang):
    return as_user(clerk_an_giang)


class TestDoubts:
    def test_the_same_number_on_the_grant_is_asked_once(
        self, clerk, clerk_an_giang, grant_an_giang
    ):
        send(grant_an_giang, clerk_an_giang, 100, voucher_number="UNC-9")
        form = typed(grant_an_giang, amount_vnd="50", voucher_number="unc-9")
        response = post(clerk, form)
        assert response.status_code == 422
        assert "Chứng từ UNC-9 ngày 02/09/2025, 100 đồng" in response.content.decode()
        assert Disbursement.objects.count() == 1
        assert post(clerk, form | {"doubts": "same-number"}).status_code == 302
        assert Disbursement.objects.count() == 2

    def test_not_for_another_number_another_grant_or_a_returned_entry(
        self, clerk, clerk_an_giang, grant_an_giang, national_grant_an_giang, officer_an_giang
    ):
        send(grant_an_giang, clerk_an_giang, 100, voucher_number="UNC-8")
        send(national_grant_an_giang, clerk_an_giang, 100, voucher_number="UNC-9")
        returned = send(grant_an_giang, clerk_an_giang, 100, voucher_number="UNC-9")
        returned.return_to_clerk(officer_an_giang, "Sai")
        assert post(clerk, typed(grant_an_giang, amount_vnd="50")).status_code == 302

    def test_a_thousandth_of_the_support_is_asked(self, clerk, officer_an_giang, project_an_giang):
        grant = make_grant(project_an_giang, officer_an_giang, 600_000_000, budget_year=2024)
        form = typed(grant, amount_vnd="600", voucher_on="02/09/2024")
        response = post(clerk, form)
        assert response.status_code == 422
        assert "một phần nghìn" in response.content.decode()
        # A tick for another doubt is no answer to this one.
        assert post(clerk, form | {"doubts": "same-number"}).status_code == 422
        assert post(clerk, form | {"doubts": "small-amount"}).status_code == 302

    def test_the_last_small_rest_is_not_doubted(self, clerk, clerk_an_giang, grant_an_giang):
        send(grant_an_giang, clerk_an_giang, 999, voucher_number="UNC-1")
        assert post(clerk, typed(grant_an_giang, amount_vnd="1")).status_code == 302

    def test_a_draft_is_saved_without_questions(self, clerk, clerk_an_giang, grant_an_giang):
        send(grant_an_giang, clerk_an_giang, 100, voucher_number="UNC-9")
        assert post(clerk, typed(grant_an_giang), "save").status_code == 302
        assert Draft.objects.count() == 1


class TestDraft:
    def test_an_unfinished_payment_is_kept_and_counts_nowhere(self, clerk, grant_an_giang):
        response = post(clerk, typed(grant_an_giang, amount_vnd="", voucher_on=""), "save")
        draft = Draft.objects.get()
        assert response.url == reverse("draft", args=[draft.pk])
        assert (draft.amount_vnd, draft.voucher_on) == (None, None)
        assert draft.voucher_number == "UNC-9"
        grant_an_giang.refresh_from_db()
        assert grant_an_giang.reported_vnd == 0

    def test_it_shows_again_as_it_would_be_typed(self, clerk, clerk_an_giang, grant_an_giang):
        draft = make_draft(grant_an_giang, clerk_an_giang, 600_000, kind="advance")
        shown = fields(clerk.get(draft.get_absolute_url()))
        assert shown["amount_vnd"] == "600.000"
        assert shown["voucher_on"] == "02/09/2025"
        assert shown["kind"] == "advance"
        assert shown["key"] == str(draft.key)

    def test_saving_again_changes_the_same_draft(self, clerk, grant_an_giang):
        form = typed(grant_an_giang)
        url = post(clerk, form, "save").url
        post(clerk, form | {"amount_vnd": "700"}, "save", url)
        post(clerk, form | {"amount_vnd": "800"}, "save")  # the first page, gone back to
        assert Draft.objects.get().amount_vnd == 800

    def test_a_sent_draft_is_gone(self, clerk, clerk_an_giang, grant_an_giang):
        draft = make_draft(grant_an_giang, clerk_an_giang)
        form = typed(grant_an_giang, key=str(draft.key))
        response = post(clerk, form, url=draft.get_absolute_url())
        entry = Disbursement.objects.get()
        assert response.url == entry.get_absolute_url()
        assert entry.idempotency_key == draft.key
        assert not Draft.objects.exists()

    def test_a_refused_draft_stays_as_it_was_saved(self, clerk, clerk_an_giang, grant_an_giang):
        draft = make_draft(grant_an_giang, clerk_an_giang, 600)
        form = typed(grant_an_giang, key=str(draft.key), amount_vnd="1001")
        assert post(clerk, form, url=draft.get_absolute_url()).status_code == 422
        draft.refresh_from_db()
        assert draft.amount_vnd == 600

    def test_deleting(self, clerk, clerk_an_giang, grant_an_giang):
        draft = make_draft(grant_an_giang, clerk_an_giang)
        assert clerk.get(reverse("draft-delete", args=[draft.pk])).status_code == 405
        assert clerk.post(reverse("draft-delete", args=[draft.pk])).status_code == 302
        assert not Draft.objects.exists()

    @pytest.mark.parametrize("button", ["save", "send"])
    def test_one_that_was_deleted_meanwhile_goes_on_as_a_new_one(
        self, clerk, clerk_an_giang, grant_an_giang, button
    ):
        draft = make_draft(grant_an_giang, clerk_an_giang)
        form = typed(grant_an_giang, key=str(draft.key), amount_vnd="55")
        clerk.post(reverse("draft-delete", args=[draft.pk]))  # in another window
        # What was typed wrong comes back as it was typed.
        wrong = post(clerk, form | {"amount_vnd": "5x"}, button, draft.get_absolute_url())
        assert wrong.status_code == 422
        assert fields(wrong)["amount_vnd"] == "5x"
        assert post(clerk, form, button, draft.get_absolute_url()).status_code == 302
        kept = Draft.objects.get() if button == "save" else Disbursement.objects.get()
        assert kept.amount_vnd == 55

    def test_of_a_colleague_is_not_there(self, clerk, centre_an_giang, grant_an_giang):
        colleague = make_user("colleague", "clerk", centre=centre_an_giang)
        draft = make_draft(grant_an_giang, colleague)
        form = typed(grant_an_giang, key=str(draft.key))
        assert clerk.get(draft.get_absolute_url()).status_code == 404
        assert post(clerk, form, url=draft.get_absolute_url()).status_code == 404
        assert post(clerk, form).status_code == 404  # under its key, too
        assert post(clerk, form, "save").status_code == 404
        assert clerk.post(reverse("draft-delete", args=[draft.pk])).status_code == 404
        draft.refresh_from_db()
        assert draft.owner == colleague
        assert not Disbursement.objects.exists()

    def test_a_returned_one_has_the_reason_on_top(
        self, clerk, clerk_an_giang, grant_an_giang, officer_an_giang
    ):
        entry = send(grant_an_giang, clerk_an_giang)
        draft = entry.return_to_clerk(officer_an_giang, "Sai số tài khoản")
        page = clerk.get(draft.get_absolute_url()).content.decode()
        assert page.index("Sai số tài khoản") < page.index("id_amount_vnd")
        # It can be put right and sent again, as an entry of its own.
        response = post(clerk, typed(grant_an_giang, key=str(draft.key), amount_vnd="500"))
        assert response.status_code == 302
        grant_an_giang.refresh_from_db()
        assert grant_an_giang.reported_vnd == 500

    def test_of_a_grant_that_left_the_reach_names_it_no_more(self, clerk_gia_lai, grant_an_giang):
        draft = make_draft(grant_an_giang, clerk_gia_lai)
        response = as_user(clerk_gia_lai).get(draft.get_absolute_url())
        assert fields(response)["grant"] == ""
        assert "AG-2025-01" not in response.content.decode()
