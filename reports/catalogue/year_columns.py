"""The columns of budget years side by side; a measure has its year in its name."""

from collections.abc import Callable
from fractions import Fraction
from functools import cache

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from promotion.lib.dates import format_day
from reports.catalogue.sources import SOURCES
from reports.columns import Column, Measure, UnitOfMeasure
from reports.indicators import BySource
from reports.year_on_year import YearOnYear, Years

_PLAN = gettext_lazy("Annual plan")
_DISBURSED = gettext_lazy("Disbursed by the same day")
_RATE = gettext_lazy("Execution rate: disbursed of own plan (%)")


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
        return row.rate(year, source)

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


def measures(figures: YearOnYear) -> tuple[Measure, ...]:
    years = figures.years
    each = [kind(year) for year in years for kind in (_plan, _disbursed, _rate)]
    grown = [kind(year) for year in years[1:] for kind in (_more, _growth)]
    return (*each, *grown)


def columns(figures: YearOnYear) -> tuple[Column, ...]:
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
        *(_more_column(last, source, title, more) for source, title in SOURCES.items()),
        *(_growth_column(last, source, title, growth) for source, title in SOURCES.items()),
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
