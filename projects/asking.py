"""Forms that ask once about what may be right but rarely is."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _


class AskingForm(forms.Form):
    """A form in which a tick answers only the doubt that it stood beside.

    asked    {name: sentence} of what stands to be ticked, empty unless something is
    """

    doubts = forms.MultipleChoiceField(
        label=_("To check"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asked: Mapping[str, str] = {}
        answered: Any = self.fields["doubts"]
        answered.choices = [(name, name) for name in self.ticked()]

    def ticked(self) -> list[str]:
        return self["doubts"].data or [] if self.is_bound else []

    def settle(self, doubts: Mapping[str, str]) -> None:
        """Ask to look at what is doubtful. Raises ValidationError while one is unanswered."""
        if doubts.keys() <= set(self.ticked()):
            return
        self.asked = doubts
        choice: Any = self.fields["doubts"]
        choice.choices = list(doubts.items())
        raise ValidationError(
            {"doubts": _("Please check this, tick it if it is right, and send again.")}
        )
