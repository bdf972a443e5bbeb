"""Which of the local money is the districts' until June 2025, the communes' from then on.

A part of what the cells come to anyway, in some units of the North and the South: no sum of a
unit changes by it.
"""

from collections import Counter

from projects.demo.cells import Cell
from projects.demo.places import LAST_DAY_OF_63
from projects.demo.published import LOCAL
from projects.demo.supports import SINGLE, Support
from promotion.models import Level

UNITS = {"ha-noi", "quang-ninh", "ninh-binh", "dong-nai", "dong-thap", "vinh-long"}  # of today
MOST = 300  # million of a support
EVERY = 3


def give_levels(cell: Cell, supports: list[Support]) -> Counter[Level]:
    """Give every third small support to the level below; what that is by level, in million."""
    below: Counter[Level] = Counter()
    if cell.source != LOCAL or cell.fixed or cell.unit.current not in UNITS:
        return below
    small = [one for one in supports if one.offer.kind == SINGLE and one.amount <= MOST]
    for support in small[::EVERY]:
        had_districts = support.approved_on <= LAST_DAY_OF_63
        support.level = Level.DISTRICT if had_districts else Level.COMMUNE
        below[support.level] += support.amount
    return below
