"""What is typed about an edition of a conference."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django import forms
from django.db import transaction
from django.utils.translation import gettext, gettext_lazy

from promotion.editing import VersionedForm
from promotion.fields import DayField
from promotion.lib.dates import format_day
from promotion.models import User
from provinces.models import Province
from reports.conference_forms import OrdinalField
from reports.models import Edition
from reports.parameters import BadParameter, Parameters
from reports.places import ProvinceMap

# By when after the cut-off a conference is held: a day typed without its year is of another one.
SOON = timedelta(days=183)
_NEXT_REASON = gettext_lazy("Say why the next version is to be otherwise than the frozen one.")


class EditionForm(VersionedForm):
    """An edition with its own list of members, proposed from the region.

    frozen   the number of its last frozen version, 0 before the first: from then on a change,
             which shows in the next version only, needs a reason
    """

    frozen = 0
    ordinal = OrdinalField(
        label=gettext_lazy("Number of the conference"),
        help_text=gettext_lazy("14 for “lần thứ XIV”"),
    )
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
        field_classes = {"held_on": DayField}

    def __init__(
        self, *args: Any, drawn: ProvinceMap, years: Iterable[int], today: date, **kwargs: Any
    ) -> None:
        self.about: dict[str, Any] = {"drawn": drawn, "years": years, "today": today}
        super().__init__(*args, **kwargs)
        self.drawn, self.today, self.years = drawn, today, list(years)
        slugs = [place.key for place in drawn.provinces]
        on_map = Province.objects.filter(unit__in=slugs)
        for name in ("host", "next_host", "members"):
            choice: Any = self.fields[name]
            choice.queryset = on_map
        year: Any = self.fields["year"]
        year.choices = [(each, str(each)) for each in self.years]
        if self.instance.pk:
            self.initial["members"] = [member.pk for member in self.instance.members.all()]
            self.frozen = self.instance.versions.count()
            self.fields["why"].required = bool(self.frozen)
            self.fields["why"].error_messages["required"] = _NEXT_REASON
        self.order_fields([*(self._meta.fields or ()), "members", "why"])

    def again(self, row: Any, data: Any = None, files: Any = None) -> "EditionForm":
        return type(self)(data, files, instance=row, **self.about)

    def clean(self) -> dict[str, Any]:
        """The window is one that a report can be made of, and the members are the region's."""
        cleaned = super().clean() or {}
        members, region = cleaned.get("members"), cleaned.get("region")
        if members and region:
            own = proposed_members(region.pk, self.drawn)
            if not any(member.pk in own for member in members):
                sentence = gettext("None of these provinces is of the region that you chose.")
                self.add_error("members", sentence)
        if "year" in cleaned and "until" in cleaned:
            typed = {"year": str(cleaned["year"]), "until": cleaned["until"].isoformat()}
            try:
                Parameters.read(typed, today=self.today, years=self.years)
            except BadParameter as refusal:
                self.add_error("until", refusal.sentence)
        held_on, until = cleaned.get("held_on"), cleaned.get("until")
        if held_on and until and not until <= held_on <= until + SOON:
            sentence = gettext(
                "A conference is held in the half year after its figures, from %(until)s. Please"
                " check the year."
            )
            self.add_error("held_on", sentence % {"until": format_day(until)})
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
