"""The sentence of how many projects have support, and how far they are."""

from django.utils.translation import gettext as _

from reports.parameters import Parameters
from reports.places import Place
from reports.portfolio import Portfolio
from reports.sentences.pieces import (
    PROVISIONAL,
    Segment,
    Sentence,
    amount,
    common,
    filled,
    number,
    share,
)


def projects(
    row: Portfolio, place: Place, asked: Parameters, stopped: int, provisional: bool
) -> Sentence:
    if not row.has_data:
        template = _("By %(until)s no project with %(funds)s of %(year)s is known in %(territory)s")
        return Sentence((*filled(template, common(place, asked)), Segment(".")))
    source = asked.source.value
    numbers = row.projects[source]
    part, rate = row.accepted_part(source), row.disbursed_of_approved(source)
    values = common(place, asked) | {
        "planned": number(numbers.planned, lambda links: links.supported(place, source)),
        "completed": number(numbers.completed, lambda links: links.accepted(place, source)),
        "part": share(part, f"accepted_of_planned.{source}"),
        "stopped": number(
            stopped,
            lambda links: links.supported(place, source, status="stopped", unsupported="on"),
        ),
        "approved": amount(row.approved_vnd[source], lambda links: links.approved(place, source)),
        "disbursed": amount(
            row.disbursed_vnd[source], lambda links: links.disbursed(place, source)
        ),
        "rate": share(rate, f"disbursed_of_approved.{source}"),
    }
    template = _("By %(until)s, projects with %(funds)s of %(year)s in %(territory)s: %(planned)s")
    if part is not None:
        template += _("; accepted: %(completed)s (%(part)s)")
    if stopped:
        template += _("; projects stopped: %(stopped)s")
    if rate is not None:
        template += _("; of %(approved)s approved support %(disbursed)s (%(rate)s) were disbursed")
    segments = filled(template, values)
    if provisional:
        segments += [Segment(" "), Segment(_("(provisional figures)"), PROVISIONAL)]
    return Sentence((*segments, Segment(".")))
