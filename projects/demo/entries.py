"""Entries of the ledger: vouchers of the instalments, who sent them and who confirmed them."""

import uuid
from collections import Counter
from collections.abc import Iterator
from datetime import date
from random import Random

from projects.demo.chance import chance
from projects.demo.people import People
from projects.demo.published import LOCAL
from projects.demo.supports import Instalment, Support
from projects.models import Confirmation, Disbursement, Grant, PaymentKind, VoucherKind
from promotion.lib.money import MILLION_VND

PREFIX = {
    VoucherKind.WITHDRAWAL: "GRDT",
    VoucherKind.PAYMENT_ORDER: "UNC",
    VoucherKind.SPENDING_ORDER: "LCT",
    VoucherKind.CASH: "PC",
    VoucherKind.ADVANCE_REQUEST: "TU",
}
CASH_UP_TO = 30  # million


class Vouchers:
    """Numbers vouchers through each year of a place; one voucher may pay several projects."""

    def __init__(self) -> None:
        self.last: Counter[tuple[str, int, VoucherKind]] = Counter()
        self.numbered: dict[tuple[str, date, VoucherKind, str], str] = {}

    def number(self, support: Support, on: date, kind: VoucherKind, dice: Random) -> str:
        place, source = support.cell.unit.slug, str(support.cell.source)
        known = self.numbered.get((place, on, kind, source))
        if known and dice.random() < 0.5:
            return known
        self.last[place, on.year, kind] += 1
        number = f"{PREFIX[kind]}-{self.last[place, on.year, kind]:03}/{on.year}"
        self.numbered[place, on, kind, source] = number
        return number


def entries(
    grants: dict[Support, Grant], people: People
) -> Iterator[tuple[Instalment, Disbursement]]:
    """One entry for every instalment, in the order of their days, booked on the voucher date."""
    vouchers = Vouchers()
    line = [(one.on, one, support) for support in grants for one in support.instalments]
    line.sort(key=lambda item: item[0])
    for number, (on, instalment, support) in enumerate(line):
        dice = chance("entry", number)
        kind = _voucher_kind(support, instalment, dice)
        yield (
            instalment,
            Disbursement(
                grant=grants[support],
                kind=PaymentKind.ADVANCE if instalment.advance else PaymentKind.PAYMENT,
                amount_vnd=instalment.amount * MILLION_VND,
                advance_vnd=instalment.amount * MILLION_VND if instalment.advance else 0,
                voucher_kind=kind,
                voucher_number=vouchers.number(support, on, kind, dice),
                voucher_on=on,
                booked_on=on,
                idempotency_key=uuid.UUID(int=dice.getrandbits(128), version=4),
                recorded_by=people.clerk_of(support.cell.unit.slug, on),
                synthetic=True,
            ),
        )


def confirmation(support: Support, entry: Disbursement, people: People) -> Confirmation:
    """By the side of the source, as it was organised on the entry's day."""
    by = people.side_of(support.cell.unit.slug, support.cell.source, entry.booked_on)
    return Confirmation(entry=entry, confirmed_by=by)


def _voucher_kind(support: Support, instalment: Instalment, dice: Random) -> VoucherKind:
    if instalment.advance and dice.random() < 0.45:
        return VoucherKind.ADVANCE_REQUEST
    if support.cell.source != LOCAL:
        return dice.choice((VoucherKind.SPENDING_ORDER, VoucherKind.WITHDRAWAL))
    if instalment.amount <= CASH_UP_TO and dice.random() < 0.4:
        return VoucherKind.CASH
    return dice.choice(
        (VoucherKind.PAYMENT_ORDER, VoucherKind.PAYMENT_ORDER, VoucherKind.WITHDRAWAL)
    )
