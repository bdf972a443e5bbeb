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
from reports.sentences.pieces import FIGURE, Segment, Sentence, common, filled, million_words


def results(row: ResultsOfPlace, place: Place, asked: Parameters) -> Sentence:
    found = row[asked.source.value]
    planned, accepted = found.planned, found.accepted
    counterpart, jobs = planned.of("counterpart_vnd"), planned.of("jobs")
    values = common(place, asked)
    if not planned.projects:
        template = _("By %(until)s no project with %(funds)s of %(year)s is known in %(territory)s")
        return Sentence((*filled(template, values), Segment(".")))
    values |= {
        "projects": Segment(vnd(planned.projects), FIGURE),
        "establishments": Segment(vnd(len(planned.establishments)), FIGURE),
        "counterpart": Segment(million_words(counterpart.amount), FIGURE),
        "leverage": Segment(_times(found.leverage), FIGURE),
        "missing": Segment(vnd(counterpart.missing)),
        "jobs": Segment(vnd(jobs.amount), FIGURE),
        "completed": Segment(vnd(accepted.projects), FIGURE),
        "accepted_jobs": Segment(vnd(accepted.of("jobs").amount), FIGURE),
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
