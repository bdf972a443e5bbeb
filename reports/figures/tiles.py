"""The tile map: one square for each unit, coloured by the class of its rate or by its pace."""

import plotly.graph_objects as go

from reports.drawings import Island, Tile
from reports.figures.figure import CARD, Figure, checked, layout_of, made_once
from reports.rhythm import Pace

CLASSES = {1: "#f1f4f2", 2: "#cfe0da", 3: "#9dc4ba", 4: "#5a9d91", 5: "#1c6f66"}
PACES = {Pace.IN_STEP: CLASSES[2], Pace.AHEAD: CLASSES[4]}
# Edges of the squares: light ones need one to stand out from the card.
CLASS_1_EDGE, OUT_OF_SCOPE_EDGE = "#b9c8c3", "#dfe3e0"
CLEAR = "rgba(0,0,0,0)"

# The map's own pixels, equal to those of its first view; the axes scale them.
WIDTH, HEIGHT = 350, 806
TILE, STEP, RADIUS = 50, 54, 6
ISLAND_X, ISLAND_WIDTH = 317, 66


@made_once
def tile_map(tiles: tuple[Tile, ...], islands: tuple[Island, ...], language: str | None) -> Figure:
    """Squares without text, which stays in HTML above them; a click opens the province.

    `meta` of the first trace holds the rates in percent, None where there is none.
    """
    squares = go.Bar(
        name="rate",
        x=[STEP * tile.column + TILE // 2 for tile in tiles],
        base=[STEP * tile.row for tile in tiles],
        y=[TILE] * len(tiles),
        width=TILE,
        marker={
            "color": [_fill(tile) for tile in tiles],
            "line": {"color": [_edge(tile) for tile in tiles], "width": 1},
            "cornerradius": RADIUS,
        },
        meta=[tile.rate for tile in tiles],
        customdata=[tile.url for tile in tiles],
        hovertext=[tile.label for tile in tiles],
        hoverinfo="text",
    )
    beside = go.Bar(
        name="islands",
        x=[ISLAND_X] * len(islands),
        base=[STEP * island.row for island in islands],
        y=[TILE] * len(islands),
        width=ISLAND_WIDTH,
        marker={"color": CLEAR},
        customdata=[island.url for island in islands],
        hovertext=[f"{island.group} {island.name} {island.place}" for island in islands],
        hoverinfo="text",
    )
    layout = layout_of(language, [0, WIDTH], [HEIGHT, 0], barmode="overlay")
    return checked([squares, beside], layout)


def _fill(tile: Tile) -> str:
    """Clear where the first view draws the square itself: a hatched one, for who is behind."""
    if tile.level is None or tile.dim:
        return CARD
    if tile.level == Pace.BEHIND:
        return CLEAR
    return _colour(tile.level)


def _edge(tile: Tile) -> str:
    """Clear where the first view draws the edge itself: a dashed one, for no data."""
    if tile.dim and tile.level is not None:
        return OUT_OF_SCOPE_EDGE
    if tile.level is None or tile.level == Pace.BEHIND:
        return CLEAR
    return CLASS_1_EDGE if tile.level == 1 else _colour(tile.level)


def _colour(level: int | str) -> str:
    return CLASSES[level] if isinstance(level, int) else PACES[Pace(level)]
