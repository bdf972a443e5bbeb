"""What a clerk types about a confirmed entry: what is right instead, or what came back of it."""

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from projects.forms import VoucherForm
from projects.models import Disbursement, Draft
from projects.models.kinds import RETURNING, VoucherKind
from promotion.fields import MoneyUnit, TextField


class ProposalForm(VoucherForm):
    """A correction or a recovery of one entry; a kept one is opened as it was typed."""

    reason = TextField(
        label=_("Reason"), max_length=400, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, data: Any = None, *, entry: Disbursement, kept: Draft | None) -> None:
        self.entry = entry
        initial = self.kept(kept) if kept else self.begun(entry)
        super().__init__(data, initial={"unit": MoneyUnit.VND, **initial})
        if data is None:
            self.fields["amount_vnd"].widget.attrs["autofocus"] = True

    def kept(self, draft: Draft) -> dict[str, Any]:
        return {name: getattr(draft, name) for name in self.fields_of_row()} | {"key": draft.key}

    def begun(self, entry: Disbursement) -> dict[str, Any]:
        raise NotImplementedError

    def fields_of_row(self) -> list[str]:
        return [name for name in self.base_fields if name not in ("key", "unit")]

    def typed(self) -> dict[str, Any]:
        """What was typed, read; for a valid form."""
        return {name: self.cleaned_data[name] for name in self.fields_of_row()}


class CorrectionForm(ProposalForm):
    """The right values in the place of the wrong ones; amount 0: the payment never took place."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        amount: Any = self.fields["amount_vnd"]
        amount.min_vnd = 0
        amount.label = _("Right amount")
        amount.help_text = _("0 if this payment never took place.")

    def begun(self, entry: Disbursement) -> dict[str, Any]:
        return {
            "key": uuid.uuid4(),
            "kind": entry.kind,
            "amount_vnd": entry.stated_vnd,
            "voucher_kind": entry.voucher_kind,
            "voucher_number": entry.voucher_number,
            "voucher_on": entry.voucher_on,
        }


class RecoveryForm(ProposalForm):
    """What comes back of what was paid, with the voucher of the money's way back."""

    kind = None  # type: ignore[assignment]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["amount_vnd"].label = _("Amount that comes back")
        voucher: Any = self.fields["voucher_kind"]
        voucher.choices = [(kind, kind.label) for kind in RETURNING]

    def begun(self, entry: Disbursement) -> dict[str, Any]:
        return {"key": uuid.uuid4(), "voucher_kind": VoucherKind.RETURN}
