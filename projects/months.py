"""The months of one unit and source as their page shows them: how they stand, what they hold."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Self

from django.db.models import Count, Q, QuerySet

from projects.models import Disbursement, Draft, ListSum, MonthClose, PeriodicReturn
from projects.models.drafts import DraftQuerySet
from projects.models.ledger import DisbursementQuerySet
from projects.models.months import MonthCloseQuerySet, MonthState
from promotion.filters import CENTRAL_UNITS
from promotion.lib.dates import format_month, month_end
from promotion.models import Centre, ReportingPeriod, User, decides_on
from promotion.reach import Reach
from promotion.scope import centres_in_reach
from provinces.models import Province

Kind = MonthClose.Event


def listed(entries: DisbursementQuerySet) -> DisbursementQuerySet:
    """What stands on a list of vouchers: all but what was taken back before its confirmation."""
    unconfirmed_pair = Q(reversal__isnull=False) | Q(kind=Disbursement.Kind.REVERSAL)
    return entries.exclude(unconfirmed_pair, confirmation__isnull=True)


@dataclass(frozen=True)
class Month:
    """One month of the books, as far as the reader reaches their rows.

    lists, waiting    all entries of each centre, and those nobody confirmed yet
    """

    first_day: date
    state: MonthState
    lists: list[ListSum] = field(default_factory=list)
    waiting: list[ListSum] = field(default_factory=list)

    @property
    def name(self) -> str:
        return format_month(self.first_day)

    @property
    def is_over(self) -> bool:
        return month_end(self.first_day) < self.state.day

    @property
    def is_reopened(self) -> bool:
        last = self.state.last
        return not self.state.is_closed and last is not None and last.event == Kind.REOPEN

    @property
    def entries(self) -> int:
        return sum(part.entries for part in self.lists)

    @property
    def amount_vnd(self) -> int:
        return sum(part.amount_vnd for part in self.lists)

    @property
    def waiting_entries(self) -> int:
        return sum(part.entries for part in self.waiting)


@dataclass(frozen=True)
class Books:
    """What is closed together: money of one source in a unit of today and all merged into it.

    unit    None stands for the central units, which belong to no province
    """

    unit: Province | None
    source: str

    @classmethod
    def units_of(cls, user: User) -> dict[str, Province | None]:
        """{name in the address: unit} of today's units with rows in reach, central ones last."""
        reach = Reach.of(user)
        units = {unit.unit: unit for unit in reach.units if unit.exists_today}
        has_central = any(centre.province_id is None for centre in reach.centres)
        return {**units, CENTRAL_UNITS: None} if has_central else {**units}

    @classmethod
    def find(cls, user: User, slug: str, source: str) -> Self | None:
        """Those of the address, None where they are out of reach."""
        units = cls.units_of(user)
        return cls(units[slug], source) if slug in units else None

    @property
    def slug(self) -> str:
        return self.unit.unit if self.unit else CENTRAL_UNITS

    def kept_by(self, user: User) -> bool:
        """Whether the person closes and opens their months."""
        return decides_on(user, self.source, self.unit)

    def of_unit(self, path: str) -> Q:
        """The condition on a centre, reached over the path, that it belongs to the unit."""
        if self.unit is None:
            return Q(**{f"{path}province": None})
        return Q(**{f"{path}province__current": self.unit})

    def events(self) -> MonthCloseQuerySet:
        return MonthClose.objects.of_list(self.unit.unit if self.unit else None, self.source)

    def entries(self, user: User) -> DisbursementQuerySet:
        """All in the reader's reach."""
        of_unit = self.of_unit("grant__project__centre__")
        return Disbursement.objects.in_reach(user).filter(of_unit, grant__source=self.source)

    def months(self, months: Iterable[date], user: User, today: date) -> list[Month]:
        """These months; three queries, however many they are.

        An exception of a centre out of reach is not shown, nor its reason.
        """
        months = list(months)
        reached = Centre.objects.filter(centres_in_reach(user))
        told = Q(centre=None) | Q(centre__in=reached)
        states = self.events().filter(told, month__in=months).states(today)
        booked = self.entries(user).filter(
            booked_on__gte=min(months), booked_on__lte=month_end(max(months))
        )
        lists, waiting = (
            _by_month(entries.sums_by_list()) for entries in (listed(booked), booked.waiting())
        )
        return [
            Month(month, states.get(month, MonthState(day=today)), lists[month], waiting[month])
            for month in months
        ]

    def centres(self) -> QuerySet[Centre]:
        """The unit's centres of today, for one of which a closed month may be opened."""
        return Centre.objects.filter(self.of_unit(""), closed_on=None)

    def drafts(self, month: date) -> list[tuple[str, int]]:
        """(centre, drafts) of those that may belong to the month."""
        path = "grant__project__centre__"
        drafts = drafts_of(month, self.source).filter(self.of_unit(path))
        named = drafts.values_list(f"{path}current__name")
        return list(named.annotate(Count("pk")).order_by(f"{path}current__name"))

    def silent_centres(self, month: date) -> list[Centre]:
        """Those that owe the month's return and have not sent it."""
        return silent_of(month, Centre.objects.filter(self.of_unit("")))


def drafts_of(month: date, source: str) -> DraftQuerySet:
    """Drafts of payments dated in the month, or not at all: they may belong to it."""
    dated = Q(voucher_on__gte=month, voucher_on__lte=month_end(month)) | Q(voucher_on=None)
    return Draft.objects.payments().filter(dated, grant__source=source)


def silent_of(month: date, centres: QuerySet[Centre]) -> list[Centre]:
    """Of the centres those that owe the month's return and have not sent it."""
    period = ReportingPeriod.objects.filter(
        kind=ReportingPeriod.Kind.MONTH, first_day=month
    ).first()
    if period is None:
        return []
    sent = PeriodicReturn.objects.filter(period=period).values("centre")
    owing = centres.exclude(pk__in=sent)
    return [centre for centre in owing if centre.existed_on(period.last_day)]


def _by_month(sums: list[ListSum]) -> dict[date, list[ListSum]]:
    found: dict[date, list[ListSum]] = defaultdict(list)
    for part in sums:
        found[part.month].append(part)
    return found
