from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from projects.models.ledger import Disbursement


class LedgerSeal(models.Model):
    """The seal of one entry: a link of the hash chain of its province and budget year.

    chain       "an-giang/2025": the unit that the project's centre belonged to, "central" for
                central units, and the budget year
    number      1, 2, 3 … within the chain, without a gap
    sha256      64 hex digits over the entry's fields and the seal before it; see projects.seals
    """

    chain = models.CharField(max_length=60)
    number = models.PositiveIntegerField()
    entry = models.OneToOneField(Disbursement, models.PROTECT, related_name="seal")
    sha256 = models.CharField(max_length=64)
    sealed_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        ordering = ["chain", "number"]
        verbose_name = _("seal")
        verbose_name_plural = _("seals")
        constraints = [
            models.UniqueConstraint(
                fields=["chain", "number"],
                name="ledgerseal_once",
                violation_error_message=_("This number of the chain is taken."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.chain} {self.number}"
