"""The sentence of what needs attention: how many places, how much, and where the most."""

from django.utils.translation import gettext as _

from reports.attention import AttentionFigures, Why
from reports.pages.links import ROWS, Links
from reports.places import Place
from reports.sentences.against_plan import no_data
from reports.sentences.pieces import (
    PROVISIONAL,
    Segment,
    Sentence,
    amount,
    common,
    filled,
    number,
)


def attention(figures: AttentionFigures, scope: Place) -> Sentence:
    """Of the items that the reader sees; it says so where these are not all."""
    if not figures.execution.of(scope).has_data:
        return no_data(figures.execution.of(scope), figures.parameters)
    if figures.is_hidden(scope):
        template = _(
            "What needs attention on %(until)s of %(funds)s for %(year)s in %(territory)s is not"
            " within your reach"
        )
        return Sentence((*filled(template, common(scope, figures.parameters)), Segment(".")))
    items = figures.inside(scope)
    values = common(scope, figures.parameters) | {
        "places": number(len(items), _rows),
        "behind": number(sum(item.why == Why.RHYTHM for item in items), _rows),
        "risk": amount(sum(item.at_risk_vnd for item in items), _rows),
        "left": amount(sum(item.rhythm.left_vnd for item in items), _rows),
    }
    template = _(
        "On %(until)s, of %(funds)s for %(year)s in %(territory)s, nothing needs attention"
    )
    if items:
        values["first"] = Segment(items[0].place.full_name)
        values["most"] = amount(items[0].at_risk_vnd, _rows)
        template = _(
            "On %(until)s, of %(funds)s for %(year)s in %(territory)s, %(risk)s may stay"
            " undisbursed of the %(left)s left in the places that need attention (number:"
            " %(places)s, behind their own rhythm: %(behind)s); the most at risk: %(first)s,"
            " %(most)s"
        )
    segments = filled(template, values)
    if figures.is_partial(scope):
        segments += [Segment(" "), Segment(_("(only places in your reach, and published ones)"))]
    if figures.provisional(scope):
        segments += [Segment(" "), Segment(_("(provisional figures)"), PROVISIONAL)]
    return Sentence((*segments, Segment(".")))


def _rows(_links: Links) -> str:
    """The places are the rows of the page's own table."""
    return ROWS
