"""How annual plans came to be: what decisions added and took away between two days."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from promotion.models import BudgetLine
from reports import queries
from reports.indicators import ZERO, BySource
from reports.parameters import By, Parameters
from reports.places import Place, ProvinceMap
from reports.queries.plan_changes import ARRIVES, LEAVES, moved
from reports.rows import PlaceRows

Kind = BudgetLine.Kind
MOVES = (
    *(Kind.INITIAL.value, Kind.SUPPLEMENT.value, Kind.INCREASE.value, Kind.DECREASE.value),
    *(Kind.CARRY_OVER.value, ARRIVES, LEAVES, Kind.CANCELLATION.value),
)


@dataclass(frozen=True)
class PlanChanges:
    """The plan of a place on the eve of the first day, what changed it, and the plan after.

    moves       {one of MOVES: đồng}, below zero what was taken away
    decisions   {source: the decisions signed between the two days}
    """

    place: Place
    before_vnd: BySource = ZERO
    moves: Mapping[str, BySource] = field(default_factory=dict)
    decisions: Mapping[str, frozenset[int]] = field(default_factory=dict)
    has_data: bool = False

    def moved_vnd(self, move: str, source: str) -> int:
        return self.moves.get(move, ZERO)[source]

    def change_vnd(self, source: str) -> int:
        return sum(amount[source] for amount in self.moves.values())

    def plan_vnd(self, source: str) -> int:
        """The plan as at the cut-off: what was before and every change."""
        return self.before_vnd[source] + self.change_vnd(source)

    @property
    def plan_by_source(self) -> BySource:
        return BySource(self.plan_vnd("national"), self.plan_vnd("local"))

    def number(self, source: str) -> int:
        """How many decisions; one that concerns both sources counts once in all."""
        if source == "all":
            return len(frozenset().union(*self.decisions.values()))
        return len(self.decisions.get(source, frozenset()))

    def __add__(self, other: "PlanChanges") -> "PlanChanges":
        moves = dict.fromkeys((*self.moves, *other.moves))
        sources = dict.fromkeys((*self.decisions, *other.decisions))
        none: frozenset[int] = frozenset()
        return PlanChanges(
            self.place,
            self.before_vnd + other.before_vnd,
            {move: self.moves.get(move, ZERO) + other.moves.get(move, ZERO) for move in moves},
            {s: self.decisions.get(s, none) | other.decisions.get(s, none) for s in sources},
            self.has_data or other.has_data,
        )


@dataclass(frozen=True)
class PlanChangesFigures:
    """Of every place on the map; `since` is the first day, None for all decisions."""

    parameters: Parameters
    map: ProvinceMap
    since: date | None
    places: PlaceRows[PlanChanges]
    synthetic: bool

    def of(self, place: Place) -> PlanChanges:
        return self.places.of(place)

    def rows(self, scope: Place, by: By = By.PROVINCE) -> list[PlanChanges]:
        return self.places.rows(scope, by)

    def provisional(self, scope: Place) -> bool:
        """A decision signed by then may still be recorded on the day itself only."""
        return self.parameters.until == self.parameters.today


def total(rows: Iterable[PlanChanges], place: Place) -> PlanChanges:
    """The sum; what one member gave another stands in both columns of transfers."""
    return sum(rows, PlanChanges(place))


def load(asked: Parameters, drawn: ProvinceMap, since: date | None) -> PlanChangesFigures:
    """Ask the database: three queries."""
    rows = {place.key: PlanChanges(place) for place in drawn.provinces}
    for line in moved(asked.year, asked.until, asked.known):
        place = drawn.holder(line.unit)
        amount = BySource(**{line.source: line.amount_vnd})
        if since and line.signed_on < since:
            new = PlanChanges(place, before_vnd=amount, has_data=True)
        else:
            new = PlanChanges(
                place,
                moves={line.move: amount},
                decisions={line.source: frozenset({line.decision})},
                has_data=True,
            )
        rows[place.key] = rows.get(place.key, PlanChanges(place)) + new
    plan = queries.plans({asked.year: asked.until}, asked.known)[asked.year]
    places = PlaceRows(drawn, rows, total, PlanChanges)
    return PlanChangesFigures(asked, drawn, since, places, bool(plan.synthetic))
