"""Establishments, and what a project does for each of them."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from random import Random
from typing import NamedTuple

from projects.demo.chance import apportion
from projects.demo.names import PRODUCTS, Form, establishment
from projects.demo.places import FIRST_DAY_OF_34, LAST_DAY_OF_63, communes, title_on, units
from projects.demo.published import FIRST_ROUND_FIRMS, FIRST_ROUND_UNIT
from projects.demo.supports import FIRST_ROUND, GROUP, TASK, Support
from projects.models import Beneficiary, Establishment, Project
from promotion.lib.money import MILLION_VND

FORMS = (
    Form.COMPANY, Form.COMPANY, Form.COMPANY, Form.COOPERATIVE, Form.COOPERATIVE, Form.HOUSEHOLD,
    Form.HOUSEHOLD, Form.COOPERATIVE_GROUP, Form.COOPERATIVE_UNION,
)  # fmt: skip
# What is built or founded with it is nobody's own.
WITHOUT_MAKER = {"cluster-infrastructure", "start-up"}


@dataclass(eq=False)
class Maker:
    """An establishment and what it makes."""

    row: Establishment
    product: str


class Makers:
    """The establishments of every unit; about one single project in five goes to a known one."""

    def __init__(self) -> None:
        published = [
            Establishment(name=firm.name, legal_form=firm.form, place_text=firm.place)
            for firm in FIRST_ROUND_FIRMS
        ]
        self.first_round = [Maker(row, "") for row in published]
        self.made_up: dict[str, list[Maker]] = {slug: [] for slug in units()}

    def of(self, support: Support, dice: Random) -> tuple[str, list[Maker]]:
        """(what is made, who makes it); nobody for a task."""
        if support.published:
            return "", self.first_round
        product = dice.choice(PRODUCTS)
        if support.offer.kind == TASK or support.offer.content in WITHOUT_MAKER:
            return product, []
        known = self.made_up[support.cell.unit.slug]
        if support.offer.kind == GROUP:
            count = min(6, 2 + support.amount // 180)
        elif known and dice.random() < 0.2:
            maker = dice.choice(known)
            return maker.product, [maker]
        else:
            count = 1
        makers = [self._new(support, product, dice) for _ in range(count)]
        known += makers
        return product, makers

    def _new(self, support: Support, product: str, dice: Random) -> Maker:
        form = dice.choice(FORMS)
        row = Establishment(
            name=establishment(form, product, dice),
            legal_form=form,
            tax_code=_tax_code(form, dice),
            synthetic=True,
            **place(support.cell.unit.slug, support.approved_on, dice),
        )
        return Maker(row, product)

    def rows(self) -> list[Establishment]:
        """Quảng Bình's five stand with Quảng Bình."""
        return [
            maker.row
            for slug, makers in self.made_up.items()
            for maker in [*(self.first_round if slug == FIRST_ROUND_UNIT else []), *makers]
        ]


def place(unit: str, on: date, dice: Random) -> dict[str, str | None]:
    """A commune of today from July 2025 on; before, the province as it was then called."""
    if on < FIRST_DAY_OF_34:
        return {"place_text": title_on(unit, min(on, LAST_DAY_OF_63))}
    return {"commune_id": dice.choice(communes()[units()[unit].current])}


def _tax_code(form: Establishment.LegalForm, dice: Random) -> str:
    """Ten digits; households often twelve, branches ten and three, groups none."""
    if form == Form.COOPERATIVE_GROUP or dice.random() < 0.08:
        return ""
    if form == Form.HOUSEHOLD and dice.random() < 0.5:
        return f"0{dice.randrange(10**10, 10**11)}"
    code = f"{dice.randrange(10**8, 10**10):010}"
    return f"{code}-{dice.randint(1, 9):03}" if dice.random() < 0.06 else code


def beneficiaries(
    project: Project, makers: list[Maker], supports: list[Support], dice: Random
) -> list[Beneficiary]:
    """One row for each maker and content; fills the project's totals, the sums of the rows."""
    money: Counter[str] = Counter()
    for support in supports:
        money[support.offer.content] += support.amount
    rows = []
    investment = counterpart = jobs = 0
    for content, total in money.items():
        shares = apportion(total, [dice.randint(80, 120) for _ in makers])
        for maker, share in zip(makers, shares, strict=True):
            plan = _plan(share * MILLION_VND, dice)
            investment += plan.investment_vnd
            counterpart += plan.counterpart_vnd
            jobs += plan.jobs
            accepted = _accepted(plan, dice) if project.accepted_on else {}
            rows.append(
                Beneficiary(
                    project=project,
                    establishment=maker.row,
                    content_id=content,
                    # What one firm of a project gets is sometimes unknown.
                    support_vnd=None if dice.random() < 0.1 else share * MILLION_VND,
                    planned_investment_vnd=plan.investment_vnd,
                    planned_counterpart_vnd=plan.counterpart_vnd,
                    planned_other_capital_vnd=plan.other_capital_vnd,
                    planned_jobs=plan.jobs,
                    planned_income_vnd=plan.income_vnd,
                    synthetic=True,
                    **accepted,
                )
            )
    project.investment_vnd, project.counterpart_vnd, project.jobs = investment, counterpart, jobs
    return rows


class Plan(NamedTuple):
    """What an establishment is to put in and to bring about."""

    investment_vnd: int
    counterpart_vnd: int
    other_capital_vnd: int
    jobs: int
    income_vnd: int


def _plan(support_vnd: int, dice: Random) -> Plan:
    step = 5 * MILLION_VND
    counterpart = support_vnd * dice.randint(120, 620) // 100 // step * step
    other = counterpart // 4 if dice.random() < 0.2 else 0
    return Plan(
        investment_vnd=support_vnd + counterpart + other,
        counterpart_vnd=counterpart,
        other_capital_vnd=other,
        jobs=dice.randint(3, 30),
        income_vnd=dice.randint(60, 115) * MILLION_VND // 10,
    )


def _accepted(plan: Plan, dice: Random) -> dict[str, int | None]:
    """What was found at acceptance; income is often not reported."""
    counterpart = plan.counterpart_vnd * dice.randint(95, 112) // 100
    income = plan.income_vnd + dice.randint(-3, 6) * MILLION_VND // 10
    return {
        "accepted_investment_vnd": plan.investment_vnd - plan.counterpart_vnd + counterpart,
        "accepted_counterpart_vnd": counterpart,
        "accepted_other_capital_vnd": plan.other_capital_vnd,
        "accepted_jobs": max(0, plan.jobs + dice.randint(-3, 4)),
        "accepted_income_vnd": income if dice.random() < 0.7 else None,
    }


def first_round_beneficiaries(project: Project, makers: list[Maker]) -> list[Beneficiary]:
    """The published five; no amount for any of them was published."""
    return [
        Beneficiary(project=project, establishment=maker.row, content_id=FIRST_ROUND.content)
        for maker in makers
    ]
