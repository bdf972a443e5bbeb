"""What a frozen version counted: so many lines and entries, up to which seals."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from projects.models import LedgerSeal
from projects.seals import chain_of
from reports.queries.behind import Behind


@dataclass(frozen=True)
class Counted:
    """Lines of annual plans and confirmed entries behind the figures of some years."""

    lines: int
    entries: int


def counted(units: list[str], years: Iterable[int], until: date) -> Counted:
    """Of the units' budgets of the years, known by the day; two queries."""
    behind = Behind(units, list(years), until)
    return Counted(behind.plan_lines().number, behind.entries())


def last_seals(units: list[str], years: Iterable[int]) -> dict[str, list]:
    """{chain: [number, hash]} of the last seal of each chain that has any; one query."""
    chains = [chain_of(unit, year) for unit in units for year in years]
    heads = LedgerSeal.objects.filter(chain__in=chains).order_by("chain", "-number")
    found: dict[str, list] = {}
    for chain, number, sha256 in heads.values_list("chain", "number", "sha256"):
        found.setdefault(chain, [number, sha256])
    return found
