"""Puts supports together into projects: mostly one, sometimes two sources or two years."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from projects.demo.beneficiaries import place
from projects.demo.cells import LAST_DAY, settlement_day
from projects.demo.chance import chance
from projects.demo.published import (
    FIRST_ROUND_COUNTERPART,
    FIRST_ROUND_JOBS,
    LOCAL,
    NATIONAL,
)
from projects.demo.supports import TASK, Support
from projects.models import Bound, Project
from projects.outcomes import TRAINING
from promotion.lib.money import MILLION_VND
from promotion.models import Centre, Source

Status = Project.Status
FIRST_ROUND_TITLE = (
    "Hỗ trợ ứng dụng máy móc, thiết bị tiên tiến cho 05 cơ sở công nghiệp nông thôn"
    " (đợt 1 năm 2025)"
)


@dataclass(eq=False)
class Work:
    """One project with its supports, the first approved one first."""

    supports: list[Support]
    kind: Project.Kind

    @property
    def main(self) -> Support:
        return self.supports[0]

    @property
    def last_paid_on(self) -> date | None:
        days = [one.last_paid_on for one in self.supports if one.last_paid_on]
        return max(days, default=None)


def works(supports: list[Support]) -> list[Work]:
    """Every support belongs to exactly one work."""
    partners: dict[Support, Support] = {}
    taken: set[Support] = set()
    for first, second in [*_key_pairs(supports), *_two_sources(supports)]:
        if not {first, second} & taken:
            partners[first] = second
            taken |= {first, second}
    found = []
    for support in supports:
        if partner := partners.get(support):
            pair = sorted((support, partner), key=lambda one: one.approved_on)
            years = {one.cell.year for one in pair}
            found.append(Work(pair, Project.Kind.KEY if len(years) > 1 else support.offer.kind))
        elif support not in taken:
            found.append(Work([support], _kind(support)))
    return found


def _kind(support: Support) -> Project.Kind:
    """A fair or a selection of products may serve several provinces."""
    regional = support.offer.content in ("fair", "product-selection", "linkage-cluster")
    if regional and support.cell.source == NATIONAL and support.number % 2:
        return Project.Kind.INTERREGIONAL
    return support.offer.kind


def _by_cell(supports: list[Support]) -> dict[tuple[str, int, Source], list[Support]]:
    found = defaultdict(list)
    for support in supports:
        if not (support.cell.fixed or support.stopped or support.offer.kind == TASK):
            found[support.cell.unit.slug, support.cell.year, support.cell.source].append(support)
    return found


def _key_pairs(supports: list[Support]) -> Iterator[tuple[Support, Support]]:
    """National key projects: two contents in two years, in about one unit of eight."""
    cells = _by_cell(supports)
    for (unit, year, source), here in cells.items():
        later = cells.get((unit, year + 1, source), [])
        if source == NATIONAL and chance("key", unit, year).random() < 0.12:
            first = max(here, key=lambda one: (one.amount, one.number))
            others = [one for one in later if one.offer.content != first.offer.content]
            if others:
                yield first, others[0]


def _two_sources(supports: list[Support]) -> Iterator[tuple[Support, Support]]:
    """Projects that the province helps to pay."""
    cells = _by_cell(supports)
    for (unit, year, source), here in cells.items():
        if source != NATIONAL:
            continue
        for support in here:
            same = [one for one in cells.get((unit, year, LOCAL), []) if one.offer == support.offer]
            if same and chance("sources", unit, year, support.number).random() < 0.4:
                yield support, same[0]


def project(work: Work, code: str, title: str, centre: Centre) -> Project:
    """The project's row; its dates and status follow from its approvals and payments."""
    main = work.main
    row = Project(
        code=code,
        title=title,
        kind=work.kind,
        centre=centre,
        round_number=main.round,
        status=_status(work),
        synthetic=not main.published,
    )
    if main.published:
        # No date of it was published: they stay unknown, and so no status that has a day.
        row.status = Status.IN_PROGRESS
        row.place_text = "tỉnh Quảng Bình"
        row.counterpart_vnd = FIRST_ROUND_COUNTERPART * MILLION_VND
        row.counterpart_bound = Bound.OVER
        row.jobs, row.jobs_bound = FIRST_ROUND_JOBS, Bound.OVER
        return row
    dice = chance("project", code)
    row.submitted_on = main.approved_on - timedelta(days=dice.randint(40, 110))
    row.approved_on = main.approved_on
    row.contracted_on = main.approved_on + timedelta(days=dice.randint(2, 6))
    if row.status in (Status.ACCEPTED, Status.SETTLED) and work.last_paid_on:
        ended = work.last_paid_on
        worked = row.contracted_on + timedelta(days=dice.randint(20, 30))
        found = ended - timedelta(days=dice.randint(4, 11))
        row.accepted_on = min(ended, max(worked, found))
        if row.status == Status.SETTLED:
            by = min(LAST_DAY, settlement_day(work.supports[-1].cell.year))
            row.settled_on = max(ended, min(by, ended + timedelta(days=dice.randint(9, 30))))
    if work.last_paid_on is None and row.status != Status.CONTRACTED:
        row.contracted_on = None
    _train(row, main)
    if work.kind != TASK:
        for name, value in place(main.cell.unit.slug, main.approved_on, dice).items():
            setattr(row, name, value)
    return row


def _train(row: Project, main: Support) -> None:
    """A person's course costs about four triệu; some do not report how many came."""
    if main.offer.content not in TRAINING:
        return
    dice = chance("trainees", row.code)
    row.planned_trainees = max(20, main.amount // 4 // 5 * 5)
    if row.accepted_on and dice.random() < 0.8:
        row.accepted_trainees = row.planned_trainees - dice.randint(0, 6)


def _status(work: Work) -> Project.Status:
    last = work.supports[-1]
    if work.last_paid_on is None:
        if last.cell.year < LAST_DAY.year or last.stopped:
            return Status.STOPPED
        return Status.APPROVED if last.round == 2 else Status.CONTRACTED
    if any(one.stopped for one in work.supports):
        return Status.STOPPED
    if last.cell.year < LAST_DAY.year:
        return Status.SETTLED
    this_year = [one for one in work.supports if one.cell.year == LAST_DAY.year]
    if any(one.confirmed < one.amount for one in this_year):
        return Status.IN_PROGRESS
    return Status.ACCEPTED if work.last_paid_on > date(LAST_DAY.year, 9, 15) else Status.SETTLED
