"""Rows of supports: grants, the lines of decisions that approve them, and what cuts them later."""

from collections.abc import Iterator
from datetime import date

from projects.demo.cells import LAST_DAY
from projects.demo.chance import chance, workday
from projects.demo.decisions import Decisions
from projects.demo.payments import approval_days
from projects.demo.people import People
from projects.demo.plans import SOURCE_NAMES, national_assignment
from projects.demo.published import LOCAL, NATIONAL
from projects.demo.supports import Support
from projects.models import Grant, GrantLine, Project
from promotion.lib.money import MILLION_VND
from promotion.models import Decision

Kind = GrantLine.Kind
STOPPED_AFTER_ADVANCE = 3  # what was paid is then to be recovered
STOPPED_FIRST = "an-giang"  # whose officer has an account
STOP_REASONS = (
    "Cơ sở thụ hưởng xin rút, không bố trí được vốn đối ứng.",
    "Cơ sở thụ hưởng thay đổi phương án đầu tư, không còn phù hợp nội dung được duyệt.",
    "Quá thời hạn triển khai theo hợp đồng mà chưa thực hiện.",
)
STOPPED_ON = date(2026, 9, 18)


def grant(support: Support, project: Project) -> Grant:
    return Grant(
        project=project,
        content_id=support.offer.content,
        budget_year=support.cell.year,
        source=support.cell.source,
        level=support.level,
    )


def stop_some(supports: list[Support]) -> None:
    """Mark what is stopped: whatever was never paid in its year, a few of 2026."""
    advanced = []
    for support in supports:
        dice = chance("stopped", support.cell.unit.slug, support.cell.source, support.number)
        if support.cell.year < LAST_DAY.year:
            support.stopped = not support.instalments
        elif not support.instalments:
            support.stopped = dice.random() < 0.06
        elif _advanced_only(support):
            place = (support.cell.unit.slug, support.cell.source)
            advanced.append((place != (STOPPED_FIRST, LOCAL), dice.random(), support))
    for _, _, support in sorted(advanced, key=lambda row: row[:2])[:STOPPED_AFTER_ADVANCE]:
        support.stopped = True


def _advanced_only(support: Support) -> bool:
    """One confirmed advance and nothing else, before the day of the stops."""
    if len(support.instalments) != 1:
        return False
    [only] = support.instalments
    return only.advance and not only.waiting and only.on < STOPPED_ON


class Approvals:
    """Makes the grant lines of supports and their decisions."""

    def __init__(self, decisions: Decisions, people: People) -> None:
        self.decisions = decisions
        self.people = people

    def lines(self, support: Support, row: Grant) -> Iterator[GrantLine]:
        """What approves the support: one line, or for one in twenty-five two."""
        later = 0
        dice = chance("increase", support.cell.unit.slug, support.cell.year, support.number)
        second_round = approval_days(support.cell)[1]
        raisable = support.round == 1 and not support.cell.fixed and support.amount >= 200
        if raisable and dice.random() < 0.04:
            later = support.amount // 50 * 5
        yield self._line(support, row, Kind.APPROVAL, support.amount - later, support.approved_on)
        if later:
            yield self._line(support, row, Kind.INCREASE, later, second_round)

    def cuts(self, support: Support, row: Grant) -> Iterator[GrantLine]:
        """What comes after the payments: a stop, or the rest that a settled year did not need.

        A stop after an advance takes the whole support away; the advance is then to recover.
        """
        year = support.cell.year
        rest = support.amount - support.reported
        if support.stopped:
            on = STOPPED_ON if year == LAST_DAY.year else workday(date(year, 12, 19))
            yield self._line(support, row, Kind.STOP, -support.amount, on)
        elif rest and year < LAST_DAY.year:
            yield self._line(support, row, Kind.DECREASE, -rest, workday(date(year + 1, 2, 24)))

    def _line(
        self, support: Support, row: Grant, kind: GrantLine.Kind, amount: int, on: date
    ) -> GrantLine:
        stops = kind == Kind.STOP
        return GrantLine(
            decision=self._decision(support, kind, on),
            grant=row,
            kind=kind,
            amount_vnd=amount * MILLION_VND,
            reason=chance("stop", row.project.code).choice(STOP_REASONS) if stops else "",
            recorded_by=self.people.side_of(support.cell.unit.slug, support.cell.source, on),
            synthetic=True,
        )

    def _decision(self, support: Support, kind: GrantLine.Kind, on: date) -> Decision:
        """National projects stand in the annex of the decision that gives out the money."""
        cell = support.cell
        if cell.source == NATIONAL and kind == Kind.APPROVAL:
            return self.decisions.by_ministry(on, national_assignment(cell, on))
        abstract = {
            Kind.APPROVAL: "Phê duyệt đề án khuyến công {source} năm {year} (đợt {round})",
            Kind.INCREASE: "Điều chỉnh tăng kinh phí đề án khuyến công {source} năm {year}",
            Kind.DECREASE: "Điều chỉnh kinh phí đề án khuyến công {source} năm {year} theo giá trị"
            " quyết toán",
            Kind.STOP: "Ngừng triển khai đề án khuyến công {source} năm {year}",
        }[kind].format(source=SOURCE_NAMES[cell.source], year=cell.year, round=support.round)
        if cell.source == NATIONAL:
            return self.decisions.by_ministry(on, abstract)
        return self.decisions.by_department(cell.unit.slug, on, abstract)
