"""Support of centres, what they sent and what they owe; merged ones count for their successors."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from datetime import date

from promotion.models import Centre
from reports import queries
from reports.indicators import ZERO, BySource, Waiting
from reports.on_the_map import OnTheMap, unconfirmed
from reports.parameters import By, Parameters
from reports.places import COUNTRY, Place, PlaceKind, ProvinceMap
from reports.queries.centres import CentreMoney
from reports.rows import PlaceRows
from reports.supported import Supported


@dataclass(frozen=True)
class CentreRow(Supported):
    """One centre, or all of a place.

    outstanding_vnd     advanced and not cleared by the cut-off
    waiting             entries that nobody has confirmed
    last_on             when its last entry is booked, by source; a source without any is absent
    returns_missing     returns that were due and did not come
    centres             how many there are, and of how many returns are missing
    """

    place: Place = COUNTRY
    outstanding_vnd: BySource = ZERO
    waiting: Waiting = Waiting()
    last_on: Mapping[str, date] = field(default_factory=dict)
    returns_missing: int = 0
    centres: int = 0
    late_centres: int = 0

    def __add__(self, other: "Supported") -> "CentreRow":
        assert isinstance(other, CentreRow)
        both = Supported.__add__(self, other)
        days = [(s, row.last_on[s]) for row in (self, other) for s in row.last_on]
        return CentreRow(
            **{known.name: getattr(both, known.name) for known in fields(Supported)},
            place=self.place,
            outstanding_vnd=self.outstanding_vnd + other.outstanding_vnd,
            waiting=self.waiting + other.waiting,
            last_on={s: max(day for of, day in days if of == s) for s, _day in days},
            returns_missing=self.returns_missing + other.returns_missing,
            centres=self.centres + other.centres,
            late_centres=self.late_centres + other.late_centres,
        )

    def last_of(self, source: str) -> date | None:
        if source == "all":
            return max(self.last_on.values(), default=None)
        return self.last_on.get(source)


@dataclass(frozen=True)
class CentreFigures(OnTheMap):
    """Every centre that exists on the map's day or has anything of the year, north to south.

    by_centre   {(place whose money it is, centre): row}
    """

    by_centre: Mapping[tuple[Place, Centre], CentreRow]
    places: PlaceRows[CentreRow]

    @property
    def synthetic(self) -> bool:
        return any(row.synthetic for row in self.by_centre.values())

    def of(self, place: Place) -> CentreRow:
        return self.places.of(place)

    def rows(self, scope: Place, by: By) -> list[CentreRow]:
        return self.places.rows(scope, by)

    def inside(self, scope: Place) -> list[tuple[Centre, CentreRow]]:
        return [
            (centre, row)
            for (place, centre), row in self.by_centre.items()
            if self.map.contains(scope, place)
        ]


def load(asked: Parameters, drawn: ProvinceMap) -> CentreFigures:
    """Ask the database: eight queries."""
    known = {centre.pk: centre for centre in queries.centres()}
    missing = queries.returns_missing(asked.year, asked.until, list(known.values()))
    rows: dict[tuple[Place, Centre], CentreRow] = {}

    def add(pk: int, row: CentreRow) -> None:
        centre = known[pk]
        place = drawn.holder(centre.province_id)
        key = place, _holder(centre, known, drawn.day)
        rows[key] = rows.get(key, CentreRow(place=place, has_data=False)) + row

    for pk, centre in known.items():
        if centre.existed_on(drawn.day) or missing[pk]:
            add(pk, CentreRow(has_data=False, returns_missing=missing[pk]))
    for money in queries.money_of_centres(asked.year, asked.until, asked.known):
        add(money.centre, _row(money))
    order = {centre.pk: number for number, centre in enumerate(known.values())}
    ordered = sorted(rows.items(), key=lambda item: _position(drawn, item[0], order))
    found = {key: _counted(row) for key, row in ordered}
    by_place: dict[str, CentreRow] = {}
    for (place, _centre), row in found.items():
        by_place[place.key] = by_place.get(place.key, _without_data(place)) + row
    return CentreFigures(
        asked,
        drawn,
        unconfirmed(asked, drawn),
        found,
        PlaceRows(drawn, by_place, _total, _without_data),
    )


def _holder(centre: Centre, known: Mapping[int, Centre], day: date) -> Centre:
    """The centre that carries on its projects on the day."""
    while centre.successor_id and centre.closed_on and centre.closed_on < day:
        centre = known[centre.successor_id]
    return centre


def _position(
    drawn: ProvinceMap, key: tuple[Place, Centre], order: Mapping[int, int]
) -> tuple[int, int]:
    place, centre = key
    provinces = [province.key for province in drawn.provinces]
    last = len(provinces) + (place.kind == PlaceKind.CENTRAL_UNITS)
    return provinces.index(place.key) if place.key in provinces else last, order[centre.pk]


def _row(money: CentreMoney) -> CentreRow:
    def of_source(amount: int) -> BySource:
        return BySource(**{money.source: amount})

    return CentreRow(
        approved_vnd=of_source(money.approved_vnd),
        disbursed_vnd=of_source(money.disbursed_vnd),
        outstanding_vnd=of_source(money.outstanding_vnd),
        waiting=Waiting(of_source(money.waiting), of_source(money.waiting_vnd)),
        last_on={money.source: money.last_on} if money.last_on else {},
        synthetic=money.made_up > 0,
    )


def _counted(row: CentreRow) -> CentreRow:
    one = CentreRow(has_data=False, centres=1, late_centres=int(row.returns_missing > 0))
    return row + one


def _total(rows: Iterable[CentreRow], place: Place) -> CentreRow:
    return sum(rows, _without_data(place))


def _without_data(place: Place) -> CentreRow:
    return CentreRow(place=place, has_data=False)
