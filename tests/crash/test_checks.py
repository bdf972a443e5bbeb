"""The checks of the crash tests find what they are for."""

import uuid

import pytest

from projects.models import Disbursement, Grant, LedgerSeal
from tests.cast import make_draft, send
from tests.crash import checks
from tests.crash.clerks import Payment
from tests.guards import remove_guards
from tests.projects.entering import typed

pytestmark = pytest.mark.django_db


@pytest.fixture
def payment(grant_an_giang, clerk_an_giang) -> Payment:
    """600 đồng, sent and acknowledged."""
    entry = send(grant_an_giang, clerk_an_giang)
    return Payment(typed(grant_an_giang, key=str(entry.idempotency_key)), entry.pk)


def found(payment: Payment) -> tuple[bool, ...]:
    payments = [payment]
    named = (checks.lost(payments), checks.doubled(payments), checks.partial(payments))
    return tuple(map(bool, named))


def test_nothing_is_found_where_all_is_well(payment):
    assert found(payment) == (False, False, False)
    assert checks.gaps_in_seals() == []


@pytest.mark.parametrize("change", [{"amount_vnd": "601"}, {"key": str(uuid.uuid4())}])
def test_an_entry_that_says_something_else_is_lost(payment, change):
    assert found(Payment(payment.form | change, payment.entry)) == (True, False, False)


def test_a_lost_entry(payment):
    remove_guards("projects_disbursement", "projects_grant")
    Disbursement.objects.all().delete()
    assert found(payment)[0]


def test_a_second_entry_of_the_same_voucher(payment, grant_an_giang, clerk_an_giang):
    send(grant_an_giang, clerk_an_giang, 100)
    assert found(payment) == (False, True, False)


def test_a_sum_that_is_not_of_the_rows(payment):
    remove_guards("projects_grant")
    Grant.objects.update(reported_vnd=599)
    assert found(payment) == (False, False, True)


def test_an_approval_that_is_not_of_the_rows(payment):
    remove_guards("projects_grant")
    Grant.objects.update(approved_vnd=999)
    assert found(payment) == (False, False, True)


def test_a_draft_left_of_what_was_sent(payment, grant_an_giang, clerk_an_giang):
    make_draft(grant_an_giang, clerk_an_giang, key=payment.key)
    assert found(payment) == (False, False, True)


def test_a_gap_in_the_seals(payment, grant_an_giang, clerk_an_giang):
    send(grant_an_giang, clerk_an_giang, 100)
    assert checks.gaps_in_seals() == []
    remove_guards("projects_ledgerseal")
    LedgerSeal.objects.filter(number=1).update(number=3)
    assert checks.gaps_in_seals() == ["an-giang/2025"]
