"""What the report of several years says in words."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from reports.parameters import Parameters
from reports.sentences.against_plan import execution, plan
from reports.sentences.pieces import Segment, Sentence, amount, filled, share
from reports.year_on_year import Years


def year_on_year(
    row: Years, years: Sequence[int], asked: Parameters, provisional: bool
) -> Sentence:
    """Disbursed against plan and the year before; the plan; the years before that one."""
    latest = row.by_year[asked.year]
    segments = [*execution(latest, asked, provisional).segments]
    if latest.has_data:
        segments += [Segment(" "), *plan(latest, asked).segments]
    for year in reversed(years[:-2]):
        segments += [Segment(" "), *_earlier(row, year, asked.source.value)]
    return Sentence(tuple(segments))


def _earlier(row: Years, year: int, source: str) -> list[Segment]:
    paid = row.disbursed(year)
    values = {"year": Segment(str(year))}
    if not row.known(year):
        return filled(_("There are no figures of %(year)s."), values)
    if paid is None:
        return filled(_("By the same day of %(year)s the unit did not exist yet."), values)
    rate = row.rate(year, source)
    template = _("By the same day of %(year)s it was %(amount)s.")
    if rate is not None:
        template = _("By the same day of %(year)s it was %(amount)s, %(rate)s of that plan.")
    values["amount"] = amount(
        paid[source], lambda links: links.of_year(year).disbursed(row.place, source)
    )
    values["rate"] = share(rate, f"rate_{year}.{source}")
    return filled(template, values)
