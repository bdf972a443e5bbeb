"""What all figures have in common: colours, axes, and the check of what is handed out."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import plotly.graph_objects as go

from promotion.lib.money import separators

# The light values of the tokens; figures.js exchanges them for those of the scheme in use.
INK, INK_2, CARD, GRID = "#14242b", "#51626a", "#ffffff", "#e6e9e6"
LOCAL, NATIONAL, PREVIOUS = "#1d8a7c", "#36508f", "#9aa7a9"
ALL = INK

Figure = dict[str, Any]

# A figure hangs on nothing but its rows, which never change: for the same rows it is made once,
# since Plotly's checks take as long as the rest of the page's figures. Nobody changes it.
made_once = lru_cache(maxsize=256)


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


def checked(traces: Sequence[Any], layout: dict[str, Any]) -> Figure:
    """The figure as plain lists and dicts; traces without a point are left out.

    Raises ValueError for a name or a value that Plotly does not know.
    """
    drawn = [trace for trace in traces if trace.x]
    # Not through go.Figure, which copies all of it twice and adds Plotly's default theme.
    return {
        "data": [trace.to_plotly_json() for trace in drawn],
        "layout": go.Layout(layout).to_plotly_json(),
    }
