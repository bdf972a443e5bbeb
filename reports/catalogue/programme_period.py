"""The years of a programme, 2021 - 2025 or 2026 - 2030: plan, support, disbursed, projects."""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from promotion.lib.dates import format_day
from promotion.lib.percent import NO_DATA
from promotion.templatetags.figures import million, vnd
from reports import programme_period
from reports.catalogue.execution import PLAN
from reports.catalogue.sources import by_sources
from reports.catalogue.supported import MEASURES as OF_SUPPORT
from reports.catalogue.supported import PART, SUPPORT, behind, numbers
from reports.columns import Column, Measure, UnitOfMeasure, has_data
from reports.declaration import Line, LineKind, Named, Report, Section
from reports.indicators import BySource
from reports.options import Choices, Option
from reports.pages.bars import Series, bars
from reports.pages.how import of_every_report
from reports.pages.links import Links
from reports.pages.words import SHORT, UNIT, by_source, strong
from reports.pages.worked import Ratio, of_support, opened, sources, worked
from reports.parameters import By, Parameters
from reports.places import Place, ProvinceMap
from reports.programme_period import (
    Period,
    PeriodFigures,
    PlaceYears,
    Support,
    Year,
    periods,
)
from reports.sentences import Sentence
from reports.sentences.programme import programme_period as sentence

Rows = Callable[[Place, str], str]
RATE = Measure("execution_rate", UnitOfMeasure.PERCENT, Support.rate, has_data)
MEASURES = (PLAN, *OF_SUPPORT, RATE)
COLUMNS = (
    *by_sources(PLAN, gettext_lazy("Plan")),
    *(column for column in SUPPORT if column.measure != PART or column.source == "all"),
    Column(
        RATE,
        "all",
        gettext_lazy("Execution rate: disbursed of own plan (%)"),
        gettext_lazy("Execution rate: disbursed of own plan (%)"),
        ratio_of=("disbursed_vnd.all", "plan_vnd.all"),
    ),
    *numbers(adds_up=False),
)


def _choices(asked: Parameters) -> Choices:
    return [(period.slug, str(period)) for period in periods(asked)]


PERIOD = Option("period", gettext_lazy("Programme period"), _choices)


def _load(asked: Parameters, drawn: ProvinceMap) -> PeriodFigures:
    chosen = PERIOD.read(asked)
    [period] = [each for each in periods(asked) if each.slug == chosen]
    return programme_period.load(asked, drawn, period)


def _sections(figures: PeriodFigures, scope: Place, by: By) -> list[Section]:
    """Each place's years under its period; those of the whole scope once more at the end."""
    rows = figures.rows(scope, by)
    if [row.place for row in rows] == [scope]:
        return [Section(_years(figures, *rows))]
    sections = [Section(_years(figures, row), _period(figures, row)) for row in rows]
    if len(rows) > 1:
        whole = figures.of(scope)
        again = _period(figures, whole, "–")
        sections.append(Section(_years(figures, whole), again, repeats=True))
    return sections


def _years(figures: PeriodFigures, row: PlaceYears) -> tuple[Line, ...]:
    return tuple(
        Line({"place": row.place, "year": Year(year)}, row.of(year), number="–")
        for year in figures.years
    )


def _period(
    figures: PeriodFigures,
    row: PlaceYears,
    number: str = "",
    kind: LineKind = LineKind.SUBTOTAL,
) -> Line:
    about: dict[str, Named] = {"period": figures.period, "place": row.place}
    return Line(about, row.whole, kind, number=number)


def _total(figures: PeriodFigures, scope: Place) -> Line:
    return _period(figures, figures.of(scope), kind=LineKind.ITEM)


def _sentence(figures: PeriodFigures, scope: Place) -> Sentence:
    row, provisional = figures.of(scope).whole, figures.provisional(scope)
    return sentence(row, scope, figures.period, figures.parameters, provisional)


def _headlines(
    figures: PeriodFigures, scope: Place, links: Links, _kept: Mapping[str, str]
) -> list[dict[str, Any]]:
    """Projects, support, disbursed and plan of the whole period."""
    row, source = figures.of(scope).whole, figures.parameters.source.value
    projects, together = row.projects[source], links.over(figures.years)

    def money(
        label: str, amounts: BySource, rows: Rows, *lines: SafeString | str
    ) -> dict[str, Any]:
        urls = {name: rows(scope, name) for name in ("national", "local")}
        both = [by_source(amounts, urls)] if source == "all" else []
        return {
            "label": label,
            "value": million(amounts[source]) if row.has_data else NO_DATA,
            "url": rows(scope, source) if row.has_data else "",
            "unit": UNIT,
            "lines": [*both, *lines] if row.has_data else [],
        }

    of_support = format_html(
        _("{} of the support, {} of the plan"),
        opened(row.disbursed_of_approved(source), f"{PART.name}.{source}"),
        opened(row.rate(source), f"rate.{source}"),
    )
    number = strong(vnd(projects.completed), together.accepted(scope, source))
    accepted = format_html(_("of these accepted: {}"), number)
    until = _("until %(day)s") % {"day": format_day(figures.parameters.until)}
    words = {"period": figures.period}
    return [
        {
            "label": _("Projects supported in %(period)s") % words,
            "value": vnd(projects.planned) if row.has_data else NO_DATA,
            "url": together.supported(scope, source) if projects.planned else "",
            "lines": [accepted] if row.has_data else [],
        },
        money(_("Approved support of %(period)s") % words, row.approved_vnd, together.approved),
        money(
            _("Disbursed of %(period)s") % words,
            row.disbursed_vnd,
            together.disbursed,
            of_support,
            until,
        ),
        money(_("Plan of %(period)s") % words, row.plan_vnd, together.plan),
    ]


def _figure(
    figures: PeriodFigures, scope: Place, _by: By, links: Links
) -> tuple[str, dict[str, Any]]:
    chosen = figures.parameters.source.value
    rows = [figures.of(scope).of(year) for year in figures.years]
    support = _("Approved support")
    series = [
        Series(f"{support}, {SHORT[source]}", source, [row.approved_vnd[source] for row in rows])
        for source in figures.parameters.source.each
    ]
    paid = [row.disbursed_vnd[chosen] for row in rows]
    series.append(Series(_("Disbursed"), "all", paid))
    title = _("Support and disbursed, year by year")
    until = figures.parameters.until
    urls = [links.at(year, until).paid_of(scope, chosen) for year in figures.years]
    return bars(title, [str(year) for year in figures.years], series, urls=urls)


def _notes(figures: PeriodFigures) -> list[tuple[str, str]]:
    values = {"period": figures.period, "until": format_day(figures.parameters.until)}
    return [
        (
            _("Programme period"),
            _(
                "The budget years %(period)s, all as known on %(until)s: lines of decisions signed"
                " and confirmed entries booked by then. Years not begun have no row."
            )
            % values,
        ),
        (
            _("Approved support"),
            _("Lines of decisions on support of projects, net of cuts and stops."),
        ),
        (
            _("Number of projects"),
            _(
                "Projects with support for the year, and of these those accepted by %(until)s. A"
                " project with support in several years counts in each of them and once in the"
                " period, so that years do not add up to it."
            )
            % values,
        ),
        (
            pgettext("notes", "Places"),
            _(
                "A place has the money of all units that were merged into it by the map's day, in"
                " every year. For a unit that no longer exists, choose the map of then and a"
                " cut-off before its end."
            ),
        ),
    ]


def _how(figures: PeriodFigures, scope: Place, links: Links) -> list[str | SafeString]:
    years, told = figures.years, [text for _name, text in _notes(figures)]
    row, asked = figures.of(scope).whole, figures.parameters
    rates = [
        Ratio(f"rate.{s}", row.disbursed_vnd[s], row.plan_vnd[s], row.rate(s))
        for s in sources(asked)
    ]
    told += [*of_support(row, asked), worked(_("Execution rate"), rates)]
    return [*told, *of_every_report(figures, scope, links.over(years), years=years)]


def _behind(line: Line, column: Column, links: Links) -> str:
    if not column.value(line.row):
        return ""
    place, until = line.about["place"], links.parameters.until
    assert isinstance(place, Place)
    if isinstance(year := line.about.get("year"), Year):
        links = links.at(year.number, until)
    elif isinstance(period := line.about["period"], Period):
        links = links.over(period.years(until))
    if column.measure == PLAN:
        return links.plan(place, column.source)
    return behind(column, place, links)


PROGRAMME_PERIOD = Report(
    slug="programme-period",
    title=gettext_lazy("Programme period"),
    about=gettext_lazy("Plan, support, disbursed and projects of 2021 - 2025, by place and year"),
    load=_load,
    measures=lambda figures: MEASURES,
    columns=lambda figures: COLUMNS,
    sections=_sections,
    total=_total,
    row_title=lambda figures, by: _("Place, year"),
    sentence=_sentence,
    headlines=_headlines,
    figure=_figure,
    how=_how,
    notes=_notes,
    behind=_behind,
    by=(By.REGION, By.PROVINCE, By.LEVEL),
    options=(PERIOD,),
    table_title=lambda figures, by: _("By place and year"),
    sheet="Theo năm",
    span=lambda figures: _("period %(period)s") % {"period": figures.period},
)
