"""Advances that were cleared: with the first payment after them, by an entry without cash."""

import uuid
from collections import Counter
from collections.abc import Iterator, Mapping

from projects.demo.chance import chance
from projects.demo.people import People
from projects.demo.supports import Instalment, Support
from projects.models import Disbursement, Grant, PaymentKind, VoucherKind
from promotion.lib.money import MILLION_VND


def clearings(
    grants: Mapping[Support, Grant], people: People
) -> Iterator[tuple[Support, Disbursement]]:
    """One entry for each support whose advance was followed by a confirmed payment.

    It is dated as that payment, so that no month has an entry which had none.
    """
    found = [
        (payment, support, advanced)
        for support in grants
        for payment, advanced in _cleared(support.instalments)
    ]
    found.sort(key=lambda item: item[0].on)
    last: Counter[tuple[str, int]] = Counter()
    for number, (payment, support, advanced) in enumerate(found):
        place, on = support.cell.unit.slug, payment.on
        last[place, on.year] += 1
        dice = chance("clearing", number)
        entry = Disbursement(
            grant=grants[support],
            kind=PaymentKind.CLEARING,
            amount_vnd=0,
            cleared_vnd=advanced * MILLION_VND,
            voucher_kind=VoucherKind.ADVANCE_REQUEST,
            voucher_number=f"TTTU-{last[place, on.year]:03}/{on.year}",
            voucher_on=on,
            booked_on=on,
            idempotency_key=uuid.UUID(int=dice.getrandbits(128), version=4),
            recorded_by=people.clerk_of(place, on),
            synthetic=True,
        )
        entry.fold_text()
        yield support, entry


def _cleared(instalments: list[Instalment]) -> Iterator[tuple[Instalment, int]]:
    """The payment that clears what was advanced before it, in million; nothing without one."""
    advanced = 0
    for one in instalments:
        if one.advance:
            advanced += one.amount
        elif advanced and not one.waiting:
            yield one, advanced
            return
