"""What is typed about a decision itself."""

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from projects.asking import AskingForm
from promotion.fields import DocumentField, PastDayField, TextField
from promotion.models import Decision
from promotion.models.decisions import require_signed

HEADER = ("number", "signed_on", "issuer", "abstract")


class DecisionForm(AskingForm):
    """The header of a decision; about one that is recorded only its file, if it has none.

    seen      the last lines that the person saw of it, so that nothing is added twice
    """

    number = TextField(
        label=_("Number"), max_length=60, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    signed_on = PastDayField(label=_("Signed on"))
    issuer = TextField(label=_("Issuer"), max_length=120)
    abstract = TextField(label=_("Abstract"), max_length=400)
    document = DocumentField(
        label=_("File"), required=False, help_text=_("PDF, JPEG or PNG of at most 10 MB.")
    )

    def __init__(
        self, *args: Any, about: Decision | None = None, seen: str = "", **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.about = about
        if about:
            self.fields["seen"] = forms.RegexField(
                "^[0-9]{1,6}[.][0-9]{1,6}$", initial=seen, widget=forms.HiddenInput
            )
            for name in HEADER:
                del self.fields[name]

    def clean_signed_on(self) -> date:
        require_signed(self.cleaned_data["signed_on"])
        return self.cleaned_data["signed_on"]

    def shown(self) -> list[forms.BoundField]:
        """The fields of the header in the order of the page."""
        has_file = self.about is not None and self.about.document_id is not None
        names = HEADER if has_file else (*HEADER, "document")
        return [self[name] for name in names if name in self.fields]

    def as_typed(self) -> dict[str, Any]:
        """What stands in the fields, not judged."""
        return {name: self[name].data for name in self.fields if name != "doubts"}

    def lines_seen(self) -> tuple[int, int]:
        """How many lines of each kind the person saw; none of a new decision."""
        counts = self.cleaned_data.get("seen") or "0.0"
        of_budgets, of_grants = counts.split(".")
        return int(of_budgets), int(of_grants)

    def is_said_by(self, decision: Decision) -> bool:
        """Whether the decision, recorded before, has all that was typed and chosen here."""
        file = self.cleaned_data.get("document")
        stored = decision.document
        has_file = file is None or (stored is not None and stored.sha256 == file.sha256)
        return has_file and self.cleaned_data.get("abstract") in (None, decision.abstract)

    def see(self, decision: Decision, counts: str) -> None:
        """Have the form that comes back carry what the decision has by now."""
        self.about = decision
        data: Any = self.data
        data = data.copy()
        data["seen"] = counts
        self.data = data

    def day(self) -> date:
        """On which the decision was signed; today where nothing that can be read is typed."""
        typed = self.about.signed_on if self.about else self.cleaned_data.get("signed_on")
        return typed or timezone.localdate()

    def header(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in HEADER}

    def same_decision(self) -> Decision | None:
        """The one that is recorded under this number, day and issuer."""
        known = ("number", "signed_on", "issuer")
        return Decision.objects.filter(**{name: self.cleaned_data[name] for name in known}).first()
