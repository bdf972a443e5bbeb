from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from promotion.models import ReportingPeriod
from promotion.scope import ScopedQuerySet


class PeriodicReturnQuerySet(ScopedQuerySet["PeriodicReturn"]):
    scope_path = "centre"


class PeriodicReturn(models.Model):
    """A centre's word that a reporting period is complete: all was entered, or there was nothing.

    One for each centre and period; never changed or deleted.
    """

    centre = models.ForeignKey("promotion.Centre", models.PROTECT, related_name="returns")
    period = models.ForeignKey(ReportingPeriod, models.PROTECT, related_name="returns")
    is_nothing = models.BooleanField(_("nothing this month"), default=False)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("sent by")
    )
    sent_at = models.DateTimeField(_("sent at"), db_default=Now(), editable=False)

    objects = PeriodicReturnQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        verbose_name = _("return of a centre")
        verbose_name_plural = _("returns of centres")
        constraints = [
            models.UniqueConstraint(
                fields=["centre", "period"],
                name="periodicreturn_once",
                violation_error_message=_("The centre has already sent its return."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.centre} · {self.period}"
