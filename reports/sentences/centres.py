"""The sentence of what centres disbursed, what waits, and what they owe."""

from django.utils.translation import gettext as _

from reports.centres import CentreRow
from reports.pages.links import ROWS
from reports.parameters import Parameters
from reports.places import Place
from reports.sentences.pieces import Segment, Sentence, amount, common, filled, number
from reports.sentences.support import support


def centres(row: CentreRow, place: Place, asked: Parameters, provisional: bool) -> Sentence:
    """That of their support; after it what else is to be done."""
    source = asked.source.value
    said = support(row, place, asked, provisional)
    values = common(place, asked) | {
        "entries": number(row.waiting.entries[source], lambda links: links.waiting(place)),
        "waiting": amount(row.waiting.amount_vnd[source], lambda links: links.waiting(place)),
        "advances": amount(
            row.outstanding_vnd[source], lambda links: links.advances(place, source)
        ),
        "returns": number(row.returns_missing, lambda links: ROWS),
        "centres": number(row.late_centres, lambda links: ROWS),
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
