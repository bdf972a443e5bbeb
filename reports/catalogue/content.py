"""Support by the groups of contents of a catalogue, disbursed of approved support."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reports import contents, queries
from reports.catalogue import supported
from reports.columns import Column
from reports.contents import Catalogue, ContentFigures, Group, Groups, read_catalogue
from reports.declaration import Line, LineKind, Report, Section
from reports.indicators import ratio
from reports.options import Choices, Option
from reports.pages.bars import Series, bars
from reports.pages.counted import OF_SUPPORT
from reports.pages.how import noted
from reports.pages.links import Links
from reports.pages.worked import Ratio, of_support, worked
from reports.parameters import By, Parameters
from reports.places import Place, ProvinceMap
from reports.sentences import Sentence
from reports.sentences.support import support


def _catalogues(_asked: Parameters) -> Choices:
    return [(known.slug, str(known)) for known in queries.catalogues()]


CATALOGUE = Option("catalogue", gettext_lazy("Catalogue of contents"), _catalogues)


def catalogue_of(asked: Parameters) -> Catalogue:
    """The one that was asked for. Raises BadParameter."""
    return read_catalogue(CATALOGUE.read(asked))


COLUMNS = (*supported.SUPPORT, *supported.numbers(adds_up=False))


def _load(asked: Parameters, drawn: ProvinceMap) -> ContentFigures:
    return contents.load(asked, drawn, catalogue_of(asked))


def _sections(figures: ContentFigures, scope: Place, by: By) -> Sequence[Section]:
    """The groups of the place; by place those of each, under its name."""
    if by == By.CONTENT:
        return [Section(_lines(figures, figures.places.of(scope)))]
    return [
        Section(
            _lines(figures, groups),
            Line({"place": groups.place}, groups.total, LineKind.SUBTOTAL),
        )
        for groups in figures.rows(scope, by)
    ]


def _lines(figures: ContentFigures, groups: Groups) -> tuple[Line, ...]:
    return tuple(
        Line({"place": groups.place, "content": group}, groups.of(group), number=group.number)
        for group in figures.catalogue.groups
    )


def _total(figures: ContentFigures, scope: Place) -> Line:
    return Line({"place": scope}, figures.places.of(scope).total)


def _row_title(_figures: ContentFigures, by: By) -> str:
    return _("Group of contents") if by == By.CONTENT else _("Place, group of contents")


def _sentence(figures: ContentFigures, scope: Place) -> Sentence:
    groups = figures.places.of(scope)
    parts = [(group, groups.of(group)) for group in figures.catalogue.groups]
    return support(groups.total, scope, figures.parameters, figures.provisional(scope), parts)


def _headlines(
    figures: ContentFigures, scope: Place, links: Links, _kept: Mapping[str, str]
) -> list[dict[str, Any]]:
    row = figures.places.of(scope).total
    return supported.headlines(row, scope, figures.parameters, links)


def _figure(
    figures: ContentFigures, scope: Place, _by: By, links: Links
) -> tuple[str, dict[str, Any]]:
    source = figures.parameters.source.value
    groups = figures.places.of(scope)
    if not groups.has_data:
        return "", {}
    rows = [groups.of(group) for group in figures.catalogue.groups]
    series = [
        Series(_("Approved support"), "previous", [row.approved_vnd[source] for row in rows]),
        Series(_("Disbursed"), "all", [row.disbursed_vnd[source] for row in rows]),
    ]
    urls = [links.disbursed(scope, "all", group.contents) for group in figures.catalogue.groups]
    names = [group.name for group in figures.catalogue.groups]
    title = _("Disbursed of approved support by group of contents")
    return bars(title, names, series, urls=urls)


def _behind(line: Line, column: Column, links: Links) -> str:
    if not column.value(line.row):
        return ""
    place, group = line.about["place"], line.about.get("content")
    assert isinstance(place, Place)
    contents = group.contents if isinstance(group, Group) else ()
    return supported.behind(column, place, links, contents)


def _notes(figures: ContentFigures) -> list[tuple[str, str]]:
    unmapped = _(
        "Contents that the catalogue does not put in any group have a row of their own, so that"
        " the total is that of all contents."
    )
    return [
        (_("Catalogue of contents"), f"{figures.catalogue.name}. {unmapped}"),
        *supported.notes(figures.parameters),
    ]


def _worked(figures: ContentFigures, scope: Place) -> list[str | SafeString]:
    groups, source = figures.places.of(scope), figures.parameters.source.value
    most = max((groups.of(g).disbursed_vnd[source] for g in figures.catalogue.groups), default=0)
    paid = groups.total.disbursed_vnd[source]
    largest = Ratio(f"share_of_disbursed.{source}", most, paid, ratio(most, paid))
    told = worked(_("The largest group's share of what was disbursed"), [largest])
    return [*of_support(groups.total, figures.parameters), told]


CONTENT = Report(
    slug="content",
    title=gettext_lazy("Support by content"),
    about=gettext_lazy("Approved support and disbursed of it, by group of contents and source"),
    load=_load,
    measures=lambda figures: supported.MEASURES,
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
    by=(By.CONTENT, By.PROVINCE, By.REGION, By.LEVEL),
    options=(CATALOGUE,),
)
