"""Annual plans as lines of decisions: assigned in January, adjusted during the year."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from projects.demo.cells import LAST_DAY, Cell, plan_day
from projects.demo.chance import chance, workday
from projects.demo.decisions import Decisions
from projects.demo.payments import approval_days
from projects.demo.people import People
from projects.demo.places import MERGER_YEAR
from projects.demo.published import LOCAL, NATIONAL
from promotion.lib.money import MILLION_VND
from promotion.models import AnnualBudget, BudgetKind, BudgetLine, Decision, Level

Kind = BudgetLine.Kind
TRANSFERS_A_YEAR = 3

# What a decision is about, before the year.
ABOUT = {
    Kind.INITIAL: "Giao kế hoạch kinh phí khuyến công {source} năm {year}",
    Kind.SUPPLEMENT: "Bổ sung kế hoạch kinh phí khuyến công {source} năm {year}",
    Kind.INCREASE: "Điều chỉnh kế hoạch kinh phí khuyến công {source} năm {year}",
    Kind.DECREASE: "Điều chỉnh kế hoạch kinh phí khuyến công {source} năm {year}",
    Kind.TRANSFER: "Điều chỉnh kế hoạch kinh phí khuyến công {source} năm {year}",
    Kind.CARRY_OVER: "Chuyển nguồn kinh phí khuyến công {source} từ năm {before} sang năm {after}",
    Kind.CANCELLATION: "Hủy dự toán kinh phí khuyến công {source} năm {year}",
}
SOURCE_NAMES = {LOCAL: "địa phương", NATIONAL: "quốc gia"}


@dataclass(frozen=True)
class Change:
    """One line on top of the initial assignment; `other` is where a transfer comes from."""

    kind: BudgetKind
    amount: int
    on: date
    other: Cell | None = None


class Plans:
    """Budgets, their lines and decisions for all cells."""

    def __init__(self, cells: list[Cell], decisions: Decisions, people: People) -> None:
        self.cells = {(cell.unit.slug, cell.year, cell.source): cell for cell in cells}
        self.decisions = decisions
        self.people = people
        self.changes: dict[Cell, list[Change]] = defaultdict(list)
        self.given: dict[Cell, list[Change]] = defaultdict(list)  # transfers, by who gives
        self.budgets = {
            cell: AnnualBudget(
                province_id=cell.unit.slug, budget_year=cell.year, source=cell.source
            )
            for cell in cells
        }
        self.below: dict[tuple[Cell, Level], AnnualBudget] = {}
        self.parts: dict[Cell, Mapping[Level, int]] = defaultdict(dict)
        for cell in cells:
            if cell.plan and not cell.fixed:
                self._change(cell)
        for year in sorted({cell.year for cell in cells}):
            self._transfer(year)

    def divide(self, cell: Cell, parts: Mapping[Level, int]) -> None:
        """Let the cell's initial assignment be, by so much, one of levels below the province."""
        self.parts[cell] = parts
        for level in parts:
            self.below[cell, level] = AnnualBudget(
                province_id=cell.unit.slug, budget_year=cell.year, source=cell.source, level=level
            )

    def lines(self) -> Iterator[BudgetLine]:
        """All lines; the plan of a cell on its plan_day is the cell's."""
        for cell in self.budgets:
            if not cell.plan:
                continue  # a budget without lines: a plan of zero is a fact
            yield from self._initial(cell)
            for change in self.changes[cell]:
                yield self._line(cell, change)

    def _initial(self, cell: Cell) -> Iterator[BudgetLine]:
        day = plan_day(cell.year)
        changed = sum(change.amount for change in self.changes[cell] if change.on <= day)
        given = sum(change.amount for change in self.given[cell] if change.on <= day)
        begun = cell.unit.begun and cell.year == MERGER_YEAR
        kind = Kind.SUPPLEMENT if begun else Kind.INITIAL
        parts, assigned_on = self.parts[cell], _assigned_on(cell)
        own = cell.plan - changed + given - sum(parts.values())
        yield self._line(cell, Change(kind, own, assigned_on))
        for level, amount in parts.items():
            yield self._line(cell, Change(kind, amount, assigned_on), self.below[cell, level])

    def _line(self, cell: Cell, change: Change, budget: AnnualBudget | None = None) -> BudgetLine:
        return BudgetLine(
            decision=self._decision(cell, change),
            budget=budget or self.budgets[cell],
            from_budget=self.budgets[change.other] if change.other else None,
            kind=change.kind,
            amount_vnd=change.amount * MILLION_VND,
            recorded_by=self.people.side_of(cell.unit.slug, cell.source, change.on),
            synthetic=True,
        )

    def _decision(self, cell: Cell, change: Change) -> Decision:
        after = cell.year + (change.amount < 0)
        abstract = ABOUT[change.kind].format(
            source=SOURCE_NAMES[cell.source], year=cell.year, before=after - 1, after=after
        )
        if cell.source == NATIONAL:
            return self.decisions.by_ministry(change.on, abstract)
        return self.decisions.by_province(cell.unit.slug, change.on, abstract)

    def _change(self, cell: Cell) -> None:
        """At most one change, in summer or in December, of a few percent of the plan.

        What comes after the plan_day never takes the plan below the approved support.
        """
        dice = chance("changes", cell.unit.slug, cell.year, cell.source)
        amount = max(1, cell.plan * dice.randint(15, 60) // 10_000) * 10
        merging = cell.year == MERGER_YEAR and (cell.unit.begun or cell.unit.ended)
        december = _in_december(cell, dice.randint(0, 12))
        draw = dice.random()
        if draw < 0.18 and not merging:
            summer = _summer(cell, dice.randint(0, 12))
            self.changes[cell].append(Change(Kind.SUPPLEMENT, amount, summer))
        elif december > LAST_DAY or (cell.year == MERGER_YEAR and cell.unit.ended):
            return
        elif draw < 0.3:
            self.changes[cell].append(Change(Kind.INCREASE, amount, december))
        elif amount <= cell.plan - cell.approved or plan_day(cell.year) >= december:
            if draw < 0.42:
                self.changes[cell].append(Change(Kind.DECREASE, -amount, december))
            elif draw < 0.46:
                self.changes[cell].append(Change(Kind.CANCELLATION, -amount, december))
            elif draw < 0.54:
                self._carry_over(cell, amount)

    def _carry_over(self, cell: Cell, amount: int) -> None:
        """Out of one year and into the next, where the same unit still has a budget."""
        later = self.cells.get((cell.unit.slug, cell.year + 1, cell.source))
        if later and later.plan > 2 * amount and not later.fixed:
            out, into = workday(date(cell.year, 12, 30)), workday(date(cell.year + 1, 2, 26))
            self.changes[cell].append(Change(Kind.CARRY_OVER, -amount, out))
            self.changes[later].append(Change(Kind.CARRY_OVER, amount, into))

    def _transfer(self, year: int) -> None:
        """National money moved between provinces by the December decision."""
        december = date(year, 12, 12)
        if december > LAST_DAY:
            return
        free = [
            cell
            for cell in self.budgets
            if cell.year == year
            and cell.source == NATIONAL
            and cell.plan >= 300
            and not (cell.fixed or cell.unit.ended and year == MERGER_YEAR)
            and not self.changes[cell]
        ]
        dice = chance("transfers", year)
        pairs = dice.sample(free, 2 * TRANSFERS_A_YEAR)
        for giver, taker in zip(pairs[::2], pairs[1::2], strict=True):
            amount = giver.plan - giver.approved if plan_day(year) < december else 60
            if amount:
                change = Change(Kind.TRANSFER, amount, _in_december(taker, 9), giver)
                self.changes[taker].append(change)
                self.given[giver].append(change)


def national_assignment(cell: Cell, on: date) -> str:
    """What the decision is about that gives out national money and names its projects."""
    first_round, _ = approval_days(cell)
    begun = cell.unit.begun and cell.year == MERGER_YEAR
    kind = Kind.INITIAL if on == first_round and not begun else Kind.SUPPLEMENT
    return ABOUT[kind].format(source=SOURCE_NAMES[NATIONAL], year=cell.year)


def _assigned_on(cell: Cell) -> date:
    """A national plan and its first projects stand in one decision; a local plan comes earlier."""
    first_round, _ = approval_days(cell)
    if cell.source == NATIONAL:
        return first_round
    dice = chance("assigned", cell.unit.slug, cell.year)
    begun = cell.unit.begun and cell.year == MERGER_YEAR
    days = dice.randint(2, 11) if begun else dice.randint(20, 58)
    return workday(first_round - timedelta(days=days))


def _in_december(cell: Cell, offset: int) -> date:
    """National adjustments of a year stand in one decision."""
    return workday(date(cell.year, 12, 11 if cell.source == NATIONAL else 8 + offset))


def _summer(cell: Cell, offset: int) -> date:
    """With the second round of projects, or by the province in June."""
    if cell.source == NATIONAL:
        return approval_days(cell)[1]
    return workday(date(cell.year, 6, 3 + offset))
