"""What a province or the country reports each period: results and funding, by indicator."""

from collections.abc import Mapping
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from promotion.lib.dates import format_day
from reports import periodic
from reports.catalogue import indicator_rows, periodic_rows
from reports.catalogue.content import catalogue_of
from reports.declaration import Report, Section
from reports.pages import charts
from reports.pages.headlines import headlines
from reports.pages.how import noted
from reports.pages.links import Links
from reports.pages.worked import of_execution
from reports.parameters import By, Parameters
from reports.periodic import PeriodicFigures
from reports.periodic_paper import write_paper
from reports.periods import PERIOD
from reports.places import Place, ProvinceMap
from reports.sentences import Sentence
from reports.sentences.periodic import periodic as sentence
from reports.sentences.results import of_both_sources


def _load(asked: Parameters, drawn: ProvinceMap) -> PeriodicFigures:
    return periodic.load(asked, drawn, PERIOD.read(asked), catalogue_of(asked))


def _sections(figures: PeriodicFigures, scope: Place, _by: By) -> list[Section]:
    tables = (
        ("results", _("results"), periodic_rows.results(figures, scope)),
        ("funding", _("funding"), periodic_rows.funding(figures, scope)),
    )
    return [indicator_rows.section(scope, key, name, [*rows]) for key, name, rows in tables]


def _sentence(figures: PeriodicFigures, scope: Place) -> Sentence:
    return sentence(
        figures.execution.of(scope),
        figures.in_period(scope),
        figures.period,
        figures.parameters,
        figures.provisional(scope),
    )


def _remark(figures: PeriodicFigures, scope: Place) -> str:
    not_over = capfirst(figures.period.not_over(figures.parameters))
    return " · ".join(filter(None, (not_over, of_both_sources(figures.results.of(scope)))))


def _headlines(
    figures: PeriodicFigures, scope: Place, links: Links, kept: Mapping[str, str]
) -> list[dict[str, Any]]:
    return headlines(figures.execution, scope, links, kept)


def _figure(
    figures: PeriodicFigures, scope: Place, _by: By, links: Links
) -> tuple[str, dict[str, Any]]:
    title = _("Disbursed against plan by source of funding")
    row = figures.execution.of(scope)
    drawn = charts.bullets(title, [row], figures.parameters, links, by_source=True)
    return "parts/bullets.html", drawn | {"span": 12}


def _notes(figures: PeriodicFigures) -> list[tuple[str, str]]:
    asked = figures.parameters
    values = {
        "year": asked.year,
        "period": figures.period.name(asked.year),
        "first": format_day(figures.period.first_day(asked.year)),
        "last": format_day(figures.period.last_day(asked.year)),
        "until": format_day(asked.until),
    }
    return [
        (
            _("Period"),
            _(
                "%(period)s, from %(first)s to %(last)s; counted until %(until)s, its last day or"
                " the cut-off, whichever comes first. What is booked later belongs to later"
                " periods."
            )
            % values,
        ),
        (
            _("Funding"),
            _(
                "as in the reports of plan and disbursement and of contents: lines of decisions"
                " signed until %(until)s and confirmed entries of budget year %(year)s, in the"
                " period and since the beginning of the year."
            )
            % values,
        ),
        (
            _("Results"),
            _(
                "of projects whose approved support of %(year)s is above zero on %(until)s, as"
                " planned; at acceptance: of those of them accepted by then. What nobody reported"
                " is “…”, not zero."
            )
            % values,
        ),
        (
            _("Sources"),
            _(
                "A project with support from both sources counts in each column and once in the"
                " total, so that the total of projects and results may be less than their sum; its"
                " whole counterpart stands beside the support of each, so that counterpart ÷"
                " support may be lower in the total than in both."
            ),
        ),
    ]


PERIODIC = Report(
    slug="periodic",
    title=gettext_lazy("Periodic report"),
    about=gettext_lazy("A quarter, 6 or 9 months, or a year of a place: results, funding, text"),
    load=_load,
    measures=lambda figures: indicator_rows.MEASURES,
    columns=lambda figures: indicator_rows.COLUMNS,
    sections=_sections,
    total=lambda figures, scope: None,
    row_title=lambda figures, by: _("Indicator"),
    sentence=_sentence,
    headlines=_headlines,
    figure=_figure,
    how=noted(
        _notes,
        worked=lambda found, scope: of_execution(found.execution.of(scope), found.parameters),
    ),
    notes=_notes,
    behind=indicator_rows.behind,
    by=(),
    options=(PERIOD,),
    table_title=lambda figures, by: _("Results and funding"),
    sheet="Báo cáo định kỳ",
    span=lambda figures: figures.period.name(figures.parameters.year),
    remark=_remark,
    document=write_paper,
)
