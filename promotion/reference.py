"""Loads periods, the contents of support in every catalogue, norms and rules of advances."""

from decimal import Decimal

from promotion.models import (
    AdvanceRule,
    Content,
    ContentCatalogue,
    ContentGroup,
    ContentMapping,
    Norm,
    ProgrammePeriod,
    ReportingPeriod,
)
from provinces.fixtures import Stored, day, last_day, read, store, whole


def load_programme() -> Stored:
    """Bring periods, contents, catalogues, norms and rules of advances up to date with fixtures/.

    Needs the provinces; inside a transaction.
    """
    stored = (
        store(["slug"], map(_period, read("programme_periods")))
        + _reporting_periods()
        + store(["slug"], map(_content, read("contents")))
        + store(["slug"], map(_catalogue, read("catalogues")))
        + store(["catalogue_id", "number"], map(_group, read("catalogue_groups")))
    )
    return (
        stored
        + store(["catalogue_id", "content_id"], _mappings())
        + store(["content_id", "per", "province_id", "valid_from"], map(_norm, read("norms")))
        + store(["content_id"], map(_advance_rule, read("advance_rules")))
    )


def _period(row: dict[str, str]) -> ProgrammePeriod:
    return ProgrammePeriod(
        slug=row["slug"],
        first_year=int(row["first_year"]),
        last_year=int(row["last_year"]),
        legal_basis=row["legal_basis"],
    )


def _reporting_periods() -> Stored:
    """Those that are missing; the days of all others are the administrators'."""
    rows = read("reporting_periods")
    known = set(ReportingPeriod.objects.values_list("kind", "first_day"))
    added = [
        ReportingPeriod(
            kind=row["kind"],
            first_day=day(row["first_day"]),
            last_day=day(row["last_day"]),
            due_on=day(row["due_on"]),
        )
        for row in rows
        if (row["kind"], day(row["first_day"])) not in known
    ]
    ReportingPeriod.objects.bulk_create(added)
    return Stored(rows=len(rows), added=len(added), changed=0)


def _content(row: dict[str, str]) -> Content:
    return Content(
        slug=row["slug"],
        name_vi=row["name_vi"],
        name_en=row["name_en"],
        display_order=int(row["display_order"]),
    )


def _catalogue(row: dict[str, str]) -> ContentCatalogue:
    return ContentCatalogue(
        slug=row["slug"],
        name_vi=row["name_vi"],
        name_en=row["name_en"],
        legal_basis=row["legal_basis"],
        display_order=int(row["display_order"]),
    )


def _group(row: dict[str, str]) -> ContentGroup:
    return ContentGroup(
        catalogue_id=row["catalogue"],
        number=int(row["number"]),
        name_vi=row["name_vi"],
        full_name_vi=row["full_name_vi"],
        name_en=row["name_en"],
    )


def _mappings() -> list[ContentMapping]:
    groups = {(group.catalogue_id, group.number): group for group in ContentGroup.objects.all()}
    return [
        ContentMapping(
            catalogue_id=row["catalogue"],
            content_id=row["content"],
            group=groups[row["catalogue"], int(row["number"])],
        )
        for row in read("catalogue_contents")
    ]


def _norm(row: dict[str, str]) -> Norm:
    return Norm(
        content_id=row["content"] or None,
        per=row["per"],
        province_id=row["unit"] or None,
        percent_cap=whole(row["percent_cap"]),
        amount_cap_vnd=whole(row["amount_cap_vnd"]),
        coefficient=Decimal(row["coefficient"]) if row["coefficient"] else None,
        valid_from=day(row["valid_from"]),
        valid_to=last_day(row["valid_to"]),
        legal_basis=row["legal_basis"],
        confidence=row["confidence"],
        note=row["note"],
    )


def _advance_rule(row: dict[str, str]) -> AdvanceRule:
    return AdvanceRule(
        content_id=row["content"],
        first_advance_percent=int(row["first_advance_percent"]),
        condition_vi=row["condition_vi"],
        condition_en=row["condition_en"],
        legal_basis=row["legal_basis"],
        confidence=row["confidence"],
    )
