"""Approved support and disbursements by the groups of contents of a catalogue."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import reduce
from operator import sub

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from reports import queries
from reports.indicators import BySource, ProjectNumbers
from reports.levels import by_level, counted_in, own_place
from reports.on_the_map import OnTheMap, unconfirmed
from reports.parameters import BadParameter, By, Parameters
from reports.places import COUNTRY, Place, ProvinceMap
from reports.rows import PlaceRows
from reports.supported import NOTHING, Supported, Supporting

UNMAPPED = "unmapped"


@dataclass(frozen=True)
class Group:
    """A group of contents; `contents` are those that the catalogue puts in it.

    key     its number in the catalogue, or "unmapped" of what the catalogue does not map
    """

    key: str
    name_vi: str
    name_en: str
    contents: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        return self.name_en if get_language() == "en" else self.name_vi

    @property
    def number(self) -> str:
        """As printed; a dash of what the catalogue does not map."""
        return "–" if self.key == UNMAPPED else self.key


@dataclass(frozen=True)
class Catalogue:
    """A published grouping of contents.

    numbers     {content: number of its group}
    groups      in the catalogue's order; last, only where there is any money of it, what the
                catalogue does not map
    """

    name: str
    numbers: Mapping[str, int]
    groups: tuple[Group, ...]

    def key_of(self, content: str) -> str:
        """Of the group that the content is in."""
        return str(self.numbers.get(content, UNMAPPED))

    def covering(self, contents: Iterable[str]) -> "Catalogue":
        """With a group of those contents that it does not map, if there are any."""
        unmapped = tuple(sorted(set(contents) - self.numbers.keys()))
        if not unmapped:
            return self
        names = "Nội dung chưa xếp vào nhóm nào", "Contents that the catalogue does not map"
        return replace(self, groups=(*self.groups, Group(UNMAPPED, *names, unmapped)))


def read_catalogue(slug: str) -> Catalogue:
    """Three queries. Raises BadParameter for a catalogue that maps nothing."""
    known = {catalogue.slug: catalogue for catalogue in queries.catalogues()}
    numbers = queries.mappings_of(slug)
    if not numbers:
        others = [other for other in known if other != slug]
        raise BadParameter(
            _("The catalogue “%(name)s” does not say yet which contents its groups hold.")
            % {"name": known[slug]},
            suggestion={"catalogue": others[0]} if others else {},
            words=str(known[others[0]]) if others else "",
        )
    groups = tuple(
        Group(
            str(group.number),
            group.name_vi,
            group.name_en,
            tuple(content for content, number in numbers.items() if number == group.number),
        )
        for group in queries.groups_of(slug)
    )
    return Catalogue(str(known[slug]), numbers, groups)


@dataclass(frozen=True)
class Groups:
    """The groups of one place by their keys; `projects` counts one of two groups once."""

    place: Place = COUNTRY
    by_key: Mapping[str, Supported] = field(default_factory=dict)
    projects: ProjectNumbers = ProjectNumbers()
    has_data: bool = True

    def __add__(self, other: "Groups") -> "Groups":
        added = dict(self.by_key)
        for key, row in other.by_key.items():
            added[key] = added.get(key, NOTHING) + row
        has_data = self.has_data or other.has_data
        return Groups(self.place, added, self.projects + other.projects, has_data)

    def __sub__(self, other: "Groups") -> "Groups":
        """What the other leaves of it."""
        left = {key: row - other.by_key.get(key, NOTHING) for key, row in self.by_key.items()}
        return replace(self, by_key=left, projects=self.projects - other.projects)

    def of(self, group: Group) -> Supported:
        return replace(self.by_key.get(group.key, NOTHING), has_data=self.has_data)

    @property
    def total(self) -> Supported:
        """Of all groups; equal to what was disbursed for any content."""
        return replace(
            sum(self.by_key.values(), NOTHING), projects=self.projects, has_data=self.has_data
        )


@dataclass(frozen=True)
class ContentFigures(OnTheMap):
    """Support by group of the catalogue for every place of the map, as asked for.

    places      the groups of each place; a project is in one place alone
    """

    catalogue: Catalogue
    places: PlaceRows[Groups]

    @property
    def synthetic(self) -> bool:
        return any(groups.total.synthetic for groups in self.places.by_key.values())

    def rows(self, scope: Place, by: By) -> list[Groups]:
        return self.places.rows(scope, by)


def load(parameters: Parameters, drawn: ProvinceMap, catalogue: Catalogue) -> ContentFigures:
    """Ask the database: three queries."""
    year, until, known = parameters.year, parameters.until, parameters.known
    shares = queries.shares([year], until, known, "source", "level", "content")
    paid = queries.paid_by_content(year, until, known)
    contents = {share.key[2] for share in shares} | {entry.content for entry in paid}
    found = {
        level: {
            place.key: replace(groups, place=place)
            for place, groups in drawn.folded(by_unit).items()
        }
        for level, by_unit in _by_level(shares, paid, catalogue).items()
    }
    whole = found.pop("", {})
    levels = by_level(whole, found, lambda row: row.has_data, _part, _left)
    return ContentFigures(
        parameters,
        drawn,
        unconfirmed(parameters, drawn),
        catalogue.covering(contents),
        PlaceRows(drawn, whole, _total, _without_data, levels),
    )


def _total(rows: Iterable[Groups], place: Place) -> Groups:
    return replace(sum(rows, _without_data(place)), place=place)


def _without_data(place: Place) -> Groups:
    return Groups(place, has_data=False)


def _part(row: Groups, whole: Groups, level: str) -> Groups:
    return replace(row, place=whole.place.at(level))


def _left(whole: Groups, parts: Iterable[Groups]) -> Groups:
    return replace(reduce(sub, parts, whole), place=own_place(whole.place))


def _by_level(
    shares: Iterable[queries.Share], paid: Iterable[queries.Paid], catalogue: Catalogue
) -> dict[str, dict[str | None, Groups]]:
    """The groups of each unit; and of districts and communes by themselves, where they have any."""
    approved: dict[tuple, BySource] = defaultdict(BySource)
    disbursed: dict[tuple, BySource] = defaultdict(BySource)
    made_up = set()
    in_group: dict[tuple, Supporting] = defaultdict(Supporting)
    in_any: dict[str | None, Supporting] = defaultdict(Supporting)
    for share in shares:
        source, level, content = share.key
        unit, key = share.alike.unit, catalogue.key_of(content)
        for row in counted_in(level):
            of = row, unit, key
            approved[of] = approved[of].more(source, share.approved_vnd)
            if share.made_up:
                made_up.add(of)
        if share.approved_vnd > 0:
            in_group[unit, key].add(source, level, share)
            in_any[unit].add(source, level, share)
    for entry in paid:
        for row in counted_in(entry.level):
            of = row, entry.unit, catalogue.key_of(entry.content)
            disbursed[of] = disbursed[of].more(entry.source, entry.disbursed_vnd)
            if entry.made_up:
                made_up.add(of)
    rows: dict[str, dict[str | None, dict[str, Supported]]]
    rows = defaultdict(lambda: defaultdict(dict))
    for of in {**approved, **disbursed}:
        level, unit, key = of
        numbers = in_group[unit, key].numbers(level)
        rows[level][unit][key] = Supported(
            approved[of], disbursed[of], numbers, synthetic=of in made_up
        )
    return {
        level: {
            unit: Groups(by_key=own, projects=in_any[unit].numbers(level))
            for unit, own in by_unit.items()
        }
        for level, by_unit in rows.items()
    }
