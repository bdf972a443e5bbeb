"""Sums of confirmed money by the time of booking, so that no report reads the whole ledger."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from promotion.models import Centre, Content, OfLevel, Source


class ConfirmedSum(OfLevel):
    """Confirmed money of one centre, budget year, source, level and time of booking.

    centre          as the project names it, whose unit is that of its time
    confirmed_vnd   confirmed entries net, in đồng
    advances_vnd    of them, what was advanced and not cleared, in đồng
    entries         how many they are, and how many of them are made up
    last_confirmation_id   the one that was counted last: ids of a row's never go back

    Kept by the ledger's triggers, one confirmation at a time; the database refuses any other
    change. `verify_ledger` counts them again.
    """

    budget_year = models.PositiveSmallIntegerField(_("budget year"))
    centre = models.ForeignKey(Centre, models.PROTECT, related_name="+")
    source = models.CharField(_("source"), max_length=8, choices=Source)
    confirmed_vnd = models.BigIntegerField(_("disbursed (đồng)"), editable=False)
    advances_vnd = models.BigIntegerField(_("advances (đồng)"), editable=False)
    entries = models.BigIntegerField(_("entries"), editable=False)
    synthetic_entries = models.BigIntegerField(_("demonstration data"), editable=False)
    last_confirmation_id = models.BigIntegerField(editable=False)

    class Meta:
        abstract = True


class MonthlySum(ConfirmedSum):
    """What was booked in one month: of one content, or of all.

    content   what it was for; None for the sum of all contents, which most reports read
    month     its first day; of a budget year also the January in which it is settled
    """

    month = models.DateField(_("month"))
    # Never looked for by itself: the key has it.
    content = models.ForeignKey(
        Content, models.PROTECT, null=True, related_name="+", db_index=False
    )

    class Meta:
        ordering = ["budget_year", "month", "centre", "source", "-level", "content"]
        verbose_name = _("monthly sum")
        verbose_name_plural = _("monthly sums")
        constraints = [
            models.UniqueConstraint(
                fields=["budget_year", "month", "centre", "source", "level", "content"],
                name="monthlysum_once",
                violation_error_message=_("Monthly sums are kept by the ledger alone."),
            ),
            models.UniqueConstraint(
                fields=["budget_year", "month", "centre", "source", "level"],
                condition=Q(content=None),
                name="monthlysum_of_all_once",
                violation_error_message=_("Monthly sums are kept by the ledger alone."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.centre} · {self.content or ''} · {self.month:%m/%Y}"


class DailySum(ConfirmedSum):
    """What was booked on one day, of one content: for months that a cut-off divides."""

    day = models.DateField(_("day"))
    content = models.ForeignKey(Content, models.PROTECT, related_name="+", db_index=False)

    class Meta:
        ordering = ["budget_year", "day", "centre", "source", "-level", "content"]
        verbose_name = _("daily sum")
        verbose_name_plural = _("daily sums")
        constraints = [
            models.UniqueConstraint(
                fields=["budget_year", "day", "centre", "source", "level", "content"],
                name="dailysum_once",
                violation_error_message=_("Daily sums are kept by the ledger alone."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.centre} · {self.content} · {self.day:%d/%m/%Y}"
