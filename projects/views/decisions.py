"""Decisions: the list, the page of one, and taking back a line that was recorded wrongly."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet, prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from projects.decision_list import DecisionFilterSet, DecisionTable
from projects.decisions import BUDGET_LINES, GRANT_LINES, lines_of
from projects.documents import decisions_in_reach
from projects.forms import ReasonForm, name_of
from projects.models import GrantLine, Project
from projects.models.status import moves_of
from projects.views.recoveries import tell_what_must_come_back
from promotion.editing import UNPROCESSABLE
from promotion.filters import ListFilterSet
from promotion.funds import fund_of
from promotion.guards.sentences import SENTENCES
from promotion.lib.dates import format_day
from promotion.lists import ListPage
from promotion.models import BudgetLine, Decision, User
from promotion.policy import may_decide
from promotion.scope import get_in_reach
from promotion.tables import ListTable


class DecisionList(ListPage):
    model = Decision
    table_class = DecisionTable
    filterset_class = DecisionFilterSet
    template_name = "projects/decision_list.html"

    def rows(self) -> QuerySet:
        return decisions_in_reach(self.request.user)

    def context(self, filterset: ListFilterSet, table: ListTable) -> dict[str, Any]:
        about = super().context(filterset, table)
        return about | {"may_decide": may_decide(self.request.user)}


def decision(request: HttpRequest, pk: int) -> HttpResponse:
    """One decision: all its lines of plans, and those of support in reach."""
    found = get_object_or_404(decisions_in_reach(request.user), pk=pk)
    budget_lines, all_grant_lines = lines_of(found)
    reached = set(found.grant_lines.in_reach(request.user).values_list("pk", flat=True))
    grant_lines = [line for line in all_grant_lines if line.pk in reached]
    is_own = all(line.is_on_side_of(request.user) for line in [*budget_lines, *all_grant_lines])
    given = [line for line in budget_lines if line.kind != BudgetLine.Kind.TRANSFER]
    context = {
        "decision": found,
        "budget_lines": rows_of(budget_lines, request),
        "has_transfer": len(given) < len(budget_lines),
        "budget_vnd": sum(line.amount_vnd for line in given),
        "grant_lines": rows_of(grant_lines, request),
        "grant_vnd": sum(line.amount_vnd for line in grant_lines),
        "is_cut": len(grant_lines) < len(all_grant_lines),
        "is_own": is_own,
        "appraised": approvals_due(found, grant_lines, request.user),
    }
    return render(request, "projects/decision.html", context)


def approvals_due(decision: Decision, lines: list[GrantLine], user: User) -> list[dict[str, Any]]:
    """Appraised projects that get their first support by these lines of the decision and that the
    person may approve, and the fields of the move: they are approved on its day and for it."""
    projects = {
        line.grant.project_id: line.grant.project
        for line in lines
        if line.stands
        and line.kind == GrantLine.Kind.APPROVAL
        and line.grant.project.status == Project.Status.APPRAISED
    }
    earlier = GrantLine.objects.filter(
        grant__project__in=projects,
        decision__signed_on__lt=decision.signed_on,
        kind=GrantLine.Kind.APPROVAL,
        reverses=None,
        reversal=None,
    )
    for project_id in set(earlier.values_list("grant__project_id", flat=True)):
        del projects[project_id]
    prefetch_related_objects(list(projects.values()), "grants")
    due = []
    for project in projects.values():
        if any(move.target == Project.Status.APPROVED for move in moves_of(project, user)):
            day = format_day(decision.signed_on)
            fields = [("version", project.version), ("approved_on", day), ("why", decision.number)]
            due.append({"project": project, "fields": fields})
    return due


def rows_of(
    lines: list[BudgetLine] | list[GrantLine], request: HttpRequest
) -> list[dict[str, Any]]:
    """Each line, whether the reader may take it back, and the name of its source."""
    return [
        {
            "line": line,
            "may_take_back": line.stands and line.is_on_side_of(request.user),
            "source": fund_of(line.budget if isinstance(line, BudgetLine) else line.grant),
        }
        for line in lines
    ]


def budget_line_reversal(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a line of a plan back; plans are open to all, so every line is in reach."""
    line = get_object_or_404(BUDGET_LINES, pk=pk)
    effect = []
    for budget, change_vnd in line.effect(-line.amount_vnd):
        plan_vnd = budget.plan()
        effect.append(
            (_("Plan of %(budget)s") % {"budget": budget}, plan_vnd, plan_vnd + change_vnd)
        )
    about = f"{line.budget.province} · {fund_of(line.budget)} {line.budget.budget_year}"
    return take_back(request, line, about, effect)


def grant_line_reversal(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a line of a project's support back."""
    line = get_in_reach(GRANT_LINES, request.user, pk=pk)
    grant = line.grant
    after_vnd = grant.approved_vnd - line.amount_vnd
    effect = [
        (_("Approved support"), grant.approved_vnd, after_vnd),
        (_("Remaining support"), grant.remaining_vnd, max(0, after_vnd - grant.reported_vnd)),
        (_("To recover"), grant.to_recover_vnd, max(0, grant.reported_vnd - after_vnd)),
    ]
    about = f"{name_of(grant)} · {grant.project.title}"
    return take_back(request, line, about, effect)


def take_back(
    request: HttpRequest,
    line: BudgetLine | GrantLine,
    about: str,
    effect: list[tuple[str, int, int]],
) -> HttpResponse:
    """The reason and what it does to the sums, in đồng before and after; then the reversal."""
    if not line.is_on_side_of(request.user):
        raise PermissionDenied
    if not line.stands:
        messages.info(request, SENTENCES["line_reversal_once"])
        return redirect(line.decision)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            line.take_back(request.user, form.cleaned_data["reason"])
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("The line was taken back. Both lines stay on record."))
            if isinstance(line, GrantLine) and line.amount_vnd > 0:
                tell_what_must_come_back(request, line.grant)
            return redirect(line.decision)
    context = {"line": line, "about": about, "form": form, "effect": effect}
    status = UNPROCESSABLE if form.is_bound else 200
    return render(request, "projects/line_reversal.html", context, status=status)
