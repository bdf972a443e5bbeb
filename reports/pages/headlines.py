"""The four figures at the top of a page, each with its fraction, unit and date."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from fractions import Fraction
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from promotion.lib.dates import format_day
from promotion.lib.percent import NO_DATA
from promotion.templatetags.figures import million, percent_bare
from reports.execution import ExecutionFigures
from reports.indicators import Execution
from reports.pages.links import Links
from reports.pages.words import SHORT, UNIT, by_source, drawn_rate, of_source_alone, strong
from reports.pages.worked import address, opened
from reports.parameters import Parameters
from reports.places import Place


def headlines(
    figures: ExecutionFigures,
    scope: Place,
    links: Links,
    kept: Mapping[str, str] | None = None,
    moves: bool = True,
) -> list[dict[str, Any]]:
    """Plan, disbursed, execution rate, same period: contexts of parts/headline.html.

    `kept` are parameters of the page besides the question's own that its links to itself keep;
    one that does not move to another day has no such links.
    """
    row = figures.of(scope)
    return [
        _plan(row, figures.parameters, links),
        _disbursed(figures, row, links, kept or {} if moves else None),
        _rate(row, figures.parameters, links),
        _same_period(row, figures.parameters, links),
    ]


def _plan(row: Execution, asked: Parameters, links: Links) -> dict[str, Any]:
    source = asked.source.value
    lines: list[str] = []
    if source == "all" and row.has_data:
        urls = {name: links.plan(row.place, name) for name in ("national", "local")}
        lines.append(by_source(row.plan_vnd, urls))
    if row.has_data:
        lines.append(growth_words(row, asked))
    lines.append(_("decisions signed until %(until)s") % {"until": format_day(asked.until)})
    return {
        "label": _("Plan of %(year)s") % {"year": asked.year} + of_source_alone(source),
        "value": million(row.plan_vnd[source]) if row.has_data else NO_DATA,
        "unit": UNIT,
        "url": links.plan(row.place, source) if row.has_data else "",
        "lines": lines,
    }


def growth_words(row: Execution, asked: Parameters, name: str = "plan_growth") -> SafeString | str:
    """ "tăng 16,94% so với năm 2024 (KCĐP giảm 4,92%)"; the sources follow where both count.

    `name` is under which the page works them out.
    """
    source = asked.source.value
    growth = row.plan_growth(source)
    if growth is None and not row.earlier_has_data:
        return _no_data_of(asked.previous_year)
    if growth is None:
        return _("no plan of %(year)s to compare with") % {"year": asked.previous_year}
    words = format_html(
        _growth_template(growth), opened(abs(growth), f"{name}.{source}"), asked.previous_year
    )
    if source != "all":
        return words
    more, less = _("{} {} more"), _("{} {} less")
    alone = [
        format_html(less if part < 0 else more, SHORT[of], opened(abs(part), f"{name}.{of}"))
        for of in ("national", "local")
        if (part := row.plan_growth(of)) is not None
    ]
    return (
        format_html("{} ({})", words, format_html_join(", ", "{}", zip(alone))) if alone else words
    )


def _growth_template(growth: Fraction) -> str:
    if growth < 0:
        return _("{} less than in {}")
    return _("{} more than in {}")


def _disbursed(
    figures: ExecutionFigures, row: Execution, links: Links, kept: Mapping[str, str] | None
) -> dict[str, Any]:
    asked = figures.parameters
    source = asked.source.value
    lines: list[str] = []
    if source == "all" and row.has_data:
        urls = {name: links.disbursed(row.place, name) for name in ("national", "local")}
        lines.append(by_source(row.disbursed_vnd, urls))
    if row.has_data:
        if advances_vnd := row.outstanding_advance_vnd[source]:
            words = _("of which outstanding advances")
            url = links.advances(row.place, source)
            lines.append(format_html("{} {}", words, strong(million(advances_vnd), url)))
        lines.append(format_html(_("remaining {}"), strong(million(row.remaining_vnd(source)))))
    if kept is not None and (later := since_then(figures, row.place, links, kept)):
        lines.append(later)
    until = format_day(asked.until)
    return {
        "label": _("Disbursed until %(until)s") % {"until": until} + of_source_alone(source),
        "value": million(row.disbursed_vnd[source]) if row.has_data else NO_DATA,
        "unit": UNIT,
        "url": links.disbursed(row.place, source) if row.has_data else "",
        "lines": lines,
    }


def since_then(
    figures: ExecutionFigures, scope: Place, links: Links, kept: Mapping[str, str]
) -> SafeString | str:
    """ "từ đó đến nay +1.234", a link to the page as at today; nothing if nothing came after.

    A place that today's map of the page has not leads to the rows of what came after.
    """
    asked = figures.parameters
    source = asked.source.value
    later = figures.since_then(scope)[source]
    if asked.today <= asked.until or not later:
        return ""
    url = f"?{asked.query(**kept, until=asked.today)}"
    if not scope.stands_on(replace(asked, until=asked.today).map_day):
        url = links.at(asked.year, asked.today).booked_from(
            asked.until + timedelta(days=1), scope, source
        )
    words = _("since then"), million(later) if later < 0 else f"+{million(later)}"
    if not url:
        return " ".join(words)
    return format_html('<a href="{}">{} {}</a>', url, *words)


def _rate(row: Execution, asked: Parameters, links: Links) -> dict[str, Any]:
    source = asked.source.value
    rate, previous = row.rate(source), row.same_period_rate(source)
    lines = [_no_data_of(asked.year)]
    if row.has_data:
        disbursed = strong(million(row.disbursed_vnd[source]), links.disbursed(row.place, source))
        plan = strong(million(row.plan_vnd[source]), links.plan(row.place, source))
        until = format_day(asked.until)
        lines = [format_html(_("{} / {} {} until {}"), disbursed, plan, UNIT, until)]
    if source == "all" and row.has_data:
        rates = format_html_join(
            " · ",
            "{} {}",
            (
                (SHORT[name], opened(row.rate(name), f"rate.{name}"))
                for name in ("national", "local")
            ),
        )
        lines.append(format_html(_("{} of each source's own plan"), rates))
    if row.earlier_has_data:
        day = format_day(asked.same_period_until)
        lines.append(
            format_html(_("on {}: {}"), day, opened(previous, f"same_period_rate.{source}"))
        )
    return {
        "label": _("Disbursed of the year's plan") + of_source_alone(source),
        "value": percent_bare(rate) if row.has_data else NO_DATA,
        "url": address(f"rate.{source}", rate),
        "unit": "" if rate is None else "%",
        "meter": {"rate": drawn_rate(rate), "previous": drawn_rate(previous)},
        "lines": lines,
    }


def _same_period(row: Execution, asked: Parameters, links: Links) -> dict[str, Any]:
    source = asked.source.value
    ratio, before = row.same_period_ratio(source), row.same_period_vnd
    unknown = not row.known_in_both_years
    if not row.existed_in_same_period:
        lines = [_("the unit did not exist on %(day)s") % {"day": _same_day(asked)}]
    elif before is None or unknown:
        lines = [_no_data_of(asked.year if row.earlier_has_data else asked.previous_year)]
    else:
        fraction = format_html(
            "{} / {} {}",
            strong(million(row.disbursed_vnd[source]), links.disbursed(row.place, source)),
            strong(million(before[source]), links.same_period(row.place, source)),
            UNIT,
        )
        lines = [fraction]
        parts = ("local", "national") if source == "all" else (source,) if ratio is None else ()
        if parts:
            alone = ((_source_alone(row, name, asked),) for name in parts)
            lines.append(format_html_join(" · ", "{}", alone))
        until = {"until": format_day(asked.until), "earlier": _same_day(asked)}
        lines.append(_("until %(until)s / until %(earlier)s") % until)
    year = {"year": asked.previous_year}
    return {
        "label": _("Against the same period of %(year)s") % year + of_source_alone(source),
        "value": NO_DATA if unknown else percent_bare(ratio),
        "url": address(f"same_period_ratio.{source}", ratio),
        "unit": "" if ratio is None else "%",
        "lines": lines,
    }


def _source_alone(row: Execution, source: str, asked: Parameters) -> SafeString:
    """ "KCĐP 111,50%", or in words why there is no ratio."""
    ratio = row.same_period_ratio(source)
    if ratio is not None:
        return format_html("{} {}", SHORT[source], opened(ratio, f"same_period_ratio.{source}"))
    words = _("{}: nothing disbursed in {}")
    if not row.earlier_plan_vnd[source]:
        words = _("{}: no plan in {}")
    return format_html(words, SHORT[source], asked.previous_year)


def _no_data_of(year: int) -> str:
    return _("no figures of %(year)s yet") % {"year": year}


def _same_day(asked: Parameters) -> str:
    return format_day(asked.same_period_until)
