"""The guards that the database itself keeps, on SQLite and PostgreSQL alike.

Each room holds `guards/sqlite.sql` and `guards/postgresql.sql`. Their triggers are named
`guard_…` and raise the names explained in `promotion.guards.sentences`.
"""

import re
import sqlite3
from pathlib import Path

from django.apps import apps
from django.db.backends.base.base import BaseDatabaseWrapper

TRIGGER = re.compile(r"CREATE (?:OR REPLACE )?TRIGGER (guard_\w+)\b.*?\bON (\w+)", re.DOTALL)


def guard_files(vendor: str) -> list[Path]:
    """The rooms' guard files for the engine, in the order of the rooms."""
    paths = (Path(app.path) / "guards" / f"{vendor}.sql" for app in apps.get_app_configs())
    return [path for path in paths if path.exists()]


def expected_triggers(vendor: str) -> set[str]:
    """Names of all triggers that a fully migrated database has."""
    return {
        name for path in guard_files(vendor) for name, _ in TRIGGER.findall(path.read_text("utf-8"))
    }


def installed_triggers(connection: BaseDatabaseWrapper) -> dict[str, str]:
    """{name of the trigger: its table} of the guards in the database."""
    query = {
        "sqlite": "SELECT name, tbl_name FROM sqlite_master"
        " WHERE type = 'trigger' AND name LIKE 'guard\\_%' ESCAPE '\\'",
        "postgresql": "SELECT tgname, tgrelid::regclass::text FROM pg_trigger"
        " WHERE NOT tgisinternal AND tgenabled <> 'D' AND tgname LIKE 'guard\\_%'",
    }[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(query)
        return dict(cursor.fetchall())


def missing_triggers(connection: BaseDatabaseWrapper) -> set[str]:
    return expected_triggers(connection.vendor) - installed_triggers(connection).keys()


def drop_triggers(connection: BaseDatabaseWrapper) -> None:
    """Remove every guard, as a migration must before it alters a guarded table.

    SQLite rebuilds altered tables: it would lose the table's own triggers without a word and
    fail on triggers of other tables that name it.
    """
    with connection.cursor() as cursor:
        for name, table in installed_triggers(connection).items():
            on_table = f" ON {table}" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER {name}{on_table}")


def create_triggers(connection: BaseDatabaseWrapper) -> None:
    """Install the guards of every room whose tables exist; running it twice changes nothing."""
    drop_triggers(connection)
    tables = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for path in guard_files(connection.vendor):
            script = path.read_text("utf-8")
            if not {table for _, table in TRIGGER.findall(script)} <= tables:
                continue
            for statement in _statements(script, connection.vendor):
                cursor.execute(statement)


def _statements(script: str, vendor: str) -> list[str]:
    """PostgreSQL takes a script whole; SQLite one statement at a time."""
    if vendor == "postgresql":
        return [script]
    statements, pending = [], ""
    for line in script.splitlines(keepends=True):
        pending += line
        if sqlite3.complete_statement(pending):
            statements.append(pending)
            pending = ""
    return statements
