"""The regional conferences: a form, and the workbook it makes."""

from contextlib import suppress
from typing import Any
from urllib.parse import urlencode

from django.db.models import Max
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from promotion.lib.dates import format_day, parse_day
from promotion.models import User
from promotion.papers import issuer_of
from promotion.state import one_state
from reports import queries
from reports.catalogue import EXECUTION
from reports.conference import usual_window
from reports.conference_forms import ConferenceForm
from reports.models import Edition
from reports.parameters import Parameters
from reports.places import ProvinceMap
from reports.views.catalogue import attachment
from reports.workbooks import MIME
from reports.workbooks.edition import workbook_of

ASKED = ("region", "year", "until", "ordinal", "lens")


@one_state()
def conferences(request: HttpRequest) -> HttpResponse:
    """The form, filled in as far as the URL says; complete, it shows what the workbook will say."""
    form = _form(request, complete="ordinal" in request.GET)
    return _page(request, form)


@one_state()
def conference_workbook(request: HttpRequest) -> HttpResponse:
    """The workbook; or the form again with everything typed and what is wrong."""
    form = _form(request, complete=True)
    if not form.is_valid() or form.conference is None:
        return _page(request, form, status=400)
    issuer = issuer_of(request.user)
    workbook = workbook_of(form.conference, issuer, reader=request.user)
    return attachment(workbook.content, MIME, workbook.name)


def _form(request: HttpRequest, *, complete: bool) -> ConferenceForm:
    today = timezone.localdate()
    years = queries.budget_years(today)
    drawn = queries.draw_map(Parameters(today.year, today, today=today))
    context: dict[str, Any] = {"today": today, "years": years, "regions": drawn.regions}
    if complete:
        return ConferenceForm(request.GET, **context)
    return ConferenceForm(initial=_initial(request, drawn, years), **context)


def _initial(request: HttpRequest, drawn: ProvinceMap, years: list[int]) -> dict[str, Any]:
    """What the URL brings from the page before, else the region's latest usual window."""
    brought: dict[str, Any] = {name: request.GET[name] for name in ASKED if request.GET.get(name)}
    with suppress(ValueError):  # what is no day stays as it was typed
        brought["until"] = parse_day(brought.get("until", ""))
    region = brought.get("region") or (drawn.regions[0].key if drawn.regions else "")
    year, until = usual_window(region, years, timezone.localdate())
    return {"region": region, "year": str(year), "until": until} | brought


def _page(request: HttpRequest, form: ConferenceForm, status: int = 200) -> HttpResponse:
    context: dict[str, Any] = {
        "form": form,
        "windows": _windows(form),
        "editions": Edition.objects.select_related("region", "host").annotate(
            frozen=Max("versions__number")
        ),
        "may_prepare": request.user.role == User.Role.MINISTRY,
    }
    if form.is_bound and form.is_valid() and form.conference:
        conference = form.conference
        sentence = EXECUTION.sentence(conference.figures, conference.scope)
        context |= {"conference": conference, "sentence": sentence}
    return render(request, "reports/conferences.html", context, status=status)


def _windows(form: ConferenceForm) -> list[tuple[str, str]]:
    """(words, address): each region's latest usual window, to start from."""
    windows = []
    for region, name in form.fields["region"].choices:
        year, until = usual_window(region, form.years, form.today)
        query = urlencode({"region": region, "year": year, "until": until.isoformat()})
        words = _("%(region)s, until %(day)s") % {"region": name, "day": format_day(until)}
        windows.append((words, f"?{query}"))
    return windows
