"""What needs attention, in words: why, on what basis, what was said of it; and as a list."""

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from promotion.lib.percent import NO_DATA
from promotion.templatetags.figures import million, percent, vnd
from reports import queries
from reports.attention import (
    AttentionFigures,
    Item,
    OpenProject,
    Why,
    last_days,
)
from reports.pages.links import ROWS, Links
from reports.pages.words import (
    SHORT,
    UNIT,
    days_of_sources,
    same_day_words,
    span_of_years,
    strong,
    years_words,
)
from reports.places import Place
from reports.rhythm import YEARS_BACK
from reports.stages import Odds, Stage

HANDFUL = 5  # items on the page of a place


def why_words(about: Item | OpenProject) -> str:
    """Behind its own years, or the stage that its support is at."""
    if about.why == Why.RHYTHM:
        return _("behind its own rhythm") + _few_years(len(about.rhythm.before))
    if isinstance(about, OpenProject):
        return str(about.stage.label)
    late = [each for each in about.projects if each.why]
    return ngettext(
        "%(number)s project at a stage or rhythm from which the year's support seldom comes in",
        "%(number)s projects at a stage or rhythm from which the year's support seldom comes in",
        len(late),
    ) % {"number": vnd(len(late))}


def _few_years(years: int) -> str:
    """On how many years it rests, where these are fewer than usual."""
    if years >= YEARS_BACK:
        return ""
    words = ngettext("rests on %(years)s year only", "rests on %(years)s years only", years)
    return " (" + words % {"years": years} + ")"


def basis_words(about: Item | OpenProject) -> str:
    """What the landing estimate rests on."""
    if about.rhythm.before:
        return _("by its own rhythm %(years)s") % {"years": years_words(about.rhythm)}
    if about.landing_vnd is None:
        return _("no basis: neither own years nor projects at a known stage")
    if isinstance(about, OpenProject) and about.odds:
        return _odds_words(about.odds)
    return _("by the stages of its projects, as in earlier years of the whole country")


def _odds_words(odds: Odds) -> str:
    low, high = percent(odds.lowest), percent(odds.highest)
    share = low if low == high else f"{low.removesuffix('%')}–{high}"
    values = {"share": share, "years": span_of_years(odds.years)}
    return _("by its stage, whole country %(years)s: %(share)s of what was left") % values


def reason_words(item: Item) -> str:
    """What its sides said last; of which money left nobody said anything yet."""
    nothing = _("no reason given yet")
    if not item.notes:
        return nothing
    said = [(source, note.reason) for source, note in item.notes.items()]
    return _by_source([*said, *((source, nothing) for source in item.silent)])


def action_words(item: Item) -> str:
    return _by_source([(source, note.action) for source, note in item.notes.items() if note.action])


def _by_source(said: list[tuple[str, str]]) -> str:
    joined = "; ".join(f"{SHORT[source]}: {words}" for source, words in said)
    return joined.replace(".; ", "; ")  # what was said may be a sentence


def codes_of(item: Item) -> str:
    return ", ".join(each.name.code for each in item.explaining if each.name)


def remark(figures: AttentionFigures, scope: Place) -> str:
    """Said where the items of some places may not be seen by the reader."""
    if not figures.is_partial(scope):
        return ""
    return _("only places in your reach, and those that a conference has published")


def headlines(
    figures: AttentionFigures, scope: Place, links: Links, _kept: Any
) -> list[dict[str, Any]]:
    """Money at risk, what is left, how many places, how many without a reason."""
    items = figures.inside(scope)
    left = sum(item.rhythm.left_vnd for item in items)
    waiting = sum(_waiting_vnd(item, figures) for item in items)
    behind = vnd(sum(item.why == Why.RHYTHM for item in items))
    only, rows = remark(figures, scope), ROWS if items else ""
    cards: list[dict[str, Any]] = [
        {
            "label": _("Money at risk"),
            "value": million(sum(item.at_risk_vnd for item in items)),
            "url": rows,
            "unit": UNIT,
            "lines": [
                format_html(
                    _("of {} left in the places that need attention"), strong(million(left), rows)
                ),
                _waiting_words(waiting),
                only,
            ],
        },
        {
            "label": _("Places"),
            "value": vnd(len(items)),
            "url": rows,
            "unit": "",
            "lines": [format_html(_("behind their own rhythm: {}"), strong(behind, rows))],
        },
        {
            "label": _("No reason given yet"),
            "value": vnd(sum(bool(item.silent) for item in items)),
            "url": rows,
            "unit": "",
            "lines": [_("of the places listed, for a source with money left")],
        },
    ]
    if not figures.knows(scope):
        cards = [
            {**card, "value": NO_DATA, "url": "", "unit": "", "lines": [only]} for card in cards
        ]
    return [*cards, _deadline(figures)]


def _deadline(figures: AttentionFigures) -> dict[str, Any]:
    """Until when each source's money of the year is paid."""
    last = last_days(figures.parameters)
    days = (max((day - figures.parameters.until).days, 0) for day in last.values())
    return {
        "label": _("Days until the end of settlement"),
        "value": " / ".join(vnd(number) for number in days),
        "unit": "",
        "lines": [_("payments of the year until %(day)s") % {"day": days_of_sources(last)}],
    }


def beside(figures: AttentionFigures, scope: Place, links: Links) -> dict[str, Any]:
    """Context of parts/attention.html on the page of a place: a handful, and where all are."""
    found = block(figures, figures.inside(scope), links, HANDFUL)
    return found | {
        "report_url": _report_url(figures, scope),
        "partial": remark(figures, scope),
        "nothing": _nothing(figures, scope),
    }


def _nothing(figures: AttentionFigures, scope: Place) -> str:
    """Why no item is listed."""
    if figures.is_hidden(scope):
        return _("Not within your reach.")
    if not figures.knows(scope):
        return _("There are no figures yet.")
    return _("No place here is behind its own rhythm.")


def _report_url(figures: AttentionFigures, scope: Place) -> str:
    query = figures.parameters.query(**scope.in_address)
    return f"{reverse('report', args=['attention'])}?{query}"


def block(figures: AttentionFigures, items: list[Item], links: Links, most: int) -> dict[str, Any]:
    shown = items[:most]
    unaccepted = unaccepted_of(figures, shown)
    return {
        "title": _("What needs attention"),
        "note": _("sorted by the money at risk of staying undisbursed; million đồng"),
        "items": [listed(item, figures, links, unaccepted) for item in shown],
        "more": max(len(items) - most, 0),
    }


def unaccepted_of(figures: AttentionFigures, items: list[Item]) -> dict[Place, int]:
    """Projects that were not accepted yet, of places whose own were not asked for."""
    drawn, places = figures.map, (item.place for item in items if not item.projects)
    units = {unit for place in places for unit in drawn.units_of(place)}
    return drawn.folded(queries.unaccepted(units, figures.parameters)) if units else {}


def listed(
    item: Item, figures: AttentionFigures, links: Links, unaccepted: Mapping[Place, int]
) -> dict[str, Any]:
    """An item as it is listed: its share beside those of its own years, projects, reasons."""
    rhythm = item.rhythm
    return {
        "name": capfirst(item.place.name),
        "url": links.place(item.place),
        "is_behind": item.why == Why.RHYTHM,
        "share": percent(rhythm.share),
        "why": _share_words(item),
        "at_risk": million(item.at_risk_vnd),
        "landing": _landing_words(item),
        "stages": _stage_words(item, unaccepted),
        "left": million(rhythm.left_vnd),
        "waiting": _waiting_words(_waiting_vnd(item, figures)),
        "projects": [_project(each) for each in item.explaining],
        "said": _said(item, figures),
    }


def _waiting_vnd(item: Item, figures: AttentionFigures) -> int:
    """Of what is left, what was sent and nobody has confirmed; in đồng."""
    return figures.waiting(item.place).amount_vnd[figures.parameters.source.value]


def _waiting_words(amount_vnd: int) -> str:
    words = _("of which sent, waiting for confirmation: %(amount)s")
    return words % {"amount": million(amount_vnd)} if amount_vnd else ""


def _share_words(item: Item) -> str:
    """ "cùng ngày các năm 2022–2024: 71,02–78,11%"."""
    if item.why != Why.RHYTHM:
        return why_words(item)
    return f"{same_day_words(item.rhythm)}{_few_years(len(item.rhythm.before))}"


def _landing_words(item: Item) -> str:
    """Where its projects were asked for, which bound what may come."""
    if item.landing_vnd is None or not item.projects:
        return ""
    low, high = (million(amount) for amount in item.landing_vnd)
    amounts = low if low == high else f"{low}–{high}"
    values = {"amounts": amounts, "plan": million(item.rhythm.plan_vnd)}
    words = _("may come to %(amounts)s of %(plan)s") % values
    return f"{words}, {basis_words(item)}"


def _stage_words(item: Item, unaccepted: Mapping[Place, int]) -> str:
    """Open projects by stage; where they were not asked for, those not accepted yet."""
    if not item.projects:
        open_ones = unaccepted.get(item.place, 0)
        return ngettext(
            "%(number)s project not accepted", "%(number)s projects not accepted", open_ones
        ) % {"number": vnd(open_ones)}
    parts = [(stage, item.open_at(stage)) for stage in Stage]
    words = [f"{vnd(number)} {stage.label}" for stage, number in parts if number]
    return _("open projects: %(stages)s") % {"stages": "; ".join(words)}


def _project(each: OpenProject) -> dict[str, Any]:
    assert each.name
    return {
        "code": each.name.code,
        "title": each.name.title,
        "url": reverse("project", args=[each.name.code]),
        "stage": each.stage.label,
        "left": million(each.left_vnd),
        "at_risk": million(each.at_risk_vnd) if each.why else "",
    }


def _said(item: Item, figures: AttentionFigures) -> list[dict[str, Any]]:
    """What each source's side said, with the page where it is said if the reader may open it."""
    asked = figures.parameters
    unit = figures.unit_of(item.place)
    found = []
    for source in asked.source.each:
        note = item.notes.get(source)
        if not note and source not in item.silent:
            continue
        url = ""
        if figures.opens(item.place):
            url = reverse("attention-note", args=[unit, source, asked.year])
            url += f"?until={asked.until.isoformat()}"
        may_say = bool(url) and figures.may_say(source, item.place)
        found.append({"source": SHORT[source], "note": note, "url": url, "may_say": may_say})
    return found
