"""Sentences of what was disbursed of approved support, where there is no plan."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from reports.indicators import ratio
from reports.parameters import Parameters
from reports.places import Place
from reports.sentences.pieces import (
    AMOUNT,
    FIGURE,
    PROVISIONAL,
    Segment,
    Sentence,
    common,
    filled,
    million_words,
    percent_words,
)
from reports.supported import Supported


def support(
    row: Supported,
    place: Place,
    asked: Parameters,
    provisional: bool,
    parts: Sequence[tuple[str, Supported]] = (),
) -> Sentence:
    """What was disbursed of the approved support, and of which part most; `parts` by name."""
    if not row.has_data:
        template = _("By %(until)s no support from %(funds)s of %(year)s is known in %(territory)s")
        return Sentence((*filled(template, common(place, asked)), Segment(".")))
    source = asked.source.value
    rate = row.disbursed_of_approved(source)
    paid_vnd = row.disbursed_vnd[source]
    values = common(place, asked) | {
        "amount": Segment(million_words(paid_vnd), AMOUNT),
        "approved": Segment(million_words(row.approved_vnd[source]), FIGURE),
        "rate": Segment(percent_words(rate), FIGURE),
    }
    template = _(
        "By %(until)s, %(funds)s of %(year)s disbursed in %(territory)s had reached %(amount)s"
    )
    if rate is None:
        template += _("; no support is approved")
    else:
        template += _(", %(rate)s of the approved support (%(approved)s)")
    if parts and paid_vnd > 0:
        name, most = max(parts, key=lambda part: part[1].disbursed_vnd[source])
        template += _("; most of it for “%(part)s”: %(most)s, %(share)s of what was disbursed")
        most_vnd = most.disbursed_vnd[source]
        values |= {
            "part": Segment(name),
            "most": Segment(million_words(most_vnd), FIGURE),
            "share": Segment(percent_words(ratio(most_vnd, paid_vnd)), FIGURE),
        }
    segments = filled(template, values)
    if provisional:
        segments += [Segment(" "), Segment(_("(provisional figures)"), PROVISIONAL)]
    return Sentence((*segments, Segment(".")))
