"""What the report of a programme period says in words."""

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from promotion.lib.money import group
from reports.parameters import Parameters, SourceChoice
from reports.places import Place
from reports.programme_period import Period, Support
from reports.sentences.pieces import (
    FIGURE,
    PROVISIONAL,
    Segment,
    Sentence,
    common,
    filled,
    million_words,
    percent_words,
)


def programme_period(
    row: Support, place: Place, period: Period, asked: Parameters, provisional: bool
) -> Sentence:
    """How many projects were supported in the period, with how much; disbursed, plan."""
    values = common(place, asked) | {"period": Segment(str(period))}
    if not row.has_data:
        template = _(
            "By %(until)s there are no figures of %(funds)s of the period %(period)s in"
            " %(territory)s"
        )
        return Sentence((*filled(template, values), Segment(".")))
    source = asked.source.value
    rate = row.rate(source)
    values |= {
        "projects": Segment(group(row.projects[source].planned, get_language()), FIGURE),
        "approved": Segment(million_words(row.approved_vnd[source]), FIGURE),
        "national": Segment(million_words(row.approved_vnd.national), FIGURE),
        "local": Segment(million_words(row.approved_vnd.local), FIGURE),
        "disbursed": Segment(million_words(row.disbursed_vnd[source]), FIGURE),
        "part": Segment(percent_words(row.disbursed_of_approved(source)), FIGURE),
        "plan": Segment(million_words(row.plan_vnd[source]), FIGURE),
        "rate": Segment(percent_words(rate), FIGURE),
    }
    template = _(
        "In the period %(period)s, as known on %(until)s, %(funds)s supported %(projects)s projects"
        " in %(territory)s with %(approved)s"
    )
    if asked.source == SourceChoice.ALL:
        template += _(" (national %(national)s, local %(local)s)")
    template += _("; disbursed: %(disbursed)s")
    if row.approved_vnd[source]:
        template += _(", %(part)s of the support")
    if rate is not None:
        template += _(" and %(rate)s of the plan (%(plan)s)")
    segments = filled(template, values)
    if provisional:
        segments += [Segment(" "), Segment(_("(provisional figures)"), PROVISIONAL)]
    return Sentence((*segments, Segment(".")))
