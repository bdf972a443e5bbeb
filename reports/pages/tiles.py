"""The tile map of a page: each province by its rate, or against its own rhythm at the cut-off."""

from collections.abc import Callable
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from promotion.lib.percent import NO_DATA
from promotion.templatetags.figures import million, percent
from reports import figures as plotly
from reports.drawings import Island, Tile
from reports.execution import ExecutionFigures
from reports.indicators import Execution
from reports.pages.links import Links
from reports.pages.words import SHORT, UNIT, drawn_rate, language, rhythm_words, whole_percent
from reports.places import COUNTRY, Place
from reports.rhythm import Pace, Rhythm

Link = Callable[["Shows"], str]


class Shows(TextChoices):
    """What the map's squares tell apart."""

    RATE = "rate", gettext_lazy("by rate")
    RHYTHM = "rhythm", gettext_lazy("against its own rhythm")


LEGENDS = {
    Shows.RATE: [
        {"level": level, "label": label}
        for level, label in enumerate(("< 50", "50–65", "65–80", "80–95", "≥ 95"), start=1)
    ],
    Shows.RHYTHM: [
        {"level": pace.value, "label": pace.label}
        for pace in (Pace.BEHIND, Pace.IN_STEP, Pace.AHEAD)
    ],
}


def tile_map(
    figures: ExecutionFigures, scope: Place, links: Links, shows: Shows, switch: Link
) -> dict[str, Any] | None:
    """Context of parts/tile_map.html; None on a map that is not today's, which has no tiles.

    `switch` gives the address of the same page whose map shows something else.
    """
    places = [place for place in figures.map.provinces if place.tile]
    if len(places) < len(figures.map.provinces):
        return None
    source = figures.parameters.source.value
    tiles = tuple(
        _tile(figures, place, links, shows, dim=not figures.map.contains(scope, place))
        for place in places
    )
    islands = _islands({place.key: links.place(place) for place in places})
    note = _("percent of the year's plan")
    if shows == Shows.RHYTHM:
        note += "; " + _("against its own shares at the same day of up to three years before")
    return {
        "title": _("Execution rate, %(count)s provinces and cities") % {"count": len(tiles)},
        "note": note + ("" if source == "all" else f", {SHORT[source]}"),
        "switch": [(switch(each), each.label, each == shows) for each in Shows],
        "tiles": tiles,
        "islands": islands,
        "legend": LEGENDS[shows],
        "unknown": _("no data") if shows == Shows.RATE else _("rhythm unknown"),
        "data": links.data("execution", COUNTRY),
        "figure": "figure-map",
        "plotly": plotly.tile_map(tiles, islands, language()),
    }


def _tile(
    figures: ExecutionFigures, place: Place, links: Links, shows: Shows, *, dim: bool
) -> Tile:
    row, source = figures.of(place), figures.parameters.source.value
    rate = row.rate(source)
    words, pace = _figures(row, source) if row.has_data else _("no data"), None
    if shows == Shows.RHYTHM:
        rhythm = figures.rhythm(place, source) if row.has_data else Rhythm(0, 0)
        pace = rhythm.pace
        words = f"{words}; {rhythm_words(rhythm)}"
    column, line = place.tile or (0, 0)
    return Tile(
        column=column,
        row=line,
        name=place.name,
        value=whole_percent(rate) if row.has_data else NO_DATA,
        label=f"{place.name}: {words}",
        url=links.place(place),
        rate=drawn_rate(rate),
        dim=dim,
        pace=pace,
    )


def _figures(row: Execution, source: str) -> str:
    """ "82,69%; giải ngân 7.219 / kế hoạch 8.730 triệu đồng"."""
    return _("%(rate)s; disbursed %(disbursed)s / plan %(plan)s %(unit)s") % {
        "rate": percent(row.rate(source)),
        "disbursed": million(row.disbursed_vnd[source]),
        "plan": million(row.plan_vnd[source]),
        "unit": UNIT,
    }


def _islands(urls: dict[str, str]) -> tuple[Island, ...]:
    """The two archipelagos, named as on every Vietnamese map, and the unit each belongs to."""
    return (
        Island("Quần đảo", "Hoàng Sa", "(TP. Đà Nẵng)", urls.get("da-nang", ""), 7),
        Island("Quần đảo", "Trường Sa", "(tỉnh Khánh Hòa)", urls.get("khanh-hoa", ""), 11),
    )
