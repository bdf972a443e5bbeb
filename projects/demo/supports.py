"""Breaks a cell's approved support down into supports of realistic contents and amounts."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from random import Random
from typing import NamedTuple

from projects.demo.cells import Cell
from projects.demo.chance import chance
from projects.demo.published import (
    FIRST_ROUND_SOURCE,
    FIRST_ROUND_SUPPORT,
    FIRST_ROUND_UNIT,
    FIRST_ROUND_YEAR,
    FIXED,
)
from projects.models import Project
from promotion.models import Level

SINGLE, GROUP, TASK = Project.Kind.SINGLE, Project.Kind.GROUP, Project.Kind.TASK

USUAL_SUPPORT = 385  # million; the mean size from which the number of supports is worked out
STEP = 5


class Offer(NamedTuple):
    """A kind of support: how little and how much of it, in million, and how often."""

    content: str
    kind: Project.Kind
    least: int
    most: int
    often: int


OFFERS = (
    Offer("machinery", SINGLE, 80, 300, 30),
    Offer("machinery", GROUP, 350, 1500, 16),
    Offer("production-line", SINGLE, 150, 450, 7),
    Offer("demo-model", SINGLE, 250, 1000, 11),
    Offer("tech-transfer", SINGLE, 150, 500, 5),
    Offer("cleaner-production", SINGLE, 150, 500, 4),
    Offer("pollution-treatment", SINGLE, 100, 300, 3),
    Offer("product-selection", TASK, 80, 250, 4),
    Offer("fair", TASK, 60, 400, 6),
    Offer("brand", GROUP, 60, 200, 3),
    Offer("packaging", GROUP, 50, 150, 3),
    Offer("showroom", SINGLE, 60, 250, 3),
    Offer("association", TASK, 60, 200, 1),
    Offer("linkage-cluster", GROUP, 200, 900, 2),
    Offer("cluster-infrastructure", SINGLE, 1000, 4500, 3),
    Offer("cluster-plan", TASK, 150, 500, 2),
    Offer("vocational-training", TASK, 60, 300, 5),
    Offer("management-capacity", TASK, 40, 150, 3),
    Offer("start-up", GROUP, 20, 60, 1),
    Offer("consulting", GROUP, 35, 150, 2),
    Offer("information", TASK, 50, 300, 5),
    Offer("programme-capacity", TASK, 40, 200, 2),
    Offer("international", TASK, 100, 300, 1),
)
FIRST_ROUND = Offer("machinery", GROUP, FIRST_ROUND_SUPPORT, FIRST_ROUND_SUPPORT, 0)


@dataclass
class Instalment:
    """One payment of a support, in million; not confirmed yet if `waiting`."""

    amount: int
    on: date
    advance: bool
    waiting: bool = False


@dataclass(eq=False)
class Support:
    """One content of one cell's project, from approval to its last payment."""

    cell: Cell
    offer: Offer
    amount: int
    number: int
    round: int = 1
    approved_on: date = date.min
    instalments: list[Instalment] = field(default_factory=list)
    stopped: bool = False
    level: Level = Level.PROVINCE

    @property
    def published(self) -> bool:
        return self.offer is FIRST_ROUND

    @property
    def confirmed(self) -> int:
        return sum(one.amount for one in self.instalments if not one.waiting)

    @property
    def reported(self) -> int:
        return sum(one.amount for one in self.instalments)

    @property
    def last_paid_on(self) -> date | None:
        return self.instalments[-1].on if self.instalments else None


def supports_of(cell: Cell) -> list[Support]:
    """Supports that sum to the cell's approved support exactly."""
    dice = chance("supports", cell.unit.slug, cell.year, cell.source)
    total, first = cell.approved, []
    place = (cell.unit.slug, cell.year, cell.source)
    if place == (FIRST_ROUND_UNIT, FIRST_ROUND_YEAR, FIRST_ROUND_SOURCE):
        first = [FIRST_ROUND]
        total -= FIRST_ROUND_SUPPORT
    if not total:
        return []
    if place in FIXED:
        count = FIXED[place].projects - len(first)
    else:
        count = max(1, round(total * dice.uniform(0.85, 1.15) / USUAL_SUPPORT))
    offers = _offers(count, total, dice)
    amounts = _amounts(offers, total, dice)
    return [
        Support(cell, offer, amount, number)
        for number, (offer, amount) in enumerate(
            zip([*first, *offers], [*(o.most for o in first), *amounts], strict=True), start=1
        )
    ]


def _offers(count: int, total: int, dice: Random) -> list[Offer]:
    """Drawn until the total lies between the least and the most that they can take."""
    often = [offer.often for offer in OFFERS]
    for _ in range(200):
        offers = dice.choices(OFFERS, often, k=count)
        if sum(o.least for o in offers) <= total <= sum(o.most for o in offers):
            return offers
    raise ValueError(f"{count} supports cannot take {total} million.")


def _amounts(offers: Sequence[Offer], total: int, dice: Random) -> list[int]:
    """Round amounts within the offers' bounds, moved in small steps until they sum to the total."""
    amounts = [dice.randrange(o.least, o.most + 1, STEP) for o in offers]
    while missing := total - sum(amounts):
        step = max(-STEP, min(STEP, missing))
        movable = [i for i, o in enumerate(offers) if o.least <= amounts[i] + step <= o.most]
        amounts[dice.choice(movable)] += step
    return amounts
