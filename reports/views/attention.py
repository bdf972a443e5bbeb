"""Why money of a place may stay undisbursed: what its side said so far, and saying it anew."""

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
from promotion.fields import TextField
from promotion.models import Source
from reports import queries
from reports.models import AttentionNote
from reports.models.attention import LONGEST


class AttentionNoteForm(forms.Form):
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


def attention_note(request: HttpRequest, unit: str, source: Source, year: int) -> HttpResponse:
    """All that was said of one source's money of the year in a unit of today, the latest first."""
    books = Books.find(request.user, unit, source)
    if books is None or year not in queries.budget_years(timezone.localdate()):
        raise Http404
    may_say = books.kept_by(request.user)
    if request.method == "POST" and not may_say:
        raise PermissionDenied
    said = AttentionNote.objects.filter(province=books.unit, source=source, budget_year=year)
    form = AttentionNoteForm(request.POST if request.method == "POST" else None)
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
            return redirect(_report_of(unit, books, year))
    context: dict[str, Any] = {
        "books": books,
        "year": year,
        "form": form if may_say else None,
        "said": said.select_related("recorded_by"),
        "back": _report_of(unit, books, year),
    }
    status = UNPROCESSABLE if form.is_bound else 200
    return render(request, "reports/attention_note.html", context, status=status)


def _report_of(unit: str, books: Books, year: int) -> str:
    """The report of what needs attention in the unit; of central units, in the country."""
    place = f"&province={unit}" if books.unit else ""
    return f"{reverse('report', args=['attention'])}?year={year}{place}"
