"""What waits for confirmation: whose it is, and that a list is confirmed as it was seen."""

import re
from datetime import date
from html import unescape

import pytest

from projects.models import Disbursement
from promotion.models import Source
from tests.cast import make_draft, make_grant, make_plan, make_project, send
from tests.projects.entering import as_user

INBOX = "/disbursements/inbox/"


def numbers(client, **choices) -> list[str]:
    response = client.get(INBOX, choices)
    assert response.status_code == 200
    lists = response.context["lists"]
    return [row.entry.voucher_number for part in lists for row in part.rows]


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

    def test_a_clearing_waits_though_it_moves_no_cash(
        self, grant_an_giang, clerk_an_giang, officer_an_giang
    ):
        send(grant_an_giang, clerk_an_giang, 300, kind="advance").confirm(officer_an_giang)
        send(grant_an_giang, clerk_an_giang, 200, kind="clearing", voucher_number="TT-1")
        assert numbers(as_user(officer_an_giang)) == ["TT-1"]

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
        assert "Không có khoản chi nào chờ xác nhận. Khoản chi xuất hiện" in page

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
        with django_assert_max_num_queries(10):
            first = client.get(INBOX)
        (cut,) = first.context["lists"]
        assert (len(cut.rows), cut.entries, cut.amount_vnd) == (50, 52, 104)
        # It is confirmed whole from any of its pages.
        assert (len(cut.confirmable), cut.confirmable_vnd) == (52, 104)
        (rest,) = client.get(INBOX, {"page": 2}).context["lists"]
        assert [row.entry.voucher_number for row in rest.rows] == ["UNC-050", "UNC-051"]
        assert dict(rest.ids) == dict(cut.ids)
        later = send(grant_an_giang, clerk_an_giang, 2)
        client.post("/disbursements/inbox/confirm/", dict(cut.ids))
        assert list(Disbursement.objects.waiting()) == [later]

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

    def test_the_figure_of_a_unit_opens_its_entries_alone(
        self, ministry, clerk_an_giang, clerk_gia_lai, officer_an_giang, centre_gia_lai,
        centre_kien_giang, national, monkeypatch,
    ):  # fmt: skip
        """Each page that says how many wait opens so many, those of merged centres with them."""
        ended = [date(2025, 9, 1)]
        monkeypatch.setattr("projects.views.closing.months_ended", lambda _today: ended)
        make_plan("an-giang", 2025, Source.NATIONAL, 1000, ministry)
        merged = make_grant(
            make_project(centre_kien_giang, "KG-1"), ministry, source=Source.NATIONAL
        )
        send(merged, clerk_an_giang, 20, voucher_number="UNC-MERGED")
        other = make_grant(make_project(centre_gia_lai, "GL-1"), ministry, source=Source.NATIONAL)
        send(other, clerk_gia_lai, 10, voucher_number="UNC-OTHER")
        client = as_user(ministry, "en")
        months = "/months/?source=national&unit=an-giang&year=2025"
        close = "/months/an-giang/national/2025-09/close/"
        link = re.compile(f'href="({INBOX}[^"]*an-giang[^"]*)"')
        for page in ("/months/close/?month=2025-09", months, close):
            (address,) = link.findall(client.get(page).content.decode())
            lists = client.get(unescape(address)).context["lists"]
            found = sorted(row.entry.voucher_number for part in lists for row in part.rows)
            assert found == ["UNC-MERGED", "UNC-NATIONAL"], page

    def test_the_centres_offered_are_of_the_unit_that_was_chosen(
        self, ministry, entry, foreign, centre_an_giang
    ):
        client = as_user(ministry)
        page = client.get(INBOX, {"source": "all", "unit": "an-giang", "centre": "ttkc-an-giang"})
        offered = {chip["name"]: dict(chip["choices"]) for chip in page.context["chips"]}
        assert offered["unit"].keys() == {"", "gia-lai", "an-giang"}
        assert offered["centre"].keys() == {"", "ttkc-an-giang"}
        assert numbers(client, source="all", unit="gia-lai", centre="ttkc-an-giang") == []

    @pytest.mark.parametrize("unit", ["gia-lai", "kien-giang", "central-units", "atlantis"])
    def test_a_unit_out_of_reach_is_not_there(self, officer_an_giang, foreign, unit):
        assert as_user(officer_an_giang).get(INBOX, {"unit": unit}).status_code == 404
