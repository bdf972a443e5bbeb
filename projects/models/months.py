"""The months of the ledger: which are closed, and for whom one stands open again."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Self

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from projects.seals import seal_waiting
from promotion.guards.sentences import explain
from promotion.lib.dates import format_day, format_month, month_end
from promotion.models import LedgerRow, Source, User

if TYPE_CHECKING:
    from projects.models.grants import Grant
    from projects.models.ledger import Disbursement


# For how long a closed month is opened at most, by a re-opening or an exception.
OPEN_DAYS = 60


def latest_end() -> date:
    """The latest last day of what is opened today."""
    return timezone.localdate() + timedelta(days=OPEN_DAYS)


@dataclass(frozen=True)
class MonthState:
    """How one month of a unit and source stands on a day.

    last        its last closing or re-opening, None if it was never closed
    exceptions  those that still hold, each for one centre
    """

    last: "MonthClose | None" = None
    exceptions: tuple["MonthClose", ...] = ()
    day: date = date.min

    @property
    def is_closed(self) -> bool:
        """Closed, or re-opened until a day that has passed."""
        if self.last is None:
            return False
        return self.last.expires_on is None or self.last.expires_on < self.day

    def is_closed_for(self, centre_id: int | None) -> bool:
        excepted = any(event.centre_id == centre_id for event in self.exceptions)
        return self.is_closed and not excepted


class MonthCloseQuerySet(models.QuerySet["MonthClose"]):
    def of_list(self, province_id: str | None, source: str) -> Self:
        """Events of today's unit (None: central units) and source."""
        return self.filter(province=province_id, source=source)

    def states(self, today: date) -> dict[date, MonthState]:
        """{first day of the month: its state} of the months with events; of one unit and source."""
        return self._states_by("month", today)

    def states_of_units(self, today: date) -> dict[str | None, MonthState]:
        """{unit of today, None for central units: its state}; of one month and source."""
        return self._states_by("province_id", today)

    def _states_by(self, column: str, today: date) -> dict[Any, MonthState]:
        found: dict[Any, list[MonthClose]] = defaultdict(list)
        for event in self.order_by("id").select_related("recorded_by", "centre"):
            found[getattr(event, column)].append(event)
        return {key: _state(events, today) for key, events in found.items()}

    def booking_day(self, grant: "Grant", voucher_on: date) -> date:
        """The day that an entry is booked on: the voucher's while its month is open for the
        centre of the grant, else the first day of the first month after it that was never closed.

        What a closed month is opened for are its own vouchers, not late ones of months before.
        """
        centre = grant.project.centre
        events = self.of_list(*_books_of(grant)).filter(month__gte=voucher_on.replace(day=1))
        states = events.states(timezone.localdate())
        month = voucher_on.replace(day=1)
        if not states.get(month, MonthState()).is_closed_for(centre.current_id):
            return voucher_on
        while month in states and states[month].last:
            month = month_end(month) + timedelta(days=1)
        return month

    def shut(self, entries: Iterable["Disbursement"]) -> set["Disbursement"]:
        """Those of the entries of which the month is closed for their centre today; one query."""
        months = {entry: entry.booked_on.replace(day=1) for entry in entries}
        events: dict[tuple, list[MonthClose]] = defaultdict(list)
        for event in self.filter(month__in=set(months.values())).order_by("id"):
            events[event.province_id, event.source, event.month].append(event)
        today = timezone.localdate()
        return {
            entry
            for entry, month in months.items()
            if _state(events[*_books_of(entry.grant), month], today).is_closed_for(
                entry.grant.project.centre.current_id
            )
        }

    def record(self, by: User, event: "MonthClose.Event", **fields: Any) -> "MonthClose":
        """Close, re-open or except a month.

        Closing a month that is closed already ends the exceptions that hold in it.
        Raises ValidationError when the person does not stand on the side of the source, while an
        entry of the month waits, when the month is not in a state for it, or for a last day that
        is too far ahead.
        """
        last_day = fields.get("expires_on")
        if last_day and last_day > latest_end():
            sentence = _(
                "Opened until %(day)s, the month would stay open for too long. Please choose a day"
                " up to %(latest)s; it can be opened once more."
            )
            params = {"day": format_day(last_day), "latest": format_day(latest_end())}
            raise ValidationError(sentence, code="month_expiry_far", params=params)
        seal_waiting()
        try:
            with transaction.atomic():
                return self.create(recorded_by=by, event=event, **fields)
        except IntegrityError as error:
            refusal = explain(error, fields.get("month"))
            raise self._with_names(refusal, fields) from error

    def _with_names(self, refusal: ValidationError, fields: dict[str, Any]) -> ValidationError:
        """The same refusal with the days and the person that it is about."""
        if refusal.code == "month_expiry_past":
            today = timezone.localdate()
            days = {"day": fields["expires_on"], "today": today, "latest": latest_end()}
            sentence = _(
                "The last day %(day)s lies in the past. Please choose a day from %(today)s to"
                " %(latest)s."
            )
            params = {name: format_day(each) for name, each in days.items()}
        elif refusal.code == "month_reopened_by_another":
            months = self.of_list(fields["province_id"], fields["source"])
            closings = months.filter(month=fields["month"], event=MonthClose.Event.CLOSE)
            closed = closings.select_related("recorded_by").order_by("id").last()
            assert closed
            sentence = _(
                "Month %(month)s was closed by %(person)s. Please ask another officer of the"
                " Department to re-open it."
            )
            params = {"month": format_month(closed.month), "person": str(closed.recorded_by)}
        else:
            return refusal
        return ValidationError(sentence, code=refusal.code, params=params)

    def record_once(
        self, by: User, event: "MonthClose.Event", *, month: date, **fields: Any
    ) -> "MonthClose":
        """The same; the very event that the person recorded last is given, not written again."""
        same = {"month": month, "event": event, "recorded_by": by, **fields}
        with transaction.atomic():
            # A person's own requests follow one another here, however close they came.
            User.objects.select_for_update(no_key=True).get(pk=by.pk)
            months = self.of_list(fields["province_id"], fields["source"]).filter(month=month)
            last = months.order_by("id").last()
            if last and all(getattr(last, name) == value for name, value in same.items()):
                return last
            return self.record(by, event, month=month, **fields)


def _books_of(grant: "Grant") -> tuple[str | None, str]:
    """Unit of today and source that the months of the grant are closed by."""
    province = grant.project.centre.province
    return province.current_id if province else None, grant.source


def _state(events: list["MonthClose"], today: date) -> MonthState:
    last, exceptions = None, []
    for event in events:
        if event.event == MonthClose.Event.EXCEPTION:
            exceptions.append(event)
        else:
            last, exceptions = event, []
    holding = (one for one in exceptions if one.expires_on and one.expires_on >= today)
    return MonthState(last, tuple(holding), today)


class MonthClose(LedgerRow):
    """One event of a month of one unit and source: closed, re-opened, or an exception.

    province    today's unit with all units merged into it; None for central units
    month       its first day
    centre      of an exception: the one centre that may still book into the closed month
    expires_on  of a re-opening or exception: its last day; after it the month is closed again
    """

    class Event(models.TextChoices):
        CLOSE = "close", _("closed")
        REOPEN = "reopen", _("re-opened")
        EXCEPTION = "exception", _("exception for a centre")

    province = models.ForeignKey(
        "provinces.Province", models.PROTECT, null=True, blank=True, related_name="+"
    )
    source = models.CharField(_("source"), max_length=8, choices=Source)
    month = models.DateField(_("month"))
    event = models.CharField(_("event"), max_length=9, choices=Event)
    centre = models.ForeignKey(
        "promotion.Centre", models.PROTECT, null=True, blank=True, related_name="+"
    )
    reason = models.CharField(_("reason"), max_length=400, blank=True)
    expires_on = models.DateField(_("open until"), null=True, blank=True)

    objects = MonthCloseQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        verbose_name = _("closing of a month")
        verbose_name_plural = _("closings of months")
        indexes = [
            models.Index(fields=["month", "source", "province"], name="monthclose_list"),
        ]
        constraints = [
            models.CheckConstraint(
                name="monthclose_event_complete",
                condition=Q(event="close", centre=None, expires_on=None)
                | Q(event="reopen", centre=None, expires_on__isnull=False) & ~Q(reason="")
                | Q(event="exception", centre__isnull=False, expires_on__isnull=False)
                & ~Q(reason=""),
                violation_error_message=_(
                    "A re-opening or exception has a reason and a last day, an exception a centre."
                ),
            ),
            models.CheckConstraint(
                name="monthclose_source_known",
                condition=Q(source__in=Source.values),
                violation_error_message=_("A source of funding is national or local."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_event_display()} {self.month:%m/%Y}"
