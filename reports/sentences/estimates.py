"""What provinces expect of the year, in words."""

from django.utils.translation import gettext as _

from reports.estimates import EstimateRow
from reports.pages import declared
from reports.pages.links import Links
from reports.parameters import Parameters
from reports.places import PlaceKind
from reports.sentences.pieces import Segment, Sentence, amount, common, filled, number, share


def estimates(row: EstimateRow, asked: Parameters, is_over: bool) -> Sentence:
    """The estimate of the year and, once it is over, what came; of those who declared one."""
    source, values = asked.source.value, common(row.place, asked)
    if not row.year.knows(source):
        template = _(
            "By %(until)s no estimate of %(funds)s of %(year)s is declared in %(territory)s"
        )
        return Sentence((*filled(template, values), Segment(".")))

    def provinces(links: Links) -> str:
        return declared.provinces(row.place, links)

    values |= {
        "amount": amount(row.year.amount_vnd[source], lambda links: declared.estimate(row, links)),
        "plan": amount(row.year.plan_vnd[source], lambda links: declared.plan(row, source, links)),
        "actual": amount(
            row.year.actual_vnd[source], lambda links: declared.actual(row, source, links)
        ),
        "declaring": number(row.declaring, provinces),
        "places": number(row.places, provinces),
    }
    template = _("The declared estimate of %(funds)s of %(year)s in %(territory)s is %(amount)s")
    for name, figure, part, words in (
        (
            "of_plan",
            "year_estimate_of_plan",
            row.year.of_plan(source),
            _(", %(of_plan)s of the plan of the places and sources that declared (%(plan)s)"),
        ),
        (
            "of_estimate",
            "year_actual_of_estimate",
            row.year.actual_of_estimate(source) if is_over else None,
            _("; disbursed: %(actual)s, %(of_estimate)s of the estimate"),
        ),
    ):
        if part is not None:
            values[name] = share(part, f"{figure}.{source}")
            template += words
    if row.place.kind != PlaceKind.PROVINCE:
        template += _("; places that declared: %(declaring)s of %(places)s")
    return Sentence((*filled(template, values), Segment(".")))
