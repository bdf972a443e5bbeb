"""Two acts that exclude each other, begun at the same moment: one wins, whoever it is."""

import os
import uuid
from collections import Counter
from collections.abc import Callable
from datetime import date
from functools import partial

import pytest
from django.db import connection, transaction
from django.db.models import Sum

from projects.models import Confirmation, Disbursement, Draft, Grant, MonthClose, Proposal
from promotion.models import User
from tests.cast import make_centre, make_grant, make_project, make_user
from tests.guards import remove_guard
from tests.projects.racing import WON, answer_to, in_threads, race

ROUNDS = int(os.environ.get("RACE_ROUNDS", "250"))  # 1,000 in `make test-races`
CONTROL_ROUNDS = min(60, ROUNDS)  # enough to see both win where nothing stands between them
DAY = date(2025, 9, 2)
# Months that are over, of one source after the other: as many as there are rounds.
MONTHS = [date(year, month, 1) for year in range(2000, 2025) for month in range(1, 13)]
UNITS = ("an-giang", "gia-lai")


@pytest.fixture
def centres(prepared_database) -> list:
    make_user("ministry", User.Role.MINISTRY)
    for unit in UNITS:
        make_user(f"officer-{unit}", User.Role.OFFICER, province_id=unit)
    centres = [make_centre(unit) for unit in UNITS]
    make_user("clerk", User.Role.CLERK, centre=centres[0])
    make_user("colleague", User.Role.CLERK, centre=centres[0])
    return centres


@pytest.fixture
def grant(centres) -> Grant:
    return make_grant(make_project(centres[0], "AG-1"), person("officer-an-giang"), ROUNDS)


def person(username: str) -> User:
    return User.objects.get(username=username)


def entry(grant: Grant, day: date = DAY) -> Disbursement:
    return Disbursement(
        grant=grant,
        kind=Disbursement.Kind.PAYMENT,
        amount_vnd=1,
        voucher_kind="cash",
        voucher_number="1",
        voucher_on=day,
        booked_on=day,
        idempotency_key=uuid.uuid4(),
        recorded_by=person("clerk"),
    )


@pytest.fixture
def entries(grant) -> list[Disbursement]:
    return Disbursement.objects.bulk_create([entry(grant) for _ in range(ROUNDS)])


def sums_agree(grant: Grant) -> bool:
    """Whether the sums of the grant are those of its ledger rows."""
    grant.refresh_from_db()
    paid = Disbursement.objects.filter(grant=grant)
    confirmed = paid.confirmed().aggregate(sum=Sum("amount_vnd"))["sum"] or 0
    reported = paid.aggregate(sum=Sum("amount_vnd"))["sum"] or 0
    return (grant.reported_vnd, grant.confirmed_vnd) == (reported, confirmed)


def confirming_against_returning(
    entries: list[Disbursement], rounds: int = ROUNDS
) -> Counter[tuple[str, ...]]:
    def confirm(number: int) -> None:
        Disbursement.objects.get(pk=entries[number].pk).confirm(person("officer-an-giang"))

    def give_back(number: int) -> None:
        found = Disbursement.objects.get(pk=entries[number].pk)
        found.return_to_clerk(person("officer-an-giang"), "Sai")

    return Counter(race(confirm, give_back, rounds=rounds))


def test_of_a_confirmation_and_a_return_one_wins(grant, entries):
    answers = confirming_against_returning(entries)
    assert answers.keys() <= {(WON, "reversal_of_confirmed"), ("confirmation_of_returned", WON)}
    assert sums_agree(grant)
    assert grant.confirmed_vnd == answers[WON, "reversal_of_confirmed"]


def test_without_the_guard_of_confirmations_both_win(grant, entries):
    # Negative control: nothing else keeps a returned entry from being confirmed.
    remove_guard("guard_confirmation_insert")
    assert confirming_against_returning(entries, CONTROL_ROUNDS)[WON, WON]


def correcting_against_recovering(
    grant: Grant, entries: list[Disbursement], rounds: int = ROUNDS
) -> Counter[tuple[str, ...]]:
    officer = person("officer-an-giang")
    Confirmation.objects.bulk_create([Confirmation(entry=e, confirmed_by=officer) for e in entries])

    def proposals(owner: User, purpose: Draft.Purpose, amount_vnd: int) -> list[Proposal]:
        drafts = [
            Draft(
                owner=owner,
                purpose=purpose,
                concerns=found,
                grant=grant,
                kind=found.kind,
                amount_vnd=amount_vnd,
                voucher_number="2",
                voucher_on=DAY,
                reason="Sai",
                proposed_at="2026-01-01T00:00Z",
            )
            for found in entries
        ]
        made = Draft.objects.bulk_create(drafts)
        return list(Proposal.objects.filter(pk__in=[draft.pk for draft in made]).order_by("pk"))

    void = proposals(person("clerk"), Draft.Purpose.CORRECTION, 0)
    recovery = proposals(person("colleague"), Draft.Purpose.RECOVERY, 1)

    def agree(kept: list[Proposal]) -> Callable[[int], object]:
        return lambda number: Proposal.objects.get(pk=kept[number].pk).agree(officer)

    return Counter(race(agree(void), agree(recovery), rounds=rounds))


def test_of_a_correction_and_a_recovery_one_wins(grant, entries):
    answers = correcting_against_recovering(grant, entries)
    assert answers.keys() <= {(WON, "recovery_of_confirmed"), ("correction_of_recovered", WON)}
    assert sums_agree(grant)
    assert grant.confirmed_vnd == 0


def test_without_the_guard_of_entries_both_win(grant, entries):
    # Negative control: nothing else keeps money of a corrected entry from being recovered.
    in_one = connection.vendor == "postgresql"
    for name in ["insert"] if in_one else ["reversal", "recovery"]:
        remove_guard(f"guard_disbursement_{name}")
    assert correcting_against_recovering(grant, entries, CONTROL_ROUNDS)[WON, WON]


@pytest.fixture
def grants(centres) -> dict[tuple[str, str], Grant]:
    """Support of every unit and source, enough for all rounds."""
    return {
        (unit, source): make_grant(
            make_project(centre, f"{unit}-{source}"), person("ministry"), ROUNDS, source=source
        )
        for unit, centre in zip(UNITS, centres, strict=True)
        for source in ("local", "national")
    }


def close(unit: str, source: str, month: date) -> None:
    by = person("ministry" if source == "national" else f"officer-{unit}")
    MonthClose.objects.record(
        by, MonthClose.Event.CLOSE, province_id=unit, source=source, month=month
    )


def test_of_a_closing_and_an_entry_one_wins(grants):
    places = [(*key, month) for key in grants for month in MONTHS][:ROUNDS]

    def pay(number: int) -> None:
        unit, source, month = places[number]
        entry(grants[unit, source], month).save(force_insert=True)

    answers = Counter(race(lambda number: close(*places[number]), pay, rounds=ROUNDS))
    assert sum(answers.values()) == ROUNDS
    assert answers.keys() <= {(WON, "month_closed"), ("month_has_unconfirmed", WON)}


def closing_beside_an_open_entry(
    grants: dict[tuple[str, str], Grant], source: str = "local"
) -> str:
    """What a closing is answered that waits no longer than a second for the entry's end."""

    def impatient() -> None:
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '1s'")
        close("an-giang", "local", MONTHS[0])

    with transaction.atomic():
        entry(grants["an-giang", source], MONTHS[0]).save(force_insert=True)
        (answer,) = in_threads([partial(answer_to, impatient)])
    return answer


@pytest.mark.postgresql
@pytest.mark.parametrize("source", ["local", "national"])
def test_a_closing_waits_for_the_end_of_an_entry(grants, source):
    # Of the other source, too: the lock is one of all.
    assert "lock timeout" in closing_beside_an_open_entry(grants, source)


@pytest.mark.postgresql
def test_without_the_lock_of_the_month_both_win(grants):
    # Negative control: the same functions, the lock taken out of them.
    for name in ("guard_check_entry", "guard_check_month"):
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT pg_get_functiondef('{name}'::regproc)")
            (source,) = cursor.fetchone()
        lines = [line for line in source.splitlines() if "pg_advisory_xact_lock" not in line]
        assert len(lines) == len(source.splitlines()) - 1
        with connection.cursor() as cursor:
            cursor.execute("\n".join(lines))
    assert closing_beside_an_open_entry(grants) == WON
    assert Disbursement.objects.get(booked_on=MONTHS[0])
