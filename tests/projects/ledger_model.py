"""The ledger of one grant as plain Python: what it must accept, and every sum after it.

Written from the rules alone, without a look at triggers or queries, so that the two can disagree.
"""

from dataclasses import dataclass, field

MONTHS = (3, 4, 5)  # of 2025; every later month stays open
AFTER = 6


@dataclass
class Entry:
    """An entry as the model knows it; state: sent, confirmed or gone (returned, corrected)."""

    kind: str
    amount: int
    month: int  # booked
    state: str = "sent"
    recovered: int = 0

    @property
    def cash(self) -> int:
        return 0 if self.kind == "clearing" else self.amount

    @property
    def advance(self) -> int:
        return self.amount if self.kind == "advance" else 0

    @property
    def cleared(self) -> int:
        return self.amount if self.kind == "clearing" else 0


@dataclass
class Month:
    closed: bool = False
    excepted: bool = False
    was_closed: bool = False  # ever

    @property
    def takes_entries(self) -> bool:
        return not self.closed or self.excepted


@dataclass
class LedgerModel:
    """Every verb says whether the ledger must accept it, and counts it if so."""

    approved: int
    reported: int = 0
    confirmed: int = 0
    to_recover: int = 0
    advanced: int = 0
    clearing: int = 0
    cleared: int = 0
    months: dict[int, Month] = field(default_factory=lambda: {m: Month() for m in MONTHS})
    entries: list[Entry] = field(default_factory=list)

    @property
    def sums(self) -> tuple[int, ...]:
        return (
            *(self.approved, self.reported, self.confirmed, self.to_recover),
            *(self.advanced, self.clearing, self.cleared),
        )

    def booked_in(self, month: int) -> int:
        """This one while it is open, else the first after it that was never closed."""
        if month not in self.months or self.months[month].takes_entries:
            return month
        while month in self.months and self.months[month].was_closed:
            month += 1
        return month

    def decide(self, amount: int) -> bool:
        if self.approved + amount < 0:
            return False
        self.approved += amount
        self.to_recover = max(0, self.reported - self.approved)
        return True

    def send(self, kind: str, amount: int, month: int) -> Entry | None:
        entry = Entry(kind, amount, self.booked_in(month))
        if entry.cash and self.reported + entry.cash > self.approved:
            return None
        if self.clearing + entry.cleared > self.advanced:
            return None
        self.reported += entry.cash
        self.clearing += entry.cleared
        self.entries.append(entry)
        return entry

    def take_back(self, entry: Entry) -> bool:
        """Undo by the sender or return by the other side, before confirmation."""
        if entry.state != "sent":
            return False
        entry.state = "gone"
        self.reported -= entry.cash
        self.clearing -= entry.cleared
        self._lower_to_recover()
        return True

    def confirm(self, entry: Entry) -> bool:
        open_month = entry.month not in self.months or self.months[entry.month].takes_entries
        if entry.state != "sent" or not open_month:
            return False
        entry.state = "confirmed"
        self.confirmed += entry.cash
        self.advanced += entry.advance
        self.cleared += entry.cleared
        return True

    def correct(self, entry: Entry, kind: str, amount: int, month: int) -> Entry | None:
        """Another entry in its place; None where the ledger must refuse."""
        right = Entry(kind, amount, self.booked_in(month), "confirmed")
        if not self._may_take_out(entry):
            return None
        advanced = self.advanced - entry.advance
        clearing = self.clearing - entry.cleared
        if self.reported - entry.cash + right.cash > self.approved + self.to_recover:
            return None
        if clearing + right.cleared > advanced + right.advance:
            return None
        self._take_out(entry)
        self._put_in(right.cash, right.advance, right.cleared)
        self._lower_to_recover()
        self.entries.append(right)
        return right

    def void(self, entry: Entry) -> bool:
        """A correction that says the entry never took place."""
        if not self._may_take_out(entry):
            return False
        self._take_out(entry)
        self._lower_to_recover()
        return True

    def recover(self, entry: Entry, amount: int) -> bool:
        of_advance = amount if entry.kind == "advance" else 0
        if (
            entry.state != "confirmed"
            or entry.kind == "clearing"
            or entry.recovered + amount > entry.amount
            or self.advanced - of_advance < self.clearing
        ):
            return False
        entry.recovered += amount
        self._put_in(-amount, -of_advance, 0)
        self._lower_to_recover()
        return True

    def close(self, month: int) -> bool:
        waits = any(entry.state == "sent" and entry.month == month for entry in self.entries)
        if not self.months[month].takes_entries or waits:
            return False
        self.months[month] = Month(closed=True, was_closed=True)
        return True

    def reopen(self, month: int) -> bool:
        was_closed = self.months[month].closed
        if was_closed:
            self.months[month] = Month(was_closed=True)
        return was_closed

    def make_exception(self, month: int) -> bool:
        self.months[month].excepted = self.months[month].closed
        return self.months[month].closed

    def _may_take_out(self, entry: Entry) -> bool:
        return (
            entry.state == "confirmed"
            and not entry.recovered
            and self.clearing - entry.cleared <= self.advanced - entry.advance
        )

    def _take_out(self, entry: Entry) -> None:
        entry.state = "gone"
        self._put_in(-entry.cash, -entry.advance, -entry.cleared)

    def _put_in(self, cash: int, advance: int, cleared: int) -> None:
        self.reported += cash
        self.confirmed += cash
        self.advanced += advance
        self.clearing += cleared
        self.cleared += cleared

    def _lower_to_recover(self) -> None:
        self.to_recover = min(self.to_recover, max(0, self.reported - self.approved))
