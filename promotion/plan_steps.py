"""How the plan of an annual budget came to be, line by line."""

from dataclasses import dataclass
from datetime import date

from django.utils.text import capfirst
from django.utils.translation import gettext

from promotion.models import AnnualBudget, BudgetLine, known_at


@dataclass(frozen=True)
class PlanStep:
    """One decision line as the budget sees it: what leaves by a transfer is below zero.

    plan_vnd    the plan after this line, in đồng
    other       the budget at the other end of a transfer
    is_struck   its reversal counts as well
    """

    line: BudgetLine
    words: str
    amount_vnd: int
    plan_vnd: int
    other: AnnualBudget | None
    is_struck: bool


def plan_steps(budget: AnnualBudget, known: date | None = None) -> list[PlanStep]:
    """The lines of a budget in the order they were signed, each with the plan it led to.

    Of those recorded by the end of the day `known`, if one is given.
    """
    lines = BudgetLine.objects.filter(known_at("recorded_at", known)).select_related(
        "decision", "budget__province", "from_budget__province", "reversal"
    )
    arrived, left = lines.filter(budget=budget), lines.filter(from_budget=budget)
    steps = []
    plan_vnd = 0
    every = [*arrived, *left]
    reversed_lines = {line.reverses_id for line in every}
    for line in sorted(every, key=lambda line: (line.decision.signed_on, line.pk)):
        leaves = line.from_budget_id == budget.pk
        amount_vnd = -line.amount_vnd if leaves else line.amount_vnd
        plan_vnd += amount_vnd
        words = capfirst(line.get_kind_display())
        if line.kind == BudgetLine.Kind.TRANSFER:
            words = gettext("Transferred out") if leaves else gettext("Transferred in")
        other = line.budget if leaves else line.from_budget
        is_struck = line.pk in reversed_lines
        steps.append(PlanStep(line, words, amount_vnd, plan_vnd, other, is_struck))
    return steps
