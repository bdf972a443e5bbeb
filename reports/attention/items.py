"""What needs attention: a place or a project whose money may stay undisbursed, and why."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from django.db.models import TextChoices

from reports.models import AttentionNote
from reports.places import Place
from reports.queries.portfolio import ProjectName
from reports.rhythm import Pace, Rhythm
from reports.stages import Odds, Stage

EXPLAINING = 3  # projects that are shown of a place, the most at risk first


class Why(TextChoices):
    RHYTHM = "rhythm"
    STAGE = "stage"


@dataclass(frozen=True)
class OpenProject:
    """A project with support left, neither settled nor stopped; in đồng.

    rhythm  its approved support of the year and what was disbursed of it, beside its own years
    odds    what came in before from the stage it is at; None where nothing is known of it
    name    what it is called, if the reader reaches it
    """

    project: int
    stage: Stage
    rhythm: Rhythm
    odds: Odds | None = None
    name: ProjectName | None = None

    @property
    def left_vnd(self) -> int:
        return self.rhythm.left_vnd

    @cached_property
    def why(self) -> Why | None:
        if self.rhythm.pace == Pace.BEHIND:
            return Why.RHYTHM
        return Why.STAGE if self.odds and self.odds.are_against_it else None

    @property
    def coming_vnd(self) -> tuple[int, int] | None:
        """Of what is left, between what comes in at the lowest and the highest odds."""
        return self.odds.of(self.left_vnd) if self.odds else None

    @cached_property
    def at_risk_vnd(self) -> int:
        """What stays if no more comes in than in its weakest year, or in its stage's."""
        if self.why == Why.RHYTHM:
            return self.rhythm.at_risk_vnd
        if self.why is None or (coming_vnd := self.coming_vnd) is None:
            return 0
        return self.left_vnd - coming_vnd[0]

    @property
    def landing_vnd(self) -> tuple[int, int] | None:
        """Between what the year may come to: by its own rhythm, else at the odds of its stage."""
        if self.rhythm.landing_vnd or self.coming_vnd is None:
            return self.rhythm.landing_vnd
        low, high = self.coming_vnd
        return self.rhythm.disbursed_vnd + low, self.rhythm.disbursed_vnd + high


@dataclass(frozen=True)
class Item:
    """A place whose money needs attention, with what explains it; amounts in đồng.

    approved_vnd    support of its projects at the cut-off
    projects        its open projects, the most at risk first
    sources         those with money left, of which a reason is asked
    notes           {source: what its side said last}
    """

    place: Place
    rhythm: Rhythm
    approved_vnd: int = 0
    projects: tuple[OpenProject, ...] = ()
    sources: tuple[str, ...] = ()
    notes: Mapping[str, AttentionNote] = field(default_factory=dict)

    @property
    def why(self) -> Why | None:
        if not self.rhythm.left_vnd:
            return None
        if self.rhythm.pace == Pace.BEHIND:
            return Why.RHYTHM
        return Why.STAGE if self.at_risk_vnd else None

    @property
    def at_risk_vnd(self) -> int:
        """By its rhythm where it is behind, else of the projects that need attention; never more
        than what is left of the plan."""
        if self.rhythm.pace == Pace.BEHIND:
            return self.rhythm.at_risk_vnd
        return min(sum(each.at_risk_vnd for each in self.projects), self.rhythm.left_vnd)

    @cached_property
    def landing_vnd(self) -> tuple[int, int] | None:
        """Between what the year may come to: by its own rhythm, but no more than open projects
        and plan without support can bring; without a rhythm, by the stages of its projects.

        Where only projects need attention, what they may leave is not in the low end.
        """
        disbursed_vnd, found = self.rhythm.disbursed_vnd, self.rhythm.landing_vnd
        if found:
            left_vnd = sum(each.left_vnd for each in self.projects)
            unapproved_vnd = max(self.rhythm.plan_vnd - self.approved_vnd, 0)
            ceiling = disbursed_vnd + left_vnd + unapproved_vnd
            low, high = (min(end, ceiling) for end in found)
            if self.why == Why.STAGE:
                low = min(low, self.rhythm.plan_vnd - self.at_risk_vnd)
            return low, high
        ends = [each.coming_vnd for each in self.projects]
        if not ends or None in ends:
            return None
        low, high = (sum(end[side] for end in ends if end) for side in (0, 1))
        most = self.rhythm.left_vnd
        return disbursed_vnd + min(low, most), disbursed_vnd + min(high, most)

    @property
    def silent(self) -> tuple[str, ...]:
        """The sources with money left of which no reason was given yet."""
        return tuple(source for source in self.sources if source not in self.notes)

    @property
    def explaining(self) -> tuple[OpenProject, ...]:
        """Its projects in the reader's reach that explain it, at most so many."""
        known = [each for each in self.projects if each.name]
        if self.why == Why.STAGE:
            known = [each for each in known if each.why]
        return tuple(known[:EXPLAINING])

    def open_at(self, stage: Stage) -> int:
        return sum(each.stage == stage for each in self.projects)
