"""Rows of a report for other programs: JSON and CSV, in đồng and with exact two decimals."""

import csv
import io
import json
import re
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.conf import settings
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from promotion.lib.percent import Rounding
from promotion.papers import marked_name
from reports.columns import Column, Measure, UnitOfMeasure, Value, decimals
from reports.declaration import Figures, Line, Named, Report
from reports.indicators import SOURCES
from reports.parameters import By, SourceChoice
from reports.places import Place, PlaceKind

# What spreadsheets take for a formula when it begins a text.
FORMULA = ("=", "+", "-", "@", "\t", "\r")

# Around a number on its way through json.dumps, which writes no Decimal: 64.50 stays 64.50.
_MARK = "\ue000"
_MARKED = re.compile(f'"{_MARK}(-?[0-9]+\\.[0-9]{{2}}){_MARK}"')


def file_name(report: Report, figures: Figures, scope: Place, ending: str) -> str:
    """What a file of the report is saved as; it says so if figures are made up."""
    asked = figures.parameters
    own = "".join(f"_{value}" for value in report.answers(asked).values() if value)
    stem = f"{report.slug}_{scope.key}{own}_{asked.year}_{asked.until.isoformat()}"
    stem += f"_{asked.lens.value}"
    if asked.source != SourceChoice.ALL and ending != "json":
        stem += f"_{asked.source.value}"
    return marked_name(stem, figures.synthetic, ending)


def as_json(report: Report, figures: Figures, scope: Place, by: By) -> str:
    """The parameters, the rows without subtotals, and their total; every measure by source.

    Money is whole đồng, percentages are numbers with two decimals by the rounding rule, what
    has no value is null. Amounts of a place without data are zeros, its percentages null.
    """
    table = report.table(figures, scope, by)
    measures = report.measures(figures)
    document: dict[str, Any] = {
        "parameters": _parameters(report, figures, scope, by),
        "rows": [_figures(line, measures) for line in table.counted],
    }
    if table.total:
        document["total"] = _figures(table.total, measures)
    text = json.dumps(document, ensure_ascii=False, indent=1, default=_marked)
    return _MARKED.sub(r"\1", text) + "\n"


def as_csv(report: Report, figures: Figures, scope: Place, by: By) -> str:
    """The table with one header line that names every unit; the last line is the total.

    Of one source alone if that was asked for; JSON always has every source. No subtotals: the
    lines may be added up.

    Begins with the mark by which spreadsheets know UTF-8. Money is whole đồng, decimals have a
    point; what has no value is empty.
    """
    table = report.table(figures, scope, by)
    lines = [*table.counted, *filter(None, [table.total])]
    subjects = list(lines[0].about) if lines else []
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    heads = [words for subject in subjects for words in _subject_heads(subject)]
    writer.writerow([*heads, *map(_header, table.columns)])
    for line in lines:
        named = [line.about.get(subject) for subject in subjects]
        names = [text for each in named for text in _named(each)]
        values = [
            _plain(column.value(line.row), column.measure.unit_of(line.row))
            for column in table.columns
        ]
        writer.writerow([*names, *values])
    return "\ufeff" + out.getvalue()


def _parameters(
    report: Report, figures: Figures, scope: Place, by: By
) -> dict[str, str | int | None]:
    parameters = figures.parameters
    echo: dict[str, str | int | None] = {
        "report": report.slug,
        "year": parameters.year,
        "until": parameters.until.isoformat(),
        **({"known": parameters.known.isoformat()} if parameters.known else {}),
        "region": scope.key if scope.kind == PlaceKind.REGION else None,
    }
    if scope.kind == PlaceKind.PROVINCE:
        echo["province"] = scope.key
    if report.by:
        echo["by"] = by.value
    return echo | {
        **report.answers(parameters),
        "lens": parameters.lens.value,
        "rounding": Rounding(settings.PERCENT_ROUNDING).value,
    }


def _figures(line: Line, measures: tuple[Measure, ...]) -> dict[str, Any]:
    values: dict[str, Any] = {name: named.key for name, named in line.about.items()}
    values["name"] = line.name
    for measure in measures:
        unit = measure.unit_of(line.row)
        by_source = {s: _number(measure.value(line.row, s), unit) for s in SOURCES}
        values[measure.name] = by_source["all"] if unit == UnitOfMeasure.NAME else by_source
    return values


def _number(value: Value, unit: UnitOfMeasure) -> int | Decimal | str | None:
    """As in JSON; a day is ISO."""
    if isinstance(value, Fraction):
        return decimals(value, unit)
    return value.isoformat() if isinstance(value, date) else value


def _marked(number: Decimal) -> str:
    return f"{_MARK}{number}{_MARK}"


def _plain(value: Value, unit: UnitOfMeasure) -> str:
    if isinstance(value, Fraction):
        return str(decimals(value, unit))
    if isinstance(value, str):
        return _text(value)
    return "" if value is None else str(value)


def _subject_heads(subject: str) -> tuple[str, str]:
    """Of the key and of the name."""
    return {
        "place": (pgettext("column", "unit"), pgettext("column", "name")),
        "content": (_("content group"), _("name of the content group")),
        "indicator": (_("indicator"), _("name of the indicator")),
        "centre": (_("centre"), _("name of the centre")),
        "status": (_("status"), _("name of the status")),
        "round": (_("round"), _("name of the round")),
        "kind": (_("kind"), _("name of the kind")),
        "month": (_("month"), _("name of the month")),
        "year": (_("year"), _("name of the year")),
        "period": (_("programme period"), _("name of the programme period")),
    }[subject]


def _named(named: Named | None) -> tuple[str, str]:
    return ("", "") if named is None else (named.key, _text(capfirst(named.name)))


def _text(words: str) -> str:
    """Never a formula, whatever people are called or type."""
    return f"'{words}" if words.startswith(FORMULA) else words


def _header(column: Column) -> str:
    words = [str(column.group)]
    if column.title != column.group:
        words.append(str(column.title))
    unit = _("đồng") if column.unit == UnitOfMeasure.MONEY else ""
    return " – ".join(words) + (f" ({unit})" if unit else "")
