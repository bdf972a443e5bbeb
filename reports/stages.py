"""The stage of a project at a day, and what came in from it after that day in earlier years."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cached_property

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy

# What is less likely than not: in none of the earlier years half of it came in.
UNLIKELY = Fraction(1, 2)


class Stage(TextChoices):
    """How far a project is that is not settled."""

    APPROVED = "approved", pgettext_lazy("stage", "approved, not contracted")
    UNDER_WAY = "under-way", pgettext_lazy("stage", "contracted, not accepted")
    ACCEPTED = "accepted", pgettext_lazy("stage", "accepted, not settled")


@dataclass(frozen=True)
class CameIn:
    """Of one earlier year and stage, in đồng: what was left of approved support at the same day,
    and what of it was disbursed by the end of the settlement."""

    year: int
    stage: str
    left_vnd: int
    came_vnd: int


@dataclass(frozen=True)
class Odds:
    """What part of the support left at a stage came in afterwards, year by year, latest first."""

    parts: tuple[tuple[int, Fraction], ...]

    @cached_property
    def lowest(self) -> Fraction:
        return min(part for _year, part in self.parts)

    @cached_property
    def highest(self) -> Fraction:
        return max(part for _year, part in self.parts)

    @property
    def years(self) -> tuple[int, ...]:
        return tuple(year for year, _part in self.parts)

    def of(self, left_vnd: int) -> tuple[int, int]:
        """What comes in of so much that is left, in whole đồng, at the lowest and highest odds."""
        low, high = self.lowest, self.highest
        return (
            left_vnd * low.numerator // low.denominator,
            left_vnd * high.numerator // high.denominator,
        )

    @cached_property
    def are_against_it(self) -> bool:
        return self.highest < UNLIKELY


def odds_of(history: Iterable[CameIn]) -> dict[str, Odds]:
    """{stage: its odds}; stages of which nothing is known are absent."""
    found: dict[str, list[tuple[int, Fraction]]] = {}
    for one in sorted(history, key=lambda one: -one.year):
        if one.left_vnd > 0:
            part = Fraction(min(max(one.came_vnd, 0), one.left_vnd), one.left_vnd)
            found.setdefault(one.stage, []).append((one.year, part))
    return {stage: Odds(tuple(parts)) for stage, parts in found.items()}


def stage_at(
    day: date, contracted_on: date | None, accepted_on: date | None, settled_on: date | None
) -> Stage | None:
    """By what was dated until the day; None for what is settled by then.

    Of what is stopped no support is left: the decision that stops it takes it back.
    """

    def by_then(fact: date | None) -> bool:
        return fact is not None and fact <= day

    if by_then(settled_on):
        return None
    if by_then(accepted_on):
        return Stage.ACCEPTED
    return Stage.UNDER_WAY if by_then(contracted_on) else Stage.APPROVED
