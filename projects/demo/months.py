"""Months that were closed, a voucher that came late, and the centres' returns of every month."""

from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta

from projects.demo.chance import chance
from projects.demo.people import People
from projects.demo.published import LOCAL
from projects.models import Disbursement, MonthClose, PeriodicReturn
from promotion.models import Centre, ReportingPeriod, Source

LAST_MONTH = date(2026, 10, 1)
FIRST_MONTH = date(2021, 1, 1)
# Local money of these units is closed until the month, by the person.
CLOSED = {
    "an-giang": (date(2026, 9, 1), "officer-an-giang"),
    "gia-lai": (date(2026, 8, 1), "officer-gia-lai"),
}
LATE_VOUCHER = date(2026, 9, 28)
# Returns that never came; of the others, some came after the due day.
SILENT = {
    *((unit, LAST_MONTH) for unit in ("an-giang", "dien-bien", "ca-mau", "quang-ngai")),
    *(("dien-bien", date(2026, month, 1)) for month in (8, 9)),
    ("quang-tri", date(2026, 9, 1)),
}
LATE_PERCENT = 5
ON_TIME_FROM = 15  # the day of the month from which returns come


def book_one_late(waiting: list[Disbursement]) -> None:
    """A September voucher of An Giang, sent when its month was closed: booked in October."""
    entry = next(
        entry
        for entry in waiting
        if entry.grant.source == LOCAL and entry.grant.project.centre.province_id == "an-giang"
    )
    entry.voucher_on, entry.booked_on = LATE_VOUCHER, LAST_MONTH


def closings(people: People) -> Iterator[MonthClose]:
    for unit, (last, username) in CLOSED.items():
        for month in months(last):
            yield MonthClose(
                province_id=unit,
                source=Source.LOCAL,
                month=month,
                event=MonthClose.Event.CLOSE,
                recorded_by=people.users[username],
                synthetic=True,
            )


def returns(
    centres: list[Centre],
    entries: list[Disbursement],
    periods: dict[date, ReportingPeriod],
    people: People,
) -> Iterator[PeriodicReturn]:
    """One of each centre for each month that it lived to the end of, but for the silent ones.

    periods is {first day of the month: its period}. A month without an entry is reported as such.
    """
    busy = {
        (centre_id, entry.booked_on.replace(day=1))
        for entry in entries
        for centre_id in (entry.grant.project.centre_id, entry.grant.project.centre.current_id)
    }
    for month in months(LAST_MONTH):
        period = periods[month]
        for centre in centres:
            unit = centre.province_id
            if unit is None or (unit, month) in SILENT or not centre.existed_on(period.last_day):
                continue
            yield PeriodicReturn(
                centre=centre,
                period=period,
                is_nothing=(centre.pk, month) not in busy,
                sent_by=people.clerk_of(unit, period.last_day),
                sent_on=_sent_on(unit, period),
                synthetic=True,
            )


def months(last: date) -> Iterator[date]:
    """First days of the months of the demonstration up to this one."""
    month = FIRST_MONTH
    while month <= last:
        yield month
        month += timedelta(days=monthrange(month.year, month.month)[1])


def _sent_on(unit: str, period: ReportingPeriod) -> date:
    dice = chance("return", unit, period.first_day)
    if dice.randrange(100) < LATE_PERCENT:
        return period.due_on + timedelta(days=dice.randint(1, 5))
    return period.due_on.replace(day=dice.randint(ON_TIME_FROM, period.due_on.day))
