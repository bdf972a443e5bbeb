"""A ledger of a million entries, written in bulk, and how long its verification takes."""

import time

import django
from django.core.management import call_command
from django.db import connection, transaction

from projects.seals import seal_waiting
from projects.verification import MONTH
from promotion.guards import create_triggers, drop_triggers

AMOUNT_VND = 1_000_000
KEY = {
    "sqlite": "lower(hex(randomblob(16)))",
    "postgresql": "gen_random_uuid()",
}
NUMBERS = "WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < {} - 1)"
ENTRIES = """
INSERT INTO projects_disbursement (grant_id, kind, amount_vnd, voucher_kind, voucher_number,
  folded_number, voucher_on, booked_on, reason, idempotency_key, recorded_by_id, recorded_at,
  synthetic)
{numbers}
SELECT grants.id, 'payment', {amount_vnd}, 'payment_order', 'UNC-' || i, 'unc-' || i,
  '{day}', '{day}', '', {key}, {clerk}, '2025-09-02 03:04:05.678', {yes}
FROM n JOIN (SELECT id, row_number() OVER (ORDER BY id) - 1 AS place FROM projects_grant {where})
  grants ON grants.place = i % {grants}
"""
CONFIRMATIONS = """
INSERT INTO projects_confirmation (entry_id, confirmed_by_id, confirmed_at)
SELECT id, {officer}, '2025-09-03 03:04:05.678' FROM projects_disbursement entry
WHERE id > {last} AND id % 10 <> 0
"""
COUNT = """
UPDATE projects_grant SET
  approved_vnd = 1000000000000000, to_recover_vnd = 0, reported_vnd = counted.reported_vnd,
  confirmed_vnd = counted.confirmed_vnd, last_entry_id = counted.last_id,
  last_confirmation_id = counted.last_said_id
FROM (
  SELECT g.id, max(entry.id) AS last_id, max(said.id) AS last_said_id,
    coalesce(sum(entry.amount_vnd), 0) AS reported_vnd,
    coalesce(sum(CASE WHEN said.id > 0 THEN entry.amount_vnd ELSE 0 END), 0) AS confirmed_vnd
  FROM projects_grant g
  LEFT JOIN projects_disbursement entry ON entry.grant_id = g.id
  LEFT JOIN projects_confirmation said ON said.entry_id = entry.id
  GROUP BY g.id
) counted WHERE counted.id = projects_grant.id
"""
COUNT_LINES = """
UPDATE projects_grant
SET last_line_id = (SELECT max(id) FROM projects_grantline WHERE grant_id = projects_grant.id)
"""
# A line for each grant that raises its approval to what the bench can never use up.
APPROVALS = """
INSERT INTO projects_grantline (decision_id, grant_id, kind, amount_vnd, recorded_by_id,
  recorded_at, synthetic, reason)
SELECT (SELECT min(id) FROM promotion_decision), id, 'increase', 1000000000000000 - approved_vnd,
  {officer}, '2025-01-15 03:04:05.678', {yes}, '' FROM projects_grant
WHERE approved_vnd < 1000000000000000
"""

SUMS = """
INSERT INTO projects_{table} ({names}, confirmed_vnd, advances_vnd, entries, synthetic_entries,
  last_confirmation_id)
SELECT {values}, sum(entry.amount_vnd), sum(entry.advance_vnd - entry.cleared_vnd), count(*),
  count(CASE WHEN entry.synthetic THEN 1 END), max(said.id)
FROM projects_confirmation said
JOIN projects_disbursement entry ON entry.id = said.entry_id
JOIN projects_grant g ON g.id = entry.grant_id
JOIN projects_project project ON project.id = g.project_id
GROUP BY {values}
"""


def sum_confirmed() -> None:
    """Every sum of a month and of a day, made anew of the entries that are confirmed; guards
    aside."""
    of_all = {
        "budget_year": "g.budget_year",
        "centre_id": "project.centre_id",
        "source": "g.source",
        "level": "g.level",
    }
    day, month = {"day": "entry.booked_on"}, {"month": MONTH[connection.vendor]}
    by_content = {"content_id": "g.content_id"}
    with connection.cursor() as cursor:
        for table in ("dailysum", "monthlysum"):
            cursor.execute(f"DELETE FROM projects_{table}")
        for table, more in (
            ("dailysum", day | by_content),
            ("monthlysum", month),
            ("monthlysum", month | by_content),
        ):
            key = of_all | more
            names, values = ", ".join(key), ", ".join(key.values())
            cursor.execute(SUMS.format(table=table, names=names, values=values))


def add_entries(number: int, where: str = "") -> None:
    """Write so many entries, spread over the grants, nine of ten confirmed; guards aside.

    Every grant then has all the support it may have.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        drop_triggers(connection)
        cursor.execute(f"SELECT count(*) FROM projects_grant {where}")
        (grants,) = cursor.fetchone()
        cursor.execute("SELECT min(id) FROM promotion_user WHERE role = 'clerk'")
        (clerk,) = cursor.fetchone()
        cursor.execute("SELECT min(id) FROM promotion_user WHERE role = 'ministry'")
        (officer,) = cursor.fetchone()
        cursor.execute("SELECT coalesce(max(id), 0) FROM projects_disbursement")
        (last,) = cursor.fetchone()
        yes = "true" if connection.vendor == "postgresql" else "1"
        cursor.execute(APPROVALS.format(officer=officer, yes=yes))
        cursor.execute(
            ENTRIES.format(
                numbers=NUMBERS.format(number),
                amount_vnd=AMOUNT_VND,
                day="2025-09-02",
                key=KEY[connection.vendor],
                clerk=clerk,
                yes=yes,
                where=where,
                grants=grants,
            )
        )
        cursor.execute(CONFIRMATIONS.format(officer=officer, last=last))
        cursor.execute("ANALYZE")
        cursor.execute(COUNT)
        cursor.execute(COUNT_LINES)
        sum_confirmed()
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        create_triggers(connection)


def main(number: int = 1_000_000) -> None:
    add_entries(number)
    started = time.monotonic()
    sealed = seal_waiting(since=0)
    print(f"{sealed:,} entries sealed in {time.monotonic() - started:.0f} s", flush=True)
    call_command("verify_ledger")


if __name__ == "__main__":
    django.setup()
    main()
