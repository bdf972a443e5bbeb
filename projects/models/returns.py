from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from projects.models.ledger import Disbursement
from promotion.guards.sentences import explain
from promotion.lib.dates import format_day
from promotion.models import Centre, ReportingPeriod, Synthetic, User
from promotion.scope import ScopedQuerySet

SENT_ALREADY = _("The centre has already sent its return.")


class PeriodicReturnQuerySet(ScopedQuerySet["PeriodicReturn"]):
    scope_path = "centre"

    def send(
        self, by: User, period: ReportingPeriod, *, is_nothing: bool = False
    ) -> "PeriodicReturn":
        """Send the return of the clerk's centre of today.

        Raises ValidationError before the period begins, when it was sent already, or when
        "nothing" is said of a period that has entries.
        """
        centre = self.require_sendable(by, period, is_nothing=is_nothing)
        try:
            with transaction.atomic():
                return self.create(centre=centre, period=period, is_nothing=is_nothing, sent_by=by)
        except IntegrityError as error:
            raise explain(error) from error

    def require_sendable(self, by: User, period: ReportingPeriod, *, is_nothing: bool) -> Centre:
        """The centre whose return it is. Raises ValidationError as `send` does."""
        assert by.centre
        centre = by.centre.current or by.centre
        if period.first_day > timezone.localdate():
            raise ValidationError(
                _("The period begins on %(day)s; its return can be sent from then on."),
                params={"day": format_day(period.first_day)},
            )
        if self.filter(centre=centre, period=period).exists():
            raise ValidationError(SENT_ALREADY, code="periodicreturn_once")
        if is_nothing:
            _require_nothing(centre.pk, period)
        return centre


def _require_nothing(centre_id: int, period: ReportingPeriod) -> None:
    entries = Disbursement.objects.standing().filter(
        grant__project__centre__current=centre_id,
        booked_on__gte=period.first_day,
        booked_on__lte=period.last_day,
    )
    if count := entries.count():
        raise ValidationError(
            _(
                "%(count)s entries are booked in this period, so it is not “Nothing this month”;"
                " please choose “Send the return”."
            ),
            params={"count": count},
        )


class PeriodicReturn(Synthetic):
    """A centre's word that a reporting period is complete: all was entered, or there was nothing.

    sent_on     the day that decides whether it was late: the day of sending, made up only where
                the return is

    One for each centre and period; never changed or deleted.
    """

    centre = models.ForeignKey("promotion.Centre", models.PROTECT, related_name="returns")
    period = models.ForeignKey(ReportingPeriod, models.PROTECT, related_name="returns")
    is_nothing = models.BooleanField(_("nothing this month"), default=False)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("sent by")
    )
    sent_on = models.DateField(_("sent on"), default=timezone.localdate, editable=False)
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
                violation_error_message=SENT_ALREADY,
            )
        ]

    def __str__(self) -> str:
        return f"{self.centre} · {self.period}"
