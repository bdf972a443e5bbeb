"""What the report of months says in words."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from reports.indicators import AFTER_THE_YEAR, Execution
from reports.monthly import Month, MonthRow
from reports.pages.links import Links
from reports.parameters import Parameters
from reports.sentences.against_plan import execution
from reports.sentences.pieces import Segment, Sentence, amount, filled


def monthly(
    figures: Execution,
    rows: Sequence[tuple[Month, MonthRow]],
    asked: Parameters,
    provisional: bool,
) -> Sentence:
    """The cumulative sum; the last month by itself, and the month in which most was paid."""
    segments = [*execution(figures, asked, provisional).segments]
    source = asked.source.value
    known = [
        (row.in_month_vnd[source], month) for month, row in rows if row.in_month_vnd is not None
    ]
    if known and any(amount_vnd for amount_vnd, _month in known):
        last_vnd, last = known[-1]
        months = [each for each in known if each[1].number != AFTER_THE_YEAR]
        most_vnd, most = max(months, key=lambda each: each[0])
        values = {
            "last": Segment(_told(last)),
            "amount": amount(last_vnd, lambda links: _rows(last, figures, links)),
            "month": Segment(_told(most)),
            "most": amount(most_vnd, lambda links: _rows(most, figures, links)),
        }
        template = _(
            "The latest (%(last)s): %(amount)s; the most in one month: %(most)s (%(month)s)."
        )
        segments += [Segment(" "), *filled(template, values)]
    return Sentence(tuple(segments))


def _rows(month: Month, figures: Execution, links: Links) -> str:
    return links.in_month(month.first, month.last, figures.place)


def _told(month: Month) -> str:
    if month.number == AFTER_THE_YEAR:
        return month.name
    return _("month %(month)s") % {"month": month.name}
