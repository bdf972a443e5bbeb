"""The guards in the database are those in the files, whatever state it was migrated from."""

import re
from itertools import chain

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from promotion.guards import (
    create_triggers,
    drop_triggers,
    expected_triggers,
    guard_files,
    installed_triggers,
    missing_triggers,
)
from tests.guards import refused

ROOMS = ("provinces", "promotion", "projects", "reports")


def definitions() -> dict[str, str]:
    """{name: what the database would do}, functions of PostgreSQL included."""
    query = {
        "sqlite": "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT tgname, pg_get_triggerdef(oid) FROM pg_trigger"
        " WHERE tgname LIKE 'guard%' UNION ALL"
        " SELECT proname, prosrc FROM pg_proc WHERE proname LIKE 'guard%'",
    }[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(query)
        return dict(cursor.fetchall())


def text_of_files(vendor: str) -> str:
    paths = chain.from_iterable(guard_files(vendor).values())
    return "".join(path.read_text("utf-8") for path in paths)


@pytest.mark.django_db
def test_all_guards_stand_and_none_is_left_over():
    assert installed_triggers(connection).keys() == expected_triggers(connection.vendor)
    assert len(expected_triggers(connection.vendor)) >= 25


@pytest.mark.django_db
def test_installing_again_changes_nothing():
    before = definitions()
    create_triggers(connection)
    assert definitions() == before


@pytest.mark.django_db
def test_guards_are_brought_up_to_date_by_a_command():
    drop_triggers(connection)
    call_command("install_guards")
    assert not missing_triggers(connection)


@pytest.mark.django_db
def test_a_missing_guard_is_named():
    with connection.cursor() as cursor:
        table = " ON projects_grant" if connection.vendor == "postgresql" else ""
        cursor.execute(f"DROP TRIGGER guard_grant_sums{table}")
    assert missing_triggers(connection) == {"guard_grant_sums"}
    drop_triggers(connection)
    assert missing_triggers(connection) >= expected_triggers(connection.vendor)


@pytest.mark.postgresql
@pytest.mark.django_db
def test_a_function_of_an_earlier_version_goes():
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE FUNCTION guard_month_lock(unit text, money text, day date) RETURNS bigint"
            " LANGUAGE sql IMMUTABLE AS 'SELECT 1::bigint'"
        )
        create_triggers(connection)
        cursor.execute("SELECT count(*) FROM pg_proc WHERE proname = 'guard_month_lock'")
        assert cursor.fetchone() == (1,)


@pytest.mark.postgresql
@pytest.mark.django_db
@pytest.mark.parametrize("asleep", ["DISABLE", "ENABLE", "ENABLE REPLICA"])
def test_a_guard_that_may_sleep_is_missing(asleep):
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE projects_grant {asleep} TRIGGER guard_grant_sums")
    assert missing_triggers(connection) == {"guard_grant_sums"}


@pytest.mark.postgresql
@pytest.mark.django_db
def test_guards_are_awake_in_a_replica_session():
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        with refused("ledger_append_only"):
            cursor.execute("TRUNCATE promotion_changelog")


@pytest.mark.sqlite
@pytest.mark.django_db
def test_a_guard_of_another_text_is_missing():
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER guard_confirmation_delete")
        cursor.execute(
            "CREATE TRIGGER guard_confirmation_delete BEFORE DELETE ON projects_confirmation"
            " BEGIN SELECT 1; END"
        )
    assert missing_triggers(connection) == {"guard_confirmation_delete"}


@pytest.mark.postgresql
@pytest.mark.django_db
def test_a_guard_that_runs_something_else_is_missing():
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE OR REPLACE TRIGGER guard_confirmation_change"
            " BEFORE UPDATE OR DELETE ON projects_confirmation"
            " FOR EACH ROW EXECUTE FUNCTION guard_refuse('another_name')"
        )
        cursor.execute(
            "CREATE OR REPLACE FUNCTION guard_raise(name text) RETURNS void LANGUAGE plpgsql"
            " AS $$ BEGIN END $$"
        )
    assert missing_triggers(connection) == {"guard_confirmation_change", "guard_raise"}


@pytest.mark.postgresql
@pytest.mark.django_db
@pytest.mark.parametrize(
    "moved",
    [
        "BEFORE UPDATE OR DELETE ON provinces_region FOR EACH ROW",
        "BEFORE UPDATE ON projects_disbursement FOR EACH ROW",
        "AFTER UPDATE OR DELETE ON projects_disbursement FOR EACH ROW",
        "BEFORE UPDATE OR DELETE ON projects_disbursement FOR EACH ROW WHEN (OLD.id > 9)",
    ],
)
def test_a_guard_of_another_table_time_or_condition_is_missing(moved):
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER guard_disbursement_change ON projects_disbursement")
        table = moved.split(" ON ")[1].split()[0]
        cursor.execute(
            f"CREATE TRIGGER guard_disbursement_change {moved}"
            " EXECUTE FUNCTION guard_refuse('ledger_append_only')"
        )
        cursor.execute(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER guard_disbursement_change")
    assert missing_triggers(connection) == {"guard_disbursement_change"}


@pytest.mark.django_db
def test_guards_that_fit_no_table_are_not_said_to_stand(monkeypatch):
    """Tables behind the models: what stood must not be taken away in silence."""
    monkeypatch.setattr("promotion.guards._is_complete", lambda *_: False)
    with pytest.raises(CommandError, match="migrate"):
        call_command("install_guards")


@pytest.mark.sqlite
@pytest.mark.django_db
def test_the_database_holds_the_text_of_the_files():
    text = text_of_files("sqlite")
    for name, definition in definitions().items():
        assert f"{definition};" in text, name


@pytest.mark.postgresql
@pytest.mark.django_db
def test_the_database_holds_the_functions_of_the_files():
    text = text_of_files("postgresql")
    bodies = dict(
        re.findall(
            r"CREATE OR REPLACE FUNCTION (guard_\w+)\(.*?AS\s+\$\$(.*?)\$\$", text, re.DOTALL
        )
    )
    held = definitions()
    assert bodies and {name: held[name] for name in bodies} == bodies


@pytest.mark.database("empty")
def test_guards_stand_after_a_stop_at_every_earlier_state(prepared_database):
    """SQLite rebuilds tables on the way and loses their triggers without a word."""
    executor = MigrationExecutor(connection)
    for migration, _backwards in executor.migration_plan(executor.loader.graph.leaf_nodes()):
        if migration.app_label in ROOMS:
            call_command("migrate", migration.app_label, migration.name, verbosity=0)
    call_command("migrate", verbosity=0)
    assert not missing_triggers(connection)
    if connection.vendor == "sqlite":
        require_guards_after_going_back()


def require_guards_after_going_back() -> None:
    """All the way back and forth again, where tables are rebuilt in both directions."""
    call_command("migrate", "projects", "zero", verbosity=0)
    assert not any("projects_" in table for table in installed_triggers(connection).values())
    call_command("migrate", verbosity=0)
    assert not missing_triggers(connection)
