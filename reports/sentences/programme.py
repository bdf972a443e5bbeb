"""What the report of a programme period says in words."""

from functools import partial

from django.utils.translation import gettext as _

from reports.pages.links import Links
from reports.parameters import Parameters, SourceChoice
from reports.places import Place
from reports.programme_period import Period, Support
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


def programme_period(
    row: Support, place: Place, period: Period, asked: Parameters, provisional: bool
) -> Sentence:
    """How many projects were supported in the period, with how much; disbursed, plan."""
    values = common(place, asked) | {"period": Segment(str(period))}
    if not row.has_data:
        template = _(
            "By %(until)s there are no figures of %(funds)s of the period %(period)s in"
            " %(territory)s"
        )
        return Sentence((*filled(template, values), Segment(".")))
    source = asked.source.value
    rate = row.rate(source)
    years, approved_vnd = period.years(asked.until), row.approved_vnd
    values |= {
        "projects": number(
            row.projects[source].planned, lambda links: links.over(years).supported(place, source)
        ),
        "disbursed": amount(
            row.disbursed_vnd[source], lambda links: links.over(years).disbursed(place, source)
        ),
        "part": share(row.disbursed_of_approved(source), f"disbursed_of_approved.{source}"),
        "plan": amount(row.plan_vnd[source], lambda links: links.over(years).plan(place, source)),
        "rate": share(rate, f"rate.{source}"),
    }
    for name, of in (("approved", source), ("national", "national"), ("local", "local")):
        values[name] = amount(
            approved_vnd[of], partial(_approved, years=years, place=place, source=of)
        )
    template = _(
        "In the period %(period)s, as known on %(until)s, %(funds)s supported %(projects)s projects"
        " in %(territory)s with %(approved)s"
    )
    if asked.source == SourceChoice.ALL:
        template += _(" (national %(national)s, local %(local)s)")
    template += _("; disbursed: %(disbursed)s")
    if row.approved_vnd[source]:
        template += _(", %(part)s of the support")
    if rate is not None:
        template += _(" and %(rate)s of the plan (%(plan)s)")
    segments = filled(template, values)
    if provisional:
        segments += [Segment(" "), Segment(_("(provisional figures)"), PROVISIONAL)]
    return Sentence((*segments, Segment(".")))


def _approved(links: Links, years: range, place: Place, source: str) -> str:
    return links.over(years).approved(place, source)
