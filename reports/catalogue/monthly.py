"""A budget year month by month, with the curve of the year before and the plan."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from promotion.lib.dates import format_day
from reports import monthly
from reports.catalogue.sources import by_sources, ratio_by_sources
from reports.columns import Column, Measure, UnitOfMeasure, has_data
from reports.declaration import Line, Report, Section
from reports.indicators import BySource
from reports.monthly import Month, Monthly, MonthRow
from reports.pages import charts
from reports.pages.headlines import headlines
from reports.pages.how import of_every_report
from reports.pages.links import Links
from reports.pages.worked import of_execution
from reports.parameters import By
from reports.places import Place
from reports.sentences import Sentence
from reports.sentences.months import monthly as sentence


def _amount(
    of: Callable[[MonthRow], BySource | None],
) -> Callable[[MonthRow, str], int | None]:
    def amount(row: MonthRow, source: str) -> int | None:
        found = of(row)
        return None if found is None else found[source]

    return amount


def _planned(row: MonthRow) -> bool:
    """The plan runs on through the months to come."""
    return row.has_data or bool(row.plan_vnd.all)


def _known_before(row: MonthRow) -> bool:
    return row.earlier_has_data


def _known_in_both(row: MonthRow) -> bool:
    return row.has_data and row.earlier_has_data


MONEY, PERCENT = UnitOfMeasure.MONEY, UnitOfMeasure.PERCENT
PLAN = Measure("plan_vnd", MONEY, lambda row, source: row.plan_vnd[source], _planned)
IN_MONTH = Measure("in_month_vnd", MONEY, _amount(lambda row: row.in_month_vnd), has_data)
CUMULATIVE = Measure("disbursed_vnd", MONEY, _amount(lambda row: row.cumulative_vnd), has_data)
SAME_PERIOD = Measure(
    "same_period_vnd", MONEY, _amount(lambda row: row.same_period_vnd), _known_before
)
MORE = Measure("more_than_same_period_vnd", MONEY, MonthRow.more, _known_in_both)
OF_PLAN = Measure("disbursed_of_plan", PERCENT, MonthRow.of_plan, has_data)

_SAME_PERIOD = gettext_lazy("Same period of the year before")
_PLAN = gettext_lazy("Annual plan")
_OF_PLAN = gettext_lazy("Cumulative of own plan (%)")


def _cumulated(column: Column) -> Column:
    """Of all sources it is the sum of the two, of each what its months sum up to."""
    running = "" if column.sum_of else f"in_month_vnd.{column.source}"
    return replace(column, running_sum_of=running)


MEASURES = (PLAN, IN_MONTH, CUMULATIVE, SAME_PERIOD, MORE, OF_PLAN)
COLUMNS = (
    *(replace(column, adds_up=False) for column in by_sources(PLAN, _PLAN)),
    *by_sources(IN_MONTH, gettext_lazy("Disbursed in the month")),
    *map(_cumulated, by_sources(CUMULATIVE, gettext_lazy("Disbursed, cumulative"))),
    Column(
        SAME_PERIOD,
        "all",
        _SAME_PERIOD,
        gettext_lazy("Disbursed in the same period"),
        adds_up=False,
    ),
    Column(
        MORE,
        "all",
        _SAME_PERIOD,
        gettext_lazy("More or less"),
        difference_of=("disbursed_vnd.all", "same_period_vnd.all"),
    ),
    *ratio_by_sources(OF_PLAN, _OF_PLAN, CUMULATIVE, PLAN),
)


def _sections(figures: Monthly, scope: Place, _by: By) -> list[Section]:
    lines = [Line({"place": scope, "month": month}, row) for month, row in figures.rows(scope)]
    return [Section(tuple(lines))]


def _total(figures: Monthly, scope: Place) -> Line:
    return Line({"place": scope}, figures.total(scope))


def _sentence(figures: Monthly, scope: Place) -> Sentence:
    return sentence(
        figures.execution.of(scope),
        figures.rows(scope),
        figures.parameters,
        figures.provisional(scope),
    )


def _headlines(
    figures: Monthly, scope: Place, links: Links, kept: Mapping[str, str]
) -> list[dict[str, Any]]:
    return headlines(figures.execution, scope, links, kept)


def _figure(figures: Monthly, scope: Place, _by: By, links: Links) -> tuple[str, dict[str, Any]]:
    """The curve; its months stand in the report's own table."""
    drawn = charts.curve(figures.execution, scope, links)
    return "parts/curve.html", drawn | {"span": 12, "table": None}


def _notes(figures: Monthly) -> list[tuple[str, str]]:
    asked = figures.parameters
    values = {
        "year": asked.year,
        "previous": asked.previous_year,
        "until": format_day(asked.until),
    }
    return [
        (
            _("Disbursed in the month"),
            _(
                "Confirmed entries of budget year %(year)s booked in the month, until %(until)s;"
                " all that is booked after 31 December stands in one row."
            )
            % values,
        ),
        (
            _("Same period of the year before"),
            _(
                "Cumulative of budget year %(previous)s by the end of the same month, in the"
                " cut-off's month by the same day; months to come show the year before alone."
            )
            % values,
        ),
        (
            _("Cumulative of own plan (%)"),
            _("Cumulative ÷ the plan of the same source, of decisions signed until %(until)s.")
            % values,
        ),
    ]


def _how(figures: Monthly, scope: Place, links: Links) -> list[str | SafeString]:
    texts = (text for _name, text in _notes(figures))
    told = of_execution(figures.execution.of(scope), figures.parameters)
    return [*texts, *told, *of_every_report(figures.execution, scope, links)]


def _behind(line: Line, column: Column, links: Links) -> str:
    """The total is the row of the cut-off."""
    place, month = line.about["place"], line.about.get("month")
    if not column.value(line.row) or not isinstance(place, Place):
        return ""
    asked = links.parameters
    if column.measure == PLAN:
        return links.plan(place, column.source)
    if column.measure == SAME_PERIOD:
        return links.at(asked.previous_year, line.row.same_day).disbursed(place, column.source)
    if not isinstance(month, Month):
        whole = column.measure in (IN_MONTH, CUMULATIVE)
        return links.disbursed(place, column.source) if whole else ""
    if column.measure == CUMULATIVE:
        return links.at(asked.year, month.last).disbursed(place, column.source)
    if column.measure == IN_MONTH:
        return links.in_month(month.first, month.last, place, column.source)
    return ""


MONTHLY = Report(
    slug="monthly",
    title=gettext_lazy("Disbursement by month"),
    about=gettext_lazy("Each month and the cumulative sum, beside the year before and the plan"),
    load=monthly.load,
    measures=lambda figures: MEASURES,
    columns=lambda figures: COLUMNS,
    sections=_sections,
    total=_total,
    row_title=lambda figures, by: _("Month"),
    sentence=_sentence,
    headlines=_headlines,
    figure=_figure,
    how=_how,
    notes=_notes,
    behind=_behind,
    by=(),
    table_title=lambda figures, by: _("By month"),
    sheet="Theo tháng",
)
