"""What a centre still owes, sending it once, and the board on which all centres stand."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from projects import returns
from projects.models import PeriodicReturn
from projects.returns import owed
from promotion.models import Centre, ReportingPeriod, Source, User
from tests.cast import DAY, make_draft, make_plan, make_user, send
from tests.guards import refused, remove_guard
from tests.projects.entering import as_user

pytestmark = pytest.mark.django_db

TODAY = date(2025, 9, 20)


def september() -> ReportingPeriod:
    return ReportingPeriod.objects.get(first_day=date(2025, 9, 1))


def made_up(centre: Centre, by: User, month: int = 9, day: date = DAY, **fields) -> PeriodicReturn:
    """As the demonstration has it: a day of sending that is not today's."""
    period = ReportingPeriod.objects.get(first_day=date(2025, month, 1))
    return PeriodicReturn.objects.create(
        centre=centre, period=period, sent_by=by, sent_on=day, synthetic=True, **fields
    )


def send_url(period: ReportingPeriod | None = None) -> str:
    return reverse("return-send", args=[(period or september()).pk])


class TestSending:
    def test_once(self, clerk_an_giang, clerk_gia_lai):
        client = as_user(clerk_an_giang, "en")
        page = client.post(send_url(), follow=True).content.decode()
        assert "The return was sent: month 9/2025." in page
        sent = PeriodicReturn.objects.get()
        assert (sent.centre, sent.sent_by) == (clerk_an_giang.centre, clerk_an_giang)
        assert (sent.is_nothing, sent.sent_on) == (False, timezone.localdate())
        again = client.post(send_url(), follow=True).content.decode()
        assert "The centre has already sent its return." in again
        assert PeriodicReturn.objects.count() == 1
        as_user(clerk_gia_lai).post(send_url())
        assert PeriodicReturn.objects.count() == 2

    def test_nothing_is_said_of_a_period_without_entries_only(
        self, clerk_an_giang, grant_an_giang, officer_an_giang
    ):
        entry = send(grant_an_giang, clerk_an_giang)
        # Refused before it asks about drafts.
        make_draft(grant_an_giang, clerk_an_giang)
        client = as_user(clerk_an_giang, "en")
        page = client.post(send_url(), {"nothing": "1"}, follow=True).content.decode()
        assert "1 entries are booked in this period" in page
        entry.take_back()
        clerk_an_giang.drafts.all().delete()
        client.post(send_url(), {"nothing": "1"})
        assert PeriodicReturn.objects.get().is_nothing

    def test_with_unsent_drafts_it_asks_first(
        self, clerk_an_giang, centre_an_giang, grant_an_giang
    ):
        colleague = make_user("colleague", User.Role.CLERK, centre=centre_an_giang)
        make_draft(grant_an_giang, clerk_an_giang, voucher_number="UNC-MINE")
        make_draft(grant_an_giang, colleague, voucher_number="UNC-THEIRS", voucher_on=None)
        make_draft(grant_an_giang, clerk_an_giang, voucher_on=date(2025, 10, 1))
        client = as_user(clerk_an_giang, "en")
        asked = client.post(send_url(), {"nothing": "1"})
        page = asked.content.decode()
        assert asked.status_code == 422
        assert "UNC-MINE" in page and "UNC-THEIRS" not in page
        assert "nothing was paid in this period" in page
        assert len(asked.context["mine"]) == asked.context["others"] == 1
        assert not PeriodicReturn.objects.exists()
        client.post(send_url(), dict(asked.context["fields"]))
        assert PeriodicReturn.objects.get().is_nothing

    def test_a_clerk_of_a_merged_centre_sends_for_the_one_of_today(
        self, centre_an_giang, centre_kien_giang
    ):
        clerk = make_user("clerk_kien_giang", User.Role.CLERK, centre=centre_kien_giang)
        as_user(clerk).post(send_url())
        assert PeriodicReturn.objects.get().centre == centre_an_giang

    def test_not_before_the_period_begins(self, clerk_an_giang):
        future = ReportingPeriod.objects.get(first_day=date(2027, 12, 1))
        with pytest.raises(ValidationError, match="01/12/2027"):
            PeriodicReturn.objects.send(clerk_an_giang, future)

    @pytest.mark.parametrize("who", ["officer_an_giang", "ministry", "auditor"])
    def test_only_clerks_send(self, request, who, centre_an_giang):
        assert as_user(request.getfixturevalue(who)).post(send_url()).status_code == 403


class TestTheDatabase:
    def test_a_return_is_dated_today_unless_made_up(self, clerk_an_giang):
        row = {
            "centre": clerk_an_giang.centre,
            "period": september(),
            "sent_by": clerk_an_giang,
            "sent_on": DAY,
        }
        with refused("return_dated_today"):
            PeriodicReturn.objects.create(**row)
        remove_guard("guard_periodicreturn_insert")
        PeriodicReturn.objects.create(**row)  # negative control: it was this guard

    def test_it_is_never_changed_or_deleted(self, clerk_an_giang):
        sent = PeriodicReturn.objects.send(clerk_an_giang, september())
        with refused("ledger_append_only"):
            PeriodicReturn.objects.filter(pk=sent.pk).update(is_nothing=True)
        with refused("ledger_append_only"):
            sent.delete()


class TestOwed:
    def test_periods_begun_that_the_centre_lived_to_the_end_of(self, clerk_an_giang):
        centre = clerk_an_giang.centre
        Centre.objects.filter(pk=centre.pk).update(opened_on=date(2025, 7, 15))
        centre.refresh_from_db()
        made_up(centre, clerk_an_giang, month=8)
        assert [(due.period.number, due.days_left) for due in owed(centre, TODAY)] == [
            ("7/2025", -57),
            ("9/2025", 5),
        ]

    @pytest.mark.parametrize(
        ("day", "near", "over"), [(17, False, False), (18, True, False), (25, True, False)]
    )
    def test_a_notice_stands_from_seven_days_before(self, clerk_an_giang, day, near, over):
        (*_earlier, due) = owed(clerk_an_giang.centre, date(2025, 9, day))
        assert (due.is_near, due.is_over) == (near, over)

    def test_and_after_it(self, clerk_an_giang):
        (*_earlier, due) = owed(clerk_an_giang.centre, date(2025, 9, 26))
        assert (due.is_near, due.is_over, due.days_late) == (True, True, 1)


class TestBoard:
    def cells(self, user: User, today: date = TODAY) -> dict[str, list[tuple[str, bool]]]:
        board = returns.board(user, 2025, today)
        return {
            row.centre.slug: [
                (cell.state, cell.is_late) if cell else ("", False) for cell in row.cells[6:10]
            ]
            for _region, rows in board.regions
            for row in rows
        }

    def test_every_state(self, officer_an_giang, clerk_an_giang, grant_an_giang):
        # July confirmed and late, August sent while an entry waits, September still open.
        send(grant_an_giang, clerk_an_giang, 100, voucher_on=date(2025, 7, 3)).confirm(
            officer_an_giang
        )
        send(grant_an_giang, clerk_an_giang, 50, voucher_on=date(2025, 8, 3))
        centre = clerk_an_giang.centre
        made_up(centre, clerk_an_giang, month=7, day=date(2025, 7, 26))
        made_up(centre, clerk_an_giang, month=8, day=date(2025, 8, 25))
        assert self.cells(officer_an_giang)["ttkc-an-giang"] == [
            ("confirmed", True),
            ("sent", False),
            ("open", False),
            ("open", False),
        ]
        made_up(centre, clerk_an_giang, month=10, day=DAY, is_nothing=True)
        after = self.cells(officer_an_giang, date(2025, 9, 26))["ttkc-an-giang"]
        assert after[2:] == [("missing", False), ("nothing", False)]

    def test_a_merged_centre_reports_until_it_ends(
        self, officer_an_giang, clerk_an_giang, centre_kien_giang, monkeypatch
    ):
        board = returns.board(officer_an_giang, 2025, TODAY)
        ((_region, rows),) = board.regions
        assert [row.centre for row in rows] == [clerk_an_giang.centre, centre_kien_giang]
        assert [bool(cell) for cell in rows[1].cells] == [True] * 6 + [False] * 6
        assert not returns.board(officer_an_giang, 2026, TODAY).regions[0][1][1:]

    @pytest.mark.parametrize(
        ("who", "centres"),
        [
            ("officer_an_giang", ["ttkc-an-giang"]),
            ("clerk_an_giang", ["ttkc-an-giang"]),
            ("ministry", ["ttkc-gia-lai", "ttkc-an-giang"]),
            ("auditor", ["ttkc-gia-lai", "ttkc-an-giang"]),
        ],
    )
    def test_centres_in_reach_by_region(self, request, who, centres, centre_an_giang, foreign):
        user = request.getfixturevalue(who)
        assert list(self.cells(user)) == centres
        page = as_user(user, "en").get("/returns/", {"year": "2025"}).content.decode()
        assert ("gia-lai" in page) is (len(centres) == 2)
        assert ("Central – Central Highlands" in page) is (len(centres) == 2)

    def test_a_cell_leads_to_the_entries_and_a_clerk_to_what_is_due(
        self, officer_an_giang, clerk_an_giang, grant_an_giang
    ):
        make_plan("an-giang", 2025, Source.LOCAL, 1000, officer_an_giang)
        send(grant_an_giang, clerk_an_giang, 50, voucher_number="UNC-8", voucher_on=DAY)
        board = {"year": "2025"}
        cell = "/disbursements/?year=2025&centre=ttkc-an-giang&month=2025-09"
        officer, clerk = as_user(officer_an_giang), as_user(clerk_an_giang)
        assert cell.replace("&", "&amp;") in officer.get("/returns/", board).content.decode()
        assert "UNC-8" in officer.get(cell).content.decode()
        assert 'href="/#due"' in clerk.get("/returns/", board).content.decode()

    def test_the_foot_counts_what_came(self, ministry, clerk_an_giang, centre_gia_lai):
        made_up(clerk_an_giang.centre, clerk_an_giang)
        board = returns.board(ministry, 2025, TODAY)
        assert board.sent[7:10] == [(0, 2), (1, 2), (0, 2)]

    def test_queries_do_not_grow(
        self, ministry, clerk_an_giang, grant_an_giang, django_assert_num_queries
    ):
        for number in range(6):
            centre = Centre.objects.create(
                slug=f"ttkc-{number}",
                name=f"Trung tâm {number}",
                province_id="an-giang",
                opened_on=date(2010, 1, 1),
            )
            made_up(centre, clerk_an_giang)
        send(grant_an_giang, clerk_an_giang, 5)
        with django_assert_num_queries(5):
            returns.board(ministry, 2025, TODAY)

    @pytest.mark.parametrize("year", ["1999", "x", "2099"])
    def test_a_year_without_periods(self, ministry, year):
        assert as_user(ministry).get("/returns/", {"year": year}).status_code == 400


def test_the_first_page_offers_to_send_what_is_due(clerk_an_giang, grant_an_giang):
    client = as_user(clerk_an_giang, "en")
    page = client.get(reverse("home")).content.decode()
    latest = ReportingPeriod.objects.begun_by(timezone.localdate()).order_by("-first_day")[0]
    assert f'action="{send_url(latest)}"' in page
    for period in ReportingPeriod.objects.begun_by(timezone.localdate() + timedelta(days=1)):
        PeriodicReturn.objects.send(clerk_an_giang, period)
    assert "All returns are sent" in client.get(reverse("home")).content.decode()
