"""The sentence of what decisions changed in annual plans."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from promotion.lib.dates import format_day
from promotion.templatetags.figures import vnd
from reports.parameters import Parameters
from reports.plan_changes import PlanChanges
from reports.sentences.pieces import FIGURE, Segment, Sentence, common, filled, million_words


def plan_changes(row: PlanChanges, asked: Parameters, since: date | None) -> Sentence:
    """How many decisions, which way, and the plan before and after."""
    source = asked.source.value
    number, change_vnd = row.number(source), row.change_vnd(source)
    values = common(row.place, asked) | {
        "since": Segment(format_day(since) if since else ""),
        "number": Segment(vnd(number), FIGURE),
        "change": Segment(million_words(abs(change_vnd)), FIGURE),
        "before": Segment(million_words(row.before_vnd[source])),
        "plan": Segment(million_words(row.plan_vnd(source)), FIGURE),
    }
    template = _("From %(since)s to %(until)s") if since else _("Until %(until)s")
    if not number:
        template += _(" no decision changed the plan of %(funds)s for %(year)s in %(territory)s")
        return Sentence((*filled(template, values), Segment(".")))
    template += ngettext(
        ", %(number)s decision on the plan of %(funds)s for %(year)s in %(territory)s",
        ", %(number)s decisions on the plan of %(funds)s for %(year)s in %(territory)s",
        number,
    )
    if change_vnd == row.plan_vnd(source) > 0:
        # Where there was nothing nothing grew.
        template += _(" assigned %(change)s")
        return Sentence((*filled(template, values), Segment(".")))
    if change_vnd > 0:
        template += _(" added %(change)s")
    elif change_vnd < 0:
        template += _(" took %(change)s away")
    else:
        template += _(" left its sum as it was")
    template += _(", from %(before)s to %(plan)s") if since else _(", which makes %(plan)s")
    return Sentence((*filled(template, values), Segment(".")))
