"""Centres: disbursed of approved support, what waits, advances, the last entry, missing returns."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from promotion.lib.dates import format_day
from promotion.models import Centre
from promotion.templatetags.figures import vnd
from reports import centres
from reports.catalogue import supported
from reports.catalogue.places import place_line, place_sections, place_title
from reports.centres import CentreFigures, CentreRow
from reports.columns import Column, Measure, UnitOfMeasure, has_data
from reports.declaration import Line, LineKind, Report, Section
from reports.pages.bars import Series, bars
from reports.pages.counted import OF_SUPPORT
from reports.pages.how import noted
from reports.pages.links import ROWS, Links
from reports.pages.words import strong
from reports.pages.worked import of_support
from reports.parameters import By
from reports.places import CENTRAL_UNITS, Place, PlaceKind
from reports.sentences import Sentence
from reports.sentences.centres import centres as sentence


@dataclass(frozen=True)
class NamedCentre:
    key: str
    name: str


MONEY, COUNT = UnitOfMeasure.MONEY, UnitOfMeasure.COUNT
ENTRIES = Measure("entries_waiting", COUNT, lambda row, source: row.waiting.entries[source])
WAITING = Measure("waiting_vnd", MONEY, lambda row, source: row.waiting.amount_vnd[source])
ADVANCES = Measure(
    "outstanding_advance_vnd", MONEY, lambda row, source: row.outstanding_vnd[source], has_data
)
LAST = Measure(
    "last_entry_on",
    UnitOfMeasure.DAY,
    CentreRow.last_of,
    reported=lambda row, source: row.last_of(source) is not None,
)
RETURNS = Measure("returns_missing", COUNT, lambda row, source: row.returns_missing)

_WAITING = gettext_lazy("Waiting for confirmation")
_ADVANCES = gettext_lazy("Outstanding advances")
_LAST = gettext_lazy("Last entry")
_RETURNS = gettext_lazy("Returns missing")
COLUMNS = (
    *supported.SUPPORT[:7],
    Column(ENTRIES, "all", _WAITING, gettext_lazy("Number of entries")),
    Column(WAITING, "all", _WAITING, gettext_lazy("Amount")),
    Column(ADVANCES, "all", _ADVANCES, _ADVANCES),
    Column(LAST, "all", _LAST, _LAST),
    Column(RETURNS, "all", _RETURNS, _RETURNS),
)
MEASURES = (
    *(supported.APPROVED, supported.DISBURSED, supported.PART),
    *(ENTRIES, WAITING, ADVANCES, LAST, RETURNS),
)


def _sections(figures: CentreFigures, scope: Place, by: By) -> Sequence[Section]:
    """Centres north to south; of the country under their regions, central units last."""
    if by != By.CENTRE:
        return place_sections(figures, scope, by)
    if scope.kind != PlaceKind.COUNTRY:
        return [Section(_lines(figures, scope))]
    over = [*figures.map.regions, CENTRAL_UNITS]
    sections = [
        Section(_lines(figures, place), place_line(figures.of(place), LineKind.SUBTOTAL))
        for place in over
        if figures.inside(place)
    ]
    alone = tuple(
        _line(centre, row)
        for centre, row in figures.inside(scope)
        if not any(figures.map.contains(place, row.place) for place in over)
    )
    return [*sections, Section(alone)] if alone else sections


def _lines(figures: CentreFigures, scope: Place) -> tuple[Line, ...]:
    return tuple(_line(centre, row) for centre, row in figures.inside(scope))


def _line(centre: Centre, row: CentreRow) -> Line:
    return Line({"place": row.place, "centre": NamedCentre(centre.slug, centre.name)}, row)


def _row_title(figures: CentreFigures, by: By) -> str:
    return _("Implementing unit") if by == By.CENTRE else place_title(figures, by)


def _sentence(figures: CentreFigures, scope: Place) -> Sentence:
    return sentence(figures.of(scope), scope, figures.parameters, figures.provisional(scope))


def _headlines(
    figures: CentreFigures, scope: Place, links: Links, _kept: Mapping[str, str]
) -> list[dict[str, Any]]:
    row = figures.of(scope)
    late = format_html(
        _("{} of {} implementing units"),
        strong(vnd(row.late_centres), ROWS),
        strong(vnd(row.centres), ROWS),
    )
    returns = {
        "label": _RETURNS,
        "value": vnd(row.returns_missing),
        "url": ROWS if row.returns_missing else "",
        "unit": "",
        "lines": [late],
    }
    return [*supported.headlines(row, scope, figures.parameters, links)[:3], returns]


def _figure(
    figures: CentreFigures, scope: Place, by: By, links: Links
) -> tuple[str, dict[str, Any]]:
    source = figures.parameters.source.value
    lines = [
        line
        for section in _sections(figures, scope, by)
        for line in section.counted
        if line.row.has_data
    ]
    if not lines:
        return "", {}
    series = [
        Series(_("Approved support"), "previous", [x.row.approved_vnd[source] for x in lines]),
        Series(_("Disbursed"), "all", [x.row.disbursed_vnd[source] for x in lines]),
    ]
    urls = [_only(links.disbursed(line.row.place), line) for line in lines]
    title = _("Disbursed of approved support by implementing unit")
    return bars(title, _short_names(lines), series, urls=urls)


def _short_names(lines: Sequence[Line]) -> list[str]:
    """The only centre of a province by the province, which tells it apart sooner."""
    number = Counter(line.row.place for line in lines)
    number[CENTRAL_UNITS] = 0
    return [line.row.place.name if number[line.row.place] == 1 else line.name for line in lines]


def _only(url: str, line: Line) -> str:
    """The list narrowed to the line's centre, if it is about one."""
    centre = line.about.get("centre")
    return f"{url}&centre={centre.key}" if url and centre else url


def _behind(line: Line, column: Column, links: Links) -> str:
    if not column.value(line.row):
        return ""
    if column.measure in (ENTRIES, WAITING):
        return _only(links.waiting(line.row.place), line)
    if column.measure is ADVANCES:
        return _only(links.advances(line.row.place, column.source), line)
    return _only(supported.behind(column, line.row.place, links), line)


def _notes(figures: CentreFigures) -> list[tuple[str, str]]:
    values = {"year": figures.parameters.year, "until": format_day(figures.parameters.until)}
    return [
        (
            _("Implementing unit"),
            _(
                "one that was merged counts for its successor from the day after it closed, on the"
                " map that is chosen."
            ),
        ),
        *supported.notes(figures.parameters)[:3],
        (
            _("Waiting for confirmation"),
            _(
                "entries of budget year %(year)s booked until %(until)s that nobody has confirmed"
                " to this day; they are no part of disbursed."
            )
            % values,
        ),
        (
            _("Outstanding advances"),
            _("confirmed advances that were not cleared by %(until)s, a part of disbursed.")
            % values,
        ),
        (
            _("Last entry"),
            _(
                "the day that the last entry of budget year %(year)s is booked on, confirmed or"
                " not, until %(until)s."
            )
            % values,
        ),
        (
            _("Returns missing"),
            _(
                "returns of the periods of %(year)s that were due before %(until)s and had not"
                " come by then, those of merged centres included."
            )
            % values,
        ),
    ]


CENTRES = Report(
    slug="centres",
    title=gettext_lazy("Implementing units"),
    about=gettext_lazy("Disbursed of approved support, waiting, advances, missing returns"),
    load=centres.load,
    measures=lambda figures: MEASURES,
    columns=lambda figures: COLUMNS,
    sections=_sections,
    total=lambda figures, scope: place_line(figures.of(scope)),
    row_title=_row_title,
    sentence=_sentence,
    headlines=_headlines,
    figure=_figure,
    how=noted(
        _notes, OF_SUPPORT, lambda found, scope: of_support(found.of(scope), found.parameters)
    ),
    notes=_notes,
    behind=_behind,
    by=(By.CENTRE, By.PROVINCE, By.REGION),
)
