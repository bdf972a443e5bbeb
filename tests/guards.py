"""Saying that the database refuses, and taking a guard away to see that it was the guard."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import IntegrityError, connection, transaction

from promotion.guards import installed_triggers
from promotion.guards.sentences import name_of


@contextmanager
def refused(name: str) -> Iterator[None]:
    """The block must be refused by the constraint or guard of this name, and leave no trace."""
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        yield
    assert name_of(caught.value) == name


def execute(statement: str, *values: object) -> None:
    """Raw SQL on the test's own connection."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def remove_guards(*tables: str) -> None:
    """Drop every trigger of the tables, inside the transaction that the test rolls back."""
    for name, table in installed_triggers(connection).items():
        if table in tables:
            execute(f"DROP TRIGGER {name}" + on_table(table))


def remove_guard(name: str) -> None:
    execute(f"DROP TRIGGER {name}" + on_table(installed_triggers(connection)[name]))


def on_table(table: str) -> str:
    return f" ON {table}" if connection.vendor == "postgresql" else ""
