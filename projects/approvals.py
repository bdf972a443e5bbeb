"""What decisions approved for projects, line by line: the rows whose sum approved support is."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from projects.filters import MoneyFilterSet, WordsFilter
from projects.models import GrantLine, Project
from promotion.models import known_at
from promotion.tables import (
    CentreColumn,
    DayColumn,
    FigureColumn,
    ListTable,
    ShortColumn,
    SourceColumn,
    WordsColumn,
    aligned,
    made_up_mark,
    with_note,
)


class ApprovalFilterSet(MoneyFilterSet):
    """Lines of decisions on support, until a day by the day that the decision was signed."""

    q = WordsFilter(label=_("Code or title"))

    shown = ("q", "region", "province", "centre")

    def filter_queryset(self, queryset: Any) -> QuerySet:
        lines: Any = self.of_grants(queryset)
        lines = lines.filter(known_at("recorded_at", self.chosen("known")))
        if until := self.chosen("until"):
            lines = lines.signed_until(until)
        if words := self.chosen("q"):
            lines = lines.filter(grant__project__in=Project.objects.matching(words))
        return lines.select_related(
            "decision", "grant__project__centre__province", "grant__content"
        )


def decision_of(record: GrantLine) -> str:
    return reverse("decision", args=[record.decision_id])


class ApprovalTable(ListTable):
    signed_on = DayColumn(_("Signed on"), accessor="decision__signed_on", footer=_("Total"))
    decision = WordsColumn(_("Decision"), order_by="decision__number", linkify=decision_of)
    project = WordsColumn(
        _("Project"),
        accessor="grant__project",
        order_by="grant__project__sort_key",
        attrs=aligned("words title"),
    )
    centre = CentreColumn(
        _("Implementing unit"),
        accessor="grant__project__centre",
        order_by="grant__project__centre__sort_key",
    )
    source = SourceColumn(_("Source"), accessor="grant__source")
    kind = ShortColumn(_("Kind"))
    amount_vnd = FigureColumn(_("Approved"), attrs=aligned("number card-amount"))

    summed = ("amount_vnd",)
    told = ("amount_vnd",)
    unit = _("Unit: đồng")

    class Meta:
        model = GrantLine
        fields = ()
        order_by = "-signed_on"

    def render_decision(self, record: GrantLine) -> str:
        return record.decision.number

    def render_project(self, value: Project, record: GrantLine) -> SafeString:
        mark = made_up_mark() if record.synthetic else ""
        note = format_html("{} · {} {}", value.code, record.grant.content, mark)
        return with_note(value, note, value.get_absolute_url())

    def render_kind(self, value: str, record: GrantLine) -> SafeString:
        return with_note(capfirst(value), _("takes back") if record.reverses_id else "")
