"""What supported projects bring about, project by project: the rows whose sum results are."""

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from functools import cached_property, reduce
from operator import or_
from typing import Any

from django import forms
from django.db.models import (
    BigIntegerField,
    Case,
    F,
    FloatField,
    OuterRef,
    Q,
    QuerySet,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce, Greatest, NullIf
from django.http import HttpRequest, QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from projects.models import Beneficiary, Grant, GrantLine, Project
from projects.outcomes import ACCEPTED, HEADS, MADE, PLANNED, STATED, TRAINING
from projects.project_filter import ProjectFilterSet
from projects.support import count_of, known_sum_of, sum_of
from projects.tables import ProjectTable
from promotion.filter_fields import OneOfFilter
from promotion.tables import FigureColumn, ListTable, MillionColumn, RateColumn
from promotion.templatetags import figures


class ResultFilterSet(ProjectFilterSet):
    """One result of the projects with support at the end of a day, today's without one.

    figure      which result
    reported    who said what was planned or was found at acceptance, or did not, though it was to:
                a task, which supports no establishment, is to say how many people it trains
    """

    figure = OneOfFilter(
        label=_("Result"),
        empty_label=None,
        choices=[(name, HEADS[name]) for name in (*STATED, *MADE, "trainees")],
        widget=forms.HiddenInput,
    )
    reported = OneOfFilter(
        label=pgettext_lazy("results", "Reported"),
        choices=[
            ("planned", _("planned is stated")),
            ("not-planned", _("planned is not stated")),
            ("accepted", _("result at acceptance is stated")),
            ("not-accepted", _("result at acceptance is not stated")),
        ],
    )

    shown = (*ProjectFilterSet.shown, "reported")
    allows_all_years = False
    # Of projects without support, or whose value is not known, there are no results to tell.
    unsupported = None
    unvalued = None

    def __init__(self, data: QueryDict, queryset: QuerySet, *, request: HttpRequest) -> None:
        asked = data.copy()
        if not asked.get("figure", "").strip():
            asked["figure"] = STATED[0]
        super().__init__(asked, queryset, request=request)

    @cached_property
    def day(self) -> date:
        return self.chosen("until") or timezone.localdate()

    def filter_queryset(self, queryset: QuerySet) -> QuerySet:
        projects = self._with_result(super().filter_queryset(queryset), self.chosen("figure"))
        is_accepted, asked = Q(accepted_on__lte=self.day), ~Q(kind=Project.Kind.TASK)
        if self.chosen("figure") == "trainees":
            asked = reduce(or_, (Q(**{f"given_{at}__gt": 0}) for at in range(len(TRAINING))))
        conditions = {
            "planned": Q(planned__isnull=False),
            "not-planned": Q(planned=None) & asked,
            "accepted": Q(accepted__isnull=False),
            "not-accepted": Q(accepted=None) & is_accepted & asked,
        }
        return projects.filter(conditions.get(self.chosen("reported"), Q()))

    def _with_result(self, projects: QuerySet, figure: str) -> QuerySet:
        """Each with what was `planned`, and what was found at its acceptance: `accepted`."""
        benefits = Beneficiary.objects.filter(project=OuterRef("pk"))
        planned: Any
        accepted: Any
        if figure in STATED:
            parts = known_sum_of(benefits, F(f"planned_{figure}"))
            planned = Coalesce(F(figure), parts, output_field=BigIntegerField())
            accepted = known_sum_of(benefits, F(f"accepted_{figure}"))
        elif figure == "trainees":
            projects = projects.alias(**self._given(TRAINING))
            planned, accepted = F("planned_trainees"), F("accepted_trainees")
        else:
            projects = projects.alias(**self._given(MADE[figure]))
            planned = accepted = sum(
                (
                    # One at each establishment; one where none is named.
                    Case(
                        When(
                            **{f"given_{at}__gt": 0},
                            then=Greatest(Value(1), count_of(benefits.filter(content=content))),
                        ),
                        default=0,
                    )
                    for at, content in enumerate(sorted(MADE[figure]))
                ),
                Value(0),
            )
        found = Case(When(accepted_on__lte=self.day, then=accepted))
        return projects.annotate(planned=planned, accepted=found)

    def _given(self, contents: set[str]) -> dict[str, Any]:
        """What was approved by the day for each of these contents."""
        grants = Grant.objects.filter(self._support)
        lines = GrantLine.objects.signed_until(self.day, self.chosen("known"))
        own = lines.filter(grant__project=OuterRef("pk"), grant__in=grants)
        return {
            f"given_{at}": sum_of(own.filter(grant__content=content), F("amount_vnd"))
            for at, content in enumerate(sorted(contents))
        }

    def chips(self) -> list[dict[str, Any]]:
        return [self.choice_chip("figure"), *super().chips()]


def beneficiaries_of(record: Project) -> str:
    return f"{record.get_absolute_url()}#beneficiaries"


def times(planned_vnd: int | None, approved_vnd: int) -> str:
    """How often as much as the support; with two decimals by the rule of percentages."""
    if planned_vnd is None:
        return figures.NO_DATA
    return figures.percent_bare(Fraction(planned_vnd, approved_vnd * 100) if approved_vnd else None)


def times_in_all(table: ListTable) -> str:
    """The ratio of the sums, never the mean of the ratios."""
    return times(table.sums["planned"], table.sums["approved_vnd"])


class MoneyTable(ProjectTable):
    """A result in money, beside the support of those projects, and how often as much it is."""

    planned = MillionColumn(PLANNED, linkify=beneficiaries_of)
    accepted = MillionColumn(ACCEPTED, linkify=beneficiaries_of)
    times = RateColumn(_("Planned ÷ support (times)"), footer=times_in_all)

    summed: Sequence[str] = ("approved_vnd",)
    stated = ("planned", "accepted")
    told = ("planned", "accepted")

    class Meta(ProjectTable.Meta):
        exclude = ["reported_vnd", "disbursed_vnd", "remaining_vnd", "rate", "accepted_vnd"]

    def render_times(self, record: Any) -> str:
        return times(record.planned, record.approved_vnd)

    def order_times(self, queryset: QuerySet, is_descending: bool) -> tuple[QuerySet, bool]:
        """What nobody stated comes last either way, on every engine."""
        part = Cast("planned", FloatField()) / NullIf(F("approved_vnd"), Value(0))
        order = part.desc(nulls_last=True) if is_descending else part.asc(nulls_last=True)
        return queryset.order_by(order), True


class CountTable(MoneyTable):
    """A result that is counted."""

    planned = FigureColumn(PLANNED, linkify=beneficiaries_of)
    accepted = FigureColumn(ACCEPTED, linkify=beneficiaries_of)

    summed = ()
    unit = ""

    class Meta(MoneyTable.Meta):
        exclude = [*MoneyTable.Meta.exclude, "approved_vnd", "times"]
