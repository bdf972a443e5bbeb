"""Places of a report, and the map that says which unit's money counts for which of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from difflib import get_close_matches
from functools import cached_property
from typing import Any, TypeVar

from django.db.models import TextChoices
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from promotion.models import Level
from reports.parameters import BadParameter, By, Lens
from reports.units import Unit, merged_away, not_yet_there


class PlaceKind(TextChoices):
    COUNTRY = "country"
    REGION = "region"
    PROVINCE = "province"
    CENTRAL_UNITS = "central-units"
    MERGED_UNITS = "merged-units"
    CONFERENCE = "conference"
    LEVEL = "level"
    UNIT = "unit"


@dataclass(frozen=True)
class Place:
    """What a figure is about.

    key       "country", a region's slug, a province's unit, "central-units" or "merged-units"; of
              a unit by itself, without what merged into it, that unit
    since     first day of a province-level unit, which has no figures of its own before it
    is_city   a city under central government
    region    slug of the conference region a province belongs to on the map's day, "" for none;
              of a conference, the region that it is of
    members   the provinces of a conference, which may be others than those of its region
    whole     of a level of government what it is a part of, and
    level     which it is; the province's own has the national money too
    tile      (column, row) on the tile map of today's provinces
    """

    kind: PlaceKind
    key: str
    name_vi: str
    name_en: str
    since: date = date.min
    is_city: bool = False
    region: str = ""
    tile: tuple[int, int] | None = None
    members: frozenset[str] = frozenset()
    whole: "Place | None" = None
    level: str = ""

    def __str__(self) -> str:
        return self.name

    def __hash__(self) -> int:
        # Of no more than tells places apart: every sum is looked up by them.
        return hash(self.key)

    @property
    def name(self) -> str:
        """Short, for rows, tiles and titles, in the language of the page."""
        return self.name_en if get_language() == "en" else self.name_vi

    @property
    def full_name(self) -> str:
        """With the kind of unit: "tỉnh Thanh Hóa", "TP. Huế"; other places as they are."""
        if self.kind != PlaceKind.PROVINCE:
            return self.name
        if self.name.startswith("TP. "):
            return self.name
        form = pgettext("city", "%(name)s City") if self.is_city else _("%(name)s province")
        return form % {"name": self.name}

    @property
    def territory(self) -> str:
        """After "in": "các tỉnh, thành phố khu vực miền Trung - Tây Nguyên", "tỉnh Thanh Hóa"."""
        if self.kind == PlaceKind.COUNTRY:
            return _("the whole country")
        if self.kind in (PlaceKind.REGION, PlaceKind.CONFERENCE):
            return _("the provinces and cities of %(region)s") % {"region": self.name}
        return self.full_name

    def at(self, level: str) -> "Place":
        """Of the place what belongs to the level of government."""
        vi, en = LEVELS[level]
        return replace(
            self,
            kind=PlaceKind.LEVEL,
            key=f"{self.key}.{level}",
            name_vi=f"{self.name_vi} – {vi}",
            name_en=f"{self.name_en} – {en}",
            whole=self,
            level=level,
        )


# What a province's money is divided into, in the order of the rows.
LEVELS = {
    Level.PROVINCE.value: ("quốc gia, cấp tỉnh", "national, province level"),
    Level.DISTRICT.value: ("cấp huyện", "district level"),
    Level.COMMUNE.value: ("cấp xã", "commune level"),
}
# Each has rows of its own beside what is left of the province's.
BELOW = (Level.DISTRICT.value, Level.COMMUNE.value)
COUNTRY = Place(PlaceKind.COUNTRY, "country", "Cả nước", "The country")
# Centres without a province; their payments count for the country alone.
CENTRAL_UNITS = Place(
    PlaceKind.CENTRAL_UNITS, "central-units", "Đơn vị trực thuộc Trung ương", "Central units"
)

# Units before the merger, whose amounts of a year ago belong to no row of the map of then.
MERGED_UNITS = Place(
    PlaceKind.MERGED_UNITS,
    "merged-units",
    "Đơn vị trước sắp xếp, không so sánh riêng được",
    "Units before the merger, not comparable by themselves",
)


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
        is_city=unit.is_city,
        region=unit.region,
        tile=unit.tile,
    )
