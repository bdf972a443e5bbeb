"""The projects of a budget year as they stood at a cut-off: status, round, kind, content."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from reports import queries
from reports.contents import Catalogue, Group
from reports.indicators import BySource, ProjectNumbers, Projects, ratio
from reports.on_the_map import OnTheMap, unconfirmed
from reports.parameters import By, Parameters
from reports.places import COUNTRY, Place, ProvinceMap
from reports.queries.portfolio import AlikeShare, Told
from reports.supported import Once, Supported


@dataclass(frozen=True)
class Share:
    """What one project was given for one content from one source, in đồng."""

    source: str
    content: str
    approved_vnd: int = 0
    disbursed_vnd: int = 0


@dataclass(frozen=True)
class Alike:
    """Projects of one place of which the same is told, as at the cut-off, with their support of
    the budget year; a single one where single ones are asked for.

    accepted_vnd    accepted values of the `reported` ones
    """

    told: Told
    number: int
    reported: int
    accepted_vnd: int
    shares: tuple[Share, ...]

    @property
    def given_by(self) -> set[str]:
        """The sources with support above zero, "all" where there is any."""
        sources = {share.source for share in self.shares if share.approved_vnd > 0}
        return sources | {"all"} if sources else sources


@dataclass(frozen=True)
class Portfolio(Supported):
    """Sums of some projects.

    listed          all of them: with support, stopped since, or only submitted
    accepted_vnd    accepted values that were reported (giá trị nghiệm thu), of whole projects
    unreported      accepted projects whose accepted value nobody reported
    """

    place: Place = COUNTRY
    listed: Once = Once()
    accepted_vnd: Once = Once()
    unreported: Once = Once()

    def accepted_part(self, source: str = "all") -> Fraction | None:
        """Accepted projects ÷ projects with support."""
        numbers = self.projects[source]
        return ratio(numbers.completed, numbers.planned)


@dataclass(frozen=True)
class ProjectsOnTheMap(OnTheMap):
    """The projects of every place of the map, as asked for."""

    projects: Mapping[Place, list[Alike]]

    @property
    def synthetic(self) -> bool:
        return any(each.told.made_up for inside in self.projects.values() for each in inside)

    def inside(self, scope: Place) -> list[Alike]:
        return [
            each
            for place, projects in self.projects.items()
            if self.map.contains(scope, place)
            for each in projects
        ]


@dataclass(frozen=True)
class PortfolioFigures(ProjectsOnTheMap):
    """Sums of the projects of any place, by group of the catalogue too."""

    catalogue: Catalogue

    def of(self, place: Place) -> Portfolio:
        """All projects of the place; "no data" where none is known."""
        inside = self.inside(place)
        return replace(summed(inside), place=place, has_data=bool(inside))

    def one_by_one(self) -> "PortfolioFigures":
        """The same with every project by itself; one query."""
        return replace(self, projects=projects_alike(self.parameters, self.map, single=True))

    def rows(self, scope: Place, by: By) -> list[Portfolio]:
        """Of the places of the scope, and of whoever else in it has projects."""
        places = self.map.rows_of(scope, by)
        others = [
            place
            for place in self.projects
            if self.map.contains(scope, place)
            and not any(self.map.contains(row, place) for row in places)
        ]
        return [self.of(place) for place in (*places, *others)]

    def of_group(self, scope: Place, group: Group) -> Portfolio:
        """Projects with support for contents of the group, and that support of theirs."""
        kept = []
        for each in self.inside(scope):
            shares = tuple(share for share in each.shares if share.content in group.contents)
            if shares:
                kept.append(replace(each, shares=shares))
        return summed(kept)


def summed(projects: Iterable[Alike]) -> Portfolio:
    """Each project once for all sources, and once for each source that supports it."""
    sums: dict[str, dict[str, int]] = {name: defaultdict(int) for name in ("approved", "disbursed")}
    counts: dict[str, dict[str, int]] = {
        name: defaultdict(int)
        for name in ("listed", "planned", "completed", "accepted_vnd", "unreported")
    }
    for each in projects:
        for share in each.shares:
            sums["approved"][share.source] += share.approved_vnd
            sums["disbursed"][share.source] += share.disbursed_vnd
        for source in {share.source for share in each.shares} | {"all"}:
            counts["listed"][source] += each.number
        for source in each.given_by:
            counts["planned"][source] += each.number
            if each.told.accepted:
                counts["completed"][source] += each.number
                counts["accepted_vnd"][source] += each.accepted_vnd
                counts["unreported"][source] += each.number - each.reported
    numbers = {
        source: Projects(counts["planned"][source], counts["completed"][source])
        for source in ("national", "local", "all")
    }
    return Portfolio(
        approved_vnd=BySource(**sums["approved"]),
        disbursed_vnd=BySource(**sums["disbursed"]),
        projects=ProjectNumbers(**numbers),
        listed=Once(**counts["listed"]),
        accepted_vnd=Once(**counts["accepted_vnd"]),
        unreported=Once(**counts["unreported"]),
    )


def load(asked: Parameters, drawn: ProvinceMap, catalogue: Catalogue) -> PortfolioFigures:
    """Ask the database: two queries."""
    projects = projects_alike(asked, drawn)
    contents = {s.content for inside in projects.values() for each in inside for s in each.shares}
    return PortfolioFigures(
        asked, drawn, unconfirmed(asked, drawn), projects, catalogue.covering(contents)
    )


def projects_alike(
    asked: Parameters, drawn: ProvinceMap, single: bool = False
) -> dict[Place, list[Alike]]:
    """Of every place with any; one query."""
    told: dict[Told, list[AlikeShare]] = defaultdict(list)
    for row in queries.projects_alike(asked.year, asked.until, asked.known, single):
        told[row.told].append(row)
    found: dict[Place, list[Alike]] = defaultdict(list)
    for of, rows in told.items():
        shares = (
            Share(row.source, row.content, row.approved_vnd, row.disbursed_vnd)
            for row in rows
            if row.source
        )
        found[drawn.holder(of.unit)].append(Alike(of, *rows[0][3:6], tuple(shares)))
    return dict(found)
