"""What must hold after a crash, asked of the database and of the clerks' own books."""

import os
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from statistics import median

from django.db.models import F, Q, Sum

from projects.models import Disbursement, Draft, Grant, LedgerSeal
from projects.seals import seal_waiting
from tests.crash.clerks import Payment


@dataclass
class Tally:
    """What the rounds of a mode came to; the last three are counted against zero."""

    mode: str
    rounds: int = 0
    acknowledged: int = 0
    unanswered: int = 0
    written: int = 0  # of the unanswered, before they were sent again
    retried: int = 0
    first_answers: list[float] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    partial: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        return (
            f"{self.mode}: {self.rounds} rounds, {self.acknowledged} posts acknowledged,"
            f" {self.unanswered} unanswered ({self.written} of them written),"
            f" {self.retried} retried, {len(self.lost)} lost, {len(self.doubled)} doubled,"
            f" {len(self.partial)} partial, first answers after {median(self.first_answers):.1f} s,"
            f" the slowest after {max(self.first_answers):.1f} s, while"
            f" {self.waiting_for_processors:.1f} processes shared each processor"
        )

    @property
    def waiting_for_processors(self) -> float:
        """How many times longer things take because others work on this machine too."""
        return max(1, os.getloadavg()[0] / (os.cpu_count() or 1))


def lost(payments: Iterable[Payment]) -> list[str]:
    """Acknowledged payments that do not stand in the ledger as they were posted."""
    entries = {entry.pk: entry for entry in Disbursement.objects.all()}
    return [
        payment.number
        for payment in payments
        if payment.entry is not None and not says(entries.get(payment.entry), payment)
    ]


def says(entry: Disbursement | None, payment: Payment) -> bool:
    return entry is not None and (
        str(entry.idempotency_key),
        str(entry.grant_id),
        entry.amount_vnd,
        entry.voucher_number,
    ) == (payment.key, payment.form["grant"], payment.amount_vnd, payment.number)


def doubled(payments: Iterable[Payment]) -> list[str]:
    """Payments of which more than one entry stands in the ledger."""
    entries = Counter(Disbursement.objects.values_list("voucher_number", flat=True))
    return [payment.number for payment in payments if entries[payment.number] > 1]


def partial(payments: Iterable[Payment]) -> list[str]:
    """Grants whose sums are not those of their rows, and drafts of what was sent."""
    keys = [payment.key for payment in payments]
    return [
        *(f"grant {pk}" for pk in grants_off_their_rows()),
        *(f"draft {pk}" for pk in Draft.objects.filter(key__in=keys).values_list("pk", flat=True)),
    ]


def grants_off_their_rows() -> list[int]:
    confirmed = Q(entries__confirmation__isnull=False)
    of_entries = Grant.objects.annotate(
        reported=Sum("entries__amount_vnd", default=0),
        confirmed=Sum("entries__amount_vnd", filter=confirmed, default=0),
        advanced=Sum("entries__advance_vnd", filter=confirmed, default=0),
        clearing=Sum("entries__cleared_vnd", default=0),
        cleared=Sum("entries__cleared_vnd", filter=confirmed, default=0),
    ).exclude(
        reported_vnd=F("reported"),
        confirmed_vnd=F("confirmed"),
        advanced_vnd=F("advanced"),
        clearing_vnd=F("clearing"),
        cleared_vnd=F("cleared"),
    )
    of_lines = Grant.objects.annotate(approved=Sum("lines__amount_vnd", default=0)).exclude(
        approved_vnd=F("approved")
    )
    return [grant.pk for grant in (*of_entries, *of_lines)]


def gaps_in_seals() -> list[str]:
    """Entries without a seal and chains with a gap, once what waits is sealed."""
    seal_waiting()
    chains: dict[str, list[int]] = {}
    for chain, number in LedgerSeal.objects.order_by("number").values_list("chain", "number"):
        chains.setdefault(chain, []).append(number)
    return [
        *(f"entry {entry.pk}" for entry in Disbursement.objects.filter(seal=None)),
        *(chain for chain, numbers in chains.items() if numbers != [*range(1, len(numbers) + 1)]),
    ]
