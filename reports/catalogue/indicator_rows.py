"""Rows that are indicators (chỉ tiêu): a measure of other figures as a row, with its own unit."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from reports.columns import Column, Measure, UnitOfMeasure
from reports.declaration import Line, LineKind, Section
from reports.pages.links import Links
from reports.pages.words import SHORT
from reports.places import Place

Behind = Callable[[Links, str], str]


def _no_rows(_links: Links, _source: str) -> str:
    return ""


@dataclass(frozen=True)
class Indicator:
    """One row: what a measure says of some figures.

    unit_name   what one of it is called; of money what it is held in
    behind      the address of the rows whose sum or number it is for a source
    parts       printed under it: parts of it, or the same at another stage
    """

    key: str
    name: str
    unit_name: str
    measure: Measure
    of: Any
    behind: Behind = _no_rows
    parts: Sequence["Indicator"] = ()

    @property
    def unit(self) -> UnitOfMeasure:
        return self.measure.unit


@dataclass(frozen=True)
class Heading:
    key: str
    name: str


UNIT_NAME = Measure("unit", UnitOfMeasure.NAME, lambda row, source: row.unit_name)
VALUE = Measure(
    "value",
    UnitOfMeasure.OF_ROW,
    lambda row, source: row.measure.value(row.of, source),
    reported=lambda row, source: row.measure.knows(row.of, source),
)
MEASURES = (UNIT_NAME, VALUE)
_UNIT = pgettext_lazy("column", "Unit")
COLUMNS = (
    Column(UNIT_NAME, "all", _UNIT, _UNIT),
    *(
        Column(VALUE, source, SHORT[source], SHORT[source])
        for source in ("local", "national", "all")
    ),
)


def money(key: str, name: str | Promise, measure: Measure, of: Any, **more: Any) -> Indicator:
    return Indicator(key, str(name), _("đồng"), measure, of, **more)


def section(place: Place, key: str, name: str | Promise, rows: Sequence[Indicator]) -> Section:
    """A table of its own within the report: its rows are numbered from 1, their parts are not."""
    lines = []
    for number, row in enumerate(rows, start=1):
        lines.append(_line(place, row, LineKind.ITEM, str(number)))
        lines += [_line(place, part, LineKind.PART, "") for part in row.parts]
    heading = Heading(key, capfirst(str(name)))
    return Section(
        tuple(lines), Line({"place": place, "indicator": heading}, None, LineKind.HEADING)
    )


def _line(place: Place, row: Indicator, kind: LineKind, number: str) -> Line:
    return Line({"place": place, "indicator": row}, row, kind, number=number)


def behind(line: Line, column: Column, links: Links) -> str:
    """The rows of a figure that is not zero."""
    row: Indicator = line.row
    if column.measure is not VALUE or not column.value(row):
        return ""
    return row.behind(links, column.source)
