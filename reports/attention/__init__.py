"""What needs attention: money that may stay undisbursed, where, and which projects explain it.

A place or a project is an item where its disbursed share lies below the lowest of its own years
at the same day; a project too, and the place of it, where support at its stage came in by less
than half in every year before.
"""

from reports.attention.figures import (
    AttentionFigures,
    behind,
    found,
    last_days,
    load,
)
from reports.attention.items import Item, OpenProject, Why

__all__ = [
    "AttentionFigures",
    "Item",
    "OpenProject",
    "Why",
    "behind",
    "found",
    "last_days",
    "load",
]
