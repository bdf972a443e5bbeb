"""The rows of a report by place: provinces as they are, regions and the country as their sums."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Generic, Protocol, TypeVar

from reports.parameters import By
from reports.places import Place, PlaceKind, ProvinceMap


class PlaceRow(Protocol):
    @property
    def place(self) -> Place: ...


Row = TypeVar("Row", bound=PlaceRow)


class PlaceRows(Generic[Row]):
    """Rows by the key of their place; whatever a scope shows is cut from them.

    total       the sum of rows, as a row of the place
    without     the row of a province of which nothing is known
    levels      where districts or communes have money, what a province's row is the sum of: the
                row of each level, by the province's key
    """

    def __init__(
        self,
        drawn: ProvinceMap,
        rows: Mapping[str, Row],
        total: Callable[[Iterable[Row], Place], Row],
        without: Callable[[Place], Row],
        levels: Mapping[str, Sequence[Row]] = MappingProxyType({}),
    ) -> None:
        self.map = drawn
        self.by_key = rows
        self._total = total
        self._without = without
        self._levels = levels
        self._found: dict[Place, Row] = {}

    def of(self, place: Place) -> Row:
        """The row of one place; a region's and the country's are sums of their members'."""
        if place not in self._found:
            self._found[place] = self._row(place)
        return self._found[place]

    def _row(self, place: Place) -> Row:
        if place.kind in (PlaceKind.PROVINCE, PlaceKind.CENTRAL_UNITS):
            return self.by_key.get(place.key) or self._without(place)
        inside = self.inside(place)
        return self._total((row for key, row in self.by_key.items() if key in inside), place)

    def rows(self, scope: Place, by: By = By.PROVINCE) -> list[Row]:
        """One row for each place of the scope, north to south, also without any data.

        What belongs to none of them (central units) follows in rows of its own, so that the
        rows add up to the total.
        """
        places = self.map.rows_of(scope, by)
        places = (*places, *self._others(scope, places))
        if by != By.LEVEL:
            return [self.of(place) for place in places]
        return [row for place in places for row in self._levels.get(place.key, [self.of(place)])]

    def inside(self, scope: Place) -> set[str]:
        """The keys of the rows that are part of the scope's total."""
        rows = self.by_key.items()
        return {key for key, row in rows if self.map.contains(scope, row.place)}

    def _others(self, scope: Place, places: tuple[Place, ...]) -> list[Place]:
        """Places with rows that are in the scope and in none of the given places."""
        return [
            row.place
            for row in self.by_key.values()
            if self.map.contains(scope, row.place)
            and not any(self.map.contains(place, row.place) for place in places)
        ]
