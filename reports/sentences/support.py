"""Sentences of what was disbursed of approved support, where there is no plan."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from reports.contents import Group
from reports.indicators import ratio
from reports.parameters import Parameters
from reports.places import Place
from reports.sentences.pieces import (
    PROVISIONAL,
    Segment,
    Sentence,
    amount,
    common,
    filled,
    share,
)
from reports.supported import Supported


def support(
    row: Supported,
    place: Place,
    asked: Parameters,
    provisional: bool,
    parts: Sequence[tuple[Group, Supported]] = (),
) -> Sentence:
    """What was disbursed of the approved support, and of which group of contents most."""
    if not row.has_data:
        template = _("By %(until)s no support from %(funds)s of %(year)s is known in %(territory)s")
        return Sentence((*filled(template, common(place, asked)), Segment(".")))
    source = asked.source.value
    rate = row.disbursed_of_approved(source)
    paid_vnd = row.disbursed_vnd[source]
    values = common(place, asked) | {
        "amount": amount(paid_vnd, lambda links: links.disbursed(place, source)),
        "approved": amount(row.approved_vnd[source], lambda links: links.approved(place, source)),
        "rate": share(rate, f"disbursed_of_approved.{source}"),
    }
    template = _(
        "By %(until)s, %(funds)s of %(year)s disbursed in %(territory)s had reached %(amount)s"
    )
    if rate is None:
        template += _("; no support is approved")
    else:
        template += _(", %(rate)s of the approved support (%(approved)s)")
    if parts and paid_vnd > 0:
        group, most = max(parts, key=lambda part: part[1].disbursed_vnd[source])
        template += _("; most of it for “%(part)s”: %(most)s, %(share)s of what was disbursed")
        most_vnd = most.disbursed_vnd[source]
        values |= {
            "part": Segment(group.name),
            "most": amount(most_vnd, lambda links: links.disbursed(place, source, group.contents)),
            "share": share(ratio(most_vnd, paid_vnd), f"share_of_disbursed.{source}"),
        }
    segments = filled(template, values)
    if provisional:
        segments += [Segment(" "), Segment(_("(provisional figures)"), PROVISIONAL)]
    return Sentence((*segments, Segment(".")))
