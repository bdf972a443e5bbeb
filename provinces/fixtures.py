"""Reading the CSV files of fixtures/ and bringing tables up to date with them."""

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Self

from django.conf import settings
from django.db import models

from promotion.lib.text import nfc


@dataclass(frozen=True)
class Stored:
    """How many rows the files hold, how many of them were new, how many changed."""

    rows: int
    added: int
    changed: int

    def __add__(self, other: Self) -> Self:
        return type(self)(
            self.rows + other.rows, self.added + other.added, self.changed + other.changed
        )


def read(name: str) -> list[dict[str, str]]:
    """The rows of fixtures/<name>.csv, in composed Unicode; an empty cell is ""."""
    path = settings.BASE_DIR / "fixtures" / f"{name}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return [{key: nfc(cell) for key, cell in row.items()} for row in csv.DictReader(file)]


day = date.fromisoformat


def last_day(cell: str) -> date | None:
    """An empty cell: without end."""
    return day(cell) if cell else None


def whole(cell: str) -> int | None:
    return int(cell) if cell else None


def store(key: Sequence[str], rows: Iterable[models.Model]) -> Stored:
    """Add the rows whose key is new and change those that differ; nothing is ever deleted.

    key names the fields (attribute names) that identify a row of the model.
    """
    rows = list(rows)
    model = type(rows[0])
    fields = [
        field.attname
        for field in model._meta.concrete_fields
        if not (field.auto_created or field.attname in key)
    ]

    def values(row: models.Model, names: Sequence[str]) -> tuple[Any, ...]:
        return tuple(getattr(row, name) for name in names)

    known = {values(row, key): row for row in model._default_manager.all()}
    added = [row for row in rows if values(row, key) not in known]
    changed = []
    for row in rows:
        old = known.get(values(row, key))
        if old and values(old, fields) != values(row, fields):
            row.pk = old.pk
            changed.append(row)
    model._default_manager.bulk_create(added, batch_size=500)
    if changed:
        model._default_manager.bulk_update(changed, fields, batch_size=100)
    return Stored(len(rows), len(added), len(changed))
