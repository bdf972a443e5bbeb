"""The S-curve: cumulative disbursement by month against the plan and last year."""

from typing import Any

import plotly.graph_objects as go

from promotion.lib.money import MILLION_VND
from reports.drawings import Line, SCurve
from reports.figures.figure import (
    CARD,
    GRID,
    INK,
    INK_2,
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
    labels, shapes = _curve_labels(curve), []
    if curve.plan_vnd:
        level = curve.plan_vnd / MILLION_VND
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


def _curve_labels(curve: SCurve) -> list[dict[str, Any]]:
    def label(x: float, amount_vnd: int, text: str, colour: str, **place: Any) -> dict[str, Any]:
        return {
            "x": x,
            "y": amount_vnd / MILLION_VND,
            "text": text,
            "showarrow": False,
            "font": {"color": colour, "weight": 600},
            "bgcolor": CARD,
            "borderpad": 0,
            **place,
        }

    labels = []
    if curve.plan_vnd:
        place = {"xanchor": "left", "xshift": 6, "yanchor": "bottom", "yshift": 1}
        labels.append(label(0, curve.plan_vnd, curve.plan_label, INK, **place))
    lines = [(curve.now, INK, not curve.previous_is_above)]
    if curve.previous:
        lines.append((curve.previous, INK_2, curve.previous_is_above))
    for line, colour, above in lines:
        last = line.points[-1]
        early = last.x <= curve.width / 4
        place = {
            "xanchor": "left" if early else "right",
            "xshift": 8 if early else -8,
            "yanchor": "bottom" if above else "top",
            "yshift": 4 if above else -8,
        }
        labels.append(label(last.x, last.amount_vnd, line.label, colour, **place))
    return labels
