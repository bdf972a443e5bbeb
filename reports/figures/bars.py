"""Groups of bars that start at zero, all scaled to the longest of them."""

from collections.abc import Sequence

import plotly.graph_objects as go

from reports.drawings import BarRow
from reports.figures.figure import (
    ALL,
    CARD,
    LOCAL,
    NATIONAL,
    PREVIOUS,
    Figure,
    checked,
    layout_of,
    made_once,
)

LANE_PX, BAR_PX, SPACE_PX = 16, 9, 9  # a lane, the bar in it, and what a row has beside lanes
COLOURS = {
    "local": LOCAL,
    "national": NATIONAL,
    "all": ALL,
    "previous": PREVIOUS,
    "open": CARD,
}
EDGE_PX = 1.5  # of an open bar


@made_once
def bars(rows: tuple[BarRow, ...], language: str | None) -> Figure:
    """One trace for each series; a row is as high as its lanes."""
    lanes = len(rows[0].lanes) if rows else 0
    traces = [_series(rows, lane, lanes) for lane in range(lanes)]
    layout = layout_of(language, [0, 100], [len(rows) - 0.5, -0.5], barmode="overlay")
    return checked(traces, layout)


def _series(rows: Sequence[BarRow], lane: int, lanes: int) -> go.Bar:
    height = lanes * LANE_PX + SPACE_PX
    start = lane * LANE_PX - lanes * LANE_PX / 2 + (LANE_PX - BAR_PX) / 2
    drawn = [(i, row, row.lanes[lane]) for i, row in enumerate(rows) if row.lanes[lane].length]
    return go.Bar(
        name=f"series {lane + 1}",
        orientation="h",
        x=[bar.length for _, _, bar in drawn],
        y=[i for i, _, _ in drawn],
        offset=start / height,
        width=BAR_PX / height,
        meta={"lane": [start, BAR_PX]},
        marker={
            "color": [COLOURS[bar.tone] for _, _, bar in drawn],
            "cornerradius": 2,
            "line": {
                "color": ALL,
                "width": [EDGE_PX if bar.tone == "open" else 0 for _, _, bar in drawn],
            },
        },
        customdata=[row.url for _, row, _ in drawn],
        hovertext=[f"{row.name}<br>{bar.note}" for _, row, bar in drawn],
        hoverinfo="text",
    )
