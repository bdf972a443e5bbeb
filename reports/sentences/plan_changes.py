"""The sentence of what decisions changed in annual plans."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from promotion.lib.dates import day_before, format_day
from reports.parameters import Parameters
from reports.plan_changes import PlanChanges
from reports.sentences.pieces import Segment, Sentence, amount, common, filled, number


def plan_changes(row: PlanChanges, asked: Parameters, since: date | None) -> Sentence:
    """How many decisions, which way, and the plan before and after."""
    place, source = row.place, asked.source.value
    decisions, change_vnd = row.number(source), row.change_vnd(source)
    values = common(place, asked) | {
        "since": Segment(format_day(since) if since else ""),
        "number": number(decisions, lambda links: links.decisions(place, source, since)),
        "change": amount(
            abs(change_vnd), lambda links: links.plan_changes(place, source, since, "plan")
        ),
        "plan": amount(row.plan_vnd(source), lambda links: links.plan(place, source)),
    }
    if since:
        eve = day_before(since)
        values["before"] = amount(
            row.before_vnd[source], lambda links: links.at(asked.year, eve).plan(place, source)
        )
    template = _("From %(since)s to %(until)s") if since else _("Until %(until)s")
    if not decisions:
        template += _(" no decision changed the plan of %(funds)s for %(year)s in %(territory)s")
        return Sentence((*filled(template, values), Segment(".")))
    template += ngettext(
        ", %(number)s decision on the plan of %(funds)s for %(year)s in %(territory)s",
        ", %(number)s decisions on the plan of %(funds)s for %(year)s in %(territory)s",
        decisions,
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
