"""A closed month stays closed: nothing is booked or confirmed in it, exceptions aside."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.utils import timezone

from projects.models import Disbursement, MonthClose
from projects.models.months import OPEN_DAYS
from promotion.models import Centre, User
from tests.cast import make_grant, make_project, make_user, send
from tests.guards import refused, remove_guard

pytestmark = pytest.mark.django_db

SEPTEMBER = date(2025, 9, 1)
DAY = date(2025, 9, 2)
Event = MonthClose.Event


def close(by: User, province: str | None = "an-giang", source: str = "local", month=SEPTEMBER):
    return MonthClose.objects.record(
        by, Event.CLOSE, province_id=province, source=source, month=month
    )


def open_again(by: User, event: Event = Event.REOPEN, days: int = 3, **fields) -> MonthClose:
    return MonthClose.objects.record(
        by,
        event,
        province_id="an-giang",
        source="local",
        month=SEPTEMBER,
        reason="Bổ sung chứng từ",
        expires_on=timezone.localdate() + timedelta(days=days),
        **fields,
    )


def is_sqlite() -> bool:
    return connection.vendor == "sqlite"


def code_of(refusal) -> str:
    return refusal.value.code


@pytest.fixture
def second_officer(db) -> User:
    return make_user("second_officer", User.Role.OFFICER, province_id="an-giang")


def test_a_late_voucher_keeps_its_date_and_is_booked_in_the_first_open_month(
    grant_an_giang, clerk_an_giang, officer_an_giang
):
    close(officer_an_giang)
    close(officer_an_giang, month=date(2025, 10, 1))
    entry = send(grant_an_giang, clerk_an_giang)
    assert (entry.voucher_on, entry.booked_on) == (DAY, date(2025, 11, 1))


def test_other_money_of_the_month_is_not_closed(
    grant_an_giang, national_grant_an_giang, clerk_an_giang, officer_an_giang, clerk_gia_lai
):
    close(officer_an_giang)
    assert send(national_grant_an_giang, clerk_an_giang).booked_on == DAY
    elsewhere = make_grant(make_project(clerk_gia_lai.centre, "GL-1"), officer_an_giang)
    assert send(elsewhere, clerk_gia_lai).booked_on == DAY


def test_a_merged_unit_is_closed_with_todays(centre_kien_giang, clerk_an_giang, officer_an_giang):
    grant = make_grant(make_project(centre_kien_giang, "KG-1"), officer_an_giang)
    close(officer_an_giang)
    assert send(grant, clerk_an_giang).booked_on == date(2025, 10, 1)


@pytest.mark.parametrize(
    "days",
    [lambda: DAY, lambda: timezone.localdate().replace(day=1) - timedelta(days=1)],
    ids=["long over", "just over"],
)
def test_no_entry_is_booked_into_a_closed_month_whoever_writes(
    grant_an_giang, clerk_an_giang, officer_an_giang, days
):
    open_entry = send(grant_an_giang, clerk_an_giang, 100)
    open_entry.confirm(officer_an_giang)
    day = days()
    close(officer_an_giang, month=day.replace(day=1))
    row = {
        "grant": grant_an_giang,
        "kind": "payment",
        "amount_vnd": 1,
        "voucher_kind": "cash",
        "voucher_number": "1",
        "voucher_on": day,
        "booked_on": day,
        "recorded_by": clerk_an_giang,
        "idempotency_key": "1" * 32,
    }
    with refused("month_closed"):
        Disbursement.objects.create(**row)
    remove_guard("guard_disbursement_month" if is_sqlite() else "guard_disbursement_insert")
    if is_sqlite():  # negative control: it was this guard
        Disbursement.objects.create(**row)


def test_a_month_with_an_unconfirmed_entry_is_not_closed(
    grant_an_giang, clerk_an_giang, officer_an_giang
):
    entry = send(grant_an_giang, clerk_an_giang)
    with pytest.raises(ValidationError) as refusal:
        close(officer_an_giang)
    assert code_of(refusal) == "month_has_unconfirmed"
    close(officer_an_giang, month=date(2025, 8, 1))
    entry.return_to_clerk(officer_an_giang, "Thiếu hồ sơ")
    close(officer_an_giang)


def test_an_unconfirmed_clearing_keeps_the_month_open(
    grant_an_giang, clerk_an_giang, officer_an_giang
):
    send(grant_an_giang, clerk_an_giang, 300, kind="advance").confirm(officer_an_giang)
    send(grant_an_giang, clerk_an_giang, 300, kind="clearing", voucher_number="TT-1")
    with pytest.raises(ValidationError) as refusal:
        close(officer_an_giang)
    assert code_of(refusal) == "month_has_unconfirmed"


@pytest.mark.parametrize(
    "source, person, allowed",
    [
        ("local", "officer_an_giang", True),
        ("national", "ministry", True),
        ("local", "ministry", False),
        ("national", "officer_an_giang", False),
        ("local", "clerk_an_giang", False),
        ("local", "auditor", False),
    ],
)
def test_who_confirms_closes(request, source, person, allowed):
    by = request.getfixturevalue(person)
    if allowed:
        assert close(by, source=source).pk
        return
    with pytest.raises(ValidationError) as refusal:
        close(by, source=source)
    assert code_of(refusal) == "month_by_source_side"


def test_a_month_is_closed_once_and_only_when_it_is_over(officer_an_giang):
    close(officer_an_giang)
    for month, code in (
        (SEPTEMBER, "month_closed_already"),
        (timezone.localdate().replace(day=1), "month_not_over"),
        (date(2025, 9, 2), "month_is_first_day"),
    ):
        with pytest.raises(ValidationError) as refusal:
            close(officer_an_giang, month=month)
        assert code_of(refusal) == code


def test_only_todays_unit_closes(officer_an_giang):
    with pytest.raises(ValidationError) as refusal:
        close(officer_an_giang, province="kien-giang")
    assert code_of(refusal) == "month_unit_of_today"


def test_a_second_officer_opens_it_again_until_a_day(
    grant_an_giang, clerk_an_giang, officer_an_giang, second_officer
):
    with pytest.raises(ValidationError) as refusal:
        open_again(second_officer)
    assert code_of(refusal) == "month_not_closed"
    close(officer_an_giang)
    for by, days, code in (
        (officer_an_giang, 3, "month_reopened_by_another"),
        (second_officer, -1, "month_expiry_past"),
        (second_officer, OPEN_DAYS + 1, "month_expiry_far"),
    ):
        with pytest.raises(ValidationError) as refusal:
            open_again(by, days=days)
        assert code_of(refusal) == code
    open_again(second_officer, days=OPEN_DAYS)
    assert send(grant_an_giang, clerk_an_giang).booked_on == DAY


def test_a_re_opening_ends_by_itself(
    grant_an_giang, clerk_an_giang, officer_an_giang, second_officer
):
    close(officer_an_giang)
    open_again(second_officer)
    entry = send(grant_an_giang, clerk_an_giang, 100)
    # Its last day passes: what was written while it was open waits until it is opened again.
    remove_guard("guard_monthclose_open" if is_sqlite() else "guard_monthclose_insert")
    open_again(second_officer, days=-1)
    assert send(grant_an_giang, clerk_an_giang, 1, voucher_number="2").booked_on > DAY
    with pytest.raises(ValidationError) as refusal:
        entry.confirm(officer_an_giang)
    assert code_of(refusal) == "month_closed"


def test_an_exception_opens_the_month_for_one_centre(
    grant_an_giang, clerk_an_giang, officer_an_giang, centre_an_giang, centre_gia_lai
):
    sister = Centre.objects.create(
        slug="ttkc-khac", name="Trung tâm khác", province_id="an-giang", opened_on=date(2010, 1, 1)
    )
    elsewhere = make_grant(make_project(sister, "AG-9"), officer_an_giang)
    close(officer_an_giang)
    with pytest.raises(ValidationError) as refusal:
        open_again(officer_an_giang, Event.EXCEPTION, centre=centre_gia_lai)
    assert code_of(refusal) == "month_unit_of_today"
    open_again(officer_an_giang, Event.EXCEPTION, centre=centre_an_giang)
    assert send(grant_an_giang, clerk_an_giang).booked_on == DAY
    assert send(elsewhere, clerk_an_giang).booked_on == date(2025, 10, 1)


def test_late_vouchers_of_other_months_are_not_booked_where_a_closed_month_was_opened(
    grant_an_giang, clerk_an_giang, officer_an_giang, second_officer, centre_an_giang
):
    for month in (7, 8, 9):
        close(officer_an_giang, month=date(2025, month, 1))
    october = date(2025, 10, 1)
    august = {"voucher_on": date(2025, 8, 20)}
    open_again(officer_an_giang, Event.EXCEPTION, centre=centre_an_giang)
    assert send(grant_an_giang, clerk_an_giang, 1, **august).booked_on == october
    open_again(second_officer)
    assert send(grant_an_giang, clerk_an_giang, 2, **august).booked_on == october
    assert send(grant_an_giang, clerk_an_giang, 3).booked_on == DAY


def test_closing_once_more_ends_the_exceptions_that_hold(
    grant_an_giang, clerk_an_giang, officer_an_giang, centre_an_giang
):
    close(officer_an_giang)
    open_again(officer_an_giang, Event.EXCEPTION, centre=centre_an_giang)
    close(officer_an_giang)
    assert send(grant_an_giang, clerk_an_giang).booked_on == date(2025, 10, 1)
    with pytest.raises(ValidationError) as refusal:
        close(officer_an_giang)
    assert code_of(refusal) == "month_closed_already"


def test_taking_back_before_confirmation_needs_no_open_month(
    grant_an_giang, clerk_an_giang, officer_an_giang, second_officer
):
    close(officer_an_giang)
    open_again(second_officer)
    entry = send(grant_an_giang, clerk_an_giang, 100)
    remove_guard("guard_monthclose_open" if is_sqlite() else "guard_monthclose_insert")
    open_again(second_officer, days=-1)
    entry.return_to_clerk(officer_an_giang, "Quá hạn")
    grant_an_giang.refresh_from_db()
    assert grant_an_giang.reported_vnd == 0


def test_events_of_months_are_never_changed(officer_an_giang):
    event = close(officer_an_giang)
    with refused("ledger_append_only"):
        MonthClose.objects.filter(pk=event.pk).update(reason="x")
    with refused("ledger_append_only"):
        event.delete()
