"""What came into the ledger since the day by whose records a question is answered."""

from dataclasses import dataclass, replace

from reports import queries
from reports.indicators import ZERO, BySource
from reports.parameters import Parameters
from reports.places import Place, ProvinceMap


@dataclass(frozen=True)
class Recorded:
    """Lines of plans and confirmed entries of the year until the cut-off, in đồng; how many
    entries. Below zero where more was taken back than came in.
    """

    plan_vnd: BySource = ZERO
    disbursed_vnd: BySource = ZERO
    entries: BySource = ZERO

    def __add__(self, other: "Recorded") -> "Recorded":
        return Recorded(
            self.plan_vnd + other.plan_vnd,
            self.disbursed_vnd + other.disbursed_vnd,
            self.entries + other.entries,
        )

    def __sub__(self, other: "Recorded") -> "Recorded":
        return Recorded(
            self.plan_vnd - other.plan_vnd,
            self.disbursed_vnd - other.disbursed_vnd,
            self.entries - other.entries,
        )


def recorded_since(asked: Parameters, drawn: ProvinceMap, scope: Place) -> Recorded:
    """What the place has today, less what was known of it; four queries."""
    return _held(replace(asked, known=None), drawn, scope) - _held(asked, drawn, scope)


def _held(asked: Parameters, drawn: ProvinceMap, scope: Place) -> Recorded:
    plans = queries.plans({asked.year: asked.until}, asked.known)[asked.year].by_unit
    held = {unit: Recorded(plan_vnd) for unit, plan_vnd in plans.items()}
    paid = queries.confirmed_until(
        asked.until, "unit", "source", known=asked.known, year=[asked.year]
    )
    for (unit, source), money in paid.items():
        held[unit] = held.get(unit, Recorded()) + Recorded(
            disbursed_vnd=BySource(**{source: money.amount_vnd}),
            entries=BySource(**{source: money.entries}),
        )
    return sum(
        (amount for unit, amount in held.items() if drawn.contains(scope, drawn.holder(unit))),
        Recorded(),
    )
