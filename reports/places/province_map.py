"""The map that says which unit's money counts for which place."""

from collections.abc import Mapping, Sequence
from datetime import date
from difflib import get_close_matches
from functools import cached_property
from typing import Any, TypeVar

from django.utils.translation import gettext as _

from reports.parameters import BadParameter, By, Lens
from reports.places.place import CENTRAL_UNITS, COUNTRY, Place, PlaceKind
from reports.units import Unit, merged_away, not_yet_there

Sum = TypeVar("Sum", bound=Any)  # what units have and places add up


class ProvinceMap:
    """The map of one day: its provinces north to south, its regions, and who holds what.

    Lens `today` is the map of today, lens `then` the one of the cut-off. A unit that ended
    before the map's day counts for the unit that took its territory, so every đồng has exactly
    one row and the country's total is the same on every map. A unit that the map does not have
    yet keeps a row of its own, last, if it has money.
    """

    def __init__(self, day: date, lens: Lens, units: Sequence[Unit], regions: Sequence[Place]):
        """`units` are all that ever were, in display order; names and regions as on `day`."""
        self.day = day
        self.lens = lens
        self.regions = tuple(regions)
        self._units = {unit.slug: unit for unit in units}
        self._holders: dict[str | None, Place] = {}
        self.provinces = tuple(
            _province(unit)
            for unit in units
            if unit.valid_from <= day and (unit.valid_to is None or day <= unit.valid_to)
        )

    @cached_property
    def _places(self) -> dict[str, Place]:
        return {place.key: place for place in (COUNTRY, *self.regions, *self.provinces)}

    @cached_property
    def _held(self) -> dict[str, list[str]]:
        """The units that count for each province."""
        held: dict[str, list[str]] = {}
        for unit in self._units:
            held.setdefault(self.holder(unit).key, []).append(unit)
        return held

    def holder(self, unit: str | None) -> Place:
        """The province whose row the unit's money is in; None, a central unit, has its own."""
        if unit not in self._holders:
            self._holders[unit] = self._find_holder(unit)
        return self._holders[unit]

    def _find_holder(self, unit: str | None) -> Place:
        if unit is None:
            return CENTRAL_UNITS
        found = self._units[unit]
        while found.successor and found.ended_before(self.day):
            found = self._units[found.successor]
        return self._places.get(found.slug) or _province(found)

    def folded(self, by_unit: Mapping[str | None, Sum]) -> dict[Place, Sum]:
        """Each unit's sum added to the place that holds its territory."""
        found: dict[Place, Sum] = {}
        for unit, amount in by_unit.items():
            place = self.holder(unit)
            so_far = found.get(place)
            found[place] = amount if so_far is None else so_far + amount
        return found

    @property
    def units(self) -> list[Unit]:
        """Every unit that ever was, in display order."""
        return list(self._units.values())

    def unit(self, slug: str) -> Unit | None:
        """A unit of any time, on this map or not."""
        return self._units.get(slug)

    def predecessors(self, slug: str) -> list[Unit]:
        """The units that were merged into it, north to south."""
        return [unit for unit in self._units.values() if unit.successor == slug]

    def units_of(self, scope: Place) -> list[str]:
        """All units, of any time, whose money is part of the scope's total."""
        if scope.whole:
            return self.units_of(scope.whole)
        if scope.kind == PlaceKind.UNIT:
            return [scope.key]
        if scope.kind == PlaceKind.PROVINCE:
            return self._held.get(scope.key, [])
        return [unit for unit in self._units if self.contains(scope, self.holder(unit))]

    def members(self, scope: Place) -> tuple[Place, ...]:
        """The provinces of a place, north to south; a province is its own only member."""
        if scope.kind == PlaceKind.COUNTRY:
            return self.provinces
        if scope.kind == PlaceKind.REGION:
            return tuple(place for place in self.provinces if place.region == scope.key)
        if scope.kind == PlaceKind.CONFERENCE:
            return tuple(place for place in self.provinces if place.key in scope.members)
        return (scope,)

    def contains(self, scope: Place, place: Place) -> bool:
        """Whether the place's money is part of the scope's total."""
        if scope.kind == PlaceKind.COUNTRY:
            return True
        if scope.kind == PlaceKind.CONFERENCE:
            return place.key in scope.members
        return place.key == scope.key or (
            scope.kind == PlaceKind.REGION and place.region == scope.key
        )

    def region(self, slug: str) -> Place:
        """Raises BadParameter for an unknown region."""
        for place in self.regions:
            if place.key == slug:
                return place
        raise BadParameter(
            _("There is no conference region “%(typed)s”.") % {"typed": slug[:40]},
            status=404,
            suggestion={"region": self.regions[0].key} if self.regions else {},
        )

    def province(self, unit: str) -> Place:
        """The unit's place on this map.

        Raises OffTheMap, naming the successor or the predecessors, for a unit of other days,
        BadParameter for one that never was.
        """
        if place := next((p for p in self.provinces if p.key == unit), None):
            return place
        if known := self._units.get(unit):
            if known.successor and known.ended_before(self.day):
                holder = self.holder(unit)
                raise merged_away(known, holder.key, holder.name, self.day)
            raise not_yet_there(known, self.predecessors(unit), self.day)
        raise BadParameter(
            _("There is no province “%(typed)s”.") % {"typed": unit[:40]},
            status=404,
            suggestion=self._nearest(unit),
        )

    def scope(self, region: str = "", province: str = "") -> Place:
        """The place that a link or a command names; the country without either."""
        if province:
            place = self.province(province)
            if region and place.region != self.region(region).key:
                raise BadParameter(
                    _("%(province)s does not belong to %(region)s.")
                    % {"province": place.name, "region": self.region(region).name},
                    suggestion={"region": place.region, "province": place.key},
                )
            return place
        return self.region(region) if region else COUNTRY

    def rows_of(self, scope: Place, by: By) -> tuple[Place, ...]:
        """The places of the rows of a report on the scope. Raises BadParameter."""
        if by in (By.PROVINCE, By.LEVEL):
            return self.members(scope)
        if scope.kind == PlaceKind.COUNTRY:
            return self.regions
        if scope.kind == PlaceKind.REGION:
            return (scope,)
        raise BadParameter(
            _("A report on one province has no rows by region."),
            suggestion={"by": By.PROVINCE.value, "province": scope.key},
        )

    def _nearest(self, typed: str) -> dict[str, str]:
        found = get_close_matches(typed, [place.key for place in self.provinces], n=1)
        return {"province": found[0]} if found else {}


def _province(unit: Unit) -> Place:
    return Place(
        kind=PlaceKind.PROVINCE,
        key=unit.slug,
        name_vi=unit.label,
        name_en=unit.label,
        since=unit.valid_from,
        last_day=unit.valid_to or date.max,
        is_city=unit.is_city,
        region=unit.region,
        tile=unit.tile,
    )
