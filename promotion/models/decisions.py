from django.db import models
from django.utils.translation import gettext_lazy as _

from promotion.models.documents import Document
from promotion.models.ledger import Synthetic


class Decision(Synthetic):
    """A signed decision (quyết định): one header over many budget and grant lines.

    Number, date and issuer never change once recorded, and it is never deleted: every plan
    "as at" a day depends on them.
    """

    number = models.CharField(_("number"), max_length=60)
    signed_on = models.DateField(_("signed on"))
    issuer = models.CharField(_("issuer"), max_length=120)
    abstract = models.CharField(_("abstract"), max_length=400)
    document = models.ForeignKey(
        Document, models.PROTECT, null=True, blank=True, verbose_name=_("file"), related_name="+"
    )

    class Meta:
        ordering = ["signed_on", "number"]
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        constraints = [
            models.UniqueConstraint(
                fields=["number", "signed_on"],
                name="decision_once",
                violation_error_message=_("This decision is already recorded."),
            )
        ]

    def __str__(self) -> str:
        return self.number
