"""The verbs that entries of the ledger are read by."""

from collections.abc import Collection
from datetime import date
from typing import Any, Self

from django.db.models import BooleanField, Case, Count, F, Func, Q, Subquery, Sum, When
from django.db.models.functions import TruncMonth

from projects.models.grants import Grant
from projects.models.kinds import EntryKind, ListSum
from promotion.lib.dates import month_end
from promotion.models import known_at
from promotion.scope import Row, ScopedQuerySet


class AmongFound(Func):
    """Whether a key is among those that a query finds, and finds first.

    As a list PostgreSQL looks for all of them at once and reads each page of the ledger once; of
    IN it would go from one key to the next, and read a page for every entry.
    """

    arg_joiner, template = " IN ", "%(expressions)s"
    output_field = BooleanField()

    def as_postgresql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        whole = {"arg_joiner": " = ANY(ARRAY", "template": "%(expressions)s)"}
        return self.as_sql(compiler, connection, **whole)


class EntryQuerySet(ScopedQuerySet[Row]):
    """Whether an entry has a confirmation or a reversal is asked of the column by which that one
    names it: it stands in an index of its own, so that the row need not be read."""

    scope_path = "grant__project__centre"

    def confirmed(self, known: date | None = None) -> Self:
        """Of these entries the confirmed ones; as it was known at the end of the day, if given."""
        said = known_at("confirmation__confirmed_at", known)
        return self.filter(said, confirmation__entry__isnull=False)

    def waiting(self, known: date | None = None, years: Collection[int] | None = None) -> Self:
        """Sent and neither confirmed nor taken back; of these budget years, None is of all.

        Reversals never wait. Asks the grants first: what waits is reported and not confirmed, so
        only few of them are looked into, however long the ledger. That they are few PostgreSQL
        takes of an equality only: of a comparison it would expect a third of all. What waited on
        an earlier day is asked of all.
        """
        if years is not None and not years:
            return self.none()
        if known:
            entries = self if years is None else self.filter(grant__budget_year__in=years)
            return entries.standing(known).exclude(known_at("confirmation__confirmed_at", known))
        waits = Q(reported_vnd__gt=F("confirmed_vnd")) | Q(clearing_vnd__gt=F("cleared_vnd"))
        grants = Grant.objects.alias(waits=Case(When(waits, then=1), default=0)).filter(waits=1)
        if years is not None:
            grants = grants.filter(budget_year__in=years)
        waited_for = AmongFound("grant_id", Subquery(grants.order_by().values("pk")))
        return self.standing().filter(waited_for, confirmation__entry__isnull=True)

    def standing(self, known: date | None = None) -> Self:
        """Whatever was entered and not taken back, confirmed or not.

        As it was known at the end of the day, if given: what was taken back later stood then.
        """
        # By the kind: SQLite takes the index on `reverses` for selective, where most are NULL.
        entered = self.filter(known_at("recorded_at", known)).exclude(kind=EntryKind.REVERSAL)
        if known:
            return entered.exclude(known_at("reversal__recorded_at", known))
        return entered.filter(reversal__reverses__isnull=True)

    def booked_until(self, day: date) -> Self:
        """Booked on or before the day."""
        return self.filter(booked_on__lte=day)

    def of_year(self, year: int) -> Self:
        """Of the budget year, which stands on the grant: a January payment may be last year's."""
        return self.filter(grant__budget_year=year)

    def of_list(self, month: date) -> Self:
        """Booked in the month of the day."""
        return self.filter(booked_on__gte=month.replace(day=1), booked_on__lte=month_end(month))

    def in_list_order(self) -> Self:
        """By centre of today, north to south, then by month booked and voucher date."""
        return self.order_by(
            F("grant__project__centre__current__province__display_order").asc(nulls_last=True),
            "grant__project__centre__current_id",
            TruncMonth("booked_on"),
            "voucher_on",
            "id",
        )

    def sums_by_list(self) -> list[ListSum]:
        """Each list of vouchers (bảng kê tháng) of the set, by source, in their order."""
        centre = "grant__project__centre__current"
        rows = (
            self.order_by()
            .values_list(
                f"{centre}__province__display_order",
                f"{centre}_id",
                f"{centre}__slug",
                f"{centre}__name",
                TruncMonth("booked_on"),
                "grant__source",
            )
            .annotate(entries=Count("id"), amount_vnd=Sum("amount_vnd"))
        )
        ordered = sorted(rows, key=lambda row: (row[0] is None, row[0] or 0, *row[1:]))
        return [ListSum(*row[1:]) for row in ordered]
