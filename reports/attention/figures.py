"""The items that need attention on a map, as far as the reader may see them."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from promotion.models import SIDE, Source, User, settled_until
from promotion.scope import reaches_country, unit_worked_for
from reports import execution, queries
from reports.attention.items import Item, OpenProject
from reports.execution import ExecutionFigures, OnExecution
from reports.indicators import Execution
from reports.models import AttentionNote, FrozenVersion
from reports.parameters import Parameters, SourceChoice
from reports.places import CENTRAL_UNITS, COUNTRY, Place, PlaceKind, ProvinceMap
from reports.queries.attention import ProjectYear
from reports.rhythm import EarlierYear, Rhythm, earlier_days
from reports.stages import odds_of, stage_at

Notes = Mapping[tuple[str | None, str], AttentionNote]
Projects = Mapping[Place, list[OpenProject]]


@dataclass(frozen=True)
class AttentionFigures(OnExecution):
    """The items of the country, most at risk first.

    seen    the places whose items the reader may see; None is every place
    own     those of them that the reader works for, or reaches
    """

    items: tuple[Item, ...]
    seen: frozenset[str] | None = None
    own: frozenset[str] | None = None

    @property
    def synthetic(self) -> bool:
        return self.execution.synthetic

    def inside(self, scope: Place) -> list[Item]:
        return [item for item in self.items if self.map.contains(scope, item.place)]

    def is_partial(self, scope: Place) -> bool:
        """Whether the place has parts whose items the reader may not see, if there are any."""
        return self.seen is not None and not self._parts(scope) <= self.seen

    def is_hidden(self, scope: Place) -> bool:
        """Whether the reader may see the items of none of its parts."""
        return self.seen is not None and self._parts(scope).isdisjoint(self.seen)

    def knows(self, scope: Place) -> bool:
        """Whether "nothing" would be true: its figures are known, and the reader sees some."""
        return self.execution.of(scope).has_data and not self.is_hidden(scope)

    def _parts(self, scope: Place) -> set[str]:
        central = {CENTRAL_UNITS.key} if scope.kind == PlaceKind.COUNTRY else set()
        return {place.key for place in self.map.members(scope)} | central

    def seen_by(self, reader: User | None, scope: Place = COUNTRY) -> "AttentionFigures":
        """The items of the scope in the reader's own places, and in those that an edition
        published, with what was said of them and the projects in reach; at most four queries.

        Of a place that is not the reader's own, what was said since it was frozen is not told.
        """
        items = self.inside(scope)
        seen = own = None
        published: dict[str, datetime] = {}
        if reader is None or not reaches_country(reader):
            seen = own = self._own(reader) if reader else frozenset()
            if not self._parts(scope) <= own:
                asked = self.parameters
                frozen = FrozenVersion.objects.published(asked.year, asked.until)
                published = {key: at for key, at in frozen.items() if key not in own}
                seen = own.union(published)
            items = [item for item in items if item.place.key in seen]
        shown = replace(self, items=tuple(items), seen=seen, own=own).with_notes(published)
        return shown._named(reader) if reader else shown

    def _own(self, reader: User) -> frozenset[str]:
        """The places of the map that the reader works for."""
        unit = unit_worked_for(reader)
        if unit is None:
            return frozenset({CENTRAL_UNITS.key} if reader.role == User.Role.CLERK else ())
        today = _unit_of_today(self.map, unit)
        places = (place for place in self.execution.places if place != CENTRAL_UNITS)
        return frozenset(
            place.key for place in places if _unit_of_today(self.map, place.key) == today
        )

    def with_notes(self, published: Mapping[str, datetime] | None = None) -> "AttentionFigures":
        """The items with what was said of them last, of the places in `published` by the moment
        that stands there; one query if there are any."""
        if not self.items:
            return self
        asked, moments = self.parameters, self._by_unit(published or {})
        notes = AttentionNote.objects.last_said(asked.year, asked.until, asked.known, moments)
        items = (
            replace(item, notes=_told(notes, self.map, item.place, asked.source))
            for item in self.items
        )
        return replace(self, items=tuple(items))

    def _by_unit(self, published: Mapping[str, datetime]) -> dict[str | None, datetime]:
        """By the unit that is spoken of, the earliest moment of its places."""
        found: dict[str | None, datetime] = {}
        for item in self.items:
            if moment := published.get(item.place.key):
                unit = _spoken_of(self.map, item.place)
                found[unit] = min(moment, found.get(unit, moment))
        return found

    def opens(self, place: Place) -> bool:
        """Whether the reader may open what was said of the place so far."""
        return self.own is None or place.key in self.own

    def may_say(self, source: str, place: Place) -> bool:
        """Whether the reader's side speaks of the source's money in the place."""
        reader = self.parameters.reader
        is_spoken_of = source == Source.NATIONAL or place != CENTRAL_UNITS
        on_side = reader is not None and reader.role == SIDE[Source(source)]
        return on_side and is_spoken_of and self.opens(place)

    def unit_of(self, place: Place) -> str:
        """What the place's territory is called in addresses today."""
        return place.key if place == CENTRAL_UNITS else _unit_of_today(self.map, place.key)

    def _named(self, reader: User) -> "AttentionFigures":
        """With the names of the projects that the reader reaches; one query."""
        if not any(item.projects for item in self.items):
            return self
        names = queries.named_projects(reader, self.parameters.year, self.parameters.until)
        items = (
            replace(
                item,
                projects=tuple(
                    replace(each, name=names.get(each.project)) for each in item.projects
                ),
            )
            for item in self.items
        )
        return replace(self, items=tuple(items))


def last_days(asked: Parameters) -> dict[str, date]:
    """{source: until when money of the year is paid}, of the sources that are asked for."""
    return {source: settled_until(asked.year, source) for source in asked.source.each}


def load(asked: Parameters, drawn: ProvinceMap) -> AttentionFigures:
    """What the reader who asks may see; at most ten queries."""
    return found(execution.load(asked, drawn, projects=False)).seen_by(asked.reader)


def found(figures: ExecutionFigures) -> AttentionFigures:
    """Everything that needs attention, whoever asks, nothing said of it yet; three queries."""
    projects, approved = _open_projects(figures)
    return AttentionFigures(figures, _items(figures, projects, approved))


def behind(figures: ExecutionFigures, scope: Place) -> AttentionFigures:
    """The places of the scope behind their own rhythm that the reader may see, without their
    projects; at most three queries."""
    return AttentionFigures(figures, _items(figures, {}, {})).seen_by(
        figures.parameters.reader, scope
    )


def _items(
    figures: ExecutionFigures, projects: Projects, approved: Mapping[Place, int]
) -> tuple[Item, ...]:
    """The most at risk first; of equal ones, north to south."""
    source = figures.parameters.source
    items = [
        Item(
            place,
            figures.rhythm(place, source.value),
            approved.get(place, 0),
            tuple(sorted(projects.get(place, ()), key=_most_at_risk)),
            _with_money_left(figures.of(place), source),
        )
        for place in figures.places
    ]
    return tuple(sorted((item for item in items if item.why), key=lambda item: -item.at_risk_vnd))


def _with_money_left(row: Execution, asked: SourceChoice) -> tuple[str, ...]:
    return tuple(s for s in asked.each if row.plan_vnd[s] > row.disbursed_vnd[s])


def _told(
    notes: Notes, drawn: ProvinceMap, place: Place, asked: SourceChoice
) -> dict[str, AttentionNote]:
    """{source: what its side said last of the unit that holds the place today}"""
    unit = _spoken_of(drawn, place)
    return {s: notes[unit, s] for s in asked.each if (unit, s) in notes}


def _spoken_of(drawn: ProvinceMap, place: Place) -> str | None:
    """The unit of today of which notes on the place are; None are the central units."""
    return None if place == CENTRAL_UNITS else _unit_of_today(drawn, place.key)


def _unit_of_today(drawn: ProvinceMap, slug: str) -> str:
    """The unit that holds the territory of a unit of any time."""
    while (unit := drawn.unit(slug)) and unit.successor:
        slug = unit.successor
    return slug


def _open_projects(
    figures: ExecutionFigures,
) -> tuple[dict[Place, list[OpenProject]], dict[Place, int]]:
    """Projects with support left, and the approved support of all, by place."""
    asked, drawn = figures.parameters, figures.map
    earlier = earlier_days(asked)
    odds = odds_of(queries.came_in(earlier, asked.source, asked.known))
    now: dict[int, ProjectYear] = {}
    before: dict[int, dict[int, EarlierYear]] = {}
    for row in queries.years_of_projects(
        asked.year, asked.until, earlier, asked.source, asked.known
    ):
        if row.year == asked.year:
            now[row.project] = row
        else:
            own = before.setdefault(row.project, {})
            own[row.year] = EarlierYear(row.year, row.approved_vnd, row.then_vnd, row.landed_vnd)
    found: dict[str | None, list[OpenProject]] = {}
    approved: Counter[str | None] = Counter()
    for project, unit, *days in queries.days_of_projects(asked.year):
        if project not in now:
            continue
        _project, _year, approved_vnd, then_vnd, _landed_vnd = now[project]
        approved[unit] += approved_vnd
        if approved_vnd > then_vnd and (stage := stage_at(asked.until, *days)):
            own = before.get(project, {})
            rhythm = Rhythm.of(approved_vnd, then_vnd, [own[y] for y in earlier if y in own])
            one = OpenProject(project, stage, rhythm, odds.get(stage))
            found.setdefault(unit, []).append(one)
    return drawn.folded(found), drawn.folded(approved)


def _most_at_risk(project: OpenProject) -> tuple[int, int, int]:
    return -project.at_risk_vnd, -project.left_vnd, project.project
