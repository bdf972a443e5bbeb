"""What figures draw, as plain rows with their geometry: the page's first view and Plotly's
figure are made from the same rows (see figures.py), so that neither says more than the other.

Rates for drawing are floats in percent, taken from what is printed; everything that is read
comes as text, written by whoever makes the rows.
"""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from promotion.lib.dates import month_end
from promotion.lib.money import MILLION_VND
from reports.rhythm import Pace

# Classes of a rate in percent on the tile map: level 1 below 50, … level 5 from 95 on.
CLASS_BOUNDS = (50, 65, 80, 95)


@dataclass(frozen=True)
class BulletRow:
    """One place, or one source of it, against its own plan = 100.

    *_rate      percent of the source's own plan; None without a plan (nothing is drawn)
    *_note      the hint of the lane or tick, with its unit
    """

    name: str
    url: str
    local_rate: float | None
    national_rate: float | None
    previous_rate: float | None
    rate_text: str
    disbursed_text: str
    plan_text: str
    remaining_text: str
    local_note: str = ""
    national_note: str = ""
    previous_note: str = ""

    @property
    def lanes_text(self) -> str:
        """The lanes and the tick in words, for those who do not see them."""
        return "; ".join(filter(None, (self.local_note, self.national_note, self.previous_note)))


@dataclass(frozen=True)
class BarLane:
    """One bar of a group: its length in percent of the longest, None without a value.

    tone    "local", "national", "all", "previous" or "open": an outline, for what is foreseen
    note    the hint, with series and unit
    """

    tone: str
    length: float | None
    text: str
    note: str


@dataclass(frozen=True)
class BarRow:
    """A group of bars under one name, one for each series."""

    name: str
    url: str
    lanes: tuple[BarLane, ...]

    @property
    def lanes_text(self) -> str:
        """The bars in words, for those who do not see them."""
        return "; ".join(lane.note for lane in self.lanes)


@dataclass(frozen=True)
class Tile:
    """One unit on the tile map.

    rate    in percent, None when there is none
    pace    where the map shows rhythms: whether the unit is behind, in step or ahead
    """

    column: int
    row: int
    name: str
    value: str
    label: str
    url: str
    rate: float | None
    dim: bool = False
    pace: Pace | None = None

    @cached_property
    def level(self) -> int | str | None:
        """What its square looks like: the class of its rate, or its pace; None without one."""
        if self.pace:
            return None if self.pace == Pace.UNKNOWN else self.pace.value
        return None if self.rate is None else 1 + sum(self.rate >= b for b in CLASS_BOUNDS)

    @property
    def over(self) -> bool:
        return self.pace is None and self.rate is not None and self.rate > 100


@dataclass(frozen=True)
class Island:
    """Quần đảo Hoàng Sa or Trường Sa, beside the row of the province it belongs to."""

    group: str
    name: str
    place: str
    url: str
    row: int


@dataclass(frozen=True)
class CurvePoint:
    """A cumulative sum on a day. x counts months from 1 January of the budget year: 11 is the
    end of November, 12.7 a day of the settlement in the January after."""

    x: float
    amount_vnd: int
    note: str


def months_from_new_year(year: int, day: date) -> float:
    """30/11/2025 of 2025 → 11.0; 15/11/2025 → 10.5; 22/01/2026 → 12.71."""
    whole = 12 * (day.year - year) + day.month - 1
    return whole + day.day / month_end(day).day


@dataclass(frozen=True)
class Line:
    """One year's cumulative sums, from zero on; the label tells year and last sum."""

    points: tuple[CurvePoint, ...]
    label: str


@dataclass(frozen=True)
class SCurve:
    """The S-curve: this year's line, last year's if there was one, and the plan.

    In percent of its box (x from the left, y from the top) it is what parts/curve.html draws.
    top_vnd     the đồng at its upper edge
    """

    now: Line
    previous: Line | None
    plan_vnd: int | None
    plan_label: str
    top_vnd: int
    tick_labels: tuple[tuple[int, str], ...]
    month_labels: tuple[tuple[int, str], ...]

    @property
    def width(self) -> int:
        """Months from left to right."""
        return self.month_labels[-1][0]

    def x(self, months: float) -> float:
        return round(100 * months / self.width, 3)

    def y(self, amount_vnd: int) -> float:
        return round(100 - 100 * amount_vnd / self.top_vnd, 3)

    @property
    def ticks(self) -> list[dict[str, float | str]]:
        return [{"y": self.y(vnd), "text": text} for vnd, text in self.tick_labels]

    @property
    def months(self) -> list[dict[str, float | str]]:
        return [{"x": self.x(month), "text": text} for month, text in self.month_labels]

    @property
    def plan(self) -> dict[str, float | str] | None:
        return None if not self.plan_vnd else {"y": self.y(self.plan_vnd), "text": self.plan_label}

    def drawn(self, line: Line) -> dict[str, float | str]:
        """The line's path, its last point and its label."""
        steps = [f"{self.x(p.x)},{self.y(p.amount_vnd)}" for p in line.points]
        last = line.points[-1]
        return {
            "path": "M" + " L".join(steps),
            "x": self.x(last.x),
            "y": self.y(last.amount_vnd),
            "text": line.label,
        }

    @property
    def now_drawn(self) -> dict[str, float | str]:
        return self.drawn(self.now)

    @property
    def previous_drawn(self) -> dict[str, float | str] | None:
        return self.drawn(self.previous) if self.previous else None


def curve_top(now: Line, previous: Line | None, plan_vnd: int | None) -> int:
    """The đồng at the upper edge: a twelfth more than the highest thing drawn."""
    sums = [p.amount_vnd for line in (now, previous) if line for p in line.points]
    highest = max([*sums, plan_vnd or 0])
    return highest + highest // 12 if highest else MILLION_VND


def tick_amounts(top_vnd: int) -> list[int]:
    """Round amounts for the horizontal lines, zero and at most four more, whole triệu."""
    steps = (digit * MILLION_VND * 10**power for power in range(12) for digit in (1, 2, 5))
    step = next(step for step in steps if top_vnd < 5 * step)
    return list(range(0, top_vnd + 1, step))
