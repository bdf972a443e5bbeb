"""How the figures of a page are counted, for its fold-out."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any, Protocol

from django.conf import settings
from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from promotion.lib.dates import format_day
from promotion.lib.percent import Rounding
from promotion.templatetags.figures import million, vnd
from reports.execution import ExecutionFigures
from reports.indicators import Waiting
from reports.pages.counted import OF_PLANS, Count, behind, read_at, waiting_centres
from reports.pages.links import Links
from reports.pages.words import linked
from reports.pages.worked import address, of_execution, target
from reports.parameters import Lens, Parameters
from reports.places import Place, ProvinceMap
from reports.recorded import recorded_since


class Counted(Protocol):
    """Figures on a map, some entries of which may wait for confirmation."""

    @property
    def parameters(self) -> Parameters: ...

    @property
    def map(self) -> ProvinceMap: ...

    def waiting(self, scope: Place) -> Waiting: ...


def how(figures: ExecutionFigures, scope: Place, links: Links) -> list[str | SafeString]:
    """Definitions, dates, percentages, rounding, map, what waits."""
    told = of_execution(figures.of(scope), figures.parameters)
    return [*_definitions(figures), *told, *of_every_report(figures, scope, links)]


def of_every_report(
    figures: Counted,
    scope: Place,
    links: Links,
    counts: Sequence[Count] = OF_PLANS,
    years: Sequence[int] = (),
) -> list[str | SafeString]:
    """What is counted of the year or these years, rounding, map, when it was read, what waits for
    confirmation, and what was recorded since."""
    asked = figures.parameters
    counted = behind(asked, figures.map, scope, years or [asked.year])
    words: list[str | SafeString] = [count(counted, scope, links) for count in counts]
    words += [f"{rounding()} {display()}", map_words(figures.map, asked.lens), read_at()]
    words += _waiting(figures, scope, links)
    return [*words, _recorded(figures, scope, asked.known)] if asked.known else words


def nothing_worked(_figures: Any, _scope: Place) -> list[str | SafeString]:
    return []


def noted(
    notes: Callable[[Any], Iterable[tuple[str, str]]],
    counts: Sequence[Count] = OF_PLANS,
    worked: Callable[[Any, Place], Iterable[str | SafeString]] = nothing_worked,
) -> Callable[[Counted, Place, Links], list[str | SafeString]]:
    """Of a report whose own notes say how it counts: these, its percentages worked out, then
    those of every report."""

    def how_noted(figures: Counted, scope: Place, links: Links) -> list[str | SafeString]:
        told = [*named(notes(figures)), *worked(figures, scope)]
        return [*told, *of_every_report(figures, scope, links, counts)]

    return how_noted


def named(notes: Iterable[tuple[str, str]]) -> list[str | SafeString]:
    """Each note after its name, under the address of it."""
    return [target(slugify(name), f"{name}: {text}") for name, text in notes]


def note(name: str | Promise) -> str:
    """The address of the note of this name."""
    return address(slugify(str(name)))


def in_paragraphs(paragraphs: Iterable[str | SafeString]) -> SafeString:
    return format_html_join("", "<p>{}</p>", ((words,) for words in paragraphs if words))


def _definitions(figures: ExecutionFigures) -> list[str]:
    asked = figures.parameters
    values = {
        "year": asked.year,
        "until": format_day(asked.until),
        "previous": asked.previous_year,
        "earlier": format_day(asked.same_period_until),
        "end": format_day(asked.previous_plan_until),
    }
    return [
        _(
            "Execution rate = confirmed disbursements ÷ the plan of the same source. The rate of a"
            " total is the ratio of the sums, never a mean of rates."
        ),
        _(
            "Plan of %(year)s: lines of decisions signed until %(until)s. Disbursed: confirmed"
            " entries of budget year %(year)s booked until %(until)s."
        )
        % values,
        _(
            "Same period: disbursed of the budget of %(previous)s until %(earlier)s. Growth of the"
            " plan: against the plan of %(previous)s as at %(end)s."
        )
        % values,
        _(
            "Local money is that of the province, its districts (until 30/06/2025) and its"
            " communes. In rows by level each has its own, and a project counts once, at the"
            " highest level that supports it."
        ),
    ]


def notes() -> str:
    """The unit and the rounding of a whole page of figures."""
    unit = _("Unit: million đồng.")
    return f"{unit} {rounding()}"


def rounding() -> str:
    if settings.PERCENT_ROUNDING == Rounding.CUT:
        return _("Percentages have two decimals and are cut, not rounded.")
    return _("Percentages are rounded to two decimals.")


def display() -> str:
    return _(
        "Amounts are rounded to whole million đồng for display; percentages are computed from đồng."
    )


def map_words(drawn: ProvinceMap, lens: Lens) -> str:
    day = {"day": format_day(drawn.day), "count": len(drawn.provinces)}
    if lens == Lens.TODAY:
        return (
            _(
                "Map: today, %(count)s provinces and cities; units merged since count for the"
                " unit that holds their territory."
            )
            % day
        )
    return (
        _(
            "Map: as at %(day)s, %(count)s provinces and cities; a unit that did not exist a year"
            " earlier has no same period (x), the total has."
        )
        % day
    )


def _recorded(figures: Counted, scope: Place, known: date) -> str:
    asked = figures.parameters
    since, source = recorded_since(asked, figures.map, scope), asked.source.value
    return _(
        "Money as recorded by the end of %(known)s; stages and results of projects as they are"
        " today. Since then came in until the same cut-off: %(plan)s million đồng of plan,"
        " %(disbursed)s million đồng disbursed (%(entries)s entries confirmed)."
    ) % {
        "known": format_day(known),
        "plan": million(since.plan_vnd[source]),
        "disbursed": million(since.disbursed_vnd[source]),
        "entries": vnd(since.entries[source]),
    }


def _waiting(figures: Counted, scope: Place, links: Links) -> list[SafeString | str]:
    waiting, source = figures.waiting(scope), figures.parameters.source.value
    number = waiting.entries[source]
    if not number:
        return [_("No entry waits for confirmation.")]
    words = ngettext(
        "{} entry of {} million đồng waits for confirmation and is not counted: provisional"
        " figures.",
        "{} entries of {} million đồng wait for confirmation and are not counted: provisional"
        " figures.",
        number,
    )
    entries = linked(vnd(number), links.waiting(scope))
    told = format_html(words, entries, million(waiting.amount_vnd[source]))
    return [told, waiting_centres(waiting.centres_of(source), scope, links)]
