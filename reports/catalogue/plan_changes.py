"""Decisions on annual plans between two days: how many, how much, which way."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from promotion.lib.dates import day_before, format_day
from promotion.models import BudgetLine
from promotion.templatetags.figures import million, vnd
from reports import plan_changes
from reports.catalogue.places import place_line, place_sections, place_title
from reports.catalogue.sources import by_sources
from reports.columns import Column, Measure, UnitOfMeasure, has_data
from reports.declaration import Line, Report
from reports.options import DayOption
from reports.pages.bars import Series, bars
from reports.pages.counted import read_at
from reports.pages.how import display, map_words, named, rounding
from reports.pages.links import Links
from reports.pages.words import UNIT, by_source, strong
from reports.parameters import By, Parameters
from reports.places import Place, ProvinceMap
from reports.plan_changes import MOVES, PlanChanges, PlanChangesFigures
from reports.queries.plan_changes import ARRIVES, LEAVES
from reports.sentences import Sentence
from reports.sentences.plan_changes import plan_changes as sentence

MONEY = UnitOfMeasure.MONEY


def _moved(move: str) -> Measure:
    return Measure(
        f"{move.replace('-', '_')}_vnd",
        MONEY,
        lambda row, source: row.moved_vnd(move, source),
        has_data,
    )


BEFORE = Measure("before_vnd", MONEY, lambda row, source: row.before_vnd[source], has_data)
CHANGE = Measure("change_vnd", MONEY, PlanChanges.change_vnd, has_data)
PLAN = Measure("plan_vnd", MONEY, PlanChanges.plan_vnd, has_data)
DECISIONS = Measure("decisions", UnitOfMeasure.COUNT, PlanChanges.number, has_data)
MOVED = {move: _moved(move) for move in MOVES}
MEASURES = (DECISIONS, BEFORE, *MOVED.values(), CHANGE, PLAN)

_TITLES = {
    **{kind.value: kind.label for kind in BudgetLine.Kind},
    ARRIVES: gettext_lazy("transfer in"),
    LEAVES: gettext_lazy("transfer out"),
}
_DECISIONS = pgettext_lazy("number of", "Decisions")
_BEFORE = gettext_lazy("Plan on the eve")
_CHANGES = gettext_lazy("Added and taken away")
_CHANGE = gettext_lazy("Change in all")


def _columns(figures: PlanChangesFigures) -> tuple[Column, ...]:
    """The plan before only where there is a first day."""
    before = (Column(BEFORE, "all", _BEFORE, _BEFORE),) if figures.since else ()
    moves = tuple(Column(MOVED[move], "all", _CHANGES, _TITLES[move]) for move in MOVES)
    parts = tuple(f"{measure.name}.all" for measure in MOVED.values())
    return (
        Column(DECISIONS, "all", _DECISIONS, _DECISIONS, adds_up=False),
        *before,
        *moves,
        Column(CHANGE, "all", _CHANGES, _CHANGE, sum_of=parts),
        *by_sources(PLAN, gettext_lazy("Annual plan")),
    )


def _days(asked: Parameters) -> list[tuple[str, str]]:
    """The first days of quarters, and of the year's last month."""
    usual = [date(asked.year, month, 1) for month in (1, 4, 7, 10, 12)]
    days = [day for day in usual if day <= asked.until]
    return [("", _("the first decision")), *((day.isoformat(), format_day(day)) for day in days)]


SINCE = DayOption("since", gettext_lazy("Decisions from"), _days)


def _load(asked: Parameters, drawn: ProvinceMap) -> PlanChangesFigures:
    return plan_changes.load(asked, drawn, _since(asked))


def _since(asked: Parameters) -> date | None:
    typed = SINCE.read(asked)
    return date.fromisoformat(typed) if typed else None


def _sentence(figures: PlanChangesFigures, scope: Place) -> Sentence:
    return sentence(figures.of(scope), figures.parameters, figures.since)


def _headlines(
    figures: PlanChangesFigures, scope: Place, links: Links, _kept: Mapping[str, str]
) -> list[dict[str, Any]]:
    row, source = figures.of(scope), figures.parameters.source.value
    until = {"until": format_day(figures.parameters.until)}
    transfers = [
        strong(million(abs(row.moved_vnd(move, source))), _rows(MOVED[move], row, source, links))
        for move in (ARRIVES, LEAVES)
    ]
    plans = {name: links.plan(scope, name) for name in ("national", "local")}
    return [
        {
            "label": _DECISIONS,
            "value": vnd(row.number(source)),
            "unit": "",
            "url": _rows(DECISIONS, row, source, links),
            "lines": [],
        },
        {
            "label": _CHANGE,
            "value": million(row.change_vnd(source)),
            "unit": UNIT,
            "url": _rows(CHANGE, row, source, links),
            "lines": [format_html(_("transfers: {} in, {} out"), *transfers)],
        },
        {
            "label": _("Plan as at %(until)s") % until,
            "value": million(row.plan_vnd(source)),
            "unit": UNIT,
            "url": links.plan(scope, source),
            "lines": [by_source(row.plan_by_source, plans)] if source == "all" else [],
        },
    ]


def _figure(
    figures: PlanChangesFigures, scope: Place, by: By, links: Links
) -> tuple[str, dict[str, Any]]:
    row, source = figures.of(scope), figures.parameters.source.value
    amounts = [row.moved_vnd(move, source) for move in MOVES]
    series = [
        Series(pgettext("plan", "added"), "all", [max(amount, 0) for amount in amounts]),
        Series(_("taken away"), "previous", [max(-amount, 0) for amount in amounts]),
    ]
    title = _("What decisions added and took away")
    urls = [_rows(MOVED[move], row, source, links) for move in MOVES]
    return bars(title, [str(_TITLES[move]) for move in MOVES], series, urls=urls)


# {measure: the kind of change that the list of budgets calls it}
_KINDS = {
    **{measure: move for move, measure in MOVED.items()},
    MOVED[ARRIVES]: "transfer",
    MOVED[LEAVES]: "transfer_out",
    CHANGE: "plan",
}


def _behind(line: Line, column: Column, links: Links) -> str:
    return _rows(column.measure, line.row, column.source, links)


def _rows(measure: Measure, row: PlanChanges, source: str, links: Links) -> str:
    """The annual budgets whose plan, or what changed it in these days, a figure is the sum of;
    the decisions that it is the number of."""
    since = _since(links.parameters)
    if not measure.value(row, source):
        return ""
    if measure is DECISIONS:
        return links.decisions(row.place, source, since)
    if measure is PLAN:
        return links.plan(row.place, source)
    if measure is BEFORE and since:
        return links.at(links.parameters.year, day_before(since)).plan(row.place, source)
    if kind := _KINDS.get(measure):
        return links.plan_changes(row.place, source, since, kind.replace("-", "_"))
    return ""


def _notes(figures: PlanChangesFigures) -> list[tuple[str, str]]:
    asked = figures.parameters
    values = {"year": asked.year, "until": format_day(asked.until)}
    return [
        (
            _("Added and taken away"),
            _(
                "lines of decisions on the plan of %(year)s signed in these days, until"
                " %(until)s; a line that was taken back is counted with its reversal."
            )
            % values,
        ),
        (
            _("Transfers"),
            _(
                "one line, added where it arrives and taken from where it leaves; over the whole"
                " country both columns are equal."
            ),
        ),
        (
            _("Number of decisions"),
            _("a decision on several places counts once in each of them and once in the total."),
        ),
    ]


def _how(figures: PlanChangesFigures, scope: Place, links: Links) -> Sequence[str | SafeString]:
    return [
        *named(_notes(figures)),
        f"{rounding()} {display()}",
        map_words(figures.map, figures.parameters.lens),
        read_at(),
    ]


PLAN_CHANGES = Report(
    slug="plan-changes",
    title=gettext_lazy("Changes of annual plans"),
    about=gettext_lazy("Decisions between two days: how many, how much, which way"),
    load=_load,
    measures=lambda figures: MEASURES,
    columns=_columns,
    sections=place_sections,
    total=lambda figures, scope: place_line(figures.of(scope)),
    row_title=place_title,
    sentence=_sentence,
    headlines=_headlines,
    figure=_figure,
    how=_how,
    notes=_notes,
    behind=_behind,
    options=(SINCE,),
)
