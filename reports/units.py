"""Province-level units as a map needs them, and what is said of one that the map has not."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from promotion.lib.dates import format_day
from reports.parameters import BadParameter, Lens


@dataclass(frozen=True)
class Unit:
    """A province-level unit as the map needs it; name, kind and region are those of its day."""

    slug: str
    label: str
    is_city: bool
    valid_from: date
    valid_to: date | None
    successor: str | None
    region: str
    tile: tuple[int, int] | None = None

    def ended_before(self, day: date) -> bool:
        return self.valid_to is not None and self.valid_to < day


class OffTheMap(BadParameter):
    """A unit that is known, but not on the map the report is drawn on.

    successor   who holds its territory on the map's day; "" of a unit that came later
    """

    def __init__(
        self, sentence: str, suggestion: Mapping[str, str], unit: Unit, successor: str = ""
    ) -> None:
        super().__init__(sentence, status=404, suggestion=suggestion)
        self.unit = unit.slug
        self.label = unit.label
        self.successor = successor


def merged_away(unit: Unit, holder: str, holder_name: str, day: date) -> OffTheMap:
    sentence = _(
        "%(unit)s (until %(end)s) was merged into %(successor)s and is not on the map of %(day)s."
    ) % {
        "unit": unit.label,
        "end": format_day(unit.valid_to or day),
        "successor": holder_name,
        "day": format_day(day),
    }
    return OffTheMap(sentence, {"province": holder}, unit, holder)


def not_yet_there(unit: Unit, predecessors: Iterable[Unit], day: date) -> OffTheMap:
    sentence = _(
        "%(unit)s exists since %(since)s and is not on the map of %(day)s. Its territory was"
        " then: %(predecessors)s."
    ) % {
        "unit": unit.label,
        "since": format_day(unit.valid_from),
        "day": format_day(day),
        "predecessors": ", ".join(each.label for each in predecessors),
    }
    # Today's map has the unit whatever the cut-off.
    return OffTheMap(sentence, {"lens": Lens.TODAY.value, "province": unit.slug}, unit)
