from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


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
