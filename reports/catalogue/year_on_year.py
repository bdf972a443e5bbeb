"""Two to six budget years side by side, each to the same day of its own year."""

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from functools import cache
from typing import Any

from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from promotion.lib.dates import format_day
from promotion.lib.percent import NO_DATA
from promotion.templatetags.figures import million, percent
from reports import year_on_year
from reports.catalogue.places import place_line, place_sections, place_title
from reports.columns import Column, Measure, UnitOfMeasure
from reports.declaration import Line, LineKind, Report, Section
from reports.indicators import BySource, Execution
from reports.options import Choices, Option
from reports.pages.bars import Series, bars
from reports.pages.headlines import growth_words
from reports.pages.how import of_every_report
from reports.pages.links import Links
from reports.pages.words import SHORT, UNIT, strong
from reports.parameters import By, Parameters
from reports.places import MERGED_UNITS, Place, ProvinceMap
from reports.sentences import Sentence
from reports.sentences.years import year_on_year as sentence
from reports.year_on_year import YearOnYear, Years, plan_day

_USUAL, _LEAST, _MOST = 3, 2, 6
_TITLES = {
    "all": pgettext_lazy("sources", "Total"),
    "national": pgettext_lazy("short", "National"),
    "local": pgettext_lazy("short", "Local"),
}
_PLAN = gettext_lazy("Annual plan")
_DISBURSED = gettext_lazy("Disbursed by the same day")
_RATE = gettext_lazy("Execution rate: disbursed of own plan (%)")


def _numbers(_asked: Parameters) -> Choices:
    others = (number for number in range(_LEAST, _MOST + 1) if number != _USUAL)
    return [
        (str(number), ngettext("%(number)s year", "%(number)s years", number) % {"number": number})
        for number in (_USUAL, *others)
    ]


YEARS = Option("years", gettext_lazy("Years compared"), _numbers)


def _load(asked: Parameters, drawn: ProvinceMap) -> YearOnYear:
    return year_on_year.load(asked, drawn, int(YEARS.read(asked)))


def _amount(of: Callable[[Years], BySource | None]) -> Callable[[Years, str], int | None]:
    def amount(row: Years, source: str) -> int | None:
        found = of(row)
        return None if found is None else found[source]

    return amount


@cache
def _plan(year: int) -> Measure:
    amount = _amount(lambda row: row.plan(year))
    return Measure(f"plan_vnd_{year}", UnitOfMeasure.MONEY, amount, lambda row: row.known(year))


@cache
def _disbursed(year: int) -> Measure:
    amount = _amount(lambda row: row.disbursed(year))
    name = f"disbursed_vnd_{year}"
    return Measure(name, UnitOfMeasure.MONEY, amount, lambda row: row.known(year))


@cache
def _rate(year: int) -> Measure:
    def rate(row: Years, source: str) -> Fraction | None:
        return row.rate(source, year)

    return Measure(f"rate_{year}", UnitOfMeasure.PERCENT, rate, lambda row: row.known(year))


@cache
def _more(year: int) -> Measure:
    return Measure(
        f"plan_more_vnd_{year}",
        UnitOfMeasure.MONEY,
        lambda row, source: row.more(year, source),
        lambda row: row.known(year) and row.known(year - 1),
    )


@cache
def _growth(year: int) -> Measure:
    return Measure(
        f"plan_growth_{year}",
        UnitOfMeasure.PERCENT,
        lambda row, source: row.growth(year, source),
        lambda row: row.known(year) and row.known(year - 1),
    )


def _measures(figures: YearOnYear) -> tuple[Measure, ...]:
    years = figures.years
    each = [kind(year) for year in years for kind in (_plan, _disbursed, _rate)]
    grown = [kind(year) for year in years[1:] for kind in (_more, _growth)]
    return (*each, *grown)


def _columns(figures: YearOnYear) -> tuple[Column, ...]:
    """Every year's plan, disbursed and rate; how the last plan grew, source by source."""
    years, last = figures.years, figures.parameters.year
    values = {"year": last, "previous": last - 1}
    more = _("Plan of %(year)s less plan of %(previous)s") % values
    growth = _("Plan of %(year)s against %(previous)s: growth (%%)") % values
    plans = [Column(_plan(year), "all", _PLAN, str(year)) for year in years]
    paid = [
        Column(_disbursed(year), "all", _DISBURSED, _year_until(figures, year)) for year in years
    ]
    rates = [
        Column(
            _rate(year),
            "all",
            _RATE,
            str(year),
            ratio_of=(f"disbursed_vnd_{year}.all", f"plan_vnd_{year}.all"),
        )
        for year in years
    ]
    return (
        *plans,
        *paid,
        *rates,
        *(_more_column(last, source, title, more) for source, title in _TITLES.items()),
        *(_growth_column(last, source, title, growth) for source, title in _TITLES.items()),
    )


def _more_column(year: int, source: str, title: Promise, group: str) -> Column:
    parts = (f"plan_vnd_{year}.{source}", f"plan_vnd_{year - 1}.{source}")
    return Column(_more(year), source, group, title, difference_of=parts, adds_up=False)


def _growth_column(year: int, source: str, title: Promise, group: str) -> Column:
    parts = (f"plan_more_vnd_{year}.{source}", f"plan_vnd_{year - 1}.{source}")
    return Column(_growth(year), source, group, title, ratio_of=parts)


def _year_until(figures: YearOnYear, year: int) -> str:
    until = figures.parameters.of_year(year).until
    return _("%(year)s, until %(day)s") % {"year": year, "day": format_day(until)}


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
            strong(percent(row.rate(source, year))),
            strong(million(plan[source])),
            UNIT,
        )
    ]
    if year in row.by_year:
        lines.append(_growth_words(row.by_year[year], question))
    return found | {"url": _of_year(links, year).disbursed(row.place, source), "lines": lines}


def _growth_words(pair: Execution, question: Parameters) -> SafeString | str:
    return format_html("{}: {}", _("Plan"), growth_words(pair, question))


def _figure(
    figures: YearOnYear, scope: Place, _by: By, _links: Links
) -> tuple[str, dict[str, Any]]:
    row, chosen = figures.of(scope), figures.parameters.source.value
    sources = ("national", "local") if chosen == "all" else (chosen,)
    plan = _("Plan")
    series = [
        _series(f"{plan}, {SHORT[source]}", source, source, [row.plan(y) for y in figures.years])
        for source in sources
    ]
    paid = [row.disbursed(year) for year in figures.years]
    series.append(_series(_("Disbursed"), "all", chosen, paid))
    title = _("Plan and disbursed, year by year")
    return bars(title, [str(year) for year in figures.years], series, unit=str(UNIT))


def _series(name: str, tone: str, source: str, amounts: Sequence[BySource | None]) -> Series:
    values = [None if amount is None else amount[source] for amount in amounts]
    return Series(name, tone, values, [million(value) for value in values])


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
    return [*(text for _name, text in _notes(figures)), *of_every_report(figures, scope, links)]


def _behind(line: Line, column: Column, links: Links) -> str:
    if line.kind == LineKind.REST or not column.value(line.row):
        return ""
    kind, _sep, year = column.measure.name.rpartition("_")
    if kind == "disbursed_vnd":
        return _of_year(links, int(year)).disbursed(line.row.place, column.source)
    if kind == "plan_vnd":
        day = plan_day(links.parameters, int(year))
        return links.at(int(year), day).plan(line.row.place, column.source)
    return ""


def _of_year(links: Links, year: int) -> Links:
    return links.at(year, links.parameters.of_year(year).until)


YEAR_ON_YEAR = Report(
    slug="year-on-year",
    title=gettext_lazy("Year on year"),
    about=gettext_lazy("Two to six years to the same day of each; how the plan grew by source"),
    load=_load,
    measures=_measures,
    columns=_columns,
    sections=_sections,
    total=_total,
    row_title=place_title,
    sentence=_sentence,
    headlines=_headlines,
    figure=_figure,
    how=_how,
    notes=_notes,
    behind=_behind,
    options=(YEARS,),
    span=lambda figures: (
        _("years %(first)s - %(last)s") % {"first": figures.years[0], "last": figures.years[-1]}
    ),
)
