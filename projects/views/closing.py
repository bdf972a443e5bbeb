"""Closing a month of one source for several provinces in one act."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from projects.closing import UnitMonth, close_together, month_of_units
from promotion.chips import chip
from promotion.editing import UNPROCESSABLE
from promotion.lib.dates import format_month
from promotion.models import source_decided_by

MONTHS_BACK = 12


class UnitsForm(forms.Form):
    """Which of the units are closed, each as it was seen; those that lack nothing are ticked."""

    units = forms.MultipleChoiceField(
        label=gettext_lazy("Province"),
        error_messages={
            "required": gettext_lazy("Please choose at least one province."),
            "invalid_choice": gettext_lazy(
                "Nothing was closed: of a province that was ticked, somebody has closed or opened"
                " the month meanwhile. Please look again."
            ),
        },
    )

    def __init__(self, data: Any = None, *, rows: list[UnitMonth]) -> None:
        super().__init__(data)
        self.rows = rows
        choices: Any = self.fields["units"]
        choices.choices = [(row.as_seen, row.name) for row in rows]

    def shown(self) -> list[tuple[UnitMonth, bool]]:
        """Each unit and whether it is ticked."""
        if not self.is_bound:
            return [(row, row.is_proposed) for row in self.rows]
        ticked = self["units"].value()
        return [(row, row.as_seen in ticked) for row in self.rows]

    def chosen(self) -> list[UnitMonth]:
        return [row for row in self.rows if row.as_seen in self.cleaned_data["units"]]


def months_close(request: HttpRequest) -> HttpResponse:
    """`?month=2026-10`; the last month that is over unless given.

    What is sent names its month: on a page opened before midnight the last one may be another.
    """
    today = timezone.localdate()
    ended = months_ended(today)
    last = f"{ended[0]:%Y-%m}" if request.method != "POST" else ""
    asked = request.GET.get("month", last)
    month = next((each for each in ended if f"{each:%Y-%m}" == asked), None)
    if month is None:
        offers = [(format_month(ended[0]), reverse("months-close"))]
        problem = _("There are no months for these choices.")
        status = UNPROCESSABLE if request.method == "POST" else 400
        return render(request, "400.html", {"problem": problem, "offers": offers}, status=status)
    source = source_decided_by(request.user)
    assert source
    rows = month_of_units(request.user, source, month, today)
    form = UnitsForm(request.POST if request.method == "POST" else None, rows=rows)
    if form.is_valid():
        try:
            close_together(request.user, form.chosen())
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, told(form.chosen(), month))
            return HttpResponseRedirect(f"{reverse('months-close')}?month={asked}")
    named = {f"{each:%Y-%m}": format_month(each) for each in ended}
    context = {
        "form": form,
        "source": source,
        "month": month,
        "name": format_month(month),
        "may_close": any(row.may_close for row in rows),
        "chips": [chip("month", _("Month"), named, asked)],
    }
    status = UNPROCESSABLE if form.is_bound else 200
    return render(request, "projects/months_close.html", context, status=status)


def months_ended(today: date) -> list[date]:
    """First days of the last months that are over, latest first."""
    found = []
    first = today.replace(day=1)
    for _each in range(MONTHS_BACK):
        first = (first - timedelta(days=1)).replace(day=1)
        found.append(first)
    return found


def told(rows: list[UnitMonth], month: date) -> str:
    sentence = ngettext(
        "Month %(month)s was closed for %(count)s unit: %(units)s.",
        "Month %(month)s was closed for %(count)s units: %(units)s.",
        len(rows),
    )
    named = ", ".join(row.name for row in rows)
    return sentence % {"month": format_month(month), "count": len(rows), "units": named}
