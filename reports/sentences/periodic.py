"""The sentence of a periodic report."""

from django.utils.translation import gettext as _

from reports.indicators import Execution
from reports.parameters import Parameters
from reports.periods import Period
from reports.sentences.against_plan import execution
from reports.sentences.pieces import Segment, Sentence, amount, common, filled


def in_period(row: Execution, period: Period, asked: Parameters) -> Sentence:
    """What was disbursed from the first day of the period on; `row` has that alone."""
    if not row.has_data:
        return Sentence(())
    place, first = row.place, period.first_day(asked.year)
    values = common(place, asked) | {
        "period": Segment(period.name(asked.year)),
        "amount": amount(
            row.disbursed_vnd[asked.source.value], lambda links: links.booked_from(first, place)
        ),
    }
    template = _("In %(period)s, %(funds)s disbursed in %(territory)s: %(amount)s")
    ending = f" ({not_over})." if (not_over := period.not_over(asked)) else "."
    return Sentence((*filled(template, values), Segment(ending)))


def periodic(
    row: Execution, within: Execution, period: Period, asked: Parameters, provisional: bool
) -> Sentence:
    """Of a quarter by itself first; then since the beginning of the year, against the plan."""
    segments = [*execution(row, asked, provisional).segments]
    if period.is_quarter and row.has_data:
        segments = [*in_period(within, period, asked).segments, Segment(" "), *segments]
    return Sentence(tuple(segments))
