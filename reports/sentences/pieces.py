"""What generated sentences are made of."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from fractions import Fraction

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from promotion.lib.dates import format_day
from promotion.lib.money import group, million
from promotion.lib.percent import Rounding, format_percent
from reports.pages.links import Links
from reports.parameters import Parameters, SourceChoice
from reports.places import Place

# Marks of a segment: plain text; an amount or number, which opens onto its rows; a percentage,
# which opens how it is counted; the remark that figures are provisional.
PLAIN, FIGURE, SHARE, PROVISIONAL = "", "figure", "share", "provisional"
# The address of what adds up to a figure; "" where the reader may not see all of it.
Rows = Callable[[Links], str]

_GAP = re.compile(r"%\((\w+)\)s")


@dataclass(frozen=True)
class Segment:
    """Some words of a sentence; `figure` names what they print: "plan_vnd.all", "rate.local"."""

    text: str
    mark: str = PLAIN
    figure: str = ""
    rows: Rows | None = field(default=None, compare=False)


@dataclass(frozen=True)
class Sentence:
    """A sentence in pieces, so that a page can mark its figures; `text` is what is copied."""

    segments: tuple[Segment, ...]

    def __str__(self) -> str:
        return self.text

    @property
    def text(self) -> str:
        return "".join(segment.text for segment in self.segments)


def common(place: Place, parameters: Parameters) -> dict[str, Segment]:
    """What sentences are about: whose money, where, until when, of which year."""
    funds = {
        SourceChoice.ALL: _("industrial promotion funding"),
        SourceChoice.NATIONAL: _("national industrial promotion funding"),
        SourceChoice.LOCAL: _("local industrial promotion funding"),
    }
    return {
        "funds": Segment(funds[parameters.source]),
        "until": Segment(_until(parameters)),
        "year": Segment(str(parameters.year)),
        "previous": Segment(str(parameters.previous_year)),
        "territory": Segment(place.territory),
    }


def _until(parameters: Parameters) -> str:
    until = format_day(parameters.until)
    if parameters.known is None:
        return until
    return _("%(until)s (as recorded by %(known)s)") % {
        "until": until,
        "known": format_day(parameters.known),
    }


def filled(template: str, values: dict[str, Segment]) -> list[Segment]:
    """The template's words and, in its gaps, the values: translations may order them anew."""
    pieces: Iterable[str] = _GAP.split(template)
    return [
        values[piece] if position % 2 else Segment(piece)
        for position, piece in enumerate(pieces)
        if piece
    ]


def amount(vnd: int, rows: Rows, figure: str = "") -> Segment:
    """Of đồng, printed in triệu; a zero has no rows."""
    return Segment(million_words(vnd), FIGURE, figure, rows if vnd else None)


def number(count: int, rows: Rows, figure: str = "") -> Segment:
    return Segment(group(count, get_language()), FIGURE, figure, rows if count else None)


def share(fraction: Fraction | None, figure: str) -> Segment:
    """A percentage, worked out under its figure's name where it is told how things are counted."""
    return Segment(percent_words(fraction), FIGURE if fraction is None else SHARE, figure)


def million_words(vnd: int) -> str:
    return _("%(amount)s million đồng") % {"amount": million(vnd, get_language())}


def percent_words(fraction: Fraction | None) -> str:
    return format_percent(fraction, get_language(), Rounding(settings.PERCENT_ROUNDING))
