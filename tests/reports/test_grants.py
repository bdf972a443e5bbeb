"""What grants had been paid by a day, worked by hand."""

from datetime import date

import pytest

from projects.models import Grant
from reports.queries.grants import confirmed_at
from tests.cast import send

pytestmark = pytest.mark.django_db

SEPTEMBER, OCTOBER = date(2025, 9, 30), date(2025, 10, 31)


@pytest.fixture
def pay(grant_an_giang, clerk_an_giang):
    """Sends so many đồng of the grant's 1,000 on the day."""

    def pay(amount: int, day: date, **fields):
        number = f"UNC-{amount}"
        return send(
            grant_an_giang, clerk_an_giang, amount, voucher_on=day, voucher_number=number, **fields
        )

    return pay


def paid_by(*days: date) -> list[int]:
    return [Grant.objects.annotate(paid_vnd=confirmed_at(day)).get().paid_vnd for day in days]


def test_what_was_confirmed_and_booked_by_the_day(pay, officer_an_giang):
    pay(600, date(2025, 9, 30), kind="advance").confirm(officer_an_giang)
    pay(100, date(2025, 10, 1)).confirm(officer_an_giang)
    pay(50, date(2025, 10, 2)).return_to_clerk(officer_an_giang, "Sai")  # never counts
    assert paid_by(date(2025, 9, 29), SEPTEMBER, OCTOBER) == [0, 600, 700]
    pay(40, date(2025, 10, 3))  # waits: from here on each is asked whether it was confirmed
    assert paid_by(date(2025, 9, 29), SEPTEMBER, OCTOBER) == [0, 600, 700]


def test_a_clearing_that_waits_moves_no_money(pay, officer_an_giang):
    pay(600, date(2025, 9, 30), kind="advance").confirm(officer_an_giang)
    pay(300, date(2025, 10, 1), kind="clearing")
    assert paid_by(SEPTEMBER, OCTOBER) == [600, 600]


def test_what_was_confirmed_later_was_not_known(pay, officer_an_giang):
    pay(600, date(2025, 9, 30)).confirm(officer_an_giang)
    known = Grant.objects.annotate(paid_vnd=confirmed_at(OCTOBER, date(2025, 12, 31)))
    assert known.get().paid_vnd == 0
