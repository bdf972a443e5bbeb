"""Neither raw SQL nor a stale save passes the approved support or touches a ledger row.

Each attack is tried once with the guards, where it must be refused, and once after taking them
away, where it must succeed: so it is the guard that refuses, not a mistake in the attack.
"""

import uuid

import pytest
from django.db import connection, transaction

from projects.models import Grant
from tests.cast import send
from tests.guards import attempt, execute, refused, remove_guard, remove_guards

pytestmark = pytest.mark.django_db

LEDGER = [
    "promotion_budgetline",
    "projects_grantline",
    "projects_disbursement",
    "projects_confirmation",
]
# What hangs on grants, decisions and budgets, in the order that foreign keys let go.
HANGING = [
    "projects_confirmation",
    "projects_disbursement",
    "projects_grantline",
    "promotion_budgetline",
]
SUMS = (
    *("approved_vnd", "reported_vnd", "confirmed_vnd", "to_recover_vnd"),
    *("advanced_vnd", "clearing_vnd", "cleared_vnd"),
)
DATABASE_TABLES = [*LEDGER, "projects_grant", "promotion_decision", "promotion_annualbudget"]


ATTACKS_ON_LEDGER_ROWS = {
    "promotion_budgetline": "UPDATE promotion_budgetline SET amount_vnd = 9",
    "projects_grantline": "UPDATE projects_grantline SET amount_vnd = 9999",
    "projects_disbursement": "UPDATE projects_disbursement SET amount_vnd = 1",
    "projects_confirmation": "UPDATE projects_confirmation SET confirmed_at = '2020-01-01'",
}


@pytest.mark.parametrize("table", LEDGER)
def test_a_ledger_row_is_not_changed(ledger, table):
    attempt(ATTACKS_ON_LEDGER_ROWS[table], name="ledger_append_only", tables=[table])


@pytest.mark.parametrize("table", LEDGER)
def test_a_ledger_row_is_not_touched_even_without_a_change(ledger, table):
    attempt(f"UPDATE {table} SET id = id", name="ledger_append_only", tables=[table])


@pytest.mark.parametrize("table", LEDGER)
def test_a_ledger_row_is_not_deleted(ledger, table):
    with refused("ledger_append_only"):
        execute(f"DELETE FROM {table}")
    # Negative control: the confirmation goes first, since a foreign key holds its entry.
    with transaction.atomic():
        remove_guards(*LEDGER)
        for row in ("projects_confirmation", table):
            execute(f"DELETE FROM {row}")
        transaction.set_rollback(True)


@pytest.mark.parametrize(
    ("table", "name"),
    [
        ("projects_grant", "grant_fixed"),
        ("promotion_decision", "decision_fixed"),
        ("promotion_annualbudget", "annualbudget_fixed"),
    ],
)
def test_what_carries_money_is_not_deleted(ledger, table, name):
    with refused(name):
        execute(f"DELETE FROM {table}")
    # Negative control: without the guards it goes, once nothing hangs on it.
    with transaction.atomic():
        remove_guards(*DATABASE_TABLES)
        for row in (*HANGING, table):
            execute(f"DELETE FROM {row}")
        transaction.set_rollback(True)


@pytest.mark.parametrize(
    "change",
    [
        "approved_vnd = approved_vnd + 1000000",
        "reported_vnd = 0",
        "confirmed_vnd = 0",
        "to_recover_vnd = 5",
        "advanced_vnd = 100, clearing_vnd = 100",
        "advanced_vnd = 5",
        "last_entry_id = last_entry_id + 1000",
        "last_line_id = NULL",
        "approved_vnd = 2000, last_line_id = last_line_id + 1",
        "reported_vnd = 0, last_entry_id = 1000000",
        "reported_vnd = 0, confirmed_vnd = 0, last_entry_id = NULL, last_confirmation_id = NULL",
    ],
)
def test_the_sums_of_a_grant_change_only_through_the_ledger(ledger, change):
    attempt(
        f"UPDATE projects_grant SET {change} WHERE id = %s",
        ledger.pk,
        name="grant_sums_kept_by_ledger",
        tables=["projects_grant"],
    )


def test_a_ledger_row_is_not_counted_twice_by_hand(ledger):
    # Claiming the entry that was counted already must not add its 600 a second time.
    entry = ledger.entries.get()
    attempt(
        "UPDATE projects_grant SET reported_vnd = reported_vnd + %s, last_entry_id = %s",
        -entry.amount_vnd,
        entry.pk,
        name="grant_sums_kept_by_ledger",
        tables=["projects_grant"],
    )


@pytest.mark.parametrize("begun", ["approved_vnd", "advanced_vnd"])
def test_a_grant_begins_at_zero(project_an_giang, begun):
    sums = dict.fromkeys(SUMS, "0") | {begun: "5000"}
    attempt(
        f"INSERT INTO projects_grant ({', '.join(sums)}, project_id, content_id, budget_year,"
        f" source, level) VALUES ({', '.join(sums.values())}, %s, 'brand', 2025, 'local',"
        " 'province')",
        project_an_giang.pk,
        name="grant_begins_at_zero",
        tables=["projects_grant"],
    )


@pytest.mark.parametrize(
    ("year", "source", "level", "name"),
    [
        (2025, "europe", "province", "grant_source_known"),
        (1999, "local", "province", "grant_year_known"),
        (2101, "local", "province", "grant_year_known"),
        (-2025, "local", "province", "grant_year_known"),
        (2025, "local", "village", "grant_level_fits"),
        (2025, "national", "commune", "grant_level_fits"),
        (2025, "national", "district", "grant_level_fits"),
        (2026, "local", "district", "grant_level_fits"),
    ],
)
def test_a_grant_begins_with_a_known_year_source_and_level(
    project_an_giang, year, source, level, name
):
    attempt(
        "INSERT INTO projects_grant (project_id, content_id, budget_year, source, level,"
        f" {', '.join(SUMS)}) VALUES (%s, 'brand', %s, %s, %s, {', '.join('0' for _ in SUMS)})",
        project_an_giang.pk,
        year,
        source,
        level,
        name=name,
        tables=["projects_grant"],
    )


LINE = (
    "INSERT INTO projects_grantline (decision_id, grant_id, kind, amount_vnd, reason, synthetic,"
    " recorded_by_id, recorded_at) SELECT decision_id, grant_id, 'decrease', -1001, reason,"
    " synthetic, recorded_by_id, {now} FROM projects_grantline"
)
ENTRY = (
    "INSERT INTO projects_disbursement (grant_id, kind, amount_vnd, cleared_vnd, reverses_id,"
    " voucher_kind, voucher_number, voucher_on, booked_on, reason, idempotency_key, synthetic,"
    " recorded_by_id, recorded_at) SELECT grant_id, {values}, voucher_kind, voucher_number,"
    " voucher_on, booked_on, 'x', {key}, synthetic, recorded_by_id, {now}"
    " FROM projects_disbursement"
)
DIALECT = {
    "sqlite": {
        "now": "strftime('%%Y-%%m-%%d %%H:%%M:%%f', 'now')",
        "key": "lower(hex(randomblob(16)))",
    },
    "postgresql": {"now": "now()", "key": "gen_random_uuid()"},
}


@pytest.mark.parametrize(
    ("statement", "values", "name"),
    [
        (LINE, "", "grant_approved_not_negative"),
        (ENTRY, "'clearing', 0, 1, NULL", "grant_cleared_within_advanced"),
        (ENTRY, "'reversal', -600, 0, id", "grant_confirmed_within_approved"),
    ],
    ids=["approved", "cleared", "confirmed"],
)
def test_no_row_of_the_ledger_moves_a_sum_out_of_its_bounds(ledger, statement, values, name):
    if "reversal" in values:  # which the guard of entries refuses before it comes to the sums
        guard = {"sqlite": "reversal", "postgresql": "insert"}[connection.vendor]
        remove_guard(f"guard_disbursement_{guard}")
    attempt(
        statement.format(values=values, **DIALECT[connection.vendor]),
        name=name,
        tables=["projects_grant"],
    )


def test_a_stale_save_does_not_bring_old_sums_back(grant_an_giang, clerk_an_giang):
    stale = Grant.objects.get(pk=grant_an_giang.pk)
    send(grant_an_giang, clerk_an_giang, 600)
    with refused("grant_sums_kept_by_ledger"):
        stale.save()
    with transaction.atomic():
        remove_guards("projects_grant")
        stale.save()
        assert Grant.objects.get(pk=stale.pk).reported_vnd == 0  # what the guard prevents
        transaction.set_rollback(True)


def test_raw_sql_does_not_pass_the_approved_support(ledger, clerk_an_giang):
    fields = (
        "grant_id, kind, amount_vnd, voucher_kind, voucher_number, voucher_on, booked_on,"
        " reason, idempotency_key, recorded_by_id, synthetic"
    )
    insert = (
        f"INSERT INTO projects_disbursement ({fields}) VALUES"
        " (%s, 'payment', %s, 'cash', 'PC-2', '2025-09-03', '2025-09-03', '', %s, %s, %s)"
    )

    def values(amount_vnd: int) -> tuple:
        key = uuid.uuid4()
        return (
            ledger.pk,
            amount_vnd,
            key.hex if connection.vendor == "sqlite" else str(key),
            clerk_an_giang.pk,
            False,
        )

    with refused("grant_reported_within_approved"):
        execute(insert, *values(401))
    # Negative control: nothing but the guards knows what the payments add up to.
    with transaction.atomic():
        remove_guards("projects_disbursement")
        execute(insert, *values(401))
        transaction.set_rollback(True)
    execute(insert, *values(400))  # exactly what is left
    ledger.refresh_from_db()
    assert ledger.reported_vnd == 1000


@pytest.mark.postgresql
@pytest.mark.parametrize("table", DATABASE_TABLES)
def test_a_guarded_table_is_not_truncated(ledger, table):
    name = {
        "projects_grant": "grant_fixed",
        "promotion_decision": "decision_fixed",
        "promotion_annualbudget": "annualbudget_fixed",
    }.get(table, "ledger_append_only")
    execute("SET CONSTRAINTS ALL IMMEDIATE")  # or the fixtures' own rows would hold it up
    with refused(name):
        execute(f"TRUNCATE {table} CASCADE")


@pytest.mark.postgresql
def test_the_time_of_recording_is_the_databases(ledger):
    # Whatever a script claims, the trigger writes the clock.
    entry = ledger.entries.get()
    execute(
        "INSERT INTO projects_grantline (decision_id, grant_id, kind, amount_vnd,"
        " recorded_by_id, recorded_at, synthetic)"
        " SELECT decision_id, grant_id, kind, 5, recorded_by_id, '2001-01-01', synthetic"
        " FROM projects_grantline"
    )
    assert ledger.lines.latest("id").recorded_at >= entry.recorded_at


@pytest.mark.postgresql
def test_a_trigger_of_ones_own_does_not_change_the_sums(ledger):
    # From the trigger of a temporary table the depth is that of a ledger row.
    execute("CREATE TEMP TABLE lever (grant_id bigint)")
    execute(
        "CREATE FUNCTION pg_temp.pull() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
        " UPDATE projects_grant SET approved_vnd = 1000000 WHERE id = NEW.grant_id;"
        " RETURN NULL; END $$"
    )
    execute(
        "CREATE TRIGGER pull AFTER INSERT ON lever FOR EACH ROW EXECUTE FUNCTION pg_temp.pull()"
    )
    attempt(
        "INSERT INTO lever VALUES (%s)",
        ledger.pk,
        name="grant_sums_kept_by_ledger",
        tables=["projects_grant"],
    )
