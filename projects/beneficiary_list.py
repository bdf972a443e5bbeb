"""The establishments that projects support, one row for each content that it is for."""

from collections.abc import Callable
from fractions import Fraction
from typing import Any

from django import forms
from django.db.models import BigIntegerField, Case, ExpressionWrapper, F, Q, QuerySet, Sum, When
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from projects.filters import CentreFilterSet, WordsFilter
from projects.models import Beneficiary, Establishment, GrantLine, Project
from projects.outcomes import STATED
from promotion.filter_fields import DayFilter, SwitchFilter
from promotion.lib.money import MILLION_VND
from promotion.lib.text import fold
from promotion.tables import (
    FigureColumn,
    ListTable,
    MillionColumn,
    WordsColumn,
    aligned,
    made_up_mark,
    with_note,
)
from promotion.templatetags import figures

RESULTS = (*STATED, "income_vnd")


class BeneficiaryFilterSet(CentreFilterSet):
    """Beneficiaries of the projects with support of the year at the end of a day.

    until      that day; today without one
    known      as the ledger stood at the end of this one
    accepted   of projects accepted (nghiệm thu) by then
    """

    q = WordsFilter(label=_("Establishment"))
    until = DayFilter(label=_("Supported on"), widget=forms.HiddenInput)
    known = DayFilter(label=_("As recorded by"), widget=forms.HiddenInput)
    accepted = SwitchFilter(label=_("Accepted"), widget=forms.CheckboxInput)

    shown = ("q", "region", "province", "centre", "accepted")
    allows_all_years = False
    centre_path = "project__centre"
    province_path = "project__centre__province"

    def filter_queryset(self, queryset: QuerySet) -> QuerySet:
        day = self.chosen("until") or timezone.localdate()
        lines = GrantLine.objects.signed_until(day, self.chosen("known"))
        lines = lines.filter(self.of_source("grant__"), self.of_years("grant__"))
        given = lines.order_by().values("grant__project").annotate(vnd=Sum("amount_vnd"))
        rows = queryset.filter(
            self.at_places(), project__in=given.filter(vnd__gt=0).values("grant__project")
        )
        is_accepted = Q(project__accepted_on__lte=day)
        if self.chosen("accepted"):
            rows = rows.filter(is_accepted)
        for word in fold(self.chosen("q") or "").split():
            rows = rows.filter(establishment__folded_name__contains=word)
        found = {
            f"found_{name}": Case(When(is_accepted, then=F(f"accepted_{name}"))) for name in RESULTS
        }
        rows = rows.annotate(**found)
        for stage in ("planned", "found"):
            jobs, income = f"{stage}_jobs", f"{stage}_income_vnd"
            rows = rows.annotate(
                **{
                    f"{stage}_earned_vnd": ExpressionWrapper(
                        F(jobs) * F(income), output_field=BigIntegerField()
                    ),
                    f"{stage}_earners": Case(When(**{f"{income}__isnull": False}, then=F(jobs))),
                }
            )
        return rows.select_related("establishment__commune", "content", "project__centre__province")

    def chips(self) -> list[dict[str, Any]]:
        year, *others = super().chips()
        return [year, *self.days_chips(), *others]


def average_income(stage: str) -> Callable[["BeneficiaryTable"], str]:
    """Weighted by the jobs that it is earned in, where both are reported; triệu a month."""

    def footer(table: "BeneficiaryTable") -> str:
        jobs = table.sums[f"{stage}_earners"]
        if not jobs:
            return figures.NO_DATA
        # A number with two decimals by the rule of percentages.
        return figures.percent_bare(
            Fraction(table.sums[f"{stage}_earned_vnd"], jobs * MILLION_VND * 100)
        )

    return footer


def number_of_establishments(table: "BeneficiaryTable") -> str:
    return figures.vnd(table.sums["establishment"])


class BeneficiaryTable(ListTable):
    establishment = WordsColumn(
        _("Establishments"),
        order_by="establishment__folded_name",
        footer=number_of_establishments,
        attrs=aligned("words title"),
    )
    project = WordsColumn(_("Project"), order_by="project__sort_key")
    planned_investment_vnd = MillionColumn(_("Investment, planned"))
    found_investment_vnd = MillionColumn(_("Investment at acceptance"))
    planned_counterpart_vnd = MillionColumn(_("Counterpart, planned"))
    found_counterpart_vnd = MillionColumn(_("Counterpart at acceptance"))
    planned_jobs = FigureColumn(_("Jobs, planned"))
    found_jobs = FigureColumn(_("Jobs at acceptance"))
    planned_income_vnd = MillionColumn(
        _("Monthly income, planned"), decimals=2, footer=average_income("planned")
    )
    found_income_vnd = MillionColumn(
        _("Monthly income at acceptance"), decimals=2, footer=average_income("found")
    )

    stated = tuple(
        f"{stage}_{name}"
        for stage in ("planned", "found")
        for name in (*STATED, "earned_vnd", "earners")
    )
    counted = ("establishment",)
    told = ("establishment",)
    unit = _("Unit of money: million đồng")

    class Meta:
        model = Beneficiary
        fields = ()
        order_by = "establishment"

    def render_establishment(self, value: Establishment, record: Beneficiary) -> SafeString:
        about = [value.get_legal_form_display(), value.commune or value.place_text, record.content]
        note = " · ".join(capfirst(str(part)) for part in about if part)
        mark = made_up_mark() if record.synthetic else ""
        url = f"{record.project.get_absolute_url()}#beneficiaries"
        return with_note(value, format_html("{} {}", note, mark), url)

    def render_project(self, value: Project) -> SafeString:
        return with_note(value.code, value.centre.short_name, value.get_absolute_url())
