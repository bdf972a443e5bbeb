"""Centres, periods, contents, norms and rules of advances; provinces and regions to read."""

from django.contrib import admin
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from promotion.admin.pages import Kept, Logged, ReadOnly, ReasonForm, site
from promotion.lib.money import group
from promotion.models import (
    AdvanceRule,
    Centre,
    Content,
    ContentCatalogue,
    ContentGroup,
    ContentMapping,
    Norm,
    ProgrammePeriod,
    ReportingPeriod,
)
from provinces.models import Province, Region


class CentreForm(ReasonForm):
    class Meta:
        model = Centre
        fields = ("name", "slug", "province", "opened_on", "closed_on", "successor")
        help_texts = {
            "province": _("The unit of its time; empty for a central unit."),
            "successor": _("The centre that took over its projects and clerks."),
        }


@admin.register(Centre, site=site)
class Centres(Logged):
    form = CentreForm
    fields = (*CentreForm.Meta.fields, "change_reason")
    list_display = ("name", "province", "opened_on", "closed_on", "successor")
    list_select_related = ("province", "successor")
    search_fields = ("name", "slug", "folded_name")


@admin.register(ProgrammePeriod, site=site)
class ProgrammePeriods(Kept):
    list_display = ("__str__", "legal_basis")


@admin.register(ReportingPeriod, site=site)
class ReportingPeriods(Kept):
    """What centres report on and when it is due; a new kind or another due day begins here."""

    list_display = ("__str__", "first_day", "last_day", "due_on")
    list_filter = ("kind",)
    date_hierarchy = "first_day"


@admin.register(Content, site=site)
class Contents(Kept):
    list_display = ("name_vi", "name_en", "display_order")
    search_fields = ("name_vi", "name_en")


@admin.register(ContentCatalogue, site=site)
class ContentCatalogues(Kept):
    list_display = ("name_vi", "name_en", "legal_basis")


@admin.register(ContentGroup, site=site)
class ContentGroups(Kept):
    list_display = ("number", "name_vi", "catalogue")
    list_filter = ("catalogue",)
    list_select_related = ("catalogue",)


@admin.register(ContentMapping, site=site)
class ContentMappings(Kept):
    list_display = ("content", "catalogue", "group")
    list_filter = ("catalogue",)
    list_select_related = ("content", "catalogue", "group")


@admin.register(Norm, site=site)
class Norms(Kept):
    list_display = (
        *("content", "per", "percent_cap", "amount_cap", "province"),
        *("valid_from", "valid_to", "confidence"),
    )
    list_display_links = ("content", "per")
    list_filter = ("content",)
    list_select_related = ("content", "province")

    @admin.display(description=_("amount cap (đồng)"), ordering="amount_cap_vnd")
    def amount_cap(self, norm: Norm) -> str | None:
        cap_vnd = norm.amount_cap_vnd
        return None if cap_vnd is None else group(cap_vnd, get_language() or "vi")


@admin.register(AdvanceRule, site=site)
class AdvanceRules(Kept):
    list_display = ("content", "first_advance_percent", "condition", "legal_basis", "confidence")
    list_select_related = ("content",)

    @admin.display(description=_("condition"))
    def condition(self, rule: AdvanceRule) -> str:
        return rule.condition


@admin.register(Region, site=site)
class Regions(ReadOnly):
    list_display = ("name_vi", "name_en")


@admin.register(Province, site=site)
class Provinces(ReadOnly):
    fields = (
        *("short_label", "name", "name_ascii", "unit", "code", "kind"),
        *("valid_from", "valid_to", "today", "legal_act", "display_order"),
    )
    list_display = ("short_label", "code", "kind", "valid_from", "valid_to", "today")
    list_select_related = ("current",)
    search_fields = ("folded_name", "unit", "name")

    @admin.display(description=_("today"))
    def today(self, province: Province) -> Province:
        return province.current
