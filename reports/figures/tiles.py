"""The tile map: one square for each unit, coloured by the class of its rate."""

from collections.abc import Iterable, Sequence
from typing import Any

import plotly.graph_objects as go

from reports.drawings import Island, Tile
from reports.figures.figure import CARD, INK, Figure, checked, layout_of

CLASSES = {1: "#f1f4f2", 2: "#cfe0da", 3: "#9dc4ba", 4: "#5a9d91", 5: "#1c6f66"}
CLASS_1_EDGE, CLASS_4_INK = "#b9c8c3", "#0a1a1c"
HAIRLINE, EDGE = "#dfe3e0", "#7d8b90"

# All in px of the full-size map; figures.js scales what has no place on the axes.
WIDTH, HEIGHT = 350, 806
TILE, STEP, RADIUS = 50, 54, 6
ISLAND_X, ISLAND_WIDTH = 317, 66
NAME_SIZE, VALUE_SIZE, LEADING = 10, 12.5, 1.12


def tile_map(tiles: Sequence[Tile], islands: Iterable[Island], language: str | None) -> Figure:
    """Squares with name and rate; hovering tells the rate, a click opens the province."""
    islands = list(islands)
    shapes = [_square(tile_x(tile), row_y(tile.row), TILE, *_paint(tile)) for tile in tiles]
    shapes += [
        _square(ISLAND_X, row_y(island.row), ISLAND_WIDTH, CARD, {"color": INK, "width": 1.5})
        for island in islands
    ]
    shapes += [_corner(tile) for tile in tiles if tile.over]
    traces = [_targets(tiles), _names(tiles), _values(tiles), *_island_texts(islands)]
    layout = layout_of(language, [0, WIDTH], [HEIGHT, 0], shapes=shapes)
    return checked(traces, layout, base={"width": WIDTH})


def tile_x(tile: Tile) -> float:
    return STEP * tile.column + TILE / 2


def row_y(row: int) -> float:
    return STEP * row + TILE / 2


def _paint(tile: Tile) -> tuple[str, dict[str, Any]]:
    """(fill, line) of the square; without a rate white and dashed, out of scope white."""
    if tile.level is None:
        return CARD, {"color": EDGE, "width": 1.5, "dash": "3px,3px"}
    if tile.dim:
        return CARD, {"color": HAIRLINE, "width": 1}
    edge = CLASS_1_EDGE if tile.level == 1 else CLASSES[tile.level]
    return CLASSES[tile.level], {"color": edge, "width": 1}


def _ink(tile: Tile) -> str:
    if tile.dim or tile.level is None:
        return INK
    return {4: CLASS_4_INK, 5: CARD}.get(tile.level, INK)


def _square(x: float, y: float, width: float, fill: str, line: dict[str, Any]) -> dict[str, Any]:
    """A square with round corners; its line lies inside, as a border does."""
    inset = line["width"] / 2
    left, right = x - width / 2 + inset, x + width / 2 - inset
    top, bottom = y - TILE / 2 + inset, y + TILE / 2 - inset
    r = RADIUS - inset
    path = (
        f"M{left + r},{top} L{right - r},{top} Q{right},{top} {right},{top + r}"
        f" L{right},{bottom - r} Q{right},{bottom} {right - r},{bottom}"
        f" L{left + r},{bottom} Q{left},{bottom} {left},{bottom - r}"
        f" L{left},{top + r} Q{left},{top} {left + r},{top} Z"
    )
    return {"type": "path", "path": path, "fillcolor": fill, "line": line, "layer": "below"}


def _corner(tile: Tile) -> dict[str, Any]:
    """The small triangle, upper right, of a rate above 100%."""
    x, y = tile_x(tile) + TILE / 2 - 4, row_y(tile.row) - TILE / 2 + 4
    path = f"M{x - 8},{y + 6} L{x - 4},{y} L{x},{y + 6} Z"
    return {"type": "path", "path": path, "fillcolor": _ink(tile), "line": {"width": 0}}


def _targets(tiles: Sequence[Tile]) -> go.Scatter:
    """What the pointer meets: squares of the class's colour that are themselves not seen."""
    return go.Scatter(
        name="rate",
        x=[tile_x(tile) for tile in tiles],
        y=[row_y(tile.row) for tile in tiles],
        mode="markers",
        marker={
            "symbol": "square",
            "size": [TILE] * len(tiles),
            "color": [CARD if tile.level is None else CLASSES[tile.level] for tile in tiles],
            "opacity": 0,
        },
        meta=[tile.rate for tile in tiles],
        customdata=[tile.url for tile in tiles],
        hovertext=[tile.label for tile in tiles],
        hoverinfo="text",
    )


def _texts(name: str, x: list[float], y: list[float], text: list[str], **font: Any) -> go.Scatter:
    return go.Scatter(
        name=name,
        x=x,
        y=y,
        text=text,
        mode="text",
        textposition="middle center",
        textfont=font,
        hoverinfo="skip",
    )


def _names(tiles: Sequence[Tile]) -> go.Scatter:
    above = VALUE_SIZE * LEADING / 2
    return _texts(
        "name",
        [tile_x(tile) for tile in tiles],
        [row_y(tile.row) - above for tile in tiles],
        ["<br>".join(tile.lines) for tile in tiles],
        size=NAME_SIZE,
        weight=500,
        color=[_ink(tile) for tile in tiles],
    )


def _values(tiles: Sequence[Tile]) -> go.Scatter:
    line = NAME_SIZE * LEADING
    return _texts(
        "value",
        [tile_x(tile) for tile in tiles],
        [row_y(tile.row) + len(tile.lines) * line / 2 for tile in tiles],
        [tile.value for tile in tiles],
        size=VALUE_SIZE,
        weight=600,
        color=[_ink(tile) for tile in tiles],
    )


def _island_texts(islands: Sequence[Island]) -> list[go.Scatter]:
    line = 11.6
    plain: list[tuple[float, str]] = []
    strong: list[tuple[float, str]] = []
    for island in islands:
        texts = [island.group, island.name, *island.place_lines]
        top = row_y(island.row) - line * (len(texts) - 1) / 2
        for position, text in enumerate(texts):
            kind = strong if position == 1 else plain
            kind.append((top + position * line, text))
    return [
        _texts(
            name,
            [ISLAND_X] * len(words),
            [y for y, _ in words],
            [text for _, text in words],
            size=NAME_SIZE,
            weight=weight,
            color=INK,
        )
        for name, weight, words in (("islands", 500, plain), ("island names", 600, strong))
    ]
