"""Loads provinces, their names and regions through time, and today's communes."""

from promotion.lib.text import fold, sort_key
from provinces.fixtures import Stored, day, last_day, read, store, whole
from provinces.models import Commune, Province, ProvinceName, Region, RegionMembership


def load_provinces() -> Stored:
    """Bring the tables of this room up to date with fixtures/; inside a transaction.

    A unit's `current` may be added by the same statement: foreign keys are checked when the
    transaction ends.
    """
    units = read("provinces")
    return (
        store(["slug"], map(_region, read("regions")))
        + store(["unit"], _provinces(units))
        + store(["province_id", "valid_from"], _names(units))
        + store(["province_id", "valid_from"], map(_membership, read("region_memberships")))
        + store(["code"], map(_commune, read("communes")))
    )


def _region(row: dict[str, str]) -> Region:
    return Region(
        slug=row["slug"],
        name_vi=row["name_vi"],
        name_en=row["name_en"],
        display_order=int(row["display_order"]),
    )


def _provinces(units: list[dict[str, str]]) -> list[Province]:
    successors = {row["unit"]: row["successor"] for row in units}

    def current(unit: str) -> str:
        while successors[unit]:
            unit = successors[unit]
        return unit

    return [
        Province(
            unit=row["unit"],
            code=row["code"],
            name=row["name"],
            short_label=row["short_label"],
            name_ascii=row["name_ascii"],
            kind=row["kind"],
            valid_from=day(row["valid_from"]),
            valid_to=last_day(row["valid_to"]),
            successor_id=row["successor"] or None,
            current_id=current(row["unit"]),
            legal_act=row["legal_act"],
            tile_column=whole(row["tile_column"]),
            tile_row=whole(row["tile_row"]),
            display_order=int(row["display_order"]),
            folded_name=fold(row["name"]),
            sort_key=sort_key(row["name"]),
        )
        for row in units
    ]


def _names(units: list[dict[str, str]]) -> list[ProvinceName]:
    """The dated names, and for a unit without any the one that it always had."""
    dated = read("province_names")
    renamed = {row["unit"] for row in dated}
    return [
        ProvinceName(
            province_id=row["unit"],
            name=row["name"],
            short_label=row["short_label"],
            kind=row["kind"],
            valid_from=day(row["valid_from"]),
            valid_to=last_day(row["valid_to"]),
        )
        for row in [*dated, *(row for row in units if row["unit"] not in renamed)]
    ]


def _membership(row: dict[str, str]) -> RegionMembership:
    return RegionMembership(
        province_id=row["unit"],
        region_id=row["region"],
        valid_from=day(row["valid_from"]),
        valid_to=last_day(row["valid_to"]),
    )


def _commune(row: dict[str, str]) -> Commune:
    return Commune(
        code=row["code"],
        name=row["name"],
        kind=row["kind"],
        province_id=row["unit"],
        folded_name=fold(row["name"]),
    )
