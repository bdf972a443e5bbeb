"""Closing a month of national money for several provinces: all of them in one act, or none."""

import re
from datetime import date, timedelta
from html import unescape

import pytest
from django.utils import timezone

from projects.models import MonthClose, PeriodicReturn
from projects.views.closing import months_ended
from promotion.models import Centre, ReportingPeriod, User
from tests.cast import make_draft, make_grant, make_project, make_user, send
from tests.projects.entering import as_user

pytestmark = pytest.mark.django_db

PAGE = "/months/close/"
TODAY = date(2025, 10, 20)
SEPTEMBER = {"month": "2025-09"}
SEPTEMBER_1 = date(2025, 9, 1)


@pytest.fixture(autouse=True)
def today(monkeypatch, clerk_an_giang, clerk_gia_lai):
    """On the 20th of October 2025 the last month that is over is September."""
    ended = months_ended(TODAY)
    monkeypatch.setattr("projects.views.closing.months_ended", lambda _today: ended)


@pytest.fixture
def national_gia_lai(centre_gia_lai, ministry):
    return make_grant(make_project(centre_gia_lai, "GL-1"), ministry, source="national")


def close(user, *units, newest=0):
    """As they were seen when this was their newest event."""
    address = f"{PAGE}?month={SEPTEMBER['month']}"
    seen = {"units": [f"{unit}.{newest}" for unit in units]}
    return as_user(user, "en").post(address, seen, follow=True)


def proposed(user) -> set[str]:
    form = as_user(user).get(PAGE, SEPTEMBER).context["form"]
    return {row.books.slug for row, is_ticked in form.shown() if is_ticked}


def events() -> list[tuple]:
    return list(MonthClose.objects.values_list("province_id", "source", "event", "month"))


def test_each_province_is_closed_by_an_event_of_its_own(ministry):
    page = close(ministry, "an-giang", "gia-lai").content.decode()
    assert "was closed for 2 units: Gia Lai, An Giang." in page
    of = ("national", "close", date(2025, 9, 1))
    assert sorted(events()) == [("an-giang", *of), ("gia-lai", *of)]
    assert set(MonthClose.objects.values_list("recorded_by", flat=True)) == {ministry.pk}


def test_one_that_cannot_be_closed_keeps_all_open(
    ministry, clerk_an_giang, clerk_gia_lai, national_grant_an_giang, national_gia_lai
):
    send(national_grant_an_giang, clerk_an_giang, 5)
    answer = close(ministry, "gia-lai", "an-giang")
    assert answer.status_code == 422
    assert "Nothing was closed. An Giang: " in unescape(answer.content.decode())
    assert events() == []
    assert close(ministry, "gia-lai").status_code == 200
    assert [unit for unit, *_rest in events()] == ["gia-lai"]


def test_ticked_beforehand_is_what_nobody_closed_and_lacks_nothing(
    ministry, clerk_an_giang, national_grant_an_giang, national_gia_lai, clerk_gia_lai
):
    send(national_grant_an_giang, clerk_an_giang, 5)
    make_draft(national_gia_lai, clerk_gia_lai)
    central = Centre.objects.create(
        slug="tw", name="Trung tâm trung ương", opened_on=date(2010, 1, 1)
    )
    assert proposed(ministry) == set()
    period = ReportingPeriod.objects.get(first_day=SEPTEMBER_1)
    for centre in (central, clerk_gia_lai.centre):
        PeriodicReturn.objects.create(centre=centre, period=period, sent_by=clerk_gia_lai)
    assert proposed(ministry) == {"central-units"}
    form = as_user(ministry, "en").get(PAGE, SEPTEMBER).context["form"]
    seen = {
        row.books.slug: (is_ticked, row.may_close, row.month.waiting_entries, row.drafts)
        for row, is_ticked in form.shown()
    }
    assert seen == {
        "gia-lai": (False, True, 0, 1),
        "an-giang": (False, False, 1, 0),
        "central-units": (True, True, 0, 0),
    }
    silent = {row.books.slug: [str(each) for each in row.silent] for row in form.rows}
    assert silent["an-giang"] == [str(clerk_an_giang.centre)]
    assert silent["central-units"] == []


def test_local_money_is_another_matter(ministry, officer_an_giang, clerk_an_giang, grant_an_giang):
    # Closed for local money, with a local entry of October waiting: national money is open.
    MonthClose.objects.record(
        officer_an_giang, "close", province_id="an-giang", source="local", month=date(2025, 9, 1)
    )
    send(grant_an_giang, clerk_an_giang, 5)
    form = as_user(ministry).get(PAGE, SEPTEMBER).context["form"]
    (row,) = (row for row in form.rows if row.books.slug == "an-giang")
    assert (row.may_close, row.month.entries, row.drafts) == (True, 0, 0)


def test_what_is_open_again_is_closed_early_only_on_purpose(ministry):
    close(ministry, "an-giang", "gia-lai")
    MonthClose.objects.record(
        ministry, "reopen", province_id="an-giang", source="national", month=date(2025, 9, 1),
        reason="Bổ sung chứng từ", expires_on=timezone.localdate() + timedelta(days=7),
    )  # fmt: skip
    form = as_user(ministry).get(PAGE, SEPTEMBER).context["form"]
    ticked = {row.books.slug: (is_ticked, row.may_close) for row, is_ticked in form.shown()}
    assert ticked == {"gia-lai": (False, False), "an-giang": (False, True)}


def test_the_same_twice_is_closed_once_and_told_twice(ministry):
    for _each in range(2):
        assert "was closed for 1 unit: An Giang." in close(ministry, "an-giang").content.decode()
    assert len(events()) == 1


def test_what_another_closed_or_opened_meanwhile_is_not_closed_again(ministry, clerk_an_giang):
    another = make_user("ministry-2", User.Role.MINISTRY)
    books = {"province_id": "an-giang", "source": "national", "month": date(2025, 9, 1)}
    MonthClose.objects.record(another, "close", **books)
    answer = close(ministry, "an-giang", "gia-lai")
    assert answer.status_code == 422
    assert "somebody has closed or opened the month meanwhile" in answer.content.decode()
    assert len(events()) == 1
    # Nor does a person's own form end the exception that came after.
    assert close(another, "an-giang").status_code == 200
    week = timezone.localdate() + timedelta(days=7)
    exception = {"centre": clerk_an_giang.centre, "reason": "Bổ sung", "expires_on": week}
    MonthClose.objects.record(another, "exception", **books, **exception)
    assert close(another, "an-giang").status_code == 422
    assert [event for _unit, _source, event, _month in events()] == ["close", "exception"]


def test_nothing_ticked_and_what_is_no_unit_are_refused(ministry):
    page = close(ministry).content.decode()
    assert "choose at least one province" in page
    [linked] = re.findall('<li><a href="#([^"]+)">Province', page)
    assert f' id="{linked}"' in page
    assert close(ministry, "an-giang", "atlantis").status_code == 422
    assert events() == []


@pytest.mark.parametrize("month", ["2025-10", "2031-01", "2025-13", "x", "2001-01"])
def test_only_a_month_that_is_over(ministry, month):
    client = as_user(ministry)
    assert client.get(PAGE, {"month": month}).status_code == 400
    answer = client.post(f"{PAGE}?month={month}", {"units": ["an-giang.0"]})
    assert (answer.status_code, events()) == (422, [])
    [(_words, url)] = answer.context["offers"]
    assert client.get(url).status_code == 200


def test_the_last_month_that_is_over_is_asked_first(ministry):
    assert as_user(ministry).get(PAGE).context["month"] == date(2025, 9, 1)
    assert months_ended(date(2026, 1, 31))[:2] == [date(2025, 12, 1), date(2025, 11, 1)]


@pytest.mark.parametrize("who", ["officer_an_giang", "clerk_an_giang", "auditor", "administrator"])
def test_it_is_the_agencys_alone(request, who):
    user = request.getfixturevalue(who)
    assert as_user(user).get(PAGE).status_code == 403
    assert close(user, "an-giang").status_code == 403
    assert events() == []


def test_who_keeps_several_finds_it(ministry, officer_an_giang):
    link = f'href="{PAGE}"'
    assert link in as_user(ministry).get("/months/").content.decode()
    assert link not in as_user(ministry).get("/months/", {"source": "local"}).content.decode()
    assert link not in as_user(officer_an_giang).get("/months/").content.decode()


def test_queries_do_not_grow_with_the_provinces(
    ministry, clerk_an_giang, clerk_gia_lai, national_gia_lai, national_grant_an_giang,
    django_assert_max_num_queries,
):  # fmt: skip
    send(national_gia_lai, clerk_gia_lai, 5).confirm(ministry)
    send(national_grant_an_giang, clerk_an_giang, 5)
    make_draft(national_grant_an_giang, clerk_an_giang)
    close(ministry, "gia-lai")
    client = as_user(ministry)
    client.get(PAGE)
    with django_assert_max_num_queries(12):
        client.get(PAGE, SEPTEMBER)


def test_a_page_opened_before_midnight_closes_no_other_month(ministry, monkeypatch):
    page = as_user(ministry, "en").get(PAGE).content.decode()
    sent_to = PAGE + unescape(page.split('method="post" action="')[-1].split('"')[0])
    in_november = months_ended(date(2025, 11, 1))
    monkeypatch.setattr("projects.views.closing.months_ended", lambda _today: in_november)
    as_user(ministry, "en").post(sent_to, {"units": ["gia-lai.0"]})
    assert [month for *_rest, month in events()] == [date(2025, 9, 1)]
    assert as_user(ministry, "en").post(PAGE, {"units": ["an-giang.0"]}).status_code == 422
    assert len(events()) == 1
