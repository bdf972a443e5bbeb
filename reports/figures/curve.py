"""The S-curve: cumulative disbursement by month against the plan and last year."""

from typing import Any

import plotly.graph_objects as go

from promotion.lib.money import MILLION_VND
from reports.drawings import Line, SCurve
from reports.figures.figure import (
    CARD,
    GRID,
    INK,
    PREVIOUS,
    Figure,
    checked,
    layout_of,
    made_once,
)

# Between an axis and its words, in px, as in the first view.
TICK_PX = 5


@made_once
def s_curve(curve: SCurve, language: str | None) -> Figure:
    """Cumulative triệu đồng by month, last year's line and the plan behind it."""
    traces = [_path(curve.now, INK, 3, "now")]
    if curve.previous:
        traces.insert(0, _path(curve.previous, PREVIOUS, 2, "previous"))
    labels, shapes = [], []
    if curve.plan_vnd:
        level = curve.plan_vnd / MILLION_VND
        labels.append(_plan_label(level, curve.plan_label))
        shapes.append(
            {
                "type": "line",
                "xref": "paper",
                "x0": 0,
                "x1": 1,
                "y0": level,
                "y1": level,
                "line": {"color": INK, "width": 1.5, "dash": "2px,4px"},
            }
        )
    layout = layout_of(
        language,
        [0, curve.width],
        [0, curve.top_vnd / MILLION_VND],
        shapes=shapes,
        annotations=labels,
        margin={"l": 56, "r": 16, "t": 28, "b": 28, "pad": 0},
    )
    months = [month for month, _ in curve.month_labels]
    layout["xaxis"].update(
        visible=True,
        showgrid=False,
        ticklabelstandoff=TICK_PX,
        tickvals=months,
        ticktext=[t for _, t in curve.month_labels],
    )
    layout["yaxis"].update(
        visible=True,
        gridcolor=GRID,
        tickvals=[vnd / MILLION_VND for vnd, _ in curve.tick_labels],
        tickformat=",.0f",
        ticklabelstandoff=TICK_PX,
    )
    return checked(traces, layout)


def _path(line: Line, colour: str, width: int, name: str) -> go.Scatter:
    last = len(line.points) - 1
    dots = [9 if name == "now" and i == last else 0 for i in range(last + 1)]
    return go.Scatter(
        name=name,
        x=[point.x for point in line.points],
        y=[point.amount_vnd / MILLION_VND for point in line.points],
        mode="lines+markers",
        line={"color": colour, "width": width},
        marker={"color": colour, "size": dots, "opacity": 1},
        cliponaxis=False,
        hovertext=[point.note for point in line.points],
        hoverinfo="text",
    )


def _plan_label(level: float, text: str) -> dict[str, Any]:
    """At the left above the plan's line, where the curves are still low."""
    return {
        "x": 0,
        "y": level,
        "text": text,
        "showarrow": False,
        "font": {"color": INK, "weight": 600},
        "bgcolor": CARD,
        "borderpad": 0,
        "xanchor": "left",
        "xshift": 6,
        "yanchor": "bottom",
        "yshift": 1,
    }
