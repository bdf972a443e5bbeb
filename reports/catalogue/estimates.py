"""Declared estimates (ước thực hiện) by place, and against what came once the time has passed."""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from promotion.lib.dates import format_day, format_month
from promotion.lib.percent import NO_DATA
from promotion.templatetags.figures import million, percent_bare, vnd
from reports import estimates
from reports.catalogue.places import place_line, place_sections, place_title
from reports.columns import Column, Measure, UnitOfMeasure, has_data
from reports.declaration import Line, Report
from reports.estimates import Declared, EstimateFigures, EstimateRow
from reports.pages import declared
from reports.pages.bars import Series, bars
from reports.pages.headlines import headlines as usual_headlines
from reports.pages.how import noted
from reports.pages.links import Links
from reports.pages.words import SHORT, UNIT, by_source, of_source_alone, strong
from reports.pages.worked import address, of_estimates
from reports.parameters import By
from reports.places import Place
from reports.sentences import Sentence
from reports.sentences.estimates import estimates as sentence

MONEY, PERCENT = UnitOfMeasure.MONEY, UnitOfMeasure.PERCENT


def _of(
    name: str,
    unit: UnitOfMeasure,
    part: Callable[[EstimateRow], Declared],
    value: Callable[[Declared, str], Any],
) -> Measure:
    """A figure of what was declared; "…" where nobody did."""
    return Measure(
        name,
        unit,
        lambda row, source: value(part(row), source) if part(row).knows(source) else None,
        reported=lambda row, source: part(row).knows(source),
    )


def _month(row: EstimateRow) -> Declared:
    return row.month


def _year(row: EstimateRow) -> Declared:
    return row.year


def _amount(of: Declared, source: str) -> int:
    return of.amount_vnd[source]


def _actual(of: Declared, source: str) -> int:
    return of.actual_vnd[source]


def _last(row: EstimateRow, _source: str) -> str:
    if row.last is None:
        return ""
    return f"{row.last.recorded_by}, {format_day(row.last.declared_on)}"


PLAN = Measure("plan_vnd", MONEY, lambda row, source: row.execution.plan_vnd[source], has_data)
DISBURSED = Measure(
    "disbursed_vnd", MONEY, lambda row, source: row.execution.disbursed_vnd[source], has_data
)
MONTH = _of("month_estimate_vnd", MONEY, _month, _amount)
MONTH_ACTUAL = _of("month_actual_vnd", MONEY, _month, _actual)
MONTH_DIFFERENCE = _of("month_difference_vnd", MONEY, _month, Declared.difference_vnd)
MONTH_RATIO = _of("month_actual_of_estimate", PERCENT, _month, Declared.actual_of_estimate)
YEAR = _of("year_estimate_vnd", MONEY, _year, _amount)
PLANNED = _of("plan_of_declaring_vnd", MONEY, _year, lambda of, source: of.plan_vnd[source])
OF_PLAN = _of("year_estimate_of_plan", PERCENT, _year, Declared.of_plan)
YEAR_ACTUAL = _of("year_actual_vnd", MONEY, _year, _actual)
YEAR_DIFFERENCE = _of("year_difference_vnd", MONEY, _year, Declared.difference_vnd)
YEAR_RATIO = _of("year_actual_of_estimate", PERCENT, _year, Declared.actual_of_estimate)
LAST = Measure("declared_last", UnitOfMeasure.TEXT, _last)

_PLAN = gettext_lazy("Annual plan")
_DISBURSED = gettext_lazy("Disbursed, cumulative")
_AGAINST = gettext_lazy("Estimate of the year against actual")
_DECLARED = gettext_lazy("Declared last")
_ESTIMATE = pgettext_lazy("column", "Estimate")
_ACTUAL = gettext_lazy("Disbursed by those who declared")
_DIFFERENCE = gettext_lazy("Actual less estimate")
_RATIO = gettext_lazy("Actual of estimate (%)")


def _against(group: str | Promise, *measures: Measure) -> tuple[Column, ...]:
    """What came beside what was expected: `measures` are estimate, actual, difference, ratio."""
    estimate, actual, difference, part = measures
    keys = f"{actual.name}.all", f"{estimate.name}.all"
    return (
        Column(actual, "all", group, _ACTUAL),
        Column(difference, "all", group, _DIFFERENCE, difference_of=keys),
        Column(part, "all", group, _RATIO, ratio_of=keys),
    )


def _columns(figures: EstimateFigures) -> tuple[Column, ...]:
    """What is held against actuals only once its month or year is over."""
    month = _("Month %(month)s") % {"month": format_month(figures.first_day)}
    year = _("Estimate of the year")
    columns = [
        Column(PLAN, "all", _PLAN, _PLAN),
        Column(DISBURSED, "all", _DISBURSED, _DISBURSED),
        Column(MONTH, "all", month, _ESTIMATE),
    ]
    if figures.month_is_over:
        columns += _against(month, MONTH, MONTH_ACTUAL, MONTH_DIFFERENCE, MONTH_RATIO)
    columns += [
        Column(YEAR, source, year, SHORT[source]) for source in ("all", "national", "local")
    ]
    planned = f"{YEAR.name}.all", f"{PLANNED.name}.all"
    columns += [
        Column(PLANNED, "all", year, gettext_lazy("Plan of those who declared")),
        Column(OF_PLAN, "all", year, gettext_lazy("Estimate of plan (%)"), ratio_of=planned),
    ]
    if figures.year_is_over:
        columns += _against(_AGAINST, YEAR, YEAR_ACTUAL, YEAR_DIFFERENCE, YEAR_RATIO)
    return (*columns, Column(LAST, "all", _DECLARED, _DECLARED))


def _measures(figures: EstimateFigures) -> tuple[Measure, ...]:
    """Each once, but for who declared."""
    found = dict.fromkeys(column.measure for column in _columns(figures))
    return tuple(measure for measure in found if measure is not LAST)


def _sentence(figures: EstimateFigures, scope: Place) -> Sentence:
    return sentence(figures.of(scope), figures.parameters, figures.year_is_over)


def _headlines(
    figures: EstimateFigures, scope: Place, links: Links, kept: Mapping[str, str]
) -> list[dict[str, Any]]:
    """Plan and disbursed as everywhere; what was declared, and by how many places."""
    row, source = figures.of(scope), figures.parameters.source.value
    known, url = row.year.knows(source), declared.estimate(row, links)
    of_source = of_source_alone(source)
    estimate = {
        "label": _("Declared estimate of the year") + of_source,
        "value": million(row.year.amount_vnd[source]) if known else NO_DATA,
        "unit": UNIT,
        "url": url if known else "",
        "lines": [by_source(row.year.amount_vnd, {"national": url, "local": url})]
        if known and source == "all"
        else [],
    }
    part, provinces = row.year.of_plan(source), declared.provinces(scope, links)
    of_plan = {
        "label": _("Estimate of plan") + of_source,
        "value": percent_bare(part) if known else NO_DATA,
        "url": address(f"{OF_PLAN.name}.{source}", part) if known else "",
        "unit": "" if part is None else "%",
        "lines": [
            format_html(
                _("of {} planned for the places and sources that declared"),
                strong(million(row.year.plan_vnd[source]), declared.plan(row, source, links)),
            )
            if known
            else "",
            format_html(
                _("places that declared: {} of {}"),
                strong(vnd(row.declaring), provinces),
                strong(vnd(row.places), provinces),
            ),
        ],
    }
    return [*usual_headlines(figures.execution, scope, links, kept)[:2], estimate, of_plan]


def _figure(
    figures: EstimateFigures, scope: Place, by: By, links: Links
) -> tuple[str, dict[str, Any]]:
    source = figures.parameters.source.value
    rows = [row for row in figures.rows(scope, by) if row.year.knows(source)]
    if not rows:
        return "", {}
    series = [
        Series(
            _("Plan of those who declared"), "previous", [r.year.plan_vnd[source] for r in rows]
        ),
        Series(
            _("Declared estimate of the year"), "open", [r.year.amount_vnd[source] for r in rows]
        ),
        Series(
            _("Disbursed by those who declared"),
            "all",
            [_actual(r.year, source) for r in rows],
        ),
    ]
    names = [row.place.name for row in rows]
    urls = [links.place(row.place) for row in rows]
    title = _("Estimate of the year, plan and disbursed")
    return bars(title, names, series, urls=urls)


# Of those who declared.
_OF_THOSE = {
    PLANNED: declared.plan,
    YEAR_ACTUAL: declared.actual,
    MONTH_ACTUAL: declared.actual_in_month,
}


def _behind(line: Line, column: Column, links: Links) -> str:
    row: EstimateRow = line.row
    if not column.value(row):
        return ""
    if column.measure is PLAN:
        return links.plan(row.place, column.source)
    if column.measure is DISBURSED:
        return links.disbursed(row.place, column.source)
    if column.measure in (MONTH, YEAR):
        return declared.estimate(row, links)
    rows = _OF_THOSE.get(column.measure)
    return rows(row, column.source, links) if rows else ""


def _notes(figures: EstimateFigures) -> list[tuple[str, str]]:
    values = {"until": format_day(figures.parameters.until), "year": figures.parameters.year}
    return [
        (
            _("Declared estimate"),
            _(
                "what the provincial Department declared, of both sources, as its latest word by"
                " %(until)s; what was declared later does not count here. “…”: nobody declared."
                " After a merger the new unit's estimate replaces those of the units before it."
            )
            % values,
        ),
        (
            _("Month"),
            _("the cut-off's month: what is to be disbursed in it; after the year its December."),
        ),
        (
            _("Those who declared"),
            _(
                "shares are ratios of the sums of the places and sources of which an estimate is"
                " known, held against their own plan and disbursed money; a place of today counts"
                " whole once one of the units merged into it declared."
            ),
        ),
        (
            _("Estimate against actual"),
            _(
                "stands once the month or year is over: disbursed less estimate, and disbursed ÷"
                " estimate."
            ),
        ),
    ]


def _worked(figures: EstimateFigures, scope: Place) -> list[str | SafeString]:
    return of_estimates(figures.of(scope), figures.parameters, figures.year_is_over)


ESTIMATES = Report(
    slug="estimates",
    title=gettext_lazy("Declared estimates"),
    about=gettext_lazy("What provinces expect of the month and year, and what came of it"),
    load=estimates.load,
    measures=_measures,
    columns=_columns,
    sections=place_sections,
    total=lambda figures, scope: place_line(figures.of(scope)),
    row_title=place_title,
    sentence=_sentence,
    headlines=_headlines,
    figure=_figure,
    how=noted(_notes, worked=_worked),
    notes=_notes,
    behind=_behind,
)
