"""Lines of annual plans by unit, source, kind and decision, before a day and from it on."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Sum

from promotion.models import BudgetLine

# What a transfer is, seen from the plan that gets and from the one that gives.
ARRIVES, LEAVES = "transfer_in", "transfer_out"


@dataclass(frozen=True)
class Moved:
    """What one decision added to one unit's plan of one source by lines of one kind, in đồng.

    Below zero it took away. A transfer is told twice: where it arrives and where it leaves.
    """

    unit: str | None
    source: str
    move: str  # the kind of the line, ARRIVES or LEAVES of a transfer
    decision: int
    signed_on: date
    amount_vnd: int


def moved(year: int, until: date, known: date | None = None) -> Iterator[Moved]:
    """Of the budget year, by decisions signed by the end of the day; two queries."""
    for budget, sign in (("budget", 1), ("from_budget", -1)):
        lines = (
            BudgetLine.objects.signed_until(until, known)
            .filter(**{f"{budget}__budget_year": year})
            .order_by()
            .values_list(
                f"{budget}__province_id",
                f"{budget}__source",
                "kind",
                "decision_id",
                "decision__signed_on",
            )
            .annotate(amount=Sum("amount_vnd"))
        )
        for unit, source, kind, decision, signed_on, amount_vnd in lines:
            if kind == BudgetLine.Kind.TRANSFER:
                kind = ARRIVES if budget == "budget" else LEAVES
            yield Moved(unit, source, kind, decision, signed_on, sign * amount_vnd)
