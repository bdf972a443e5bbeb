"""What is supported: contents, the catalogues that group them, norms and rules of advances."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


class Content(models.Model):
    """One of the 22 leaf contents of support; every catalogue groups the same leaves."""

    slug = models.SlugField(primary_key=True)
    name_vi = models.CharField(_("Vietnamese name"), max_length=120)
    name_en = models.CharField(_("English name"), max_length=120)
    display_order = models.PositiveSmallIntegerField(_("order"))

    class Meta:
        ordering = ["display_order"]
        verbose_name = _("content of support")
        verbose_name_plural = _("contents of support")

    def __str__(self) -> str:
        return self.name_en if get_language() == "en" else self.name_vi


class ContentCatalogue(models.Model):
    """A published grouping of contents, such as the six groups of the 2025 conferences."""

    slug = models.CharField(max_length=30, primary_key=True)
    name_vi = models.CharField(_("Vietnamese name"), max_length=120)
    name_en = models.CharField(_("English name"), max_length=120)
    legal_basis = models.CharField(_("legal basis"), max_length=120)
    display_order = models.PositiveSmallIntegerField(_("order"))

    class Meta:
        ordering = ["display_order"]
        verbose_name = _("content catalogue")
        verbose_name_plural = _("content catalogues")

    def __str__(self) -> str:
        return self.name_en if get_language() == "en" else self.name_vi


class ContentGroup(models.Model):
    """One numbered group of a catalogue."""

    catalogue = models.ForeignKey(
        ContentCatalogue, models.PROTECT, related_name="groups", verbose_name=_("catalogue")
    )
    number = models.PositiveSmallIntegerField(_("number"))
    name_vi = models.CharField(_("Vietnamese name"), max_length=200)
    full_name_vi = models.CharField(_("full Vietnamese name"), max_length=400)
    name_en = models.CharField(_("English name"), max_length=200)

    class Meta:
        ordering = ["catalogue", "number"]
        verbose_name = _("content group")
        verbose_name_plural = _("content groups")
        constraints = [
            models.UniqueConstraint(
                fields=["catalogue", "number"],
                name="contentgroup_number_once",
                violation_error_message=_("Another group of the catalogue has this number."),
            )
        ]

    def __str__(self) -> str:
        return self.name_en if get_language() == "en" else self.name_vi


class ContentMapping(models.Model):
    """Where a catalogue puts a content; a content without a row is shown as unmapped."""

    catalogue = models.ForeignKey(
        ContentCatalogue, models.PROTECT, related_name="mappings", verbose_name=_("catalogue")
    )
    content = models.ForeignKey(
        Content, models.PROTECT, related_name="mappings", verbose_name=_("content")
    )
    group = models.ForeignKey(
        ContentGroup, models.PROTECT, related_name="mappings", verbose_name=_("group")
    )

    class Meta:
        ordering = ["catalogue", "content"]
        verbose_name = _("content mapping")
        verbose_name_plural = _("content mappings")
        constraints = [
            models.UniqueConstraint(
                fields=["catalogue", "content"],
                name="contentmapping_content_once",
                violation_error_message=_("The catalogue already puts this content in a group."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.catalogue_id}: {self.content_id}"


class Norm(models.Model):
    """The most that may be supported (mức hỗ trợ tối đa), between two days.

    Without a content it holds for all; without a province it is national. The coefficient
    multiplies the amount cap for priority areas and trades.
    """

    content = models.ForeignKey(
        Content, models.PROTECT, null=True, blank=True, verbose_name=_("content")
    )
    per = models.CharField(_("per"), max_length=60)
    percent_cap = models.PositiveSmallIntegerField(_("percent cap"), null=True, blank=True)
    amount_cap_vnd = models.BigIntegerField(_("amount cap (đồng)"), null=True, blank=True)
    coefficient = models.DecimalField(
        _("coefficient"), max_digits=4, decimal_places=2, null=True, blank=True
    )
    province = models.ForeignKey(
        "provinces.Province", models.PROTECT, null=True, blank=True, verbose_name=_("province")
    )
    valid_from = models.DateField(_("first day"))
    valid_to = models.DateField(_("last day"), null=True, blank=True)
    legal_basis = models.CharField(_("legal basis"), max_length=200)
    confidence = models.CharField(_("how sure"), max_length=80)
    note = models.CharField(_("note"), max_length=200, blank=True)

    class Meta:
        ordering = ["content", "valid_from"]
        verbose_name = _("norm")
        verbose_name_plural = _("norms")
        constraints = [
            models.CheckConstraint(
                name="norm_says_something",
                condition=Q(percent_cap__isnull=False)
                | Q(amount_cap_vnd__isnull=False)
                | Q(coefficient__isnull=False),
                violation_error_message=_("A norm has a percent, an amount or a coefficient."),
            ),
            models.CheckConstraint(
                name="norm_ends_after_it_begins",
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                violation_error_message=_("The last day may not lie before the first."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.content_id or '*'} · {self.legal_basis}"


class AdvanceRule(models.Model):
    """How much of the support of a content may be paid in advance at first, in percent, and when.

    Of Circular 36/2013/TT-BCT, whose amendment of 2018 was not found; `confidence` says whether
    the content was read there ("read") or is ours to have put beside one ("inferred").
    """

    content = models.OneToOneField(
        Content, models.PROTECT, related_name="advance_rule", verbose_name=_("content")
    )
    first_advance_percent = models.PositiveSmallIntegerField(_("first advance (%)"))
    condition_vi = models.CharField(_("condition"), max_length=200)
    condition_en = models.CharField(_("condition (English)"), max_length=200)
    legal_basis = models.CharField(_("legal basis"), max_length=200)
    confidence = models.CharField(_("how sure"), max_length=80)

    class Meta:
        ordering = ["content"]
        verbose_name = _("rule of advances")
        verbose_name_plural = _("rules of advances")
        constraints = [
            models.CheckConstraint(
                name="advancerule_percent_of_support",
                condition=Q(first_advance_percent__gte=1, first_advance_percent__lte=100),
                violation_error_message=_("A first advance is from 1 to 100 percent."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.content_id} · {self.first_advance_percent}%"

    @property
    def condition(self) -> str:
        return self.condition_en if get_language() == "en" else self.condition_vi

    @property
    def is_read(self) -> bool:
        """Whether the content itself was read in the legal basis."""
        return self.confidence == "read"
