"""Form fields for money and days as officials type them.

Django's own number fields read "1.234" as 1.234 in Vietnamese too, one thousandth of what was
meant, so money never goes through them. What was typed is shown again as it was typed.
"""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import TextChoices
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from promotion.lib.dates import EARLIEST_YEAR, LATEST_YEAR, DayError, format_day, parse_day
from promotion.lib.money import AmountError, exact_million, group, parse_million, parse_vnd
from promotion.lib.text import nfc

LARGEST_AMOUNT_VND = 10**15
_EXAMPLE_VND = 1_250_500_000


class MoneyUnit(TextChoices):
    """The unit that a person says the typed amount is in; it is never guessed from the size."""

    VND = "vnd", _("đồng")
    MILLION = "million", _("million đồng")


class TextField(forms.CharField):
    """Text in its composed form, which is what its length counts: NFC may make it longer."""

    def to_python(self, value: Any) -> str:
        return nfc(super().to_python(value) or "")


class VndField(forms.Field):
    """Money typed in đồng or in triệu, grouped the way of the page's language; gives đồng.

    "600.000.000" → 600000000; with unit "million", "600,5" → 600500000. The result is an int
    from `min_vnd` to `max_vnd`, or None where the field is not required. A form with a switch
    of units hands the choice on before cleaning:

        amount_vnd = VndField()
        unit = forms.ChoiceField(choices=MoneyUnit, initial=MoneyUnit.VND)

        def __init__(self, *args, **kwargs):
            super().__init__(*args, **kwargs)
            self.fields["amount_vnd"].unit = self["unit"].value()

    Any other unit, or none, is refused by this field too.
    """

    widget = forms.TextInput
    default_error_messages = {
        "required": _("Please type the amount."),
        "digits_vnd": _("Please type whole đồng, with digits only or grouped like %(example)s."),
        "digits_million": _("Please type million đồng like %(example)s."),
        "decimals": _("A million đồng has at most six decimals: nothing is smaller than a đồng."),
        "minus": _("Please type the amount without a minus."),
        "too_small": _("The amount must be at least %(limit)s đồng."),
        "size": _("The amount may be at most %(limit)s đồng. Please check the unit."),
        "unit": _("Please choose the unit of the amount: đồng or million đồng."),
    }

    def __init__(
        self,
        *,
        unit: str | None = MoneyUnit.VND,
        min_vnd: int = 1,
        max_vnd: int = LARGEST_AMOUNT_VND,
        **kwargs: Any,
    ) -> None:
        self.unit = unit
        self.min_vnd = min_vnd
        self.max_vnd = max_vnd
        super().__init__(**kwargs)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {"inputmode": "decimal", "autocomplete": "off"}

    def to_python(self, value: Any) -> int | None:
        if value is None or isinstance(value, int):
            return value
        typed = str(value)
        if not typed.strip():
            return None
        if self.unit not in MoneyUnit.values:
            raise self._refusal("unit")
        parse = parse_million if self.unit == MoneyUnit.MILLION else parse_vnd
        try:
            return parse(typed, get_language())
        except AmountError as error:
            raise self._refusal(error.code) from error

    def validate(self, value: int | None) -> None:
        super().validate(value)
        if value is None:
            return
        if value < self.min_vnd:
            raise self._refusal("too_small")
        if value > self.max_vnd:
            raise self._refusal("size")

    def prepare_value(self, value: Any) -> Any:
        """A stored amount as it would be typed; typed text stays as it is."""
        return self._written(value) if isinstance(value, int) else value

    def _written(self, vnd: int) -> str:
        write = exact_million if self.unit == MoneyUnit.MILLION else group
        return write(vnd, get_language())

    def _refusal(self, code: str) -> ValidationError:
        limit = self.max_vnd if code == "size" else self.min_vnd
        message = self.error_messages[f"digits_{self.unit}" if code == "digits" else code]
        params = {"example": self._written(_EXAMPLE_VND), "limit": group(limit, get_language())}
        return ValidationError(message, code=code, params=params)


class DayField(forms.Field):
    """A day typed day first in both languages: "03/04/2026" is 3 April. Gives a date or None.

    A plain text input on purpose: a browser's own date input shows the month first on many
    computers.
    """

    widget = forms.TextInput
    default_error_messages = {
        "required": _("Please type the date."),
        "form": _("Please type the date as day/month/year, like 30/11/2025."),
        "short_year": _("Please type the year with four digits, like 30/11/2025."),
        "no_such_day": _("The calendar has no such day. The day comes first, like 30/11/2025."),
        "year": _("Please check the year: it must be from %(earliest)s to %(latest)s."),
    }

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {"placeholder": _("dd/mm/yyyy"), "autocomplete": "off"}

    def to_python(self, value: Any) -> date | None:
        if value is None or isinstance(value, date):
            return value
        typed = str(value)
        if not typed.strip():
            return None
        try:
            return parse_day(typed)
        except DayError as error:
            params = {"earliest": str(EARLIEST_YEAR), "latest": str(LATEST_YEAR)}
            message = self.error_messages[error.code]
            raise ValidationError(message, code=error.code, params=params) from error

    def prepare_value(self, value: Any) -> Any:
        """A stored day as it would be typed; typed text stays as it is."""
        return format_day(value) if isinstance(value, date) else value
