from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from promotion.lib.dates import format_month


class ProgrammePeriod(models.Model):
    """A programme of several budget years, such as 2021 - 2025 (Decision 1881/QĐ-TTg)."""

    slug = models.SlugField(primary_key=True)
    first_year = models.PositiveSmallIntegerField(_("first year"))
    last_year = models.PositiveSmallIntegerField(_("last year"))
    legal_basis = models.CharField(_("legal basis"), max_length=120)

    class Meta:
        ordering = ["first_year"]
        verbose_name = _("programme period")
        verbose_name_plural = _("programme periods")
        constraints = [
            models.CheckConstraint(
                name="programmeperiod_ends_after_it_begins",
                condition=Q(last_year__gte=F("first_year")),
                violation_error_message=_("The last year may not lie before the first."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.first_year} - {self.last_year}"


class ReportingPeriodQuerySet(models.QuerySet["ReportingPeriod"]):
    def of_year(self, year: int) -> Self:
        """Those that begin in the year."""
        return self.filter(first_day__year=year)

    def begun_by(self, day: date) -> Self:
        return self.filter(first_day__lte=day)


class ReportingPeriod(models.Model):
    """A span of days that every centre reports on, and the day its return is due.

    By default a month, due on its 25th (Circular 46/2012/TT-BCT); administrators may change both.
    """

    class Kind(models.TextChoices):
        MONTH = "month", _("month")
        QUARTER = "quarter", _("quarter")
        HALF_YEAR = "half-year", _("six months")
        YEAR = "year", _("year")

    kind = models.CharField(_("kind"), max_length=9, choices=Kind, default=Kind.MONTH)
    first_day = models.DateField(_("from"))
    last_day = models.DateField(_("to"))
    due_on = models.DateField(_("due on"))

    objects = ReportingPeriodQuerySet.as_manager()

    class Meta:
        ordering = ["first_day", "last_day"]
        verbose_name = _("reporting period")
        verbose_name_plural = _("reporting periods")
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "first_day"],
                name="reportingperiod_once",
                violation_error_message=_("This reporting period exists already."),
            ),
            models.CheckConstraint(
                name="reportingperiod_ends_after_it_begins",
                condition=Q(last_day__gte=F("first_day")) & Q(due_on__gte=F("first_day")),
                violation_error_message=_(
                    "A reporting period ends, and its return is due, after its first day."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.number}"

    @property
    def number(self) -> str:
        """Which one of its kind: "9/2025", "III/2025", "I/2025", "2025"."""
        year, month = self.first_day.year, self.first_day.month
        if self.kind == self.Kind.MONTH:
            return format_month(self.first_day)
        if self.kind == self.Kind.YEAR:
            return str(year)
        length = 3 if self.kind == self.Kind.QUARTER else 6
        return f"{('I', 'II', 'III', 'IV')[(month - 1) // length]}/{year}"
