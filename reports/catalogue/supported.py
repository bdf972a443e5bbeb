"""Columns and headlines of what was approved and of that disbursed, where there is no plan."""

from collections.abc import Sequence
from typing import Any

from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from promotion.lib.dates import format_day
from promotion.lib.percent import NO_DATA
from promotion.templatetags.figures import million, percent_bare, vnd
from reports.catalogue.execution import COMPLETED, DISBURSED, PLANNED
from reports.catalogue.sources import by_sources, ratio_by_sources
from reports.columns import Column, Measure, UnitOfMeasure, has_data
from reports.pages.links import Links
from reports.pages.words import UNIT, by_source, drawn_rate, of_source_alone, strong
from reports.parameters import Parameters
from reports.places import Place
from reports.supported import Supported

APPROVED = Measure(
    "approved_vnd", UnitOfMeasure.MONEY, lambda row, source: row.approved_vnd[source], has_data
)
PART = Measure(
    "disbursed_of_approved", UnitOfMeasure.PERCENT, Supported.disbursed_of_approved, has_data
)

_APPROVED = gettext_lazy("Approved support")
_DISBURSED = gettext_lazy("Disbursed, cumulative")
_PART = gettext_lazy("Disbursed of approved support (%)")
_PROJECTS = gettext_lazy("Number of projects")

SUPPORT = (
    *by_sources(APPROVED, _APPROVED),
    *by_sources(DISBURSED, _DISBURSED),
    *ratio_by_sources(PART, _PART, DISBURSED, APPROVED),
)


def numbers(adds_up: bool) -> tuple[Column, ...]:
    """Projects with support and, of these, those accepted."""
    return (
        Column(PLANNED, "all", _PROJECTS, gettext_lazy("Planned"), adds_up=adds_up),
        Column(COMPLETED, "all", _PROJECTS, gettext_lazy("Completed"), adds_up=adds_up),
    )


MEASURES = (APPROVED, DISBURSED, PART, PLANNED, COMPLETED)


def behind(column: Column, place: Place, links: Links, contents: Sequence[str] = ()) -> str:
    """The list whose sum, or number of rows, a figure of the place is; "" for another figure."""
    if column.measure is APPROVED:
        return links.approved(place, column.source, contents)
    if column.measure is DISBURSED:
        return links.disbursed(place, column.source, contents)
    if column.measure is PART:
        return links.paid_of(place, column.source, contents)
    if column.measure is PLANNED:
        return links.supported(place, column.source, contents)
    if column.measure is COMPLETED:
        return links.accepted(place, column.source, contents)
    return ""


def headlines(
    row: Supported, scope: Place, asked: Parameters, links: Links
) -> list[dict[str, Any]]:
    """Approved, disbursed, the one of the other, projects: contexts of parts/headline.html."""
    source = asked.source.value
    until = {"until": format_day(asked.until)}
    disbursed = links.disbursed(scope, source) if row.has_data else ""
    of_source = of_source_alone(source)
    rate = row.disbursed_of_approved(source)
    numbers = row.projects[source]
    both = source == "all" and row.has_data
    fraction = format_html(
        "{} / {} {}",
        strong(million(row.disbursed_vnd[source]), disbursed),
        strong(million(row.approved_vnd[source]), links.approved(scope, source)),
        UNIT,
    )
    urls = {name: links.disbursed(scope, name) for name in ("national", "local")}
    approved = {name: links.approved(scope, name) for name in ("national", "local")}
    return [
        {
            "label": _("Approved support %(year)s") % {"year": asked.year} + of_source,
            "value": million(row.approved_vnd[source]) if row.has_data else NO_DATA,
            "unit": UNIT,
            "url": links.approved(scope, source) if row.has_data else "",
            "lines": [
                *([by_source(row.approved_vnd, approved)] if both else []),
                _("decisions signed until %(until)s") % until,
            ],
        },
        {
            "label": _("Disbursed until %(until)s") % until + of_source,
            "value": million(row.disbursed_vnd[source]) if row.has_data else NO_DATA,
            "unit": UNIT,
            "url": disbursed,
            "lines": [by_source(row.disbursed_vnd, urls)] if both else [],
        },
        {
            "label": _("Disbursed of approved support") + of_source,
            "value": percent_bare(rate) if row.has_data else NO_DATA,
            "unit": "" if rate is None else "%",
            "url": links.paid_of(scope, source) if rate else "",
            "meter": {"rate": drawn_rate(rate), "previous": None},
            "lines": [fraction] if row.has_data else [],
        },
        {
            "label": _("Projects with support") + of_source,
            "value": vnd(numbers.planned) if row.has_data else NO_DATA,
            "unit": "",
            "url": links.supported(scope, source) if numbers.planned else "",
            "lines": [
                format_html(
                    _("of these accepted: {}"),
                    strong(vnd(numbers.completed), links.accepted(scope, source)),
                )
            ],
        },
    ]


def notes(asked: Parameters) -> list[tuple[str, str]]:
    """How the columns are counted, by name."""
    values = {"year": asked.year, "until": format_day(asked.until)}
    return [
        (
            _("Approved support"),
            _(
                "lines of decisions on support of budget year %(year)s signed until %(until)s;"
                " stops and cuts are taken off."
            )
            % values,
        ),
        (
            _("Disbursed, cumulative"),
            _(
                "confirmed entries of budget year %(year)s booked until %(until)s, the same as in"
                " the report of plan and disbursement."
            )
            % values,
        ),
        (
            _("Disbursed of approved support (%)"),
            _(
                "disbursed ÷ approved support of the same source, the total's as ratio of the sums;"
                " no rate of the plan, as there is no plan at this level."
            ),
        ),
        (
            _("Number of projects"),
            _(
                "planned: projects whose approved support of %(year)s is above zero on %(until)s;"
                " completed: those of them accepted by then. A project of several contents or"
                " sources counts once in each of them and once in the total."
            )
            % values,
        ),
    ]
