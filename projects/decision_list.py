"""The list of decisions: what each adds to plans, and to support in the reader's reach."""

from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from projects.filters import WordsFilter
from projects.models import GrantLine
from projects.support import sum_of
from promotion.filters import ListFilterSet
from promotion.models import BudgetLine, Decision, User
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


class DecisionFilterSet(ListFilterSet):
    """Decisions with a line of the budget year and from the source that are chosen.

    Their sums are of these lines alone; a transfer adds nothing to the plans of all.
    """

    q = WordsFilter(label=_("Number, issuer or abstract"))

    def filter_queryset(self, queryset: Any) -> QuerySet:
        this = {"decision": OuterRef("pk")}
        budget_lines = BudgetLine.objects.filter(self._money("budget__"), **this)
        user = self.request.user
        assert isinstance(user, User)
        grant_lines = GrantLine.objects.in_reach(user)
        grant_lines = grant_lines.filter(self._money("grant__"), **this)
        decisions = queryset.filter(Exists(budget_lines) | Exists(grant_lines))
        if words := self.chosen("q"):
            decisions = decisions.matching(words)
        given = budget_lines.filter(~Q(kind=BudgetLine.Kind.TRANSFER))
        return decisions.annotate(
            budget_vnd=sum_of(given, F("amount_vnd")),
            grant_vnd=sum_of(grant_lines, F("amount_vnd")),
        )

    def _money(self, path: str) -> Q:
        return self.of_source(path) & self.of_years(path)


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
