"""The columns that lists are made of, and the table that knows the totals of its whole set."""

from collections.abc import Mapping, Sequence
from typing import Any

import django_tables2 as tables
from django.db.models import F, Func, Model, QuerySet
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django_tables2.columns import BoundColumn
from django_tables2.data import TableQuerysetData

from promotion.funds import SOURCES
from promotion.models import Centre
from promotion.templatetags import figures


def aligned(name: str) -> dict[str, dict[str, str]]:
    """Attributes that give the cells of a column, head and foot included, a class."""
    return {"td": {"class": name}, "th": {"class": name}}


def with_note(text: Any, note: Any = "", url: str = "") -> SafeString:
    """A cell of two lines: the first leads to the URL, the second is quiet."""
    first = format_html('<a href="{}">{}</a>', url, text) if url else format_html("{}", text)
    return format_html("{}<small>{}</small>", first, note) if note else first


def quiet_zero(figure: str) -> str | SafeString:
    """A printed figure; a zero is quiet, for many columns hold little else."""
    return format_html('<span class="quiet">{}</span>', figure) if figure == "0" else figure


class WordsColumn(tables.Column):
    """Text that wraps."""

    attrs = aligned("words")


class CentreColumn(WordsColumn):
    """The short name of a centre: what else its own says is the same in every row."""

    def render(self, value: Centre) -> str:
        return value.short_name


class ShortColumn(tables.Column):
    """Codes and numbers of papers, never broken."""

    attrs = aligned("nowrap")


class SourceColumn(ShortColumn):
    """The short name of a source, beside its colour."""

    def render(self, record: Model, bound_column: BoundColumn) -> SafeString:
        # The value that is handed over is the label already.
        money, _name = bound_column.accessor.penultimate(record)
        words = (money.source, SOURCES[money.source])
        return with_note(
            format_html('<span class="source source-{}">{}</span>', *words), money.below
        )


class DayColumn(tables.Column):
    attrs = aligned("nowrap")

    def render(self, value: Any) -> str:
        return figures.day(value)


class FigureColumn(tables.Column):
    """Money in đồng whose foot is the sum of the whole filtered set."""

    attrs = aligned("number")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, default=figures.NO_DATA, initial_sort_descending=True, **kwargs)

    def render(self, value: int) -> str | SafeString:
        return quiet_zero(figures.vnd(value))

    def render_footer(self, bound_column: BoundColumn, table: "ListTable") -> str | SafeString:
        total = table.sums[bound_column.name]
        return figures.NO_DATA if total is None else self.render(total)


class MillionColumn(FigureColumn):
    """The same, shown in triệu."""

    def __init__(self, *args: Any, decimals: int = 0, **kwargs: Any) -> None:
        self.decimals = decimals
        super().__init__(*args, **kwargs)

    def render(self, value: int) -> str | SafeString:
        return quiet_zero(figures.million(value, self.decimals))


class RateColumn(tables.Column):
    """A rate that the table's own `render_…` writes, without the sign: the head says (%)."""

    attrs = aligned("number")
    empty_values = ()


class PillColumn(tables.Column):
    """A status: `pill` gives the shape and the words of a row's."""

    attrs = aligned("nowrap")
    empty_values = ()

    def pill(self, record: Any) -> tuple[str, Any]:
        raise NotImplementedError

    def render(self, record: Any) -> SafeString:
        status, words = self.pill(record)
        return render_to_string("parts/pill.html", {"status": status, "words": words})


class CountedRows(TableQuerysetData):
    """Rows whose number is known already, in an order that is the same on every page."""

    data: QuerySet

    def __init__(self, rows: QuerySet, count: int) -> None:
        super().__init__(rows)
        self.count = count

    def __len__(self) -> int:
        return self.count

    def order_by(self, aliases: Sequence[str]) -> None:
        super().order_by(aliases)
        if chosen := self.data.query.order_by:
            self.data = self.data.order_by(*map(self._unknown_last, chosen), "pk")

    def _unknown_last(self, order: Any) -> Any:
        """A figure that not every row knows; either way, on every engine."""
        name = order.removeprefix("-") if isinstance(order, str) else ""
        column = self.table.base_columns.get(name)
        # What is summed over all rows, each of them knows: an index of it may still be read.
        if not isinstance(column, FigureColumn) or name in self.table.summed:
            return order
        known = F(name)
        return known.asc(nulls_last=True) if name == order else known.desc(nulls_last=True)


class Code(Func):
    """A code in the order of its signs, which no language's collation changes."""

    arity = 1
    template = "(%(expressions)s) COLLATE %(collation)s"

    def as_sqlite(self, *args: Any, **extra: Any) -> tuple[str, Any]:
        return self.as_sql(*args, **extra, collation="BINARY")

    def as_postgresql(self, *args: Any, **extra: Any) -> tuple[str, Any]:
        return self.as_sql(*args, **extra, collation='"C"')


def by_code(rows: QuerySet, name: str, is_descending: bool) -> tuple[QuerySet, bool]:
    """For a table's own `order_…`: rows by a column of codes, alike on every engine."""
    code = Code(F(name))
    return rows.order_by(code.desc() if is_descending else code.asc()), True


class ListTable(tables.Table):
    """A list and the sums of its whole filtered set, not only of the page that is shown.

    summed   what is summed; `sums` has the totals by name
    stated   what is summed over the rows that know it; None where none does
    counted  of what the different values are counted, in `sums` too
    told     columns whose total is also said above the table
    unit     the line beneath the heading that names the unit of all its money
    """

    summed: Sequence[str] = ()
    stated: Sequence[str] = ()
    counted: Sequence[str] = ()
    told: Sequence[str] = ()
    unit: Any = ""

    def __init__(self, rows: QuerySet, count: int, sums: Mapping[str, Any], **kwargs: Any) -> None:
        self.sums = sums
        super().__init__(CountedRows(rows, count), **kwargs)

    def sort(self, aliases: Sequence[str]) -> None:
        """Sort by columns, "-" before a name for descending; what cannot be sorted is left."""
        known = [
            alias
            for alias in aliases
            if alias.removeprefix("-") in self.columns.names()
            and self.columns[alias.removeprefix("-")].orderable
        ]
        if known:
            self.order_by = known

    def totals(self) -> list[tuple[Any, Any]]:
        """(head, total) of the columns that are told."""
        return [(self.columns[name].header, self.columns[name].footer) for name in self.told]


def made_up_mark() -> SafeString:
    """The small hatched mark of a row that was made up for demonstration."""
    return render_to_string("parts/made_up.html")
