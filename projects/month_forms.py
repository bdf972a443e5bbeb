"""What is said when a month is closed, opened again, or left open for one centre."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from projects.models import MonthClose
from projects.months import Books
from promotion.fields import DayField, TextField
from promotion.models import Centre

# The field that a refusal of the database is about.
FIELDS = {"month_expiry_past": "expires_on", "month_expiry_far": "expires_on"}


class CloseForm(forms.Form):
    """Nothing to fill in: its page shows what is closed and asks."""

    title = _("Close month %(month)s")
    done = _("Month %(month)s was closed.")

    def __init__(self, data: Any = None, *, books: Books) -> None:
        super().__init__(data)

    def refuse(self, refusal: ValidationError) -> None:
        self.add_error(FIELDS.get(getattr(refusal, "code", "")), refusal)


class ReopenForm(CloseForm):
    title = _("Re-open month %(month)s")
    done = _("Month %(month)s is open again until %(day)s.")

    reason = TextField(
        label=_("Reason"),
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say why.")},
    )
    expires_on = DayField(
        label=_("Last day"), help_text=_("From the day after, the month is closed again by itself.")
    )


class ExceptionForm(ReopenForm):
    title = _("Exception for one centre in month %(month)s")
    done = _("Month %(month)s is open for this centre until %(day)s.")

    centre = forms.ModelChoiceField(
        Centre.objects.none(),
        label=_("Centre"),
        empty_label=None,
        error_messages={"invalid_choice": _("Please choose one of the centres in the list.")},
    )

    field_order = ["centre", "reason", "expires_on"]

    def __init__(self, data: Any = None, *, books: Books) -> None:
        super().__init__(data, books=books)
        centre = self.fields["centre"]
        assert isinstance(centre, forms.ModelChoiceField)
        centre.queryset = books.centres()


FORMS: dict[str, type[CloseForm]] = {
    MonthClose.Event.CLOSE: CloseForm,
    MonthClose.Event.REOPEN: ReopenForm,
    MonthClose.Event.EXCEPTION: ExceptionForm,
}
