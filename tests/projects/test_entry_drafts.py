"""What is not sent yet: doubts that are asked first, and drafts, which are their owner's alone."""

from datetime import date

import pytest
from django.urls import reverse

from projects.models import Disbursement, Draft, Grant, MonthClose
from projects.models.doubts import other_amount
from promotion.models import AdvanceRule
from tests.cast import make_draft, make_grant, make_project, make_user, send
from tests.projects.entering import after, as_user, fields, post, ticks, typed

NEW = "/disbursements/new/"


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
        assert post(clerk, form | ticks(response)).status_code == 302
        assert Disbursement.objects.count() == 2

    def test_not_for_another_number_another_grant_or_a_returned_entry(
        self, clerk, clerk_an_giang, grant_an_giang, national_grant_an_giang, officer_an_giang
    ):
        send(grant_an_giang, clerk_an_giang, 100, voucher_number="UNC-8")
        send(national_grant_an_giang, clerk_an_giang, 100, voucher_number="UNC-9")
        returned = send(grant_an_giang, clerk_an_giang, 100, voucher_number="UNC-9")
        returned.return_to_clerk(officer_an_giang, "Sai")
        assert post(clerk, typed(grant_an_giang, amount_vnd="50")).status_code == 302

    def test_below_a_hundredth_a_thousandfold_that_fits_is_offered(
        self, clerk, officer_an_giang, project_an_giang
    ):
        grant = make_grant(project_an_giang, officer_an_giang, 600_000_000, budget_year=2024)
        form = typed(grant, amount_vnd="600000", voucher_on="02/09/2024")
        response = post(clerk, form)
        assert response.status_code == 422
        page = response.content.decode()
        assert "chưa bằng 1% kinh phí hỗ trợ" in page
        assert 'name="instead" value="600000000"' in page
        # The button fills it in and sends nothing.
        filled = fields(clerk.post(NEW, form | {"instead": "600000000"}))
        assert (filled["amount_vnd"], filled["unit"]) == ("600.000.000", "vnd")
        assert filled["key"] == form["key"]
        assert not Disbursement.objects.exists()
        # A tick for another amount is no answer to this one.
        smaller = post(clerk, form | ticks(response) | {"amount_vnd": "500000"})
        assert smaller.status_code == 422
        assert "500.000 đồng chưa bằng 1%" in smaller.content.decode()
        assert post(clerk, form | ticks(smaller)).status_code == 422
        assert post(clerk, form | ticks(response)).status_code == 302

    def test_above_what_is_left_a_thousandth_is_offered_and_never_taken_whole(
        self, clerk, grant_an_giang
    ):
        form = typed(grant_an_giang, amount_vnd="600000")
        page = post(clerk, form)
        assert page.status_code == 422
        assert 'name="instead" value="600"' in page.content.decode()
        assert not Disbursement.objects.exists()

    @pytest.mark.parametrize(
        ("kind", "approved", "spent", "amount", "other"),
        [
            ("payment", 1_000_000, 0, 1000, 1_000_000),  # 0.1%
            ("payment", 1_000_000, 0, 9_999, None),  # a thousandfold does not fit
            ("payment", 10**9, 0, 9_999_000, None),
            ("payment", 10**9, 0, 999_000, 999_000_000),
            ("payment", 10**9, 2 * 10**6, 999_000, None),  # only 998 million are left
            ("payment", 100_000, 0, 100_000, None),
            ("payment", 100_000, 0, 100_000_000, 100_000),  # 100%
            ("payment", 100_000, 0, 1_000_000, 1_000),  # 1%
            ("payment", 100_000, 0, 999_000, None),  # below 1%
            ("payment", 100_000, 0, 1_000_001, None),
            ("payment", 100_000, 60_000, 50_000_000, None),  # more than is left, still
            ("clearing", 1_000_000, 0, 1000, None),  # nothing was advanced
        ],
    )
    def test_the_bounds_of_the_other_amount(self, kind, approved, spent, amount, other):
        grant = Grant(approved_vnd=approved, reported_vnd=spent)
        assert other_amount(grant, kind, amount) == other

    def test_a_closed_month_is_told_and_booked_in_the_next_open_one(
        self, clerk, grant_an_giang, officer_an_giang
    ):
        MonthClose.objects.record(
            officer_an_giang,
            MonthClose.Event.CLOSE,
            province_id="an-giang",
            source="local",
            month=date(2025, 9, 1),
        )
        response = post(clerk, typed(grant_an_giang))
        assert response.status_code == 422
        page = response.content.decode()
        assert "Tháng 9/2025 đã khóa số liệu" in page and "01/10/2025" in page
        assert post(clerk, typed(grant_an_giang) | ticks(response)).status_code == 302
        assert Disbursement.objects.get().booked_on == date(2025, 10, 1)

    def test_an_advance_above_the_rule_of_its_content_is_asked_with_the_citation(
        self, clerk, grant_an_giang
    ):
        assert post(clerk, typed(grant_an_giang, kind="advance", amount_vnd="700")).status_code
        assert Disbursement.objects.count() == 1  # 70% of 1,000 for machines
        more = typed(grant_an_giang, kind="advance", amount_vnd="10", voucher_number="UNC-10")
        page = post(clerk, more)
        assert page.status_code == 422
        text = page.content.decode()
        assert "710 đồng" in text and "Thông tư 36/2013/TT-BCT Điều 13" in text
        assert "chưa kiểm chứng" not in text
        assert post(clerk, more | ticks(page)).status_code == 302

    def test_a_rule_that_was_inferred_says_so(self, clerk, grant_an_giang):
        AdvanceRule.objects.update(confidence="inferred")
        page = post(clerk, typed(grant_an_giang, kind="advance", amount_vnd="701"))
        assert "chưa kiểm chứng" in page.content.decode()

    def test_a_payment_beside_an_open_advance_is_asked(
        self, clerk, clerk_an_giang, grant_an_giang, officer_an_giang
    ):
        advance = send(grant_an_giang, clerk_an_giang, 300, kind="advance", voucher_number="TU-1")
        advance.confirm(officer_an_giang)
        page = post(clerk, typed(grant_an_giang, amount_vnd="100"))
        assert page.status_code == 422
        assert "Còn 300 đồng tạm ứng chưa thanh toán" in page.content.decode()
        clearing = typed(grant_an_giang, amount_vnd="300", kind="clearing")
        assert post(clerk, clearing).status_code == 302
        assert post(clerk, typed(grant_an_giang, amount_vnd="100", voucher_number="UNC-2"))
        assert Disbursement.objects.count() == 3

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
        assert response.url == reverse("draft", args=[draft.key])
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
        assert response.url == after(entry)
        assert entry.idempotency_key == draft.key
        assert not Draft.objects.exists()
        # Back to the page that it was sent from: its receipt.
        assert clerk.get(draft.get_absolute_url()).url == entry.get_absolute_url()

    def test_a_refused_draft_stays_as_it_was_saved(self, clerk, clerk_an_giang, grant_an_giang):
        draft = make_draft(grant_an_giang, clerk_an_giang, 600)
        form = typed(grant_an_giang, key=str(draft.key), amount_vnd="1001")
        assert post(clerk, form, url=draft.get_absolute_url()).status_code == 422
        draft.refresh_from_db()
        assert draft.amount_vnd == 600

    def test_deleting(self, clerk, clerk_an_giang, grant_an_giang):
        draft = make_draft(grant_an_giang, clerk_an_giang)
        assert clerk.get(reverse("draft-delete", args=[draft.key])).status_code == 405
        assert clerk.post(reverse("draft-delete", args=[draft.key])).status_code == 302
        assert not Draft.objects.exists()

    @pytest.mark.parametrize("button", ["save", "send"])
    def test_one_that_was_deleted_meanwhile_goes_on_as_a_new_one(
        self, clerk, clerk_an_giang, grant_an_giang, button
    ):
        draft = make_draft(grant_an_giang, clerk_an_giang)
        form = typed(grant_an_giang, key=str(draft.key), amount_vnd="55")
        clerk.post(reverse("draft-delete", args=[draft.key]))  # in another window
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
        assert clerk.post(reverse("draft-delete", args=[draft.key])).status_code == 404
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


class TestKeepingWhileItIsTyped:
    KEEP = "/disbursements/drafts/keep/"

    def test_what_can_be_read_is_saved_under_the_forms_key(self, clerk, grant_an_giang):
        form = typed(grant_an_giang, amount_vnd="1.25", voucher_on="31/02/2025")
        answer = clerk.post(self.KEEP, form)
        draft = Draft.objects.get()
        assert answer.json()["url"] == draft.get_absolute_url()
        assert not answer.json()["whole"]
        assert (str(draft.key), draft.grant) == (form["key"], grant_an_giang)
        assert (draft.amount_vnd, draft.voucher_on, draft.voucher_number) == (None, None, "UNC-9")
        form |= {"amount_vnd": "600", "voucher_on": "02/09/2025"}
        older = clerk.post(self.KEEP, form)  # of a window that does not show what was saved
        assert (older.status_code, older.json()["newer"]) == (409, True)
        whole = clerk.post(self.KEEP, form | {"saved_at": answer.json()["saved_at"]}).json()
        assert whole["whole"]
        assert Draft.objects.get().amount_vnd == 600

    def test_nothing_is_kept_of_what_was_sent(self, clerk, grant_an_giang):
        post(clerk, form := typed(grant_an_giang))
        answer = clerk.post(self.KEEP, form)
        url = Disbursement.objects.get().get_absolute_url()
        assert (answer.status_code, answer.json()["url"]) == (409, url)
        assert not Draft.objects.exists()

    def test_a_form_without_its_key_is_refused(self, clerk, grant_an_giang):
        assert clerk.post(self.KEEP, typed(grant_an_giang, key="x")).status_code == 400

    def test_neither_a_colleagues_draft_nor_a_grant_out_of_reach(
        self, clerk, centre_an_giang, centre_gia_lai, grant_an_giang, ministry
    ):
        theirs = make_draft(grant_an_giang, make_user("colleague", "clerk", centre=centre_an_giang))
        form = typed(grant_an_giang, key=str(theirs.key))
        assert clerk.post(self.KEEP, form).status_code == 404
        foreign = make_grant(make_project(centre_gia_lai, "GL-1"), ministry)
        clerk.post(self.KEEP, typed(foreign))
        assert Draft.objects.exclude(pk=theirs.pk).get().grant is None

    def test_it_is_no_way_to_a_proposal(self, clerk, clerk_an_giang, grant_an_giang):
        entry = send(grant_an_giang, clerk_an_giang, 100)
        waiting = make_draft(
            grant_an_giang, clerk_an_giang, 50, purpose="correction", concerns=entry, reason="Sai"
        )
        form = typed(grant_an_giang, key=str(waiting.key))
        assert {clerk.post(self.KEEP, form).status_code, post(clerk, form).status_code} == {404}
        assert clerk.get(reverse("draft", args=[waiting.key])).status_code == 404
        assert clerk.post(reverse("draft-delete", args=[waiting.key])).status_code == 404
        waiting.refresh_from_db()
        assert waiting.amount_vnd == 50
