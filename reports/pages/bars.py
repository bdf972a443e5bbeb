"""Groups of bars for the page of a report."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.utils.functional import Promise
from django.utils.text import capfirst

from promotion.templatetags.figures import million
from reports import figures as plotly
from reports.drawings import BarLane, BarRow
from reports.pages.words import UNIT, language

Amount = int | Fraction | None
MANY = 20  # rows: more stand closer together where the screen is wide
LONG = 18  # letters in a name: more do not stand beside the bars on a phone


@dataclass(frozen=True)
class Series:
    """What every group has one bar of.

    tone    by which bars are told apart: "local" and "national" for money of the sources alone,
            else "all", "previous" or "open" (an outline, for what is foreseen)
    values  one for each group, None without a value
    written how one is printed; the unit stands in the figure's `unit`
    """

    name: str
    tone: str
    values: Sequence[Amount]
    written: Callable[[Any], str] = million


def bars(
    title: str,
    names: Sequence[str],
    series: Sequence[Series],
    *,
    unit: str | Promise = UNIT,
    urls: Sequence[str] = (),
) -> tuple[str, dict[str, Any]]:
    """The figure of a report: parts/bars.html with its Plotly figure; at most six series.

    All bars are scaled to the longest; what is below zero has its number and no bar.
    """
    longest = max((value or 0 for each in series for value in each.values), default=0)
    rows = tuple(
        BarRow(
            capfirst(name),
            urls[number] if urls else "",
            tuple(_lane(each, number, longest, unit) for each in series),
        )
        for number, name in enumerate(names)
    )
    long_names = any(len(name) > LONG for name in names)
    keys = [{"tone": each.tone, "words": each.name} for each in series]
    return "parts/bars.html", {
        "title": title,
        "unit": unit,
        "keys": keys,
        "lanes": len(series),
        "long_names": long_names,
        "is_dense": len(rows) > MANY and not long_names,
        "rows": rows,
        "figure": "figure-bars",
        "plotly": plotly.bars(rows, language()),
    }


def _lane(series: Series, number: int, longest: Amount, unit: str | Promise) -> BarLane:
    value, length = series.values[number], None
    text = series.written(value)
    if value is not None:
        length = round(float(100 * Fraction(max(value, 0)) / longest), 3) if longest else 0.0
    return BarLane(series.tone, length, text, f"{series.name}: {text} {unit}".strip())
