"""Why a place needs attention, and what its side means to do: kept as it was said, each time."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, models, transaction
from django.db.models import Max, Q
from django.utils.translation import gettext_lazy as _

from promotion.guards.sentences import explain
from promotion.models import LedgerRow, Source, User, known_at
from provinces.models import Province

LONGEST = 1000  # characters of a reason or an action


class AttentionNoteQuerySet(models.QuerySet["AttentionNote"]):
    def last_said(
        self,
        year: int,
        until: date,
        known: date | None = None,
        moments: Mapping[str | None, datetime] | None = None,
    ) -> Mapping[tuple[str | None, str], "AttentionNote"]:
        """{(unit of today or None, source): what was said last} of the budget year and of figures
        by the cut-off `until`, by the end of the day that is `known`, if any, and of a unit in
        `moments` by its own; one query."""
        of_then = Q(until=None) | Q(until__lte=until)
        said = self.filter(known_at("recorded_at", known), of_then, budget_year=year)
        for unit, moment in (moments or {}).items():
            said = said.exclude(province=unit, recorded_at__gt=moment)
        last = said.order_by().values("province", "source")
        rows = self.filter(pk__in=last.annotate(last=Max("pk")).values("last"))
        return {
            (note.province_id, note.source): note for note in rows.select_related("recorded_by")
        }

    def write(self, by: User, **fields: Any) -> "AttentionNote":
        """Raises ValidationError where the money is not the person's to speak of."""
        try:
            with transaction.atomic():
                return self.create(recorded_by=by, **fields)
        except IntegrityError as error:
            raise explain(error) from error


class AttentionNote(LedgerRow):
    """The reason why money of a source may stay undisbursed in a place, and the intended action.

    province    a unit of today; None stands for the central units
    source      local money is spoken of by the provincial Department, national by the Agency
    until       cut-off of the figures that are explained, shown from there on; None of what was
                said before that was asked, and is shown throughout the year

    The latest note of a place, year and source counts; earlier ones stay readable.
    """

    province = models.ForeignKey(
        Province, models.PROTECT, null=True, related_name="+", verbose_name=_("province")
    )
    budget_year = models.PositiveSmallIntegerField(_("budget year"))
    source = models.CharField(_("source"), max_length=8, choices=Source)
    until = models.DateField(_("figures until"), null=True)
    reason = models.CharField(_("reason"), max_length=LONGEST)
    action = models.CharField(_("intended action"), max_length=LONGEST, blank=True)

    objects = AttentionNoteQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        verbose_name = _("note on what needs attention")
        verbose_name_plural = _("notes on what needs attention")
        constraints = [
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="attentionnote_reason_given",
                violation_error_message=_("Say why."),
            ),
            models.CheckConstraint(
                condition=Q(source__in=Source.values),
                name="attentionnote_source_known",
                violation_error_message=_("Please choose the source of the money."),
            ),
            models.CheckConstraint(
                condition=Q(budget_year__gte=2000, budget_year__lte=2100),
                name="attentionnote_year_known",
                violation_error_message=_("A budget year lies between 2000 and 2100."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.province or '–'} · {self.budget_year} · {self.get_source_display()}"
