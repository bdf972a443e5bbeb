"""What a report's columns hold: a row's figure for each source, its unit, how it is printed."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.conf import settings
from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from promotion.lib.dates import format_day
from promotion.lib.money import group, million
from promotion.lib.percent import (
    NO_DATA,
    NOT_COMPUTABLE,
    Rounding,
    format_percent,
    percent,
)

Value = int | Fraction | date | str | None


class UnitOfMeasure(TextChoices):
    """What a column's values are held in; its header says what they are shown in."""

    MONEY = "money"  # held in đồng, shown in triệu
    PERCENT = "percent"  # held as a fraction
    RATIO = "ratio"  # the same, shown as a number of times
    COUNT = "count"
    DAY = "day"
    TEXT = "text"
    OF_ROW = "of-row"  # each row has its own, which is its `unit`
    NAME = "name"  # what that unit is called; of money "đồng" as held, "triệu đồng" as shown


def _always(row: Any) -> bool:
    return True


def _always_of(row: Any, source: str) -> bool:
    return True


def has_data(row: Any) -> bool:
    """The usual `known` of a measure: what the row says of itself."""
    return row.has_data


@dataclass(frozen=True)
class Measure:
    """One figure of a row for each source.

    name        as in JSON; money ends in `_vnd`
    value       of a row and a source ("national", "local", "all"); None is not computable, "x"
    known       whether anything is known of what a row's figure is made from; of what is not,
                "…" is printed, no data, instead of a zero that nobody reported
    reported    the same of the row's figure for the source
    """

    name: str
    unit: UnitOfMeasure
    value: Callable[[Any, str], Value]
    known: Callable[[Any], bool] = _always
    reported: Callable[[Any, str], bool] = _always_of

    def knows(self, row: Any, source: str) -> bool:
        return self.known(row) and self.reported(row, source)

    def unit_of(self, row: Any) -> UnitOfMeasure:
        """In which the row's figure is held."""
        return row.unit if self.unit == UnitOfMeasure.OF_ROW else self.unit


@dataclass(frozen=True)
class Column:
    """One column of the table.

    group       the heading over this column and its neighbours of the same group
    source      whose money it is: "national", "local" or "all"
    sum_of      keys of the columns of which a row's value is the sum
    ratio_of    keys of the numerator and the denominator of a percentage, if they are columns
    difference_of
                keys of what a row's value is the difference of, if they are columns
    running_sum_of
                key of the column whose amounts, from the first row on, it sums up
    main        what the table is read for, set in bold
    adds_up     whether a total is the sum of its rows; what is counted once in each of them, as
                a project of two years, may be less in the total
    """

    measure: Measure
    source: str
    group: str | Promise
    title: str | Promise
    sum_of: tuple[str, ...] = ()
    ratio_of: tuple[str, str] | None = None
    difference_of: tuple[str, str] | None = None
    running_sum_of: str = ""
    main: bool = False
    adds_up: bool = True

    @property
    def key(self) -> str:
        return f"{self.measure.name}.{self.source}"

    @property
    def unit(self) -> UnitOfMeasure:
        return self.measure.unit

    def of_source(self, source: str) -> "Column":
        """The same column of one source alone."""

        def own(keys: tuple[str, str] | None) -> tuple[str, str] | None:
            if keys is None:
                return None
            one, other = (f"{key.partition('.')[0]}.{source}" for key in keys)
            return one, other

        return replace(
            self,
            source=source,
            sum_of=(),
            ratio_of=own(self.ratio_of),
            difference_of=own(self.difference_of),
        )

    def value(self, row: Any) -> Value:
        """Đồng, an exact fraction, a count or text; None where `text` is "…" or "x"."""
        if not self.measure.knows(row, self.source):
            return None
        return self.measure.value(row, self.source)

    def text(self, row: Any) -> str:
        """As printed in the page's language: triệu đồng, percent without the sign."""
        if not self.measure.knows(row, self.source):
            return NO_DATA
        value = self.measure.value(row, self.source)
        if value is None:
            return NOT_COMPUTABLE
        unit = self.measure.unit_of(row)
        if isinstance(value, Fraction):
            return fraction_text(value, unit)
        if isinstance(value, date):
            return format_day(value)
        if unit == UnitOfMeasure.NAME and row.unit == UnitOfMeasure.MONEY:
            return _("million đồng")
        if isinstance(value, str):
            return value
        if unit == UnitOfMeasure.MONEY:
            return million(value, get_language())
        return group(value, get_language())


def fraction_text(value: Fraction, unit: UnitOfMeasure) -> str:
    """A percentage without its sign, or a number of times; both with two decimals."""
    shown = value / 100 if unit == UnitOfMeasure.RATIO else value
    return format_percent(shown, get_language(), Rounding(settings.PERCENT_ROUNDING), sign=False)


def decimals(value: Fraction, unit: UnitOfMeasure) -> Decimal:
    """The same for a cell or another program."""
    shown = value / 100 if unit == UnitOfMeasure.RATIO else value
    found = percent(shown, Rounding(settings.PERCENT_ROUNDING))
    assert found is not None
    return found


def of_source(
    columns: tuple[Column, ...], source: str, measures: Sequence[str] = ()
) -> tuple[Column, ...]:
    """The columns of these measures (of all without any), of the source that is asked for.

    What the report has for all sources together only, is then of that source.
    """
    columns = tuple(c for c in columns if not measures or c.measure.name in measures)
    kept = columns if source == "all" else tuple(_of_one_source(columns, source))
    keys = {column.key for column in kept}

    def there(names: tuple[str, str] | None) -> tuple[str, str] | None:
        return names if names and keys.issuperset(names) else None

    return tuple(
        replace(column, ratio_of=there(column.ratio_of), difference_of=there(column.difference_of))
        for column in kept
    )


def _of_one_source(columns: tuple[Column, ...], source: str) -> Iterator[Column]:
    own = {column.measure for column in columns if column.source == source}
    for column in columns:
        if column.source == source:
            yield column
        elif column.source == "all" and column.measure not in own:
            yield column.of_source(source)
