"""The sheet of sources with the provinces under each (Theo nguồn)."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace

from promotion.models import Level, Source
from reports.catalogue import EXECUTION
from reports.catalogue.execution import (
    COMPLETED,
    DISBURSED,
    OUTSTANDING_ADVANCE,
    PLAN,
    PLANNED,
    RATE,
    SAME_PERIOD,
    SAME_PERIOD_RATIO,
)
from reports.catalogue.places import place_line
from reports.columns import Column, Measure
from reports.declaration import Line, LineKind, Section, Table
from reports.indicators import Execution
from reports.pages.words import BUDGETS
from reports.parameters import By
from reports.workbooks.paper import SOURCE_NAMES
from reports.workbooks.papers import PROVINCES, Papers
from reports.workbooks.tables import TableOnPaper


@dataclass(frozen=True)
class OfSource:
    """A place's figures of one source, or of all where it is "all"."""

    figures: Execution
    source: str


@dataclass(frozen=True)
class Budget:
    """Of which level of government a part of a province's local money is."""

    key: str
    level: str

    @property
    def name(self) -> str:
        return str(BUDGETS[self.level])


@dataclass(frozen=True)
class NamedSource:
    key: str

    @property
    def name(self) -> str:
        return SOURCE_NAMES[self.key]


def _own(measure: Measure) -> Measure:
    """The same of the row's own source."""
    return Measure(
        measure.name,
        measure.unit,
        lambda row, _all: measure.value(row.figures, row.source),
        lambda row: measure.known(row.figures),
        lambda row, _all: measure.reported(row.figures, row.source),
    )


def _column(
    measure: Measure,
    group: str,
    title: str,
    ratio_of: tuple[str, str] | None = None,
    adds_up: bool = True,
) -> Column:
    return Column(_own(measure), "all", group, title, ratio_of=ratio_of, adds_up=adds_up)


COLUMNS = (
    _column(PLAN, "Kế hoạch năm", "Kế hoạch năm"),
    _column(DISBURSED, "Giải ngân lũy kế", "Số tiền"),
    _column(OUTSTANDING_ADVANCE, "Giải ngân lũy kế", "Trong đó dư tạm ứng"),
    _column(
        RATE,
        "Tỷ lệ giải ngân so với kế hoạch (%)",
        "Tỷ lệ giải ngân so với kế hoạch (%)",
        ratio_of=("disbursed_vnd.all", "plan_vnd.all"),
    ),
    _column(SAME_PERIOD, "Cùng kỳ năm trước", "Giải ngân cùng kỳ"),
    _column(
        SAME_PERIOD_RATIO,
        "Cùng kỳ năm trước",
        "So với cùng kỳ (%)",
        ratio_of=("disbursed_vnd.all", "same_period_vnd.all"),
    ),
    _column(PLANNED, "Số đề án", "Kế hoạch", adds_up=False),
    _column(COMPLETED, "Số đề án", "Hoàn thành", adds_up=False),
)


def _part(row: Execution) -> Line:
    """Of the local money of a province; its own is what the other levels leave of it."""
    budget = Budget(row.place.key, row.place.level)
    kind = LineKind.LEFT if row.place.level == Level.PROVINCE else LineKind.PART
    return Line({"place": budget}, OfSource(row, Source.LOCAL), kind)


def write_by_source(papers: Papers, title: str) -> TableOnPaper:
    """Provinces under each source, numbered from 1 in each; under a province its local money by
    level where districts or communes have some. Amounts that stand on the sheet of provinces
    follow it."""
    figures, scope = papers.conference.figures, papers.scope
    provinces: TableOnPaper = papers[PROVINCES]
    [rows] = EXECUTION.sections(figures, scope, EXECUTION.usual_by)
    total = place_line(figures.total(scope))

    levels: dict[str, list[Line]] = defaultdict(list)
    for row in figures.rows(scope, By.LEVEL):
        if row.place.whole:
            levels[row.place.whole.key].append(_part(row))

    def of_source(line: Line, source: str) -> Line:
        return replace(line, row=OfSource(line.row, source))

    def lines(source: str) -> Iterator[Line]:
        for number, line in enumerate(rows.items, start=1):
            yield replace(of_source(line, source), number=str(number))
            if source == Source.LOCAL:
                yield from levels[line.key]

    sections = []
    for source in SOURCE_NAMES:
        subtotal = Line(
            {"source": NamedSource(source)}, OfSource(total.row, source), LineKind.SUBTOTAL
        )
        sections.append(Section(tuple(lines(source)), subtotal))
    table = Table(COLUMNS, tuple(sections), of_source(total, "all"), "Nguồn; tỉnh, thành phố")

    def refers(line: Line, column: Column) -> str:
        return provinces.cell_of(line.key, f"{column.measure.name}.{line.row.source}")

    return papers.table(title, "Giải ngân theo nguồn kinh phí", table, refers=refers)
