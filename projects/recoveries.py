"""What was paid above support that was stopped or cut afterwards, until it has come back."""

from typing import Any

from django.db.models import Case, DateField, OuterRef, QuerySet, Subquery, When
from django.db.models.functions import TruncDate
from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from projects.filters import CentreFilterSet, WordsFilter
from projects.models import Grant, GrantLine, Project
from promotion.filters import ALL
from promotion.tables import (
    CentreColumn,
    FigureColumn,
    ListTable,
    SourceColumn,
    WordsColumn,
    aligned,
    made_up_mark,
    with_note,
)
from promotion.templatetags import figures


class RecoveryFilterSet(CentreFilterSet):
    """Grants with money to recover, of every budget year unless one is chosen."""

    q = WordsFilter(label=_("Code or title"))

    shown = ("q", "region", "province", "centre")
    centre_path = "project__centre"
    province_path = "project__centre__province"

    def __init__(self, data: QueryDict, queryset: QuerySet, *, request: HttpRequest) -> None:
        asked = data.copy()
        asked.setdefault("year", ALL)
        super().__init__(asked, queryset, request=request)

    def filter_queryset(self, queryset: QuerySet) -> QuerySet:
        grants = queryset.filter(self.at_places(), self.of_source())
        grants = grants.filter(self.of_years())
        if words := self.chosen("q"):
            grants = grants.filter(project__in=Project.objects.matching(words))
        return with_cause(grants).select_related("project__centre__province", "content")


CUT_ON = Case(
    When(reverses=None, then="decision__signed_on"),
    default=TruncDate("recorded_at"),
    output_field=DateField(),
)


def with_cause(grants: QuerySet) -> QuerySet:
    """Each grant with the decision behind the latest line that cut it and still stands.

    A line that takes an approval back is as old as its recording, not as the decision.
    """
    cuts = GrantLine.objects.filter(grant=OuterRef("pk"), amount_vnd__lt=0, reversal=None)
    latest = cuts.order_by("-pk")
    return grants.annotate(
        cut_decision_id=Subquery(latest.values("decision")[:1]),
        cut_number=Subquery(latest.values("decision__number")[:1]),
        cut_by_reversal=Subquery(latest.values("reverses")[:1]),
        cut_on=Subquery(latest.values(day=CUT_ON)[:1]),
    )


def decision_of(record: Any) -> str:
    return reverse("decision", args=[record.cut_decision_id])


class RecoveryTable(ListTable):
    project = WordsColumn(
        _("Project"),
        order_by="project__sort_key",
        footer=_("Total"),
        attrs=aligned("words title"),
    )
    source = SourceColumn(_("Source"))
    to_recover_vnd = FigureColumn(_("To recover"), attrs=aligned("number card-amount"))
    reported_vnd = FigureColumn(_("Paid"))
    approved_vnd = FigureColumn(_("Approved"))
    cut_number = WordsColumn(_("Decision"), orderable=False, linkify=decision_of)
    cut_on = WordsColumn(_("Days since"), attrs=aligned("number"))
    centre = CentreColumn(
        _("Implementing unit"), accessor="project__centre", order_by="project__centre__sort_key"
    )
    payments = WordsColumn(_("Payments"), accessor="project", orderable=False)

    may_recover = False  # whether the reader proposes recoveries
    summed = ("approved_vnd", "reported_vnd", "to_recover_vnd")
    told = ("to_recover_vnd",)
    unit = _("Unit: đồng")

    class Meta:
        model = Grant
        fields = ()
        order_by = "cut_on"

    def render_project(self, value: Project, record: Grant) -> SafeString:
        mark = made_up_mark() if value.synthetic else ""
        parts = (value.code, record.content, record.budget_year, mark)
        note = format_html("{} · {} · {} {}", *parts)
        return with_note(value, note, f"{value.get_absolute_url()}#payments")

    def render_reported_vnd(self, value: int, record: Grant) -> SafeString:
        """What only waits is not paid for good: returned, it is not to recover any more."""
        figure = figures.vnd(value)
        if not record.waiting_vnd:
            return with_note(figure)
        note = gettext("%(amount)s not confirmed: please return it")
        return with_note(figure, note % {"amount": figures.vnd(record.waiting_vnd)})

    def render_payments(self, value: Project) -> SafeString:
        words = (
            gettext("Choose the one to recover")
            if self.may_recover
            else gettext("See the payments")
        )
        return with_note(words, url=f"{value.get_absolute_url()}#payments")

    def render_cut_number(self, value: str, record: Any) -> SafeString:
        day = figures.day(record.cut_on)
        if record.cut_by_reversal is None:
            return with_note(value, day)
        return with_note(value, gettext("line reversed on %(day)s") % {"day": day})

    def render_cut_on(self, value: Any) -> str:
        return figures.vnd((timezone.localdate() - value).days)
