"""Annual budgets with their decisions; open to everybody who is signed in, as provinces compare."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _

from promotion.chips import read_day
from promotion.filter_fields import DayFilter
from promotion.filters import ListFilterSet, PlaceFilterSet, months_of
from promotion.funds import fund_of
from promotion.lib.dates import cut_off_default, format_day, month_end
from promotion.lists import ListPage
from promotion.models import AnnualBudget, BudgetLine, known_at
from promotion.reach import Reach
from promotion.tables import ListTable, MillionColumn, SourceColumn, WordsColumn, with_note


class BudgetFilterSet(PlaceFilterSet):
    """The annual budgets of one year, their plan as at a day.

    from    decisions signed on or after it: the plans that they changed, and by how much
    until   decisions signed on or before it; today within the year, else its 31 December
    known   of their lines those that were recorded by the end of this day
    """

    until = DayFilter(label=_("Cut-off"), widget=forms.HiddenInput)
    known = DayFilter(label=_("As recorded by"), widget=forms.HiddenInput)

    allows_all_years = False
    within_year = ("from", "until")

    def __init__(self, data: QueryDict, queryset: QuerySet, *, request: HttpRequest) -> None:
        super().__init__(data, queryset, request=request)
        # Not written as a class attribute only because it is a word of Python.
        self.filters["from"] = DayFilter(label=_("From"), widget=forms.HiddenInput)

    def reach(self) -> Reach:
        return Reach.of_everybody()

    @property
    def usual_cut_off(self) -> date:
        return cut_off_default(self.budget_year or self.years[0], timezone.localdate())

    def cut_off(self) -> date:
        return self.chosen("until") or self.usual_cut_off

    def filter_queryset(self, queryset: QuerySet) -> QuerySet:
        budgets = queryset.filter(self.at_places(), self.of_source(), self.of_years())
        days = self.cut_off(), self.chosen("known")
        if since := self.chosen("from"):
            lines = BudgetLine.objects.signed_until(*days).filter(decision__signed_on__gte=since)
            gained, gave = (Q(pk__in=lines.values(name)) for name in ("budget", "from_budget"))
            budgets = budgets.filter(gained | gave)
        return budgets.select_related("province__current").with_sums(*days, since)

    def chips(self) -> list[dict[str, Any]]:
        year, *others = super().chips()
        today, default = timezone.localdate(), self.usual_cut_off
        ends = map(month_end, months_of(self.budget_year or self.years[0]))
        days = [end for end in ends if end <= today and end != default]
        until = self.day_chip("until", format_day(default), days)
        since = self.day_chip("from", pgettext("from", "the beginning"), [])
        known = self.day_chip("known", pgettext("until", "now"), [])
        given = [chip for chip in (since, until, known) if chip["current"] or chip is until]
        return [year, *given, *others]


def page_of(record: AnnualBudget, table: ListTable) -> str:
    asked = {"until": table.until.isoformat()}
    asked |= {"known": table.known.isoformat()} if table.known else {}
    return f"{reverse('budget', args=[record.pk])}?{urlencode(asked)}"


class BudgetTable(ListTable):
    province = WordsColumn(
        _("Province"),
        # A unit that was merged stands before the one of the same name that holds it today.
        order_by=(
            "province__display_order",
            "province__sort_key",
            "province__valid_from",
            "source",
            "-level",
        ),
        footer=_("Total"),
    )
    source = SourceColumn(_("Source"))
    initial_vnd = MillionColumn(_("Initial"))
    supplement_vnd = MillionColumn(_("Supplement"))
    increase_vnd = MillionColumn(_("Adjusted up"))
    decrease_vnd = MillionColumn(_("Adjusted down"))
    carry_over_vnd = MillionColumn(_("Carry-over"))
    transfer_vnd = MillionColumn(_("Transferred in"))
    transfer_out_vnd = MillionColumn(_("Transferred out"))
    cancellation_vnd = MillionColumn(_("Cancelled"))
    plan_vnd = MillionColumn(_("Plan"), linkify=page_of)

    until: date
    known: date | None
    summed = (
        "initial_vnd",
        "supplement_vnd",
        "increase_vnd",
        "decrease_vnd",
        "carry_over_vnd",
        "transfer_vnd",
        "transfer_out_vnd",
        "cancellation_vnd",
        "plan_vnd",
    )
    told = ("plan_vnd",)
    unit = _("Unit: million đồng")

    class Meta:
        model = AnnualBudget
        fields = ()
        order_by = "province"

    def render_province(self, record: AnnualBudget) -> SafeString:
        province = record.province
        now = "" if province.exists_today else gettext("now %(unit)s") % {"unit": province.current}
        return with_note(province, now, page_of(record, self))


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
