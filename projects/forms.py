"""What a clerk types about a payment, and an officer about one that goes back."""

import re
from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from projects.asking import AskingForm
from projects.models import Disbursement, Draft, Grant, PaymentKind, VoucherKind
from projects.models.grants import GrantQuerySet
from projects.models.kinds import RETURNING
from projects.models.voucher_days import first_voucher_day
from promotion.fields import MoneyUnit, PastDayField, TextField, VndField
from promotion.funds import fund_of
from promotion.models import User
from promotion.templatetags.figures import vnd

# What an entry keeps of what was typed.
TYPED = ("grant", "kind", "amount_vnd", "voucher_kind", "voucher_number", "voucher_on")
PAYING = [(kind, words) for kind, words in VoucherKind.choices if kind not in RETURNING]
# What stands for it where it cannot be read.
EMPTY = {
    "kind": PaymentKind.PAYMENT,
    "voucher_kind": VoucherKind.PAYMENT_ORDER,
    "voucher_number": "",
}


def said_by(entry: Disbursement, name: str) -> Any:
    """The value of the entry that a field of the form holds."""
    return entry.stated_vnd if name == "amount_vnd" else getattr(entry, name)


def name_of(grant: Grant) -> str:
    """ "AG-2025-01 · Ứng dụng máy móc · 2025 · KCĐP"."""
    parts = (grant.project.code, grant.content, grant.budget_year, fund_of(grant))
    return " · ".join(str(part) for part in parts)


def label_of(grant: Grant) -> str:
    """Its name and what is left: "… · còn 400.000.000 đồng"."""
    left = pgettext("of an amount", "%(left)s đồng left") % {"left": vnd(grant.remaining_vnd)}
    return f"{name_of(grant)} · {left}"


def by_project(grants: Iterable[Grant]) -> list[tuple[str, list[tuple[int, str]]]]:
    """Choices of a select, grouped by project; the projects paid latest in time come first."""
    of_project: dict[int, list[Grant]] = {}
    for grant in sorted(grants, key=lambda grant: (-grant.budget_year, grant.pk)):
        of_project.setdefault(grant.project_id, []).append(grant)
    groups = sorted(
        of_project.values(), key=lambda group: (-group[0].budget_year, group[0].project.code)
    )
    return [
        (
            f"{group[0].project.code} · {group[0].project.title}",
            [(grant.pk, label_of(grant)) for grant in group],
        )
        for group in groups
    ]


class VoucherForm(forms.Form):
    """What a voucher says. Nothing is required here: unfinished is kept, sending asks for more."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    kind = forms.ChoiceField(
        choices=PaymentKind,
        label=_("Kind"),
        widget=forms.Select(attrs={"data-brings": "clearing voucher_kind advance-request"}),
    )
    amount_vnd = VndField(label=_("Amount"), required=False)
    unit = forms.ChoiceField(choices=MoneyUnit, label=_("Unit of the amount"))
    voucher_kind = forms.ChoiceField(choices=PAYING, label=_("Voucher"))
    voucher_number = TextField(
        label=_("Voucher number"),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    voucher_on = PastDayField(label=_("Voucher date"), required=False)

    understood_vnd: int | None = None

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.fields["amount_vnd"].unit = self["unit"].value()

    def clean_amount_vnd(self) -> int | None:
        self.understood_vnd = self.cleaned_data["amount_vnd"]
        return self.understood_vnd


class EntryForm(AskingForm, VoucherForm):
    """One payment, for one of the grants in reach.

    Offered are those with money or advances left, and the one chosen; accepted is any grant in
    reach, so that an entry which took the rest of it can be told from another one.

    saved_at    when the draft that the page shows was saved, so that no other window's is lost
    """

    saved_at = forms.CharField(required=False, widget=forms.HiddenInput)

    grant = forms.ModelChoiceField(
        Grant.objects.none(),
        label=_("Project and support"),
        required=False,
        error_messages={"invalid_choice": _("Please choose one of the supports in the list.")},
    )
    field_order = ["key", "grant", "amount_vnd", "unit", "voucher_number", "voucher_on"]

    def __init__(self, user: User, data: Any = None, *, draft: Draft) -> None:
        stored = {name: getattr(draft, name) for name in TYPED}
        hidden = {"key": draft.key, "saved_at": draft.saved_at}
        super().__init__(data, initial={**hidden, "unit": MoneyUnit.VND, **stored})
        self.instead_vnd: int | None = None
        self.fields["grant"].widget.attrs |= {
            "hx-get": reverse("grant-remaining"),
            "hx-target": "#remaining",
            "hx-swap": "outerHTML",
        }
        reach = Grant.objects.in_reach(user).with_names()
        self.fields["grant"].queryset = reach
        clearable = reach.filter(clearing_vnd__lt=F("advanced_vnd"))
        self.offered = {grant.pk: grant for grant in reach.with_money_left() | clearable}
        self.chosen = self._chosen(reach)
        if self.chosen:
            self.offered[self.chosen.pk] = self.chosen
        self.fields["grant"].choices = [
            ("", _("— choose —")),
            *by_project(self.offered.values()),
        ]

    def _chosen(self, reach: GrantQuerySet) -> Grant | None:
        """The grant that the page shows the remaining support of."""
        value = self["grant"].value()
        pk = value.pk if isinstance(value, Grant) else value
        if not re.fullmatch("[0-9]{1,18}", str(pk or "")):
            return None
        return self.offered.get(int(pk)) or reach.filter(pk=pk).first()

    @property
    def first_day(self) -> date | None:
        """The first day that a voucher of the chosen support may have."""
        return first_voucher_day(self.chosen) if self.chosen else None

    def typed(self) -> dict[str, Any]:
        """What was typed, read; for a valid form."""
        return {name: self.cleaned_data[name] for name in TYPED}

    def readable(self) -> dict[str, Any]:
        """What could be read of it, whatever the rest; nothing in the place of what could not."""
        self.is_valid()
        return {name: self.cleaned_data.get(name, EMPTY.get(name)) for name in TYPED}

    def says_the_same_as(self, entry: Disbursement) -> bool:
        """Whether sending this once more would only repeat the entry."""
        return self.is_valid() and not self.differs_from(entry)

    def differs_from(self, entry: Disbursement) -> set[str]:
        """The fields that say something else than the entry, or nothing that can be read."""
        said = self.readable()
        wrong = {name for name in TYPED if name in self.errors}
        return wrong | {name for name, value in said.items() if value != said_by(entry, name)}

    def with_amount(self, user: User, amount_vnd: int, draft: Draft) -> "EntryForm":
        """The same with another amount in its field."""
        data: Any = self.data.copy()
        data["amount_vnd"] = vnd(amount_vnd)
        data["unit"] = MoneyUnit.VND
        return EntryForm(user, data, draft=draft)


class ReasonForm(forms.Form):
    """Why an entry, a proposal or a line of a decision goes back."""

    reason = TextField(
        label=_("Reason"),
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 3, "autofocus": True}),
        error_messages={"required": _("Say why.")},
    )
