"""The page of the months: who sees which, and what closing and opening ask and say."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from projects.models import MonthClose
from promotion.lib.dates import format_day
from promotion.models import Centre, User
from tests.cast import make_draft, make_grant, make_plan, make_project, make_user, send
from tests.projects.entering import as_user
from tests.projects.test_months import close, open_again

pytestmark = pytest.mark.django_db

PAGE = "/months/"
CLOSE = "/months/an-giang/local/2025-09/close/"
REOPEN = "/months/an-giang/local/2025-09/reopen/"
EXCEPT = "/months/an-giang/local/2025-09/exception/"
ASKED = {"year": "2025"}


@pytest.fixture
def second_officer(db) -> User:
    return make_user("second_officer", User.Role.OFFICER, province_id="an-giang", language="en")


@pytest.fixture(autouse=True)
def budget_of_2025(officer_an_giang):
    make_plan("an-giang", 2025, "local", 1000, officer_an_giang)


def shown(user: User, **asked):
    return as_user(user).get(PAGE, {**ASKED, **asked})


def month_of(response, number: int = 9):
    return next(m for m in response.context["months"] if m.first_day == date(2025, number, 1))


def in_days(days: int) -> str:
    return format_day(timezone.localdate() + timedelta(days=days))


def test_a_month_shows_its_entries_and_what_waits(
    officer_an_giang, clerk_an_giang, grant_an_giang, national_grant_an_giang, foreign
):
    # Local September: 100 confirmed + 30 waiting; 7 was returned; national and Gia Lai are others.
    send(grant_an_giang, clerk_an_giang, 100).confirm(officer_an_giang)
    send(grant_an_giang, clerk_an_giang, 30, voucher_number="2")
    send(grant_an_giang, clerk_an_giang, 7, voucher_number="3").return_to_clerk(
        officer_an_giang, "Sai"
    )
    send(national_grant_an_giang, clerk_an_giang, 50)
    response = shown(officer_an_giang)
    month = month_of(response)
    assert (month.entries, month.amount_vnd, month.waiting_entries) == (2, 130, 1)
    link = "/disbursements/inbox/?source=local&amp;unit=an-giang&amp;month=2025-09"
    assert link in response.content.decode()
    assert (month_of(response, 8).entries, month_of(response, 8).amount_vnd) == (0, 0)


def test_merged_units_are_closed_with_todays(
    officer_an_giang, clerk_an_giang, centre_kien_giang, grant_an_giang
):
    old = make_grant(make_project(centre_kien_giang, "KG-1"), officer_an_giang)
    send(old, clerk_an_giang, 40)
    assert month_of(shown(officer_an_giang)).amount_vnd == 40


@pytest.mark.parametrize(
    ("who", "units", "source", "may_keep"),
    [
        ("officer_an_giang", ["an-giang"], "local", True),
        ("ministry", ["gia-lai", "an-giang"], "national", True),
        ("clerk_an_giang", ["an-giang"], "local", False),
        ("auditor", ["gia-lai", "an-giang"], "local", False),
    ],
)
def test_who_reads_and_who_keeps(request, who, units, source, may_keep, entry, foreign):
    response = shown(request.getfixturevalue(who))
    unit_chip = [chip for chip in response.context["chips"] if chip["name"] == "unit"]
    offered = [value for value, _words in unit_chip[0]["choices"]] if unit_chip else ["an-giang"]
    assert offered == units
    assert response.context["books"].source == source
    assert response.context["may_keep"] is may_keep
    other = "national" if source == "local" else "local"
    assert shown(request.getfixturevalue(who), source=other).context["may_keep"] is False


def test_central_units_are_closed_by_the_agency(ministry, officer_an_giang, entry):
    Centre.objects.create(slug="tw", name="Trung tâm trung ương", opened_on=date(2010, 1, 1))
    assert "central-units" not in shown(officer_an_giang).content.decode()
    client = as_user(ministry)
    address = "/months/central-units/national/2025-09/close/"
    assert client.get(address).status_code == 200
    assert client.post(address).status_code == 302
    event = MonthClose.objects.get()
    assert (event.province_id, event.source, event.recorded_by) == (None, "national", ministry)


@pytest.mark.parametrize("asked", [{"year": "1999"}, {"year": "x"}, {"source": "district"}])
def test_a_choice_that_does_not_exist(officer_an_giang, centre_an_giang, asked):
    assert as_user(officer_an_giang).get(PAGE, asked).status_code == 400


def test_before_closing_drafts_and_silent_centres_are_told(
    officer_an_giang, clerk_an_giang, grant_an_giang, national_grant_an_giang, foreign
):
    make_draft(grant_an_giang, clerk_an_giang)
    make_draft(grant_an_giang, clerk_an_giang, voucher_on=None)
    make_draft(grant_an_giang, clerk_an_giang, voucher_on=date(2025, 10, 1))
    make_draft(national_grant_an_giang, clerk_an_giang)
    response = as_user(officer_an_giang).get(CLOSE)
    name = clerk_an_giang.centre.name
    assert response.context["drafts"] == [(name, 2)]
    assert response.context["silent"] == [clerk_an_giang.centre]


def test_closing_says_so_and_books_late_vouchers_later(
    officer_an_giang, clerk_an_giang, grant_an_giang
):
    client = as_user(officer_an_giang, "en")
    page = client.post(CLOSE, follow=True).content.decode()
    assert "Month 9/2025 was closed." in page
    assert f"{officer_an_giang}" in page
    entry = send(grant_an_giang, clerk_an_giang)
    assert (entry.is_late, entry.booked_on) == (True, date(2025, 10, 1))
    late = client.get(f"/disbursements/{entry.pk}/").content.decode()
    assert "voucher of an earlier period" in late
    for address in ("/disbursements/inbox/", "/disbursements/?year=2025"):
        assert "late voucher" in client.get(address).content.decode()


def test_a_month_with_waiting_entries_is_refused_on_its_form(officer_an_giang, entry):
    client = as_user(officer_an_giang, "en")
    assert "1 entry waits for confirmation." in client.get(CLOSE).content.decode()
    response = client.post(CLOSE)
    assert response.status_code == 422
    assert "still wait for confirmation" in response.content.decode()
    assert not MonthClose.objects.exists()


def test_a_second_officer_opens_it_again(officer_an_giang, second_officer, centre_an_giang):
    close(officer_an_giang)
    typed = {"reason": "Bổ sung chứng từ", "expires_on": in_days(5)}
    refused = as_user(officer_an_giang, "en").post(REOPEN, typed)
    assert refused.status_code == 422
    page = refused.content.decode()
    assert f"was closed by {officer_an_giang}. Please ask another officer" in page
    assert typed["reason"] in page and typed["expires_on"] in page
    response = as_user(second_officer, "en").post(REOPEN, typed, follow=True)
    assert f"open again until {typed['expires_on']}" in response.content.decode()
    month = month_of(shown(officer_an_giang))
    assert month.is_reopened and not month.state.is_closed


def test_an_event_sent_twice_is_recorded_once_and_told_twice(
    officer_an_giang, second_officer, centre_an_giang
):
    typed = {"reason": "Chứng từ về chậm", "expires_on": in_days(2)}
    first, second = as_user(officer_an_giang, "en"), as_user(second_officer, "en")
    acts = (
        (first, CLOSE, {}, "was closed"),
        (first, EXCEPT, {**typed, "centre": centre_an_giang.pk}, "open for this centre until"),
        (second, REOPEN, typed, "open again until"),
    )
    for count, (client, address, form, told) in enumerate(acts, 1):
        for _ in range(2):
            answer = client.post(address, form, follow=True)
            assert told in answer.content.decode()
        assert MonthClose.objects.count() == count
    # What another says is another event.
    assert first.post(REOPEN, typed).status_code == 422


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"reason": " ", "expires_on": "31/12/2099"}, "Say why."),
        ({"reason": "x", "expires_on": ""}, "Please type the date."),
        (
            {"reason": "x", "expires_on": "01/01/2026"},
            "01/01/2026 lies in the past. Please choose a day",
        ),
        ({"reason": "x", "expires_on": "31/12/2099"}, "Please choose a day up to"),
    ],
)
def test_what_is_wrong_is_said_on_the_form(
    officer_an_giang, second_officer, centre_an_giang, typed, sentence
):
    close(officer_an_giang)
    response = as_user(second_officer, "en").post(REOPEN, typed)
    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert MonthClose.objects.count() == 1


def test_an_exception_is_for_a_centre_of_the_unit(
    officer_an_giang, centre_an_giang, centre_kien_giang, centre_gia_lai
):
    close(officer_an_giang)
    client = as_user(officer_an_giang, "en")
    form = client.get(EXCEPT).context["form"]
    assert list(form.fields["centre"].queryset) == [centre_an_giang]
    typed = {"reason": "Chứng từ về chậm", "expires_on": in_days(2)}
    assert client.post(EXCEPT, {**typed, "centre": centre_gia_lai.pk}).status_code == 422
    page = client.post(EXCEPT, {**typed, "centre": centre_an_giang.pk}, follow=True)
    assert "Exception until" in page.content.decode()
    assert MonthClose.objects.get(event="exception").centre == centre_an_giang
    # The page of the months leads to where it is ended early.
    assert f'href="{CLOSE}"' in page.content.decode()
    ended = client.post(CLOSE, follow=True).content.decode()
    assert "Exception until" not in ended and f'href="{CLOSE}"' not in ended


def test_an_exception_of_another_centre_is_not_told_to_a_clerk(
    officer_an_giang, clerk_an_giang, centre_an_giang
):
    sister = Centre.objects.create(
        slug="ttkc-khac", name="Trung tâm khác", province_id="an-giang", opened_on=date(2010, 1, 1)
    )
    close(officer_an_giang)
    open_again(officer_an_giang, MonthClose.Event.EXCEPTION, centre=sister)
    assert "Trung tâm khác" in shown(officer_an_giang).content.decode()
    page = shown(clerk_an_giang)
    assert "Trung tâm khác" not in page.content.decode()
    assert month_of(page).state.is_closed


@pytest.mark.parametrize(
    ("who", "address", "status"),
    [
        ("clerk_an_giang", CLOSE, 403),
        ("auditor", CLOSE, 403),
        ("ministry", CLOSE, 403),
        ("officer_an_giang", "/months/an-giang/national/2025-09/close/", 403),
        ("officer_an_giang", "/months/gia-lai/local/2025-09/close/", 404),
        ("officer_an_giang", "/months/atlantis/local/2025-09/close/", 404),
        ("officer_an_giang", "/months/an-giang/local/2025-09/burn/", 404),
        ("officer_an_giang", "/months/an-giang/local/2025-13/close/", 404),
        ("ministry", "/months/an-giang/national/2025-09/close/", 200),
    ],
)
def test_who_may(request, who, address, status, entry, foreign):
    client = as_user(request.getfixturevalue(who))
    assert client.get(address).status_code == status
    if status != 200:
        assert client.post(address).status_code == status
        assert not MonthClose.objects.exists()


def test_queries_do_not_grow_with_the_months(
    officer_an_giang, clerk_an_giang, grant_an_giang, django_assert_max_num_queries
):
    for month in range(1, 9):
        close(officer_an_giang, month=date(2025, month, 1))
    for month in range(9, 12):
        send(grant_an_giang, clerk_an_giang, 1, voucher_on=date(2025, month, 3))
    client = as_user(officer_an_giang)
    client.get(PAGE)
    with django_assert_max_num_queries(8):
        client.get(PAGE, ASKED)
