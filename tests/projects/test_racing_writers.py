"""Sixteen writers at once against one cap: what is accepted is the cap, to the đồng."""

import uuid
from collections import Counter
from collections.abc import Callable
from datetime import date
from functools import partial

import pytest
from django.db import connection, transaction

from projects.models import Disbursement, Draft, Grant
from promotion.models import User
from tests.cast import make_centre, make_grant, make_project, make_user
from tests.guards import execute, remove_guards
from tests.projects.racing import WON, answer_to, in_processes

WRITERS = 16
POSTS = 200
AMOUNT_VND = 10
CAP_VND = WRITERS * POSTS * AMOUNT_VND // 2
TOO_MUCH = "grant_reported_within_approved"


@pytest.fixture
def grant(prepared_database) -> Grant:
    centre = make_centre("an-giang")
    officer = make_user("officer", User.Role.OFFICER, province_id="an-giang")
    make_user("clerk", User.Role.CLERK, centre=centre)
    return make_grant(make_project(centre, "AG-2025-01"), officer, approved_vnd=CAP_VND)


def post_all(post: Callable[[Grant, User], None], grant: Grant, posts: int) -> Counter[str]:
    """All writers post at once; how often each answer was given."""
    clerk = User.objects.get(username="clerk")

    def write() -> Counter[str]:
        return Counter(answer_to(partial(post, grant, clerk)) for _ in range(posts))

    return sum(in_processes([write] * WRITERS), Counter())


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
    assert post_all(post, grant, POSTS) == {WON: half, TOO_MUCH: half}
    grant.refresh_from_db()
    assert (
        grant.reported_vnd
        == CAP_VND
        == sum(Disbursement.objects.values_list("amount_vnd", flat=True))
    )


@pytest.mark.postgresql
def test_without_the_guards_looking_first_passes_the_cap(grant):
    # Negative control. SQLite has one writer at a time; only here the others slip in between.
    cap_vnd = CAP_VND // 4

    def look_without_guard(grant: Grant, clerk: User) -> None:
        paid_vnd = sum(Disbursement.objects.values_list("amount_vnd", flat=True))
        if paid_vnd + AMOUNT_VND <= cap_vnd:
            by_raw_sql(grant, clerk)

    remove_guards("projects_disbursement", "projects_grant")
    post_all(look_without_guard, grant, POSTS // 4)
    assert sum(Disbursement.objects.values_list("amount_vnd", flat=True)) > cap_vnd
