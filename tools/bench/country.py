"""A country of 100,000 projects with as many payments as asked for, written in bulk. PostgreSQL.

Each project of the demonstration is repeated with its support, its decisions and its results; the
payments are spread over the repeated supports and the days of their budget years. A thousand wait
for their confirmation, of a hundred supports: a matter of days and not of how long the ledger is.
No seals.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from promotion.guards import create_triggers, drop_triggers
from tools.bench.million import sum_confirmed

PROJECTS = 100_000
WAITING, OF_GRANTS = 1_000, 100
STEP = 1_000_000  # between the ids of a row and its repetition
# What is repeated, and what of it is not as it was.
REPEATED = {
    "projects_project": {"code": "code || '/' || n", "folded_code": "folded_code || '/' || n"},
    "projects_grant": {
        "project_id": "n * {step} + project_id",
        "last_line_id": "n * {step} + last_line_id",
        **dict.fromkeys(("last_entry_id", "last_confirmation_id"), "NULL"),
        **dict.fromkeys(
            (
                *("reported_vnd", "confirmed_vnd", "to_recover_vnd"),
                *("advanced_vnd", "clearing_vnd", "cleared_vnd"),
            ),
            "0",
        ),
    },
    "projects_grantline": {
        "grant_id": "n * {step} + grant_id",
        "reverses_id": "n * {step} + reverses_id",
    },
    "projects_beneficiary": {"project_id": "n * {step} + project_id"},
}
REPEAT = """
INSERT INTO {table} (id, {columns})
SELECT n * {step} + id, {values} FROM {table}, generate_series(1, {times}) AS n WHERE id < {step}
ORDER BY {order}
"""
# Of a year that is over, its days and those of the settlement; of this one, those so far. Written
# in the order in which they were booked, as a ledger is.
ENTRIES = """
INSERT INTO projects_disbursement (grant_id, kind, amount_vnd, voucher_kind, voucher_number,
  folded_number, voucher_on, booked_on, reason, idempotency_key, recorded_by_id, recorded_at,
  synthetic)
SELECT id, 'payment', greatest(1, approved_vnd / 75), 'payment-order', 'UNC-' || i, 'unc-' || i,
  day, day, '', ('00000000-0000-4000-8000-' || lpad(to_hex(i), 12, '0'))::uuid, {clerk},
  '2025-09-02 03:04:05.678', true
FROM (
  SELECT i, g.id, g.approved_vnd, make_date(g.budget_year, 1, 1)
    + (i::bigint * 7919 % least(396, current_date - make_date(g.budget_year, 1, 1) + 1))::integer
    AS day
  FROM generate_series({first}, {last} - 1) AS i
  JOIN (SELECT *, row_number() OVER (ORDER BY id) - 1 AS place FROM projects_grant
    WHERE id > {step}) g ON g.place = i % {grants}
) drawn ORDER BY day
"""
# All but some of the newest supports'.
CONFIRMATIONS = """
INSERT INTO projects_confirmation (entry_id, confirmed_by_id, confirmed_at)
SELECT id, {officer}, '2025-09-03 03:04:05.678' FROM projects_disbursement
WHERE id > {last} AND (id > {after} OR grant_id NOT IN (
  SELECT id FROM projects_grant WHERE id > {step}
  ORDER BY budget_year DESC, id LIMIT {of_grants}))
"""
COUNT = """
UPDATE projects_grant SET reported_vnd = counted.reported_vnd,
  confirmed_vnd = counted.confirmed_vnd, last_entry_id = counted.last_id,
  last_confirmation_id = counted.last_confirmation_id,
  to_recover_vnd = greatest(0, counted.reported_vnd - approved_vnd)
FROM (
  SELECT entry.grant_id, max(entry.id) AS last_id, max(said.id) AS last_confirmation_id,
    sum(entry.amount_vnd) AS reported_vnd,
    coalesce(sum(entry.amount_vnd) FILTER (WHERE said.id > 0), 0) AS confirmed_vnd
  FROM projects_disbursement entry
  LEFT JOIN projects_confirmation said ON said.entry_id = entry.id
  WHERE entry.grant_id > {step}
  GROUP BY entry.grant_id
) counted WHERE counted.grant_id = projects_grant.id
"""


def repeat_projects() -> None:
    """From the demonstration's to PROJECTS."""
    with unguarded() as cursor:
        cursor.execute("SELECT count(*) FROM projects_project")
        times = PROJECTS // cursor.fetchone()[0]
        for table, other in REPEATED.items():
            cursor.execute(
                "SELECT column_name FROM information_schema.columns"
                f" WHERE table_name = '{table}' AND column_name <> 'id'"
            )
            columns = [name for (name,) in cursor.fetchall()]
            values = [other.get(name, name).format(step=STEP) for name in columns]
            cursor.execute(
                REPEAT.format(
                    table=table,
                    columns=", ".join(columns),
                    values=", ".join(values),
                    step=STEP,
                    times=times,
                    # Written year by year, as they come about.
                    order="budget_year, n" if "budget_year" in columns else "n, id",
                )
            )


def pay(first: int, last: int) -> None:
    """Payments number `first` to `last` (not included); of the first ones some wait."""
    with unguarded() as cursor:
        cursor.execute("SELECT min(id) FROM promotion_user WHERE role = 'clerk'")
        (clerk,) = cursor.fetchone()
        cursor.execute("SELECT min(id) FROM promotion_user WHERE role = 'ministry'")
        (officer,) = cursor.fetchone()
        cursor.execute(f"SELECT count(*) FROM projects_grant WHERE id > {STEP}")
        (grants,) = cursor.fetchone()
        cursor.execute("SELECT max(id) FROM projects_disbursement")
        (before,) = cursor.fetchone()
        cursor.execute(
            ENTRIES.format(first=first, last=last, step=STEP, grants=grants, clerk=clerk)
        )
        waiting = 0 if first else before + WAITING // OF_GRANTS * grants
        cursor.execute(
            CONFIRMATIONS.format(
                officer=officer, last=before, after=waiting, step=STEP, of_grants=OF_GRANTS
            )
        )
        cursor.execute("ANALYZE projects_disbursement, projects_confirmation, projects_grant")
        cursor.execute(COUNT.format(step=STEP))
        sum_confirmed()
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


@contextmanager
def unguarded() -> Iterator[CursorWrapper]:
    """In one transaction, neither guards nor foreign keys are asked."""
    with transaction.atomic(), connection.cursor() as cursor:
        drop_triggers(connection)
        cursor.execute("SET LOCAL session_replication_role = replica")
        yield cursor
        create_triggers(connection)
