"""Plan and disbursement by source: the report that the overview, regions and provinces show."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from promotion.lib.dates import format_day
from promotion.models import Level
from promotion.templatetags.figures import million
from reports import execution, sentences
from reports.catalogue.execution_notes import notes
from reports.catalogue.places import place_line, place_sections, place_title
from reports.catalogue.sources import SOURCES, by_sources, ratio_by_sources
from reports.columns import Column, Measure, UnitOfMeasure, has_data
from reports.declaration import BY_PLACE, Line, LineKind, Report, Section
from reports.execution import ExecutionFigures
from reports.indicators import ZERO, Execution
from reports.pages import charts
from reports.pages.headlines import headlines
from reports.pages.how import how
from reports.pages.links import Links
from reports.parameters import By, SourceChoice
from reports.places import MERGED_UNITS, Place
from reports.sentences import Sentence


def _same_period(row: Execution, source: str) -> int | None:
    return None if row.same_period_vnd is None else row.same_period_vnd[source]


def _note(row: Execution, source: str) -> str:
    notes = []
    if not row.existed_in_same_period:
        notes.append(_("since %(day)s") % {"day": format_day(row.place.since)})
    if row.synthetic:
        notes.append(_("demonstration data"))
    return "; ".join(notes)


def _known_before(row: Execution) -> bool:
    return row.known_before


def _known_in_both(row: Execution) -> bool:
    return row.known_in_both_years


MONEY, PERCENT, COUNT = UnitOfMeasure.MONEY, UnitOfMeasure.PERCENT, UnitOfMeasure.COUNT
PLAN = Measure("plan_vnd", MONEY, lambda row, source: row.plan_vnd[source], has_data)
DISBURSED = Measure("disbursed_vnd", MONEY, lambda row, source: row.disbursed_vnd[source], has_data)
OUTSTANDING_ADVANCE = Measure(
    "outstanding_advance_vnd",
    MONEY,
    lambda row, source: row.outstanding_advance_vnd[source],
    has_data,
)
SAME_PERIOD = Measure("same_period_vnd", MONEY, _same_period, _known_before)
RATE = Measure("rate", PERCENT, Execution.rate, has_data)
SHARE = Measure("share_of_whole_plan", PERCENT, Execution.share_of_whole_plan, has_data)
SAME_PERIOD_RATIO = Measure(
    "same_period_ratio", PERCENT, Execution.same_period_ratio, _known_in_both
)
PLAN_GROWTH = Measure("plan_growth", PERCENT, Execution.plan_growth, _known_in_both)
PLANNED = Measure("planned", COUNT, lambda row, source: row.projects[source].planned, has_data)
COMPLETED = Measure(
    "completed", COUNT, lambda row, source: row.projects[source].completed, has_data
)
NOTE = Measure("note", UnitOfMeasure.TEXT, _note)

_PLAN = gettext_lazy("Annual plan")
_DISBURSED = gettext_lazy("Disbursed, cumulative")
_ADVANCES = gettext_lazy("Of which outstanding advances")
_RATE = gettext_lazy("Execution rate: disbursed of own plan (%)")
_SHARE = gettext_lazy("Share of the whole plan (%)")
_SAME_PERIOD = gettext_lazy("Same period of the year before")
_PROJECTS = gettext_lazy("Number of projects")
_NOTE = pgettext_lazy("column", "Note")


def _share_column(source: str) -> Column:
    parts = (f"disbursed_vnd.{source}", "plan_vnd.all")
    return Column(SHARE, source, _SHARE, SOURCES[source], ratio_of=parts)


MEASURES = (
    *(PLAN, DISBURSED, OUTSTANDING_ADVANCE, SAME_PERIOD),
    *(RATE, SHARE, SAME_PERIOD_RATIO, PLAN_GROWTH),
)
COLUMNS = (
    *by_sources(PLAN, _PLAN),
    *by_sources(DISBURSED, _DISBURSED),
    Column(OUTSTANDING_ADVANCE, "all", _DISBURSED, _ADVANCES),
    *ratio_by_sources(RATE, _RATE, DISBURSED, PLAN),
    _share_column("national"),
    _share_column("local"),
    Column(SAME_PERIOD, "all", _SAME_PERIOD, gettext_lazy("Disbursed in the same period")),
    Column(
        SAME_PERIOD_RATIO,
        "all",
        _SAME_PERIOD,
        gettext_lazy("Against the same period (%)"),
        ratio_of=("disbursed_vnd.all", "same_period_vnd.all"),
    ),
    Column(PLANNED, "all", _PROJECTS, gettext_lazy("Planned")),
    Column(COMPLETED, "all", _PROJECTS, gettext_lazy("Completed")),
    Column(NOTE, "all", _NOTE, _NOTE),
)


def _sections(figures: ExecutionFigures, scope: Place, by: By) -> Sequence[Section]:
    return place_sections(figures, scope, by, _rest)


def _rest(rows: Sequence[Execution]) -> list[Line]:
    """What units that no longer exist had disbursed a year ago, which no row of today has."""
    hidden = sum((row.earlier_disbursed_vnd for row in rows if row.same_period_vnd is None), ZERO)
    if not hidden.all:
        return []
    row = Execution(MERGED_UNITS, earlier_disbursed_vnd=hidden)
    return [Line({"place": MERGED_UNITS}, row, LineKind.REST, frozenset({SAME_PERIOD.name}))]


def _remark(figures: ExecutionFigures, scope: Place) -> str:
    """How much of the local money is of districts and communes."""
    rows = figures.rows(scope, By.LEVEL)
    below = [row for row in rows if row.place.level not in ("", Level.PROVINCE)]
    if not below or figures.parameters.source == SourceChoice.NATIONAL:
        return ""
    return _("of which districts and communes: plan %(plan)s, disbursed %(disbursed)s") % {
        "plan": million(sum(row.plan_vnd.local for row in below)),
        "disbursed": million(sum(row.disbursed_vnd.local for row in below)),
    }


def _total(figures: ExecutionFigures, scope: Place) -> Line:
    return place_line(figures.total(scope))


def _sentence(figures: ExecutionFigures, scope: Place) -> Sentence:
    provisional = figures.provisional(scope)
    return sentences.execution(figures.total(scope), figures.parameters, provisional)


def _figure(
    figures: ExecutionFigures, scope: Place, by: By, links: Links
) -> tuple[str, dict[str, Any]]:
    rows = figures.rows(scope, by)
    drawn = charts.bullets(_("Disbursed against plan"), rows, figures.parameters, links)
    return "parts/bullets.html", drawn | {"span": 12}


_BEHIND = {
    PLAN.name: Links.plan,
    DISBURSED.name: Links.disbursed,
    OUTSTANDING_ADVANCE.name: Links.advances,
    SAME_PERIOD.name: Links.same_period,
    PLANNED.name: Links.supported,
    COMPLETED.name: Links.accepted,
}


def _behind(line: Line, column: Column, links: Links) -> str:
    """Rates are no sums of rows; nor has what no row may show an address."""
    rows, place = _BEHIND.get(column.measure.name), line.row.place
    if not rows or line.kind == LineKind.REST or not column.value(line.row):
        return ""
    return rows(links, place, column.source)


EXECUTION = Report(
    slug="execution",
    title=gettext_lazy("Plan and disbursement by source"),
    about=gettext_lazy("Plan, disbursed, rate and same period, by place and source"),
    load=execution.load,
    measures=lambda figures: MEASURES,
    columns=lambda figures: COLUMNS,
    sections=_sections,
    total=_total,
    row_title=place_title,
    sentence=_sentence,
    headlines=headlines,
    figure=_figure,
    how=how,
    behind=_behind,
    notes=notes,
    by=(*BY_PLACE, By.LEVEL),
    remark=_remark,
)
