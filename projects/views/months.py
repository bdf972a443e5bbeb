"""Closing months: which of them are open, and closing, re-opening and excepting one."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from projects.models import MonthClose
from projects.month_forms import FORMS
from projects.months import Books
from promotion.chips import chip
from promotion.editing import UNPROCESSABLE
from promotion.filters import budget_years
from promotion.funds import SOURCES
from promotion.lib.dates import format_day, format_month
from promotion.models import Source, source_decided_by
from provinces.models import Province


def months(request: HttpRequest) -> HttpResponse:
    """`?unit=&source=&year=`; officers and the ministry begin with the money of their side."""
    today = timezone.localdate()
    units = Books.units_of(request.user)
    years = sorted({*budget_years(), today.year}, reverse=True)
    year = request.GET.get("year") or str(years[0])
    source = request.GET.get("source") or source_decided_by(request.user) or Source.LOCAL
    if year not in map(str, years) or source not in Source.values:
        offers = [(_("Closing of months"), reverse("months"))]
        problem = _("There are no months for these choices.")
        return render(request, "400.html", {"problem": problem, "offers": offers}, status=400)
    slug = request.GET.get("unit") or next(iter(units), "")
    if slug not in units and units:
        raise Http404
    context: dict[str, Any] = {"chips": chips(units, slug, str(source), year, years)}
    if units:
        books = Books(units[slug], source)
        begun = [date(int(year), month, 1) for month in range(12, 0, -1)]
        begun = [month for month in begun if month <= today]
        context |= {
            "books": books,
            "months": books.months(begun, request.user, today),
            "may_keep": books.kept_by(request.user),
            "may_keep_several": len(units) > 1 and books.kept_by(request.user),
        }
    return render(request, "projects/months.html", context)


def chips(
    units: Mapping[str, Province | None], slug: str, source: str, year: str, years: list[int]
) -> list[dict[str, Any]]:
    sources = {name: str(SOURCES[name]) for name in Source.values}
    found = [
        chip("year", _("Year"), {str(each): str(each) for each in years}, year),
        chip("source", _("Source"), sources, source),
    ]
    if len(units) > 1:
        named = {key: str(unit or _("Central units")) for key, unit in units.items()}
        found.append(chip("unit", _("Province"), named, slug))
    return found


def month_event(
    request: HttpRequest, unit: str, source: Source, month: date, event: str
) -> HttpResponse:
    """Close, re-open or except the month, after a page that shows what that means."""
    books = Books.find(request.user, unit, source)
    if books is None or event not in FORMS:
        raise Http404
    if not books.kept_by(request.user):
        raise PermissionDenied
    form = FORMS[event](request.POST if request.method == "POST" else None, books=books)
    if form.is_valid():
        try:
            closed = MonthClose.objects.record_once(
                request.user,
                MonthClose.Event(event),
                province_id=books.unit.unit if books.unit else None,
                source=source,
                month=month,
                **form.cleaned_data,
            )
        except ValidationError as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, form.done % told(closed))
            return HttpResponseRedirect(address(books, month))
    today = timezone.localdate()
    (row,) = books.months([month], request.user, today)
    context = {
        "books": books,
        "month": row,
        "event": event,
        "form": form,
        "title": form.title % {"month": row.name},
        "back": address(books, month),
        **(warnings(books, month) if event == MonthClose.Event.CLOSE else {}),
    }
    status = UNPROCESSABLE if form.is_bound else 200
    return render(request, "projects/month_event.html", context, status=status)


def warnings(books: Books, month: date) -> dict[str, Any]:
    """What does not keep a month from being closed, and is better known before."""
    return {"drafts": books.drafts(month), "silent": books.silent_centres(month)}


def told(event: MonthClose) -> dict[str, str]:
    day = format_day(event.expires_on) if event.expires_on else ""
    return {"month": format_month(event.month), "day": day}


def address(books: Books, month: date) -> str:
    """The page of the months beside this one."""
    return f"{reverse('months')}?year={month.year}&source={books.source}&unit={books.slug}"
