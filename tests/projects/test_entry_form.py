"""Typing a payment: what the form offers, reads, keeps and refuses."""

from datetime import date

import pytest
from django.urls import reverse

from projects.models import Disbursement, Draft
from promotion.models import Centre, Source
from tests.cast import make_grant, make_project, send
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
            ("vi", "1.001 đồng vượt kinh phí hỗ trợ còn lại: chỉ còn 1.000 đồng."),
            ("en", "1,001 đồng are more than the remaining support: 1,000 đồng are left."),
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

    def test_an_advance_that_waits_is_not_cleared_yet(self, clerk, clerk_an_giang, grant_an_giang):
        post(clerk, typed(grant_an_giang, kind="advance", amount_vnd="300"))
        clearing = typed(grant_an_giang, kind="clearing", amount_vnd="200", voucher_number="UNC-1")
        answer = post(clerk, clearing)
        assert answer.status_code == 422
        assert "300 đồng tạm ứng còn chờ xác nhận" in answer.content.decode()

    def test_the_card_shows_the_first_day_that_is_taken(self, clerk, grant_an_giang):
        card = clerk.get(reverse("grant-remaining"), {"grant": grant_an_giang.pk}).content.decode()
        assert "15/01/2025" in card and "01/01/2025" not in card

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

    @pytest.mark.parametrize(
        ("changes", "why"),
        [
            ({"voucher_on": "14/01/2025"}, "Kinh phí hỗ trợ được duyệt ngày 15/01/2025"),
            ({"voucher_on": "09/03/2025"}, "bắt đầu hoạt động từ ngày 10/03/2025"),
            ({"voucher_on": "31/12/2026"}, "Ngày chứng từ 31/12/2026 sau ngày hôm nay"),
            ({"amount_vnd": "0"}, "1 đồng"),
        ],
    )
    def test_what_cannot_be_is_told_with_the_rule(
        self, clerk, project_an_giang, officer_an_giang, grant_an_giang, changes, why
    ):
        grant = grant_an_giang
        if changes == {"voucher_on": "31/12/2026"}:
            grant = make_grant(project_an_giang, officer_an_giang, budget_year=2026)
        elif changes == {"voucher_on": "09/03/2025"}:
            Centre.objects.update(opened_on=date(2025, 3, 10))
        form = typed(grant, **changes)
        response = post(clerk, form)
        assert response.status_code == 422
        assert why in response.content.decode()
        shown = fields(response)
        assert {name: shown[name] for name in form} == form
        assert not Disbursement.objects.exists()

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


def test_sources_are_named_apart(clerk, grant_an_giang, national_grant_an_giang):
    assert national_grant_an_giang.source == Source.NATIONAL
    page = clerk.get(NEW).content.decode()
    assert "2025 · KCĐP" in page
    assert "2025 · KCQG" in page
