"""Around midnight, the turn of the year and 29 February, no day is another one."""

import time
from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from projects.milestones import deadlines
from projects.models import Disbursement, MonthClose, Project
from projects.models.months import MonthState
from projects.month_forms import ReopenForm
from tests.cast import make_grant, send
from tests.clock import NEW_YEAR, OLD_YEAR
from tests.projects.entering import as_user, post, typed

YEAR_END, NEW_YEARS_DAY = date(2025, 12, 31), date(2026, 1, 1)


@pytest.fixture
def sends(clerk_an_giang, grant_an_giang):
    """Sends a payment of the day, typed day first; the page that answers."""

    def typed_and_sent(day: str, grant=grant_an_giang):
        form = typed(grant, voucher_on=day, voucher_number=day)
        return post(as_user(clerk_an_giang), form)

    return typed_and_sent


def test_the_process_lives_where_it_is_told(stop_clock):
    # What asks the process and not the application for the day would be a day behind in UTC.
    stop_clock(NEW_YEAR)
    moment = time.localtime(timezone.now().timestamp())
    process_day = date(moment.tm_year, moment.tm_mon, moment.tm_mday)
    assert process_day == {"UTC": YEAR_END, "+07": NEW_YEARS_DAY}[time.tzname[0]]
    assert timezone.localdate() == NEW_YEARS_DAY


@pytest.mark.parametrize(
    ("moment", "today", "tomorrow"),
    [
        (OLD_YEAR, "31/12/2025", "01/01/2026"),
        (NEW_YEAR, "01/01/2026", "02/01/2026"),
        ("2026-01-01 06:59", "01/01/2026", "02/01/2026"),
        ("2026-01-01 07:00", "01/01/2026", "02/01/2026"),
    ],
)
def test_a_voucher_of_today_is_taken_and_stays_of_its_day(
    stop_clock, sends, clerk_an_giang, moment, today, tomorrow
):
    stop_clock(moment)
    refused = sends(tomorrow)
    assert refused.status_code == 422
    assert "sau ngày hôm nay" in str(refused.context["form"].errors["voucher_on"])

    receipt = sends(today).url
    entry = Disbursement.objects.get()
    day = date(*map(int, reversed(today.split("/"))))
    assert (entry.voucher_on, entry.booked_on) == (day, day)
    page = as_user(clerk_an_giang).get(receipt).content.decode()
    assert today in page
    assert tomorrow not in page


@pytest.mark.parametrize(("moment", "year"), [(OLD_YEAR, 2025), (NEW_YEAR, 2026)])
def test_the_clerks_year_turns_with_vietnam(
    stop_clock, clerk_an_giang, project_an_giang, officer_an_giang, moment, year
):
    stop_clock(moment)
    for budget_year in (2025, 2026):
        make_grant(project_an_giang, officer_an_giang, budget_year=budget_year)
    context = as_user(clerk_an_giang).get(reverse("home")).context
    assert context["year"] == year


@pytest.mark.parametrize(
    ("moment", "sources"),
    [
        (OLD_YEAR, {"national", "local"}),
        (NEW_YEAR, {"national", "local"}),
        ("2026-01-22 23:59", {"national", "local"}),
        ("2026-01-23 00:30", {"local"}),
        ("2026-01-31 23:59", {"local"}),
        ("2026-02-01 00:30", set()),
    ],
)
def test_settlement_ends_with_its_last_day_in_vietnam(
    stop_clock, clerk_an_giang, grant_an_giang, national_grant_an_giang, moment, sources
):
    stop_clock(moment)
    context = as_user(clerk_an_giang).get(reverse("home")).context
    assert {grant.source for grant in context["payable"]} == sources
    last_days = {"national": date(2026, 1, 22), "local": date(2026, 1, 31)}
    assert {one.source: one.last_day for one in context["settlements"]} == {
        source: last_days[source] for source in sources
    }


@pytest.mark.parametrize(("moment", "left"), [(OLD_YEAR, 0), (NEW_YEAR, -1)])
def test_a_due_day_does_not_shift(stop_clock, project_an_giang, moment, left):
    stop_clock(moment)
    project_an_giang.status = Project.Status.ACCEPTED
    project_an_giang.accepted_on = date(2025, 12, 16)
    (settlement_file,) = deadlines(project_an_giang, [], timezone.localdate())
    assert (settlement_file.due_on, settlement_file.left) == (YEAR_END, left)


@pytest.mark.parametrize(("moment", "is_closed"), [(OLD_YEAR, False), (NEW_YEAR, True)])
def test_a_month_open_until_a_day_closes_after_it(stop_clock, moment, is_closed):
    stop_clock(moment)
    reopened = MonthClose(event=MonthClose.Event.REOPEN, expires_on=YEAR_END)
    assert MonthState(reopened, day=timezone.localdate()).is_closed is is_closed


def test_a_voucher_of_the_closed_year_is_booked_on_new_years_day(
    stop_clock, grant_an_giang, clerk_an_giang, officer_an_giang
):
    stop_clock(NEW_YEAR)
    december = {"province_id": "an-giang", "source": "local", "month": date(2025, 12, 1)}
    MonthClose.objects.record(officer_an_giang, MonthClose.Event.CLOSE, **december)
    entry = send(grant_an_giang, clerk_an_giang, voucher_on=YEAR_END)
    assert (entry.voucher_on, entry.booked_on) == (YEAR_END, NEW_YEARS_DAY)


def test_29_february_is_a_day_of_leap_years(
    stop_clock, sends, project_an_giang, officer_an_giang, grant_an_giang
):
    of_2024 = make_grant(project_an_giang, officer_an_giang, budget_year=2024)
    stop_clock("2024-02-29 00:30")
    assert sends("01/03/2024", of_2024).status_code == 422
    assert sends("29/02/2024", of_2024).status_code == 302
    assert Disbursement.objects.get().booked_on == date(2024, 2, 29)
    stop_clock(OLD_YEAR)
    assert sends("29/02/2025").status_code == 422


def test_a_day_without_its_year_has_come_where_none_ahead_is_taken(
    stop_clock, sends, officer_an_giang, project_an_giang
):
    stop_clock("2026-01-08 09:00")
    sends("28/12")
    assert Disbursement.objects.get().voucher_on == date(2025, 12, 28)
    Project.objects.filter(pk=project_an_giang.pk).update(
        status="appraised", submitted_on=date(2025, 5, 20), approved_on=None
    )
    move = reverse("project-move", args=[project_an_giang.code, "approved"])
    answer = as_user(officer_an_giang).post(move, {"version": 1, "approved_on": "28/12"})
    assert answer.status_code == 302, answer.content.decode()
    project_an_giang.refresh_from_db()
    assert project_an_giang.approved_on == date(2025, 12, 28)
    # A month is opened again until a day that is to come.
    opened = ReopenForm({"reason": "Bổ sung", "expires_on": "15/1"}, books=None)
    assert opened.is_valid()
    assert opened.cleaned_data["expires_on"] == date(2026, 1, 15)
