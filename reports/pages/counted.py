"""What the figures of a page are counted of, in paragraphs of its fold-out."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace

from django.http import QueryDict
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from promotion.lib.dates import format_day
from promotion.templatetags.figures import moment, vnd
from reports import queries
from reports.pages.links import Links
from reports.pages.words import linked, span_of_years
from reports.parameters import Parameters, SourceChoice
from reports.places import Place, PlaceKind, ProvinceMap
from reports.queries.behind import Behind, Lines

Count = Callable[[Behind, Place, Links], SafeString]
# Beyond these the report on centres has the names that the reader may know.
MOST_NAMES = 10


def behind(asked: Parameters, drawn: ProvinceMap, scope: Place, years: Sequence[int]) -> Behind:
    units = None if scope.kind == PlaceKind.COUNTRY else drawn.units_of(scope)
    source = "" if asked.source == SourceChoice.ALL else asked.source.value
    return Behind(units, years, asked.until, source, asked.known)


# The words lead to the rows: a number that does is their sum.
def plan_lines(counted: Behind, scope: Place, links: Links) -> SafeString:
    words = _("Plan of {}: {} lines of {} {}.")
    return _lines(words, counted, counted.plan_lines(), links.plan(scope))


def support_lines(counted: Behind, scope: Place, links: Links) -> SafeString:
    words = _("Approved support of {}: {} lines of {} {}.")
    return _lines(words, counted, counted.support_lines(), links.approved(scope))


def _lines(words: str, counted: Behind, lines: Lines, url: str) -> SafeString:
    years, decisions = span_of_years(counted.years), linked(_("decisions"), url)
    return format_html(words, years, vnd(lines.number), vnd(lines.decisions), decisions)


def entries(counted: Behind, scope: Place, links: Links) -> SafeString:
    words = _("Disbursed of budget year {}: {} {}.")
    confirmed = linked(_("confirmed entries"), links.disbursed(scope))
    return format_html(words, span_of_years(counted.years), vnd(counted.entries()), confirmed)


# What disbursements are held against.
OF_PLANS: tuple[Count, ...] = (plan_lines, entries)
OF_SUPPORT: tuple[Count, ...] = (support_lines, entries)


def waiting_centres(centres: Collection[int], scope: Place, links: Links) -> SafeString:
    """The first of those in the reader's reach by name, of the rest how many they are."""
    names = queries.names_of(centres)
    reached = [name for name, unit in names if links.reach.covers([unit] if unit else [])]
    told = format_html_join("; ", "{}", ((name,) for name in reached[:MOST_NAMES]))
    if others := len(names) - len(reached[:MOST_NAMES]):
        words = _("and %(count)s other centres") if told else _("%(count)s centres")
        url = links.report("centres", scope)
        told = format_html("{} {}", told, linked(words % {"count": others}, url))
    return format_html(_("Centres with entries that wait: {}."), told)


def nothing_known(
    asked: Parameters, drawn: ProvinceMap, scope: Place, query: QueryDict
) -> SafeString | str:
    """That nothing of the year was recorded by the day, with the same page as of now; `query` is
    the page's own."""
    if not asked.known:
        return ""
    counted = replace(behind(asked, drawn, scope, [asked.year]), source="")
    if counted.plan_lines().number or counted.support_lines().number:
        return ""
    now = query.copy()
    del now["known"]
    return format_html(
        _("By the end of {} nothing of {} was recorded here. {}"),
        format_day(asked.known),
        asked.year,
        linked(_("Show what is recorded now"), f"?{now.urlencode()}"),
    )


def cut_short(asked: Parameters, counted: Parameters, query: QueryDict) -> str:
    """That the figures end before the day that the page's own `query` asks for by name."""
    if "until" not in query or counted.until >= asked.until:
        return ""
    return _(
        "Figures are counted until %(until)s, when the period ends, not until %(asked)s. Another"
        " period can be chosen above."
    ) % {"until": format_day(counted.until), "asked": format_day(asked.until)}


def read_at() -> str:
    return _("Data as at %(moment)s.") % {"moment": moment(timezone.now())}
