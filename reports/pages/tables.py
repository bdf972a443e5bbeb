"""The table of figures of a page: columns of its report, rows with their links, totals."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import count, groupby
from typing import Any

from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from promotion.lib.text import fold
from promotion.lib.words import NUMERALS
from reports.columns import Column, UnitOfMeasure
from reports.declaration import Figures, Line, LineKind, Report
from reports.pages.beneath import Beneath
from reports.pages.links import Links
from reports.parameters import By, Parameters
from reports.places import Place

# What an overview's table holds; the report's own page holds every column.
OVERVIEW = ("plan_vnd", "disbursed_vnd", "rate", "same_period_vnd", "same_period_ratio")
ROW_KINDS = {
    LineKind.ITEM: "",
    LineKind.SUBTOTAL: "subtotal",
    LineKind.HEADING: "subtotal",
    LineKind.REST: "sub",
    LineKind.PART: "sub",
}
BY_RATE = "rate"
NOTHING_BENEATH = Beneath(SafeString())
# In signs; on a phone it would take a line for each word.
LONG_NAME = 40


def table(
    report: Report,
    figures: Figures,
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
    told = report.beneath(figures, scope, links) if report.beneath else {}
    declared = report.table(figures, scope, by, measures)
    if report.beneath:
        declared = replace(declared, columns=_of_figures(declared.columns))
    write = _Writer(report, declared.columns, links, told)
    if order == BY_RATE and not any(column.measure.name == "rate" for column in declared.columns):
        order = ""  # typed by hand: the report has no such rate
    if words or order == BY_RATE:
        lines = [line for line in declared.counted if holds(line.name, words)]
        printed = write.numbered(_ordered(lines, asked, order))
    else:
        printed = write.numbered(declared.lines)
    unit = _("Unit: million đồng (amounts)") if declared.has_counts else _("Unit: million đồng")
    remarks = [unit] if declared.has_one_unit else []
    if any(cell["url"] for row in printed for cell in row["cells"]):
        remarks.append(_("select a figure to see its vouchers"))
    if order == BY_RATE:
        remarks.append(_("sorted by rate, lowest first"))
    remarks += filter(None, [report.remarks(figures, scope, by, declared)])
    total = None
    if declared.total and not words:
        total = {"name": _("Total"), "cells": write.cells(declared.total)}
    return {
        "title": report.table_title(figures, by),
        "unit": " · ".join(remarks),
        "groups": _groups(declared.columns),
        "columns": write.heads(asked, order, kept or {}),
        "name_label": declared.row_title,
        "numbered": True,
        "long_names": any(len(row["name"]) > LONG_NAME for row in printed),
        "rows": printed,
        "total": total,
        "open": sum(bool(row["parts"]) for row in printed) == 1,
        "note": _("0: none · …: no data · x: cannot be computed"),
    }


def _of_figures(columns: tuple[Column, ...]) -> tuple[Column, ...]:
    """Without those of words, which stand beneath the rows."""
    return tuple(column for column in columns if column.unit != UnitOfMeasure.TEXT)


def holds(name: str, words: str) -> bool:
    """Whether the name holds every one of the words, whatever marks and case."""
    return all(word in fold(name) for word in fold(words).split())


def _ordered(lines: list[Line], asked: Parameters, order: str) -> list[Line]:
    """North to south, or by the rate asked for, rows without a rate last."""
    if order != BY_RATE:
        return lines
    source = asked.source.value

    def rate(line: Line) -> tuple[bool, Fraction]:
        found = line.row.rate(source)
        return found is None, found or Fraction(0)

    return sorted(lines, key=rate)


class _Writer:
    """Writes lines of the columns; a hairline stands before each group but the first."""

    def __init__(
        self,
        report: Report,
        columns: tuple[Column, ...],
        links: Links,
        told: Mapping[str, Beneath],
    ) -> None:
        self.report = report
        self.columns = columns
        self.links = links
        self.told = told
        groups = groupby(columns, key=lambda column: column.group)
        self.after_a_hairline = {next(members).key for _title, members in groups}
        self.after_a_hairline.discard(columns[0].key)
        self.looks = [self._look(column) for column in columns]

    def numbered(self, lines: Sequence[Line]) -> list[dict[str, Any]]:
        """Subtotals under their numerals, items counted through, what is no row of its own not."""
        numerals = iter(NUMERALS)
        items = count(1)
        numbers = {
            LineKind.SUBTOTAL: lambda: next(numerals, ""),
            LineKind.ITEM: lambda: str(next(items)),
            LineKind.HEADING: lambda: next(numerals, ""),
            LineKind.REST: lambda: "–",
            LineKind.PART: lambda: "–",
        }
        return [self.row(line) | {"number": line.number or numbers[line.kind]()} for line in lines]

    def row(self, line: Line) -> dict[str, Any]:
        told = self.told.get(line.key, NOTHING_BENEATH)
        return {
            "name": capfirst(line.name),
            "url": self.links.place(line.place) if line.place else told.url,
            "kind": ROW_KINDS[line.kind],
            "cells": self.cells(line),
            "beneath": told.words,
            "parts": told.parts,
        }

    def cells(self, line: Line) -> list[dict[str, Any]]:
        return [
            look | self._figure(line, column)
            for column, look in zip(self.columns, self.looks, strict=True)
        ]

    def _figure(self, line: Line, column: Column) -> dict[str, str]:
        if not line.prints(column):
            return {"text": "", "url": ""}
        url = self.report.behind(line, column, self.links)
        return {"text": column.text(line.row), "url": url}

    def _look(self, column: Column) -> dict[str, bool]:
        return {
            "words": column.unit in (UnitOfMeasure.TEXT, UnitOfMeasure.NAME),
            "group": column.key in self.after_a_hairline,
            "strong": column.main or self._is_main_rate(column),
        }

    def heads(self, asked: Parameters, order: str, kept: Mapping[str, str]) -> list[dict[str, Any]]:
        heads = []
        for column, look in zip(self.columns, self.looks, strict=True):
            head = {"label": column.title, **look}
            if self._is_main_rate(column):
                change = None if order == BY_RATE else BY_RATE
                head["sort_url"] = f"?{asked.query(**kept, order=change)}"
                head["sort"] = "ascending" if order == BY_RATE else ""
            heads.append(head)
        return heads

    def _is_main_rate(self, column: Column) -> bool:
        """The rate that the page is about: of all sources, or of the only one shown."""
        return column.measure.name == "rate" and column.key in self.after_a_hairline


def _groups(columns: tuple[Column, ...]) -> list[dict[str, Any]]:
    groups: list[dict[str, Any]] = [{"label": "", "span": 1}]
    for title, members in groupby(columns, key=lambda column: column.group):
        inside = list(members)
        # A group of one column has its words once, in the row below.
        alone = len(inside) == 1 and inside[0].title == title
        groups.append({"label": "" if alone else title, "span": len(inside)})
    return groups
