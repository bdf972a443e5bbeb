"""What is typed for the workbook of a regional conference."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from promotion.fields import PastDayField
from promotion.lib.words import ordinal_of
from reports.conference import Conference
from reports.parameters import BadParameter, Lens
from reports.places import Place


class OrdinalField(forms.Field):
    """The number of a conference, typed as 14 or as XIV."""

    widget = forms.TextInput
    default_error_messages = {
        "required": _("Please type the number of the conference."),
        "invalid": _("Please type the number of the conference as 14 or as XIV."),
    }

    def to_python(self, value: Any) -> int | None:
        if value in self.empty_values:
            return None
        number = ordinal_of(str(value))
        if number is None:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return number


class ConferenceForm(forms.Form):
    """Region, year, cut-off, number and map; `conference` once they are right."""

    region = forms.ChoiceField(label=_("Conference region"))
    ordinal = forms.CharField(
        label=_("Number of the conference"),
        max_length=4,
        help_text=_("14 for “lần thứ XIV”"),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Please type the number of the conference.")},
    )
    year = forms.ChoiceField(
        label=_("Budget year"),
        error_messages={"invalid_choice": _("There is no budget of the year %(value)s.")},
    )
    until = PastDayField(
        label=_("Figures until"),
        help_text=_("The window is the whole year before and this year to this day."),
    )

    lens = forms.ChoiceField(
        label=_("Map"),
        choices=[(lens.value, capfirst(lens.label)) for lens in Lens],
        required=False,
    )

    def __init__(
        self,
        *args: Any,
        today: date,
        years: list[int],
        regions: Iterable[Place],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.years = years
        self.conference: Conference | None = None
        region: Any = self.fields["region"]
        region.choices = [(place.key, capfirst(place.name)) for place in regions]
        year: Any = self.fields["year"]
        year.choices = [(str(each), str(each)) for each in years]

    def clean(self) -> dict[str, Any]:
        """Read what was typed as the command does; its refusals go to their fields."""
        cleaned = super().clean() or {}
        if not self.errors:
            typed = {**cleaned, "until": cleaned["until"].isoformat()}
            try:
                self.conference = Conference.read(typed, today=self.today, years=self.years)
            except BadParameter as refusal:
                known = [
                    name for name in ("ordinal", "until", "region") if name in refusal.suggestion
                ]
                self.add_error(known[0] if known else None, refusal.sentence)
        return cleaned
