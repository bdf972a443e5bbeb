"""Bullet rows: plan against disbursed, every row scaled to its own plan."""

from collections.abc import Sequence
from typing import Any

import plotly.graph_objects as go

from reports.drawings import BulletRow
from reports.figures.figure import (
    CARD,
    INK,
    LOCAL,
    NATIONAL,
    PREVIOUS,
    Figure,
    checked,
    layout_of,
    made_once,
)

ROW_PX = 37
# From the middle of a row, in px: (upper edge, height) of each lane; the ticks' half height.
LANES = {"local": (-8, 7), "national": (1, 7)}
PREVIOUS_PX, PLAN_PX = 10, 12
# Plotly draws the symbol "line-ns" longer than its size.
LINE_NS = 1.4
BULLET_END = 115
BEYOND_PX = 3  # how far from the end the mark of a lane that goes on stands, in percent


@made_once
def bullet(rows: tuple[BulletRow, ...], language: str | None) -> Figure:
    """Lanes of the rows' own rates, a tick for last year, the line of 100 percent."""
    traces = [
        _lane(rows, "local", LOCAL),
        _lane(rows, "national", NATIONAL),
        _beyond(rows),
        _previous_ticks(rows, "halo", color=CARD, width=4),
        _previous_ticks(rows, "previous", color=PREVIOUS, width=2, dash="2px,2px"),
        _previous_hints(rows),
        _plan_ticks(rows),
    ]
    layout = layout_of(language, [0, BULLET_END], [len(rows) - 0.5, -0.5], barmode="overlay")
    return checked(traces, layout)


def _lane(rows: Sequence[BulletRow], source: str, colour: str) -> go.Bar:
    drawn = [(i, row) for i, row in enumerate(rows) if getattr(row, f"{source}_rate") is not None]
    start, thickness = LANES[source]
    return go.Bar(
        name=source,
        orientation="h",
        x=[getattr(row, f"{source}_rate") for _, row in drawn],
        y=[i for i, _ in drawn],
        offset=start / ROW_PX,
        width=thickness / ROW_PX,
        meta={"lane": [start, thickness]},
        marker={"color": colour, "cornerradius": 2},
        customdata=[row.url for _, row in drawn],
        hovertext=[f"{row.name}<br>{getattr(row, f'{source}_note')}" for _, row in drawn],
        hoverinfo="text",
    )


def _beyond(rows: Sequence[BulletRow]) -> go.Scatter:
    """A mark at the end of each lane that goes on past the drawn part."""
    ends = [
        (i + (start + thickness / 2) / ROW_PX)
        for source, (start, thickness) in LANES.items()
        for i, row in enumerate(rows)
        if (getattr(row, f"{source}_rate") or 0) > BULLET_END
    ]
    return go.Scatter(
        name="beyond",
        x=[BULLET_END - BEYOND_PX] * len(ends),
        y=ends,
        mode="markers",
        marker={"symbol": "triangle-right", "size": 6, "color": CARD},
        hoverinfo="skip",
    )


def _previous_ticks(rows: Sequence[BulletRow], name: str, **line: Any) -> go.Scatter:
    x: list[float | None] = []
    y: list[float | None] = []
    for i, row in enumerate(rows):
        if row.previous_rate is not None:
            x += [row.previous_rate, row.previous_rate, None]
            y += [i - PREVIOUS_PX / ROW_PX, i + PREVIOUS_PX / ROW_PX, None]
    return go.Scatter(name=name, x=x, y=y, mode="lines", line=line, hoverinfo="skip")


def _previous_hints(rows: Sequence[BulletRow]) -> go.Scatter:
    """Points that are not seen but can be hovered, one on each tick."""
    drawn = [(i, row) for i, row in enumerate(rows) if row.previous_rate is not None]
    return go.Scatter(
        name="previous year",
        x=[row.previous_rate for _, row in drawn],
        y=[i for i, _ in drawn],
        mode="markers",
        marker={"size": 12, "opacity": 0},
        customdata=[row.url for _, row in drawn],
        hovertext=[f"{row.name}<br>{row.previous_note}" for _, row in drawn],
        hoverinfo="text",
    )


def _plan_ticks(rows: Sequence[BulletRow]) -> go.Scatter:
    return go.Scatter(
        name="plan",
        x=[100] * len(rows),
        y=list(range(len(rows))),
        mode="markers",
        marker={
            "symbol": "line-ns",
            "size": 2 * PLAN_PX / LINE_NS,
            "line": {"color": INK, "width": 2},
        },
        hoverinfo="skip",
    )
