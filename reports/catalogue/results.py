"""Establishments, capital, jobs and what was made; planned against accepted."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from projects.outcomes import ACCEPTED, HEADS, MADE, PLANNED
from promotion.lib.percent import NO_DATA
from promotion.templatetags.figures import million, vnd
from reports import results
from reports.catalogue.places import place_line, place_sections, place_title
from reports.catalogue.results_notes import notes, silent
from reports.columns import Column, Measure, UnitOfMeasure, fraction_text, has_data
from reports.declaration import Line, Report
from reports.pages.bars import Series, bars
from reports.pages.counted import support_lines
from reports.pages.how import named, of_every_report
from reports.pages.links import Links
from reports.pages.words import UNIT, of_source_alone, strong
from reports.parameters import By
from reports.places import Place
from reports.results import STAGES, ResultFigures, ResultsOfPlace
from reports.sentences import Sentence
from reports.sentences.results import of_both_sources
from reports.sentences.results import results as sentence

MONEY, COUNT, RATIO = UnitOfMeasure.MONEY, UnitOfMeasure.COUNT, UnitOfMeasure.RATIO
_TITLES = {"planned": PLANNED, "accepted": ACCEPTED}
_LEVERAGE = gettext_lazy("Leverage")
_MISSING = gettext_lazy("Projects that did not report")


def _stated(figure: str, stage: str) -> Measure:
    def value(row: ResultsOfPlace, source: str) -> int | None:
        stated = row[source].stage(stage).of(figure)
        return stated.amount if stated.is_known else None

    return Measure(
        f"{stage}_{figure}",
        MONEY if figure.endswith("_vnd") else COUNT,
        value,
        has_data,
        lambda row, source: row[source].stage(stage).of(figure).is_known,
    )


def _counted(figure: str, stage: str) -> Measure:
    def number(row: ResultsOfPlace, source: str) -> int:
        of_stage = row[source].stage(stage)
        if figure == "establishments":
            return len(of_stage.establishments)
        return of_stage.made[figure]

    return Measure(f"{stage}_{figure}", COUNT, number, has_data)


def _income(stage: str) -> Measure:
    def reported(row: ResultsOfPlace, source: str) -> bool:
        income = row[source].stage(stage).income
        return income.jobs > 0 or not income.missing

    return Measure(
        f"{stage}_income_million",
        RATIO,
        lambda row, source: row[source].stage(stage).income.average_million,
        has_data,
        reported,
    )


def _measure(figure: str, stage: str) -> Measure:
    if figure in results.FIGURES:
        return _stated(figure, stage)
    return _income(stage) if figure == "income" else _counted(figure, stage)


def _missing(stage: str) -> Measure:
    """Whose counterpart nobody stated when it was planned, or at its acceptance."""
    return Measure(
        f"{stage}_not_reported",
        COUNT,
        lambda row, source: row[source].stage(stage).of("counterpart_vnd").missing,
        has_data,
    )


def _counterpart_reported(row: ResultsOfPlace, source: str) -> bool:
    return row[source].planned.of("counterpart_vnd").is_known


SUPPORT = Measure(
    "support_vnd",
    MONEY,
    lambda row, source: row[source].support_vnd,
    has_data,
    _counterpart_reported,
)
LEVERAGE = Measure(
    "leverage", RATIO, lambda row, source: row[source].leverage, has_data, _counterpart_reported
)


def _pair(figure: str, heading: Promise) -> tuple[Column, ...]:
    """All but averages adds up, and establishments, of which one may be in several rows."""
    adds_up = figure not in ("establishments", "income")
    return tuple(
        Column(_measure(figure, stage), "all", heading, _TITLES[stage], adds_up=adds_up)
        for stage in STAGES
    )


_PAIRS = {figure: _pair(figure, heading) for figure, heading in HEADS.items()}
_MISSING_OF = {stage: _missing(stage) for stage in STAGES}
COLUMNS = (
    *_PAIRS["establishments"],
    *_PAIRS["investment_vnd"],
    *_PAIRS["counterpart_vnd"],
    Column(SUPPORT, "all", _LEVERAGE, gettext_lazy("Support of those who report")),
    Column(
        LEVERAGE,
        "all",
        _LEVERAGE,
        gettext_lazy("Counterpart ÷ support (times)"),
        ratio_of=("planned_counterpart_vnd.all", "support_vnd.all"),
    ),
    *_PAIRS["jobs"],
    *_PAIRS["income"],
    *(column for name in (*MADE, "trainees") for column in _PAIRS[name]),
    *(Column(_MISSING_OF[stage], "all", _MISSING, _TITLES[stage]) for stage in STAGES),
)
# {measure: (figure, stage)}
_FIGURES = {
    **{
        column.measure: (figure, stage)
        for figure, pair in _PAIRS.items()
        for column, stage in zip(pair, STAGES, strict=True)
    },
    **{measure: ("missing", stage) for stage, measure in _MISSING_OF.items()},
}
# What the list of establishments calls them.
_COLUMNS = {"planned": "planned", "accepted": "found"}
MEASURES = tuple(column.measure for column in COLUMNS)


def _headlines(
    figures: ResultFigures, scope: Place, links: Links, _kept: Mapping[str, str]
) -> list[dict[str, Any]]:
    row, source = figures.of(scope), figures.parameters.source.value
    establishments, counterpart, jobs = (
        _headline(figure, row, source, links)
        for figure in ("establishments", "counterpart_vnd", "jobs")
    )
    return [establishments, counterpart, _leverage_headline(row, source, links), jobs]


def _headline(figure: str, row: ResultsOfPlace, source: str, links: Links) -> dict[str, Any]:
    """What is planned; beneath, what was found at acceptance, and how many did not report."""
    unit, written = (UNIT, million) if figure.endswith("_vnd") else ("", vnd)

    def told(measure: Measure) -> tuple[str, str]:
        """The figure, and the address of what is behind it."""
        value: Any = measure.value(row, source) if row.has_data else None
        return written(value), behind(measure, row.place, source, links) if value else ""

    (planned, url), accepted = (told(column.measure) for column in _PAIRS[figure])
    lines = [format_html(_("at acceptance: {}"), strong(*accepted))]
    if missing := row[source].planned.of(figure).missing:
        without = links.results(row.place, source, figure=figure, reported="not-planned")
        number = strong(vnd(missing), without)
        lines.append(format_html(_("projects that did not report: {}"), number))
    return {
        "label": str(HEADS[figure]) + of_source_alone(source),
        "value": planned,
        "unit": unit,
        "url": url,
        "lines": lines,
    }


def _leverage_headline(row: ResultsOfPlace, source: str, links: Links) -> dict[str, Any]:
    label = _("Counterpart ÷ support") + of_source_alone(source)
    found = row[source]
    if found.leverage is None:
        return {"label": label, "value": NO_DATA, "unit": "", "url": "", "lines": []}
    counterpart, _accepted = (column.measure for column in _PAIRS["counterpart_vnd"])
    counterpart_vnd = found.planned.of("counterpart_vnd").amount
    url = behind(counterpart, row.place, source, links) if counterpart_vnd else ""
    fraction = format_html(
        "{} / {} {}",
        strong(million(counterpart_vnd), url),
        strong(million(found.support_vnd), behind(SUPPORT, row.place, source, links)),
        UNIT,
    )
    return {
        "label": label,
        "value": fraction_text(found.leverage, RATIO),
        "unit": _("times"),
        "url": behind(LEVERAGE, row.place, source, links) if found.leverage else "",
        "lines": [fraction],
    }


def _figure(
    figures: ResultFigures, scope: Place, by: By, links: Links
) -> tuple[str, dict[str, Any]]:
    source = figures.parameters.source.value
    rows = figures.rows(scope, by)
    if not any(row.has_data for row in rows):
        return "", {}
    series = []
    for stage, tone in zip(STAGES, ("previous", "all"), strict=True):
        stated = [row[source].stage(stage).of("counterpart_vnd") for row in rows]
        amounts = [
            each.amount if row.has_data and each.is_known else None
            for row, each in zip(rows, stated, strict=True)
        ]
        series.append(Series(str(_TITLES[stage]), tone, amounts))
    names = [row.place.name for row in rows]
    urls = [links.place(row.place) for row in rows]
    title = _("Counterpart, planned and at acceptance")
    return bars(title, names, series, urls=urls)


def _how(figures: ResultFigures, scope: Place, links: Links) -> Sequence[str | SafeString]:
    told = [*named(notes(figures)), silent(figures, scope)]
    return [*told, *of_every_report(figures, scope, links, [support_lines])]


def _sentence(figures: ResultFigures, scope: Place) -> Sentence:
    return sentence(figures.of(scope), scope, figures.parameters)


def _remark(figures: ResultFigures, scope: Place) -> str:
    """Why its sums are not those of a list of establishments, nor of both sources."""
    stated = _("What is stated of a whole project goes before the sum of its establishments.")
    return " ".join(filter(None, [stated, of_both_sources(figures.of(scope))]))


def behind(measure: Measure, place: Place, source: str, links: Links) -> str:
    """The projects whose sum a figure is, or the establishments; of the leverage both its sums."""
    if sort := {SUPPORT: "-approved_vnd", LEVERAGE: "-times"}.get(measure):
        known = {"figure": "counterpart_vnd", "reported": "planned", "sort": sort}
        return links.results(place, source, **known)
    if measure not in _FIGURES:
        return ""
    figure, stage = _FIGURES[measure]
    choices = {"accepted": "on"} if stage == "accepted" else {}
    if figure == "missing":
        without = {"figure": "counterpart_vnd", "reported": f"not-{stage}"}
        return links.results(place, source, **without)
    if figure == "establishments":
        return links.beneficiaries(place, source, **choices)
    if figure == "income":
        return links.beneficiaries(place, source, **choices, sort=f"-{_COLUMNS[stage]}_income_vnd")
    return links.results(place, source, figure=figure, **choices, sort=f"-{stage}")


def _behind(line: Line, column: Column, links: Links) -> str:
    if line.place is None or not column.value(line.row):
        return ""
    return behind(column.measure, line.place, column.source, links)


RESULTS = Report(
    slug="results",
    title=gettext_lazy("Results of support"),
    about=gettext_lazy("Establishments, counterpart, leverage, jobs; planned against accepted"),
    load=results.load,
    measures=lambda figures: MEASURES,
    columns=lambda figures: COLUMNS,
    sections=place_sections,
    total=lambda figures, scope: place_line(figures.of(scope)),
    row_title=place_title,
    sentence=_sentence,
    headlines=_headlines,
    figure=_figure,
    how=_how,
    notes=notes,
    behind=_behind,
    remark=_remark,
)
