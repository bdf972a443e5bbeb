"""A question on its map, and what waits there for confirmation."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from promotion.lib.dates import month_end
from reports import queries
from reports.indicators import Waiting
from reports.parameters import Parameters
from reports.places import Place, ProvinceMap


@dataclass(frozen=True)
class OnTheMap:
    """A question on its map, and the entries of each place that wait for confirmation."""

    parameters: Parameters
    map: ProvinceMap
    unconfirmed: Mapping[Place, Waiting]

    def waiting(self, scope: Place) -> Waiting:
        """Entries booked by the cut-off that nobody has confirmed yet; not in disbursed."""
        places = self.unconfirmed.items()
        return sum((w for place, w in places if self.map.contains(scope, place)), Waiting())

    @property
    def is_running(self) -> bool:
        """Whether the cut-off's month is not over."""
        return self.parameters.today <= month_end(self.parameters.until)

    def provisional(self, scope: Place) -> bool:
        """Whether the figures may still grow up to the cut-off (số liệu tạm tính).

        So while entries booked by then wait for confirmation, of the source that is asked for,
        and while the cut-off's month is running.
        """
        return self.is_running or bool(self.waiting(scope).entries[self.parameters.source.value])


def unconfirmed(
    asked: Parameters, drawn: ProvinceMap, years: Sequence[int] | None = None
) -> dict[Place, Waiting]:
    """Of these budget years, or of the one that is asked for; one query."""
    of_years = [asked.year] if years is None else years
    return drawn.folded(queries.waiting(of_years, asked.until, asked.known))
