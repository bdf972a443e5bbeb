"""What provinces expect to disburse, as they declare it: of a month, and of the whole year."""

from collections.abc import Mapping
from datetime import date
from typing import Self

from django.db import IntegrityError, models, transaction
from django.db.models import Max, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from promotion.guards.sentences import explain
from promotion.models import LedgerRow, Source, User
from provinces.models import Province

# (source, number of the month or None for the whole year)
Subject = tuple[str, int | None]


class DeclaredEstimateQuerySet(models.QuerySet["DeclaredEstimate"]):
    def of_year(self, year: int) -> Self:
        return self.filter(budget_year=year)

    def declared_by(self, day: date) -> Self:
        """Declared on or before the day."""
        return self.filter(declared_on__lte=day)

    def that_count(self) -> Self:
        """Of these, the latest of each unit, year, source and month."""
        subject = self.order_by().values("province", "budget_year", "source", "month")
        return self.filter(pk__in=subject.annotate(last=Max("pk")).values("last"))

    def declare(self, by: User, year: int, amounts: Mapping[Subject, int]) -> None:
        """Add estimates of the officer's province, in đồng: all of them or none.

        Raises ValidationError for a person, year or month that cannot declare.
        """
        unit = by.province.current_id if by.province else None
        try:
            with transaction.atomic():
                for (source, month), amount_vnd in amounts.items():
                    self.create(
                        province_id=unit,
                        budget_year=year,
                        source=source,
                        month=month,
                        amount_vnd=amount_vnd,
                        recorded_by=by,
                    )
        except IntegrityError as error:
            raise explain(error) from error


class DeclaredEstimate(LedgerRow):
    """The declared estimate (ước thực hiện) of one province, budget year and source.

    month       1 to 12: what is to be disbursed in that month; None: in the whole year
    amount_vnd  đồng, not below zero
    declared_on the day that says which reports know it: today, made up only where the row is

    Both sources are declared by the provincial Department, which knows its projects. The latest
    counts, from the unit that holds the territory before those merged into it; earlier ones stay.
    """

    province = models.ForeignKey(
        Province, models.PROTECT, related_name="+", verbose_name=_("province")
    )
    budget_year = models.PositiveSmallIntegerField(_("budget year"))
    source = models.CharField(_("source"), max_length=8, choices=Source)
    month = models.PositiveSmallIntegerField(_("month"), null=True, blank=True)
    amount_vnd = models.BigIntegerField(_("amount (đồng)"))
    declared_on = models.DateField(_("declared on"), default=timezone.localdate, editable=False)

    objects = DeclaredEstimateQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        verbose_name = _("declared estimate")
        verbose_name_plural = _("declared estimates")
        constraints = [
            models.CheckConstraint(
                condition=Q(amount_vnd__gte=0),
                name="estimate_not_below_zero",
                violation_error_message=_("An estimate is not below zero."),
            ),
            models.CheckConstraint(
                condition=Q(source__in=Source.values),
                name="estimate_source_known",
                violation_error_message=_("A source of funding is national or local."),
            ),
            models.CheckConstraint(
                condition=Q(month=None) | Q(month__gte=1, month__lte=12),
                name="estimate_month_known",
                violation_error_message=_("A month is a number from 1 to 12."),
            ),
            models.CheckConstraint(
                condition=Q(budget_year__gte=2000, budget_year__lte=2100),
                name="estimate_year_known",
                violation_error_message=_("A budget year lies between 2000 and 2100."),
            ),
        ]

    def __str__(self) -> str:
        month = f"{self.month}/" if self.month else ""
        return f"{self.province} · {month}{self.budget_year} · {self.get_source_display()}"
