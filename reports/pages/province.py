"""What only a province's page shows: its two sources, and its years before a merger."""

from dataclasses import replace
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from promotion.lib.dates import format_day
from promotion.templatetags.figures import million, percent_bare
from reports.catalogue import execution as catalogue
from reports.columns import Column
from reports.declaration import Line
from reports.indicators import Execution, UnitYear
from reports.pages.links import Links
from reports.pages.words import FULL, SHORT
from reports.parameters import Parameters, SourceChoice
from reports.places import Place, PlaceKind, ProvinceMap
from reports.units import Unit

SOURCES = ("all", "national", "local")


def sources_table(row: Execution, asked: Parameters, links: Links) -> dict[str, Any]:
    """The sources' own rates beside their shares of the whole plan, each under its own name."""
    heads = {
        catalogue.PLAN: _("Plan"),
        catalogue.DISBURSED: _("Disbursed"),
        catalogue.OUTSTANDING_ADVANCE: _("Of which outstanding advances"),
        catalogue.RATE: _("Of its own plan (%)"),
        catalogue.SHARE: _("Share of the whole plan (%)"),
        catalogue.SAME_PERIOD: _("Same period of %(year)s") % {"year": asked.previous_year},
        catalogue.SAME_PERIOD_RATIO: _("Of the same period (%)"),
    }

    line = Line({"place": row.place}, row)

    def cells(source: str) -> list[dict[str, Any]]:
        columns = [Column(measure, source, "", words) for measure, words in heads.items()]
        return [
            {
                "text": column.text(row),
                "url": catalogue.EXECUTION.behind(line, column, links),
                "strong": column.measure == catalogue.RATE,
            }
            for column in columns
        ]

    total = {"name": _("Total"), "cells": cells("all")}
    return {
        "title": _("By source of funding"),
        "unit": _("Unit: million đồng"),
        "columns": [{"label": words} for words in heads.values()],
        "name_label": _("Source of funding"),
        "rows": [{"name": FULL[s], "kind": "", "cells": cells(s)} for s in asked.source.each],
        "total": total if asked.source == SourceChoice.ALL else None,
        "note": _("0: none · …: no data · x: cannot be computed"),
    }


def history_table(
    units: list[Unit], years: dict[str, list[UnitYear]], links: Links
) -> dict[str, Any]:
    """Each unit by itself, its years latest first, as known today; every year is a link.

    The first of `units` is the page's own, the others are those merged into it.
    """
    rows: list[dict[str, Any]] = []
    for unit in units:
        rows.append({"name": unit_and_time(unit), "kind": "subtotal", "cells": [{"text": ""}] * 7})
        rows += [_year_row(unit, year, links) for year in years[unit.slug]]
    heads = [(_("Plan"), SOURCES), (_("Disbursed"), SOURCES), ("", ("all",))]
    columns: list[dict[str, Any]] = [
        {"label": SHORT[source], "group": source == "all" and number > 0}
        for number, (_words, sources) in enumerate(heads)
        for source in sources
    ]
    columns[-1]["label"] = _("Of its own plan (%)")
    return {
        "title": _("Year by year, as known today"),
        "unit": _("Unit: million đồng"),
        "groups": [
            {"label": "", "span": 1},
            *({"label": words, "span": len(sources)} for words, sources in heads),
        ],
        "columns": columns,
        "name_label": _("Unit, year"),
        "rows": rows,
        "total": None,
    }


def _year_row(unit: Unit, year: UnitYear, links: Links) -> dict[str, Any]:
    today = links.parameters.today
    known_today = replace(
        links.parameters, year=year.year, until=today, known=None, source=SourceChoice.ALL
    )
    links = replace(links, parameters=known_today)
    itself = Place(PlaceKind.UNIT, unit.slug, unit.label, unit.label)
    cells: list[dict[str, Any]] = [
        {
            "text": million(amounts[source]),
            "url": rows(itself, source) if amounts[source] else "",
            "group": number > 0 and source == "all",
        }
        for number, (amounts, rows) in enumerate(
            ((year.plan_vnd, links.plan), (year.disbursed_vnd, links.disbursed))
        )
        for source in SOURCES
    ]
    cells.append({"text": percent_bare(year.rate()), "group": True})
    url = page_of_then(unit.slug, unit.valid_to, year.year, today)
    return {"name": str(year.year), "url": url, "kind": "sub", "cells": cells}


def page_of_then(unit: str, last_day: date | None, year: int, today: date) -> str:
    """A unit's page for the year: at its last day on the map, if that came before the year's."""
    page = reverse("province", args=[unit])
    if last_day is None:
        return f"{page}?year={year}"
    until = min(last_day, date(year, 12, 31), today)
    return f"{page}?year={year}&until={until.isoformat()}&lens=then"


def unit_and_time(unit: Unit) -> str:
    """ "Bình Định (đến 30/06/2025)"; a unit that goes on says only since when, if it is new."""
    if unit.valid_to:
        until = {"unit": unit.label, "day": format_day(unit.valid_to)}
        return _("%(unit)s (until %(day)s)") % until
    return _("%(unit)s (since %(day)s)") % {
        "unit": unit.label,
        "day": format_day(unit.valid_from),
    }


def ended_units(units: list[Unit], drawn: ProvinceMap, today: date) -> list[dict[str, str]]:
    """Units that were merged, with their last day, and the unit that took them over."""
    return [
        {
            "name": unit.label,
            "url": page_of_then(unit.slug, unit.valid_to, unit.valid_to.year, today),
            "last_day": format_day(unit.valid_to),
            "successor": successor.label,
            "successor_url": reverse("province", args=[successor.slug]),
        }
        for unit in units
        if unit.valid_to and (successor := drawn.unit(unit.successor or ""))
    ]
