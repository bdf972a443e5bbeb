from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Max, Q
from django.db.models.functions import Greatest, Least
from django.db.models.lookups import GreaterThanOrEqual, LessThanOrEqual
from django.utils.translation import gettext_lazy as _

from projects.models.projects import Project
from promotion.models import Content, OfLevel, Source, settled_until
from promotion.scope import ScopedQuerySet


class GrantQuerySet(ScopedQuerySet):
    scope_path = "project__centre"

    def of_year(self, year: int) -> Self:
        return self.filter(budget_year=year)

    def with_money_left(self) -> Self:
        """Whose approved support is not yet taken up by reported payments."""
        return self.filter(reported_vnd__lt=F("approved_vnd"))

    def latest_year(self, until: int) -> int | None:
        """The last budget year with support up to the year, None without any."""
        return self.filter(budget_year__lte=until).aggregate(year=Max("budget_year"))["year"]

    def with_names(self) -> Self:
        """With the project and the content that a person knows the grant by."""
        return self.select_related("project__centre", "content")


class Grant(OfLevel):
    """Public support for one content of a project, in one budget year, from one source and level.

    All sums in đồng. approved = decision lines; reported = entries net, confirmed or not;
    confirmed = disbursed; to_recover = paid above an approval that was cut afterwards.
    advanced = confirmed advances net of their recoveries; clearing = clearings of advances net,
    confirmed or not; cleared = the confirmed ones. No clearing moves cash.
    The sums and last_* are kept by the ledger's triggers and never assigned here; the
    database refuses any other change, deletion included. It keeps these bounds:
    0 ≤ confirmed ≤ reported ≤ approved + to_recover and 0 ≤ cleared ≤ clearing ≤ advanced.
    Year, source and level never change, so that they are asked as the grant begins.
    """

    # Found by the index of what a grant is for; contents are few. Each index costs every post.
    project = models.ForeignKey(Project, models.PROTECT, related_name="grants", db_index=False)
    content = models.ForeignKey(Content, models.PROTECT, verbose_name=_("content"), db_index=False)
    budget_year = models.SmallIntegerField(_("budget year"))
    source = models.CharField(_("source"), max_length=8, choices=Source)
    approved_vnd = models.BigIntegerField(_("approved support (đồng)"), default=0, editable=False)
    reported_vnd = models.BigIntegerField(_("reported payments (đồng)"), default=0, editable=False)
    confirmed_vnd = models.BigIntegerField(_("disbursed (đồng)"), default=0, editable=False)
    to_recover_vnd = models.BigIntegerField(_("to recover (đồng)"), default=0, editable=False)
    advanced_vnd = models.BigIntegerField(_("advances (đồng)"), default=0, editable=False)
    clearing_vnd = models.BigIntegerField(_("clearings sent (đồng)"), default=0, editable=False)
    cleared_vnd = models.BigIntegerField(_("advances cleared (đồng)"), default=0, editable=False)
    last_line_id = models.BigIntegerField(null=True, editable=False)
    last_entry_id = models.BigIntegerField(null=True, editable=False)
    last_confirmation_id = models.BigIntegerField(null=True, editable=False)

    objects = GrantQuerySet.as_manager()

    class Meta:
        ordering = ["project", "budget_year", "source", "-level", "content"]
        verbose_name = _("grant")
        verbose_name_plural = _("grants")
        # Never one of its sums: a row whose indexed columns stay is changed without touching them.
        indexes = [models.Index(fields=["budget_year"], name="grant_of_year")]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "content", "budget_year", "source", "level"],
                name="grant_once",
                violation_error_message=_("This grant exists already."),
            ),
            # The bounds of payments hold even without the guards. Each word of a CHECK costs every
            # post, see docs/trust.md, so that this is the only one, and short: the guards ask the
            # rest, by name.
            models.CheckConstraint(
                name="grant_reported_within_approved",
                condition=Q(GreaterThanOrEqual(Least("reported_vnd", "confirmed_vnd"), 0))
                & Q(
                    LessThanOrEqual(
                        Greatest("reported_vnd", "confirmed_vnd"),
                        F("approved_vnd") + F("to_recover_vnd"),
                    )
                ),
                violation_error_message=_("Payments may not exceed the approved support."),
            ),
        ]

    def __str__(self) -> str:
        parts = (self.content, self.budget_year, self.get_source_display(), self.below)
        return " · ".join(str(part) for part in parts if part)

    @property
    def remaining_vnd(self) -> int:
        """What may still be paid: approved less reported, never below zero."""
        return max(0, self.approved_vnd - self.reported_vnd)

    @property
    def waiting_vnd(self) -> int:
        """Reported but not yet confirmed."""
        return self.reported_vnd - self.confirmed_vnd

    @property
    def outstanding_vnd(self) -> int:
        """Advances not yet cleared (dư tạm ứng), of what is confirmed."""
        return self.advanced_vnd - self.cleared_vnd

    @property
    def clearable_vnd(self) -> int:
        """What may still be sent as clearing of advances."""
        return self.advanced_vnd - self.clearing_vnd

    @property
    def first_payment_day(self) -> date:
        return date(self.budget_year, 1, 1)

    @property
    def last_payment_day(self) -> date:
        """Last day of the settlement of the budget year, in January of the next."""
        return settled_until(self.budget_year, self.source)

    def takes_vouchers_of(self, day: date) -> bool:
        """Whether the budget year, its settlement in January included, is open on the day."""
        return self.first_payment_day <= day <= self.last_payment_day
