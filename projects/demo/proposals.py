"""Projects without support so far: being drafted, handed in, appraised, or not approved."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from projects.demo.cells import Cell
from projects.demo.chance import chance
from projects.demo.supports import OFFERS, Support
from projects.models import Project

Status = Project.Status

STAGES = (
    Status.DRAFT,
    Status.SUBMITTED,
    Status.SUBMITTED,
    Status.RETURNED,
    Status.APPRAISED,
    Status.NOT_APPROVED,
)


@dataclass(frozen=True)
class Proposal:
    """Asks for support of its kind; without any decision the support stays at zero."""

    wanted: Support
    status: Project.Status
    submitted_on: date | None


def proposals(cells: list[Cell]) -> Iterator[Proposal]:
    """About one in 2026 for each province, some in 2025; none where the number is published."""
    for cell in cells:
        if cell.fixed or not cell.plan or cell.year < 2025 or cell.unit.ended:
            continue
        dice = chance("proposals", cell.unit.slug, cell.year, cell.source)
        for number in range(dice.choice((0, 1, 1, 2) if cell.year == 2026 else (0, 0, 0, 1))):
            offer = dice.choice(OFFERS)
            amount = dice.randrange(offer.least, offer.most + 1, 5)
            status = dice.choice(STAGES) if cell.year == 2026 else Status.NOT_APPROVED
            on = date(cell.year, 8, 3) + timedelta(days=dice.randint(0, 80))
            wanted = Support(cell, offer, amount, number=100 + number, approved_on=on)
            yield Proposal(wanted, status, None if status == Status.DRAFT else on)
