"""Everything at once on a few grants: whoever looks, at any moment, sees sums that hold."""

import sys
import time
import uuid
from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from random import Random

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db.models import F, Q, Sum
from django.utils import timezone

from projects.models import Disbursement, Draft, Grant, MonthClose, Proposal
from promotion.models import Source, User
from tests.cast import (
    make_centre,
    make_draft,
    make_grant,
    make_plan,
    make_project,
    make_user,
    send,
)
from tests.guards import remove_guard, remove_guards
from tests.projects.deciding import grant_line, record
from tests.projects.entering import as_user
from tests.projects.racing import WON, answer_to, in_processes

SECONDS = 6
DAYS = [date(2025, month, 10) for month in (3, 4, 5)]
BROKEN = ~(
    Q(reported_vnd__gte=0, confirmed_vnd__gte=0, to_recover_vnd__gte=0, approved_vnd__gte=0)
    & Q(reported_vnd__lte=F("approved_vnd") + F("to_recover_vnd"))
    & Q(confirmed_vnd__lte=F("reported_vnd"))
    & Q(cleared_vnd__gte=0, cleared_vnd__lte=F("clearing_vnd"))
    & Q(clearing_vnd__lte=F("advanced_vnd"))
)


@pytest.fixture
def grants(prepared_database) -> list[Grant]:
    centre = make_centre("an-giang")
    for username in ("officer", "second"):
        make_user(username, User.Role.OFFICER, province_id="an-giang")
    for number in range(4):
        make_user(f"clerk-{number}", User.Role.CLERK, centre=centre)
    officer = User.objects.get(username="officer")
    make_plan("an-giang", 2025, Source.LOCAL, 1_000_000, officer)
    grants = [
        make_grant(make_project(centre, f"AG-{number}"), officer, approved_vnd=5000)
        for number in range(3)
    ]
    for grant in grants:
        clerk = User.objects.get(username="clerk-0")
        send(grant, clerk, 1000, kind="advance", voucher_on=DAYS[0]).confirm(officer)
    return grants


class Act:
    """One person's acts, drawn again and again until the time is over."""

    pause = 0.0  # seconds between two acts

    def __init__(self, grants: list[Grant], username: str, seed: int) -> None:
        self.grants, self.username, self.dice = grants, username, Random(seed)

    def __call__(self) -> Counter[str]:
        self.by = User.objects.get(username=self.username)
        said: Counter[str] = Counter()
        until = time.monotonic() + SECONDS
        while time.monotonic() < until:
            act = self.dice.choice(self.acts())
            said[f"{act.__name__}: {answer_to(act)}"] += 1
            time.sleep(self.pause)
        return said

    def acts(self) -> list[Callable[[], object]]:
        raise NotImplementedError

    def an_entry(self, **kind: object) -> Disbursement:
        """Any of the latest entries; the newest are fought over."""
        latest = list(Disbursement.objects.filter(**kind).order_by("-pk")[:20])
        if not latest:
            raise ValidationError("there is none yet")
        return self.dice.choice(latest)


class Clerk(Act):
    def acts(self) -> list[Callable[[], object]]:
        return [self.pay, self.pay, self.advance, self.clear, self.undo, self.correct, self.recover]

    def draft(self, grant: Grant, kind: str, **fields: object) -> Draft:
        return make_draft(
            *(grant, self.by, self.dice.choice([10, 50, 200])),
            kind=kind,
            voucher_on=self.dice.choice(DAYS),
            **fields,
        )

    def pay(self) -> None:
        self.draft(self.dice.choice(self.grants), "payment").send()

    def advance(self) -> None:
        self.draft(self.dice.choice(self.grants), "advance").send()

    def clear(self) -> None:
        self.draft(self.dice.choice(self.grants), "clearing").send()

    def undo(self) -> None:
        self.an_entry(recorded_by=self.by).return_to_clerk(self.by, "Sai")

    def correct(self) -> None:
        self.propose(Draft.Purpose.CORRECTION)

    def recover(self) -> None:
        self.propose(Draft.Purpose.RECOVERY)

    def propose(self, purpose: Draft.Purpose) -> None:
        entry = self.an_entry(confirmation__isnull=False)
        kept = self.draft(entry.grant, "payment", purpose=purpose, concerns=entry, reason="Sai")
        Proposal.objects.get(pk=kept.pk).propose()


class Officer(Act):
    def acts(self) -> list[Callable[[], object]]:
        return [self.confirm, self.confirm_list, self.give_back, self.agree, self.agree]

    def confirm(self) -> None:
        self.an_entry(confirmation=None).confirm(self.by)

    def confirm_list(self) -> None:
        Disbursement.objects.filter(grant__in=self.grants).confirm_all(self.by)

    def give_back(self) -> None:
        self.an_entry(confirmation=None).return_to_clerk(self.by, "Sai")

    def agree(self) -> None:
        if proposal := Proposal.objects.waiting().order_by("?").first():
            proposal.agree(self.by)


class Decider(Act):
    pause = 0.1

    def acts(self) -> list[Callable[[], object]]:
        return [self.raise_or_cut]

    def raise_or_cut(self) -> None:
        """One decision over two supports, in any order, through the form."""
        lines = [
            grant_line(
                number,
                kind=kind,
                project=grant.project.code,
                amount_vnd=str(self.dice.choice([300, 500, 700])),
            )
            for number, grant in enumerate(self.dice.sample(self.grants, 2))
            for kind in self.dice.choices(["increase", "decrease"])
        ]
        answer = record(as_user(self.by), *lines, number=uuid.uuid4().hex)
        if answer.status_code != 302:
            raise ValidationError(f"{answer.status_code}")


class Closer(Act):
    pause = 0.1

    def acts(self) -> list[Callable[[], object]]:
        return [self.close, self.reopen]

    def close(self) -> None:
        self.record(MonthClose.Event.CLOSE)

    def reopen(self) -> None:
        self.record(
            MonthClose.Event.REOPEN,
            reason="Bổ sung",
            expires_on=timezone.localdate() + timedelta(days=3),
        )

    def record(self, event: MonthClose.Event, **fields: object) -> None:
        MonthClose.objects.record(
            *(self.by, event),
            province_id="an-giang",
            source="local",
            month=self.dice.choice(DAYS).replace(day=1),
            **fields,
        )


def watch() -> tuple[int, int]:
    """How often it looked, and how often a sum did not hold."""
    looked = broken = 0
    until = time.monotonic() + SECONDS
    while time.monotonic() < until:
        broken += Grant.objects.filter(BROKEN).count()
        looked += 1
        time.sleep(0.01)
    return looked, broken


def sums_kept(grant: Grant) -> tuple[int, ...]:
    """The same as the grant has them."""
    grant.refresh_from_db()
    return (
        *(grant.reported_vnd, grant.confirmed_vnd),
        *(grant.advanced_vnd, grant.clearing_vnd, grant.cleared_vnd),
    )


def sums_of_rows(grant: Grant) -> tuple[int, ...]:
    """reported, confirmed, advanced, clearing, cleared as the ledger's rows say."""
    entries = Disbursement.objects.filter(grant=grant)

    def total(rows, column: str) -> int:
        return rows.aggregate(sum=Sum(column))["sum"] or 0

    return (
        *(total(entries, "amount_vnd"), total(entries.confirmed(), "amount_vnd")),
        total(entries.confirmed(), "advance_vnd"),
        *(total(entries, "cleared_vnd"), total(entries.confirmed(), "cleared_vnd")),
    )


def play(grants: list[Grant]) -> tuple[Counter[str], int, int]:
    people = [
        *(Clerk(grants, f"clerk-{number}", number) for number in range(4)),
        *(Officer(grants, name, seed) for seed, name in enumerate(("officer", "second"), 10)),
        *(Decider(grants, name, seed) for seed, name in enumerate(("officer", "second"), 20)),
        *(Closer(grants, name, seed) for seed, name in enumerate(("officer", "second"), 30)),
    ]
    *said, (looked, broken) = in_processes([*people, watch])
    assert not [fault for fault in said if not isinstance(fault, Counter)]
    return sum(said, Counter()), looked, broken


def play_until(won: set[str], grants: list[Grant]) -> tuple[Counter[str], int, int]:
    """Play until each of the acts has won once, five times at most: a slow machine gets to few."""
    said, looked, broken = play(grants)
    for _again in range(4):
        if won <= said.keys():
            break
        more, looked_more, broken_more = play(grants)
        said, looked, broken = said + more, looked + looked_more, broken + broken_more
    return said, looked, broken


def test_at_every_moment_every_sum_holds(grants):
    acts = ("pay", "clear", "undo", "confirm", "give_back", "agree", "raise_or_cut", "close")
    won = {f"{act}: {WON}" for act in acts}
    said, looked, broken = play_until(won, grants)
    assert looked > 20
    assert broken == 0
    assert won <= said.keys(), said
    assert not [words for words in said if "deadlock" in words or "locked" in words]
    assert [sums_of_rows(grant) for grant in grants] == [sums_kept(grant) for grant in grants]
    call_command("verify_ledger", verbosity=0)
    # What is booked into a closed month was there before it was closed, and is confirmed.
    closed = [
        month
        for month, state in MonthClose.objects.of_list("an-giang", "local")
        .states(timezone.localdate())
        .items()
        if state.is_closed
    ]
    waiting = Disbursement.objects.waiting()
    assert not waiting.filter(booked_on__in=[month.replace(day=10) for month in closed]).exists()


def test_without_the_guard_that_adds_up_the_sums_are_wrong(grants, monkeypatch):
    # Negative control: everything at once again, and nobody adds up.
    remove_guard("guard_disbursement_sum")
    monkeypatch.setattr(sys.modules[__name__], "SECONDS", 2)
    said, _looked, _broken = play(grants)
    assert said[f"pay: {WON}"], said
    assert [sums_of_rows(grant) for grant in grants] != [sums_kept(grant) for grant in grants]


def test_without_any_guard_somebody_sees_a_sum_that_does_not_hold(grants, monkeypatch):
    # Negative control of who looks on: a sum is broken while everybody is at work. Every look finds
    # it, and others that the work itself breaks where no guard keeps their bounds.
    remove_guards("projects_grant")
    monkeypatch.setattr(sys.modules[__name__], "SECONDS", 2)
    Grant.objects.filter(pk=grants[0].pk).update(confirmed_vnd=F("reported_vnd") + 1)
    _said, looked, broken = play(grants[1:])
    assert broken >= looked > 0
