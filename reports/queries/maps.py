"""The map that a report is drawn on, and the years that it could be asked for."""

from datetime import date

from django.db.models import OuterRef, Q, Subquery

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
    own = Q(province=OuterRef("pk"))
    names = ProvinceName.objects.filter(own).valid_on(day).order_by()
    regions = RegionMembership.objects.filter(own).valid_on(day).order_by()
    units = Province.objects.values_list(
        "unit",
        "short_label",
        "kind",
        "valid_from",
        "valid_to",
        "successor_id",
        "tile_column",
        "tile_row",
        Subquery(names.values("short_label")[:1]),
        Subquery(names.values("kind")[:1]),
        Subquery(regions.values("region_id")[:1]),
    )
    return ProvinceMap(
        day,
        parameters.lens,
        units=[_unit(*unit) for unit in units],
        regions=[
            Place(PlaceKind.REGION, region.slug, region.name_vi, region.name_en)
            for region in Region.objects.all()
        ],
    )


def _unit(
    slug: str,
    label: str,
    kind: str,
    valid_from: date,
    valid_to: date | None,
    successor: str | None,
    column: int | None,
    row: int | None,
    label_then: str | None,
    kind_then: str | None,
    region: str | None,
) -> Unit:
    return Unit(
        slug,
        label_then or label,
        is_city=(kind_then or kind) == Province.Kind.CITY,
        valid_from=valid_from,
        valid_to=valid_to,
        successor=successor,
        region=region or "",
        tile=None if column is None or row is None else (column, row),
    )
