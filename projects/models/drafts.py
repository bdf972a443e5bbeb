import uuid

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from projects.models.grants import Grant
from projects.models.ledger import Disbursement, PaymentKind, VoucherKind
from promotion.guards.sentences import explain
from promotion.lib.dates import format_day
from promotion.lib.money import group


class DraftQuerySet(models.QuerySet):
    def of(self, user) -> "DraftQuerySet":
        """A draft is its owner's alone, whatever anybody's reach."""
        return self.filter(owner=user)


class Draft(models.Model):
    """A payment being typed: its owner's own, freely editable, never counted.

    Its key becomes the entry's, so that sending twice makes one entry. After a return it is
    the clerk's again, with the reason on top.
    """

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
    returned_reason = models.CharField(_("reason of the return"), max_length=400, blank=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = DraftQuerySet.as_manager()

    class Meta:
        ordering = ["-updated_at"]
        verbose_name = _("draft")
        verbose_name_plural = _("drafts")

    def __str__(self) -> str:
        return self.voucher_number or str(_("draft"))

    def get_absolute_url(self) -> str:
        return reverse("draft", args=[self.pk])

    def clean(self):
        """Refuse what may not be sent, each with what to do about it."""
        problems: dict[str, ValidationError] = {}
        for field in ("grant", "amount_vnd", "voucher_number", "voucher_on"):
            if not getattr(self, field):
                problems[field] = ValidationError(_("Fill this in."), code="required")
        if self.amount_vnd is not None and self.amount_vnd <= 0:
            problems["amount_vnd"] = ValidationError(_("The amount must be more than zero."))
        if self.grant and self.voucher_on:
            if not self.grant.first_payment_day <= self.voucher_on <= self.grant.last_payment_day:
                problems["voucher_on"] = ValidationError(
                    _("Payments of budget year %(year)s are dated from %(first)s to %(last)s."),
                    params={
                        "year": self.grant.budget_year,
                        "first": format_day(self.grant.first_payment_day),
                        "last": format_day(self.grant.last_payment_day),
                    },
                )
            elif self.voucher_on > timezone.localdate():
                problems["voucher_on"] = ValidationError(
                    _("The voucher date may not lie in the future.")
                )
        if problems:
            raise ValidationError(problems)

    def send(self) -> Disbursement:
        """Write the one ledger row of this draft, which then is gone; booked on the voucher date.

        Raises ValidationError when something is missing, or with the amount that is left when
        the amount is more. Sending again what was sent is the sender's form's to recognise, by
        the key.
        """
        self.clean()
        try:
            with transaction.atomic():
                entry = Disbursement.objects.create(
                    grant=self.grant,
                    kind=self.kind,
                    amount_vnd=self.amount_vnd,
                    voucher_kind=self.voucher_kind,
                    voucher_number=self.voucher_number,
                    voucher_on=self.voucher_on,
                    booked_on=self.voucher_on,
                    idempotency_key=self.key,
                    recorded_by=self.owner,
                )
                self.delete()
        except IntegrityError as error:
            raise self._with_what_is_left(explain(error)) from error
        return entry

    def _with_what_is_left(self, refusal: ValidationError) -> ValidationError:
        if refusal.code != "grant_reported_within_approved":
            return refusal
        remaining_vnd = Grant.objects.get(pk=self.grant_id).remaining_vnd
        return ValidationError(
            {
                "amount_vnd": ValidationError(
                    _("More than the remaining support: %(left)s đồng are left."),
                    code=refusal.code,
                    params={"left": group(remaining_vnd, get_language() or "vi")},
                )
            }
        )
