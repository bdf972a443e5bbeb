"""The ledger: what was paid, and who confirmed it. Rows are added, never changed."""

import uuid
from datetime import date
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.db.models import F, Q
from django.db.models.functions import Now
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from projects.models.grants import Grant
from promotion.guards.sentences import explain
from promotion.models import LedgerRow, Source, User
from promotion.scope import ScopedQuerySet

if TYPE_CHECKING:
    from projects.models.drafts import Draft


class PaymentKind(models.TextChoices):
    """Public money paid out for a project."""

    ADVANCE = "advance", _("advance")
    PAYMENT = "payment", _("payment")


class VoucherKind(models.TextChoices):
    """The accounting vouchers that pay; their Vietnamese names are the terms of law."""

    WITHDRAWAL = "withdrawal", _("budget withdrawal slip")
    PAYMENT_ORDER = "payment-order", _("payment order")
    SPENDING_ORDER = "spending-order", _("spending order")
    CASH = "cash", _("cash payment slip")
    ADVANCE_REQUEST = "advance-request", _("request for advance payment")


class DisbursementQuerySet(ScopedQuerySet):
    scope_path = "grant__project__centre"

    def confirmed(self) -> Self:
        return self.filter(confirmation__isnull=False)

    def waiting(self) -> Self:
        """Sent and neither confirmed nor taken back; reversals never wait."""
        return self.filter(confirmation__isnull=True, reverses__isnull=True, reversal__isnull=True)

    def booked_until(self, day: date) -> Self:
        """Booked on or before the day."""
        return self.filter(booked_on__lte=day)

    def of_year(self, year: int) -> Self:
        """Of the budget year, which stands on the grant: a January payment may be last year's."""
        return self.filter(grant__budget_year=year)

    def confirmable_by(self, user: User) -> Self:
        """Whose source's side the user stands on; the reach is not looked at here."""
        if user.role == User.Role.OFFICER:
            return self.filter(grant__source=Source.LOCAL).exclude(recorded_by=user)
        if user.role == User.Role.MINISTRY:
            return self.filter(grant__source=Source.NATIONAL).exclude(recorded_by=user)
        return self.none()

    def confirm_all(self, by: User) -> int:
        """Confirm every waiting entry of the set as one act, all or none; how many they were.

        Grants are locked in the order of their ids, so that two lists cannot block each other.
        Raises ValidationError when one of them may not be confirmed by the person.
        """
        entries = self.waiting().order_by("grant_id", "id")
        try:
            with transaction.atomic():
                rows = [Confirmation(entry=entry, confirmed_by=by) for entry in entries]
                return len(Confirmation.objects.bulk_create(rows))
        except IntegrityError as error:
            raise explain(error) from error

    def totals_by_province_and_source(self) -> dict[tuple[str | None, str], int]:
        """{(unit of today or None, source): đồng}; places without a payment are absent."""
        lines = self.order_by().values_list(
            "grant__project__centre__province__current_id", "grant__source"
        )
        return {
            (unit, s): total for unit, s, total in lines.annotate(total=models.Sum("amount_vnd"))
        }


class Disbursement(LedgerRow):
    """One entry of the ledger: an advance or payment, or the reversal of one.

    amount_vnd in đồng; a reversal is the full negative of the entry it takes back.
    voucher_on is the voucher's date, booked_on the day that reports count by.
    """

    class Kind(models.TextChoices):
        ADVANCE = PaymentKind.ADVANCE.value, _("advance")
        PAYMENT = PaymentKind.PAYMENT.value, _("payment")
        REVERSAL = "reversal", _("reversal")

    grant = models.ForeignKey(Grant, models.PROTECT, related_name="entries")
    kind = models.CharField(_("kind"), max_length=8, choices=Kind)
    amount_vnd = models.BigIntegerField(_("amount (đồng)"))
    voucher_kind = models.CharField(_("voucher"), max_length=15, choices=VoucherKind)
    voucher_number = models.CharField(_("voucher number"), max_length=40)
    voucher_on = models.DateField(_("voucher date"))
    booked_on = models.DateField(_("booked on"), db_index=True)
    reverses = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="reversal"
    )
    reason = models.CharField(_("reason"), max_length=400, blank=True)
    idempotency_key = models.UUIDField(unique=True)

    objects = DisbursementQuerySet.as_manager()

    class Meta:
        ordering = ["-booked_on", "-id"]
        verbose_name = _("entry")
        verbose_name_plural = _("entries")
        constraints = [
            models.CheckConstraint(
                name="disbursement_sign_fits_kind",
                condition=Q(kind__in=["advance", "payment"], amount_vnd__gt=0, reverses=None)
                | Q(kind="reversal", amount_vnd__lt=0, reverses__isnull=False),
                violation_error_message=_("The amount must be more than zero."),
            ),
            models.CheckConstraint(
                name="disbursement_booked_after_voucher",
                condition=Q(booked_on__gte=F("voucher_on")),
                violation_error_message=_("An entry may not be booked before its voucher."),
            ),
            models.CheckConstraint(
                name="disbursement_reversal_has_reason",
                condition=~Q(kind="reversal") | ~Q(reason=""),
                violation_error_message=_("Say why the entry is taken back."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_voucher_kind_display()} {self.voucher_number}"

    def get_absolute_url(self) -> str:
        return reverse("disbursement", args=[self.pk])

    def confirm(self, by: User) -> "Confirmation":
        """Say that the entry was paid: from here on it counts as disbursed.

        Raises ValidationError when it was returned or confirmed already, or when the person
        recorded it or does not stand on the side of its source.
        """
        try:
            with transaction.atomic():
                return Confirmation.objects.create(entry=self, confirmed_by=by)
        except IntegrityError as error:
            raise explain(error) from error

    def return_to_clerk(self, by: User, reason: str) -> "Draft":
        """Take the entry back in full, before its confirmation; its sender gets the draft again.

        Raises ValidationError without a reason, or when it was returned or confirmed already.
        """
        if not reason.strip():
            raise ValidationError({"reason": _("Say why the entry is taken back.")})
        try:
            with transaction.atomic():
                Disbursement.objects.create(
                    grant=self.grant,
                    kind=self.Kind.REVERSAL,
                    amount_vnd=-self.amount_vnd,
                    voucher_kind=self.voucher_kind,
                    voucher_number=self.voucher_number,
                    voucher_on=self.voucher_on,
                    booked_on=self.booked_on,
                    reverses=self,
                    reason=reason.strip(),
                    idempotency_key=uuid.uuid4(),
                    recorded_by=by,
                    synthetic=self.synthetic,
                )
                return self.recorded_by.drafts.create(
                    grant=self.grant,
                    kind=self.kind,
                    amount_vnd=self.amount_vnd,
                    voucher_kind=self.voucher_kind,
                    voucher_number=self.voucher_number,
                    voucher_on=self.voucher_on,
                    returned_reason=reason.strip(),
                )
        except IntegrityError as error:
            raise explain(error) from error

    @property
    def state(self) -> str:
        """sent, confirmed, returned or reversal: what the status pill shows."""
        if self.reverses_id:
            return "reversal"
        if hasattr(self, "confirmation"):
            return "confirmed"
        return "returned" if hasattr(self, "reversal") else "sent"


class ConfirmationQuerySet(ScopedQuerySet):
    scope_path = "entry__grant__project__centre"


class Confirmation(models.Model):
    """The other person's word that an entry was paid; from here on it counts as disbursed.

    Local money is confirmed by the provincial Department of the project's province,
    national money by the Agency, and nobody confirms an entry of their own.
    """

    entry = models.OneToOneField(Disbursement, models.PROTECT, related_name="confirmation")
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("confirmed by")
    )
    confirmed_at = models.DateTimeField(_("confirmed at"), db_default=Now(), editable=False)

    objects = ConfirmationQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        verbose_name = _("confirmation")
        verbose_name_plural = _("confirmations")

    def __str__(self) -> str:
        return f"{self.entry} · {self.confirmed_by}"
