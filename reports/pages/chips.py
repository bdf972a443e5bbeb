"""The parameters of a page as chips (see templates/parts/chips.html)."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from promotion.lib.dates import format_day
from reports.declaration import Report
from reports.options import Option
from reports.parameters import By, Lens, Parameters, SourceChoice
from reports.places import COUNTRY, Place, PlaceKind, ProvinceMap


def chips(
    parameters: Parameters,
    years: list[int],
    scope: Place = COUNTRY,
    known: bool = False,
    until: date | None = None,
    **kept: str,
) -> list[dict[str, Any]]:
    """Year, cut-off, source and map; every choice keeps the other parameters and `kept`.

    Only what the map has the place on is offered. Where it is asked for, or offered by `known`,
    also as recorded by which day. `until` is the cut-off of the figures where it is another than
    the one that was asked for.
    """
    until = until or parameters.until
    years = [year for year in years if scope.stands_on(parameters.of_year(year).map_day)]
    lenses = [lens for lens in Lens if scope.stands_on(replace(parameters, lens=lens).map_day)]

    def link(**change: object) -> str:
        return f"?{parameters.query(**{**kept, **change})}"

    found: list[dict[str, Any]] = [
        {
            "name": "year",
            "label": _("Year"),
            "value": parameters.year,
            "current": parameters.year,
            # A year is asked the same question: 30/11/2025 becomes 30/11/2024.
            "links": [(link(year=y), y, y == parameters.year) for y in years],
        },
        {
            "name": "until",
            "label": _("Cut-off"),
            "value": format_day(until),
            "current": until.isoformat(),
            "kind": "date",
            "min": date(parameters.year, 1, 1).isoformat(),
            "max": parameters.today.isoformat(),
            "links": [
                (link(until=day), words, day == until)
                for day, words in cut_offs(parameters)
                if scope.stands_on(replace(parameters, until=day).map_day)
            ],
            "help": _("the period ends then; another period goes on")
            if until < parameters.until
            else "",
        },
        {
            "name": "source",
            "label": _("Source of funding"),
            "value": parameters.source.label,
            "current": parameters.source.value,
            "links": [
                (
                    link(source=None if choice == SourceChoice.ALL else choice),
                    choice.label,
                    choice == parameters.source,
                )
                for choice in SourceChoice
            ],
        },
        {
            "name": "lens",
            "label": _("Map"),
            "value": parameters.lens.label,
            "current": parameters.lens.value,
            "links": [
                (
                    link(lens=None if lens == Lens.TODAY else lens),
                    lens.label,
                    lens == parameters.lens,
                )
                for lens in lenses
            ],
            "help": _("today: merged units count for the unit of today; then: as at the cut-off"),
        },
    ]
    return [*found, _known_chip(parameters, link)] if known or parameters.known else found


def _known_chip(parameters: Parameters, link: Callable[..., str]) -> dict[str, Any]:
    day, now = parameters.known, pgettext("until", "now")
    choices = [(None, now), *([(day, format_day(day))] if day else [])]
    return {
        "name": "known",
        "label": _("As recorded by"),
        "value": format_day(day) if day else now,
        "current": day.isoformat() if day else "",
        "kind": "date",
        "max": parameters.today.isoformat(),
        "links": [(link(known=each), words, each == day) for each, words in choices],
        "help": _("only what was recorded by the end of that day counts"),
    }


def report_chips(
    parameters: Parameters,
    years: list[int],
    drawn: ProvinceMap,
    scope: Place,
    by: By,
    report: Report,
    in_reach: bool,
    until: date,
) -> list[dict[str, Any]]:
    """Those of every page of figures, the place, what a row is, and what only it asks for."""
    choices = report.rows_of(scope, in_reach)
    place = scope.in_address
    rows = {"by": by.value} if report.by and by != report.by[0] else {}
    places = [COUNTRY, *drawn.regions, *([scope] if scope.kind == PlaceKind.PROVINCE else [])]
    found = chips(parameters, years, scope, known=True, until=until, **place, **rows)
    found.append(
        {
            "name": "region",
            "label": _("Place"),
            "value": capfirst(scope.name),
            "current": scope.key,
            "links": [
                (
                    f"?{parameters.query(**each.in_address, **rows)}",
                    capfirst(each.name),
                    each.key == scope.key,
                )
                for each in places
            ],
        }
    )
    if len(choices) > 1:
        found.append(
            {
                "name": "by",
                "label": _("Rows"),
                "value": by.label,
                "current": by.value,
                "links": [
                    (f"?{parameters.query(**place, by=choice.value)}", choice.label, choice == by)
                    for choice in choices
                ],
            }
        )
    found += [_option_chip(option, parameters, place | rows) for option in report.options]
    return found


def _option_chip(option: Option, parameters: Parameters, kept: dict[str, str]) -> dict[str, Any]:
    choices = dict(option.choices(parameters))
    usual = next(iter(choices))
    current = parameters.more.get(option.name, usual)
    return {
        "name": option.name,
        "label": option.label,
        "value": choices.get(current, current),
        "current": current,
        "kind": option.kind,
        "links": [
            (
                f"?{parameters.query(**kept, **{option.name: value if value != usual else None})}",
                words,
                value == current,
            )
            for value, words in choices.items()
        ],
    }


def cut_offs(parameters: Parameters) -> list[tuple[date, str]]:
    """The days that reports are usually cut off at, none after today."""
    year = parameters.year
    days = [
        (date(year, 3, 31), _("3 months")),
        (date(year, 6, 30), _("6 months")),
        (date(year, 9, 30), _("9 months")),
        (date(year, 11, 30), _("11 months")),
        (date(year, 12, 31), _("whole year")),
        (date(year + 1, 1, 31), _("with settlement")),
    ]
    found = [(day, f"{format_day(day)} · {words}") for day, words in days]
    found = [(day, words) for day, words in found if day <= parameters.today]
    if parameters.today - date(year, 12, 31) <= timedelta(days=365):
        today = pgettext("cut-off", "today")
        found.append((parameters.today, f"{format_day(parameters.today)} · {today}"))
    return found
