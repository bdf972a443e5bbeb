"""The ledger: what was paid, and who confirmed it. Rows are added, never changed."""

import uuid
from functools import partial
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.db.models import F, Q
from django.db.models.functions import Now
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from projects.models.entries import EntryQuerySet
from projects.models.grants import Grant
from projects.models.kinds import EntryKind, VoucherKind
from projects.seals import seal_entry, seal_waiting
from promotion.guards.sentences import explain
from promotion.lib.text import fold
from promotion.models import SIDE, LedgerRow, Source, User
from promotion.scope import ScopedQuerySet

if TYPE_CHECKING:
    from projects.models.drafts import Draft


class DisbursementQuerySet(EntryQuerySet["Disbursement"]):
    def confirm_all(self, by: User) -> int:
        """Confirm every waiting entry of the set as one act, all or none; how many they were.

        Grants are locked in the order of their ids, so that two lists cannot block each other.
        Raises ValidationError when one of them may not be confirmed by the person.
        """
        seal_waiting()
        waiting = list(self.waiting().order_by("grant_id", "id").only("booked_on"))
        try:
            with transaction.atomic():
                rows = [Confirmation(entry=entry, confirmed_by=by) for entry in waiting]
                return len(Confirmation.objects.bulk_create(rows))
        except IntegrityError as error:
            months = {entry.booked_on.replace(day=1) for entry in waiting}
            raise explain(error, months.pop() if len(months) == 1 else None) from error

    def with_story(self) -> Self:
        """With all that the page of one entry tells: what for, who sent, confirmed, returned it."""
        return self.select_related(
            "grant__project__centre",
            "grant__content",
            "recorded_by",
            "confirmation__confirmed_by",
            "agreed_by",
            "reversal__recorded_by",
            "reversal__agreed_by",
            "reverses__recorded_by",
            "concerns",
        )


class Disbursement(LedgerRow):
    """One entry of the ledger: cash paid or recovered, an advance cleared, or a reversal.

    amount_vnd      cash in đồng: above zero paid, below zero recovered, 0 for a clearing
    advance_vnd     what it adds to the advances of its grant, net
    cleared_vnd     what it clears of them, without any cash
    voucher_on      the voucher's date; booked_on the day that reports count by: the voucher's
                    while its month is open, else the first day of the next one never closed
    concerns        the entry that a recovery takes money back of, or that a correction replaces
    agreed_by       who agreed to a correction or recovery, which is confirmed as it is written

    A reversal is the full negative of the entry it takes back, in every amount.
    """

    Kind = EntryKind

    # Found by the index of grant and day.
    grant = models.ForeignKey(Grant, models.PROTECT, related_name="entries", db_index=False)
    kind = models.CharField(_("kind"), max_length=8, choices=Kind)
    amount_vnd = models.BigIntegerField(_("amount (đồng)"))
    advance_vnd = models.BigIntegerField(_("advance (đồng)"), default=0, db_default=0)
    cleared_vnd = models.BigIntegerField(_("cleared (đồng)"), default=0, db_default=0)
    voucher_kind = models.CharField(_("voucher"), max_length=15, choices=VoucherKind)
    voucher_number = models.CharField(_("voucher number"), max_length=40)
    folded_number = models.TextField(default="", db_default="", editable=False)
    voucher_on = models.DateField(_("voucher date"))
    booked_on = models.DateField(_("booked on"), db_index=True)
    reverses = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="reversal"
    )
    concerns = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="followed_by"
    )
    agreed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("agreed by"),
    )
    reason = models.CharField(_("reason"), max_length=400, blank=True)
    idempotency_key = models.UUIDField()

    objects = DisbursementQuerySet.as_manager()

    class Meta:
        ordering = ["-booked_on", "-id"]
        verbose_name = _("entry")
        verbose_name_plural = _("entries")
        # With the amount: what of a grant was booked since a day is summed from the index alone.
        indexes = [
            models.Index(fields=["grant", "booked_on", "amount_vnd"], name="disbursement_of_grant")
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["idempotency_key"],
                name="disbursement_key_used",
                violation_error_message=_("This payment was already sent."),
            ),
            models.CheckConstraint(
                name="disbursement_sign_fits_kind",
                condition=Q(reverses=None)
                & (
                    Q(kind="advance", amount_vnd__gt=0, advance_vnd=F("amount_vnd"), cleared_vnd=0)
                    | Q(kind="payment", amount_vnd__gt=0, advance_vnd=0, cleared_vnd=0)
                    | Q(kind="clearing", amount_vnd=0, advance_vnd=0, cleared_vnd__gt=0)
                    | Q(kind="recovery", amount_vnd__lt=0, advance_vnd=0, cleared_vnd=0)
                    | Q(kind="recovery", amount_vnd__lt=0, advance_vnd=F("amount_vnd"))
                    & Q(cleared_vnd=0)
                )
                | Q(kind="reversal", reverses__isnull=False)
                & Q(amount_vnd__lte=0, advance_vnd__lte=0, cleared_vnd__lte=0),
                violation_error_message=_("The amount must be more than zero."),
            ),
            models.CheckConstraint(
                name="disbursement_recovery_concerns_entry",
                condition=Q(kind="recovery", concerns__isnull=False, agreed_by__isnull=False)
                | Q(kind__in=["advance", "payment", "clearing"])
                & Q(concerns__isnull=True, agreed_by__isnull=True)
                | Q(kind__in=["advance", "payment", "clearing"])
                & Q(concerns__isnull=False, agreed_by__isnull=False)
                | Q(kind="reversal") & (Q(concerns__isnull=True) | Q(agreed_by__isnull=False)),
                violation_error_message=_(
                    "A recovery or correction names the entry it is about and who agreed."
                ),
            ),
            models.CheckConstraint(
                name="disbursement_booked_after_voucher",
                condition=Q(booked_on__gte=F("voucher_on")),
                violation_error_message=_("An entry may not be booked before its voucher."),
            ),
            models.CheckConstraint(
                name="disbursement_reversal_has_reason",
                condition=Q(kind__in=["advance", "payment", "clearing"], concerns=None)
                | ~Q(reason=""),
                violation_error_message=_("Say why the entry is taken back."),
            ),
        ]

    def __str__(self) -> str:
        return f"{capfirst(self.get_voucher_kind_display())} {self.voucher_number}"

    def save(self, *args, **kwargs):
        self.fold_text()
        super().save(*args, **kwargs)
        # Robust: the entry stands, sealed now or by the next sealer.
        transaction.on_commit(partial(seal_entry, self.pk), robust=True)

    def fold_text(self) -> None:
        """Fill what search reads; called before every save and bulk_create."""
        self.folded_number = fold(self.voucher_number)

    def get_absolute_url(self) -> str:
        return reverse("disbursement", args=[self.pk])

    def confirm(self, by: User) -> "Confirmation":
        """Say that the entry was paid: from here on it counts as disbursed.

        Raises ValidationError when it was returned or confirmed already, or when the person
        recorded it or does not stand on the side of its source.
        """
        seal_waiting()
        try:
            with transaction.atomic():
                return Confirmation.objects.create(entry=self, confirmed_by=by)
        except IntegrityError as error:
            raise explain(error, self.booked_on) from error

    def return_to_clerk(self, by: User, reason: str) -> "Draft":
        """Take the entry back in full, before its confirmation; its sender gets the draft again.

        The draft names the reason unless it was the sender who took it back (`take_back`).
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
                    advance_vnd=-self.advance_vnd,
                    cleared_vnd=-self.cleared_vnd,
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
                    key=self.key_after_return,
                    grant=self.grant,
                    kind=self.kind,
                    amount_vnd=self.stated_vnd,
                    voucher_kind=self.voucher_kind,
                    voucher_number=self.voucher_number,
                    voucher_on=self.voucher_on,
                    returned_reason="" if by.pk == self.recorded_by_id else reason.strip(),
                    synthetic=self.synthetic,
                )
        except IntegrityError as error:
            raise explain(error) from error

    def take_back(self) -> "Draft":
        """The sender's own way back, before the confirmation, which needs no reason.

        Raises ValidationError when it was taken back or confirmed already.
        """
        return self.return_to_clerk(self.recorded_by, gettext("taken back by the sender"))

    def is_on_side_of(self, user: User) -> bool:
        """Whether money of this source is confirmed and returned by the user's role."""
        return SIDE[Source(self.grant.source)] == user.role

    def may_be_confirmed_by(self, user: User) -> bool:
        """Whether the person may confirm this entry in reach, while it waits."""
        return user.pk != self.recorded_by_id and self.is_on_side_of(user)

    def may_be_taken_back_by(self, user: User) -> bool:
        """While it waits: its sender."""
        return user.pk == self.recorded_by_id and user.role == User.Role.CLERK

    @property
    def key_after_return(self) -> uuid.UUID:
        """The key of the draft that the entry becomes again when it is taken back."""
        return uuid.uuid5(self.idempotency_key, "returned")

    @property
    def stated_vnd(self) -> int:
        """What its voucher says: the cash, or of a clearing what it clears; never below zero."""
        return abs(self.amount_vnd or self.cleared_vnd)

    @property
    def is_late(self) -> bool:
        """A voucher of an earlier period, whose month was closed when it came."""
        return self.booked_on != self.voucher_on

    @property
    def state(self) -> str:
        """sent, confirmed, returned, corrected or reversal: what the status pill shows."""
        if self.reverses_id:
            return "reversal"
        if hasattr(self, "reversal"):
            return "corrected" if hasattr(self, "confirmation") else "returned"
        return "confirmed" if hasattr(self, "confirmation") else "sent"


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
