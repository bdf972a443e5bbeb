"""The guards that the database itself keeps, on SQLite and PostgreSQL alike.

Each room holds `guards/sqlite/*.sql` and `guards/postgresql/*.sql`, a file for each noun. Their
triggers are named `guard_…` and raise the names explained in `promotion.guards.sentences`.
"""

import re
import sqlite3
from functools import cache
from itertools import chain
from pathlib import Path

from django.apps import apps
from django.db.backends.base.base import BaseDatabaseWrapper

# A guard as the files write it: on SQLite the text that the database keeps, on PostgreSQL what a
# trigger runs and what a function does.
_ON_SQLITE = re.compile(
    r"^CREATE (TRIGGER|VIEW) (guard_\w+).*?(?=;\s*\Z)", re.MULTILINE | re.DOTALL
)
_TRIGGER = re.compile(
    r"CREATE (?:OR REPLACE )?(?:CONSTRAINT )?TRIGGER guard_\w+\s[^;]*?"
    r"EXECUTE FUNCTION \w+\([^)]*\);"
)
# What PostgreSQL writes otherwise than the files: the order of events, schemas, casts, brackets.
_PARTS = re.compile(
    r"create (?:or replace )?(?:constraint )?trigger (guard_\w+) (before|after) (.*?) on (\S+) (.*)"
)
_UNTOLD = re.compile(
    r"::[a-z]+( varying)?(\[\])?|not deferrable initially immediate|public\.|'(?=\d)|(?<=\d)'|[() ]"
)
_FUNCTION = re.compile(r"CREATE OR REPLACE FUNCTION (guard_\w+)\(.*?AS\s+\$\$(.*?)\$\$", re.DOTALL)


def guard_files(vendor: str) -> dict[str, list[Path]]:
    """{room: its guard files for the engine, by name}, in the order of the rooms."""
    found = {
        app.label: sorted((Path(app.path) / "guards" / vendor).glob("*.sql"))
        for app in apps.get_app_configs()
    }
    return {room: paths for room, paths in found.items() if paths}


@cache
def _expected(vendor: str) -> dict[str, tuple[str, str]]:
    """{name: (trigger, function or view, its text)} of the guards that the files define."""
    found: dict[str, tuple[str, str]] = {}
    for path in chain.from_iterable(guard_files(vendor).values()):
        script = path.read_text("utf-8")
        if vendor == "postgresql":
            for name, body in _FUNCTION.findall(script):
                found[name] = ("function", body)
            for statement in _TRIGGER.findall(script):
                name, text = _comparable(statement)
                found[name] = ("trigger", text)
        else:
            for statement in _statements(script, vendor):
                if guard := _ON_SQLITE.search(statement):
                    found[guard[2]] = (guard[1].lower(), guard[0])
    return found


def _comparable(trigger: str) -> tuple[str, str]:
    """The name of a trigger, and when it runs what on which table, however it is written."""
    flat = " ".join(trigger.rstrip(";").split()).lower()
    parts = _PARTS.fullmatch(flat)
    assert parts, trigger
    name, when, events, table, rest = parts.groups()
    words = (when, *sorted(events.split(" or ")), table, rest)
    return name, " ".join(_UNTOLD.sub("", word) for word in words)


def _installed(connection: BaseDatabaseWrapper) -> dict[str, tuple[str, str]]:
    """The same of the guards that are in force in the database; one query."""
    query = {
        "sqlite": "SELECT name, type, sql FROM sqlite_master"
        " WHERE type IN ('trigger', 'view') AND name LIKE 'guard\\_%' ESCAPE '\\'",
        "postgresql": "SELECT tgname, 'trigger', pg_get_triggerdef(oid) FROM pg_trigger"
        " WHERE NOT tgisinternal AND tgenabled = 'A' AND tgname LIKE 'guard\\_%'"
        " UNION ALL SELECT proname, 'function', prosrc FROM pg_proc"
        " WHERE proname LIKE 'guard\\_%' AND pronamespace = 'public'::regnamespace",
    }[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(query)
        found = {name: (kind, text) for name, kind, text in cursor.fetchall()}
    if connection.vendor == "postgresql":
        for name, (kind, text) in found.items():
            if kind == "trigger":
                found[name] = (kind, _comparable(text)[1])
    return found


def expected_triggers(vendor: str) -> set[str]:
    """Names of all triggers that a fully migrated database has."""
    return {name for name, (kind, _text) in _expected(vendor).items() if kind == "trigger"}


def installed_triggers(connection: BaseDatabaseWrapper) -> dict[str, str]:
    """{name of the trigger: its table} of the guards in the database, disabled ones too."""
    query = {
        "sqlite": "SELECT name, tbl_name FROM sqlite_master"
        " WHERE type = 'trigger' AND name LIKE 'guard\\_%' ESCAPE '\\'",
        "postgresql": "SELECT tgname, tgrelid::regclass::text FROM pg_trigger"
        " WHERE NOT tgisinternal AND tgname LIKE 'guard\\_%'",
    }[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(query)
        return dict(cursor.fetchall())


def missing_triggers(connection: BaseDatabaseWrapper) -> set[str]:
    """Guards that are not in force as the files write them: gone, disabled, moved or other.

    Names the functions of PostgreSQL too.
    """
    installed = _installed(connection)
    expected = _expected(connection.vendor)
    return {name for name, guard in expected.items() if installed.get(name) != guard}


def drop_triggers(connection: BaseDatabaseWrapper) -> None:
    """Remove every guard, as a migration must before it alters a guarded table.

    SQLite rebuilds altered tables: it would lose the table's own triggers without a word and
    fail on triggers of other tables that name it. Of PostgreSQL the functions go too, or one that
    an earlier version called with other arguments would stay beside its successor.
    """
    with connection.cursor() as cursor:
        for name, table in installed_triggers(connection).items():
            on_table = f" ON {table}" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER {name}{on_table}")
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT oid::regprocedure::text FROM pg_proc WHERE proname LIKE 'guard\\_%'"
                " AND pronamespace = 'public'::regnamespace"
            )
            for (function,) in cursor.fetchall():
                cursor.execute(f"DROP FUNCTION {function}")


def create_triggers(connection: BaseDatabaseWrapper) -> None:
    """Install the guards of every room whose tables are complete; twice changes nothing.

    The files speak of the latest tables. On the way there, a room whose tables still lack a
    column is left to the later migration that adds it and calls this again.
    """
    drop_triggers(connection)
    with connection.cursor() as cursor:
        for room, paths in guard_files(connection.vendor).items():
            if _is_complete(room, connection):
                for path in paths:
                    for statement in _statements(path.read_text("utf-8"), connection.vendor):
                        cursor.execute(statement)
        if connection.vendor == "postgresql":
            # Else they would sleep wherever session_replication_role is set to replica.
            for name, table in installed_triggers(connection).items():
                cursor.execute(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {name}")


def _is_complete(room: str, connection: BaseDatabaseWrapper) -> bool:
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor))
        for model in apps.get_app_config(room).get_models():
            if model._meta.db_table not in tables:
                return False
            cursor.execute(f"SELECT * FROM {model._meta.db_table} LIMIT 0")
            columns = {column[0] for column in cursor.description}
            if not {field.column for field in model._meta.local_concrete_fields} <= columns:
                return False
    return True


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
