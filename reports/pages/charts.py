"""The rows that bullets and curve draw, made from figures; each chart's part of the page."""

from dataclasses import replace
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from promotion.lib.dates import format_day, month_end
from promotion.lib.percent import NO_DATA
from promotion.models import Source, settled_until
from promotion.templatetags.figures import million, percent
from reports import figures as plotly
from reports.drawings import (
    BulletRow,
    CurvePoint,
    Line,
    SCurve,
    curve_top,
    months_from_new_year,
    tick_amounts,
)
from reports.execution import ExecutionFigures
from reports.indicators import AFTER_THE_YEAR, Curve, Execution
from reports.pages.links import Links
from reports.pages.words import FULL, SHORT, UNIT, drawn_rate, language
from reports.parameters import Parameters
from reports.places import Place, PlaceKind

LANES = ("local", "national")


def bullets(
    title: str, rows: list[Execution], asked: Parameters, links: Links, *, by_source: bool = False
) -> dict[str, Any]:
    """Context of parts/bullets.html with its Plotly figure.

    One row for each place; with `by_source` one for each source of the only place.
    """
    chosen = asked.source.value
    lanes = LANES if chosen == "all" else (chosen,)
    if by_source:
        drawn = tuple(
            _bullet_row(row, (lane,), lane, asked, links) for row in rows for lane in lanes
        )
    else:
        drawn = tuple(_bullet_row(row, lanes, chosen, asked, links) for row in rows)
    return {
        "title": title,
        "previous_year": asked.previous_year,
        "long_names": by_source or any(row.place.kind != PlaceKind.PROVINCE for row in rows),
        "lanes": chosen,
        "rows": drawn,
        "figure": "figure-bullets",
        "plotly": plotly.bullet(drawn, language()),
    }


def _bullet_row(
    row: Execution, lanes: tuple[str, ...], source: str, asked: Parameters, links: Links
) -> BulletRow:
    """`source` is what the numbers at the right and the tick are of."""
    previous = row.same_period_rate(source)
    note = ""
    if previous is not None:
        day = format_day(asked.same_period_until)
        note = _("on %(day)s: %(rate)s") % {"day": day, "rate": percent(previous)}
    one_lane = len(lanes) == 1 and asked.source.value == "all"
    return BulletRow(
        name=str(FULL[source]) if one_lane else capfirst(row.place.name),
        url=links.disbursed(row.place, source) if one_lane else links.place(row.place),
        local_rate=drawn_rate(row.rate("local")) if "local" in lanes else None,
        national_rate=drawn_rate(row.rate("national")) if "national" in lanes else None,
        previous_rate=drawn_rate(previous),
        rate_text=percent(row.rate(source)) if row.has_data else NO_DATA,
        disbursed_text=million(row.disbursed_vnd[source] if row.has_data else None),
        plan_text=million(row.plan_vnd[source] if row.has_data else None),
        remaining_text=million(row.remaining_vnd(source) if row.has_data else None),
        local_note=_lane_note(row, "local") if "local" in lanes else "",
        national_note=_lane_note(row, "national") if "national" in lanes else "",
        previous_note=note,
    )


def _lane_note(row: Execution, source: str) -> str:
    if not row.has_data:
        no_data = _("no data")
        return f"{SHORT[source]}: {no_data}"
    values = {
        "source": SHORT[source],
        "rate": percent(row.rate(source)),
        "disbursed": million(row.disbursed_vnd[source]),
        "plan": million(row.plan_vnd[source]),
        "unit": UNIT,
    }
    return _("%(source)s %(rate)s: %(disbursed)s / %(plan)s %(unit)s") % values


def curves(figures: ExecutionFigures, places: list[Place], links: Links) -> list[dict[str, Any]]:
    """Contexts of parts/curve.html, one for each place; all to one scale, so that they compare."""
    top_vnd = max(_s_curve(figures, place).top_vnd for place in places)
    return [
        curve(figures, place, links, top_vnd)
        | {"title": capfirst(place.name), "figure": f"figure-curve-{place.key}", "span": 4}
        for place in places
    ]


def _years(figures: ExecutionFigures, scope: Place) -> tuple[Curve, Curve | None]:
    """The year, without points where nothing is known of it, and the one before, if known."""
    row, this_year = figures.of(scope), figures.curve(scope)
    last_year = figures.previous_curve(scope)
    return (
        this_year if row.has_data else replace(this_year, points=()),
        last_year if row.same_period_vnd is not None else None,
    )


def curve(
    figures: ExecutionFigures, scope: Place, links: Links, top_vnd: int | None = None
) -> dict[str, Any]:
    """Context of parts/curve.html with its Plotly figure, `top_vnd` at its upper edge if given."""
    asked, drawn = figures.parameters, _s_curve(figures, scope, top_vnd)
    return {
        "title": _("Cumulative disbursement by month"),
        "note": _curve_note(figures.of(scope), asked),
        "label": _curve_label(drawn),
        "ticks": drawn.ticks,
        "months": drawn.months,
        "plan": drawn.plan,
        "now": drawn.now_drawn,
        "previous": drawn.previous_drawn,
        "table": _months_table(*_years(figures, scope), asked.source.value, scope, links),
        "now_label": asked.year,
        "previous_label": asked.previous_year,
        "data": links.data("monthly", scope),
        "figure": "figure-curve",
        "plotly": plotly.s_curve(drawn, language()),
    }


def _s_curve(figures: ExecutionFigures, scope: Place, top_vnd: int | None = None) -> SCurve:
    source = figures.parameters.source.value
    this_year, last_year = _years(figures, scope)
    now = _line(this_year, source)
    previous = _line(last_year, source) if last_year else None
    if previous and not any(point.amount_vnd for point in previous.points):
        previous = None
    plan_vnd = this_year.plan_vnd[source] if figures.of(scope).has_data else 0
    months = [(month, str(month)) for month in range(1, 13)]
    if now.points[-1].x > 12:
        months.append((AFTER_THE_YEAR, _("after 31/12")))
    top_vnd = top_vnd or curve_top(now, previous, plan_vnd)
    return SCurve(
        now=now,
        previous=previous,
        plan_vnd=plan_vnd or None,
        plan_label=_("Plan of the year %(amount)s") % {"amount": million(plan_vnd)},
        top_vnd=top_vnd,
        tick_labels=tuple((vnd, million(vnd)) for vnd in tick_amounts(top_vnd)),
        month_labels=tuple(months),
    )


def _line(curve: Curve, source: str) -> Line:
    """From zero at New Year; whatever was booked after the year stands at one last point.

    A year of which nothing is known stays at its beginning, labelled "…".
    """
    nothing = "0" if curve.points else NO_DATA
    points = [CurvePoint(0, 0, f"01/01/{curve.year}: {nothing}")]
    for point in curve.points:
        amount_vnd = point.disbursed_vnd[source]
        note = f"{format_day(point.day)}: {million(amount_vnd)} {UNIT}"
        x = min(months_from_new_year(curve.year, point.day), AFTER_THE_YEAR)
        if x > 12:
            points = [earlier for earlier in points if earlier.x <= 12]
            x = AFTER_THE_YEAR
        points.append(CurvePoint(x, amount_vnd, note))
    last_vnd = points[-1].amount_vnd if curve.points else None
    return Line(tuple(points), f"{curve.year} · {million(last_vnd)}")


def _curve_note(row: Execution, asked: Parameters) -> str:
    """ "Cao hơn cùng kỳ 11.823 triệu đồng; còn 13.823 triệu đồng chưa giải ngân"."""
    source = asked.source.value
    words = []
    more = row.more_than_same_period_vnd(source)
    if more is not None:
        template = _("%(amount)s million đồng more than in the same period")
        if more < 0:
            template = _("%(amount)s million đồng less than in the same period")
        words.append(template % {"amount": million(abs(more))})
    if row.has_data and row.remaining_vnd(source) > 0:
        left = million(row.remaining_vnd(source))
        words.append(_("%(amount)s million đồng not disbursed yet") % {"amount": left})
    if source != "local" and row.plan_vnd.national:
        last = settled_until(asked.year, Source.NATIONAL)
        words.append(_("national settlement until %(day)s") % {"day": format_day(last)})
    return capfirst("; ".join(words)) + "." if words else ""


def _curve_label(curve: SCurve) -> str:
    labels = [curve.now.label]
    if curve.previous:
        labels.append(curve.previous.label)
    if curve.plan_vnd:
        labels.append(curve.plan_label)
    return _("Cumulative disbursement by month") + f": {'; '.join(labels)} ({UNIT})"


def _months_table(
    this_year: Curve, last_year: Curve | None, source: str, scope: Place, links: Links
) -> list[dict[str, Any]]:
    """Printed sums by month's end, both years beside each other; … where a year has none yet."""
    now, before = this_year.by_month, last_year.by_month if last_year else {}
    rows = []
    for month in sorted({*now, *before}):
        words = _("after 31/12") if month == AFTER_THE_YEAR else str(month)
        if month in now and now[month].day != month_end(now[month].day):
            words = _("until %(day)s") % {"day": format_day(now[month].day)}
        cells = []
        for curve, sums in ((this_year, now), (last_year, before)):
            cell = {"text": NO_DATA, "url": ""}
            if curve and month in sums:
                amount_vnd = sums[month].disbursed_vnd[source]
                by_then = links.at(curve.year, sums[month].day)
                url = by_then.disbursed(scope, source) if amount_vnd else ""
                cell = {"text": million(amount_vnd), "url": url}
            cells.append(cell)
        rows.append({"month": words, "cells": cells})
    return rows
