"""Sixteen writers at once against one cap: what is accepted is the cap, to the đồng.

Each writer is a process with a connection of its own, as each worker of the web server is.
"""

import multiprocessing
import uuid
from collections import Counter
from collections.abc import Callable
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, OperationalError, connection, transaction

from projects.models import Confirmation, Disbursement, Draft, Grant
from promotion.guards.sentences import name_of
from promotion.models import User
from tests.cast import make_centre, make_grant, make_project, make_user, send
from tests.guards import execute, remove_guards

WRITERS = 16
POSTS = 50
AMOUNT_VND = 10
CAP_VND = WRITERS * POSTS * AMOUNT_VND // 2
TOO_MUCH = "grant_reported_within_approved"

fork = multiprocessing.get_context("fork")


@pytest.fixture
def grant(prepared_database) -> Grant:
    centre = make_centre("an-giang")
    officer = make_user("officer", User.Role.OFFICER, province_id="an-giang")
    make_user("clerk", User.Role.CLERK, centre=centre)
    return make_grant(make_project(centre, "AG-2025-01"), officer, approved_vnd=CAP_VND)


def at_once(tasks: list[Callable[[], object]]) -> list:
    """What the tasks return, each run by a process of its own, all starting together."""
    connection.close()
    start, answers = fork.Barrier(len(tasks)), fork.SimpleQueue()

    def run(number: int, task: Callable[[], object]) -> None:
        Grant.objects.exists()  # connected before the start
        start.wait(60)
        answers.put((number, task()))
        connection.close()

    processes = [fork.Process(target=run, args=pair) for pair in enumerate(tasks)]
    for process in processes:
        process.start()
    said = dict(answers.get() for _ in processes)
    for process in processes:
        process.join(60)
    return [said[number] for number in range(len(tasks))]


def race(post: Callable[[Grant, User], None], grant: Grant) -> Counter[str]:
    """All writers post at once; how often each answer was given."""
    clerk = User.objects.get(username="clerk")

    def write() -> Counter[str]:
        return Counter(answer_to(post, grant, clerk) for _ in range(POSTS))

    return sum(at_once([write] * WRITERS), Counter())


def answer_to(post: Callable[[Grant, User], None], grant: Grant, clerk: User) -> str:
    try:
        post(grant, clerk)
    except ValidationError as refusal:
        return refusal.error_dict["amount_vnd"][0].code
    except IntegrityError as error:
        return name_of(error)
    except OperationalError as error:
        return str(error)
    return "accepted"


def by_application(grant: Grant, clerk: User) -> None:
    Draft.objects.create(
        grant=grant,
        owner=clerk,
        amount_vnd=AMOUNT_VND,
        voucher_number="UNC-1",
        voucher_on=date(2025, 9, 2),
    ).send()


def by_raw_sql(grant: Grant, clerk: User) -> None:
    key = uuid.uuid4()
    with transaction.atomic():
        execute(
            "INSERT INTO projects_disbursement (grant_id, kind, amount_vnd, voucher_kind,"
            " voucher_number, voucher_on, booked_on, reason, idempotency_key, recorded_by_id,"
            " synthetic) VALUES (%s, 'payment', %s, 'cash', '1', '2025-09-02', '2025-09-02', '',"
            " %s, %s, %s)",
            grant.pk,
            AMOUNT_VND,
            key.hex if connection.vendor == "sqlite" else str(key),
            clerk.pk,
            False,
        )


@pytest.mark.parametrize("post", [by_application, by_raw_sql])
def test_racing_writers_fill_the_cap_exactly(grant, post):
    half = WRITERS * POSTS // 2
    assert race(post, grant) == {"accepted": half, TOO_MUCH: half}
    grant.refresh_from_db()
    assert (
        grant.reported_vnd
        == CAP_VND
        == sum(Disbursement.objects.values_list("amount_vnd", flat=True))
    )


@pytest.mark.postgresql
def test_without_the_guards_looking_first_passes_the_cap(grant):
    # Negative control. SQLite has one writer at a time; only here the others slip in between.
    def look_without_guard(grant: Grant, clerk: User) -> None:
        paid_vnd = sum(Disbursement.objects.values_list("amount_vnd", flat=True))
        if paid_vnd + AMOUNT_VND <= CAP_VND:
            by_raw_sql(grant, clerk)

    remove_guards("projects_disbursement", "projects_grant")
    race(look_without_guard, grant)
    assert sum(Disbursement.objects.values_list("amount_vnd", flat=True)) > CAP_VND


def test_of_a_confirmation_and_a_return_one_wins(grant):
    clerk = User.objects.get(username="clerk")
    entries = [send(grant, clerk, 1, voucher_number=str(n)) for n in range(100)]

    def decide(verb: Callable[[Disbursement, User], object]) -> Callable[[], list[str]]:
        def run() -> list[str]:
            officer = User.objects.get(username="officer")
            said = []
            for entry in entries:
                try:
                    verb(Disbursement.objects.get(pk=entry.pk), officer)
                    said.append("won")
                except ValidationError as refusal:
                    said.append(refusal.code)
            return said

        return run

    def give_back(entry: Disbursement, officer: User) -> None:
        entry.return_to_clerk(officer, "Sai")

    for confirmed, returned in zip(
        *at_once([decide(Disbursement.confirm), decide(give_back)]), strict=True
    ):
        assert (confirmed, returned) in {
            ("won", "reversal_of_confirmed"),
            ("confirmation_of_returned", "won"),
        }
    grant.refresh_from_db()
    assert grant.confirmed_vnd == grant.reported_vnd == Confirmation.objects.count()
