"""What provinces expect of the year, in words."""

from django.utils.translation import gettext as _

from promotion.templatetags.figures import vnd
from reports.estimates import EstimateRow
from reports.parameters import Parameters
from reports.places import PlaceKind
from reports.sentences.pieces import (
    FIGURE,
    Segment,
    Sentence,
    common,
    filled,
    million_words,
    percent_words,
)


def estimates(row: EstimateRow, asked: Parameters, is_over: bool) -> Sentence:
    """The estimate of the year and, once it is over, what came; of those who declared one."""
    source, values = asked.source.value, common(row.place, asked)
    if not row.year.knows(source):
        template = _(
            "By %(until)s no estimate of %(funds)s of %(year)s is declared in %(territory)s"
        )
        return Sentence((*filled(template, values), Segment(".")))
    values |= {
        "amount": Segment(million_words(row.year.amount_vnd[source]), FIGURE),
        "plan": Segment(million_words(row.year.plan_vnd[source]), FIGURE),
        "actual": Segment(million_words(row.year.actual_vnd[source]), FIGURE),
        "declaring": Segment(vnd(row.declaring)),
        "places": Segment(vnd(row.places)),
    }
    template = _("The declared estimate of %(funds)s of %(year)s in %(territory)s is %(amount)s")
    for name, part, words in (
        (
            "of_plan",
            row.year.of_plan(source),
            _(", %(of_plan)s of the plan of the places and sources that declared (%(plan)s)"),
        ),
        (
            "of_estimate",
            row.year.actual_of_estimate(source) if is_over else None,
            _("; disbursed: %(actual)s, %(of_estimate)s of the estimate"),
        ),
    ):
        if part is not None:
            values[name] = Segment(percent_words(part), FIGURE)
            template += words
    if row.place.kind != PlaceKind.PROVINCE:
        template += _("; places that declared: %(declaring)s of %(places)s")
    return Sentence((*filled(template, values), Segment(".")))
