"""The whole demonstration as rows that are not saved yet, made without a database."""

from collections import Counter
from dataclasses import dataclass, field

from projects.demo.beneficiaries import Makers, beneficiaries, first_round_beneficiaries
from projects.demo.cells import cells
from projects.demo.centres import Centres
from projects.demo.chance import chance
from projects.demo.clearings import clearings
from projects.demo.decisions import Decisions
from projects.demo.entries import confirmation, entries
from projects.demo.grants import Approvals, grant, stop_some
from projects.demo.levels import give_levels
from projects.demo.months import book_one_late
from projects.demo.names import project_title
from projects.demo.payments import approve_and_pay
from projects.demo.people import People
from projects.demo.plans import Plans
from projects.demo.proposals import Proposal, proposals
from projects.demo.supports import Support, supports_of
from projects.demo.works import FIRST_ROUND_TITLE, Work, project, works
from projects.models import (
    Beneficiary,
    Confirmation,
    Disbursement,
    Establishment,
    Grant,
    GrantLine,
    Project,
)
from promotion.models import AnnualBudget, BudgetLine, Decision


@dataclass
class Story:
    """Rows in the order in which they can be saved; they point at one another."""

    centres: Centres
    people: People
    decisions: list[Decision] = field(default_factory=list)
    budgets: list[AnnualBudget] = field(default_factory=list)
    budget_lines: list[BudgetLine] = field(default_factory=list)
    establishments: list[Establishment] = field(default_factory=list)
    projects: list[Project] = field(default_factory=list)
    beneficiaries: list[Beneficiary] = field(default_factory=list)
    grants: list[Grant] = field(default_factory=list)
    grant_lines: list[GrantLine] = field(default_factory=list)
    entries: list[Disbursement] = field(default_factory=list)
    confirmations: list[Confirmation] = field(default_factory=list)
    clearings: list[Disbursement] = field(default_factory=list)
    clearing_confirmations: list[Confirmation] = field(default_factory=list)
    cuts: list[GrantLine] = field(default_factory=list)
    waiting: list[Disbursement] = field(default_factory=list)


def tell() -> Story:
    """The same rows every time."""
    centres = Centres()
    return _Teller(Story(centres, People(centres))).tell()


class _Teller:
    def __init__(self, story: Story) -> None:
        self.story = story
        self.decisions = Decisions()
        self.approvals = Approvals(self.decisions, story.people)
        self.makers = Makers()
        self.numbers: Counter[tuple[str, int]] = Counter()
        self.grants: dict[Support, Grant] = {}

    def tell(self) -> Story:
        all_cells = cells()
        plans = Plans(all_cells, self.decisions, self.story.people)
        supports = []
        for cell in all_cells:
            here = supports_of(cell)
            approve_and_pay(cell, here)
            plans.divide(cell, give_levels(cell, here))
            supports += here
        stop_some(supports)
        self.story.budgets = [*plans.budgets.values(), *plans.below.values()]
        self.story.budget_lines = list(plans.lines())
        for work in works(supports):
            self._add_work(work)
        for proposal in proposals(all_cells):
            self._add_proposal(proposal)
        self._add_entries()
        self._finish()
        return self.story

    def _code(self, support: Support) -> str:
        key = (support.cell.unit.abbreviation, support.cell.year)
        self.numbers[key] += 1
        return f"{key[0]}-{key[1]}-{self.numbers[key]:03}"

    def _add_work(self, work: Work) -> None:
        main = work.main
        code = self._code(main)
        dice = chance("work", code)
        product, makers = self.makers.of(main, dice)
        title = FIRST_ROUND_TITLE
        if not main.published:
            firms = [maker.row.name for maker in makers]
            title = project_title(
                main.offer.content, main.offer.kind, product, main.cell.year, firms, dice
            )
        row = project(work, code, title, self.story.centres.of(main.cell.unit.slug))
        self.story.projects.append(row)
        if main.published:
            self.story.beneficiaries += first_round_beneficiaries(row, makers)
        elif makers:
            self.story.beneficiaries += beneficiaries(row, makers, work.supports, dice)
        for support in work.supports:
            self.grants[support] = grant(support, row)
            self.story.grant_lines += self.approvals.lines(support, self.grants[support])
            self.story.cuts += self.approvals.cuts(support, self.grants[support])

    def _add_proposal(self, proposal: Proposal) -> None:
        wanted = proposal.wanted
        code = self._code(wanted)
        dice = chance("work", code)
        product, makers = self.makers.of(wanted, dice)
        firms = [maker.row.name for maker in makers]
        offer = wanted.offer
        row = Project(
            code=code,
            title=project_title(offer.content, offer.kind, product, wanted.cell.year, firms, dice),
            kind=offer.kind,
            centre=self.story.centres.of(wanted.cell.unit.slug),
            status=proposal.status,
            submitted_on=proposal.submitted_on,
            synthetic=True,
        )
        self.story.projects.append(row)
        self.story.beneficiaries += beneficiaries(row, makers, [wanted], dice) if makers else []
        self.grants[wanted] = grant(wanted, row)

    def _add_entries(self) -> None:
        supports = {id(row): support for support, row in self.grants.items()}
        for instalment, entry in entries(self.grants, self.story.people):
            self.story.entries.append(entry)
            if instalment.waiting:
                self.story.waiting.append(entry)
            else:
                support = supports[id(entry.grant)]
                self.story.confirmations.append(confirmation(support, entry, self.story.people))
        book_one_late(self.story.waiting)
        for support, entry in clearings(self.grants, self.story.people):
            self.story.clearings.append(entry)
            confirmed = confirmation(support, entry, self.story.people)
            self.story.clearing_confirmations.append(confirmed)

    def _finish(self) -> None:
        story = self.story
        story.grants = list(self.grants.values())
        story.establishments = self.makers.rows()
        story.decisions = self.decisions.rows()
        story.budget_lines.sort(key=lambda line: line.decision.signed_on)
        story.grant_lines.sort(key=lambda line: line.decision.signed_on)
        story.cuts.sort(key=lambda line: line.decision.signed_on)
        for project_row in story.projects:
            project_row.fold_text()
        for establishment in story.establishments:
            establishment.fold_text()
        for entry in story.entries:
            entry.fold_text()
