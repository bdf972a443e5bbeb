"""Where figures of declared estimates lead: of a province to its own rows, of more to provinces."""

from datetime import date

from promotion.lib.dates import month_end
from reports.estimates import Declared, EstimateRow, month_of
from reports.pages.links import ROWS, Links
from reports.places import Place, PlaceKind


def estimate(row: EstimateRow, links: Links) -> str:
    """What the province declared; the provinces of a region or the country with their estimates."""
    return links.estimates(row.place) if _is_province(row) else provinces(row.place, links)


def plan(row: EstimateRow, source: str, links: Links) -> str:
    """The annual budgets of those who declared."""
    if not _is_province(row):
        return provinces(row.place, links)
    return links.plan(row.place, _of_those(row.year, source))


def actual(row: EstimateRow, source: str, links: Links) -> str:
    """What they disbursed of the year."""
    if not _is_province(row):
        return provinces(row.place, links)
    return links.disbursed(row.place, _of_those(row.year, source))


def actual_in_month(row: EstimateRow, source: str, links: Links) -> str:
    """What those who declared it disbursed in the month."""
    if not _is_province(row):
        return provinces(row.place, links)
    first = date(links.parameters.year, month_of(links.parameters), 1)
    return links.in_month(first, month_end(first), row.place, _of_those(row.month, source))


def provinces(place: Place, links: Links) -> str:
    """The report by province, whose rows add up to the place's."""
    return links.report("estimates", place) + ROWS


def _is_province(row: EstimateRow) -> bool:
    return row.place.kind == PlaceKind.PROVINCE


def _of_those(declared: Declared, source: str) -> str:
    """Of both sources the only one of which anything was declared."""
    if source == "all" and len(declared.sources) == 1:
        [source] = declared.sources
    return source
