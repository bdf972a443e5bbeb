"""Confirmed money of single grants as at a day, however long the ledger."""

from datetime import date
from typing import Any

from django.db.models import Case, F, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce

from projects.models import Disbursement
from promotion.models import end_of
from reports.queries.confirmed import Total


def confirmed_at(day: Any, known: date | None = None) -> Combinable:
    """What of a grant was confirmed and booked by the day, in đồng: the sum of now less what came
    since, which the grant finds in its own entries.

    Of a grant of which nothing waits every entry since counts, whose amounts stand in the index
    of grants: what of them nobody confirmed was taken back, on the day that it was booked on.
    """
    confirmed, later = Disbursement.objects.confirmed(), Q(booked_on__gt=day)
    since: Combinable
    if known:
        since = sum_of(confirmed.filter(later | Q(confirmation__confirmed_at__gte=end_of(known))))
    else:
        since = Case(
            When(reported_vnd=F("confirmed_vnd"), then=sum_of(Disbursement.objects.filter(later))),
            default=sum_of(confirmed.filter(later)),
        )
    return F("confirmed_vnd") - since


def sum_of(rows: QuerySet) -> Coalesce:
    """Đồng of those of the rows that are of the grant."""
    of_grant = rows.filter(grant=OuterRef("pk")).order_by().values("grant")
    return Coalesce(Subquery(of_grant.annotate(sum=Total("amount_vnd")).values("sum")), 0)
