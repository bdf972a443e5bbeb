"""Lists of two officers that move the same monthly sums, each from the other end."""

import time
from datetime import date
from functools import partial
from threading import Event

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from projects.models import Disbursement
from promotion.models import User
from tests.cast import make_centre, make_grant, make_project, make_user
from tests.guards import execute
from tests.projects.racing import WON, answer_to, in_threads, race
from tests.projects.test_racing_pairs import close, entry

ROUNDS = 25
MONTHS = [date(2025, 3, 10), date(2025, 4, 10)]
NAMES = ("officer", "second")


@pytest.fixture
def lists(prepared_database) -> dict[str, list[list[int]]]:
    """Of each officer and round two entries of two grants, the second officer's months reversed.

    A list is confirmed in the order of its grants.
    """
    centre = make_centre("an-giang")
    make_user("clerk", User.Role.CLERK, centre=centre)
    found = {}
    for name, months in zip(NAMES, (MONTHS, MONTHS[::-1]), strict=True):
        officer = make_user(name, User.Role.OFFICER, province_id="an-giang")
        grants = [
            make_grant(make_project(centre, f"{name}-{month:%m}"), officer, ROUNDS)
            for month in months
        ]
        pairs = zip(grants, months, strict=True)
        made = [
            Disbursement.objects.bulk_create([entry(grant, month) for _ in range(ROUNDS)])
            for grant, month in pairs
        ]
        found[name] = [[each.pk for each in pair] for pair in zip(*made, strict=True)]
    return found


def confirm_at_once(lists: dict[str, list[list[int]]]) -> list[tuple[str, ...]]:
    def confirming(name: str):
        officer = User.objects.get(username=name)
        return lambda number: Disbursement.objects.filter(pk__in=lists[name][number]).confirm_all(
            officer
        )

    return race(*map(confirming, NAMES), rounds=ROUNDS)


def test_neither_waits_for_the_other(lists):
    assert confirm_at_once(lists) == [(WON, WON)] * ROUNDS
    call_command("verify_ledger", verbosity=0)


@pytest.mark.postgresql
def test_without_the_lock_of_the_side_they_do(lists):
    execute(
        "CREATE OR REPLACE FUNCTION guard_lock_side(unit text, money text) RETURNS void"
        " LANGUAGE sql AS $$ SELECT $$"
    )
    said = confirm_at_once(lists)
    assert any(words != WON for pair in said for words in pair), said
    with pytest.raises(CommandError, match="guard_lock_side"):
        call_command("verify_ledger")


def until_some_wait(count: int) -> None:
    with connection.cursor() as cursor:
        for _ in range(200):
            cursor.execute(
                "SELECT count(DISTINCT waiting.pid) FROM pg_locks waiting JOIN pg_locks held"
                " USING (pid) WHERE NOT waiting.granted AND held.database ="
                " (SELECT oid FROM pg_database WHERE datname = current_database())"
            )
            if cursor.fetchone() == (count,):
                return
            time.sleep(0.05)
    raise AssertionError("nobody waits")


@pytest.mark.postgresql
def test_who_enters_in_two_months_does_not_wait_for_ever(prepared_database):
    # With the grant in hand it comes to a month whose closing waits for an entry that waits for
    # the grant: PostgreSQL lets it pass the closing, which holds nothing yet.
    centre = make_centre("an-giang")
    make_user("clerk", User.Role.CLERK, centre=centre)
    officer = make_user("officer-an-giang", User.Role.OFFICER, province_id="an-giang")
    grant = make_grant(make_project(centre, "AG-1"), officer)
    first, second = MONTHS
    in_hand = Event()

    def enter_in_both() -> None:
        with transaction.atomic():
            entry(grant, first).save(force_insert=True)
            in_hand.set()
            until_some_wait(2)
            entry(grant, second).save(force_insert=True)

    def enter() -> None:
        in_hand.wait(10)
        entry(grant, second).save(force_insert=True)

    def close_second() -> None:
        in_hand.wait(10)
        until_some_wait(1)
        close("an-giang", "local", second.replace(day=1))

    acts = (enter_in_both, enter, close_second)
    answers = in_threads([partial(answer_to, act) for act in acts])
    assert answers == [WON, WON, "month_has_unconfirmed"]
