"""Editions of the regional conferences, and the versions in which their figures were frozen."""

from collections.abc import Mapping
from datetime import date, datetime

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from promotion.lib.words import roman
from promotion.models import Versioned
from provinces.models import Province, Region
from reports.parameters import Lens, Parameters
from reports.places import Place, PlaceKind, ProvinceMap

LARGEST_ORDINAL = 99
MOST_NAMED = 3  # members or those left out, in a sentence


class Edition(Versioned):
    """One regional conference, "lần thứ XIV, năm 2025": what its papers are about.

    Its window is the whole year before `year`, and `year` until `until`. `members` are proposed
    from the region; two editions may share a province, and no sum of editions is the country.
    Figures are live until a version is frozen.
    """

    region = models.ForeignKey(
        Region, models.PROTECT, related_name="editions", verbose_name=_("conference region")
    )
    ordinal = models.PositiveSmallIntegerField(
        _("number of the conference"),
        validators=[MinValueValidator(1), MaxValueValidator(LARGEST_ORDINAL)],
        help_text=_("14 for “lần thứ XIV”"),
    )
    year = models.PositiveSmallIntegerField(_("budget year"))
    until = models.DateField(_("figures until"))
    lens = models.CharField(_("map"), max_length=5, choices=Lens, default=Lens.TODAY)
    held_on = models.DateField(_("held on"), null=True, blank=True)
    host = models.ForeignKey(
        Province, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("host")
    )
    next_host = models.ForeignKey(
        Province,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("next host"),
    )
    members = models.ManyToManyField(Province, related_name="+", verbose_name=_("members"))

    class Meta:
        ordering = ["region", "-ordinal"]
        verbose_name = _("conference")
        verbose_name_plural = _("conferences")
        constraints = [
            models.UniqueConstraint(
                fields=["region", "ordinal"],
                name="edition_once",
                violation_error_message=_("The region already has a conference of this number."),
            ),
            models.CheckConstraint(
                condition=Q(ordinal__gte=1, ordinal__lte=LARGEST_ORDINAL),
                name="edition_ordinal_is_readable",
                violation_error_message=_("The number lies between 1 and 99."),
            ),
        ]

    def __str__(self) -> str:
        return gettext("%(region)s, conference %(number)s, %(year)s") % {
            "region": self.region,
            "number": self.roman,
            "year": self.year,
        }

    def get_absolute_url(self) -> str:
        return reverse("conference", args=[self.pk])

    @property
    def roman(self) -> str:
        return roman(self.ordinal)

    def parameters(self, today: date) -> Parameters:
        """The question that its papers answer: both sources, until its cut-off."""
        return Parameters(self.year, min(self.until, today), today, lens=Lens(self.lens))

    def place(self, drawn: ProvinceMap) -> Place:
        """Its members as the scope of a report; named by the region and who is other than there."""
        members = {member.pk: member.short_label for member in self.members.all()}
        own = drawn.members(drawn.region(self.region_id))
        vi, en = _otherwise(members, {place.key: place.name for place in own})
        return Place(
            PlaceKind.CONFERENCE,
            f"{self.region_id}-{self.ordinal}",
            self.region.name_vi + vi,
            self.region.name_en + en,
            region=self.region_id,
            members=frozenset(members),
        )


def _otherwise(members: Mapping[str, str], own: Mapping[str, str]) -> tuple[str, str]:
    """What is added to the region's name, vi and en, where its own list is not the members'.

    Both {unit: name}. A few are named, of more their number is told.
    """
    left_out = [own[unit] for unit in own if unit not in members]
    if members.keys() == own.keys():
        return "", ""
    if members.keys() < own.keys() and len(left_out) <= MOST_NAMED:
        return f" (trừ {', '.join(left_out)})", f" (without {', '.join(left_out)})"
    if len(members) <= MOST_NAMED:
        return (f" ({', '.join(members.values())})",) * 2
    return f" ({len(members)} tỉnh, thành phố thành viên)", f" ({len(members)} members)"


class FrozenVersionQuerySet(models.QuerySet["FrozenVersion"]):
    def published(self, year: int, until: date) -> dict[str, datetime]:
        """{key of a place whose figures of the year and cut-off were frozen: when last}; one query.

        As they were frozen: who prepares the edition later cannot publish or hide a member.
        """
        asked = {"year": year, "until": until.isoformat()}
        versions = self.filter(**{f"figures__parameters__{key}": asked[key] for key in asked})
        frozen = versions.order_by("frozen_at").values_list("frozen_at", "figures__rows")
        return {row["place"]: frozen_at for frozen_at, rows in frozen for row in rows}


class FrozenVersion(models.Model):
    """A numbered version of an edition's papers, as they were handed out; never changed.

    number      1 for the first; a later one says in a sheet how it differs from the first
    workbook    the .xlsx byte for byte, named `name`
    summary     the .docx for the speech byte for byte, named `summary_name`; None of versions
                that were frozen before summaries were kept
    figures     the rows behind it as the report's JSON, which a later version is compared with
    lines, entries
                how many lines of decisions and confirmed entries of both years were counted
    seals       {chain of the ledger: [number, hash of its last seal]} when it was frozen
    sha256, summary_sha256
                of the two files
    """

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField(_("version"))
    name = models.CharField(max_length=200)
    workbook = models.BinaryField()
    summary_name = models.CharField(max_length=200, blank=True)
    summary = models.BinaryField(null=True)
    figures = models.JSONField()
    lines = models.PositiveIntegerField(_("lines of decisions"))
    entries = models.PositiveIntegerField(_("entries"))
    seals = models.JSONField()
    sha256 = models.CharField(max_length=64)
    summary_sha256 = models.CharField(max_length=64, blank=True)
    reason = models.CharField(_("reason"), max_length=400, blank=True)
    frozen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("frozen by")
    )
    frozen_at = models.DateTimeField(_("frozen at"), db_default=Now(), editable=False)

    objects = FrozenVersionQuerySet.as_manager()

    class Meta:
        ordering = ["edition", "-number"]
        verbose_name = _("frozen version")
        verbose_name_plural = _("frozen versions")
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "number"],
                name="frozenversion_once",
                violation_error_message=_("This version was frozen already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.edition} · {self.number}"
