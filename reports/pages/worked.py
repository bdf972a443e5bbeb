"""Percentages of a page worked out in its fold-out, each of which has an address of its own."""

from collections.abc import Iterable
from fractions import Fraction
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from promotion.lib.dates import format_day
from promotion.templatetags.figures import million, percent, vnd
from reports.estimates import EstimateRow
from reports.indicators import ZERO, BySource, Execution, ratio
from reports.pages.words import SHORT, strong
from reports.parameters import Parameters
from reports.supported import Supported

PART = "disbursed_of_approved"


class Ratio(NamedTuple):
    """What is divided by what; `figure` is its name in sentences: "rate.local".

    is_money    in đồng; else numbers
    """

    figure: str
    top: int
    bottom: int
    value: Fraction | None
    is_money: bool = True


def opened(value: Fraction | None, figure: str) -> SafeString:
    """A percentage on a card, a link to where it is worked out."""
    return strong(percent(value), address(figure, value))


def address(figure: str, value: Fraction | None = Fraction()) -> str:
    """Where it is worked out; "" of what cannot be computed."""
    return "" if value is None else f"#how-{figure}"


def target(figure: str, text: str) -> SafeString:
    """What the address leads to."""
    return format_html('<span id="how-{}">{}</span>', figure, text)


def worked(words: str | Promise, ratios: Iterable[Ratio]) -> SafeString | str:
    """ "Tỷ lệ giải ngân: KCQG 7.775 ÷ 11.375 = 68,35%; KCĐP …"; nothing without any."""
    told = [_told(each) for each in ratios if each.value is not None]
    return format_html("{}: {}.", words, format_html_join("; ", "{}", zip(told))) if told else ""


def _told(each: Ratio) -> SafeString:
    write = million if each.is_money else vnd
    return format_html(
        "{} {} ÷ {} = {}",
        SHORT[each.figure.rpartition(".")[2]],
        write(each.top),
        write(each.bottom),
        target(each.figure, percent(each.value)),
    )


def sources(asked: Parameters) -> tuple[str, ...]:
    """Of which a page has percentages."""
    chosen = asked.source.value
    return ("all", "national", "local") if chosen == "all" else (chosen,)


def of_execution(row: Execution, asked: Parameters) -> list[SafeString | str]:
    """The percentages of one year against its plan and the year before."""
    chosen, day = sources(asked), {"day": format_day(asked.same_period_until)}
    year = {"year": asked.previous_year}
    before, planned = row.same_period_vnd or ZERO, row.previous_plan_vnd or ZERO
    total = [Ratio("rate.all", row.disbursed_vnd.all, row.plan_vnd.all, row.rate())]
    same_period = [
        Ratio(f"same_period_ratio.{s}", row.disbursed_vnd[s], before[s], row.same_period_ratio(s))
        for s in chosen
    ]
    earlier = [
        Ratio(f"same_period_rate.{s}", before[s], planned[s], row.same_period_rate(s))
        for s in chosen[:1]
    ]
    return [
        worked(_("Disbursed of the year's plan"), total if "all" in chosen else []),
        *_shares(row, chosen),
        worked(_("Against the same period of %(year)s") % year, same_period),
        worked(_("Disbursed of that year's plan on %(day)s") % day, earlier),
        growth(row, asked),
    ]


def year_before(row: Execution, paid_vnd: BySource) -> SafeString | str:
    """The rate of the whole year before, of what it had disbursed by its 31 December."""
    paid, planned = paid_vnd.all, row.earlier_plan_vnd.all
    of_plan = Ratio("previous_rate.all", paid, planned, ratio(paid, planned))
    return worked(_("Disbursed of the plan of the year before"), [of_plan])


def growth(row: Execution, asked: Parameters, name: str = "plan_growth") -> SafeString | str:
    """How the plan grew: what was added ÷ the plan of the year before."""
    before = row.previous_plan_vnd or ZERO
    return worked(
        _("Growth of the plan against %(year)s") % {"year": asked.previous_year},
        [
            Ratio(f"{name}.{s}", row.plan_vnd[s] - before[s], before[s], row.plan_growth(s))
            for s in sources(asked)
        ],
    )


def of_support(row: Supported, asked: Parameters) -> list[SafeString | str]:
    """Disbursed of approved support."""
    paid, approved = row.disbursed_vnd, row.approved_vnd
    return [
        worked(
            _("Disbursed of approved support"),
            [
                Ratio(f"{PART}.{s}", paid[s], approved[s], row.disbursed_of_approved(s))
                for s in sources(asked)
            ],
        )
    ]


def of_estimates(row: EstimateRow, asked: Parameters, is_over: bool) -> list[SafeString | str]:
    """Of the plan of those who declared, of what came once the year is over; the plan's growth."""
    year, found = row.year, sources(asked)
    came, said, planned = year.actual_vnd, year.amount_vnd, year.plan_vnd
    of_plan = [
        Ratio(f"year_estimate_of_plan.{s}", said[s], planned[s], year.of_plan(s)) for s in found
    ]
    of_estimate = [
        Ratio(f"year_actual_of_estimate.{s}", came[s], said[s], year.actual_of_estimate(s))
        for s in found
    ]
    return [
        worked(_("Estimate of plan (%)"), of_plan),
        worked(_("Actual of estimate (%)"), of_estimate if is_over else []),
        growth(row.execution, asked),
    ]


def _shares(row: Execution, chosen: Iterable[str]) -> list[SafeString]:
    """Of each source with a plan both of its percentages, with the amounts they are made of."""
    words = _(
        "{source}: {disbursed} ÷ own plan {plan} = {rate}, its execution rate;"
        " {disbursed} ÷ plan of both sources {both} = {share}, its share of the whole"
        " plan and not its rate."
    )
    return [
        format_html(
            words,
            source=SHORT[source],
            disbursed=million(row.disbursed_vnd[source]),
            plan=million(row.plan_vnd[source]),
            both=million(row.plan_vnd.all),
            rate=target(f"rate.{source}", percent(row.rate(source))),
            share=target(f"share_of_whole_plan.{source}", percent(row.share_of_whole_plan(source))),
        )
        for source in chosen
        if source != "all" and row.plan_vnd[source]
    ]
