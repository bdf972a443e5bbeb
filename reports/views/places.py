"""The country, a region, a province: one page, the same question asked of each."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from projects.tables import status_pill
from projects.views.home import my_month
from promotion.kept import page_of_figures
from promotion.models import User
from reports import attention, execution, queries
from reports.catalogue import EXECUTION
from reports.execution import ExecutionFigures
from reports.pages import attention as attention_page
from reports.pages import charts, tables, tiles
from reports.pages.chips import chips
from reports.pages.counted import nothing_known
from reports.pages.headlines import headlines
from reports.pages.how import how, in_paragraphs, notes
from reports.pages.links import Links
from reports.pages.province import (
    ended_units,
    history_table,
    page_of_then,
    sources_table,
)
from reports.pages.sentence import marked
from reports.pages.tables import holds
from reports.parameters import By, read_choice
from reports.places import COUNTRY, Place, PlaceKind
from reports.units import OffTheMap
from reports.views.questions import Question, answers_bad_parameters, ask


def home(request: HttpRequest) -> HttpResponse:
    """A clerk's own month; for everybody else the country."""
    if request.user.role == User.Role.CLERK:
        return my_month(request)
    return overview(request)


@answers_bad_parameters
@page_of_figures("reports/place.html")
def overview(request: HttpRequest) -> dict[str, Any]:
    return place_page(request, ask(request), COUNTRY)


@answers_bad_parameters
@page_of_figures("reports/place.html")
def region(request: HttpRequest, region: str) -> dict[str, Any]:
    question = ask(request)
    return place_page(request, question, question.map.region(region))


@answers_bad_parameters
@page_of_figures("reports/province.html")
def province(request: HttpRequest, unit: str) -> dict[str, Any] | HttpResponse:
    """A unit of the map; one that ended opens at its last day, unless a map is asked for."""
    question = ask(request)
    try:
        scope = question.map.province(unit)
    except OffTheMap:
        if "lens" not in request.GET and (last_page := _last_page(request, question, unit)):
            return redirect(last_page)
        raise
    asked = question.parameters
    context = place_page(request, question, scope) | _history(question, unit)
    units = question.links.units_of(scope)
    largest = queries.largest_projects(asked.reader, units, asked)
    context["projects"] = [(project, *status_pill(project.status_at)) for project in largest]
    context["projects_url"] = question.links.projects(scope)
    return context


def place_page(request: HttpRequest, question: Question, scope: Place) -> dict[str, Any]:
    """The context of the page that every place has: figures, sentence, charts and table."""
    asked, links = question.parameters, question.links
    shows = read_choice("map", _("Tile map"), request.GET.get("map", ""), tiles.Shows)
    kept = {"map": shows.value} if shows != tiles.Shows.RATE else {}
    figures = execution.load(asked, question.map, projects=False)
    sentence = EXECUTION.sentence(figures, scope)

    def switch(to: tiles.Shows) -> str:
        return f"?{asked.query(map=None if to == tiles.Shows.RATE else to)}#map"

    return {
        "scope": scope,
        "heading": _heading(scope),
        "crumbs": _crumbs(question, scope),
        "chips": chips(asked, question.years, scope, **kept),
        "conference_url": links.conference(scope),
        "headlines": headlines(figures, scope, links),
        "nothing_known": nothing_known(asked, question.map, scope, request.GET),
        "sentence": marked(sentence, links),
        "bullets": _bullets(figures, scope, links),
        "curve": charts.curve(figures, scope, links),
        "map": tiles.tile_map(figures, scope, links, shows, switch),
        "attention": attention_page.beside(attention.behind(figures, scope), scope, links),
        "today_url": f"?{asked.query(lens=None)}",
        "table": _table(request, figures, scope, links, kept),
        "notes": notes(),
    }


def _heading(scope: Place) -> str:
    if scope.kind == PlaceKind.COUNTRY:
        return _("Overview of the country")
    return capfirst(scope.full_name)


def _crumbs(question: Question, scope: Place) -> list[tuple[str, str]]:
    """(words, address) of what lies above the place."""
    if scope.kind == PlaceKind.COUNTRY:
        return []
    links = question.links
    above = [(COUNTRY.name, links.place(COUNTRY))]
    if scope.kind == PlaceKind.PROVINCE and scope.region:
        region = question.map.region(scope.region)
        above.append((capfirst(region.name), links.place(region)))
    elif scope.kind == PlaceKind.REGION:
        above.append((_("Conference regions"), links.page("regions")))
    return above


def _bullets(figures: ExecutionFigures, scope: Place, links: Links) -> dict[str, Any]:
    asked, data = figures.parameters, {"data": links.data(EXECUTION.slug, scope)}
    if scope.kind == PlaceKind.PROVINCE:
        title = _("Disbursed against plan by source of funding")
        return charts.bullets(title, [figures.of(scope)], asked, links, by_source=True) | data
    if scope.kind == PlaceKind.REGION:
        title = _("Disbursed against plan by province and city")
        return charts.bullets(title, figures.rows(scope), asked, links) | data
    title = _("Disbursed against plan by conference region")
    data = {
        "data": links.data(EXECUTION.slug, scope, by=By.REGION.value),
        "beside": links.page("regions"),
    }
    return charts.bullets(title, figures.rows(scope, By.REGION), asked, links) | data


def _table(
    request: HttpRequest,
    figures: ExecutionFigures,
    scope: Place,
    links: Links,
    kept: Mapping[str, str],
) -> dict[str, Any]:
    if scope.kind == PlaceKind.PROVINCE:
        table = sources_table(figures.of(scope), figures.parameters, links)
    else:
        order = request.GET.get("order", "")
        table = tables.table(
            EXECUTION, figures, scope, links, measures=tables.OVERVIEW, order=order, kept=kept
        )
    return table | {"how": in_paragraphs(how(figures, scope, links))}


def _last_page(request: HttpRequest, question: Question, slug: str) -> str:
    """The page of an ended unit at its last day, or of the earlier year that is asked for.

    Empty where a day or a year after its end is asked for by name.
    """
    unit, asked = question.map.unit(slug), question.parameters
    if unit is None or unit.valid_to is None:
        return ""
    if "until" in request.GET and asked.until > unit.valid_to:
        return ""
    if "year" in request.GET and asked.year > unit.valid_to.year:
        return ""
    year = min(asked.year, unit.valid_to.year)
    latest = asked.until if "until" in request.GET else asked.today
    return page_of_then(slug, unit.valid_to, year, latest)


def _history(question: Question, unit: str) -> dict[str, Any]:
    """The unit and those merged into it, each with its own years; and what became of it."""
    own = question.map.unit(unit)
    assert own
    units = [own, *question.map.predecessors(unit)]
    today = question.parameters.today
    years = queries.unit_years([each.slug for each in units], today)
    successor = question.map.unit(own.successor) if own.successor else None
    query = question.parameters.query(lens=None)
    return {
        "history": history_table(units, years, question.links),
        "own": own,
        "successor": successor,
        "successor_url": f"{reverse('province', args=[successor.slug])}?{query}"
        if successor
        else "",
    }


@answers_bad_parameters
@page_of_figures("reports/regions.html")
def regions(request: HttpRequest) -> dict[str, Any]:
    question = ask(request)
    asked, links = question.parameters, question.links
    figures = execution.load(asked, question.map, projects=False)
    return {
        "chips": chips(asked, question.years),
        "bullets": _bullets(figures, COUNTRY, links) | {"span": 12, "beside": ""},
        "curves": charts.curves(figures, question.map.regions, links),
        "table": tables.table(
            EXECUTION, figures, COUNTRY, links, By.REGION, measures=tables.OVERVIEW
        )
        | {"how": in_paragraphs(how(figures, COUNTRY, links))},
    }


@answers_bad_parameters
@page_of_figures("reports/provinces.html")
def provinces(request: HttpRequest) -> dict[str, Any]:
    """All units of the map with their figures, and those that ended with their successors.

    `q` keeps the units whose name holds the words, whatever marks and case.
    """
    question = ask(request)
    asked, links = question.parameters, question.links
    figures = execution.load(asked, question.map, projects=False)
    words = request.GET.get("q", "").strip()[:60]
    table = tables.table(
        EXECUTION,
        figures,
        COUNTRY,
        links,
        measures=tables.OVERVIEW,
        order=request.GET.get("order", ""),
        words=words,
        kept={"q": words},
    )
    ended = [unit for unit in question.map.units if unit.successor and holds(unit.label, words)]
    return {
        "chips": chips(asked, question.years, q=words),
        "words": words,
        "table": table | {"how": in_paragraphs(how(figures, COUNTRY, links))},
        "ended": ended_units(ended, question.map, asked.today),
    }
