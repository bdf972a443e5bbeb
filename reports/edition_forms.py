"""What is typed about an edition of a conference."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.db import transaction
from django.utils.translation import gettext_lazy

from promotion.editing import VersionedForm
from promotion.models import User
from provinces.models import Province
from reports.models import Edition
from reports.parameters import BadParameter, Parameters
from reports.places import ProvinceMap


class EditionForm(VersionedForm):
    """An edition with its own list of members, proposed from the region."""

    year = forms.TypedChoiceField(label=gettext_lazy("Budget year"), coerce=int)
    members = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Members"),
        queryset=Province.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Please choose at least one member.")},
    )

    class Meta(VersionedForm.Meta):
        model = Edition
        fields = ("region", "ordinal", "year", "until", "lens", "held_on", "host", "next_host")

    def __init__(
        self, *args: Any, drawn: ProvinceMap, years: Iterable[int], today: date, **kwargs: Any
    ) -> None:
        self.about: dict[str, Any] = {"drawn": drawn, "years": years, "today": today}
        super().__init__(*args, **kwargs)
        self.today, self.years = today, list(years)
        slugs = [place.key for place in drawn.provinces]
        on_map = Province.objects.filter(unit__in=slugs)
        for name in ("host", "next_host", "members"):
            choice: Any = self.fields[name]
            choice.queryset = on_map
        year: Any = self.fields["year"]
        year.choices = [(each, str(each)) for each in self.years]
        if self.instance.pk:
            self.initial["members"] = [member.pk for member in self.instance.members.all()]
        self.order_fields([*(self._meta.fields or ()), "members", "why"])

    def again(self, row: Any, data: Any = None, files: Any = None) -> "EditionForm":
        return type(self)(data, files, instance=row, **self.about)

    def clean(self) -> dict[str, Any]:
        """The window is one that a report can be made of."""
        cleaned = super().clean() or {}
        if "year" in cleaned and "until" in cleaned:
            typed = {"year": str(cleaned["year"]), "until": cleaned["until"].isoformat()}
            try:
                Parameters.read(typed, today=self.today, years=self.years)
            except BadParameter as refusal:
                self.add_error("until", refusal.sentence)
        return cleaned

    def keep(self, by: User) -> Edition:
        with transaction.atomic():
            edition = super().keep(by)
            edition.members.set(self.cleaned_data["members"])
        return edition


class FreezeForm(forms.Form):
    """Why the papers are frozen; the first version needs no reason."""

    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=400)

    def __init__(self, edition: Edition, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reason = self.fields["reason"]
        reason.required = edition.versions.exists()
        reason.error_messages["required"] = gettext_lazy("Say why another version is needed.")


def proposed_members(region: str, drawn: ProvinceMap) -> list[str]:
    """The region's provinces on the map."""
    return [place.key for place in drawn.provinces if place.region == region]
