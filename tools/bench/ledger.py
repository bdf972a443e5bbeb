"""Posts per second of the ledger with all guards, beside bare inserts into a copy without them.

The copy has the columns, checks, indexes, foreign keys and rows of the ledger's table; both get
the same statement for the same grants, each a transaction of its own that waits for the disk. The
connections stand, as those of a server do: each has posted before its turn begins. They take turns
of a second, the first of a pair second in the next, so that whatever else the machine does slows
both alike; the ratio is the median of those of the pairs.
"""

import multiprocessing
import random
import statistics
import time
import uuid
from collections.abc import Callable
from datetime import date
from multiprocessing.synchronize import Barrier

import django
from django.db import connection

from projects.seals import seal_entry, seal_waiting
from tools.bench.million import add_entries

WRITERS = (1, 4, 16)
SECONDS = 1.0
TURNS = 7
FIRST_POSTS = 6  # PostgreSQL plans the statements of a guard anew for the first five
MANY_ENTRIES, FEW_ENTRIES = 100_000, 10
COLUMNS = (
    "grant_id, kind, amount_vnd, advance_vnd, cleared_vnd, voucher_kind, voucher_number,"
    " folded_number, voucher_on, booked_on, reason, idempotency_key, recorded_by_id, synthetic"
)
FILL_COPY = "INSERT INTO projects_bare SELECT * FROM projects_disbursement"
fork = multiprocessing.get_context("fork")
Post = Callable[[int], None]


def make_bare_copy() -> None:
    """projects_bare: the ledger's table with all its rows, without guards."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(
                "SELECT sql FROM sqlite_master WHERE tbl_name = 'projects_disbursement'"
                " AND type IN ('table', 'index') AND sql IS NOT NULL ORDER BY type DESC"
            )
            for (sql,) in cursor.fetchall():
                # Foreign keys to itself and all names of indexes follow the copy.
                cursor.execute(
                    sql.replace("projects_disbursement", "projects_bare").replace(
                        'INDEX "', 'INDEX "bare_'
                    )
                )
            cursor.execute(FILL_COPY)
            return
        cursor.execute("CREATE TABLE projects_bare (LIKE projects_disbursement INCLUDING ALL)")
        cursor.execute(FILL_COPY)
        cursor.execute(
            "SELECT pg_get_constraintdef(oid) FROM pg_constraint"
            " WHERE conrelid = 'projects_disbursement'::regclass AND contype = 'f'"
        )
        for (foreign_key,) in cursor.fetchall():
            cursor.execute(
                "ALTER TABLE projects_bare ADD "
                + foreign_key.replace("projects_disbursement", "projects_bare")
            )
        cursor.execute("SELECT setval('projects_bare_id_seq', max(id)) FROM projects_bare")


def posting(table: str, clerk: int, then: Callable[[int], object] | None = None) -> Post:
    """Inserts one payment of 1 đồng for a grant, as a transaction of its own."""
    query = (
        f"INSERT INTO {table} ({COLUMNS}) VALUES (%s, 'payment', 1, 0, 0, 'payment-order', %s,"
        f" %s, '{date.today()}', '{date.today()}', '', %s, %s, %s) RETURNING id"
    )

    def post(grant: int) -> None:
        key = uuid.uuid4()
        stored = key.hex if connection.vendor == "sqlite" else str(key)
        with connection.cursor() as cursor:
            number = key.hex[:8]
            cursor.execute(query, [grant, number, number, stored, clerk, True])
            (pk,) = cursor.fetchone()
        if then:
            then(pk)

    return post


def rate(writers: int, post: Post, grants: list[int]) -> float:
    """Posts per second of so many processes, each with a connection of its own."""
    connection.close()
    start, counts = fork.Barrier(writers), fork.SimpleQueue()

    def write(start: Barrier) -> None:
        dice, done = random.Random(), 0
        for _ in range(FIRST_POSTS):
            post(dice.choice(grants))
        start.wait(60)
        end = time.monotonic() + SECONDS
        while time.monotonic() < end:
            post(dice.choice(grants))
            done += 1
        counts.put(done)
        connection.close()

    processes = [fork.Process(target=write, args=(start,)) for _ in range(writers)]
    for process in processes:
        process.start()
    total = sum(counts.get() for _ in processes)
    for process in processes:
        process.join()
    return total / SECONDS


Task = tuple[Post, list[int]]


def in_turns(writers: int, first: Task, second: Task) -> tuple[float, float, list[float]]:
    """The median rate of each task, and the second's as a part of the first's, pair by pair."""
    rates: list[tuple[float, float]] = []
    for turn in range(TURNS):
        found = {}
        for task in ((first, second), (second, first))[turn % 2]:
            seal_waiting(since=0)  # what the turn before left
            found[task is second] = rate(writers, *task)
        rates.append((found[False], found[True]))
    one, other = (statistics.median(column) for column in zip(*rates, strict=True))
    return one, other, sorted(b / a for a, b in rates)


def told(ratios: list[float]) -> str:
    """The median with the quarter below and above it."""
    low, middle, high = statistics.quantiles(ratios, n=4)
    return f"{middle:.2f} ({low:.2f}-{high:.2f})"


def main() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM projects_grant ORDER BY id")
        full, few, hot, *many = [pk for (pk,) in cursor.fetchall()]
        cursor.execute("SELECT min(id) FROM promotion_user WHERE role = 'clerk'")
        (clerk,) = cursor.fetchone()
    add_entries(MANY_ENTRIES, f"WHERE id = {full}")
    add_entries(FEW_ENTRIES, f"WHERE id = {few}")
    make_bare_copy()
    bare, guarded = posting("projects_bare", clerk), posting("projects_disbursement", clerk)
    sealed = posting("projects_disbursement", clerk, then=seal_entry)
    print("writers  grants   bare  guarded  ratio (middle half)")
    for writers in WRITERS:
        for name, grants in (("many", many), ("one", [hot])):
            unguarded, kept, ratios = in_turns(writers, (bare, grants), (guarded, grants))
            line = f"{writers:7}  {name:6}  {unguarded:5,.0f}  {kept:7,.0f}  {told(ratios)}"
            print(line, flush=True)
        kept, with_seals, ratios = in_turns(writers, (guarded, many), (sealed, many))
        print(
            f"{writers:7}  sealed {with_seals:,.0f} of {kept:,.0f}  {told(ratios)}",
            flush=True,
        )
    with_few, with_many, ratios = in_turns(1, (guarded, [few]), (guarded, [full]))
    print(
        f"On a grant with {FEW_ENTRIES} entries {with_few:,.0f} posts per second,"
        f" with {MANY_ENTRIES:,} {with_many:,.0f}: {told(ratios)}"
    )


if __name__ == "__main__":
    django.setup()
    main()
