"""Saying that the database refuses, and taking a guard away to see that it was the guard."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction

from promotion.guards import installed_triggers
from promotion.guards.sentences import name_of
from tests.databases import APPLICATION


@contextmanager
def refused(name: str) -> Iterator[None]:
    """The block must be refused by the constraint or guard of this name, and leave no trace.

    The application's role may not even try to change a row of the ledger.
    """
    with pytest.raises((IntegrityError, ProgrammingError)) as caught, transaction.atomic():
        yield
    if isinstance(caught.value, IntegrityError):
        assert name_of(caught.value) == name
    else:
        assert "permission denied" in str(caught.value) and is_application()


def attempt(statement: str, *values: object, name: str, tables: list[str]) -> None:
    """Raw SQL is refused under the guard's name; goes through once the tables' guards are gone."""
    with refused(name):
        execute(statement, *values)
    with transaction.atomic():
        remove_guards(*tables)
        execute(statement, *values)
        transaction.set_rollback(True)


def is_application() -> bool:
    """Whether the rights are those of `as_application`."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user <> session_user")
        return cursor.fetchone() == (True,)


def execute(statement: str, *values: object) -> None:
    """Raw SQL on the test's own connection."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def remove_guards(*tables: str) -> None:
    """Drop every trigger of the tables, inside the transaction that the test rolls back."""
    as_owner()
    for name, table in installed_triggers(connection).items():
        if table in tables:
            execute(f"DROP TRIGGER {name}" + on_table(table))


def remove_guard(name: str) -> None:
    as_owner()
    execute(f"DROP TRIGGER {name}" + on_table(installed_triggers(connection)[name]))


def as_owner() -> None:
    """From here on, what the application may not do: until the transaction ends."""
    if connection.vendor == "postgresql":
        execute("RESET ROLE")


def on_table(table: str) -> str:
    return f" ON {table}" if connection.vendor == "postgresql" else ""


@contextmanager
def as_application() -> Iterator[None]:
    """PostgreSQL: the block runs with the rights of the application, in a transaction to undo."""
    with transaction.atomic():
        execute(f"SET LOCAL ROLE {APPLICATION}")
        yield
        transaction.set_rollback(True)
