from datetime import date
from typing import Self

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from promotion.guards.sentences import explain
from promotion.lib.dates import format_day
from promotion.lib.text import fold
from promotion.models.documents import Document
from promotion.models.ledger import LedgerRow, Synthetic
from promotion.models.users import User


def require_signed(signed_on: date) -> None:
    """Raises ValidationError for a day that is still to come."""
    today = timezone.localdate()
    if signed_on > today:
        sentence = _("A decision is recorded once it is signed: today is %(today)s.")
        raise ValidationError(sentence, params={"today": format_day(today)})


class DecisionQuerySet(models.QuerySet):
    def matching(self, words: str) -> Self:
        """Whose number, issuer or abstract hold every word, whatever marks and case.

        Read and folded here: there are some hundreds a year.
        """
        wanted = fold(words).split()
        texts = self.values_list("pk", "number", "issuer", "abstract")
        found = [
            pk for pk, *parts in texts if all(word in fold(" ".join(parts)) for word in wanted)
        ]
        return self.filter(pk__in=found)

    def record(self, **header: object) -> "Decision":
        """The header of a decision that was signed.

        Raises ValidationError by field for one that is not signed yet or already recorded.
        """
        decision = Decision(**header)
        try:
            require_signed(decision.signed_on)
        except ValidationError as problem:
            raise ValidationError({"signed_on": problem}) from problem
        try:
            decision.full_clean()
            with transaction.atomic():
                decision.save(force_insert=True)
        except IntegrityError as error:
            raise explain(error) from error
        return decision


class Decision(Synthetic):
    """A signed decision (quyết định): one header over many budget and grant lines.

    Number, date and issuer never change once recorded, and it is never deleted: every plan
    "as at" a day depends on them.
    """

    number = models.CharField(_("number"), max_length=60)
    signed_on = models.DateField(_("signed on"))
    issuer = models.CharField(_("issuer"), max_length=120)
    abstract = models.CharField(_("abstract"), max_length=400)
    document = models.ForeignKey(
        Document, models.PROTECT, null=True, blank=True, verbose_name=_("file"), related_name="+"
    )

    objects = DecisionQuerySet.as_manager()

    class Meta:
        ordering = ["signed_on", "number"]
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        constraints = [
            models.UniqueConstraint(
                fields=["number", "signed_on", "issuer"],
                name="decision_once",
                violation_error_message=_("This decision is already recorded."),
            )
        ]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return reverse("decision", args=[self.pk])


class DecisionLine(LedgerRow):
    """A line of a decision, which is only ever added.

    What was recorded wrongly is taken back by its reversal: the same line of the same decision
    with the opposite amount and a reason, so that the decision says the same as on paper on
    every day since it was signed.

    same_in_reversal    columns that a reversal has in common with its line
    """

    same_in_reversal: tuple[str, ...] = ()

    reverses: "Self | None"
    reverses_id: int | None
    decision: "Decision"
    amount_vnd: int

    class Meta:
        abstract = True

    @property
    def is_reversed(self) -> bool:
        return hasattr(self, "reversal")

    @property
    def stands(self) -> bool:
        """Neither taken back nor itself what takes a line back."""
        return not self.reverses_id and not self.is_reversed

    @property
    def taken_back_vnd(self) -> int:
        """Of a line that takes another back: the amount of that other one."""
        return -self.amount_vnd

    def take_back(self, by: User, reason: str) -> Self:
        """Write the line that reverses this one, whole.

        Raises ValidationError without a reason, for a line that was taken back already, and when
        the sum would fall below zero.
        """
        if not reason.strip():
            raise ValidationError({"reason": _("Say why the line is taken back.")})
        same = {name: getattr(self, name) for name in self.same_in_reversal}
        try:
            with transaction.atomic():
                self.require_cover(-self.amount_vnd)
                return type(self)._default_manager.create(
                    decision=self.decision,
                    amount_vnd=-self.amount_vnd,
                    reverses=self,
                    reason=reason.strip(),
                    recorded_by=by,
                    synthetic=self.synthetic,
                    **same,
                )
        except IntegrityError as error:
            raise explain(error) from error

    def is_on_side_of(self, user: User) -> bool:
        """Whether all the money of the line is the person's to decide on."""
        raise NotImplementedError

    def require_cover(self, change_vnd: int) -> None:
        """Refuse what would take a sum below zero. Raises ValidationError."""
        raise NotImplementedError
