"""The list of annual budgets: what decisions gave and took, and the plans they led to."""

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.db.models import Q, QuerySet
from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from promotion.filter_fields import DayFilter
from promotion.filters import PlaceFilterSet, months_of
from promotion.lib.dates import cut_off_default, format_day, month_end
from promotion.models import AnnualBudget, BudgetLine
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

    def filter_queryset(self, queryset: Any) -> QuerySet:
        budgets = queryset.filter(self.at_places(), self.of_source(), self.of_years())
        days = self.cut_off(), self.chosen("known")
        if since := self.chosen("from"):
            lines = BudgetLine.objects.signed_until(*days).filter(decision__signed_on__gte=since)
            gained, gave = (Q(pk__in=lines.values(name)) for name in ("budget", "from_budget"))
            budgets = budgets.filter(gained | gave)
        return budgets.select_related("province").with_sums(*days, since)

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
        return with_note(record.province.dated_label, url=page_of(record, self))
