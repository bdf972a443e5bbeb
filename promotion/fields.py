"""Form fields for money and days as officials type them, and for files of evidence.

Django's own number fields read "1.234" as 1.234 in Vietnamese too, one thousandth of what was
meant, so money never goes through them. What was typed is shown again as it was typed, but a day
typed short in full.
"""

from contextlib import suppress
from datetime import date
from typing import Any

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db.models import TextChoices
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from promotion.documents import LARGEST_BYTES, Evidence, store
from promotion.lib.dates import EARLIEST_YEAR, LATEST_YEAR, DayError, format_day, parse_day
from promotion.lib.filetypes import ENDINGS, file_name, fits_name, type_of
from promotion.lib.money import (
    AmountError,
    exact_million,
    group,
    parse_million,
    parse_vnd,
    with_decimals,
)
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
        "too_small": _("Please type an amount of at least %(limit)s đồng."),
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


class CountField(VndField):
    """A whole number of people or things, typed and refused like đồng: "1.250" is never 1."""

    default_error_messages = {
        "required": _("Please type the number."),
        "digits_vnd": _("Please type a whole number, digits only or grouped like %(example)s."),
        "minus": _("Please type the number without a minus."),
        "size": _("The number may be at most %(limit)s."),
    }

    def __init__(self, *, max_count: int = 1_000_000, **kwargs: Any) -> None:
        super().__init__(min_vnd=0, max_vnd=max_count, **kwargs)


class DayField(forms.Field):
    """A day typed day first in both languages: "03/04/2026" is 3 April. Gives a date or None.

    It may be typed short, "3/4" of this year; a form that comes back shows it in full.
    A plain text input on purpose: a browser's own date input shows the month first on many
    computers.
    """

    widget = forms.TextInput
    is_past = False
    default_error_messages = {
        "required": _("Please type the date."),
        "form": _("Please type the date as day/month/year, like 30/11/2025."),
        "short_year": _("Please type the year with four digits, like 30/11/2025."),
        "no_such_day": _("The calendar has no such day. The day comes first, like 30/11/2025."),
        "year": _("Please check the year: it must be from %(earliest)s to %(latest)s."),
    }

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        # page.js writes a short day in full as soon as the field is left.
        short = "past" if self.is_past else ""
        return {"placeholder": _("dd/mm/yyyy"), "autocomplete": "off", "data-short-day": short}

    def read(self, typed: str) -> date:
        """Raises DayError."""
        return parse_day(typed, timezone.localdate(), is_past=self.is_past)

    def to_python(self, value: Any) -> date | None:
        if value is None or isinstance(value, date):
            return value
        typed = str(value)
        if not typed.strip():
            return None
        try:
            return self.read(typed)
        except DayError as error:
            params = {"earliest": str(EARLIEST_YEAR), "latest": str(LATEST_YEAR)}
            message = self.error_messages[error.code]
            raise ValidationError(message, code=error.code, params=params) from error

    def prepare_value(self, value: Any) -> Any:
        """A day in full, stored or typed; other text stays as it was typed."""
        if isinstance(value, str):
            with suppress(DayError):
                value = self.read(value)
        return format_day(value) if isinstance(value, date) else value


class PastDayField(DayField):
    """A day that has come, as its form requires: in January "28/12" is of last December."""

    is_past = True


class DocumentInput(forms.FileInput):
    """A file input that keeps what was uploaded before, in a hidden field beside it.

    Shown without a file, it offers the stored one: of the row, or of a form that came back.
    """

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        return super().value_from_datadict(data, files, name) or data.get(f"{name}-kept")

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return name not in files and f"{name}-kept" not in data

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        shown = super().render(name, None, attrs, renderer)
        if isinstance(value, Evidence):
            shown += format_html(
                '<input type="hidden" name="{}-kept" value="{}">', name, value.token
            )
        if value:
            shown += format_html('<small class="help">{}</small>', _kept(value.name))
        return shown


def _kept(name: str) -> str:
    sentence = gettext("Stored: %(name)s. Choose a file only to put another in its place.")
    return sentence % {"name": name}


class DocumentField(forms.Field):
    """A PDF, JPEG or PNG of at most 10 MB, checked by its content; gives Evidence.

    None where no file was chosen: the row's Document, offered as `initial`, then stays:

        if file := form.cleaned_data["document"]:
            decision.document = file.record(by=request.user)
    """

    widget = DocumentInput
    default_error_messages = {
        "required": _("Please choose a file."),
        "empty": _("The file is empty."),
        "too_large": _("The file has %(size)s MB; at most %(limit)s MB are taken."),
        "kind": _("Only a PDF, a JPEG or a PNG is taken."),
        "content": _("The file is not what its name says. Please save it again as PDF or image."),
        "lost": _("The file got lost on the way. Please choose it again."),
    }

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {"accept": ",".join(ending for group in ENDINGS.values() for ending in group)}

    def clean(self, value: Any) -> Evidence | None:
        if isinstance(value, str) and value:
            try:
                return Evidence.of_token(value)
            except signing.BadSignature:
                raise self._refusal("lost") from None
        if not isinstance(value, UploadedFile):
            self.validate(None)
            return None
        return self._stored(value)

    def prepare_value(self, value: Any) -> Any:
        """What the input offers: the row's file, or the one that this form already brought."""
        if isinstance(value, str | UploadedFile):
            try:
                return self.clean(value)
            except ValidationError:
                return None
        return value

    def bound_data(self, data: Any, initial: Any) -> Any:
        """A form that comes back without another file names the one that is stored."""
        return data or initial

    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool(data)

    def _stored(self, upload: UploadedFile) -> Evidence:
        name = file_name(upload.name or "")
        if not upload.size:
            raise self._refusal("empty")
        if upload.size > LARGEST_BYTES:
            size = with_decimals(-(-upload.size * 10 // 2**20), 1, get_language())
            limit = str(LARGEST_BYTES // 2**20)
            raise self._refusal("too_large", size=size, limit=limit)
        if not any(fits_name(each, name) for each in ENDINGS):
            raise self._refusal("kind")
        upload.seek(0)
        content = upload.read()
        content_type = type_of(content)
        if content_type is None or not fits_name(content_type, name):
            raise self._refusal("content")
        return store(content, name, content_type)

    def _refusal(self, code: str, **params: str) -> ValidationError:
        return ValidationError(self.error_messages[code], code=code, params=params)
