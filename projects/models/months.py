"""The months of the ledger: which are closed, and for whom one stands open again."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from promotion.models import LedgerRow, Source


class MonthCloseQuerySet(models.QuerySet["MonthClose"]):
    def of_list(self, province: str | None, source: str) -> Self:
        """Events of today's unit (None: central units) and source, oldest first."""
        return self.filter(province=province, source=source).order_by("id")


class MonthClose(LedgerRow):
    """One event of a month of one unit and source: closed, re-opened, or an exception.

    province    today's unit with all units merged into it; None for central units
    month       its first day
    centre      of an exception: the one centre that may still book into the closed month
    expires_on  of a re-opening or exception: its last day; after it the month is closed again
    """

    class Event(models.TextChoices):
        CLOSE = "close", _("closed")
        REOPEN = "reopen", _("re-opened")
        EXCEPTION = "exception", _("exception for a centre")

    province = models.ForeignKey(
        "provinces.Province", models.PROTECT, null=True, blank=True, related_name="+"
    )
    source = models.CharField(_("source"), max_length=8, choices=Source)
    month = models.DateField(_("month"))
    event = models.CharField(_("event"), max_length=9, choices=Event)
    centre = models.ForeignKey(
        "promotion.Centre", models.PROTECT, null=True, blank=True, related_name="+"
    )
    reason = models.CharField(_("reason"), max_length=400, blank=True)
    expires_on = models.DateField(_("open until"), null=True, blank=True)

    objects = MonthCloseQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        verbose_name = _("closing of a month")
        verbose_name_plural = _("closings of months")
        indexes = [
            models.Index(fields=["month", "source", "province"], name="monthclose_list"),
        ]
        constraints = [
            models.CheckConstraint(
                name="monthclose_event_complete",
                condition=Q(event="close", centre=None, expires_on=None)
                | Q(event="reopen", centre=None, expires_on__isnull=False) & ~Q(reason="")
                | Q(event="exception", centre__isnull=False, expires_on__isnull=False)
                & ~Q(reason=""),
                violation_error_message=_(
                    "A re-opening or exception has a reason and a last day, an exception a centre."
                ),
            ),
            models.CheckConstraint(
                name="monthclose_source_known",
                condition=Q(source__in=Source.values),
                violation_error_message=_("A source of funding is national or local."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_event_display()} {self.month:%m/%Y}"
