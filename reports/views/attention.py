"""Why money of a place may stay undisbursed: what its side said so far, and saying it anew."""

from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from projects.months import Books
from promotion.editing import UNPROCESSABLE
from promotion.fields import PastDayField, TextField
from promotion.lib.dates import cut_off_default, format_day
from promotion.models import Source
from reports import queries
from reports.models import AttentionNote
from reports.models.attention import LONGEST


class AttentionNoteForm(forms.Form):
    """What is said of figures of a budget year: of one cut-off, and shown from there on."""

    until = PastDayField(
        label=gettext_lazy("Figures until"),
        help_text=gettext_lazy("The reason is shown from this cut-off of the year on."),
    )
    reason = TextField(
        label=pgettext_lazy("attention", "Reason"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": gettext_lazy("Say why.")},
    )
    action = TextField(
        label=gettext_lazy("Intended action"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, data: Any, year: int, until: date) -> None:
        super().__init__(data, initial={"until": until})
        self.year = year

    def clean_until(self) -> date:
        """Any day from the year's first on, as far as there are figures."""
        until, first = self.cleaned_data["until"], date(self.year, 1, 1)
        if not first <= until <= timezone.localdate():
            words = _("Figures of %(year)s have cut-offs from %(first)s to today.")
            values = {"year": self.year, "first": format_day(first)}
            raise ValidationError(words % values, code="cut_off")
        return until


def attention_note(request: HttpRequest, unit: str, source: Source, year: int) -> HttpResponse:
    """All that was said of one source's money of the year in a unit of today, the latest first."""
    books = Books.find(request.user, unit, source)
    if books is None or year not in queries.budget_years(timezone.localdate()):
        raise Http404
    may_say = books.kept_by(request.user)
    if request.method == "POST" and not may_say:
        raise PermissionDenied
    said = AttentionNote.objects.filter(province=books.unit, source=source, budget_year=year)
    until = _cut_off(request, year)
    form = AttentionNoteForm(request.POST if request.method == "POST" else None, year, until)
    if form.is_valid():
        try:
            AttentionNote.objects.write(
                request.user,
                province=books.unit,
                source=source,
                budget_year=year,
                **form.cleaned_data,
            )
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("The reason was recorded."))
            return redirect(_report_of(unit, books, year, form.cleaned_data["until"]))
    context: dict[str, Any] = {
        "books": books,
        "year": year,
        "form": form if may_say else None,
        "said": said.select_related("recorded_by"),
        "back": _report_of(unit, books, year, until),
    }
    status = UNPROCESSABLE if form.is_bound else 200
    return render(request, "reports/attention_note.html", context, status=status)


def _cut_off(request: HttpRequest, year: int) -> date:
    """Of the figures that it is opened from; else the usual one of the year."""
    try:
        return date.fromisoformat(request.GET.get("until", ""))
    except ValueError:
        return cut_off_default(year, timezone.localdate())


def _report_of(unit: str, books: Books, year: int, until: date) -> str:
    """The report of what needs attention in the unit; of central units, in the country."""
    place = f"&province={unit}" if books.unit else ""
    return f"{reverse('report', args=['attention'])}?year={year}&until={until.isoformat()}{place}"
