"""What needs attention: places and projects whose money may stay undisbursed."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from reports import attention
from reports.attention import AttentionFigures, Item, OpenProject
from reports.catalogue.attention_notes import notes
from reports.columns import Column, Measure, UnitOfMeasure, Value, has_data
from reports.declaration import Line, LineKind, Named, Report, Section
from reports.pages import attention as page
from reports.pages.attention_beneath import beneath
from reports.pages.how import note, noted
from reports.pages.links import Links
from reports.pages.words import share_ends, years_words
from reports.parameters import By
from reports.places import Place
from reports.rhythm import Rhythm
from reports.sentences.attention import attention as sentence


@dataclass(frozen=True)
class Row:
    """What a line prints of a place, a project or all of them; of no other source than its own."""

    source: str
    rhythm: Rhythm
    left_vnd: int
    at_risk_vnd: int
    landing_vnd: tuple[int, int] | None = None
    about: Item | OpenProject | None = None
    has_data: bool = True


@dataclass(frozen=True)
class Subject:
    """A project, or all places of which the reader may see items."""

    key: str
    name: str


def _of_row(name: str, unit: UnitOfMeasure, read: Callable[[Row], Value]) -> Measure:
    return Measure(
        name, unit, lambda row, source: read(row) if source == row.source else None, has_data
    )


def _words(name: str, write: Callable[[Any], str]) -> Measure:
    """Words about a place or project; of a total there are none."""
    return _of_row(name, UnitOfMeasure.TEXT, lambda row: write(row.about) if row.about else "")


MONEY, PERCENT = UnitOfMeasure.MONEY, UnitOfMeasure.PERCENT
PLAN = _of_row("plan_vnd", MONEY, lambda row: row.rhythm.plan_vnd)
DISBURSED = _of_row("disbursed_vnd", MONEY, lambda row: row.rhythm.disbursed_vnd)
SHARE = _of_row("disbursed_share", PERCENT, lambda row: row.rhythm.share)
LOWEST = _of_row("lowest_share_before", PERCENT, lambda row: share_ends(row.rhythm)[0])
HIGHEST = _of_row("highest_share_before", PERCENT, lambda row: share_ends(row.rhythm)[1])
LEFT = _of_row("left_vnd", MONEY, lambda row: row.left_vnd)
AT_RISK = _of_row("at_risk_vnd", MONEY, lambda row: row.at_risk_vnd)
LOW = _of_row("landing_from_vnd", MONEY, lambda row: row.landing_vnd and row.landing_vnd[0])
HIGH = _of_row("landing_to_vnd", MONEY, lambda row: row.landing_vnd and row.landing_vnd[1])
YEARS = _words("years_before", lambda about: years_words(about.rhythm))
WHY = _words("why", page.why_words)
BASIS = _words("basis", page.basis_words)
REASON = _words("reason", page.reason_words)
ACTION = _words("action", page.action_words)
PROJECTS = _words("projects", page.codes_of)

_NOW = gettext_lazy("Of the year")
_OWN = gettext_lazy("Same day of its own years (%)")
_LEFT = gettext_lazy("Left")
_LANDING = gettext_lazy("Landing estimate of the year")
_REASON = gettext_lazy("Reason and action")
_WHY = pgettext_lazy("attention", "Why")

COLUMNS = (
    Column(PLAN, "all", _NOW, gettext_lazy("Plan")),
    Column(DISBURSED, "all", _NOW, gettext_lazy("Disbursed")),
    Column(
        SHARE,
        "all",
        _NOW,
        gettext_lazy("Rate (%)"),
        ratio_of=("disbursed_vnd.all", "plan_vnd.all"),
    ),
    Column(LOWEST, "all", _OWN, pgettext_lazy("share", "Lowest")),
    Column(HIGHEST, "all", _OWN, pgettext_lazy("share", "Highest")),
    Column(LEFT, "all", _LEFT, pgettext_lazy("amount", "All")),
    Column(AT_RISK, "all", _LEFT, gettext_lazy("At risk"), main=True),
    Column(LOW, "all", _LANDING, pgettext_lazy("amount", "From")),
    Column(HIGH, "all", _LANDING, pgettext_lazy("amount", "To")),
    Column(BASIS, "all", _LANDING, gettext_lazy("Basis")),
    Column(WHY, "all", _WHY, _WHY),
    Column(REASON, "all", _REASON, pgettext_lazy("attention", "Reason")),
    Column(ACTION, "all", _REASON, gettext_lazy("Intended action")),
)
MEASURES = (
    *(PLAN, DISBURSED, SHARE, LOWEST, HIGHEST, YEARS, LEFT, AT_RISK, LOW, HIGH),
    *(BASIS, WHY, REASON, ACTION, PROJECTS),
)
# What a project has of these: nobody gives a reason for it alone.
OF_PROJECT = frozenset(m.name for m in MEASURES) - {REASON.name, ACTION.name, PROJECTS.name}


def _sections(figures: AttentionFigures, scope: Place, by: By) -> Sequence[Section]:
    """Each place, and under it the projects in reach that explain it, which no sum counts."""
    sections = []
    for item in figures.inside(scope):
        sections.append(Section((Line({"place": item.place}, _row(figures, item)),)))
        if item.explaining:
            lines = tuple(_line(figures, item, project) for project in item.explaining)
            sections.append(Section(lines, repeats=True))
    return sections


def _row(figures: AttentionFigures, about: Item | OpenProject) -> Row:
    rhythm, source = about.rhythm, figures.parameters.source.value
    return Row(source, rhythm, rhythm.left_vnd, about.at_risk_vnd, about.landing_vnd, about)


def _line(figures: AttentionFigures, item: Item, project: OpenProject) -> Line:
    assert project.name
    named = Subject(project.name.code, f"{project.name.code} {project.name.title}")
    about: dict[str, Named] = {"place": item.place, "project": named}
    only = OF_PROJECT if project.why else OF_PROJECT - {AT_RISK.name}
    if not project.rhythm.before:  # it began this year: it has no rhythm to be shown
        only -= {LOWEST.name, HIGHEST.name}
    return Line(about, _row(figures, project), LineKind.PART, only, number="–")


def _total(figures: AttentionFigures, scope: Place) -> Line:
    """Of the items that are shown: what a partial reader may not see is not in it."""
    items = figures.inside(scope)
    landings = [item.landing_vnd for item in items if item.landing_vnd]
    rhythm = Rhythm(
        sum(item.rhythm.plan_vnd for item in items),
        sum(item.rhythm.disbursed_vnd for item in items),
    )
    words = page.remark(figures, scope)
    shown: Named = Subject(scope.key, words) if words else scope
    return Line(
        {"place": shown},
        Row(
            figures.parameters.source.value,
            rhythm,
            sum(item.rhythm.left_vnd for item in items),
            sum(item.at_risk_vnd for item in items),
            (sum(low for low, _high in landings), sum(high for _low, high in landings))
            if landings
            else None,
            has_data=figures.knows(scope),
        ),
    )


# {what is no sum of rows: the name of the note that says how it is reckoned}
_RECKONED = {AT_RISK: gettext_lazy("Money at risk"), LOW: _LANDING, HIGH: _LANDING}


def _behind(line: Line, column: Column, links: Links) -> str:
    """A place's plan and entries, a project's own page, and how what is reckoned is reckoned."""
    about, source = line.row.about, column.source
    if (words := _RECKONED.get(column.measure)) and column.value(line.row):
        return note(words)
    if isinstance(about, OpenProject):
        if column.measure in (PLAN, DISBURSED) and about.name:
            return reverse("project", args=[about.name.code])
        return ""
    if not isinstance(about, Item) or not column.value(line.row):
        return ""
    if column.measure is PLAN:
        return links.plan(about.place, source)
    return links.disbursed(about.place, source) if column.measure is DISBURSED else ""


ATTENTION = Report(
    slug="attention",
    title=gettext_lazy("What needs attention"),
    about=gettext_lazy("Places and projects behind their own rhythm, money at risk, reasons"),
    load=attention.load,
    measures=lambda figures: MEASURES,
    columns=lambda figures: COLUMNS,
    sections=_sections,
    total=_total,
    row_title=lambda figures, by: _("Province, city; project"),
    table_title=lambda figures, by: _("Sorted by the money at risk"),
    sheet="Cần lưu ý",
    sentence=sentence,
    headlines=page.headlines,
    figure=lambda figures, scope, by, links: ("", {}),
    beneath=beneath,
    how=noted(notes),
    notes=notes,
    behind=_behind,
    by=(By.PROVINCE,),
    remark=page.remark,
)
