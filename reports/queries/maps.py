"""The map that a report is drawn on, and the years that it could be asked for."""

from datetime import date
from typing import Any

from django.db.models import OuterRef, Subquery

from promotion.models import AnnualBudget
from provinces.models import Province, ProvinceName, Region, RegionMembership
from reports.parameters import Parameters
from reports.places import Place, PlaceKind, ProvinceMap
from reports.units import Unit


def budget_years(today: date) -> list[int]:
    """Years that have a budget, latest first; none that has not begun."""
    return AnnualBudget.objects.years(until=today.year)


def draw_map(parameters: Parameters) -> ProvinceMap:
    """The map that the report's lens asks for; two queries."""
    day = parameters.map_day
    names = ProvinceName.objects.filter(province=OuterRef("pk")).valid_on(day)
    regions = RegionMembership.objects.filter(province=OuterRef("pk")).valid_on(day)
    units = Province.objects.annotate(
        name_then=Subquery(names.values("short_label")[:1]),
        kind_then=Subquery(names.values("kind")[:1]),
        region_then=Subquery(regions.values("region_id")[:1]),
    )
    return ProvinceMap(
        day,
        parameters.lens,
        units=[_unit(unit) for unit in units],
        regions=[
            Place(PlaceKind.REGION, region.slug, region.name_vi, region.name_en)
            for region in Region.objects.all()
        ],
    )


def _unit(unit: Any) -> Unit:
    # A Province with the annotations of draw_map, which no type names.
    tile = None
    if unit.tile_column is not None and unit.tile_row is not None:
        tile = (unit.tile_column, unit.tile_row)
    return Unit(
        slug=unit.unit,
        label=unit.name_then or unit.short_label,
        is_city=(unit.kind_then or unit.kind) == Province.Kind.CITY,
        valid_from=unit.valid_from,
        valid_to=unit.valid_to,
        successor=unit.successor_id,
        region=unit.region_then or "",
        tile=tile,
    )
