"""What reports whose rows are places have in common: their order, subtotals, heads."""

from collections.abc import Callable, Sequence
from typing import Any, Protocol

from django.utils.translation import gettext as _

from reports.declaration import Line, LineKind, Section
from reports.parameters import By
from reports.places import BELOW, Place, PlaceKind, ProvinceMap
from reports.rows import PlaceRow


class PlaceFigures(Protocol):
    @property
    def map(self) -> ProvinceMap: ...

    def rows(self, scope: Place, by: By) -> Sequence[PlaceRow]: ...

    def of(self, place: Place) -> PlaceRow: ...


def place_line(row: PlaceRow, kind: LineKind = LineKind.ITEM) -> Line:
    """Of a level below the province's own without a number, as it is of the row above."""
    return Line({"place": row.place}, row, kind, number="–" if row.place.level in BELOW else "")


def place_sections(
    figures: PlaceFigures,
    scope: Place,
    by: By,
    rest: Callable[[Sequence[Any]], Sequence[Line]] = lambda rows: (),
) -> list[Section]:
    """Rows north to south; of the country by province or level each region's subtotal over its own.

    rest    what the total of some rows has and none of them shows
    """
    rows = figures.rows(scope, by)
    if scope.kind != PlaceKind.COUNTRY or by == By.REGION:
        return [Section((*map(place_line, rows), *rest(rows)))]
    sections = []
    for region in figures.map.regions:
        inside = [row for row in rows if row.place.region == region.key]
        subtotal = place_line(figures.of(region), LineKind.SUBTOTAL)
        sections.append(Section((*map(place_line, inside), *rest(inside)), subtotal))
    for row in rows:
        if row.place.kind == PlaceKind.CENTRAL_UNITS:
            sections.append(Section(subtotal=place_line(row, LineKind.SUBTOTAL)))
        elif not row.place.region:
            sections.append(Section((place_line(row),)))
    return sections


def place_title(_figures: Any, by: By) -> str:
    if by == By.LEVEL:
        return _("Province, city and level")
    return _("Conference region") if by == By.REGION else _("Province, city")
