"""The months' lists that wait for confirmation (bảng kê tháng), as a page of the inbox has them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain, groupby
from typing import NamedTuple

from django.utils.http import urlencode

from projects.models import Disbursement, ListSum, MonthClose
from projects.models.ledger import DisbursementQuerySet
from promotion.filters import CENTRAL_UNITS
from promotion.lib.dates import format_month
from promotion.models import User


class Row(NamedTuple):
    """One entry on the page, whether the reader may return it, and whether its month is closed."""

    entry: Disbursement
    may_return: bool
    is_shut: bool


@dataclass(frozen=True)
class MonthlyList:
    """What one centre booked in one month and nobody confirmed yet.

    parts          the sums of the list by source
    rows           those on this page
    confirmable    what the reader may confirm of the whole list, on whatever page it stands
    shut           what the reader could confirm if the month were open: its re-opening, or an
                   exception, ended before they were confirmed
    """

    parts: list[ListSum]
    rows: list[Row]
    confirmable: list[Disbursement]
    shut: list[Disbursement]

    @property
    def centre_name(self) -> str:
        return self.parts[0].centre_name

    @property
    def month(self) -> str:
        return format_month(self.parts[0].month)

    @property
    def entries(self) -> int:
        return sum(part.entries for part in self.parts)

    @property
    def amount_vnd(self) -> int:
        return sum(part.amount_vnd for part in self.parts)

    @property
    def is_cut(self) -> bool:
        """The rest stands on another page."""
        return len(self.rows) < self.entries

    @property
    def confirmable_vnd(self) -> int:
        return sum(entry.amount_vnd for entry in self.confirmable)

    @property
    def months_query(self) -> str:
        """Where the month is re-opened: `?year=&source=&unit=` of the page of months."""
        entry = self.shut[0]
        unit = entry.grant.project.centre.province
        slug = str(unit.current_id) if unit else CENTRAL_UNITS
        query = {"year": str(entry.booked_on.year), "source": entry.grant.source, "unit": slug}
        return urlencode(query)

    @property
    def ids(self) -> list[tuple[str, str]]:
        """The hidden field: a list is confirmed as it was seen, nothing that came in later."""
        return [("entry", " ".join(str(entry.pk) for entry in self.confirmable))]


def lists_of(
    page: Iterable[Disbursement],
    parts: list[ListSum],
    waiting: DisbursementQuerySet,
    user: User,
) -> list[MonthlyList]:
    """The lists that the page has rows of; `waiting` is all that they are cut from."""
    shown = {key: list(rows) for key, rows in groupby(page, _list_of)}
    sums = {key: [part for part in parts if (part.centre_id, part.month) == key] for key in shown}
    whole = {
        key: rows if len(rows) == sum(part.entries for part in sums[key]) else _all(waiting, *key)
        for key, rows in shown.items()
    }
    shut = MonthClose.objects.shut(chain.from_iterable(whole.values()))
    lists = []
    for key, rows in shown.items():
        mine = [entry for entry in whole[key] if entry.may_be_confirmed_by(user)]
        lists.append(
            MonthlyList(
                sums[key],
                [Row(entry, entry.may_be_confirmed_by(user), entry in shut) for entry in rows],
                [entry for entry in mine if entry not in shut],
                [entry for entry in mine if entry in shut],
            )
        )
    return lists


def _all(waiting: DisbursementQuerySet, centre: int | None, month: date) -> Sequence[Disbursement]:
    """The list of which the page shows a part."""
    return list(waiting.filter(grant__project__centre__current=centre).of_list(month))


def _list_of(entry: Disbursement) -> tuple[int | None, date]:
    return entry.grant.project.centre.current_id, entry.booked_on.replace(day=1)
