"""PostgreSQL: who owns the tables, and what the application may do with them.

The owner migrates; the application serves. It may not own its tables, for an owner can disable
triggers: it adds rows to the ledger and reads them, and only the guards, which run as the owner,
move the sums of grants.
"""

import re
from itertools import chain

from django.db.backends.base.base import BaseDatabaseWrapper

from promotion.guards import guard_files

# How the files of guards mark a table that is only added to: whatever the change, it is refused.
APPEND_ONLY = re.compile(
    r"BEFORE UPDATE OR DELETE ON (\w+)\s+"
    r"FOR EACH ROW EXECUTE FUNCTION guard_refuse\('ledger_append_only'\)"
)
# Its columns are keys, which never change, and sums, which only the guards move.
MOVED_BY_GUARDS = "projects_grant"
# Written by the guards alone.
WRITTEN_BY_GUARDS = {"promotion_changelog", "projects_dailysum", "projects_monthlysum"}


def append_only_tables() -> set[str]:
    """By the files and not by the database, which may have lost a guard."""
    paths = chain.from_iterable(guard_files("postgresql").values())
    return set(chain.from_iterable(APPEND_ONLY.findall(path.read_text("utf-8")) for path in paths))


def create_role(connection: BaseDatabaseWrapper, role: str) -> None:
    """A role that may sign in, once its password is set; an existing one stays as it is."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role])
        if not cursor.fetchone():
            cursor.execute(f"CREATE ROLE {_quoted(connection, role)} LOGIN")


def give_to_owner(connection: BaseDatabaseWrapper, owner: str) -> None:
    """Let the role own everything in the schema: tables with their sequences, and functions."""
    to = _quoted(connection, owner)
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"ALTER TABLE {_quoted(connection, table)} OWNER TO {to}")
        cursor.execute(
            "SELECT oid::regprocedure::text FROM pg_proc WHERE proname LIKE 'guard\\_%%'"
            " AND pronamespace = 'public'::regnamespace"
        )
        for (function,) in cursor.fetchall():
            cursor.execute(f"ALTER FUNCTION {function} OWNER TO {to}")
        cursor.execute(f"GRANT USAGE, CREATE ON SCHEMA public TO {to}")


def grant_to_application(connection: BaseDatabaseWrapper, role: str) -> None:
    """Give the role what serving needs and take what it had beyond; twice changes nothing."""
    to = _quoted(connection, role)
    with connection.cursor() as cursor:
        everything = set(connection.introspection.table_names(cursor))
        added_to = append_only_tables() | {MOVED_BY_GUARDS}
        free = everything - added_to - WRITTEN_BY_GUARDS - {"django_migrations"}
        cursor.execute(f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {to}")
        cursor.execute(f"REVOKE CREATE ON SCHEMA public FROM PUBLIC, {to}")
        cursor.execute(f"GRANT USAGE ON SCHEMA public TO {to}")
        cursor.execute(f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {to}")
        cursor.execute(f"GRANT SELECT ON ALL TABLES IN SCHEMA public TO {to}")
        for rights, tables in (
            ("INSERT", added_to - WRITTEN_BY_GUARDS),
            ("INSERT, UPDATE, DELETE", free),
        ):
            names = ", ".join(_quoted(connection, table) for table in sorted(tables))
            cursor.execute(f"GRANT {rights} ON {names} TO {to}")
        # Who may lock a row may change a column of it: the key, which the guards keep.
        cursor.execute(f"GRANT UPDATE (id) ON {MOVED_BY_GUARDS} TO {to}")


def _quoted(connection: BaseDatabaseWrapper, name: str) -> str:
    return connection.ops.quote_name(name)
