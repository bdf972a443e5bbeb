"""What the figures of results are called, and how they are counted."""

from django.utils.translation import gettext as _

from projects.outcomes import HEADS
from promotion.lib.dates import format_day
from promotion.templatetags.figures import vnd
from reports import results
from reports.places import Place
from reports.results import ResultFigures, Stage


def notes(figures: ResultFigures) -> list[tuple[str, str]]:
    asked = figures.parameters
    values = {"year": asked.year, "until": format_day(asked.until)}
    return [
        (
            _("Projects counted"),
            _(
                "those whose approved support of budget year %(year)s is above zero on %(until)s;"
                " at acceptance: those of them accepted by then. A project of several years counts"
                " in each of them, one of two sources in each source and once in the total."
            )
            % values,
        ),
        (
            _("Planned"),
            _(
                "what is stated of the whole project, else the sum of its establishments; sums"
                " do not say “over” or “nearly”. Lists of establishments add up these alone, and"
                " what support is stated of each: their sums may be other ones."
            ),
        ),
        (
            _("Not reported"),
            _(
                "is not zero: it is left out of sums and ratios, “…” stands where all are silent,"
                " and the last columns say of how many projects the counterpart is missing. Of a"
                " task, which supports no establishment, none is expected."
            ),
        ),
        (
            _("Leverage"),
            _(
                "counterpart ÷ approved support of the projects whose counterpart is known, the"
                " ratio of the sums; counterpart is no part of funding. A project of two sources"
                " puts its whole counterpart beside the support of each, so the total may be lower"
                " than both."
            ),
        ),
        (
            _("Establishments supported"),
            _("each once in a row and once in a total, however many supports it has."),
        ),
        (
            _("Average monthly income"),
            _("incomes weighted by the jobs they are earned in, where both are reported."),
        ),
        (
            _("Models, machines, brands, showrooms"),
            _(
                "one for each establishment with support for such a content; one where none is"
                " named. Models: demonstration and cleaner production; machines: machinery and"
                " production lines."
            ),
        ),
        (
            _("People trained"),
            _(
                "as a project states them of the whole; expected of vocational training and of"
                " management capacity alone."
            ),
        ),
    ]


def silent(figures: ResultFigures, scope: Place) -> str:
    """Of how many projects each figure is missing."""
    found = figures.of(scope)[figures.parameters.source.value]

    def words(stage: Stage) -> str:
        parts = [f"{HEADS[f]} {vnd(stage.of(f).missing)}" for f in results.FIGURES]
        return ", ".join([*parts, f"{_('Average monthly income')} {vnd(stage.income.missing)}"])

    return _(
        "Projects that did not report, of %(planned)s with support: %(of_planned)s; of %(accepted)s"
        " accepted: %(of_accepted)s."
    ) % {
        "planned": vnd(found.planned.projects),
        "of_planned": words(found.planned),
        "accepted": vnd(found.accepted.projects),
        "of_accepted": words(found.accepted),
    }
