"""One month of one source in all units: what stands in the way of closing it, and closing it."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count
from django.utils.translation import gettext as _

from projects.models import Disbursement, ListSum, MonthClose
from projects.models.months import MonthCloseQuerySet, MonthState
from projects.months import Books, Month, drafts_of, listed, silent_of
from promotion.lib.dates import month_end
from promotion.models import Centre, User

Units = dict[int, str | None]  # {centre: unit of today, None of central ones}


@dataclass(frozen=True)
class UnitMonth:
    """The month of one unit.

    drafts    how many may belong to it and are not sent
    silent    centres that owe its return
    newest    its newest event, 0 if there is none; of a closing by the person who looks the one
              before, so that what is sent twice is the same
    """

    books: Books
    month: Month
    drafts: int
    silent: list[Centre]
    newest: int

    @property
    def name(self) -> str:
        return str(self.books.unit or _("Central units"))

    @property
    def as_seen(self) -> str:
        """The unit and the state of its month: another one once somebody closed or opened it."""
        return f"{self.books.slug}.{self.newest}"

    @property
    def may_close(self) -> bool:
        return not self.month.state.is_closed and not self.month.waiting

    @property
    def is_proposed(self) -> bool:
        """Nobody closed it and nothing is missing; what was opened again, or still lacks a return
        or has a draft, is closed only on purpose."""
        return self.may_close and not (self.month.state.last or self.drafts or self.silent)


def month_of_units(user: User, source: str, month: date, today: date) -> list[UnitMonth]:
    """Of the units in reach, central ones last; the same queries, however many they are."""
    end = month_end(month)
    booked = Disbursement.objects.in_reach(user).filter(
        grant__source=source, booked_on__gte=month, booked_on__lte=end
    )
    units: Units = dict(Centre.objects.values_list("pk", "province__current_id"))
    lists = _by_unit(listed(booked).sums_by_list(), units)
    waiting = _by_unit(booked.waiting().sums_by_list(), units)
    events = MonthClose.objects.filter(source=source, month=month)
    states, newest = events.states_of_units(today), _newest(events, user)
    path = "grant__project__centre__province__current_id"
    drafts = dict(drafts_of(month, source).values_list(path).annotate(Count("pk")).order_by(path))
    silent: dict[str | None, list[Centre]] = defaultdict(list)
    for centre in silent_of(month, Centre.objects.select_related("province")):
        silent[units[centre.pk]].append(centre)
    found = []
    for unit in Books.units_of(user).values():
        key = unit.unit if unit else None
        state = states.get(key, MonthState(day=today))
        row = Month(month, state, lists[key], waiting[key])
        books = Books(unit, source)
        found.append(UnitMonth(books, row, drafts.get(key, 0), silent[key], newest.get(key, 0)))
    return found


def _newest(events: MonthCloseQuerySet, by: User) -> dict[str | None, int]:
    """{unit: `UnitMonth.newest`} of those with events."""
    found: dict[str | None, list[int]] = defaultdict(lambda: [0])
    own = set()
    for event in events.order_by("pk"):
        found[event.province_id].append(event.pk)
        if event.event == MonthClose.Event.CLOSE and event.recorded_by_id == by.pk:
            own.add(event.pk)
    return {unit: pks[-2] if pks[-1] in own else pks[-1] for unit, pks in found.items()}


def close_together(by: User, rows: Iterable[UnitMonth]) -> None:
    """Close the months, all of them or none; each is an event of its own.

    What the person closed last is closed, and not written again. Raises ValidationError with the
    name of the unit that cannot be closed.
    """
    with transaction.atomic():
        for row in rows:
            books = row.books
            try:
                MonthClose.objects.record_once(
                    by,
                    MonthClose.Event.CLOSE,
                    month=row.month.first_day,
                    province_id=books.unit.unit if books.unit else None,
                    source=books.source,
                )
            except ValidationError as refusal:
                sentence = _("Nothing was closed. %(unit)s: %(why)s")
                params = {"unit": row.name, "why": " ".join(refusal.messages)}
                raise ValidationError(sentence, code=refusal.code, params=params) from refusal


def _by_unit(sums: list[ListSum], units: Units) -> dict[str | None, list[ListSum]]:
    found: dict[str | None, list[ListSum]] = defaultdict(list)
    for part in sums:
        found[units[part.centre_id]].append(part)
    return found
