"""What is typed about the lines of a decision, which are of two kinds."""

from operator import attrgetter
from typing import Any, Self

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from projects.filters import capitalised
from projects.models import GrantLine, Project
from promotion.editing import CHOOSE
from promotion.fields import MoneyUnit, TextField, VndField
from promotion.lib.text import fold
from promotion.models import (
    BudgetChange,
    BudgetLine,
    Content,
    Decision,
    Level,
    Source,
    User,
    source_decided_by,
)
from promotion.scope import units_in_reach
from provinces.models import Province

FIRST_YEAR = 2021
LINES_AT_FIRST = 2
LINES_MORE = 5
MOST_LINES = 200
LEVEL = _("Level")


class LineForm(forms.Form):
    """One line. The amount is typed above zero and gets its sign from the kind.

    Who decides on national money, which is given to provinces, is not asked for a level.

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
        if source_decided_by(by) == Source.NATIONAL:
            del self.fields["level"]
            self.helps = tuple(help for help in self.helps if help[0] != LEVEL)
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
    def empty(cls, by: User, asked: Any) -> list[Self]:
        """As many as the address asks for."""
        return cls.all_of(by, initial=[{}] * _count(asked.get(f"{cls.prefix}-count")))

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
    helps = (
        (LEVEL, _("Whose budget it is; districts have none since 01/07/2025.")),
        (_("From the province"), _("Only for a transfer: who gives the money.")),
    )

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
        Province.objects.none(), label=_("From the province"), required=False, empty_label="—"
    )
    level = forms.ChoiceField(
        label=LEVEL, choices=lambda: capitalised(Level), initial=Level.PROVINCE.value
    )

    field_order = (
        *("change", "province", "level", "budget_year", "amount_vnd", "unit", "from_province"),
    )

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, by=by, **kwargs)
        units = units_in_reach(by)
        for name in ("province", "from_province"):
            choice: Any = self.fields[name]
            choice.queryset = units
            choice.label_from_instance = attrgetter("dated_label")
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
            and line.budget.level == typed.get("level", Level.PROVINCE)
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
        (LEVEL, _("Empty: a new support is the province's own.")),
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
    level = forms.ChoiceField(
        label=LEVEL, required=False, choices=lambda: [("", "—"), *capitalised(Level)]
    )
    reason = TextField(label=_("Reason"), required=False, max_length=400)

    field_order = (
        *("kind", "project", "content", "level", "budget_year", "amount_vnd", "unit", "reason"),
    )

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
            and typed.get("level", "") in ("", line.grant.level)
            and typed["amount_vnd"] in (None, abs(line.amount_vnd))
        )
