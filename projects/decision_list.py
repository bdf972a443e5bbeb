"""The list of decisions: what each adds to plans, and to support in the reader's reach."""

from datetime import date
from typing import Any

from django import forms
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.http import HttpRequest, QueryDict
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _

from projects.filters import WordsFilter
from projects.models import GrantLine
from projects.support import sum_of
from promotion.filter_fields import DayFilter, SwitchFilter
from promotion.filters import PlaceFilterSet
from promotion.models import BudgetLine, Decision, User
from promotion.reach import Reach
from promotion.tables import (
    DayColumn,
    ListTable,
    MillionColumn,
    WordsColumn,
    aligned,
    by_code,
    made_up_mark,
    with_note,
)


class DecisionFilterSet(PlaceFilterSet):
    """Decisions with a line of the budget year, the source and the places that are chosen.

    from, until  signed on or after, on or before it
    known        of their lines those that were recorded by the end of this day
    plans        without those that only give support to projects

    Their sums are of these lines alone; a transfer adds nothing to the plans of all, and counts
    for the place that it is taken from as for the one that it is given to.
    """

    q = WordsFilter(label=_("Number, issuer or abstract"))
    until = DayFilter(label=_("Cut-off"), widget=forms.HiddenInput)
    known = DayFilter(label=_("As recorded by"), widget=forms.HiddenInput)
    plans: Any = SwitchFilter(label=_("On annual plans"), widget=forms.HiddenInput)

    shown = ("q", "region", "province")
    within_year = ("from", "until")

    def __init__(self, data: QueryDict, queryset: QuerySet, *, request: HttpRequest) -> None:
        super().__init__(data, queryset, request=request)
        # Not written as a class attribute only because it is a word of Python.
        self.filters["from"] = DayFilter(label=_("From"), widget=forms.HiddenInput)

    def reach(self) -> Reach:
        """Plans are open to everybody who is signed in."""
        return Reach.of_everybody()

    def filter_queryset(self, queryset: Any) -> QuerySet:
        this, user = {"decision": OuterRef("pk")}, self.request.user
        assert isinstance(user, User)
        until, known = self.chosen("until") or date.max, self.chosen("known")
        if since := self.chosen("from"):
            queryset = queryset.filter(signed_on__gte=since)
        lines = BudgetLine.objects.signed_until(until, known).filter(**this)
        gained = lines.filter(self._money("budget__", "province"))
        gave = lines.filter(self._money("from_budget__", "province"), from_budget__isnull=False)
        grant_lines = GrantLine.objects.in_reach(user).signed_until(until, known).filter(**this)
        grant_lines = grant_lines.filter(self._money("grant__", "project__centre__province"))
        concerned = Q(Exists(gained)) | Q(Exists(gave))
        if not self.chosen("plans"):
            concerned |= Q(Exists(grant_lines))
        decisions = queryset.filter(concerned)
        if words := self.chosen("q"):
            decisions = decisions.matching(words)
        return decisions.annotate(
            budget_vnd=sum_of(gained, F("amount_vnd")) - sum_of(gave, F("amount_vnd")),
            grant_vnd=sum_of(grant_lines, F("amount_vnd")),
        )

    def _money(self, path: str, place: str) -> Q:
        return self.of_source(path) & self.of_years(path) & self.of_places(f"{path}{place}")

    def chips(self) -> list[dict[str, Any]]:
        year, *others = super().chips()
        words = {"from": pgettext("from", "the beginning")}
        days = [
            self.day_chip(name, words.get(name, pgettext("until", "now")), [])
            for name in ("from", "until", "known")
            if self.form[name].value()
        ]
        plans = [self.link_chip("plans", gettext("yes"))] if self.chosen("plans") else []
        return [year, *days, *others, *plans]


class DecisionTable(ListTable):
    signed_on = DayColumn(_("Signed on"), footer=_("Total"))
    number = WordsColumn(_("Decision"), linkify=True)
    abstract = WordsColumn(_("Issued by, abstract"), orderable=False, attrs=aligned("words title"))
    budget_vnd = MillionColumn(_("Annual plans"), linkify=True)
    grant_vnd = MillionColumn(_("Support of projects"), linkify=True)

    summed = ("budget_vnd", "grant_vnd")
    told = ("budget_vnd", "grant_vnd")
    unit = _("Unit: million đồng")

    class Meta:
        model = Decision
        fields = ()
        order_by = "-signed_on"

    def render_number(self, value: str, record: Decision) -> SafeString:
        return format_html("{} {}", value, made_up_mark() if record.synthetic else "")

    def render_abstract(self, value: str, record: Decision) -> SafeString:
        return with_note(record.issuer, value)

    def order_number(self, queryset: QuerySet, is_descending: bool) -> tuple[QuerySet, bool]:
        return by_code(queryset, "number", is_descending)
