"""Annual budgets with their decisions; open to everybody who is signed in, as provinces compare."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _

from promotion.budget_list import BudgetFilterSet, BudgetTable
from promotion.chips import read_day
from promotion.filters import ListFilterSet
from promotion.funds import fund_of
from promotion.lib.dates import format_day
from promotion.lists import ListPage
from promotion.models import AnnualBudget
from promotion.plan_steps import PlanStep, plan_steps
from promotion.tables import ListTable


class BudgetList(ListPage):
    model = AnnualBudget
    table_class = BudgetTable
    filterset_class = BudgetFilterSet
    template_name = "promotion/budget_list.html"

    def rows(self) -> QuerySet:
        return AnnualBudget.objects.all()

    def table(self, filterset: ListFilterSet) -> ListTable:
        table = super().table(filterset)
        table.until, table.known = filterset.cut_off(), filterset.chosen("known")
        if filterset.chosen("from"):
            table.columns["plan_vnd"].column.verbose_name = _("Change in all")
        return table


def budget(request: HttpRequest, pk: int) -> HttpResponse:
    """One annual budget and the decisions behind it, as at `until` or with all of them; with
    `known` as they were recorded by the end of that day.
    """
    found = get_object_or_404(AnnualBudget.objects.select_related("province__current"), pk=pk)
    days = {name: read_day(request.GET.get(name)) for name in ("until", "known")}
    for name, day in days.items():
        if (typed := request.GET.get(name)) and not day:
            sentence = gettext("“%(typed)s” is no day. Days are written like 30/11/2025.")
            offers = [(gettext("Show without this choice"), request.path)]
            context = {"problem": sentence % {"typed": typed[:40]}, "offers": offers}
            return render(request, "400.html", context, status=400)
    until, known = days.values()
    every = plan_steps(found)
    steps = [
        step
        for step in (plan_steps(found, known) if known else every)
        if until is None or step.line.decision.signed_on <= until
    ]
    plan_vnd = sum(step.amount_vnd for step in steps)
    return render(
        request,
        "promotion/budget.html",
        {
            "budget": found,
            "source": fund_of(found),
            "facts": facts(found, len(steps)),
            "steps": steps,
            "plan_vnd": plan_vnd,
            "until": until,
            "known": known,
            "later_count": len(every) - len(steps),
            "later_vnd": sum(step.amount_vnd for step in every) - plan_vnd,
            "chips": [
                day_chip("until", gettext("Cut-off"), until, every),
                *([day_chip("known", gettext("As recorded by"), known)] if known else []),
            ],
        },
    )


def facts(budget: AnnualBudget, lines: int) -> list[tuple[Any, ...]]:
    """(name, value, URL) for parts/facts.html."""
    province = budget.province
    found = [
        (gettext("Province"), province, reverse("province", args=[province.pk])),
        (gettext("Budget year"), budget.budget_year),
        (gettext("Source of funding"), fund_of(budget)),
        (gettext("Lines of decisions"), lines),
    ]
    if not province.exists_today:
        today = (gettext("Today part of"), province.current)
        found.insert(1, (*today, reverse("province", args=[province.current_id])))
    return found


def day_chip(
    name: str, label: str, chosen: date | None, steps: Sequence[PlanStep] = ()
) -> dict[str, Any]:
    """A day of one's own, or one on which a decision of these was signed."""
    days = sorted({step.line.decision.signed_on for step in steps}, reverse=True)
    now = pgettext("until", "now")
    return {
        "name": name,
        "label": label,
        "value": format_day(chosen) if chosen else now,
        "current": chosen.isoformat() if chosen else "",
        "kind": "date",
        "choices": [("", now), *((day.isoformat(), format_day(day)) for day in days)],
    }
