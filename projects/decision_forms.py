"""What is typed about a decision: its header, and any number of lines of two kinds."""

from typing import Any, Self

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from projects.asking import AskingForm
from projects.filters import capitalised
from projects.models import GrantLine, Project
from promotion.editing import CHOOSE
from promotion.fields import DayField, DocumentField, MoneyUnit, TextField, VndField
from promotion.filters import unit_choice
from promotion.lib.text import fold
from promotion.models import BudgetChange, BudgetLine, Content, Decision, User
from promotion.scope import units_in_reach
from provinces.models import Province

FIRST_YEAR = 2021
LINES_AT_FIRST = 2
LINES_MORE = 5
MOST_LINES = 200
HEADER = ("number", "signed_on", "issuer", "abstract")


class DecisionForm(AskingForm):
    """The header of a decision; about one that is recorded only its file, if it has none.

    seen      the last lines that the person saw of it, so that nothing is added twice
    """

    number = TextField(
        label=_("Number"), max_length=60, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    signed_on = DayField(label=_("Signed on"))
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

    def header(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in HEADER}

    def same_decision(self) -> Decision | None:
        """The one that is recorded under this number, day and issuer."""
        known = ("number", "signed_on", "issuer")
        return Decision.objects.filter(**{name: self.cleaned_data[name] for name in known}).first()


class LineForm(forms.Form):
    """One line. The amount is typed above zero and gets its sign from the kind.

    helps    [(field, help)], said once for all lines
    """

    heading: Any
    prefix: str
    helps: tuple[tuple[Any, Any], ...]

    budget_year = forms.TypedChoiceField(label=_("Budget year"), coerce=int)
    amount_vnd = VndField(label=_("Amount"))
    unit = forms.ChoiceField(choices=MoneyUnit, label=_("Unit of the amount"), initial="vnd")

    def __init__(self, *args: Any, by: User, number: int, **kwargs: Any) -> None:
        # Of Django's own words: a form that may stay empty marks no field as required.
        kwargs |= {"empty_permitted": True, "use_required_attribute": False}
        kwargs["prefix"] = f"{self.prefix}-{number}"
        super().__init__(*args, **kwargs)
        self.by = by
        self.understood_vnd: int | None = None
        self.number = number + 1
        this_year = timezone.localdate().year
        year: Any = self.fields["budget_year"]
        year.choices = [(each, str(each)) for each in range(this_year + 1, FIRST_YEAR - 1, -1)]
        year.initial = str(this_year)
        amount: Any = self.fields["amount_vnd"]
        amount.unit = self["unit"].value()

    def clean(self) -> dict[str, Any]:
        self.understood_vnd = self.cleaned_data.get("amount_vnd")
        return self.cleaned_data

    @property
    def is_filled(self) -> bool:
        return self.has_changed()

    def is_said_by(self, line: Any) -> bool:
        """Whether the line of the form's kind, recorded before, is what a valid form says."""
        raise NotImplementedError

    def typed(self) -> dict[str, Any]:
        """What the model's own verb is called with; for a valid form."""
        return {name: self.cleaned_data[name] for name in self.cleaned_data if name != "unit"}

    @classmethod
    def all_of(cls, by: User, data: Any = None, *, initial: Any = None) -> list[Self]:
        """As many as the page shows; bound to what was typed, if something was."""
        if data is None:
            first = initial or []
            count = max(LINES_AT_FIRST, len(first))
            known = [*first, *([{}] * (count - len(first)))]
            return [cls(by=by, number=at, initial=known[at]) for at in range(count)]
        count = _count(data.get(f"{cls.prefix}-count"))
        return [cls(data, by=by, number=at) for at in range(count)]

    @classmethod
    def and_more(cls, by: User, data: Any, more: int) -> list[Self]:
        """What was typed, not judged yet, and room for more."""
        typed = [form.as_typed() for form in cls.all_of(by, data)]
        initial = [*typed, *([{}] * more)][:MOST_LINES]
        return cls.all_of(by, initial=initial)

    def as_typed(self) -> dict[str, Any]:
        return {name: self[name].data for name in self.fields if self[name].data is not None}


def _count(typed: str | None) -> int:
    """How many lines a page says that it shows."""
    return min(int(typed), MOST_LINES) if typed and typed.isascii() and typed.isdigit() else 0


class BudgetLineForm(LineForm):
    """What a decision does to the annual plan of one province."""

    heading = _("Line of a plan")
    prefix = "budget"
    helps = ((_("From the province"), _("Only for a transfer: who gives the money.")),)

    change = forms.TypedChoiceField(
        label=_("Kind"),
        choices=lambda: capitalised(BudgetChange),
        coerce=BudgetChange,
        initial="initial",
    )
    province = forms.ModelChoiceField(
        Province.objects.none(), label=_("Province"), empty_label=CHOOSE
    )
    from_province = forms.ModelChoiceField(
        Province.objects.none(),
        label=_("From the province"),
        required=False,
        empty_label="—",
    )

    field_order = ("change", "province", "budget_year", "amount_vnd", "unit", "from_province")

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, by=by, **kwargs)
        units = units_in_reach(by)
        for name in ("province", "from_province"):
            choice: Any = self.fields[name]
            choice.queryset = units
            choice.label_from_instance = lambda unit: unit_choice(unit)[1]
        if by.province:
            self.fields["province"].initial = by.province.current_id

    def write(self, decision: Decision) -> BudgetLine:
        """Raises ValidationError by field."""
        return BudgetLine.objects.decide(decision, self.by, **self.typed())

    def is_said_by(self, line: Any) -> bool:
        typed = self.typed()
        origin = line.from_budget.province if line.from_budget else None
        return (
            line.recorded_by_id == self.by.pk
            and (line.budget.province, line.budget.budget_year, origin)
            == (typed["province"], typed["budget_year"], typed["from_province"])
            and line.kind == typed["change"].kind
            and line.amount_vnd == typed["change"].signed(typed["amount_vnd"])
        )


class GrantLineForm(LineForm):
    """What a decision does to the support of one project."""

    heading = _("Line of a project's support")
    prefix = "grant"
    helps = (
        (_("Project"), _("Its code.")),
        (
            _("Content of support"),
            _("May stay empty where the project has one support of the year."),
        ),
        (_("Amount"), _("Of a stop: empty for the whole support.")),
        (_("Reason"), _("A stop needs one.")),
    )

    kind = forms.ChoiceField(
        label=_("Kind"), choices=lambda: capitalised(GrantLine.Kind), initial="approval"
    )
    project = TextField(
        label=_("Project"),
        max_length=30,
        widget=forms.TextInput(attrs={"list": "projects", "autocomplete": "off"}),
    )
    content = forms.ModelChoiceField(
        Content.objects.all(),
        label=_("Content of support"),
        required=False,
        empty_label="—",
    )
    reason = TextField(label=_("Reason"), required=False, max_length=400)

    field_order = ("kind", "project", "content", "budget_year", "amount_vnd", "unit", "reason")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["amount_vnd"].required = False

    def clean_project(self) -> Project:
        rows = Project.objects.in_reach(self.by).select_related("centre__province")
        found = rows.filter(folded_code=fold(self.cleaned_data["project"])).first()
        if found is None:
            raise ValidationError(_("No project in your reach has this code."))
        return found

    def write(self, decision: Decision) -> GrantLine:
        """Raises ValidationError by field."""
        return GrantLine.objects.decide(decision, self.by, **self.typed())

    def is_said_by(self, line: Any) -> bool:
        typed = self.typed()
        return (
            line.recorded_by_id == self.by.pk
            and (line.kind, line.grant.project, line.grant.budget_year, line.reason)
            == (typed["kind"], typed["project"], typed["budget_year"], typed["reason"].strip())
            and typed["content"] in (None, line.grant.content)
            and typed["amount_vnd"] in (None, abs(line.amount_vnd))
        )
