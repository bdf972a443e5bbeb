"""Two to six budget years side by side, each to the same day of its own year."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from promotion.lib.dates import format_day
from promotion.lib.percent import NO_DATA
from promotion.templatetags.figures import million
from reports import year_on_year
from reports.catalogue.places import place_line, place_sections, place_title
from reports.catalogue.year_columns import columns, measures
from reports.columns import Column
from reports.declaration import BY_PLACE, Line, LineKind, Report, Section
from reports.indicators import BySource, Execution
from reports.options import Choices, Option
from reports.pages.bars import Series, bars
from reports.pages.headlines import growth_words
from reports.pages.how import of_every_report
from reports.pages.links import Links
from reports.pages.words import SHORT, UNIT, strong
from reports.pages.worked import Ratio, growth, of_execution, opened, sources, worked
from reports.parameters import By, Parameters
from reports.places import MERGED_UNITS, Place, ProvinceMap
from reports.sentences import Sentence
from reports.sentences.years import year_on_year as sentence
from reports.year_on_year import YearOnYear, Years, plan_day

_USUAL, _LEAST, _MOST = 3, 2, 6


def _numbers(_asked: Parameters) -> Choices:
    others = (number for number in range(_LEAST, _MOST + 1) if number != _USUAL)
    return [
        (str(number), ngettext("%(number)s year", "%(number)s years", number) % {"number": number})
        for number in (_USUAL, *others)
    ]


YEARS = Option("years", gettext_lazy("Years compared"), _numbers)


def _load(asked: Parameters, drawn: ProvinceMap) -> YearOnYear:
    return year_on_year.load(asked, drawn, int(YEARS.read(asked)))


def _sections(figures: YearOnYear, scope: Place, by: By) -> Sequence[Section]:
    return place_sections(figures, scope, by, _rest)


def _rest(rows: Sequence[Years]) -> list[Line]:
    """What units that no longer exist had planned and disbursed, which no row of today has."""
    hidden: dict[int, tuple[BySource, BySource]] = {}
    for row in rows:
        for year, (plan_vnd, paid_vnd) in row.hidden.items():
            plan_so_far, paid_so_far = hidden.get(year, (BySource(), BySource()))
            hidden[year] = plan_so_far + plan_vnd, paid_so_far + paid_vnd
    shown = {
        name
        for year, amounts in hidden.items()
        for name, amount in zip((f"plan_vnd_{year}", f"disbursed_vnd_{year}"), amounts, strict=True)
        if amount.all
    }
    if not shown:
        return []
    pairs = {
        year + 1: Execution(MERGED_UNITS, earlier_plan_vnd=plan, earlier_disbursed_vnd=paid)
        for year, (plan, paid) in hidden.items()
    }
    row = Years(MERGED_UNITS, rows[0].last, pairs)
    return [Line({"place": MERGED_UNITS}, row, LineKind.REST, frozenset(shown))]


def _total(figures: YearOnYear, scope: Place) -> Line:
    return place_line(figures.of(scope))


def _sentence(figures: YearOnYear, scope: Place) -> Sentence:
    row = figures.of(scope)
    return sentence(row, figures.years, figures.parameters, figures.provisional(scope))


def _headlines(
    figures: YearOnYear, scope: Place, links: Links, _kept: Mapping[str, str]
) -> list[dict[str, Any]]:
    """What the latest four years had disbursed by the day, the latest first."""
    row, years = figures.of(scope), figures.years[-4:]
    return [
        _headline(row, year, figures, links) | {"span": 12 // len(years)}
        for year in reversed(years)
    ]


def _headline(row: Years, year: int, figures: YearOnYear, links: Links) -> dict[str, Any]:
    asked = figures.parameters
    source, question = asked.source.value, asked.of_year(year)
    paid, plan = row.disbursed(year), row.plan(year)
    until = {"until": format_day(question.until), "year": year}
    found = {
        "label": _("Disbursed of %(year)s until %(until)s") % until,
        "value": million(paid[source]) if row.known(year) and paid else NO_DATA,
        "unit": UNIT,
    }
    if not row.known(year):
        return found | {"lines": [_("no figures of %(year)s yet") % {"year": year}]}
    if paid is None or plan is None:
        words = _("the unit did not exist on %(day)s") % {"day": format_day(question.until)}
        return found | {"lines": [words]}
    lines: list[SafeString | str] = [
        format_html(
            _("{} of the plan of {} {}"),
            opened(row.rate(year, source), f"{_name('rate', year, asked)}.{source}"),
            strong(million(plan[source]), _plan_of(links, year, row.place, source)),
            UNIT,
        )
    ]
    if year in row.by_year:
        growth_of = growth_words(row.by_year[year], question, _name("plan_growth", year, asked))
        lines.append(format_html("{}: {}", _("Plan"), growth_of))
    return found | {"url": links.of_year(year).disbursed(row.place, source), "lines": lines}


def _name(figure: str, year: int, asked: Parameters) -> str:
    """Of a percentage; that of an earlier year says which."""
    return figure if year == asked.year else f"{figure}_{year}"


def _figure(figures: YearOnYear, scope: Place, _by: By, links: Links) -> tuple[str, dict[str, Any]]:
    row, chosen = figures.of(scope), figures.parameters.source.value
    plan = _("Plan")
    series = [
        _series(f"{plan}, {SHORT[source]}", source, source, [row.plan(y) for y in figures.years])
        for source in figures.parameters.source.each
    ]
    paid = [row.disbursed(year) for year in figures.years]
    series.append(_series(_("Disbursed"), "all", chosen, paid))
    title = _("Plan and disbursed, year by year")
    urls = [links.of_year(year).disbursed(scope, chosen) for year in figures.years]
    return bars(title, [str(year) for year in figures.years], series, urls=urls)


def _series(name: str, tone: str, source: str, amounts: Sequence[BySource | None]) -> Series:
    values = [None if amount is None else amount[source] for amount in amounts]
    return Series(name, tone, values)


def _notes(figures: YearOnYear) -> list[tuple[str, str]]:
    asked = figures.parameters
    days = ", ".join(format_day(asked.of_year(year).until) for year in figures.years)
    values = {
        "year": asked.year,
        "until": format_day(asked.until),
        "first": figures.years[0],
        "days": days,
    }
    return [
        (
            _("Annual plan"),
            _(
                "Plan of %(year)s: lines of decisions signed until %(until)s. The plans of the"
                " years before count as at their own 31 December."
            )
            % values,
        ),
        (
            _("Disbursed by the same day"),
            _(
                "Confirmed entries of each budget year, booked until the same day of it: %(days)s."
                " A month's last day is compared with a month's last day."
            )
            % values,
        ),
        (
            _("Execution rate"),
            _(
                "Execution rate = confirmed disbursements ÷ the plan of the same source. The rate"
                " of a total is the ratio of the sums, never a mean of rates."
            ),
        ),
        (
            _("Growth of the plan"),
            _(
                "The plan less the plan of the year before, each source by itself: a source that"
                " returns from zero has an amount and no percentage (x)."
            ),
        ),
    ]


def _how(figures: YearOnYear, scope: Place, links: Links) -> list[str | SafeString]:
    told: list[str | SafeString] = [text for _name, text in _notes(figures)]
    row, asked = figures.of(scope), figures.parameters
    told += of_execution(row.by_year[asked.year], asked)
    for year in reversed(figures.years[:-1]):
        told.append(_rates(row, year, asked))
        if year in row.by_year:
            told.append(growth(row.by_year[year], asked.of_year(year), f"plan_growth_{year}"))
    return [*told, *of_every_report(figures, scope, links)]


def _rates(row: Years, year: int, asked: Parameters) -> SafeString | str:
    paid, plan = row.disbursed(year) or BySource(), row.plan(year) or BySource()
    ratios = [
        Ratio(f"rate_{year}.{s}", paid[s], plan[s], row.rate(year, s)) for s in sources(asked)
    ]
    return worked(_("Execution rate of %(year)s") % {"year": year}, ratios)


def _behind(line: Line, column: Column, links: Links) -> str:
    if line.kind == LineKind.REST or not column.value(line.row):
        return ""
    kind, _sep, year = column.measure.name.rpartition("_")
    if kind == "disbursed_vnd":
        return links.of_year(int(year)).disbursed(line.row.place, column.source)
    if kind == "plan_vnd":
        return _plan_of(links, int(year), line.row.place, column.source)
    return ""


def _plan_of(links: Links, year: int, place: Place, source: str) -> str:
    return links.at(year, plan_day(links.parameters, year)).plan(place, source)


YEAR_ON_YEAR = Report(
    slug="year-on-year",
    title=gettext_lazy("Year on year"),
    about=gettext_lazy("Two to six years to the same day of each; how the plan grew by source"),
    load=_load,
    measures=measures,
    columns=columns,
    sections=_sections,
    total=_total,
    row_title=place_title,
    sentence=_sentence,
    headlines=_headlines,
    figure=_figure,
    how=_how,
    notes=_notes,
    behind=_behind,
    by=(*BY_PLACE, By.LEVEL),
    options=(YEARS,),
    span=lambda figures: (
        _("years %(first)s - %(last)s") % {"first": figures.years[0], "last": figures.years[-1]}
    ),
)
