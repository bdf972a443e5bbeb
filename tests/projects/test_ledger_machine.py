"""Any sequence of acts on one grant: the ledger accepts what the model accepts, and sums alike.

FUZZ_EXAMPLES sets how many sequences are tried (`make fuzz`); by default 200 of 30 acts.
"""

import os
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    invariant,
    multiple,
    rule,
    run_state_machine_as_test,
)

from projects.models import Disbursement, Draft, Grant, GrantLine, MonthClose, Proposal
from promotion.guards.sentences import explain
from promotion.models import User
from tests.cast import make_decision, make_draft, make_user
from tests.guards import remove_guard
from tests.projects.ledger_model import MONTHS, Entry, LedgerModel

pytestmark = pytest.mark.django_db

EXAMPLES = int(os.environ.get("FUZZ_EXAMPLES", "200"))
APPROVED = 1000

SUMS = (  # as `LedgerModel.sums` has them
    *("approved_vnd", "reported_vnd", "confirmed_vnd", "to_recover_vnd"),
    *("advanced_vnd", "clearing_vnd", "cleared_vnd"),
)

amounts = st.sampled_from([1, 50, 200, 300, 500, 999, 1000])
kinds = st.sampled_from(["payment", "advance", "clearing"])
months = st.sampled_from(MONTHS)


def row(query: str, *values: object) -> tuple:
    """What the database says after every act: plain SQL, as building a query takes longer."""
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return cursor.fetchone()


class Ledger(RuleBasedStateMachine):
    """Each example begins with one grant of 1,000 đồng and is rolled back at its end."""

    grant: Grant
    clerk: User
    officer: User
    second_officer: User

    entries = Bundle("entries")  # (entry of the model, id of the row)
    lines = Bundle("lines")

    def __init__(self) -> None:
        super().__init__()
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self.model = LedgerModel(APPROVED)
        self.reversed: set[int] = set()

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.atomic.__exit__(None, None, None)

    def tried(self, write: Callable[[], object], accepted: bool) -> object:
        """What the write returned; it must go through exactly when the model accepts it."""
        try:
            with transaction.atomic():
                written = write()
        except ValidationError as refusal:
            assert not accepted, refusal
            return None
        except IntegrityError as error:
            assert not accepted, explain(error)
            return None
        assert accepted
        return written

    @rule(target=lines, amount=st.sampled_from([100, 500, -100, -400, -900]))
    def decide(self, amount: int):
        stops = amount == -900
        kind = GrantLine.Kind.INCREASE if amount > 0 else GrantLine.Kind.DECREASE
        line = self.tried(
            lambda: GrantLine.objects.create(
                decision=make_decision(),
                grant=self.grant,
                kind=GrantLine.Kind.STOP if stops else kind,
                amount_vnd=amount,
                recorded_by=self.officer,
            ),
            self.model.decide(amount),
        )
        return line or multiple()

    @rule(line=lines)
    def reverse_line(self, line: GrantLine) -> None:
        accepted = line.pk not in self.reversed and self.model.decide(-line.amount_vnd)
        self.reversed |= {line.pk} if accepted else set()
        self.tried(
            lambda: GrantLine.objects.create(
                decision=line.decision,
                grant=self.grant,
                kind=line.kind,
                amount_vnd=-line.amount_vnd,
                recorded_by=self.officer,
                reverses=line,
                reason="Ghi nhầm",
            ),
            accepted,
        )

    @rule(target=entries, kind=kinds, amount=amounts, month=months)
    def send(self, kind: str, amount: int, month: int):
        entry = self.model.send(kind, amount, month)
        row = self.tried(lambda: self.draft(kind, amount, month).send(), entry is not None)
        if not isinstance(row, Disbursement):
            return multiple()
        assert entry and row.booked_on.month == entry.month
        return entry, row.pk

    @rule(pair=entries, by_sender=st.booleans())
    def take_back(self, pair: tuple[Entry, int], by_sender: bool) -> None:
        entry, pk = pair
        by = self.clerk if by_sender else self.officer
        row = Disbursement.objects.get(pk=pk)
        self.tried(lambda: row.return_to_clerk(by, "Sai"), self.model.take_back(entry))

    @rule(pair=entries)
    def confirm(self, pair: tuple[Entry, int]) -> None:
        entry, pk = pair
        row = Disbursement.objects.get(pk=pk)
        self.tried(lambda: row.confirm(self.officer), self.model.confirm(entry))

    @rule(target=entries, pair=entries, kind=kinds, amount=amounts, month=months)
    def correct(self, pair: tuple[Entry, int], kind: str, amount: int, month: int):
        entry, pk = pair
        right = self.model.correct(entry, kind, amount, month)
        row = self.tried(
            lambda: self.agree(pk, Draft.Purpose.CORRECTION, kind, amount, month), right is not None
        )
        return (right, row.pk) if isinstance(row, Disbursement) else multiple()

    @rule(pair=entries)
    def void(self, pair: tuple[Entry, int]) -> None:
        entry, pk = pair
        accepted = self.model.void(entry)
        self.tried(lambda: self.agree(pk, Draft.Purpose.CORRECTION, entry.kind, 0, 3), accepted)

    @rule(pair=entries, amount=amounts, month=months)
    def recover(self, pair: tuple[Entry, int], amount: int, month: int) -> None:
        entry, pk = pair
        # Money does not come back before it was paid.
        month = max(month, Disbursement.objects.get(pk=pk).voucher_on.month)
        accepted = self.model.recover(entry, amount)
        self.tried(
            lambda: self.agree(pk, Draft.Purpose.RECOVERY, "payment", amount, month), accepted
        )

    @rule(month=months)
    def close(self, month: int) -> None:
        accepted = self.model.close(month)
        self.tried(lambda: self.record(self.officer, MonthClose.Event.CLOSE, month), accepted)

    @rule(month=months)
    def reopen(self, month: int) -> None:
        accepted = self.model.reopen(month)
        self.tried(
            lambda: self.record(
                self.second_officer, MonthClose.Event.REOPEN, month, reason="Bổ sung"
            ),
            accepted,
        )

    @rule(month=months)
    def make_exception(self, month: int) -> None:
        accepted = self.model.make_exception(month)
        self.tried(
            lambda: self.record(
                self.officer,
                MonthClose.Event.EXCEPTION,
                month,
                reason="Bổ sung",
                centre=self.grant.project.centre,
            ),
            accepted,
        )

    @invariant()
    def sums_are_those_of_the_model(self) -> None:
        found = row(f"SELECT {', '.join(SUMS)} FROM projects_grant WHERE id = %s", self.grant.pk)
        assert found == self.model.sums

    @invariant()
    def months_and_days_add_up_to_the_grant(self) -> None:
        of_grant = (self.model.confirmed, self.model.advanced - self.model.cleared)
        for sums in ("projects_monthlysum WHERE content_id IS NULL", "projects_dailysum"):
            paid, advances = row(f"SELECT sum(confirmed_vnd), sum(advances_vnd) FROM {sums}")
            assert (paid or 0, advances or 0) == of_grant

    def draft(self, kind: str, amount: int, month: int, **fields) -> Draft:
        return make_draft(
            self.grant, self.clerk, amount, kind=kind, voucher_on=date(2025, month, 10), **fields
        )

    def agree(self, pk: int, purpose: str, kind: str, amount: int, month: int) -> Disbursement:
        draft = self.draft(
            *(kind, amount, month),
            purpose=purpose,
            concerns=Disbursement.objects.get(pk=pk),
            reason="Sai",
        )
        proposal = Proposal.objects.get(pk=draft.pk)
        proposal.propose()
        return proposal.agree(self.officer)

    def record(self, by: User, event: MonthClose.Event, month: int, **fields) -> MonthClose:
        if event != MonthClose.Event.CLOSE:
            fields["expires_on"] = timezone.localdate() + timedelta(days=3)
        return MonthClose.objects.record(
            *(by, event),
            province_id="an-giang",
            source="local",
            month=date(2025, month, 1),
            **fields,
        )


@pytest.fixture
def machine(grant_an_giang, clerk_an_giang, officer_an_giang) -> type[Ledger]:
    Ledger.grant, Ledger.clerk, Ledger.officer = grant_an_giang, clerk_an_giang, officer_an_giang
    Ledger.second_officer = make_user("second", User.Role.OFFICER, province_id="an-giang")
    return Ledger


def run(machine: type[Ledger], examples: int) -> None:
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=examples,
            stateful_step_count=30,
            deadline=None,
            derandomize="FUZZ_EXAMPLES" not in os.environ,
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_the_ledger_accepts_and_sums_as_the_model_does(machine):
    run(machine, EXAMPLES)


class TestWithoutAGuard:
    """Negative controls: acts that only the guard stands against are noticed."""

    @pytest.fixture
    def acts(self, machine):
        acts = machine()
        yield acts
        acts.teardown()

    def test_a_returned_entry_is_confirmed(self, acts):
        acts.send("payment", 400, 3)  # else the sums would not let it through
        entry = acts.send("payment", 300, 3)
        acts.take_back(entry, True)
        acts.confirm(entry)  # refused by both
        remove_guard("guard_confirmation_insert")
        with pytest.raises(AssertionError):
            acts.confirm(entry)

    def test_a_confirmed_entry_is_returned(self, acts):
        acts.send("payment", 400, 3)  # as above
        entry = acts.send("payment", 300, 3)
        acts.confirm(entry)
        acts.take_back(entry, False)  # refused by both
        if connection.vendor == "sqlite":
            remove_guard("guard_disbursement_reversal")
        else:
            remove_guard("guard_disbursement_insert")
        with pytest.raises(AssertionError):
            acts.take_back(entry, False)

    def test_a_decision_is_not_counted(self, acts):
        remove_guard("guard_grantline_sum")
        acts.decide(500)
        with pytest.raises(AssertionError):
            acts.sums_are_those_of_the_model()
