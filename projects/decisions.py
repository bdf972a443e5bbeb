"""Decisions with both kinds of their lines: whose they are, and what about them is doubtful."""

from collections.abc import Iterable

from django.db.models import BigIntegerField, QuerySet, Sum
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from projects.milestones import OtherSupport, other_supports
from projects.models import Grant, GrantLine, Project
from projects.models.doubts import dated
from projects.models.projects import WITHOUT_SUPPORT
from promotion.funds import fund_of
from promotion.models import AnnualBudget, BudgetLine, Decision, User
from promotion.templatetags.figures import missing, vnd
from provinces.models import Province

BUDGET_LINES = BudgetLine.objects.select_related(
    "decision", "budget__province", "from_budget__province", "reversal", "recorded_by"
)
GRANT_LINES = GrantLine.objects.select_related(
    "decision", "grant__project__centre__province", "grant__content", "reversal", "recorded_by"
)


def lines_of(decision: Decision) -> tuple[list[BudgetLine], list[GrantLine]]:
    """All its lines in the order in which they were recorded, whoever may see them."""
    budget_lines = BUDGET_LINES.filter(decision=decision).order_by("pk")
    grant_lines = GRANT_LINES.filter(decision=decision).order_by("pk")
    return list(budget_lines), list(grant_lines)


def is_extended_by(decision: Decision, user: User) -> bool:
    """Whether the person may add lines: all that it has are of the person's side."""
    budget_lines, grant_lines = lines_of(decision)
    return all(line.is_on_side_of(user) for line in [*budget_lines, *grant_lines])


def doubts_about(
    budget_lines: Iterable[BudgetLine], grant_lines: Iterable[GrantLine]
) -> dict[str, str]:
    """{name: sentence} of what the lines, written already, leave to be looked at.

    The figures are part of the name, so that a tick answers for what was read and no more.
    """
    doubts: dict[str, str] = {}
    for line in budget_lines:
        doubts |= second_initial(line)
    for grant_line in grant_lines:
        doubts |= second_approval(grant_line)
        doubts |= early_support(grant_line)
        doubts |= double_support(grant_line)
        doubts |= stop_of_accepted(grant_line)
    return doubts | over_plan(budget_lines, grant_lines)


def second_initial(line: BudgetLine) -> dict[str, str]:
    if line.kind != BudgetLine.Kind.INITIAL:
        return {}
    before = line.budget.lines.filter(kind=line.kind, reverses=None, reversal=None)
    given_vnd = _sum(before.exclude(pk=line.pk), "amount_vnd")
    if not given_vnd:
        return {}
    sentence = _("%(budget)s has an initial assignment of %(given)s đồng already.")
    words = sentence % {"budget": line.budget, "given": vnd(given_vnd)}
    return {f"initial-{line.budget_id}-{given_vnd}-{line.amount_vnd}": words}


def second_approval(line: GrantLine) -> dict[str, str]:
    if line.kind != GrantLine.Kind.APPROVAL:
        return {}
    before_vnd = _sum(line.grant.lines.exclude(pk=line.pk), "amount_vnd")
    if not before_vnd:
        return {}
    sentence = _(
        "%(code)s has %(before)s đồng of this support already; this approval adds %(more)s đồng."
    )
    words = sentence % {
        "code": line.grant.project.code,
        "before": vnd(before_vnd),
        "more": vnd(line.amount_vnd),
    }
    return {f"approval-{_key(line.grant)}-{before_vnd}-{line.amount_vnd}": words}


def early_support(line: GrantLine) -> dict[str, str]:
    """Money is given to a project that is not approved."""
    project = line.grant.project
    if line.amount_vnd < 0 or project.status not in WITHOUT_SUPPORT:
        return {}
    sentence = _(
        "%(code)s is not approved, its status is: %(status)s. This line gives it %(amount)s đồng."
    )
    words = sentence % {
        "code": project.code,
        "status": project.get_status_display(),
        "amount": vnd(line.amount_vnd),
    }
    return {f"early-{_key(line.grant)}-{project.status}-{line.amount_vnd}": words}


def double_support(line: GrantLine) -> dict[str, str]:
    """Money is given to a project whose beneficiaries have other support by their tax codes."""
    project = line.grant.project
    others = other_supports(project, line.recorded_by) if line.amount_vnd > 0 else []
    if not others:
        return {}
    sentence = _(
        "%(code)s: its beneficiaries have other support under the same tax code: %(others)s. This"
        " line gives %(amount)s đồng more."
    )
    words = sentence % {
        "code": project.code,
        "others": "; ".join(_told(each) for each in others),
        "amount": vnd(line.amount_vnd),
    }
    given = "-".join(f"{each.year}.{each.vnd}" for each in others)
    return {f"double-{_key(line.grant)}-{line.amount_vnd}-{given}": words}


def _told(other: OtherSupport) -> str:
    """ "2024, 300.000.000 đồng (GL-2024-02)", the code where it is in reach."""
    words = _("%(year)s, %(amount)s đồng") % {
        "year": missing(other.year),
        "amount": vnd(other.vnd),
    }
    return f"{words} ({other.beneficiary.project.code})" if other.beneficiary else words


def stop_of_accepted(line: GrantLine) -> dict[str, str]:
    """What is stopped was accepted already."""
    project = line.grant.project
    ended = (Project.Status.ACCEPTED, Project.Status.SETTLED)
    if line.kind != GrantLine.Kind.STOP or project.status not in ended:
        return {}
    sentence = _(
        "%(code)s was accepted%(when)s. This stop takes %(amount)s đồng of its support away."
    )
    words = sentence % {
        "code": project.code,
        "when": dated(project.accepted_on, project.accepted_vnd),
        "amount": vnd(-line.amount_vnd),
    }
    return {f"stop-{_key(line.grant)}-{line.amount_vnd}": words}


def over_plan(
    budget_lines: Iterable[BudgetLine], grant_lines: Iterable[GrantLine]
) -> dict[str, str]:
    """Where support was raised or a plan cut, and more is approved than the province has at the
    level."""
    touched = {_place_of(line.grant) for line in grant_lines if line.amount_vnd > 0}
    for line in budget_lines:
        cut = (budget for budget, change_vnd in line.effect() if change_vnd < 0)
        touched |= {(b.province.current_id, b.budget_year, b.source, b.level) for b in cut}
    doubts = {}
    for unit, year, source, level in sorted(touched, key=str):
        if unit is None:  # a central unit has no plan of a province
            continue
        plan_vnd, approved_vnd = plan_and_support(unit, year, source, level)
        if approved_vnd > plan_vnd:
            sentence = _(
                "%(unit)s, %(source)s %(year)s: approved support of %(approved)s đồng is over the"
                " plan (plan %(plan)s đồng, over by %(over)s đồng)."
            )
            name = f"plan-{unit}-{year}-{source}-{level}-{approved_vnd}-{plan_vnd}"
            doubts[name] = sentence % {
                "unit": Province.objects.get(pk=unit),
                "source": fund_of(AnnualBudget(source=source, level=level)),
                "year": year,
                "approved": vnd(approved_vnd),
                "plan": vnd(plan_vnd),
                "over": vnd(approved_vnd - plan_vnd),
            }
    return doubts


def plan_and_support(unit: str, year: int, source: str, level: str) -> tuple[int, int]:
    """Plan and approved support of a unit of today with those merged into it, in đồng."""
    money = {"budget_year": year, "source": source, "level": level}
    budgets = AnnualBudget.objects.filter(province__current=unit, **money)
    grants = Grant.objects.filter(project__centre__province__current=unit, **money)
    plan_vnd = sum(budget.plan() for budget in budgets)
    return plan_vnd, _sum(grants, "approved_vnd")


def _key(grant: Grant) -> str:
    """What it is of: a support that is opened anew has another id after every refusal."""
    return f"{grant.project_id}.{grant.content_id}.{grant.budget_year}.{grant.source}.{grant.level}"


def _place_of(grant: Grant) -> tuple[str | None, int, str, str]:
    province = grant.project.centre.province
    unit = province.current_id if province else None
    return unit, grant.budget_year, grant.source, grant.level


def _sum(rows: QuerySet, column: str) -> int:
    total = Coalesce(Sum(column), 0, output_field=BigIntegerField())
    return rows.order_by().aggregate(total=total)["total"]
