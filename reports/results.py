"""What supported projects bring about: establishments, capital, jobs, models; planned, accepted."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from projects.outcomes import MADE, STATED, TRAINING
from promotion.lib.money import MILLION_VND
from reports import queries
from reports.indicators import SOURCES, BySource
from reports.on_the_map import unconfirmed
from reports.parameters import By, Parameters
from reports.places import Place, ProvinceMap
from reports.portfolio import ProjectsOnTheMap, projects_alike
from reports.queries.outcomes import Given, Outcome
from reports.rows import PlaceRows

STAGES = ("planned", "accepted")
FIGURES = (*STATED, "trainees")


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
            {name: sum((stage.of(name) for stage in stages), Stated()) for name in FIGURES},
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
    """Ask the database: five queries."""
    outcomes = queries.Outcomes(asked.year, asked.until, asked.known, TRAINING)
    projects = projects_alike(asked, drawn)
    found: dict[tuple[str, str], list[Results]] = defaultdict(list)
    for given, source, results in _parts(outcomes):
        found[drawn.holder(given.unit).key, source].append(results)
    rows = {
        place.key: ResultsOfPlace(
            place,
            {source: Results.together(found[place.key, source]) for source in SOURCES},
        )
        for place in projects
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
    sums = {source: Results.together([row[source] for row in rows]) for source in SOURCES}
    return ResultsOfPlace(place, sums, has_data=any(row.has_data for row in rows))


def _parts(outcomes: queries.Outcomes) -> Iterator[tuple[Given, str, Results]]:
    """What adds up to the results of each unit and source."""
    for stated in outcomes.stated():
        support_vnd = BySource(stated.national_vnd, stated.local_vnd)
        for source in _sources(stated.given):
            planned = _stage(stated, "planned", source)
            accepted = _stage(stated, "accepted", source) if stated.given.accepted else Stage()
            yield stated.given, source, Results(planned, accepted, support_vnd[source])
    names = {content: name for name, contents in MADE.items() for content in contents}
    for made in outcomes.made(names):
        stage = Stage(made=Counter({names[made.content]: made.number}))
        for source in _sources(made.given):
            if made.by_source[source]:
                yield made.given, source, _of_both(made.given, stage)
    together: dict[Given, set[int]] = defaultdict(set)
    for given, establishment in outcomes.establishments():
        together[given].add(establishment)
    for given, establishments in together.items():
        stage = Stage(establishments=frozenset(establishments))
        for source in _sources(given):
            yield given, source, _of_both(given, stage)


def _sources(given: Given) -> list[str]:
    own = {"national": given.of_national, "local": given.of_local, "all": True}
    return [source for source in SOURCES if own[source]]


def _of_both(given: Given, stage: Stage) -> Results:
    """The same planned as at the acceptance of those that were accepted."""
    return Results(stage, stage if given.accepted else Stage())


def _stage(outcome: Outcome, stage: str, source: str) -> Stage:
    """Of what is not stated only that is missing which was asked for: a task supports no
    establishment, and only training trains anybody."""
    stated = {}
    for figure in FIGURES:
        amount, reported = outcome.stated[f"{stage}_{figure}"]
        asked = outcome.trains[source] if figure == "trainees" else outcome.supports
        stated[figure] = Stated(amount, reported, (outcome.number - reported) * asked)
    earned, earners = outcome.stated[f"{stage}_earned"], outcome.stated[f"{stage}_earners"]
    missing = (outcome.number - earners.projects) * outcome.supports
    return Stage(
        projects=outcome.number,
        stated=stated,
        income=Income(earned.amount, earners.amount, missing),
    )
