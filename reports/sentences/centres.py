"""The sentence of what centres disbursed, what waits, and what they owe."""

from django.utils.translation import gettext as _

from promotion.templatetags.figures import vnd
from reports.centres import CentreRow
from reports.parameters import Parameters
from reports.places import Place
from reports.sentences.pieces import FIGURE, Segment, Sentence, common, filled, million_words
from reports.sentences.support import support


def centres(row: CentreRow, place: Place, asked: Parameters, provisional: bool) -> Sentence:
    """That of their support; after it what else is to be done."""
    source = asked.source.value
    said = support(row, place, asked, provisional)
    values = common(place, asked) | {
        "entries": Segment(vnd(row.waiting.entries[source]), FIGURE),
        "waiting": Segment(million_words(row.waiting.amount_vnd[source]), FIGURE),
        "advances": Segment(million_words(row.outstanding_vnd[source]), FIGURE),
        "returns": Segment(vnd(row.returns_missing), FIGURE),
        "centres": Segment(vnd(row.late_centres), FIGURE),
    }
    clauses = []
    if row.waiting.entries[source]:
        clauses.append(_("Entries waiting for confirmation: %(entries)s (%(waiting)s)"))
    if row.outstanding_vnd[source]:
        clauses.append(_("Outstanding advances: %(advances)s"))
    if row.returns_missing:
        clauses.append(_("Returns missing: %(returns)s, of %(centres)s implementing units"))
    segments = list(said.segments)
    for clause in clauses:
        segments += [Segment(" "), *filled(clause, values), Segment(".")]
    return Sentence(tuple(segments))
