"""Typing a payment: what the form offers, reads, keeps and refuses."""

from datetime import date

import pytest
from django.urls import reverse

from projects.models import Disbursement, Draft
from promotion.models import Source
from tests.cast import DAY, make_draft, make_grant, make_project, make_user, send
from tests.projects.entering import as_user, fields, post, typed

NEW = "/disbursements/new/"


@pytest.fixture
def clerk(clerk_an_giang, grant_an_giang):
    return as_user(clerk_an_giang)


class TestOffer:
    def test_supports_with_money_left_by_project(
        self, clerk, clerk_an_giang, grant_an_giang, project_an_giang, officer_an_giang
    ):
        used_up = make_grant(project_an_giang, officer_an_giang, 500, budget_year=2024)
        send(used_up, clerk_an_giang, 500, voucher_on=date(2024, 5, 6))
        page = clerk.get(NEW).content.decode()
        assert f'<option value="{grant_an_giang.pk}">' in page
        assert "AG-2025-01 · Ứng dụng máy móc" in page
        assert "2025 · KCĐP · còn 1.000 đồng" in page
        assert f'<option value="{used_up.pk}">' not in page

    def test_nothing_of_another_centre(self, clerk_gia_lai, grant_an_giang):
        page = as_user(clerk_gia_lai).get(NEW).content.decode()
        assert "AG-2025-01" not in page

    def test_a_merged_centres_projects_go_on(self, clerk, centre_kien_giang, officer_an_giang):
        old = make_grant(make_project(centre_kien_giang, "KG-2025-07"), officer_an_giang)
        assert "KG-2025-07" in clerk.get(NEW).content.decode()
        assert post(clerk, typed(old)).status_code == 302
        assert Disbursement.objects.get().grant == old

    def test_a_grant_in_the_address_is_chosen_and_shows_what_is_left(self, clerk, grant_an_giang):
        response = clerk.get(NEW, {"grant": grant_an_giang.pk})
        assert fields(response)["grant"] == str(grant_an_giang.pk)
        assert response.context["form"].chosen == grant_an_giang

    def test_a_project_with_one_open_support_is_chosen(self, clerk, grant_an_giang):
        assert fields(clerk.get(NEW, {"project": "AG-2025-01"}))["grant"] == str(grant_an_giang.pk)

    def test_of_two_open_supports_none_is_chosen(
        self, clerk, grant_an_giang, national_grant_an_giang
    ):
        response = clerk.get(NEW, {"project": "AG-2025-01"})
        assert fields(response)["grant"] == ""
        assert 'value="AG-2025-01"' in response.content.decode()  # to narrow the list

    @pytest.mark.parametrize("pk", ["grant", "missing", "words"])
    def test_a_foreign_grant_in_the_address_is_not_there(self, clerk_gia_lai, grant_an_giang, pk):
        asked = {"grant": grant_an_giang.pk, "missing": 987654, "words": "abc"}[pk]
        client = as_user(clerk_gia_lai)
        assert client.get(NEW, {"grant": asked}).status_code == 404
        assert client.get(reverse("grant-remaining"), {"grant": asked}).status_code == 404

    def test_a_foreign_project_in_the_address_is_not_there(self, clerk_gia_lai, grant_an_giang):
        client = as_user(clerk_gia_lai)
        assert client.get(NEW, {"project": "AG-2025-01"}).status_code == 404

    def test_the_fragment_shows_what_is_left(self, clerk, clerk_an_giang, grant_an_giang):
        send(grant_an_giang, clerk_an_giang, 600)
        page = clerk.get(reverse("grant-remaining"), {"grant": grant_an_giang.pk}).content.decode()
        assert "400 <small>đồng" in page
        assert "<html" not in page
        assert 'id="remaining"' in clerk.get(reverse("grant-remaining")).content.decode()

    @pytest.mark.parametrize("who", ["officer_an_giang", "ministry", "auditor", "administrator"])
    def test_only_clerks_enter(self, who, request, grant_an_giang):
        client = as_user(request.getfixturevalue(who))
        assert client.get(NEW).status_code == 403
        assert post(client, typed(grant_an_giang)).status_code == 403
        assert not Draft.objects.exists()

    def test_queries_do_not_grow_with_the_supports(
        self, clerk, centre_an_giang, officer_an_giang, django_assert_max_num_queries
    ):
        for number in range(12):
            project = make_project(centre_an_giang, f"AG-2025-1{number:02}")
            make_grant(project, officer_an_giang)
        clerk.get(NEW)  # the first page of a session is noted in it
        with django_assert_max_num_queries(8):
            clerk.get(NEW)


class TestReading:
    @pytest.mark.parametrize(
        ("language", "amount", "unit", "vnd"),
        [
            ("vi", "600.000.000", "vnd", 600_000_000),
            ("vi", "600000000", "vnd", 600_000_000),
            ("vi", "600,5", "million", 600_500_000),
            ("en", "600,000,000", "vnd", 600_000_000),
            ("en", "600.5", "million", 600_500_000),
        ],
    )
    def test_amounts(
        self, clerk_an_giang, project_an_giang, officer_an_giang, language, amount, unit, vnd
    ):
        grant = make_grant(project_an_giang, officer_an_giang, 10**9)
        client = as_user(clerk_an_giang, language)
        post(client, typed(grant, amount_vnd=amount, unit=unit))
        assert Disbursement.objects.get().amount_vnd == vnd

    @pytest.mark.parametrize("language", ["vi", "en"])
    def test_the_day_comes_first_in_both_languages(self, clerk_an_giang, grant_an_giang, language):
        post(as_user(clerk_an_giang, language), typed(grant_an_giang, voucher_on="03/04/2025"))
        entry = Disbursement.objects.get()
        assert entry.voucher_on == entry.booked_on == date(2025, 4, 3)

    def test_a_number_is_stored_composed_and_trimmed(self, clerk, grant_an_giang):
        post(clerk, typed(grant_an_giang, voucher_number="  Đ\u0302T-1 "))
        assert Disbursement.objects.get().voucher_number == "Đ\u0302T-1".strip()


class TestRefusal:
    """Nothing is saved, everything stays as it was typed."""

    @pytest.mark.parametrize("button", ["send", "save"])
    def test_wrong_numbers_and_dates_come_back_as_typed(self, clerk, grant_an_giang, button):
        form = typed(
            grant_an_giang,
            amount_vnd="1.25",
            voucher_on="31/02/2025",
            voucher_number="Số 7/ƯNC <b>",
            kind="advance",
            voucher_kind="cash",
        )
        response = post(clerk, form, button)
        assert response.status_code == 422
        shown = fields(response)
        assert {name: shown[name] for name in form} == form
        page = response.content.decode()
        assert 'href="#id_amount_vnd"' in page
        assert 'href="#id_voucher_on"' in page
        assert not Draft.objects.exists()
        assert not Disbursement.objects.exists()

    def test_what_was_understood_is_echoed(self, clerk, grant_an_giang):
        response = post(clerk, typed(grant_an_giang, amount_vnd="2", unit="million"))
        assert "= 2.000.000 đồng" in response.content.decode()

    @pytest.mark.parametrize(
        ("language", "sentence"),
        [
            ("vi", "Vượt kinh phí hỗ trợ còn lại: chỉ còn 1.000 đồng."),
            ("en", "More than the remaining support: 1,000 đồng are left."),
        ],
    )
    def test_over_the_remaining_support(self, clerk_an_giang, grant_an_giang, language, sentence):
        form = typed(grant_an_giang, amount_vnd="1001")
        response = post(as_user(clerk_an_giang, language), form)
        assert response.status_code == 422
        assert sentence in response.content.decode()
        shown = fields(response)
        assert {name: shown[name] for name in form} == form
        assert not Draft.objects.exists()
        grant_an_giang.refresh_from_db()
        assert grant_an_giang.reported_vnd == 0

    def test_all_of_the_remaining_support_is_taken(self, clerk, grant_an_giang):
        post(clerk, typed(grant_an_giang, amount_vnd="1000"))
        grant_an_giang.refresh_from_db()
        assert grant_an_giang.remaining_vnd == 0

    def test_an_empty_form_says_what_is_missing(self, clerk):
        response = post(clerk, typed(amount_vnd="", voucher_number="", voucher_on=""))
        assert response.status_code == 422
        wrong = response.context["form"].errors
        assert set(wrong) == {"grant", "amount_vnd", "voucher_number", "voucher_on"}

    @pytest.mark.parametrize(
        ("voucher_on", "why"),
        [
            ("31/12/2024", "từ 01/01/2025 đến 31/01/2026"),
            ("01/02/2026", "từ 01/01/2025 đến 31/01/2026"),
        ],
    )
    def test_vouchers_outside_the_budget_year(self, clerk, grant_an_giang, voucher_on, why):
        response = post(clerk, typed(grant_an_giang, voucher_on=voucher_on))
        assert response.status_code == 422
        assert why in response.content.decode()

    def test_national_money_is_settled_by_22_january(self, clerk, national_grant_an_giang):
        late = typed(national_grant_an_giang, voucher_on="23/01/2026")
        assert post(clerk, late).status_code == 422
        assert post(clerk, late | {"voucher_on": "22/01/2026"}).status_code == 302

    @pytest.mark.parametrize("missing", [False, True])
    def test_a_grant_out_of_reach_is_an_invalid_choice(
        self, clerk_gia_lai, grant_an_giang, missing
    ):
        form = typed(grant_an_giang)
        if missing:
            form["grant"] = "987654"
        response = post(as_user(clerk_gia_lai), form)
        assert response.status_code == 422
        page = response.content.decode()
        assert "Đề nghị chọn một khoản hỗ trợ trong danh sách." in page
        assert "AG-2025-01" not in page
        assert not Disbursement.objects.exists()

    def test_a_form_without_its_key_is_refused(self, clerk, grant_an_giang):
        assert post(clerk, typed(grant_an_giang, key="")).status_code == 400
        assert not Disbursement.objects.exists()


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


def test_sources_are_named_apart(clerk, grant_an_giang, national_grant_an_giang):
    assert national_grant_an_giang.source == Source.NATIONAL
    page = clerk.get(NEW).content.decode()
    assert "2025 · KCĐP" in page
    assert "2025 · KCQG" in page


def test_day_of_the_cast_is_read_day_first():
    assert date(2025, 9, 2) == DAY
