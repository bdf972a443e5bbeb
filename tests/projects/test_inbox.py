"""What waits for confirmation: whose it is, and that a list is confirmed as it was seen."""

from datetime import date

import pytest
from django.urls import reverse

from projects.models import Confirmation, Disbursement, Draft
from promotion.models import Source
from tests.cast import make_draft, make_grant, make_project, make_user, send
from tests.projects.entering import as_user

INBOX = "/disbursements/inbox/"
CONFIRM_LIST = "/disbursements/inbox/confirm/"


@pytest.fixture
def entry(grant_an_giang, clerk_an_giang):
    """Local money of An Giang, 600 đồng in September 2025."""
    return send(grant_an_giang, clerk_an_giang, voucher_number="UNC-LOCAL")


@pytest.fixture
def national(national_grant_an_giang, clerk_an_giang):
    """National money of An Giang, 300 đồng in September 2025."""
    return send(national_grant_an_giang, clerk_an_giang, 300, voucher_number="UNC-NATIONAL")


@pytest.fixture
def foreign(centre_gia_lai, clerk_gia_lai, ministry):
    """Local money of Gia Lai, 200 đồng in September 2025."""
    grant = make_grant(make_project(centre_gia_lai, "GL-2025-01"), ministry)
    return send(grant, clerk_gia_lai, 200, voucher_number="UNC-FOREIGN")


def numbers(client, **choices) -> list[str]:
    response = client.get(INBOX, choices)
    assert response.status_code == 200
    return [entry.voucher_number for part in response.context["lists"] for entry, _ in part.rows]


def confirm(client, *entries):
    return client.post(CONFIRM_LIST, {"entry": [entry.pk for entry in entries]})


def said(client, response) -> str:
    """The page one lands on, with what it says about what was just done."""
    return client.get(response.url).content.decode()


class TestWhoSeesWhat:
    @pytest.mark.parametrize(
        ("who", "first", "all_sources"),
        [
            ("officer_an_giang", ["UNC-LOCAL"], ["UNC-LOCAL", "UNC-NATIONAL"]),
            ("ministry", ["UNC-NATIONAL"], ["UNC-LOCAL", "UNC-NATIONAL", "UNC-FOREIGN"]),
            ("clerk_an_giang", ["UNC-LOCAL", "UNC-NATIONAL"], ["UNC-LOCAL", "UNC-NATIONAL"]),
            ("clerk_gia_lai", ["UNC-FOREIGN"], ["UNC-FOREIGN"]),
            (
                "auditor",
                ["UNC-LOCAL", "UNC-NATIONAL", "UNC-FOREIGN"],
                ["UNC-LOCAL", "UNC-NATIONAL", "UNC-FOREIGN"],
            ),
        ],
    )
    def test_rows_in_reach_of_ones_own_side_first(
        self, who, first, all_sources, request, entry, national, foreign
    ):
        client = as_user(request.getfixturevalue(who))
        assert sorted(numbers(client)) == sorted(first)
        assert sorted(numbers(client, source="all")) == sorted(all_sources)

    def test_neither_confirmed_nor_returned_entries_nor_reversals(
        self, entry, grant_an_giang, clerk_an_giang, officer_an_giang
    ):
        send(grant_an_giang, clerk_an_giang, 100).confirm(officer_an_giang)
        send(grant_an_giang, clerk_an_giang, 100).return_to_clerk(officer_an_giang, "Sai")
        make_draft(grant_an_giang, clerk_an_giang, 100)
        assert numbers(as_user(officer_an_giang), source="all") == ["UNC-LOCAL"]

    def test_only_ones_own_side_can_be_acted_on(self, officer_an_giang, entry, national):
        page = as_user(officer_an_giang).get(INBOX, {"source": "all"}).content.decode()
        assert f"/{entry.pk}/confirm/" in page
        assert f"/{entry.pk}/return/" in page
        assert f"/{national.pk}/" in page
        assert f"/{national.pk}/confirm/" not in page
        assert f"/{national.pk}/return/" not in page
        assert f'name="entry" value="{entry.pk}"' in page
        assert f'name="entry" value="{national.pk}"' not in page

    @pytest.mark.parametrize("who", ["clerk_an_giang", "auditor"])
    def test_others_only_read(self, who, request, entry):
        page = as_user(request.getfixturevalue(who)).get(INBOX).content.decode()
        assert "UNC-LOCAL" in page
        assert "/confirm/" not in page

    def test_an_empty_inbox_says_so(self, officer_an_giang, foreign):
        page = as_user(officer_an_giang).get(INBOX).content.decode()
        assert "Không có khoản nào chờ xác nhận. Khoản chi xuất hiện" in page

    def test_what_the_choices_hide_is_offered(self, officer_an_giang, national):
        page = as_user(officer_an_giang).get(INBOX).content.decode()
        assert 'href="/disbursements/inbox/?source=all"' in page


class TestLists:
    def test_by_centre_of_today_and_month_booked_with_their_sums(
        self, ministry, clerk_an_giang, officer_an_giang, centre_kien_giang, entry, national
    ):
        # Kiên Giang's centre is An Giang's now: one list. October and Gia Lai are others.
        old = make_grant(make_project(centre_kien_giang, "KG-1"), officer_an_giang)
        send(old, clerk_an_giang, 50, voucher_on=date(2025, 9, 30))
        send(old, clerk_an_giang, 7, voucher_on=date(2025, 10, 1))
        lists = as_user(ministry).get(INBOX, {"source": "all"}).context["lists"]
        assert [(part.month, part.entries, part.amount_vnd) for part in lists] == [
            ("9/2025", 3, 950),
            ("10/2025", 1, 7),
        ]
        sums = {part.source: (part.entries, part.amount_vnd) for part in lists[0].parts}
        assert sums == {Source.LOCAL: (2, 650), Source.NATIONAL: (1, 300)}

    def test_centres_stand_north_to_south(self, ministry, entry, foreign):
        lists = as_user(ministry).get(INBOX, {"source": "all"}).context["lists"]
        assert [part.parts[0].centre_slug for part in lists] == ["ttkc-gia-lai", "ttkc-an-giang"]

    def test_choosing_a_month_and_a_centre(self, ministry, clerk_an_giang, grant_an_giang, foreign):
        send(grant_an_giang, clerk_an_giang, 10, voucher_on=date(2025, 8, 31), voucher_number="A")
        send(grant_an_giang, clerk_an_giang, 10, voucher_on=date(2025, 9, 1), voucher_number="B")
        client = as_user(ministry)
        assert sorted(numbers(client, source="all", month="2025-09")) == ["B", "UNC-FOREIGN"]
        chosen = {"source": "local", "month": "2025-09", "centre": "ttkc-an-giang"}
        assert numbers(client, **chosen) == ["B"]

    def test_a_page_holds_fifty_rows_and_names_the_whole_list(
        self, officer_an_giang, clerk_an_giang, grant_an_giang, django_assert_max_num_queries
    ):
        for number in range(52):
            send(grant_an_giang, clerk_an_giang, 2, voucher_number=f"UNC-{number:03}")
        client = as_user(officer_an_giang)
        client.get(INBOX)  # the first page of a session is noted in it
        with django_assert_max_num_queries(8):
            first = client.get(INBOX)
        (cut,) = first.context["lists"]
        assert (len(cut.rows), cut.entries, cut.amount_vnd) == (50, 52, 104)
        assert (len(cut.confirmable), cut.confirmable_vnd) == (50, 100)
        (rest,) = client.get(INBOX, {"page": 2}).context["lists"]
        assert [entry.voucher_number for entry, _ in rest.rows] == ["UNC-050", "UNC-051"]

    @pytest.mark.parametrize(
        "choices", [{"month": "2025-13"}, {"month": "9/2025"}, {"source": "district"}]
    )
    def test_a_choice_that_does_not_exist(self, officer_an_giang, choices):
        response = as_user(officer_an_giang).get(INBOX, choices)
        assert response.status_code == 400
        page = response.content.decode()
        assert next(iter(choices.values())) in page
        assert "?source=all" in page

    @pytest.mark.parametrize("slug", ["ttkc-gia-lai", "nowhere"])
    def test_a_centre_out_of_reach_is_not_there(self, officer_an_giang, foreign, slug):
        assert as_user(officer_an_giang).get(INBOX, {"centre": slug}).status_code == 404

    def test_a_centre_in_reach_without_waiting_entries(self, officer_an_giang, centre_an_giang):
        assert numbers(as_user(officer_an_giang), centre="ttkc-an-giang") == []


class TestConfirmingAList:
    def test_all_that_was_seen(self, officer_an_giang, clerk_an_giang, grant_an_giang):
        seen = [send(grant_an_giang, clerk_an_giang, amount) for amount in (100, 200)]
        later = send(grant_an_giang, clerk_an_giang, 50)
        client = as_user(officer_an_giang)
        response = confirm(client, *seen)
        assert response.status_code == 302
        assert "Đã xác nhận 2 khoản, tổng cộng 300 đồng." in said(client, response)
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
        assert "Chưa xác nhận khoản nào." in said(client, response)
        assert list(Disbursement.objects.waiting()) == [seen[1]]

    def test_the_same_again_confirms_nothing_twice(self, officer_an_giang, entry):
        client = as_user(officer_an_giang)
        confirm(client, entry)
        assert "Chưa xác nhận khoản nào." in said(client, confirm(client, entry))
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

    @pytest.mark.parametrize("ids", [[], ["x"], ["-1"], ["9" * 30], ["987654321"], ["1"] * 51])
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
        form = {"entry": [entry.pk], "next": "https://example.org/"}
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
        assert "Khoản chi đã xác nhận không trả lại được nữa." in said(client, response)
        assert not Draft.objects.exists()

    def test_the_sender_takes_his_own_back(self, clerk_an_giang, entry, grant_an_giang):
        client = as_user(clerk_an_giang)
        response = client.post(reverse("return-entry", args=[entry.pk]), {"reason": "Nhập nhầm"})
        draft = Draft.objects.get()
        assert response.url == draft.get_absolute_url()
        assert draft.returned_reason == ""  # nobody returned it
        assert entry.reversal.reason == "Nhập nhầm"

    @pytest.mark.parametrize(
        ("who", "status"),
        [("ministry", 403), ("auditor", 403), ("administrator", 403), ("clerk_gia_lai", 404)],
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
