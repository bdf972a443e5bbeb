"""What is printed of a report: lines, the sections that add them up, and the table of these."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Protocol

from django.db.models import TextChoices
from django.utils.functional import Promise

from reports.columns import Column, UnitOfMeasure
from reports.places import BELOW, Place


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
    def has_counts(self) -> bool:
        """Whether some of its figures are neither money nor percentages."""
        return any(c.unit in (UnitOfMeasure.COUNT, UnitOfMeasure.RATIO) for c in self.columns)

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
