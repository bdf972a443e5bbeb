import uuid
from datetime import date
from typing import Any, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.db.models import Q, Sum
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from projects.models.doubts import doubts_about
from projects.models.grants import Grant
from projects.models.kinds import PaymentKind, VoucherKind
from projects.models.ledger import Disbursement
from projects.models.months import MonthClose
from projects.models.voucher_days import problem_of_voucher_day
from promotion.guards.sentences import SENTENCES, explain
from promotion.lib.money import group
from promotion.models import Synthetic, User
from promotion.scope import ScopedQuerySet


class DraftQuerySet(ScopedQuerySet["Draft"]):
    scope_path = "grant__project__centre"

    def of(self, user: User) -> Self:
        """A draft is its owner's alone, whatever anybody's reach."""
        return self.filter(owner=user)

    def payments(self) -> Self:
        """What becomes an entry by being sent; no proposals."""
        return self.filter(purpose=Draft.Purpose.PAYMENT)

    def waiting(self) -> Self:
        """Proposals that are neither agreed to nor given back."""
        return self.filter(proposed_at__isnull=False)

    def proposals_shown_to(self, user: User) -> Self:
        """One's own, and those that wait; about entries in reach alone."""
        proposals = self.exclude(purpose=Draft.Purpose.PAYMENT).in_reach(user)
        own_or_waiting = Q(owner=user) | Q(proposed_at__isnull=False)
        return proposals.filter(own_or_waiting).select_related(
            "owner", "concerns", "grant__project__centre__province", "grant__content"
        )

    def with_names(self) -> Self:
        """With the project and the content that a person knows the grant by."""
        return self.select_related("grant__project", "grant__content")

    def keep(
        self,
        owner: User,
        key: uuid.UUID,
        *,
        purpose: str = "payment",
        concerns: Disbursement | None = None,
        **typed: Any,
    ) -> "Draft":
        """Write down what was typed under the key: a new draft, or another state of the same.

        A proposal that waits no longer does: nobody agrees to what they have not seen.
        Raises ValidationError with the code "disbursement_key_used" when the key was sent
        already, and Draft.DoesNotExist when it is another person's or another purpose's.
        """
        if Draft.objects.filter(key=key).exclude(owner=owner).exists():
            raise Draft.DoesNotExist
        same: dict[str, Any] = {"purpose": purpose, "concerns": concerns}
        name = "disbursement_key_used"
        for tries_left in (2, 1, 0):
            try:
                with transaction.atomic():
                    typed["proposed_at"] = None
                    draft, _made = self.update_or_create(
                        owner=owner, key=key, **same, defaults=typed
                    )
                    # Asked after writing: whoever sent the key meanwhile has let go of its lock.
                    if Disbursement.objects.filter(idempotency_key=key).exists():
                        raise ValidationError(str(SENTENCES[name]), code=name)
                    break
            except IntegrityError as error:
                # Saved by another request and sent before it could be read: look again.
                if not tries_left:
                    raise Draft.DoesNotExist from error
        return draft


class Draft(Synthetic):
    """A payment being typed, or a proposal to correct or recover: freely editable, never counted.

    purpose         what it becomes: an entry; a correction of the entry it `concerns`, with the
                    values that are right (amount 0: it never took place); or a recovery of it
    proposed_at     of a proposal: since when it waits for the other person's agreement; None
                    while it is being typed

    Its key becomes the entry's, so that sending twice makes one entry. After a return it is
    the clerk's again, with the reason on top, and made up if the entry was.
    """

    class Purpose(models.TextChoices):
        PAYMENT = "payment", _("entry")
        CORRECTION = "correction", _("correction")
        RECOVERY = "recovery", _("recovery")

    key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="drafts")
    grant = models.ForeignKey(
        Grant, models.PROTECT, null=True, blank=True, verbose_name=_("grant"), related_name="drafts"
    )
    kind = models.CharField(
        _("kind"), max_length=8, choices=PaymentKind, default=PaymentKind.PAYMENT
    )
    amount_vnd = models.BigIntegerField(_("amount (đồng)"), null=True, blank=True)
    voucher_kind = models.CharField(
        _("voucher"), max_length=15, choices=VoucherKind, default=VoucherKind.PAYMENT_ORDER
    )
    voucher_number = models.CharField(_("voucher number"), max_length=40, blank=True)
    voucher_on = models.DateField(_("voucher date"), null=True, blank=True)
    purpose = models.CharField(max_length=10, choices=Purpose, default=Purpose.PAYMENT)
    concerns = models.ForeignKey(
        Disbursement, models.PROTECT, null=True, blank=True, related_name="proposals"
    )
    reason = models.CharField(_("reason"), max_length=400, blank=True)
    proposed_at = models.DateTimeField(_("proposed at"), null=True, blank=True)
    returned_reason = models.CharField(_("reason of the return"), max_length=400, blank=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = DraftQuerySet.as_manager()

    class Meta:
        ordering = ["-updated_at"]
        verbose_name = _("draft")
        verbose_name_plural = _("drafts")

    def __str__(self) -> str:
        return self.voucher_number or gettext("Payment without a number")

    def get_absolute_url(self) -> str:
        return reverse("draft", args=[self.key])

    @property
    def saved_at(self) -> str:
        """What changes whenever it is saved."""
        return self.updated_at.isoformat() if self.pk else ""

    def require_complete(self) -> None:
        """Refuse what may not be sent, each with what to do about it; a draft may be unfinished.

        Raises ValidationError by field.
        """
        problems: dict[str, ValidationError] = {}
        for field in ("grant", "amount_vnd", "voucher_number", "voucher_on"):
            if not getattr(self, field):
                problems[field] = ValidationError(_("This field is required."), code="required")
        if self.amount_vnd is not None and self.amount_vnd <= 0:
            problems["amount_vnd"] = ValidationError(_("The amount must be more than zero."))
        grant, day = self.grant, self.voucher_on
        if grant and day and (problem := self.problem_of_day(grant, day)):
            problems["voucher_on"] = problem
        if problems:
            raise ValidationError(problems)

    def problem_of_day(self, grant: Grant, day: date) -> ValidationError | None:
        """Why no voucher of the day can be paid from the grant."""
        return problem_of_voucher_day(grant, day)

    def doubts(self) -> dict[str, str]:
        """What is asked about before sending, {name: sentence}; nothing while it is unfinished."""
        if not (self.grant and self.amount_vnd and self.voucher_on):
            return {}
        number = self.voucher_number
        return doubts_about(self.grant, self.kind, self.amount_vnd, number, self.voucher_on)

    def send(self) -> Disbursement:
        """Write the one ledger row of this draft, which then is gone.

        It is booked on the voucher date, or where that month is closed on the first
        day of the next month that was never closed.
        Whatever is paid for a made-up project is made up as well.

        Raises ValidationError when something is missing, or with the amount that is left when
        the amount is more, or with the code "disbursement_key_used" when it was sent already.
        """
        self.require_complete()
        assert self.grant
        try:
            with transaction.atomic():
                entry = self.entry(self.grant)
                entry.save(force_insert=True)
                self.delete()
        except IntegrityError as error:
            raise self._with_what_is_left(self.grant, explain(error)) from error
        return entry

    def entry(self, grant: Grant, **fields: Any) -> Disbursement:
        """The ledger row of what was typed, not saved yet."""
        assert self.amount_vnd and self.voucher_on
        clears = self.kind == PaymentKind.CLEARING
        return Disbursement(
            **{
                "grant": grant,
                "kind": self.kind,
                "amount_vnd": 0 if clears else self.amount_vnd,
                "advance_vnd": self.amount_vnd if self.kind == PaymentKind.ADVANCE else 0,
                "cleared_vnd": self.amount_vnd if clears else 0,
                "voucher_kind": self.voucher_kind,
                "voucher_number": self.voucher_number,
                "voucher_on": self.voucher_on,
                "booked_on": MonthClose.objects.booking_day(grant, self.voucher_on),
                "reason": self.reason,
                "idempotency_key": self.key,
                "recorded_by": self.owner,
                "synthetic": self.synthetic or grant.project.synthetic,
                **fields,
            }
        )

    def _with_what_is_left(self, grant: Grant, refusal: ValidationError) -> ValidationError:
        grant.refresh_from_db()
        if refusal.code == "grant_cleared_within_advanced":
            unconfirmed = grant.entries.waiting().filter(kind=PaymentKind.ADVANCE)
            if waiting_vnd := unconfirmed.aggregate(sum=Sum("advance_vnd"))["sum"]:
                sentence = _(
                    "%(typed)s đồng cannot be cleared yet: of the confirmed advances %(left)s đồng"
                    " can be, and advances of %(waiting)s đồng still wait for confirmation."
                )
                waiting = {"waiting": group(waiting_vnd, get_language())}
                params = self._typed_and(grant.clearable_vnd) | waiting
                return ValidationError(
                    {"amount_vnd": ValidationError(sentence, code=refusal.code, params=params)}
                )
            return ValidationError(
                {
                    "amount_vnd": ValidationError(
                        _(
                            "%(typed)s đồng are more than the outstanding advances: %(left)s đồng"
                            " can be cleared. Please correct the amount."
                        ),
                        code=refusal.code,
                        params=self._typed_and(grant.clearable_vnd),
                    )
                }
            )
        if refusal.code != "grant_reported_within_approved":
            return refusal
        if grant.to_recover_vnd:
            sentence = _(
                "This support takes no more payments: %(recover)s đồng of it must come back first."
                " Please propose a recovery; more takes a decision that raises the support."
            )
            params = {"recover": group(grant.to_recover_vnd, get_language())}
            return ValidationError(
                {"amount_vnd": ValidationError(sentence, code=refusal.code, params=params)}
            )
        return ValidationError(
            {
                "amount_vnd": ValidationError(
                    _(
                        "%(typed)s đồng are more than the remaining support: %(left)s đồng are"
                        " left. Please correct the amount; more takes a decision that raises the"
                        " support."
                    ),
                    code=refusal.code,
                    params=self._typed_and(grant.remaining_vnd),
                )
            }
        )

    def _typed_and(self, left_vnd: int) -> dict[str, str]:
        """The two amounts of a refusal: what was typed, and what is possible."""
        language = get_language()
        return {"typed": group(self.amount_vnd or 0, language), "left": group(left_vnd, language)}
