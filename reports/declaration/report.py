"""What a report is asked for, and what of it a page, a sheet or a file is made of."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reports.columns import Column, Measure, of_source
from reports.declaration.table import Line, Section, Table
from reports.options import Option
from reports.pages.beneath import Beneath
from reports.pages.links import Links
from reports.parameters import By, Parameters, read_choice
from reports.places import Place, PlaceKind, ProvinceMap
from reports.sentences import Sentence

if TYPE_CHECKING:
    from reports.documents import TextPaper


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
        """What a row is, as it stands in a URL. Raises BadParameter."""
        if not self.by:
            return self.usual_by
        offered = self._open(in_reach)
        usual = [by for by in offered if by != By.REGION or scope.kind != PlaceKind.PROVINCE]
        by = read_choice("by", _("Rows"), typed, offered if typed.strip() else usual)
        if by in (*BY_PLACE, By.LEVEL):
            drawn.rows_of(scope, by)
        return by

    def rows_of(self, scope: Place, in_reach: bool) -> tuple[By, ...]:
        """What a row may be of the place: one province has no rows by place to choose, but itself
        where its levels are all there is besides."""
        offered = self._open(in_reach)
        if scope.kind != PlaceKind.PROVINCE:
            return offered
        others = tuple(by for by in offered if by not in BY_PLACE)
        return (By.PROVINCE, *others) if others == (By.LEVEL,) else others

    def _open(self, in_reach: bool) -> tuple[By, ...]:
        """Single centres only to who may see every row behind the place's totals."""
        return tuple(by for by in self.by if in_reach or by != By.CENTRE)

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
