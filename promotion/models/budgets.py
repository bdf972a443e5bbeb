"""The annual plan: province × budget year × source, as the sum of decision lines."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from promotion.models.decisions import Decision
from promotion.models.ledger import LedgerRow


class Source(models.TextChoices):
    """Where public money comes from (nguồn kinh phí)."""

    NATIONAL = "national", _("national")
    LOCAL = "local", _("local")


class AnnualBudgetQuerySet(models.QuerySet):
    def years(self, until: int) -> list[int]:
        """Budget years up to this one, latest first: a plan counts from its year's first day."""
        begun = self.filter(budget_year__lte=until).order_by("-budget_year")
        return list(begun.values_list("budget_year", flat=True).distinct())

    def with_sums(self, until: date) -> Self:
        """Each budget with what the decisions signed on or before the day gave it, in đồng.

        One sum for each kind of line (`initial_vnd`, `carry_over_vnd`, …), `transfer_vnd` being
        what arrived, `transfer_out_vnd` below zero what left, and `plan_vnd`, the sum of all. Each
        is a subquery of its own, so that lines in and lines out cannot multiply each other.
        """
        lines = BudgetLine.objects.signed_until(until).order_by()
        arrived = lines.filter(budget=OuterRef("pk"))
        left = lines.filter(from_budget=OuterRef("pk"))
        sums = {
            f"{kind.value.replace('-', '_')}_vnd": _sum_of(arrived.filter(kind=kind))
            for kind in BudgetLine.Kind
        }
        return self.annotate(
            **sums,
            transfer_out_vnd=-_sum_of(left),
            plan_vnd=_sum_of(arrived) - _sum_of(left),
        )


def _sum_of(lines: models.QuerySet) -> Coalesce:
    one_row = lines.values(everything=models.Value(1)).values(total=Sum("amount_vnd"))
    return Coalesce(Subquery(one_row), 0, output_field=models.BigIntegerField())


class AnnualBudget(models.Model):
    """The plan of one province-level unit for one budget year from one source.

    Holds no amount: the plan is the sum of its lines, as at any day. Never re-keyed.
    """

    province = models.ForeignKey(
        "provinces.Province",
        models.PROTECT,
        verbose_name=_("province"),
        related_name="annual_budgets",
    )
    budget_year = models.PositiveSmallIntegerField(_("budget year"))
    source = models.CharField(_("source"), max_length=8, choices=Source)

    objects = AnnualBudgetQuerySet.as_manager()

    class Meta:
        ordering = ["-budget_year", "province__display_order", "province__sort_key", "source"]
        verbose_name = _("annual budget")
        verbose_name_plural = _("annual budgets")
        constraints = [
            models.UniqueConstraint(
                fields=["province", "budget_year", "source"],
                name="annualbudget_once",
                violation_error_message=_("This annual budget exists already."),
            ),
            models.CheckConstraint(
                name="annualbudget_source_known",
                condition=Q(source__in=Source.values),
                violation_error_message=_("A source of funding is national or local."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.province} · {self.budget_year} · {self.get_source_display()}"


class BudgetLineQuerySet(models.QuerySet):
    def signed_until(self, day: date) -> Self:
        """Of decisions signed on or before the day."""
        return self.filter(decision__signed_on__lte=day)


class BudgetLine(LedgerRow):
    """What one decision adds to an annual budget, or takes from it.

    amount_vnd is signed, in đồng. A transfer is one line with a positive amount that leaves
    `from_budget` and arrives at `budget`, so it cannot be out of balance. A wrong line is taken
    back by its reversal: the same line with the opposite amount and a reason.
    """

    class Kind(models.TextChoices):
        INITIAL = "initial", _("initial assignment")
        SUPPLEMENT = "supplement", _("supplement")
        INCREASE = "increase", _("adjustment up")
        DECREASE = "decrease", _("adjustment down")
        CARRY_OVER = "carry-over", _("carry-over")
        TRANSFER = "transfer", _("transfer")
        CANCELLATION = "cancellation", _("cancellation")

    decision = models.ForeignKey(Decision, models.PROTECT, related_name="budget_lines")
    budget = models.ForeignKey(AnnualBudget, models.PROTECT, related_name="lines")
    from_budget = models.ForeignKey(
        AnnualBudget, models.PROTECT, null=True, blank=True, related_name="lines_out"
    )
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    amount_vnd = models.BigIntegerField(_("amount (đồng)"))
    reverses = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="reversal"
    )
    reason = models.CharField(_("reason"), max_length=400, blank=True, db_default="")

    objects = BudgetLineQuerySet.as_manager()

    class Meta:
        ordering = ["decision__signed_on", "id"]
        verbose_name = _("budget line")
        verbose_name_plural = _("budget lines")
        constraints = [
            models.CheckConstraint(
                name="budgetline_sign_fits_kind",
                condition=(
                    Q(kind__in=["initial", "supplement", "increase", "transfer"], amount_vnd__gt=0)
                    | Q(kind__in=["decrease", "cancellation"], amount_vnd__lt=0)
                    | Q(kind="carry-over") & ~Q(amount_vnd=0)
                    | Q(reverses__isnull=False) & ~Q(amount_vnd=0)
                ),
                violation_error_message=_("The sign of the amount does not fit the kind of line."),
            ),
            models.CheckConstraint(
                name="budgetline_transfer_has_origin",
                condition=(
                    Q(kind="transfer", from_budget__isnull=False) & ~Q(from_budget=F("budget"))
                    | ~Q(kind="transfer") & Q(from_budget__isnull=True)
                ),
                violation_error_message=_("A transfer, and nothing else, names another budget."),
            ),
            models.CheckConstraint(
                name="budgetline_reversal_has_reason",
                condition=Q(reverses__isnull=True) | ~Q(reason=""),
                violation_error_message=_("Say why the line is taken back."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.decision} · {self.get_kind_display()}"
