"""Places of a report, and the map that says which unit's money counts for which of them."""

from reports.places.place import (
    BELOW,
    CENTRAL_UNITS,
    COUNTRY,
    LEVELS,
    MERGED_UNITS,
    Place,
    PlaceKind,
)
from reports.places.province_map import ProvinceMap

__all__ = [
    "BELOW",
    "CENTRAL_UNITS",
    "COUNTRY",
    "LEVELS",
    "MERGED_UNITS",
    "Place",
    "PlaceKind",
    "ProvinceMap",
]
