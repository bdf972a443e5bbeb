"""What a filter of a list asks for: one of some choices, a day, a switch."""

import re
from datetime import date
from typing import Any

import django_filters as filters
from django import forms
from django.utils.translation import gettext_lazy as _

from promotion.fields import DayField
from promotion.lib.dates import format_day, parse_day

# The budget years of a programme, the first and the last.
SEVERAL_YEARS = re.compile(r"20\d\d-20\d\d", re.ASCII)
# For every field with choices.
UNKNOWN_CHOICE = {"invalid_choice": _("“%(value)s” is not one of the choices.")}


class AddressDayField(DayField):
    """A day with its year: next year an address says the same as today."""

    def read(self, typed: str) -> date:
        return parse_day(typed)

    def prepare_value(self, value: Any) -> Any:
        """A stored day in full; text stays as the address has it."""
        return format_day(value) if isinstance(value, date) else value


class OneOfFilter(filters.ChoiceFilter):
    """One of the choices, or all of them."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"empty_label": _("All"), "error_messages": UNKNOWN_CHOICE} | kwargs)


class DayFilter(filters.Filter):
    """A day as in URLs (ISO) or as typed, day first."""

    field_class = AddressDayField


class SwitchFilter(filters.Filter):
    """Off unless ticked."""

    field_class = forms.BooleanField
