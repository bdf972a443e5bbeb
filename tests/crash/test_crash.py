"""Payments while the server, the database or both are killed: one entry each, whatever happens.

CRASH_ROUNDS says how often each mode is tried; `make test-crash` tries more often.
"""

import os
import re
import uuid
from collections.abc import Sequence
from functools import partial

import pytest

from promotion.models import User
from tests.cast import make_grant, make_project
from tests.crash import checks
from tests.crash.checks import Tally
from tests.crash.clerks import APPROVED_VND, Clerk, Payment
from tests.crash.ground import (
    MODES,
    Ground,
    at_random,
    between_commit_and_answer,
    crash_while_paying,
    forgetful,
)
from tests.databases import manage

DOUBT = re.compile('name="doubts" value="([^"]+)"')
ROUNDS = int(os.environ.get("CRASH_ROUNDS", 2))
SECONDS_TO_ANSWER = 5
GRANTS_OF_A_CENTRE = 2


def give_grants(clerks: Sequence[Clerk], name: str) -> None:
    """New support for each centre, so that no round runs out of money."""
    officer = User.objects.get(username="officer")
    for centre in {clerk.user.centre for clerk in clerks}:
        codes = [f"{centre.slug}-{name}-{number}" for number in range(GRANTS_OF_A_CENTRE)]
        grants = [make_grant(make_project(centre, code), officer, APPROVED_VND) for code in codes]
        for clerk in clerks:
            if clerk.user.centre == centre:
                clerk.grants = grants


def unanswered(clerks: Sequence[Clerk]) -> list[tuple[Clerk, Payment]]:
    pairs = [(clerk, payment) for clerk in clerks for payment in clerk.payments]
    return [(clerk, payment) for clerk, payment in pairs if payment.entry is None]


@pytest.mark.parametrize("mode", MODES)
def test_nothing_is_lost_doubled_or_partial(
    ground: Ground, clerks: list[Clerk], mode: str, capsys: pytest.CaptureFixture[str]
):
    tally = Tally(mode)
    for number in range(ROUNDS):
        give_grants(clerks, str(number))
        crash_while_paying(ground, clerks, mode, partial(at_random, clerks))
        tally.first_answers.append(ground.restart(clerks[0]))
        payments = [payment for clerk in clerks for payment in clerk.payments]
        tally.lost += checks.lost(payments)
        tally.partial += checks.partial(payments)

        open_ones = unanswered(clerks)
        tally.written += sum(payment.is_written() for _, payment in open_ones)
        for clerk, payment in open_ones:
            payment.entry = clerk.post(ground.url, payment.form)
            assert clerk.post(ground.url, payment.form) == payment.entry
        tally.rounds += 1
        tally.unanswered += len(open_ones)
        tally.retried += 2 * len(open_ones)
        tally.acknowledged = len(payments) - tally.unanswered
        tally.lost += checks.lost(payments)
        tally.doubled += checks.doubled(payments)
        tally.partial += checks.partial(payments) + checks.gaps_in_seals()
    with capsys.disabled():
        print(f"\n{tally}")
    assert (tally.lost, tally.doubled, tally.partial) == ([], [], [])
    assert tally.acknowledged and tally.unanswered
    assert max(tally.first_answers) < SECONDS_TO_ANSWER * tally.waiting_for_processors
    manage("verify_ledger", ground.database_url)


def test_only_the_key_keeps_a_retry_from_paying_twice(ground: Ground, clerks: list[Clerk]):
    give_grants(clerks, "0")
    moment = partial(between_commit_and_answer, ground, clerks)
    crash_while_paying(ground, clerks, "server", moment)
    ground.restart(clerks[0])
    payments = [payment for clerk in clerks for payment in clerk.payments]
    open_ones = unanswered(clerks)
    for clerk, payment in open_ones:
        clerk.post(ground.url, payment.form)
    assert checks.doubled(payments) == []
    # Negative control: who begins anew instead of sending again pays twice.
    for clerk, payment in open_ones:
        anew = payment.form | {"key": str(uuid.uuid4())}
        _status, _location, page = clerk.ask(f"{ground.url}/disbursements/new/", anew)
        clerk.post(ground.url, anew | {"doubts": DOUBT.findall(page)[0]})
    assert checks.doubled(payments) == [payment.number for _, payment in open_ones]


@pytest.mark.postgresql
def test_a_server_that_does_not_wait_for_the_disk_loses_payments(
    ground: Ground, clerks: list[Clerk]
):
    # Negative control: what is lost is found, once a crash comes before the disk has it all.
    give_grants(clerks, "0")
    found: list = []
    with forgetful():
        for _ in range(6):
            crash_while_paying(ground, clerks, "database", partial(at_random, clerks))
            ground.restart(clerks[0])
            found = checks.lost([payment for clerk in clerks for payment in clerk.payments])
            if found:
                break
    assert found
