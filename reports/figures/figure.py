"""What all figures have in common: colours, axes, and no trace of nothing."""

from collections.abc import Sequence
from typing import Any

from promotion.lib.money import separators

# The light values of the tokens; figures.js exchanges them for those of the scheme in use.
INK, INK_2, CARD, GRID = "#14242b", "#51626a", "#ffffff", "#e6e9e6"
LOCAL, NATIONAL, PREVIOUS = "#1d8a7c", "#36508f", "#9aa7a9"
ALL = INK

Figure = dict[str, Any]
Trace = dict[str, Any]


def layout_of(
    language: str | None, x_range: list[float], y_range: list[float], **more: Any
) -> dict[str, Any]:
    """A layout with two fixed axes that are not drawn, and the language's separators."""
    thousands, decimal_mark = separators(language)
    axis = {"visible": False, "fixedrange": True, "zeroline": False}
    return {
        "separators": decimal_mark + thousands,
        "showlegend": False,
        "margin": {"l": 0, "r": 0, "t": 0, "b": 0, "pad": 0},
        "xaxis": {**axis, "range": x_range},
        "yaxis": {**axis, "range": y_range},
        **more,
    }


def figure(traces: Sequence[Trace], layout: dict[str, Any]) -> Figure:
    """As plain lists and dicts; traces without a point are left out."""
    return {"data": [trace for trace in traces if trace["x"]], "layout": layout}
