"""Who has reported what: the board of centres and periods, and what a centre still owes."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from django.db.models import Q
from django.utils.translation import pgettext_lazy

from projects.models import Disbursement, Draft, PeriodicReturn
from promotion.models import Centre, ReportingPeriod, User
from promotion.scope import centres_in_reach
from provinces.models import RegionMembership

# From so many days before it, a due day is told.
NOTICE = timedelta(days=7)


class State(StrEnum):
    """How a centre stands with a period; `late` is said beside the others."""

    CONFIRMED = "confirmed"
    SENT = "sent"
    NOTHING = "nothing"
    MISSING = "missing"
    OPEN = "open"


STATES = {
    State.CONFIRMED: pgettext_lazy("return", "confirmed"),
    State.SENT: pgettext_lazy("return", "sent"),
    State.NOTHING: pgettext_lazy("return", "nothing"),
    State.MISSING: pgettext_lazy("return", "missing"),
    State.OPEN: pgettext_lazy("return", "not yet due"),
}


@dataclass(frozen=True)
class Cell:
    """One centre and period; `sent` is None before its return came, which it can once begun."""

    period: ReportingPeriod
    state: State
    sent: PeriodicReturn | None = None
    has_begun: bool = True

    @property
    def words(self) -> Any:
        return STATES[self.state]

    @property
    def is_late(self) -> bool:
        return self.sent is not None and self.sent.sent_on > self.period.due_on


@dataclass(frozen=True)
class Row:
    """A centre's year; None where it did not exist on the period's last day."""

    centre: Centre
    cells: list[Cell | None]


@dataclass(frozen=True)
class Board:
    """The periods of a year, and the rows of each region, north to south.

    regions     [(name of the region, "" without one; its rows)]
    sent        for each period: how many returns came, of how many centres
    """

    periods: list[ReportingPeriod]
    regions: list[tuple[Any, list[Row]]]
    sent: list[tuple[int, int]]


def board(user: User, year: int, today: date) -> Board:
    """The centres in reach; five queries, whatever their number.

    What waits for confirmation counts for the period that it is booked in, and for the centre of
    the project as for the one that carries it on.
    """
    periods = list(ReportingPeriod.objects.of_year(year))
    days = [period.last_day for period in periods]
    centres = Centre.objects.filter(centres_in_reach(user)).select_related("province")
    existing = [c for c in centres if any(c.existed_on(day) for day in days)]
    returns = PeriodicReturn.objects.in_reach(user).filter(period__in=periods)
    sent = {(one.centre_id, one.period_id): one for one in returns}
    waiting = _waiting(user, periods)
    rows = [
        Row(centre, [_cell(centre, period, sent, waiting, today) for period in periods])
        for centre in existing
    ]
    columns = zip(*(row.cells for row in rows), strict=True) if rows else []
    counts = [
        (sum(cell.sent is not None for cell in column if cell), sum(map(bool, column)))
        for column in columns
    ]
    return Board(periods, _by_region(rows, today), counts)


def _cell(
    centre: Centre,
    period: ReportingPeriod,
    sent: dict[tuple[int, int], PeriodicReturn],
    waiting: Counter[tuple[int, int]],
    today: date,
) -> Cell | None:
    if not centre.existed_on(period.last_day):
        return None
    key = (centre.pk, period.pk)
    if one := sent.get(key):
        if waiting[key]:
            return Cell(period, State.SENT, one)
        return Cell(period, State.NOTHING if one.is_nothing else State.CONFIRMED, one)
    state = State.MISSING if period.due_on < today else State.OPEN
    return Cell(period, state, has_begun=period.first_day <= today)


def _waiting(user: User, periods: Iterable[ReportingPeriod]) -> Counter[tuple[int, int]]:
    """{(centre, period): entries that nobody confirmed yet}."""
    path = "grant__project__centre"
    entries = Disbursement.objects.in_reach(user).waiting().order_by()
    found: Counter[tuple[int, int]] = Counter()
    for centre, current, booked_on in entries.values_list(path, f"{path}__current", "booked_on"):
        for period in periods:
            if period.first_day <= booked_on <= period.last_day:
                found.update({(each, period.pk) for each in (centre, current)})
    return found


def _by_region(rows: list[Row], today: date) -> list[tuple[Any, list[Row]]]:
    """Rows under the conference region of today; central units and others have none."""
    members = RegionMembership.objects.valid_on(today).select_related("region")
    regions = {member.province_id: member.region for member in members}
    found: dict[Any, list[Row]] = {region: [] for region in _in_order(regions.values())}
    found[""] = []
    for row in rows:
        unit = row.centre.province
        found[regions.get(unit.current_id, "") if unit else ""].append(row)
    return [(region, rows) for region, rows in found.items() if rows]


def _in_order(regions: Iterable[Any]) -> list[Any]:
    return sorted(set(regions), key=lambda region: region.display_order)


@dataclass(frozen=True)
class Due:
    """A return that the centre still owes."""

    period: ReportingPeriod
    days_left: int  # below zero: late by as many
    unsent: int  # drafts that may belong to it

    # Hidden field of the button that says so.
    nothing = (("nothing", "1"),)

    @property
    def is_over(self) -> bool:
        return self.days_left < 0

    @property
    def is_near(self) -> bool:
        return self.days_left <= NOTICE.days

    @property
    def days_late(self) -> int:
        return -self.days_left


def unsent(centre: Centre, period: ReportingPeriod) -> list[Draft]:
    """Unfinished payments of the centre's clerks that may belong to the period."""
    return _belonging(_drafts(centre), period)


def _drafts(centre: Centre) -> Iterable[Draft]:
    drafts = Draft.objects.filter(owner__centre__current=centre.current_id)
    return drafts.filter(purpose=Draft.Purpose.PAYMENT).with_names()


def _belonging(drafts: Iterable[Draft], period: ReportingPeriod) -> list[Draft]:
    """Those dated by its end, or not dated yet."""
    return [each for each in drafts if not each.voucher_on or each.voucher_on <= period.last_day]


def owed(centre: Centre, today: date) -> list[Due]:
    """The periods begun whose return the centre has not sent, the oldest first; two queries."""
    periods = ReportingPeriod.objects.begun_by(today).filter(
        ~Q(returns__centre=centre), last_day__gte=centre.opened_on
    )
    drafts = list(_drafts(centre))
    return [
        Due(period, (period.due_on - today).days, len(_belonging(drafts, period)))
        for period in periods
        if centre.existed_on(period.last_day)
    ]
