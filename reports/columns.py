"""What a report's columns hold: a row's figure for each source, its unit, how it is printed."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction

from django.conf import settings
from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy

from promotion.lib.money import group, million
from promotion.lib.percent import NO_DATA, NOT_COMPUTABLE, Rounding, format_percent
from reports.indicators import Execution

Value = int | Fraction | str | None


class UnitOfMeasure(TextChoices):
    """What a column's values are held in, and what its header says they are shown in."""

    MONEY = "money", gettext_lazy("million đồng")  # held in đồng
    PERCENT = "percent", "%"  # held as a fraction
    COUNT = "count", gettext_lazy("projects")
    TEXT = "text", ""


@dataclass(frozen=True)
class Measure:
    """One figure of a row for each source.

    name        as in JSON; money ends in `_vnd`
    value       of a row and a source ("national", "local", "all"); None is not computable, "x"
    of_data     whether a row of whose year nothing is known prints "…", no data, instead of a
                zero that nobody reported
    of_data_before
                the same where nothing is known of the year before
    """

    name: str
    unit: UnitOfMeasure
    value: Callable[[Execution, str], Value]
    of_data: bool = False
    of_data_before: bool = False

    def has_no_data(self, row: Execution) -> bool:
        """Whether the row prints "…"; a place that did not exist a year earlier prints "x"."""
        unknown_before = row.existed_in_same_period and not row.earlier_has_data
        return (self.of_data and not row.has_data) or (self.of_data_before and unknown_before)


@dataclass(frozen=True)
class Column:
    """One column of the table.

    group       the heading over this column and its neighbours of the same group
    source      whose money it is: "national", "local" or "all"
    sum_of      keys of the columns of which a row's value is the sum
    ratio_of    keys of the numerator and the denominator of a percentage, if they are columns
    """

    measure: Measure
    source: str
    group: str | Promise
    title: str | Promise
    sum_of: tuple[str, ...] = ()
    ratio_of: tuple[str, str] | None = None

    @property
    def key(self) -> str:
        return f"{self.measure.name}.{self.source}"

    @property
    def unit(self) -> UnitOfMeasure:
        return self.measure.unit

    def of_source(self, source: str) -> "Column":
        """The same column of one source alone."""
        ratio_of = self.ratio_of
        if ratio_of:
            over, under = (f"{key.partition('.')[0]}.{source}" for key in ratio_of)
            ratio_of = (over, under)
        return replace(self, source=source, sum_of=(), ratio_of=ratio_of)

    def value(self, row: Execution) -> Value:
        """Đồng, an exact fraction, a count or text; None where `text` is "…" or "x"."""
        if self.measure.has_no_data(row):
            return None
        return self.measure.value(row, self.source)

    def text(self, row: Execution) -> str:
        """As printed in the page's language: triệu đồng, percent without the sign."""
        value = self.value(row)
        if value is None:
            return NO_DATA if self.measure.has_no_data(row) else NOT_COMPUTABLE
        if isinstance(value, Fraction):
            rounding = Rounding(settings.PERCENT_ROUNDING)
            return format_percent(value, get_language(), rounding, sign=False)
        if isinstance(value, str):
            return value
        if self.unit == UnitOfMeasure.MONEY:
            return million(value, get_language())
        return group(value, get_language())
