"""Every report is declared once; page, figure, sheet, CSV and JSON are made of its rows.

A declaration names the columns with their units, how the rows are asked for and the sentence
that sums them up. To add a report: write its figures (indicators.py, queries.py), declare its
measures and columns in a module of this kind, and add it to REPORTS.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from promotion.lib.dates import format_day
from reports import execution, sentences
from reports.columns import Column, Measure, UnitOfMeasure, Value
from reports.execution import ExecutionFigures
from reports.indicators import Execution
from reports.parameters import By, Parameters
from reports.places import Place, ProvinceMap
from reports.sentences import Sentence


@dataclass(frozen=True)
class Cell:
    """One value of the table, with the column and the row it came from."""

    column: Column
    row: Execution

    @property
    def value(self) -> Value:
        return self.column.value(self.row)

    @property
    def text(self) -> str:
        return self.column.text(self.row)


@dataclass(frozen=True)
class Row:
    figures: Execution
    cells: tuple[Cell, ...]

    @property
    def place(self) -> Place:
        return self.figures.place


@dataclass(frozen=True)
class HeaderGroup:
    """A heading and the columns under it; a group of one column has no heading of its own."""

    title: str | Promise
    columns: tuple[Column, ...]

    @property
    def span(self) -> int:
        return len(self.columns)


@dataclass(frozen=True)
class Table:
    """What is printed: header groups, rows north to south, and the total under the rule."""

    groups: tuple[HeaderGroup, ...]
    rows: tuple[Row, ...]
    total: Row

    @property
    def columns(self) -> tuple[Column, ...]:
        return tuple(column for header in self.groups for column in header.columns)


@dataclass(frozen=True)
class Report:
    """One report, declared.

    measures   what JSON holds for each row, by source
    columns    what the table holds
    load       asks the database for the whole country; gives rows, totals and curves
    sentence   sums one row up: figures, parameters, whether they are provisional
    """

    slug: str
    title: str | Promise
    measures: tuple[Measure, ...]
    columns: tuple[Column, ...]
    load: Callable[[Parameters, ProvinceMap | None], ExecutionFigures]
    sentence: Callable[[Execution, Parameters, bool], Sentence]

    def columns_of(self, asked: Parameters, measures: Sequence[str] = ()) -> tuple[Column, ...]:
        """The columns of these measures (of all without any), of the source that is asked for.

        What the report has for all sources together only, is then of that source.
        """
        columns = tuple(c for c in self.columns if not measures or c.measure.name in measures)
        source = asked.source.value
        if source == "all":
            return columns
        own = {column.measure for column in columns if column.source == source}
        kept = [
            column if column.source == source else column.of_source(source)
            for column in columns
            if column.source == source or (column.source == "all" and column.measure not in own)
        ]
        keys = {column.key for column in kept}
        return tuple(
            column if keys.issuperset(column.ratio_of or ()) else replace(column, ratio_of=None)
            for column in kept
        )

    def table(self, figures: ExecutionFigures, scope: Place, by: By = By.PROVINCE) -> Table:
        """The rows of the scope, with the columns of the source that was asked for."""
        columns = self.columns_of(figures.parameters)
        return Table(
            groups=tuple(
                HeaderGroup(title, tuple(members))
                for title, members in groupby(columns, key=lambda column: column.group)
            ),
            rows=tuple(_row(columns, row) for row in figures.rows(scope, by)),
            total=_row(columns, figures.total(scope)),
        )


def _row(columns: tuple[Column, ...], row: Execution) -> Row:
    return Row(row, tuple(Cell(column, row) for column in columns))


def _same_period(row: Execution, source: str) -> int | None:
    return None if row.same_period_vnd is None else row.same_period_vnd[source]


def _note(row: Execution, source: str) -> str:
    notes = []
    if not row.existed_in_same_period:
        notes.append(_("since %(day)s") % {"day": format_day(row.place.since)})
    if row.synthetic:
        notes.append(_("demonstration data"))
    return "; ".join(notes)


MONEY, PERCENT, COUNT = UnitOfMeasure.MONEY, UnitOfMeasure.PERCENT, UnitOfMeasure.COUNT
PLAN = Measure("plan_vnd", MONEY, lambda row, source: row.plan_vnd[source], of_data=True)
DISBURSED = Measure(
    "disbursed_vnd", MONEY, lambda row, source: row.disbursed_vnd[source], of_data=True
)
OUTSTANDING_ADVANCE = Measure(
    "outstanding_advance_vnd",
    MONEY,
    lambda row, source: row.outstanding_advance_vnd[source],
    of_data=True,
)
SAME_PERIOD = Measure("same_period_vnd", MONEY, _same_period, of_data_before=True)
RATE = Measure("rate", PERCENT, Execution.rate, of_data=True)
SHARE = Measure("share_of_whole_plan", PERCENT, Execution.share_of_whole_plan, of_data=True)
SAME_PERIOD_RATIO = Measure(
    "same_period_ratio",
    PERCENT,
    Execution.same_period_ratio,
    of_data=True,
    of_data_before=True,
)
PLAN_GROWTH = Measure(
    "plan_growth", PERCENT, Execution.plan_growth, of_data=True, of_data_before=True
)
PLANNED = Measure("planned", COUNT, lambda row, source: row.projects[source].planned, of_data=True)
COMPLETED = Measure(
    "completed", COUNT, lambda row, source: row.projects[source].completed, of_data=True
)
NOTE = Measure("note", UnitOfMeasure.TEXT, _note)

_ALL = pgettext_lazy("sources", "Total")
_NATIONAL = pgettext_lazy("short", "National")
_LOCAL = pgettext_lazy("short", "Local")
_PLAN = gettext_lazy("Annual plan")
_DISBURSED = gettext_lazy("Disbursed, cumulative")
_ADVANCES = gettext_lazy("Of which outstanding advances")
_RATE = gettext_lazy("Execution rate: disbursed of own plan (%)")
_SHARE = gettext_lazy("Share of the whole plan (%)")
_SAME_PERIOD = gettext_lazy("Same period of the year before")
_PROJECTS = gettext_lazy("Number of projects")
_NOTE = pgettext_lazy("column", "Note")


def _by_source(measure: Measure, heading: Promise) -> tuple[Column, ...]:
    parts = (f"{measure.name}.national", f"{measure.name}.local")
    return (
        Column(measure, "all", heading, _ALL, sum_of=parts),
        Column(measure, "national", heading, _NATIONAL),
        Column(measure, "local", heading, _LOCAL),
    )


def _rate_column(source: str, title: Promise) -> Column:
    return Column(
        RATE, source, _RATE, title, ratio_of=(f"disbursed_vnd.{source}", f"plan_vnd.{source}")
    )


def _share_column(source: str, title: Promise) -> Column:
    return Column(
        SHARE, source, _SHARE, title, ratio_of=(f"disbursed_vnd.{source}", "plan_vnd.all")
    )


EXECUTION = Report(
    slug="execution",
    title=gettext_lazy("Plan and disbursement by source"),
    measures=(
        *(PLAN, DISBURSED, OUTSTANDING_ADVANCE, SAME_PERIOD),
        *(RATE, SHARE, SAME_PERIOD_RATIO, PLAN_GROWTH),
    ),
    columns=(
        *_by_source(PLAN, _PLAN),
        *_by_source(DISBURSED, _DISBURSED),
        Column(
            OUTSTANDING_ADVANCE, "all", _DISBURSED, gettext_lazy("Of which outstanding advances")
        ),
        _rate_column("all", _ALL),
        _rate_column("national", _NATIONAL),
        _rate_column("local", _LOCAL),
        _share_column("national", _NATIONAL),
        _share_column("local", _LOCAL),
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
    ),
    load=execution.load,
    sentence=sentences.execution,
)

REPORTS = {report.slug: report for report in (EXECUTION,)}
