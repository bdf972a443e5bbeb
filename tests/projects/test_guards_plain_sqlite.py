"""From a plain sqlite3 connection, without any of our pragmas, the guards still hold."""

import sqlite3
from contextlib import closing
from urllib.parse import urlparse

import pytest

from promotion.models import User
from tests.cast import make_centre, make_grant, make_plan, make_project, make_user, send

pytestmark = pytest.mark.sqlite

REPLACED = [
    ("projects_disbursement", "ledger_append_only"),
    ("projects_confirmation", "ledger_append_only"),
    ("projects_grantline", "ledger_append_only"),
    ("promotion_budgetline", "ledger_append_only"),
    ("projects_grant", "grant_fixed"),
    ("projects_project", "project_place_fixed"),
    ("promotion_centre", "centre_place_fixed"),
    ("promotion_decision", "decision_fixed"),
    ("promotion_annualbudget", "annualbudget_fixed"),
]


@pytest.fixture
def plain(prepared_database):
    """600 of 1,000 đồng sent and confirmed, then a connection that knows nothing of Django."""
    centre = make_centre("an-giang")
    officer = make_user("officer", User.Role.OFFICER, province_id="an-giang")
    clerk = make_user("clerk", User.Role.CLERK, centre=centre)
    make_plan("an-giang", 2025, "local", 5000, officer)
    grant = make_grant(make_project(centre, "AG-2025-01"), officer)
    send(grant, clerk, 600).confirm(officer)
    path = urlparse(prepared_database).path
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        assert connection.execute("PRAGMA recursive_triggers").fetchone() == (0,)
        assert connection.execute("PRAGMA foreign_keys").fetchone() == (0,)
        yield connection


def columns(connection: sqlite3.Connection, table: str) -> list[str]:
    return [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]


@pytest.mark.parametrize(("table", "name"), REPLACED)
@pytest.mark.parametrize("verb", ["INSERT OR REPLACE", "REPLACE"])
def test_replace_is_no_way_round(plain, table, name, verb):
    names = ", ".join(columns(plain, table))
    replace = f"{verb} INTO {table} ({names}) SELECT {names} FROM {table}"
    with pytest.raises(sqlite3.IntegrityError, match=f"^{name}$"):
        plain.execute(replace)


def test_replace_by_the_key_of_an_entry_is_no_way_round(plain):
    # A new id with the old idempotency key would delete the old entry without a delete trigger.
    names = [name for name in columns(plain, "projects_disbursement") if name != "id"]
    listed = ", ".join(names)
    with pytest.raises(sqlite3.IntegrityError, match="^disbursement_key_used$"):
        plain.execute(
            f"REPLACE INTO projects_disbursement ({listed})"
            f" SELECT {listed} FROM projects_disbursement"
        )


def test_without_the_insert_guard_replace_would_be_a_way_round(plain):
    def recorded() -> tuple:
        return plain.execute("SELECT confirmed_at FROM projects_confirmation").fetchone()

    before = recorded()
    plain.execute("BEGIN")
    plain.execute("DROP TRIGGER guard_confirmation_insert")
    for name in ("sum", "day", "month"):
        plain.execute(f"DROP TRIGGER guard_confirmation_{name}")
    names = columns(plain, "projects_confirmation")
    values = [name if name != "confirmed_at" else "'2001-01-01 00:00:00'" for name in names]
    plain.execute(
        f"REPLACE INTO projects_confirmation ({', '.join(names)})"
        f" SELECT {', '.join(values)} FROM projects_confirmation"
    )
    # The row that was recorded is lost, and no delete trigger was asked.
    assert recorded() == ("2001-01-01 00:00:00",) != before
    plain.execute("ROLLBACK")
    assert recorded() == before


@pytest.mark.parametrize(
    ("statement", "name"),
    [
        ("DELETE FROM projects_disbursement", "ledger_append_only"),
        ("UPDATE OR REPLACE projects_disbursement SET amount_vnd = 1", "ledger_append_only"),
        ("DELETE FROM projects_grant", "grant_fixed"),
        ("UPDATE projects_grant SET approved_vnd = 10000", "grant_sums_kept_by_ledger"),
        ("UPDATE projects_grant SET reported_vnd = 0", "grant_sums_kept_by_ledger"),
        ("DELETE FROM projects_project", "project_place_fixed"),
        ("DELETE FROM promotion_centre", "centre_place_fixed"),
        ("DELETE FROM promotion_decision", "decision_fixed"),
        ("DELETE FROM promotion_annualbudget", "annualbudget_fixed"),
    ],
)
def test_no_statement_touches_the_ledger(plain, statement, name):
    with pytest.raises(sqlite3.IntegrityError, match=f"^{name}$"):
        plain.execute(statement)
    # Negative control: without the guards it goes through, as foreign keys are off here.
    plain.execute("BEGIN")
    guards = plain.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall()
    for (guard,) in guards:
        plain.execute(f"DROP TRIGGER {guard}")
    assert plain.execute(statement).rowcount > 0
    plain.execute("ROLLBACK")


ENTRY = """
    INSERT INTO projects_disbursement (grant_id, kind, amount_vnd, voucher_kind, voucher_number,
        voucher_on, booked_on, reason, idempotency_key, recorded_by_id, recorded_at, synthetic)
    SELECT grant_id, kind, :amount, voucher_kind, voucher_number, :day, :day, reason, :key,
        recorded_by_id, coalesce(:recorded, strftime('%Y-%m-%d %H:%M:%f', 'now')), synthetic
    FROM projects_disbursement LIMIT 1
"""


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ({"amount": 401}, "grant_reported_within_approved"),
        ({"amount": 0.5}, "amount_in_whole_vnd"),
        ({"amount": "nhiều"}, "amount_in_whole_vnd"),
        ({"day": "03/09/2025"}, "dates_are_days"),
        ({"day": "2025-02-30"}, "dates_are_days"),
        ({"recorded": "2001-01-01 00:00:00"}, "recorded_at_set_by_database"),
        ({"recorded": "hôm qua"}, "recorded_at_set_by_database"),
    ],
)
def test_a_wrong_entry_is_refused(plain, change, name):
    values = {"amount": 400, "day": "2025-09-03", "key": "0" * 32, "recorded": None}
    with pytest.raises(sqlite3.IntegrityError, match=f"^{name}$"):
        plain.execute(ENTRY, values | change)
    plain.execute(ENTRY, values)  # the same entry without the mistake
    assert plain.execute("SELECT reported_vnd FROM projects_grant").fetchone() == (1000,)


def test_an_entry_of_no_grant_is_refused(plain):
    # Foreign keys are off here: the row would dangle, counted nowhere.
    with pytest.raises(sqlite3.IntegrityError, match="^grant_unknown$"):
        plain.execute(
            ENTRY.replace("SELECT grant_id", "SELECT grant_id + 1000"),
            {"amount": 1, "day": "2025-09-03", "key": "0" * 32, "recorded": None},
        )


def test_an_older_id_is_not_slipped_in(plain):
    # Ids never go back on a grant: otherwise a counted row could be claimed a second time.
    numbered = ENTRY.replace("(grant_id", "(id, grant_id", 1).replace("SELECT ", "SELECT :id, ", 1)
    entry = {"amount": 100, "day": "2025-09-03", "recorded": None}
    plain.execute(numbered, entry | {"id": 10, "key": "1" * 32})
    with pytest.raises(sqlite3.IntegrityError, match="^grant_sums_kept_by_ledger$"):
        plain.execute(numbered, entry | {"id": 5, "key": "2" * 32})
    with pytest.raises(sqlite3.IntegrityError, match="^id_set_by_database$"):
        plain.execute(numbered, entry | {"id": -5, "key": "2" * 32})


@pytest.mark.parametrize("verb", ["INSERT OR IGNORE", "INSERT OR FAIL", "INSERT OR REPLACE"])
def test_no_conflict_clause_keeps_a_row_and_skips_its_sum(plain, verb):
    # The clause also governs the UPDATE inside the trigger: OR IGNORE would swallow its CHECK.
    too_much = {"amount": 401, "day": "2025-09-03", "key": "3" * 32, "recorded": None}
    with pytest.raises(sqlite3.IntegrityError, match="^grant_reported_within_approved$"):
        plain.execute(ENTRY.replace("INSERT", verb, 1), too_much)
    assert plain.execute("SELECT count(*) FROM projects_disbursement").fetchone() == (1,)


def test_a_connection_without_checks_does_not_pass_the_support(plain):
    plain.execute("PRAGMA ignore_check_constraints = ON")
    too_much = {"amount": 401, "day": "2025-09-03", "key": "4" * 32, "recorded": None}
    with pytest.raises(sqlite3.IntegrityError, match="^grant_reported_within_approved$"):
        plain.execute(ENTRY, too_much)
    with pytest.raises(sqlite3.IntegrityError, match="^grant_approved_not_negative$"):
        plain.execute(
            "INSERT INTO projects_grantline (decision_id, grant_id, kind, amount_vnd,"
            " recorded_by_id, recorded_at, synthetic) SELECT decision_id, grant_id, 'decrease',"
            " -1001, recorded_by_id, strftime('%Y-%m-%d %H:%M:%f', 'now'), synthetic"
            " FROM projects_grantline"
        )
