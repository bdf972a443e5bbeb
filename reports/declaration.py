"""What a report is: one declaration, of which page, figure, sheet, CSV and JSON are made.

A declaration names the columns with their units, how the rows are asked for and the sentence
that sums them up. To add a report: write its figures (a module of reports/, its SQL in
reports/queries/), declare its measures and columns in reports/catalogue/, and add it to REPORTS.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any, Protocol

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reports.columns import Column, Measure, UnitOfMeasure, of_source
from reports.options import Option
from reports.pages.beneath import Beneath
from reports.pages.links import Links
from reports.parameters import By, Parameters, read_choice
from reports.places import BELOW, Place, PlaceKind, ProvinceMap
from reports.sentences import Sentence

if TYPE_CHECKING:
    from reports.documents import TextPaper


class Named(Protocol):
    """What a row is about: a place, a content of support, a year, …"""

    @property
    def key(self) -> str: ...

    @property
    def name(self) -> str: ...


class LineKind(TextChoices):
    """SUBTOTAL stands over the items of its section, HEADING too, but with no figures; REST are
    amounts that no item may show and that count in the sums; PART is of the item above it, LEFT
    too, as what the other parts leave of it."""

    ITEM = "item"
    SUBTOTAL = "subtotal"
    HEADING = "heading"
    REST = "rest"
    PART = "part"
    LEFT = "left"


@dataclass(frozen=True)
class Line:
    """One printed row: what it is about, outermost first, and the figures its columns read.

    only    the measures that the row has; all where it is empty
    number  the item's number where it has one of its own; items are counted through without
    """

    about: Mapping[str, Named]
    row: Any
    kind: LineKind = LineKind.ITEM
    only: frozenset[str] = frozenset()
    number: str = ""

    @property
    def name(self) -> str:
        return list(self.about.values())[-1].name

    @property
    def key(self) -> str:
        return list(self.about.values())[-1].key

    @property
    def place(self) -> Place | None:
        """The place whose own row it is, and whose page it leads to."""
        last = list(self.about.values())[-1]
        return last if isinstance(last, Place) else None

    @property
    def is_below_the_province(self) -> bool:
        return any(isinstance(of, Place) and of.level in BELOW for of in self.about.values())

    def prints(self, column: Column) -> bool:
        own = not self.only or column.measure.name in self.only
        return own and self.kind != LineKind.HEADING


@dataclass(frozen=True)
class Section:
    """Items that are added up, under their subtotal; a subtotal without items has own amounts.

    repeats     whether its amounts are those of other sections once more, which no sum counts
    """

    items: tuple[Line, ...] = ()
    subtotal: Line | None = None
    repeats: bool = False

    @property
    def lines(self) -> tuple[Line, ...]:
        """As they are printed."""
        return (self.subtotal, *self.items) if self.subtotal else self.items

    @property
    def counted(self) -> Iterator[Line]:
        """The rows that may be added up, each amount once; not what no row may show."""
        lines = () if self.repeats else self.items or self.lines
        return (line for line in lines if line.kind != LineKind.REST)


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
    """What is printed: header groups, sections in their order, the total under the rule.

    Rows that are figures of different kinds have no total.
    """

    columns: tuple[Column, ...]
    sections: tuple[Section, ...]
    total: Line | None
    row_title: str | Promise = ""

    @property
    def has_one_unit(self) -> bool:
        """Whether all its money is in one unit, said once; else each row says its own."""
        return all(column.unit != UnitOfMeasure.OF_ROW for column in self.columns)

    @property
    def groups(self) -> tuple[HeaderGroup, ...]:
        return tuple(
            HeaderGroup(title, tuple(members))
            for title, members in groupby(self.columns, key=lambda column: column.group)
        )

    @property
    def lines(self) -> list[Line]:
        return [line for section in self.sections for line in section.lines]

    @property
    def counted(self) -> list[Line]:
        """Lines for who adds them up himself: no subtotals."""
        return [line for section in self.sections for line in section.counted]


class Figures(Protocol):
    """The answer to a question, from which every line is cut: no line asks the database again."""

    @property
    def parameters(self) -> Parameters: ...

    @property
    def synthetic(self) -> bool:
        """Whether any of it was made up for demonstration."""

    def provisional(self, scope: Place) -> bool:
        """Whether the figures may still grow up to the cut-off (số liệu tạm tính)."""


BY_PLACE = (By.PROVINCE, By.REGION)
TITLES = {
    By.PROVINCE: gettext_lazy("By province and city"),
    By.REGION: gettext_lazy("By conference region"),
    By.LEVEL: gettext_lazy("By province and city, and by level of government"),
    By.CONTENT: gettext_lazy("By group of contents"),
    By.STATUS: gettext_lazy("By status of the project"),
    By.ROUND: gettext_lazy("By round of support"),
    By.KIND: gettext_lazy("By kind of project"),
    By.CENTRE: gettext_lazy("By promotion centre"),
}


def title_of_rows(_figures: Any, by: By) -> str:
    return str(TITLES[by])


def one_year(figures: Figures) -> str:
    return _("year %(year)s") % {"year": figures.parameters.year}


def no_remark(_figures: Any, _scope: Place) -> str:
    return ""


@dataclass(frozen=True)
class Report:
    """One report, declared. What is called gets what `load` gave, and the place.

    about       what it holds, in a line of the catalogue
    by          what a row may be, the usual first; empty where there is no choice
    load        asks the database for the whole country
    measures    what JSON holds for each row, by source
    columns     what the table holds
    sections    the rows with their subtotals, in order
    total       the row under the rule, if there is one
    row_title   what heads the column of names
    table_title what stands over the table
    sheet       the sheet's name on paper where its rows are no places
    span        the years that it is about, on paper
    sentence    sums the place up, in the words of the published reports
    headlines   the figures above it all, contexts of parts/headline.html
    figure      (template, context) of what is drawn above the table, {} where nothing is
    how         paragraphs of "how is this counted?"
    notes       (name, how it is counted) for the sheet of notes, beside what holds of every report
    options     what this report asks for beside the parameters of all
    behind      the address of the rows whose sum a cell is; "" where there is none
    remark      what the reader must know of the rows before reading them
    beneath     what the page says under a row, by the row's key, instead of columns of words
    document    writes it as a text of its own (reports/documents.py), where it has one
    """

    slug: str
    title: str | Promise
    about: str | Promise
    load: Callable[[Parameters, ProvinceMap], Any]
    measures: Callable[[Any], tuple[Measure, ...]]
    columns: Callable[[Any], tuple[Column, ...]]
    sections: Callable[[Any, Place, By], Sequence[Section]]
    total: Callable[[Any, Place], Line | None]
    row_title: Callable[[Any, By], str]
    sentence: Callable[[Any, Place], Sentence]
    headlines: Callable[[Any, Place, Links, Mapping[str, str]], list[dict[str, Any]]]
    figure: Callable[[Any, Place, By, Links], tuple[str, dict[str, Any]]]
    how: Callable[[Any, Place, Links], Sequence[str | SafeString]]
    notes: Callable[[Any], Sequence[tuple[str, str]]]
    behind: Callable[[Line, Column, Links], str]
    by: tuple[By, ...] = BY_PLACE
    options: tuple[Option, ...] = ()
    table_title: Callable[[Any, By], str] = title_of_rows
    sheet: str = ""
    span: Callable[[Any], str] = one_year
    remark: Callable[[Any, Place], str] = no_remark
    beneath: Callable[[Any, Place, Links], Mapping[str, Beneath]] | None = None
    document: "Callable[[TextPaper, Any, Place, Table], None] | None" = None

    @property
    def asks(self) -> tuple[str, ...]:
        """The names of its options."""
        return tuple(option.name for option in self.options)

    @property
    def usual_by(self) -> By:
        return self.by[0] if self.by else By.PROVINCE

    def answers(self, asked: Parameters) -> dict[str, str]:
        """Its options as they were asked for, or the usual. Raises BadParameter."""
        return {option.name: option.read(asked) for option in self.options}

    def read_by(self, typed: str, drawn: ProvinceMap, scope: Place, in_reach: bool) -> By:
        """What a row is, as it stands in a URL; a single centre only where the reader may see
        every row behind the place's totals. Raises BadParameter."""
        if not self.by:
            return self.usual_by
        open_to_reader = [by for by in self.by if in_reach or by != By.CENTRE]
        usual = [by for by in open_to_reader if by != By.REGION or scope.kind != PlaceKind.PROVINCE]
        by = read_choice("by", _("Rows"), typed, open_to_reader if typed.strip() else usual)
        if by in (*BY_PLACE, By.LEVEL):
            drawn.rows_of(scope, by)
        return by

    def rows_of(self, scope: Place, in_reach: bool) -> tuple[By, ...]:
        """What a row may be of the place: one province has no rows by place to choose, but itself
        where its levels are all there is besides."""
        open_to_reader = tuple(by for by in self.by if in_reach or by != By.CENTRE)
        if scope.kind != PlaceKind.PROVINCE:
            return open_to_reader
        others = tuple(by for by in open_to_reader if by not in BY_PLACE)
        return (By.PROVINCE, *others) if others == (By.LEVEL,) else others

    def remarks(self, figures: Any, scope: Place, by: By, table: Table) -> str:
        """What stands over the rows: its own remark, and that no row is of a lower level."""
        found = [self.remark(figures, scope)]
        if by == By.LEVEL and not any(line.is_below_the_province for line in table.lines):
            found.append(_("no district or commune has money of its own here"))
        return " · ".join(filter(None, found))

    def table(
        self, figures: Any, scope: Place, by: By = By.PROVINCE, measures: Sequence[str] = ()
    ) -> Table:
        """The rows of the scope, with the columns of the source that was asked for."""
        return Table(
            of_source(self.columns(figures), figures.parameters.source.value, measures),
            tuple(self.sections(figures, scope, by)),
            self.total(figures, scope),
            self.row_title(figures, by),
        )
