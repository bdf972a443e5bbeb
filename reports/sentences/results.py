"""The sentence of what supported projects bring about; nothing is said that nobody reported."""

from fractions import Fraction

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from promotion.templatetags.figures import vnd
from reports.columns import UnitOfMeasure, fraction_text
from reports.indicators import SOURCES
from reports.parameters import Parameters
from reports.places import Place
from reports.results import ResultsOfPlace
from reports.sentences.pieces import (
    FIGURE,
    Rows,
    Segment,
    Sentence,
    amount,
    common,
    filled,
    number,
)


def results(row: ResultsOfPlace, place: Place, asked: Parameters) -> Sentence:
    source = asked.source.value
    found = row[source]
    planned, accepted = found.planned, found.accepted
    counterpart, jobs = planned.of("counterpart_vnd"), planned.of("jobs")
    values = common(place, asked)
    if not planned.projects:
        template = _("By %(until)s no project with %(funds)s of %(year)s is known in %(territory)s")
        return Sentence((*filled(template, values), Segment(".")))

    def stated(figure: str, **choices: str) -> Rows:
        return lambda links: links.results(
            place, source, **{"figure": figure, "sort": "-planned"} | choices
        )

    values |= {
        "projects": number(planned.projects, lambda links: links.supported(place, source)),
        "establishments": number(
            len(planned.establishments), lambda links: links.beneficiaries(place, source)
        ),
        "counterpart": amount(counterpart.amount, stated("counterpart_vnd")),
        "leverage": Segment(
            _times(found.leverage),
            FIGURE,
            rows=stated("counterpart_vnd", reported="planned", sort="-times"),
        ),
        "missing": number(counterpart.missing, stated("counterpart_vnd", reported="not-planned")),
        "jobs": number(jobs.amount, stated("jobs")),
        "completed": number(accepted.projects, lambda links: links.accepted(place, source)),
        "accepted_jobs": number(
            accepted.of("jobs").amount,
            stated("jobs", accepted="on", sort="-accepted"),
        ),
    }
    template = _(
        "By %(until)s, projects with %(funds)s of %(year)s in %(territory)s: %(projects)s;"
        " establishments supported: %(establishments)s"
    )
    if counterpart.reported and found.leverage is not None:
        template += _(", which put in %(counterpart)s of their own, %(leverage)s times the support")
    elif counterpart.missing:
        template += _(", whose counterpart nobody reported")
    if counterpart.reported and counterpart.missing:
        template += _(" (projects that did not report: %(missing)s)")
    if jobs.reported:
        template += _(", jobs planned: %(jobs)s")
    if accepted.projects:
        template += _("; projects accepted: %(completed)s")
        if accepted.of("jobs").reported:
            template += _(", with jobs: %(accepted_jobs)s")
    return Sentence((*filled(template, values), Segment(".")))


def of_both_sources(row: ResultsOfPlace) -> str:
    """Why the columns of the sources do not add up to the total, where a project has both."""
    national, local, together = (row[source].planned.projects for source in SOURCES)
    number = national + local - together
    if not number:
        return ""
    return _(
        "Projects with support from both sources (%(number)s) count in full, their counterpart too,"
        " in each source and once in the total: counterpart ÷ support may be lower in the total"
        " than in both."
    ) % {"number": vnd(number)}


def _times(ratio: Fraction | None) -> str:
    assert get_language()
    return "" if ratio is None else fraction_text(ratio, UnitOfMeasure.RATIO)
