"""Projects by status, round, kind, content or place; planned against accepted."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from projects.models import Project
from projects.project_filter import NO_ROUND
from promotion.lib.dates import format_day
from promotion.templatetags.figures import vnd
from reports import portfolio
from reports.catalogue import supported
from reports.catalogue.content import CATALOGUE, catalogue_of
from reports.catalogue.execution import COMPLETED, PLANNED
from reports.catalogue.places import place_line, place_sections, place_title
from reports.columns import Column, Measure, UnitOfMeasure, has_data
from reports.contents import Group
from reports.declaration import Line, Report, Section
from reports.pages.bars import Series, bars
from reports.pages.counted import OF_SUPPORT
from reports.pages.how import noted
from reports.pages.links import Links
from reports.pages.worked import Ratio, of_support, worked
from reports.parameters import By
from reports.places import Place
from reports.portfolio import Alike, Portfolio, PortfolioFigures
from reports.sentences import Sentence
from reports.sentences.projects import projects


@dataclass(frozen=True)
class Label:
    """A status, round or kind, as it is called in the page's language."""

    key: str
    name: str


def _reported(row: Portfolio, source: str) -> bool:
    """Of accepted projects none of which has a value, no zero is said."""
    completed = row.projects[source].completed
    return not completed or row.unreported[source] < completed


COUNT = UnitOfMeasure.COUNT
LISTED = Measure("projects", COUNT, lambda row, source: row.listed[source], has_data)
ACCEPTED_PART = Measure(
    "accepted_of_planned", UnitOfMeasure.PERCENT, Portfolio.accepted_part, has_data
)
ACCEPTED_VALUE = Measure(
    "accepted_vnd",
    UnitOfMeasure.MONEY,
    lambda row, source: row.accepted_vnd[source] if _reported(row, source) else None,
    has_data,
    _reported,
)
UNREPORTED = Measure("not_reported", COUNT, lambda row, source: row.unreported[source], has_data)

_PROJECTS = gettext_lazy("Number of projects")
_SUPPORT = gettext_lazy("Support of the year")
_ACCEPTANCE = gettext_lazy("Value at acceptance")
COLUMNS = (
    Column(LISTED, "all", _PROJECTS, pgettext_lazy("projects", "All"), adds_up=False),
    Column(PLANNED, "all", _PROJECTS, gettext_lazy("With support"), adds_up=False),
    Column(COMPLETED, "all", _PROJECTS, gettext_lazy("Of these accepted"), adds_up=False),
    Column(
        ACCEPTED_PART,
        "all",
        _PROJECTS,
        gettext_lazy("Accepted of those with support (%)"),
        ratio_of=("completed.all", "planned.all"),
    ),
    Column(supported.APPROVED, "all", _SUPPORT, gettext_lazy("Approved")),
    Column(supported.DISBURSED, "all", _SUPPORT, gettext_lazy("Disbursed")),
    Column(
        supported.PART,
        "all",
        _SUPPORT,
        gettext_lazy("Disbursed of approved support (%)"),
        ratio_of=("disbursed_vnd.all", "approved_vnd.all"),
    ),
    Column(ACCEPTED_VALUE, "all", _ACCEPTANCE, gettext_lazy("Accepted value"), adds_up=False),
    Column(UNREPORTED, "all", _ACCEPTANCE, gettext_lazy("Projects not reported"), adds_up=False),
)
MEASURES = (
    *(LISTED, PLANNED, COMPLETED, ACCEPTED_PART),
    *(supported.APPROVED, supported.DISBURSED, supported.PART, ACCEPTED_VALUE, UNREPORTED),
)
# {what is told of projects: the choices of their list that hold these}
_CHOICES: dict[Measure, dict[str, str]] = {
    LISTED: {"unsupported": "on"},
    PLANNED: {},
    COMPLETED: {"accepted": "on"},
    ACCEPTED_VALUE: {"accepted": "on", "sort": "-accepted_vnd"},
    UNREPORTED: {"accepted": "on", "unvalued": "on"},
}
_SORTED = {
    supported.APPROVED: "-approved_vnd",
    supported.DISBURSED: "-disbursed_vnd",
    supported.PART: "rate",
}

# {what a row is: (its name among the row's subjects, the key of a project's row)}
_KEYS: dict[By, tuple[str, Callable[[Alike], str]]] = {
    By.STATUS: ("status", lambda each: each.told.status),
    By.ROUND: ("round", lambda each: str(each.told.round_number or "")),
    By.KIND: ("kind", lambda each: each.told.kind),
}


def _sections(figures: PortfolioFigures, scope: Place, by: By) -> Sequence[Section]:
    if by in (By.PROVINCE, By.REGION):
        return place_sections(figures, scope, by)
    if by == By.CONTENT:
        return [Section(tuple(_content_line(figures, scope, g) for g in figures.catalogue.groups))]
    subject, key_of = _KEYS[by]
    found: dict[str, list[Alike]] = {}
    for each in figures.inside(scope):
        found.setdefault(key_of(each), []).append(each)
    return [
        Section(
            tuple(
                Line({"place": scope, subject: label}, portfolio.summed(found[label.key]))
                for label in _labels(by, found)
                if label.key in found
            )
        )
    ]


def _content_line(figures: PortfolioFigures, scope: Place, group: Group) -> Line:
    row = replace(figures.of_group(scope, group), has_data=bool(figures.inside(scope)))
    return Line({"place": scope, "content": group}, row, number=group.number)


def _labels(by: By, found: Mapping[str, Any]) -> list[Label]:
    """In the order of a project's life, of the rounds, or of the kinds."""
    if by == By.STATUS:
        return [Label(value, str(words)) for value, words in Project.Status.choices]
    if by == By.KIND:
        return [Label(value, str(words)) for value, words in Project.Kind.choices]
    rounds = sorted(int(key) for key in found if key)
    named = [Label(str(number), _("Round %(number)s") % {"number": number}) for number in rounds]
    return [*named, Label("", _("No round stated"))]


def _total(figures: PortfolioFigures, scope: Place) -> Line:
    return place_line(figures.of(scope))


def _row_title(figures: PortfolioFigures, by: By) -> str:
    titles = {
        By.STATUS: _("Status"),
        By.ROUND: _("Round"),
        By.KIND: _("Kind of project"),
        By.CONTENT: _("Group of contents"),
    }
    return titles[by] if by in titles else place_title(figures, by)


def _sentence(figures: PortfolioFigures, scope: Place) -> Sentence:
    asked = figures.parameters
    stopped = portfolio.summed(
        each for each in figures.inside(scope) if each.told.status == Project.Status.STOPPED
    ).listed[asked.source.value]
    return projects(figures.of(scope), scope, asked, stopped, figures.provisional(scope))


def _headlines(
    figures: PortfolioFigures, scope: Place, links: Links, _kept: Mapping[str, str]
) -> list[dict[str, Any]]:
    return supported.headlines(figures.of(scope), scope, figures.parameters, links)


def _figure(
    figures: PortfolioFigures, scope: Place, by: By, links: Links
) -> tuple[str, dict[str, Any]]:
    source = figures.parameters.source.value
    lines = [line for section in _sections(figures, scope, by) for line in section.counted]
    rows = [line.row for line in lines]
    if not any(row.listed[source] for row in rows):
        return "", {}
    series = [
        Series(words, tone, values, vnd)
        for words, tone, values in (
            (_("All"), "previous", [row.listed[source] for row in rows]),
            (_("With support"), "open", [row.projects[source].planned for row in rows]),
            (_("Of these accepted"), "all", [row.projects[source].completed for row in rows]),
        )
    ]
    title = _("Projects, those with support, and those accepted")
    listed = Column(LISTED, source, "", "")
    urls = [_behind(line, listed, links) for line in lines]
    return bars(title, [line.name for line in lines], series, unit=_("projects"), urls=urls)


def _behind(line: Line, column: Column, links: Links) -> str:
    """Projects as at the cut-off; of all of a place or for contents also the money's own lists."""
    if not column.value(line.row):
        return ""
    place, last = line.about["place"], list(line.about.values())[-1]
    assert isinstance(place, Place)
    contents = last.contents if isinstance(last, Group) else ()
    narrowed = dict(_narrowed(line))
    if column.measure in _CHOICES:
        choices = narrowed | _CHOICES[column.measure]
        return links.supported(place, column.source, contents, **choices)
    if narrowed and (sort := _SORTED.get(column.measure)):
        return links.paid_of(place, column.source, **narrowed, sort=sort)
    return supported.behind(column, place, links, contents)


def _narrowed(line: Line) -> Iterator[tuple[str, str]]:
    """By which choice of the list of projects it holds those of the line, if of a status, …"""
    for subject, _key_of in _KEYS.values():
        if subject in line.about:
            yield subject, line.key or str(NO_ROUND)


def _notes(figures: PortfolioFigures) -> list[tuple[str, str]]:
    asked = figures.parameters
    values = {"year": asked.year, "until": format_day(asked.until)}
    return [
        (
            _("All projects"),
            _(
                "projects with a decision on support of budget year %(year)s signed until"
                " %(until)s, also those stopped since, and projects submitted in %(year)s that had"
                " no support by then; drafts are nobody's report and are left out."
            )
            % values,
        ),
        (
            _("Status"),
            _(
                "as at %(until)s as far as its facts have days: today's status, unless the day of"
                " a contract, acceptance, settlement or stop lies after it; then the last fact"
                " before. Appraisal and beginning of the work have no day."
            )
            % values,
        ),
        *supported.notes(asked),
        (
            _("Accepted value"),
            _(
                "values in the acceptance of projects accepted by %(until)s, of the whole project,"
                " whatever the source and year. What was not reported is not counted as zero: the"
                " column beside says of how many projects."
            )
            % values,
        ),
        (_("Catalogue of contents"), figures.catalogue.name),
    ]


def _worked(figures: PortfolioFigures, scope: Place) -> list[str | SafeString]:
    row, source = figures.of(scope), figures.parameters.source.value
    numbers, part = row.projects[source], row.accepted_part(source)
    accepted = Ratio(
        f"accepted_of_planned.{source}", numbers.completed, numbers.planned, part, is_money=False
    )
    told = worked(_("Accepted of those with support (%)"), [accepted])
    return [told, *of_support(row, figures.parameters)]


PROJECTS = Report(
    slug="projects",
    title=gettext_lazy("Projects"),
    about=gettext_lazy("By status, round, kind and content; with support, accepted, disbursed"),
    load=lambda asked, drawn: portfolio.load(asked, drawn, catalogue_of(asked)),
    measures=lambda figures: MEASURES,
    columns=lambda figures: COLUMNS,
    sections=_sections,
    total=_total,
    row_title=_row_title,
    sentence=_sentence,
    headlines=_headlines,
    figure=_figure,
    how=noted(_notes, OF_SUPPORT, _worked),
    notes=_notes,
    behind=_behind,
    by=(By.STATUS, By.ROUND, By.KIND, By.CONTENT, By.PROVINCE, By.REGION),
    options=(CATALOGUE,),
)
