"""What supported projects bring about: establishments, capital, jobs, models; planned, accepted."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from operator import attrgetter

from projects.models import Project
from projects.results import MADE, STATED
from promotion.lib.money import MILLION_VND
from reports import queries
from reports.parameters import By, Parameters
from reports.places import Place, ProvinceMap
from reports.portfolio import KnownProject, ProjectsOnTheMap, known_projects
from reports.queries.portfolio import Outcome
from reports.rows import PlaceRows
from reports.supported import unconfirmed

STAGES = ("planned", "accepted")


@dataclass(frozen=True)
class Stated:
    """The sum of what was reported, and how many projects reported it and how many did not."""

    amount: int = 0
    reported: int = 0
    missing: int = 0

    def __add__(self, other: "Stated") -> "Stated":
        return Stated(
            self.amount + other.amount,
            self.reported + other.reported,
            self.missing + other.missing,
        )

    @property
    def is_known(self) -> bool:
        """Where all are silent, nothing is known; where nobody was to report, it is zero."""
        return self.reported > 0 or not self.missing


@dataclass(frozen=True)
class Income:
    """Incomes a month times the jobs they are earned in, in đồng, and these jobs."""

    earned_vnd: int = 0
    jobs: int = 0
    missing: int = 0

    def __add__(self, other: "Income") -> "Income":
        return Income(
            self.earned_vnd + other.earned_vnd,
            self.jobs + other.jobs,
            self.missing + other.missing,
        )

    @property
    def average_million(self) -> Fraction | None:
        return Fraction(self.earned_vnd, self.jobs * MILLION_VND) if self.jobs else None


@dataclass(frozen=True)
class Stage:
    """What was planned of all projects with support, or found at the acceptance of some."""

    projects: int = 0
    establishments: frozenset[int] = frozenset()
    stated: Mapping[str, Stated] = field(default_factory=dict)
    income: Income = Income()
    made: Counter[str] = field(default_factory=Counter)

    @classmethod
    def together(cls, stages: Sequence["Stage"]) -> "Stage":
        """All of them at once: one by one, every set would be copied for each that joins it."""
        made: Counter[str] = Counter()
        for stage in stages:
            made.update(stage.made)
        return cls(
            sum(stage.projects for stage in stages),
            frozenset().union(*(stage.establishments for stage in stages)),
            {name: sum((stage.of(name) for stage in stages), Stated()) for name in STATED},
            sum((stage.income for stage in stages), Income()),
            +made,
        )

    def of(self, figure: str) -> Stated:
        return self.stated.get(figure, Stated())


@dataclass(frozen=True)
class Results:
    """Of the projects with support from one source, or from any.

    support_vnd     approved support of the projects whose planned counterpart is known
    """

    planned: Stage = Stage()
    accepted: Stage = Stage()
    support_vnd: int = 0

    @classmethod
    def together(cls, results: Sequence["Results"]) -> "Results":
        return cls(
            Stage.together([each.planned for each in results]),
            Stage.together([each.accepted for each in results]),
            sum(each.support_vnd for each in results),
        )

    def stage(self, name: str) -> Stage:
        return self.planned if name == "planned" else self.accepted

    @property
    def leverage(self) -> Fraction | None:
        """Counterpart ÷ support, of the projects that say what their counterpart is."""
        if not self.support_vnd:
            return None
        return Fraction(self.planned.of("counterpart_vnd").amount, self.support_vnd)


@dataclass(frozen=True)
class ResultsOfPlace:
    """By source; one project with support from both counts in each, and once in "all"."""

    place: Place
    by_source: Mapping[str, Results] = field(default_factory=dict)
    has_data: bool = True

    def __getitem__(self, source: str) -> Results:
        return self.by_source.get(source, Results())


@dataclass(frozen=True)
class ResultFigures(ProjectsOnTheMap):
    """The results of every place of the map, as asked for, and the projects that brought them."""

    places: PlaceRows[ResultsOfPlace]

    def of(self, place: Place) -> ResultsOfPlace:
        return self.places.of(place)

    def rows(self, scope: Place, by: By) -> list[ResultsOfPlace]:
        return self.places.rows(scope, by)


def load(asked: Parameters, drawn: ProvinceMap) -> ResultFigures:
    """Ask the database: six queries."""
    outcomes: dict[int, list[Outcome]] = defaultdict(list)
    for outcome in queries.outcomes(asked.year, asked.until, asked.known):
        outcomes[outcome.project].append(outcome)
    projects = known_projects(asked, drawn)
    rows = {
        place.key: ResultsOfPlace(place, _by_source(inside, outcomes))
        for place, inside in projects.items()
    }
    return ResultFigures(
        asked,
        drawn,
        unconfirmed(asked, drawn),
        projects,
        PlaceRows(drawn, rows, _total, lambda place: ResultsOfPlace(place, has_data=False)),
    )


def _total(rows: Iterable[ResultsOfPlace], place: Place) -> ResultsOfPlace:
    rows = list(rows)
    sums = {
        source: Results.together([row[source] for row in rows])
        for source in ("national", "local", "all")
    }
    return ResultsOfPlace(place, sums, has_data=any(row.has_data for row in rows))


def _by_source(
    projects: Iterable[KnownProject], outcomes: Mapping[int, list[Outcome]]
) -> dict[str, Results]:
    found: dict[str, list[Results]] = defaultdict(list)
    for each in projects:
        own = outcomes.get(each.facts.project, [])
        for source in each.given_by:
            found[source].append(_results(each, own, source))
    return {source: Results.together(results) for source, results in found.items()}


def _results(each: KnownProject, outcomes: list[Outcome], source: str) -> Results:
    contents: Counter[str] = Counter()
    for share in each.shares:
        if source in ("all", share.source):
            contents[share.content] += share.approved_vnd
    supported = {content for content, vnd in contents.items() if vnd > 0}
    whole = {
        "investment_vnd": each.facts.investment_vnd,
        "counterpart_vnd": each.facts.counterpart_vnd,
        "jobs": each.facts.jobs,
    }
    asked = each.facts.kind != Project.Kind.TASK
    planned = _stage("planned", outcomes, supported, whole, asked)
    accepted = _stage("accepted", outcomes, supported, {}, asked) if each.is_accepted else Stage()
    counterpart_known = planned.of("counterpart_vnd").reported > 0
    return Results(planned, accepted, sum(contents.values()) if counterpart_known else 0)


def _stage(
    stage: str,
    outcomes: list[Outcome],
    supported: set[str],
    whole: Mapping[str, int | None],
    asked: bool,
) -> Stage:
    """Of one project; what is stated of the whole goes before the sum of its establishments.

    `asked` whether it is missed where nothing is stated: a task supports no establishment.
    """
    stated = {}
    silent = int(asked)
    for figure in STATED:
        read = attrgetter(f"{stage}_{figure}")
        known = [value for row in outcomes if (value := read(row)) is not None]
        amount = whole.get(figure)
        if amount is None and known:
            amount = sum(known)
        stated[figure] = Stated(missing=silent) if amount is None else Stated(amount, reported=1)
    return Stage(
        projects=1,
        establishments=frozenset(row.establishment for row in outcomes),
        stated=stated,
        income=_income(stage, outcomes) or Income(missing=silent),
        made=Counter(
            {
                name: sum(_made(content, outcomes) for content in contents & supported)
                for name, contents in MADE.items()
            }
        ),
    )


def _made(content: str, outcomes: list[Outcome]) -> int:
    """One at each establishment; one where none is named."""
    return max(1, sum(row.content == content for row in outcomes))


def _income(stage: str, outcomes: list[Outcome]) -> Income | None:
    found = Income()
    for row in outcomes:
        jobs = getattr(row, f"{stage}_jobs")
        income_vnd = getattr(row, f"{stage}_income_vnd")
        if jobs and income_vnd is not None:
            found += Income(income_vnd * jobs, jobs)
    return found if found.jobs else None
