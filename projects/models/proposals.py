"""What another person must agree to before it is written: corrections and recoveries."""

import uuid
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Sum
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from projects.models.drafts import Draft
from projects.models.effects import Sums, effect
from projects.models.grants import Grant
from projects.models.kinds import PaymentKind
from projects.models.ledger import Disbursement
from projects.models.months import MonthClose
from projects.models.voucher_days import in_the_future
from projects.seals import seal_waiting
from promotion.guards.sentences import SENTENCES, explain
from promotion.lib.dates import format_day
from promotion.lib.money import group
from promotion.models import User

NO_LONGER_WAITS = _("The proposal no longer waits.")
CORRECTABLE = (Disbursement.Kind.ADVANCE, Disbursement.Kind.PAYMENT, Disbursement.Kind.CLEARING)
# Whoever is wrong here has no reversal to fall back on.
RECOVERY_STAYS = _(
    "A recovery is not corrected. Where too little came back, recover once more; where too much,"
    " enter a new payment."
)
RECOVERABLE = (Disbursement.Kind.ADVANCE, Disbursement.Kind.PAYMENT)


def require_open(entry: Disbursement, purpose: str) -> None:
    """Raises ValidationError for an entry that can no longer, or not yet, be proposed about."""
    recovers = purpose == Draft.Purpose.RECOVERY
    name = ""
    if entry.state == "corrected":
        name = "replacement_once"
    elif entry.state != "confirmed":
        name = "correction_of_confirmed"
    elif entry.kind not in (RECOVERABLE if recovers else CORRECTABLE):
        name = "recovery_of_confirmed" if recovers else "reversal_in_full"
    elif recovers and not recoverable_vnd(entry):
        name = "recovery_within_entry"
    elif not recovers and recoverable_vnd(entry) < abs(entry.amount_vnd):
        name = "correction_of_recovered"
    if name:
        is_recovery = entry.kind == Disbursement.Kind.RECOVERY
        raise ValidationError(RECOVERY_STAYS if is_recovery else SENTENCES[name], code=name)


def recoverable_vnd(entry: Disbursement) -> int:
    """What was paid by the entry and has not come back."""
    recoveries = entry.followed_by.filter(kind=Disbursement.Kind.RECOVERY)
    return entry.amount_vnd + (recoveries.aggregate(total=Sum("amount_vnd"))["total"] or 0)


class Proposal(Draft):
    """A correction (sửa sai sót) or recovery (thu hồi) of a confirmed entry, with a reason.

    Writes nothing until another person on the side of the source agrees. Of a correction,
    amount_vnd and the voucher are what is right; amount 0 says that the payment never took
    place. Of a recovery, amount_vnd is what comes back, above zero.
    """

    class Meta:
        proxy = True
        verbose_name = _("proposal")
        verbose_name_plural = _("proposals")

    def __str__(self) -> str:
        return f"{self.get_purpose_display()}: {self.concerns}"

    def get_absolute_url(self) -> str:
        return reverse("proposal", args=[self.key])

    @property
    def voids(self) -> bool:
        """Whether the entry is taken back without another in its place."""
        return self.purpose == self.Purpose.CORRECTION and self.amount_vnd == 0

    @property
    def recovers(self) -> bool:
        return self.purpose == self.Purpose.RECOVERY

    @property
    def version(self) -> str:
        """What changes whenever the proposal is laid before somebody again."""
        return self.proposed_at.isoformat() if self.proposed_at else ""

    def require_complete(self) -> None:
        """Refuse what may not be proposed. Raises ValidationError by field."""
        entry = self.concerns
        assert entry and self.grant
        require_open(entry, self.purpose)
        problems: dict[str, Any] = {}
        if not self.reason.strip():
            problems["reason"] = ValidationError(_("Say why."), code="required")
        if not self.voids:
            try:
                super().require_complete()
            except ValidationError as refusal:
                problems |= refusal.error_dict
        if not problems and (problem := self._problem_of_amount(entry, self.grant)):
            problems["amount_vnd"] = problem
        if problems:
            raise ValidationError(problems)

    def problem_of_day(self, grant: Grant, day: date) -> ValidationError | None:
        """Money comes back in any later year, but not before it was paid."""
        if not self.recovers:
            return super().problem_of_day(grant, day)
        assert self.concerns
        if day > timezone.localdate():
            return in_the_future(day)
        if day < self.concerns.voucher_on:
            return ValidationError(
                _("The money was paid on %(day)s; it does not come back before that."),
                params={"day": format_day(self.concerns.voucher_on)},
            )
        return None

    def _problem_of_amount(self, entry: Disbursement, grant: Grant) -> ValidationError | None:
        """What the ledger would refuse as the sums stand now, told with the numbers."""
        assert self.amount_vnd is not None
        _before, after = self.effect()
        if self.recovers:
            left_vnd = recoverable_vnd(entry)
            if self.amount_vnd > left_vnd:
                sentence = _(
                    "%(typed)s đồng are more than what can still come back of this entry:"
                    " %(left)s đồng. Please correct the amount."
                )
                return ValidationError(sentence, params=self._typed_and(left_vnd))
        elif after.reported_vnd > max(grant.approved_vnd, grant.reported_vnd):
            left_vnd = grant.remaining_vnd + entry.amount_vnd
            sentence = _(
                "%(typed)s đồng are more than the remaining support and this entry together:"
                " %(left)s đồng. Please correct the amount; more takes a decision that raises the"
                " support."
            )
            return ValidationError(sentence, params=self._typed_and(left_vnd))
        if not self.recovers and grant.clearable_vnd < entry.advance_vnd:
            # The ledger takes the entry back first; an advance in use cannot be away, even then.
            return ValidationError(
                _(
                    "Of the advances of %(advanced)s đồng, %(cleared)s đồng are cleared already."
                    " Please correct the clearing first, then this advance."
                ),
                params={
                    "advanced": group(grant.advanced_vnd, get_language()),
                    "cleared": group(grant.clearing_vnd, get_language()),
                },
            )
        if after.outstanding_vnd < grant.clearing_vnd - grant.cleared_vnd:
            sentence = _("Only %(left)s đồng of the advances can be cleared or taken away.")
            left_vnd = grant.clearable_vnd + entry.cleared_vnd
            return ValidationError(sentence, params=self._typed_and(left_vnd))
        return None

    def changes_nothing(self) -> bool:
        """Whether a correction says just what the entry says already."""
        entry = self.concerns
        assert entry
        same = (self.kind, self.voucher_kind, self.voucher_number, self.voucher_on)
        was = (entry.kind, entry.voucher_kind, entry.voucher_number, entry.voucher_on)
        return not self.recovers and self.amount_vnd == entry.stated_vnd and same == was

    def propose(self) -> None:
        """Lay it before the person who may agree; once more changes nothing.

        Raises ValidationError when something is missing or the entry can no longer be touched.
        """
        self.require_complete()
        if not self.proposed_at:
            self._set(proposed_at=timezone.now(), returned_reason="")

    def decline(self, reason: str) -> None:
        """Give it back to its owner.

        Raises ValidationError without a reason, or when it was changed or agreed to meanwhile.
        """
        if not reason.strip():
            raise ValidationError({"reason": _("Say why it is given back.")})
        self._set(proposed_at=None, returned_reason=reason.strip())

    def _set(self, **values: Any) -> None:
        """Change it as it was read; never one that was agreed to, changed or withdrawn since."""
        same = Proposal.objects.filter(pk=self.pk, proposed_at=self.proposed_at)
        if not same.update(**values):
            raise ValidationError(NO_LONGER_WAITS)
        for name, value in values.items():
            setattr(self, name, value)

    def may_be_agreed_by(self, user: User) -> bool:
        """Whether the person may agree to this proposal in reach, while it waits."""
        assert self.concerns
        return user.pk != self.owner_id and self.concerns.is_on_side_of(user)

    def agree(self, by: User) -> Disbursement:
        """Write it into the ledger, confirmed as it is written: all of it or nothing.

        What is agreed to is what was read: one that was changed since no longer waits. A correction
        first takes the entry back, so that no total ever passes through both.
        Returns the entry that was written last. Raises ValidationError when the proposal no
        longer waits, the person may not agree, or the ledger refuses.
        """
        seal_waiting()
        try:
            with transaction.atomic():
                same = Proposal.objects.filter(pk=self.pk, proposed_at=self.proposed_at)
                gone, _rows = same.waiting().delete()
                if not gone:
                    raise ValidationError(NO_LONGER_WAITS)
                written = self._entries(by)
                for entry in written:
                    entry.save(force_insert=True)
                return written[-1]
        except IntegrityError as error:
            raise explain(error) from error

    def _entries(self, by: User) -> list[Disbursement]:
        """The ledger rows, not saved yet, in the order in which they must be written."""
        entry, grant = self.concerns, self.grant
        assert entry and grant and self.amount_vnd is not None
        agreed = {"agreed_by": by, "concerns": entry}
        if self.recovers:
            of_advance = entry.kind == PaymentKind.ADVANCE
            amounts = {
                "kind": Disbursement.Kind.RECOVERY,
                "amount_vnd": -self.amount_vnd,
                "advance_vnd": -self.amount_vnd if of_advance else 0,
                "cleared_vnd": 0,
            }
            return [self.entry(grant, **amounts, **agreed)]
        reversal = Disbursement(
            grant=grant,
            kind=Disbursement.Kind.REVERSAL,
            amount_vnd=-entry.amount_vnd,
            advance_vnd=-entry.advance_vnd,
            cleared_vnd=-entry.cleared_vnd,
            voucher_kind=entry.voucher_kind,
            voucher_number=entry.voucher_number,
            voucher_on=entry.voucher_on,
            booked_on=MonthClose.objects.booking_day(grant, entry.booked_on),
            reverses=entry,
            concerns=None if self.voids else entry,
            agreed_by=by,
            reason=self.reason,
            idempotency_key=self.key if self.voids else uuid.uuid4(),
            recorded_by=self.owner,
            synthetic=entry.synthetic,
        )
        return [reversal] if self.voids else [reversal, self.entry(grant, **agreed)]

    def effect(self) -> tuple[Sums, Sums]:
        """The sums before and after it is agreed to."""
        assert self.grant and self.concerns
        return effect(self.grant, self.concerns, self.kind, self.amount_vnd or 0, self.recovers)
