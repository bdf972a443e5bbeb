"""What another person must agree to before it is written: corrections and recoveries."""

import uuid
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from projects.models.drafts import Draft
from projects.models.grants import Grant
from projects.models.kinds import PaymentKind
from projects.models.ledger import Disbursement
from projects.models.months import MonthClose
from projects.seals import seal_waiting
from promotion.guards.sentences import SENTENCES, explain
from promotion.models import User


@dataclass(frozen=True)
class Sums:
    """Sums in đồng before or after a proposal: of its grant, and disbursed of its province."""

    reported_vnd: int
    confirmed_vnd: int
    remaining_vnd: int
    outstanding_vnd: int
    to_recover_vnd: int
    province_vnd: int


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

    @property
    def voids(self) -> bool:
        """Whether the entry is taken back without another in its place."""
        return self.purpose == self.Purpose.CORRECTION and not self.amount_vnd

    def require_complete(self) -> None:
        """Refuse what may not be proposed. Raises ValidationError by field."""
        problems: dict[str, ValidationError] = {}
        if not self.reason.strip():
            problems["reason"] = ValidationError(_("Say why."), code="required")
        entry = self.concerns
        assert entry and self.grant
        if hasattr(entry, "reversal"):
            problems["concerns"] = ValidationError(SENTENCES["replacement_once"])
        elif not hasattr(entry, "confirmation"):
            problems["concerns"] = ValidationError(SENTENCES["correction_of_confirmed"])
        if problems:
            raise ValidationError(problems)
        if not self.voids:
            super().require_complete()

    def propose(self) -> None:
        """Lay it before the person who may agree.

        Raises ValidationError when something is missing or the entry can no longer be touched.
        """
        self.require_complete()
        self.proposed_at = timezone.now()
        self.returned_reason = ""
        self.save()

    def decline(self, reason: str) -> None:
        """Give it back to its owner. Raises ValidationError without a reason."""
        if not reason.strip():
            raise ValidationError({"reason": _("Say why it is given back.")})
        self.proposed_at = None
        self.returned_reason = reason.strip()
        self.save()

    def may_be_agreed_by(self, user: User) -> bool:
        """Whether the person may agree to this proposal in reach, while it waits."""
        assert self.concerns
        return user.pk != self.owner_id and self.concerns.is_on_side_of(user)

    def agree(self, by: User) -> Disbursement:
        """Write it into the ledger, confirmed as it is written: all of it or nothing.

        A correction first takes the entry back, so that no total ever passes through both.
        Returns the entry that was written last. Raises ValidationError when the proposal no
        longer waits, the person may not agree, or the ledger refuses.
        """
        seal_waiting()
        try:
            with transaction.atomic():
                gone, _rows = Proposal.objects.filter(pk=self.pk).waiting().delete()
                if not gone:
                    raise ValidationError(_("The proposal no longer waits."))
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
        if self.purpose == self.Purpose.RECOVERY:
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
        grant, entry = self.grant, self.concerns
        assert grant and entry
        typed_vnd = self.amount_vnd or 0
        if self.purpose == self.Purpose.RECOVERY:
            paid_vnd = -typed_vnd
            advanced_vnd = -typed_vnd if entry.kind == PaymentKind.ADVANCE else 0
            cleared_vnd = 0
        else:
            clears = self.kind == PaymentKind.CLEARING
            paid_vnd = (0 if clears else typed_vnd) - entry.amount_vnd
            advanced_vnd = typed_vnd if self.kind == PaymentKind.ADVANCE else 0
            advanced_vnd -= entry.advance_vnd
            cleared_vnd = (typed_vnd if clears else 0) - entry.cleared_vnd
        province_vnd = self._province_vnd(grant)
        reported_vnd = grant.reported_vnd + paid_vnd
        before = Sums(
            reported_vnd=grant.reported_vnd,
            confirmed_vnd=grant.confirmed_vnd,
            remaining_vnd=grant.remaining_vnd,
            outstanding_vnd=grant.outstanding_vnd,
            to_recover_vnd=grant.to_recover_vnd,
            province_vnd=province_vnd,
        )
        after = Sums(
            reported_vnd=reported_vnd,
            confirmed_vnd=grant.confirmed_vnd + paid_vnd,
            remaining_vnd=max(0, grant.approved_vnd - reported_vnd),
            outstanding_vnd=grant.outstanding_vnd + advanced_vnd - cleared_vnd,
            to_recover_vnd=min(grant.to_recover_vnd, max(0, reported_vnd - grant.approved_vnd)),
            province_vnd=province_vnd + paid_vnd,
        )
        return before, after

    def _province_vnd(self, grant: Grant) -> int:
        """Disbursed of the grant's source and budget year in its province of today."""
        centre = grant.project.centre
        unit = centre.province.current_id if centre.province else None
        grants = Grant.objects.filter(
            project__centre__province__current=unit,
            source=grant.source,
            budget_year=grant.budget_year,
        )
        return grants.aggregate(total=Sum("confirmed_vnd"))["total"] or 0
