"""What a line of a decision does to an annual plan, as stored and as people say it."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class BudgetKind(models.TextChoices):
    """What a line does to a plan."""

    INITIAL = "initial", _("initial assignment")
    SUPPLEMENT = "supplement", _("supplement")
    INCREASE = "increase", _("adjustment up")
    DECREASE = "decrease", _("adjustment down")
    CARRY_OVER = "carry-over", _("carry-over")
    TRANSFER = "transfer", _("transfer")
    CANCELLATION = "cancellation", _("cancellation")


class BudgetChange(models.TextChoices):
    """What a person says that a decision does to a plan; the sign of the line follows."""

    INITIAL = "initial", _("initial assignment")
    SUPPLEMENT = "supplement", _("supplement")
    INCREASE = "increase", _("adjustment up")
    DECREASE = "decrease", _("adjustment down")
    CARRIED_IN = "carried-in", _("carry-over into the year")
    CARRIED_OUT = "carried-out", _("carry-over out of the year")
    TRANSFER = "transfer", _("transfer")
    CANCELLATION = "cancellation", _("cancellation")

    @property
    def kind(self) -> BudgetKind:
        is_carried = self in (self.CARRIED_IN, self.CARRIED_OUT)
        return BudgetKind.CARRY_OVER if is_carried else BudgetKind(self.value)

    def signed(self, amount_vnd: int) -> int:
        takes = self in (self.DECREASE, self.CARRIED_OUT, self.CANCELLATION)
        return -amount_vnd if takes else amount_vnd
