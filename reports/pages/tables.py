"""The table of figures of a page: columns of its report, rows with their links, totals."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from promotion.lib.text import fold
from reports.catalogue import Report
from reports.columns import Column
from reports.execution import ExecutionFigures
from reports.indicators import Execution
from reports.pages.links import Links
from reports.parameters import By, Parameters
from reports.places import Place, PlaceKind

# What an overview's table holds; the report's own page holds every column.
OVERVIEW = ("plan_vnd", "disbursed_vnd", "rate", "same_period_vnd", "same_period_ratio")
NUMERALS = ("I", "II", "III", "IV", "V")
BY_RATE = "rate"


def table(
    report: Report,
    figures: ExecutionFigures,
    scope: Place,
    links: Links,
    by: By = By.PROVINCE,
    measures: Sequence[str] = (),
    order: str = "",
    words: str = "",
    kept: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """Context of parts/figure_table.html.

    `order` "rate" puts the lowest rate first, whatever the region. `words` keeps the places whose
    name holds them, without totals, which would not be theirs. `kept` are parameters of the page
    that links to another order keep.
    """
    asked = figures.parameters
    columns = report.columns_of(asked, measures)
    write = _Writer(columns, links)
    rows = [row for row in figures.rows(scope, by) if holds(row.place.name, words)]
    if scope.kind == PlaceKind.COUNTRY and by == By.PROVINCE and not words and order != BY_RATE:
        printed = list(_by_region(figures, rows, write))
    else:
        printed = [write.row(row) for row in _ordered(rows, asked, order)]
    unit = _("Unit: million đồng")
    if any(cell["url"] for row in printed for cell in row["cells"]):
        unit += " · " + _("select a figure to see its vouchers")
    if order == BY_RATE:
        unit += " · " + _("sorted by rate, lowest first")
    total = {"name": _("Total"), "cells": write.cells(figures.total(scope))}
    return {
        "title": _("By conference region") if by == By.REGION else _("By province and city"),
        "unit": unit,
        "groups": _groups(columns),
        "columns": write.heads(asked, order, kept or {}),
        "name_label": _("Conference region") if by == By.REGION else _("Province, city"),
        "numbered": True,
        "rows": printed,
        "total": None if words else total,
        "note": _("0: none · …: no data · x: cannot be computed"),
    }


def holds(name: str, words: str) -> bool:
    """Whether the name holds every one of the words, whatever marks and case."""
    return all(word in fold(name) for word in fold(words).split())


def _by_region(
    figures: ExecutionFigures, rows: list[Execution], write: "_Writer"
) -> Iterable[dict[str, Any]]:
    """Each region's subtotal under its numeral, its provinces beneath; then central units."""
    number = 0
    numerals = iter(NUMERALS)
    for region in figures.map.regions:
        inside = [row for row in rows if row.place.region == region.key]
        yield write.row(figures.of(region)) | {"kind": "subtotal", "number": next(numerals)}
        for row in inside:
            number += 1
            yield write.row(row) | {"number": str(number)}
    for row in rows:
        if row.place.kind == PlaceKind.CENTRAL_UNITS:
            yield write.row(row) | {"kind": "subtotal", "number": next(numerals)}
        elif not row.place.region:
            number += 1
            yield write.row(row) | {"number": str(number)}


def _ordered(rows: list[Execution], asked: Parameters, order: str) -> list[Execution]:
    """North to south, or by the rate asked for, rows without a rate last."""
    if order != BY_RATE:
        return rows
    source = asked.source.value
    return sorted(rows, key=lambda row: (row.rate(source) is None, row.rate(source) or 0))


class _Writer:
    """Writes rows of the columns; a hairline stands before each group but the first."""

    def __init__(self, columns: list[Column], links: Links) -> None:
        self.columns = columns
        self.links = links
        groups = groupby(columns, key=lambda column: column.group)
        self.after_a_hairline = {next(members).key for _title, members in groups}
        self.after_a_hairline.discard(columns[0].key)

    def row(self, row: Execution) -> dict[str, Any]:
        return {
            "name": capfirst(row.place.name),
            "url": self.links.place(row.place),
            "kind": "",
            "cells": self.cells(row),
        }

    def cells(self, row: Execution) -> list[dict[str, Any]]:
        return [
            {
                "text": column.text(row),
                "url": rows_behind(row, column, self.links),
                "group": column.key in self.after_a_hairline,
                "strong": self._is_main_rate(column),
            }
            for column in self.columns
        ]

    def heads(self, asked: Parameters, order: str, kept: Mapping[str, str]) -> list[dict[str, Any]]:
        heads = []
        for column in self.columns:
            head = {"label": column.title, "group": column.key in self.after_a_hairline}
            if self._is_main_rate(column):
                change = None if order == BY_RATE else BY_RATE
                head["sort_url"] = f"?{asked.query(**kept, order=change)}"
                head["sort"] = "ascending" if order == BY_RATE else ""
            heads.append(head)
        return heads

    def _is_main_rate(self, column: Column) -> bool:
        """The rate that the page is about: of all sources, or of the only one shown."""
        return column.measure.name == "rate" and column.key in self.after_a_hairline


def rows_behind(row: Execution, column: Column, links: Links) -> str:
    """The rows whose sum the cell is; rates and counts are no sums of rows."""
    if not column.value(row):
        return ""
    source = column.source
    match column.measure.name:
        case "plan_vnd":
            return links.plan(row.place, source)
        case "disbursed_vnd":
            return links.disbursed(row.place, source)
        case "same_period_vnd":
            return links.same_period(row.place, source)
    return ""


def _groups(columns: list[Column]) -> list[dict[str, Any]]:
    groups: list[dict[str, Any]] = [{"label": "", "span": 1}]
    for title, members in groupby(columns, key=lambda column: column.group):
        inside = list(members)
        # A group of one column has its words once, in the row below.
        alone = len(inside) == 1 and inside[0].title == title
        groups.append({"label": "" if alone else title, "span": len(inside)})
    return groups
