"""Approved support and what was disbursed of it; below the province there is no plan."""

from collections import Counter
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Self

from reports.indicators import ZERO, BySource, ProjectNumbers, Projects, ratio
from reports.queries.alike import Alike, Share


@dataclass(frozen=True)
class Supported:
    """Sums of some support, in đồng, and the projects that have it.

    has_data    whether any support or entry of the year is known where the row is; without one
                the amounts are "no data", not a zero
    synthetic   whether any of it was made up for demonstration
    """

    approved_vnd: BySource = ZERO
    disbursed_vnd: BySource = ZERO
    projects: ProjectNumbers = ProjectNumbers()
    has_data: bool = True
    synthetic: bool = False

    def __add__(self, other: "Supported") -> "Supported":
        return Supported(
            self.approved_vnd + other.approved_vnd,
            self.disbursed_vnd + other.disbursed_vnd,
            self.projects + other.projects,
            self.has_data or other.has_data,
            self.synthetic or other.synthetic,
        )

    def __sub__(self, other: Self) -> Self:
        """What the other leaves of it."""
        return replace(
            self,
            approved_vnd=self.approved_vnd - other.approved_vnd,
            disbursed_vnd=self.disbursed_vnd - other.disbursed_vnd,
            projects=self.projects - other.projects,
        )

    def disbursed_of_approved(self, source: str = "all") -> Fraction | None:
        """Disbursed ÷ approved support, above 1 after a cut; not a rate of the plan."""
        return ratio(self.disbursed_vnd[source], self.approved_vnd[source])


@dataclass(frozen=True)
class Once:
    """What counts once for each source and once for all, such as a project of both."""

    national: int = 0
    local: int = 0
    all: int = 0

    def __add__(self, other: "Once") -> "Once":
        return Once(self.national + other.national, self.local + other.local, self.all + other.all)

    def __getitem__(self, source: str) -> int:
        return {"national": self.national, "local": self.local, "all": self.all}[source]


class Supporting:
    """The projects that have support, counted by what is alike of them; one from both sources
    counts in each and once in all, one of several levels at the highest of them."""

    def __init__(self) -> None:
        # The highest level, which the alphabet puts last, and the number.
        self.by_source: dict[str, dict[Alike, tuple[str, int]]]
        self.by_source = {"national": {}, "local": {}, "all": {}}

    def add(self, source: str, level: str, share: Share) -> None:
        for name in (source, "all"):
            found = self.by_source[name]
            found[share.alike] = max(found.get(share.alike, ("", 0)), (level, share.number))

    def numbers(self, level: str = "") -> ProjectNumbers:
        """All of them, or those of one level."""
        counted = {source: Counter[bool]() for source in self.by_source}
        for source, found in self.by_source.items():
            for alike, (highest, number) in found.items():
                if level in ("", highest):
                    counted[source][alike.accepted] += number
        return ProjectNumbers(
            **{
                source: Projects(of_source.total(), of_source[True])
                for source, of_source in counted.items()
            }
        )


NOTHING = Supported(has_data=False)
