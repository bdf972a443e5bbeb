"""What a page of figures is asked, who asks, and the answer to what cannot be asked."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from promotion.lib.dates import format_day, parse_day
from promotion.models import User
from promotion.scope import nameless, reaches_country, units_in_reach
from provinces.models import Province, Region
from reports import queries
from reports.pages.links import Links, Reach
from reports.pages.province import page_of_then
from reports.parameters import BadParameter, By, Lens, Parameters, SourceChoice
from reports.places import ProvinceMap
from reports.units import OffTheMap

View = Callable[..., HttpResponse]


@dataclass(frozen=True)
class Question:
    """The parameters of a page, the years it could be asked for, and the map it is drawn on.

    The parameters' reader is somebody of the reach of whoever asks, without a name.
    """

    parameters: Parameters
    years: list[int]
    map: ProvinceMap
    links: Links


def ask(request: HttpRequest, more: Sequence[str] = ()) -> Question:
    """Read the URL's parameters and draw the map: three queries, and one for a reach of units.

    `more` are the names of what only this page asks for. Raises BadParameter.
    """
    today = timezone.localdate()
    years = queries.budget_years(today)
    reader = nameless(request.user)
    parameters = Parameters.read(request.GET, today=today, years=years, more=more, reader=reader)
    drawn = queries.draw_map(parameters)
    links = Links(parameters, drawn, reach_of(reader))
    return Question(parameters, years, drawn, links)


def reach_of(user: User) -> Reach:
    """Behind whose totals the user may see all rows; the user's own unit is told to the user."""
    if reaches_country(user):
        return Reach(everywhere=True)
    units = {unit.unit: unit for unit in units_in_reach(user)}
    if own := units.get(user.province_id):
        user.province = own  # or every question of the user's rows asks for it once more
    return Reach(units=frozenset(units))


def answers_bad_parameters(view: View) -> View:
    """Answer a BadParameter with a page that says what is wrong and offers what is nearest."""

    @wraps(view)
    def answering(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except BadParameter as refusal:
            context = {"problem": refusal.sentence, "offers": offers(request, refusal)}
            return render(request, f"{refusal.status}.html", context, status=refusal.status)

    return answering


def offers(request: HttpRequest, refusal: BadParameter) -> list[tuple[str, str]]:
    """(words, address) of the nearest valid choices, the nearest first."""
    found = []
    if refusal.suggestion:
        found.append(_with(request, refusal.suggestion, refusal.words))
    if refusal.other:
        found.append(_with(request, refusal.other))
    if isinstance(refusal, OffTheMap) and refusal.successor:
        found += _while_it_existed(request, refusal)
    return found or [(_("Provinces and cities"), reverse("provinces"))]


def _with(request: HttpRequest, suggested: Mapping[str, str], told: str = "") -> tuple[str, str]:
    """What is suggested, put into the same address; a place may be a page of its own."""
    path, query, words = request.path, request.GET.copy(), []
    suggestion = dict(suggested)
    if "year" in suggestion and "until" not in suggestion:
        query.pop("until", None)
    for name, places in (("region", Region.objects), ("province", Province.objects)):
        if place := suggestion.pop(name, ""):
            words.append(capfirst(str(places.get(pk=place))))
            if name in query:
                query[name] = place
            else:
                path = reverse(name, args=[place])
    for name, value in suggestion.items():
        query[name] = value
        if not value:
            del query[name]
        words.append(_words_of(name, value))
    address = f"{path}?{query.urlencode()}" if query else path
    return told or ", ".join(words), address


def _while_it_existed(request: HttpRequest, refusal: OffTheMap) -> list[tuple[str, str]]:
    """The same report, or the unit's own page, of the year asked for or of its last one."""
    gone = Province.objects.get(unit=refusal.unit)
    assert gone.valid_to
    asked = request.GET.get("year", "")
    year = min(int(asked) if asked.isdecimal() else gone.valid_to.year, gone.valid_to.year)
    url = page_of_then(gone.unit, gone.valid_to, year, timezone.localdate())
    last = min(gone.valid_to, date(year, 12, 31))
    if "province" in request.GET:
        query = request.GET.copy()
        query["year"], query["until"], query["lens"] = str(year), last.isoformat(), Lens.THEN
        url = f"{request.path}?{query.urlencode()}"
    return [(_("%(unit)s, until %(day)s") % {"unit": gone, "day": format_day(last)}, url)]


def _words_of(name: str, value: str) -> str:
    if name == "year":
        return _("year %(year)s") % {"year": value}
    if name == "until":
        return _("until %(day)s") % {"day": format_day(parse_day(value))}
    if name == "lens":
        return _("map: %(lens)s") % {"lens": Lens(value).label}
    if name == "source":
        return _("source: %(source)s") % {"source": SourceChoice(value).label}
    if name == "by":
        return str(By(value).label)
    return value
