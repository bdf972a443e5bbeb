"""The workbook of a conference while it is written."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from promotion.models import User
from promotion.papers import Issuer
from reports import queries
from reports.catalogue import EXECUTION, PROJECTS
from reports.conference import Conference
from reports.declaration import Report, Table
from reports.differences import Change
from reports.places import Place
from reports.portfolio import PortfolioFigures
from reports.queries.portfolio import ProjectName
from reports.workbooks import facts_of, new_book, width_of_names, write_table_sheet
from reports.workbooks.facts import Facts
from reports.workbooks.paper import UNIT, Paper
from reports.workbooks.tables import TableOnPaper

# Sheets that others refer to.
SUMMARY, PROVINCES = "Tổng hợp khu vực", "Theo tỉnh"
YEARS, MONTHS = "So sánh năm", "Lũy kế tháng"


@dataclass(frozen=True)
class Version:
    """What a frozen version says of itself.

    digest    the hash of its figures, printed among the notes
    changes   what it says otherwise than the first one; None in the first
    """

    number: int
    digest: str
    changes: Sequence[Change] | None = None


class Papers:
    """The sheets of a conference by their titles, each written when it is first asked for.

    So a sheet may refer to the cells of another, wherever either stands in the book.

    reader        whose reach decides which single projects are named; None names none
    definitions   (name, how it is counted) of what was written so far
    """

    def __init__(
        self,
        conference: Conference,
        writers: Mapping[str, "Writer"],
        issuer: Issuer,
        reader: User | None,
        version: Version | None,
    ) -> None:
        self.conference = conference
        self.issuer = issuer
        self.reader = reader
        self.version = version
        self.book = new_book(conference.title)
        self.definitions: dict[str, str] = {}
        self._writers = writers
        self._written: dict[str, Any] = {}
        self._figures: dict[str, Any] = {EXECUTION.slug: conference.figures}

    def __getitem__(self, title: str) -> Any:
        """What the writer of the sheet gives to those who refer to its cells."""
        if title not in self._written:
            self._written[title] = self._writers[title](self, title)
        return self._written[title]

    def write(self) -> None:
        """All sheets, in the order of their titles."""
        for title in self._writers:
            _ = self[title]
        for place, title in enumerate(each for each in self._writers if each in self.book):
            self.book.move_sheet(title, place - self.book.sheetnames.index(title))
        self.book.active = 0

    @property
    def scope(self) -> Place:
        return self.conference.scope

    @property
    def facts(self) -> Facts:
        return facts_of(self.conference.figures, self.scope, self.issuer)

    def figures(self, report: Report) -> Any:
        """The report's, of the conference's window; asked for once."""
        if report.slug not in self._figures:
            asked, drawn = self.conference.parameters, self.conference.figures.map
            self._figures[report.slug] = report.load(asked, drawn)
        return self._figures[report.slug]

    @cached_property
    def projects(self) -> PortfolioFigures:
        """Every project of the window by itself."""
        return self.figures(PROJECTS).one_by_one()

    @cached_property
    def named_projects(self) -> Mapping[int, ProjectName]:
        """Those in the reader's reach, by their ids."""
        asked = self.conference.parameters
        return queries.named_projects(self.reader, asked.year, asked.until) if self.reader else {}

    def paper(self, title: str, heading: str, widths: Sequence[float], unit: str = UNIT) -> Paper:
        """A new sheet with its head, down to the line of the unit."""
        paper = Paper(self.book, title, widths, self.facts)
        paper.head((heading, self.conference.title))
        paper.unit(unit)
        return paper

    def table(self, title: str, heading: str, table: Table, **more: Any) -> TableOnPaper:
        """A new sheet of a table of the conference's window; `more` as of write_table_sheet."""
        span = EXECUTION.span(self.conference.figures)
        words = (f"{heading}, {span}", self.conference.title)
        return write_table_sheet(self.book, title, table, words, self.facts, **more)


Writer = Callable[[Papers, str], Any]


def table_of(report: Report) -> Writer:
    """A sheet of the report's table, with rows of its usual kind."""

    def write(papers: Papers, title: str) -> TableOnPaper:
        figures = papers.figures(report)
        papers.definitions |= dict(report.notes(figures))
        table = report.table(figures, papers.scope, report.usual_by)
        return write_table_sheet(
            papers.book,
            title,
            table,
            (f"{report.title}, {report.span(figures)}", papers.conference.title),
            replace(papers.facts, provisional=figures.provisional(papers.scope)),
            name_width=width_of_names(report.usual_by),
            remark=report.remark(figures, papers.scope),
        )

    return write
