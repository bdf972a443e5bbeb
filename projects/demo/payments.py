"""Pays a cell's supports: round by round, in instalments that reach the cell's sums to the day.

Payments follow the year's rhythm, slow until April and steep towards December. All instalments
of a cell stand in one line; the line is cut where the cell's cumulative sums say so.
"""

from bisect import bisect_left
from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from projects.demo.cells import LAST_DAY, NOTHING_PAID, Cell
from projects.demo.chance import chance, workday
from projects.demo.places import MERGER_YEAR
from projects.demo.published import LOCAL
from projects.demo.supports import Instalment, Support

# Percent of the year's payments made by the end of each month, January first.
RHYTHM = (0, 1, 3, 6, 11, 18, 27, 36, 46, 57, 69, 82, 100)
FIRST_ADVANCE = {"cluster-infrastructure": 30, "start-up": 100}  # percent; all others up to 70
# Contents whose work is bought at once; they are paid without an advance.
PAID_AT_ONCE = {"fair", "information", "product-selection", "programme-capacity", "packaging"}
# A support that is still to be paid: how much of it in million, and whether as an advance.
Wanted = tuple[Support, int, bool]

FROM_APPROVAL = timedelta(days=9)

# How many entries wait for confirmation in October 2026; of the others every fifth cell has one.
WAITING = {
    ("an-giang", "local"): 6,
    ("an-giang", "national"): 2,
    ("gia-lai", "local"): 4,
    ("gia-lai", "national"): 2,
}


def approve_and_pay(cell: Cell, supports: list[Support]) -> None:
    """Give every support of the cell its day of approval and its instalments."""
    if not supports:
        return
    dice = chance("payments", cell.unit.slug, cell.year, cell.source)
    rounds = approval_days(cell)
    alone = any(support.published for support in supports)  # in the first round
    for support in supports:
        late = not support.published and (dice.random() < 0.35 or alone)
        support.round = 2 if late else 1
        support.approved_on = rounds[support.round - 1]
    line = list(_line(supports, dice))
    opens, paid = rounds[0] + FROM_APPROVAL, 0
    for until, target in cell.paid:
        _pay(line, target - paid, opens, until, dice)
        opens, paid = until + timedelta(days=1), target
    if cell.year == LAST_DAY.year and (cell.unit.current, cell.year) not in NOTHING_PAID:
        _send_without_confirmation(cell, line)


def approval_days(cell: Cell) -> tuple[date, date]:
    """Days of the two rounds of approval; national rounds are the same for the whole country."""
    national = cell.source != LOCAL
    dice = chance("rounds", cell.source if national else cell.unit.slug, cell.year)
    early, late = dice.randint(0, 20), dice.randint(0, 18)
    if cell.year == MERGER_YEAR and cell.unit.begun:
        first, second = date(cell.year, 7, 17), date(cell.year, 8, 26)
        early //= 2
    elif national:
        first, second = date(cell.year, 1, 10), date(cell.year, 6, 5)
    else:
        first, second = date(cell.year, 2, 17), date(cell.year, 5, 28)
    return workday(first + timedelta(days=early)), workday(second + timedelta(days=late))


def _line(supports: list[Support], dice: Random) -> Iterator[Wanted]:
    """In the order in which the work gets along."""
    wanted = []
    for support in supports:
        starts = support.approved_on + timedelta(days=dice.randint(15, 75))
        advance = 0
        if support.offer.content not in PAID_AT_ONCE and dice.random() < 0.75:
            percent = FIRST_ADVANCE.get(support.offer.content, dice.choice((50, 70, 70)))
            advance = support.amount * percent // 100
            wanted.append((starts, support.number, support, advance, True))
            starts += timedelta(days=dice.randint(50, 130))
        if support.amount > advance:
            rest = support.amount - advance
            wanted.append((starts, support.number, support, rest, False))
    wanted.sort(key=lambda entry: entry[:2])
    for _, _, support, amount, is_advance in wanted:
        yield support, amount, is_advance


def _pay(line: list[Wanted], amount: int, opens: date, until: date, dice: Random) -> None:
    """Take instalments off the head of the line until exactly the amount is paid."""
    days, shares = _days(opens, until)
    paid = 0
    while paid < amount:
        support, wanted, is_advance = line.pop(0)
        now = min(wanted, amount - paid)
        if now < wanted:
            line.insert(0, (support, wanted - now, False))
        on = days[bisect_left(shares, (paid + now * dice.random()) / amount)]
        earliest = support.approved_on + FROM_APPROVAL
        if support.last_paid_on:
            earliest = max(earliest, support.last_paid_on + timedelta(days=5))
        on = min(max(on, earliest), until)
        support.instalments.append(Instalment(now, workday(on, opens), is_advance))
        paid += now


def _send_without_confirmation(cell: Cell, line: list[Wanted]) -> None:
    dice = chance("waiting", cell.unit.slug, cell.source)
    count = WAITING.get((cell.unit.slug, str(cell.source)), int(dice.random() < 0.2))
    days = sorted(dice.randint(5, 29) for _ in range(count))
    for day, (support, amount, is_advance) in zip(days, line, strict=False):
        on = workday(date(LAST_DAY.year, LAST_DAY.month, day))
        support.instalments.append(Instalment(amount, on, is_advance, waiting=True))


def _rhythm(day: date) -> float:
    """Percent of the year's payments made by the end of the day."""
    before, after = RHYTHM[day.month - 1 : day.month + 1]
    return before + (after - before) * day.day / 31


def _days(opens: date, until: date) -> tuple[list[date], list[float]]:
    """All days between, and which share of the payments between is made by the end of each."""
    days = [opens + timedelta(days=n) for n in range((until - opens).days + 1)]
    if until.month == 1:
        return days, [n / (len(days) - 1) for n in range(len(days))]
    low, high = _rhythm(opens), _rhythm(until)
    return days, [(_rhythm(day) - low) / (high - low) for day in days]
