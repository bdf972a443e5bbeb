"""Parameters shared out between the engines, where what they ask is the same on both."""

from collections.abc import Iterable
from itertools import cycle
from typing import Any

import pytest


def by_turns(values: Iterable[Any]) -> list[Any]:
    """Each on one engine: the first on SQLite, the second on PostgreSQL, and so on."""
    turns = cycle([pytest.mark.sqlite, pytest.mark.postgresql])
    return [pytest.param(value, marks=mark) for value, mark in zip(values, turns, strict=False)]
