"""Where things are: province-level units through time, conference regions, today's communes."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from promotion.lib.dates import format_day


class DatedQuerySet(models.QuerySet):
    """Rows valid from a day to a day, both included; an open end is NULL."""

    def valid_on(self, day: date) -> Self:
        return self.filter(Q(valid_from__lte=day), Q(valid_to__isnull=True) | Q(valid_to__gte=day))


def ends_after_it_begins(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        name=name,
        condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
        violation_error_message=_("The last day may not lie before the first."),
    )


class Region(models.Model):
    """One of the three conference regions (khu vực hội nghị)."""

    slug = models.SlugField(primary_key=True)
    name_vi = models.CharField(_("Vietnamese name"), max_length=80)
    name_en = models.CharField(_("English name"), max_length=80)
    display_order = models.PositiveSmallIntegerField(_("order"))

    class Meta:
        ordering = ["display_order"]
        verbose_name = _("conference region")
        verbose_name_plural = _("conference regions")

    def __str__(self) -> str:
        return self.name_en if get_language() == "en" else self.name_vi


class Province(models.Model):
    """A province-level unit as one law made it; a merger makes a new unit.

    `unit` is the identity: the official code passed to a differently named unit seven times
    in 2025. Units follow Resolution 202/2025/QH15 from 1 July 2025.
    """

    class Kind(models.TextChoices):
        PROVINCE = "province", _("province")
        CITY = "city", _("city under central government")

    unit = models.SlugField(_("unit"), primary_key=True)
    code = models.CharField(_("official code"), max_length=2)
    name = models.CharField(_("name"), max_length=60)
    short_label = models.CharField(_("label"), max_length=60, help_text=_("Today's, as printed."))
    name_ascii = models.CharField(_("name without marks"), max_length=60)
    kind = models.CharField(_("kind"), max_length=8, choices=Kind)
    valid_from = models.DateField(_("first day"))
    valid_to = models.DateField(_("last day"), null=True, blank=True)
    successor = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="predecessors"
    )
    current = models.ForeignKey(
        "self",
        models.PROTECT,
        related_name="merged_units",
        help_text=_("The unit that holds its territory today; itself if it still exists."),
    )
    legal_act = models.CharField(_("legal act"), max_length=40)
    tile_column = models.PositiveSmallIntegerField(null=True, blank=True)
    tile_row = models.PositiveSmallIntegerField(null=True, blank=True)
    display_order = models.PositiveSmallIntegerField(_("order, north to south"))
    folded_name = models.CharField(max_length=60, editable=False, db_index=True)
    sort_key = models.CharField(max_length=255, editable=False)

    objects = DatedQuerySet.as_manager()

    class Meta:
        ordering = ["display_order", "sort_key"]
        verbose_name = _("province")
        verbose_name_plural = _("provinces")
        constraints = [
            ends_after_it_begins("province_ends_after_it_begins"),
            models.UniqueConstraint(
                fields=["code"],
                condition=Q(valid_to__isnull=True),
                name="province_code_unique_today",
                violation_error_message=_("Another province of today has this code."),
            ),
            models.CheckConstraint(
                name="province_ended_has_successor",
                condition=Q(valid_to__isnull=True) ^ Q(successor__isnull=False),
                violation_error_message=_("A unit that ended names its successor."),
            ),
        ]

    def __str__(self) -> str:
        return self.short_label

    @property
    def exists_today(self) -> bool:
        return self.current_id == self.unit

    @property
    def dated_label(self) -> str:
        """Where units of all times stand together: of one that ended with its last day."""
        if not self.valid_to:
            return self.short_label
        words = gettext("%(unit)s (until %(day)s)")
        return words % {"unit": self.short_label, "day": format_day(self.valid_to)}


class ProvinceName(models.Model):
    """A unit's name and kind between two days; every unit has at least one."""

    province = models.ForeignKey(Province, models.PROTECT, related_name="names")
    name = models.CharField(_("name"), max_length=60)
    short_label = models.CharField(_("label"), max_length=60)
    kind = models.CharField(_("kind"), max_length=8, choices=Province.Kind)
    valid_from = models.DateField(_("first day"))
    valid_to = models.DateField(_("last day"), null=True, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        ordering = ["province", "valid_from"]
        constraints = [
            ends_after_it_begins("provincename_ends_after_it_begins"),
            models.UniqueConstraint(
                fields=["province", "valid_from"],
                name="provincename_one_per_day",
                violation_error_message=_("A unit has one name from a day on."),
            ),
        ]

    def __str__(self) -> str:
        return self.short_label


class RegionMembership(models.Model):
    """A unit's conference region between two days."""

    province = models.ForeignKey(Province, models.PROTECT, related_name="memberships")
    region = models.ForeignKey(Region, models.PROTECT, related_name="memberships")
    valid_from = models.DateField(_("first day"))
    valid_to = models.DateField(_("last day"), null=True, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        ordering = ["province", "valid_from"]
        constraints = [
            ends_after_it_begins("regionmembership_ends_after_it_begins"),
            models.UniqueConstraint(
                fields=["province", "valid_from"],
                name="regionmembership_one_per_day",
                violation_error_message=_("A unit is in one region from a day on."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.province_id} · {self.region_id}"


class Commune(models.Model):
    """One of today's 3,321 commune-level units."""

    class Kind(models.TextChoices):
        COMMUNE = "xã", _("commune")
        WARD = "phường", _("ward")
        SPECIAL_ZONE = "đặc khu", _("special zone")

    code = models.CharField(_("official code"), max_length=5, primary_key=True)
    name = models.CharField(_("name"), max_length=80)
    kind = models.CharField(_("kind"), max_length=8, choices=Kind)
    province = models.ForeignKey(Province, models.PROTECT, related_name="communes")
    folded_name = models.CharField(max_length=80, editable=False, db_index=True)

    class Meta:
        ordering = ["province", "code"]
        verbose_name = _("commune")
        verbose_name_plural = _("communes")

    def __str__(self) -> str:
        return f"{self.kind} {self.name}"
