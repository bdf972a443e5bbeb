"""What every row of the ledger has in common."""

from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Synthetic(models.Model):
    """A row that may have been made up for demonstration; it says so wherever it is shown."""

    synthetic = models.BooleanField(
        _("demonstration data"),
        default=False,
        help_text=_("Made up for demonstration; not an official figure."),
    )

    class Meta:
        abstract = True


def end_of(day: date) -> datetime:
    """The first moment after it, where the ledger is kept."""
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))


def known_at(moment: str, known: date | None) -> Q:
    """Rows whose moment of recording lies before the end of the day; all rows without a day."""
    return Q() if known is None else Q(**{f"{moment}__lt": end_of(known)})


class LedgerRow(Synthetic):
    """A row that is only ever added: the database refuses to change or delete it.

    recorded_at is the database's clock, never the application's.
    """

    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("recorded by")
    )
    recorded_at = models.DateTimeField(_("recorded at"), db_default=Now(), editable=False)

    class Meta:
        abstract = True
