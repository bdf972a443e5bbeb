"""How what needs attention is found and reckoned, for the fold-out and the sheet of notes."""

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from promotion.lib.dates import format_day
from reports.attention import AttentionFigures, last_days
from reports.pages.words import days_of_sources


def notes(figures: AttentionFigures) -> list[tuple[str, str]]:
    """By name: what is found, how its money is reckoned, who answers for it and who sees it."""
    asked = figures.parameters
    values = {
        "year": asked.year,
        "until": format_day(asked.until),
        "day": days_of_sources(last_days(asked)),
    }
    return [*_found(values), *_reckoned(values), *_people()]


def _found(values: Mapping[str, object]) -> list[tuple[str, str]]:
    return [
        (
            _("Plan, disbursed"),
            _(
                "as in the report of plan and disbursement; of a project its approved support of"
                " %(year)s, by decisions signed until %(until)s."
            )
            % values,
        ),
        (
            _("Same day of its own years (%)"),
            _(
                "disbursed by the same day ÷ plan of the year as at its 31 December, of up to three"
                " years before, on the same territory; years without plan are not counted, and"
                " fewer than three are named. No twelfths of a year are used."
            ),
        ),
        (
            pgettext("attention", "Why"),
            _(
                "a place or project is behind its rhythm where its share lies below the lowest of"
                " these. A project needs attention too where, in every one of these years, less"
                " than half of the support left at its stage on this day was disbursed by the end"
                " of settlement (whole country); its place then with it."
            ),
        ),
    ]


def _reckoned(values: Mapping[str, object]) -> list[tuple[str, str]]:
    return [
        (
            _("Money at risk"),
            _(
                "what stays of the plan if after this day no larger part of it comes in than in the"
                " weakest of these years; where only projects need attention, the sum of theirs;"
                " never more than what is left, plan less disbursed."
            ),
        ),
        (
            _("Landing estimate of the year"),
            _(
                "disbursed, and what came in after this day in the weakest and in the best of these"
                " years as a part of the plan, but no more than open projects and plan without"
                " support can bring, and at the low end without what is at risk; without such years"
                " by the stages of its open projects. Money of the year is paid until %(day)s."
            )
            % values,
        ),
    ]


def _people() -> list[tuple[str, str]]:
    return [
        (
            _("Reason and action"),
            _(
                "what the provincial Department says of local money and the Agency of national"
                " money, of figures by this cut-off or an earlier one of the year; the latest"
                " counts, earlier ones stay on record."
            ),
        ),
        (
            _("Who sees it"),
            _(
                "the people of the place and the Agency; everybody once a conference of the same"
                " year and cut-off that the place belongs to was frozen, with the reasons given by"
                " then. Single projects are shown within the reader's reach alone."
            ),
        ),
    ]
