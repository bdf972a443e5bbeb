"""What is typed about a project, its moves, its beneficiaries and their establishments."""

from typing import Any, Self

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.urls import Resolver404, resolve, reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from projects.asking import AskingForm
from projects.milestones import settlement_doubts
from projects.models import Beneficiary, Establishment, Project
from projects.models.status import (
    ACCEPTANCE,
    CONTRACT,
    DAYS,
    NEEDED,
    OPTIONAL,
    SETTLEMENT,
    Move,
    day_problems,
)
from promotion.editing import VersionedForm
from promotion.models import Centre, User
from promotion.templatetags.figures import vnd
from provinces.models import Commune

Status = Project.Status
# What came to pass when a project stands so: its days, values and files may be put right.
SIGNED = (Status.CONTRACTED, Status.IN_PROGRESS, Status.ACCEPTED, Status.SETTLED, Status.STOPPED)
ENDED = (Status.ACCEPTED, Status.SETTLED)
FACTS = (
    (("submitted_on",), [status for status in Status if status != Status.DRAFT]),
    (("approved_on",), (Status.APPROVED, *SIGNED)),
    ((*CONTRACT, "contract_file"), SIGNED),
    ((*ACCEPTANCE, "acceptance_file"), ENDED),
    (("settlement_sent_on", "settlement_file"), ENDED),
    (("settled_on", "settled_vnd"), (Status.SETTLED,)),
    (("stop_reason",), (Status.STOPPED,)),
)
DESCRIPTION = ("code", "title", "kind", "round_number", "commune", "place_text")
PLAN = (
    *("investment_vnd", "counterpart_vnd", "counterpart_bound", "jobs", "jobs_bound"),
    "planned_trainees",
)
RECORDED = (*DAYS[:2], *CONTRACT, *ACCEPTANCE, *SETTLEMENT, "stop_reason")
DOCUMENTS = {
    "contract_file": "contract_document",
    "acceptance_file": "acceptance_document",
    "settlement_file": "settlement_document",
}
FILE_OF = {
    "contracted_on": "contract_file",
    "accepted_on": "acceptance_file",
    "settled_on": "settlement_file",
}


def communes_of(centre: Centre) -> models.QuerySet[Commune]:
    """Today's communes where the centre works; a central unit's projects name places as text."""
    here = centre.province.current_id if centre.province else None
    return Commune.objects.filter(province=here).order_by("folded_name")


def offer(choice: Any, rows: models.QuerySet) -> None:
    """Let a choice be one of the rows."""
    choice.queryset = rows


def require_within(total_vnd: int | None, parts: dict[Any, int | None]) -> None:
    """Total investment = support + counterpart + other capital; parts are in đồng by their name.

    Raises ValidationError with the numbers where the known parts are more than the total.
    """
    known = {name: part for name, part in parts.items() if part}
    if total_vnd is None or sum(known.values()) <= total_vnd:
        return
    sentence = _(
        "The total investment of %(total)s đồng is less than what it consists of: %(parts)s đồng."
    )
    told = " + ".join(f"{name} {vnd(part)}" for name, part in known.items())
    raise ValidationError(sentence, params={"total": vnd(total_vnd), "parts": told})


class DatedForm(VersionedForm):
    """A form with days of a project, which are in order and not ahead."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        probe = Project(**{name: getattr(self.instance, name) for name in DAYS})
        for name in set(DAYS) & cleaned.keys():
            setattr(probe, name, cleaned[name])
        for name, problem in day_problems(probe, timezone.localdate()).items():
            if name in self.fields:
                self.add_error(name, problem)
        return cleaned


class ProjectForm(DatedForm):
    """A project's description, and the facts of the steps that it has reached."""

    documents = DOCUMENTS

    class Meta(VersionedForm.Meta):
        model = Project
        fields = (*DESCRIPTION, *PLAN, *RECORDED)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        project = self.instance
        for names, statuses in FACTS:
            for name in names:
                if project.status not in statuses:
                    del self.fields[name]
                elif name not in self.documents and name not in OPTIONAL:
                    # What was recorded may be put right, not taken away.
                    self.fields[name].required = bool(getattr(project, name))
        if project.pk:
            del self.fields["code"]
        for name in ("counterpart_bound", "jobs_bound"):
            choice: Any = self.fields[name]
            choice.choices = [(key, words if key else _("exact")) for key, words in choice.choices]
        offer(self.fields["commune"], communes_of(project.centre))

    def groups(self) -> list[tuple[str, list[forms.BoundField]]]:
        facts = [name for names, _statuses in FACTS for name in names]
        parts = (
            ("", DESCRIPTION),
            (gettext("What the whole project mobilises"), PLAN),
            (gettext("What came to pass"), facts),
            ("", ("why",)),
        )
        shown = (
            (head, [self[name] for name in names if name in self.fields]) for head, names in parts
        )
        return [(head, fields) for head, fields in shown if fields]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        counterpart_vnd = cleaned.get("counterpart_vnd")
        grants = self.instance.grants.all() if self.instance.pk else []
        # An amount "over" or "about" another adds up to no exact total.
        is_exact = not cleaned.get("counterpart_bound")
        support_vnd = sum(grant.approved_vnd for grant in grants) if is_exact else None
        parts = {gettext("support"): support_vnd, gettext("counterpart"): counterpart_vnd}
        try:
            require_within(cleaned.get("investment_vnd"), parts)
        except ValidationError as problem:
            self.add_error("investment_vnd", problem)
        return cleaned

    def clean_code(self) -> str:
        """A code is the project's address: one that would lead to another page is no code."""
        code = self.cleaned_data["code"]
        try:
            page = resolve(reverse("project", args=[code])).url_name
        except Resolver404:
            page = None
        if page != "project" or set(code) & set("?#%\\"):
            sentence = _("This code cannot be part of an address. Use letters and digits.")
            raise ValidationError(sentence)
        if other := Project.objects.filter(code=code).select_related("centre").first():
            sentence = _(
                "Code %(code)s belongs to a project of another centre. Please choose another."
            )
            if other.centre.current == self.instance.centre:
                sentence = _(
                    "Code %(code)s belongs to the project %(title)s. Please choose another."
                )
            raise ValidationError(sentence, params={"code": code, "title": other.title})
        return code


class MoveForm(AskingForm, DatedForm):
    """One move of a project's status with what it asks for; a settlement asks what fits not."""

    class Meta(VersionedForm.Meta):
        model = Project
        fields = RECORDED

    def __init__(self, *args: Any, move: Move, **kwargs: Any) -> None:
        self.move = move
        files = {FILE_OF[name] for name in move.asks if name in FILE_OF}
        self.documents = {name: column for name, column in DOCUMENTS.items() if name in files}
        super().__init__(*args, **kwargs)
        for name in set(self.of_row()) - set(move.asks):
            del self.fields[name]
        for name in set(move.asks) - OPTIONAL:
            self.fields[name].required = True
            if name in NEEDED:
                self.fields[name].error_messages["required"] = NEEDED[name]
        if "stop_reason" in move.asks:
            del self.fields["why"]
        if move.says_why:
            self.fields["why"].required = True
            self.fields["why"].error_messages["required"] = _("Say why: the centre reads it.")

    def groups(self) -> list[tuple[str, list[forms.BoundField]]]:
        return [("", [field for field in self.visible_fields() if field.name != "doubts"])]

    def reason(self) -> str:
        return self.cleaned_data.get("stop_reason") or super().reason()

    def write(self, seen: int, columns: list[str]) -> None:
        if self.move.target == Status.SETTLED:
            self.settle(settlement_doubts(self.instance))
        self.move.make(self.instance, seen, columns)

    def again(self, row: models.Model, data: Any = None, files: Any = None) -> Self:
        return type(self)(data, files, instance=row, move=self.move)


class EstablishmentForm(VersionedForm):
    class Meta(VersionedForm.Meta):
        model = Establishment
        fields = ("name", "legal_form", "tax_code", "commune", "place_text")

    def __init__(self, *args: Any, centre: Centre, **kwargs: Any) -> None:
        self.centre = centre
        super().__init__(*args, **kwargs)
        # Its own place may lie where the centre does not work.
        offered = communes_of(centre) | Commune.objects.filter(pk=self.instance.commune_id)
        offer(self.fields["commune"], offered)

    def keep(self, by: User) -> Establishment:
        """Raises ValidationError too where another one in reach has the tax code that was typed."""
        code = self.cleaned_data["tax_code"] if "tax_code" in self.changed_data else ""
        others = Establishment.objects.in_reach(by).exclude(pk=self.instance.pk)
        if same := others.filter(tax_code=code).first() if code else None:
            sentence = _(
                "%(name)s has this tax code already. Please correct it, or choose that one."
            )
            raise ValidationError({"tax_code": ValidationError(sentence, params={"name": same})})
        return super().keep(by)

    def again(self, row: models.Model, data: Any = None, files: Any = None) -> Self:
        return type(self)(data, files, instance=row, centre=self.centre)


# Side by side in the form.
STAGES = ("planned", "accepted")
RESULTS = ("investment_vnd", "counterpart_vnd", "other_capital_vnd", "jobs", "income_vnd")


class BeneficiaryForm(VersionedForm):
    """What an establishment gets and gives for one content, planned and accepted."""

    class Meta(VersionedForm.Meta):
        model = Beneficiary
        fields = (
            "content",
            "support_vnd",
            *(f"{stage}_{what}" for what in RESULTS for stage in STAGES),
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for stage in STAGES:
            parts = {
                # What was accepted may have taken less support than was given for it.
                gettext("support"): cleaned.get("support_vnd") if stage == "planned" else None,
                gettext("counterpart"): cleaned.get(f"{stage}_counterpart_vnd"),
                gettext("other capital"): cleaned.get(f"{stage}_other_capital_vnd"),
            }
            try:
                require_within(cleaned.get(f"{stage}_investment_vnd"), parts)
            except ValidationError as problem:
                self.add_error(f"{stage}_investment_vnd", problem)
        return cleaned


class ChoiceOfEstablishment(forms.Form):
    """An establishment in reach, or none: then a new one is typed."""

    establishment = forms.ModelChoiceField(
        Establishment.objects.none(),
        label=_("Establishment"),
        required=False,
        error_messages={"invalid_choice": _("Please choose one in the list.")},
    )

    def __init__(self, user: User, data: Any = None) -> None:
        super().__init__(data)
        reach = Establishment.objects.in_reach(user).select_related("commune").order_by("name")
        choice: Any = self.fields["establishment"]
        choice.queryset = reach
        choice.choices = [
            ("", _("— a new one, typed below —")),
            (_("Known establishments"), [(known.pk, label_of(known)) for known in reach]),
        ]


def label_of(establishment: Establishment) -> str:
    """ "Công ty Everest · 1801234567 · xã Vĩnh Trạch": what tells it from others of its name."""
    place = establishment.commune or establishment.place_text or "…"
    return " · ".join(str(part) for part in (establishment, establishment.tax_code or "…", place))
